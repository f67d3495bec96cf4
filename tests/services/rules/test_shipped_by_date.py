"""Shipped rules by a date: papers about to expire, the first repayment, renewal; each once."""

from datetime import timedelta

import pytest
from document_acts import a_file
from sqlalchemy import select

from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import customers, deals, document_files
from loancrm_desktop.services.document_files import FileWish
from loancrm_desktop.services.rules import clock, shipping


@pytest.fixture
def days(office, monkeypatch):
    """Answer a way to let days pass, to ten in the morning of the office."""
    here = office.clock().astimezone(office.place.zone)
    began = here.replace(hour=10, minute=0, second=0, microsecond=0)
    utc = office.clock().tzinfo

    def pass_days(count):
        monkeypatch.setattr(
            office, "clock", lambda: (began + timedelta(days=count)).astimezone(utc)
        )

    pass_days(0)
    return pass_days


@pytest.fixture
def shipped(office, owner, days):
    office.do(owner, shipping.ship)
    return days


def told(office, text):
    with office.database.reading() as session:
        chosen = select(Task.title).where(Task.kind == "rule", Task.title.contains(text))
        return list(session.execute(chosen).scalars())


def run(office, owner):
    for _ in range(2):
        office.do(owner, clock.run)


def test_repayment_and_renewal_are_remembered_from_the_day_of_disbursement(office, owner, shipped):
    added = office.do(owner, customers.add, values={"name": "王芳", "product_type": "business"})
    day = office.clock().astimezone(office.place.zone).date()
    values = {"disbursed_on": day.isoformat()}
    office.do(owner, deals.edit, deal_id=added.deal_id, values=values)
    for passed, repayment, renewal in ((24, 0, 0), (25, 1, 0), (26, 1, 0), (335, 1, 1)):
        shipped(passed)
        run(office, owner)
        assert len(told(office, "首期还款")) == repayment, passed
        assert len(told(office, "续贷")) == renewal, passed
    assert told(office, "续贷") == ["王芳放款已满11个月，问问是否续贷"]


def test_a_paper_is_remembered_a_month_before_it_expires(office, owner, shipped, tmp_path):
    added = office.do(owner, customers.add, values={"name": "王芳"})
    day = office.clock().astimezone(office.place.zone).date()
    wish = FileWish("authorisation", added.id, valid_until=day + timedelta(days=60))
    document_files.add(office, owner, a_file(tmp_path, "授权书.pdf"), wish)
    for passed, count in ((29, 0), (30, 1), (31, 1)):
        shipped(passed)
        run(office, owner)
        assert len(told(office, "到期")) == count, passed
    assert told(office, "到期") == ["王芳的文档授权书.pdf30天后到期，请客户更新"]
