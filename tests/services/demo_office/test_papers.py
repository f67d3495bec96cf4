"""The demo's documents are few, say that they are made up, and are whole."""

from datetime import UTC, datetime
from random import Random

import pytest

from loancrm_desktop.services import checking, customers, documents
from loancrm_desktop.services.demo_office import papers
from loancrm_desktop.services.demo_office.player import MovingClock, Stage
from loancrm_desktop.services.documents import DocumentQuery, cabinet_of
from loancrm_desktop.services.vault import blobs


@pytest.fixture
def stage(office, owner):
    for number in range(3):
        office.do(owner, customers.add, values={"name": f"客户{number}"})
    return Stage(office, MovingClock(datetime(2026, 6, 30, tzinfo=UTC)), {"boss": owner}, {}, {})


def test_every_newest_customer_has_some_and_one_was_looked_at(office, owner, stage):
    made = papers.file_papers(Random(7), stage)
    found = office.ask(owner, documents.page, query=DocumentQuery())
    assert made == len(found) >= 3
    assert {each.customer_id for each in found} == {1, 2, 3}
    log = office.ask(owner, documents.log, document_id=min(each.id for each in found))
    assert [each.act for each in log] == ["viewed", "added"]
    assert checking.check(office, owner).ok


def test_each_says_that_it_is_made_up(office, owner, stage):
    papers.file_papers(Random(7), stage)
    cabinet = cabinet_of(office.place)
    for each in office.ask(owner, documents.page, query=DocumentQuery()):
        handed = office.do(
            owner, documents.hand_out, document_id=each.id, act="viewed", purpose="other"
        )
        assert "虚构" in blobs.get(cabinet, handed.blob).decode()
