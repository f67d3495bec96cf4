"""A contact is written down: it moves the customer's last contact and the next step, never back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services import customers, deals, follow_ups

NOON = timedelta(hours=4)


@pytest.fixture
def case(office, owner):
    return office.do(owner, customers.add, values={"name": "王五", "phone": "13912345678"})


@pytest.fixture
def log(office, owner, case):
    def write(text="电话已通", **more):
        return office.do(owner, follow_ups.log, customer_id=case.id, text=text, **more)

    return write


@pytest.fixture
def values(office, owner, case):
    def read():
        return office.ask(owner, customers.values, customer_id=case.id).values

    return read


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_contact_written_down_late_moves_nothing_back(office, owner, case, clock, log, values):
    log()
    last = values()["last_contact_at"]
    log("上周的电话", at=clock.now - timedelta(days=7))
    assert values()["last_contact_at"] == last
    assert office.ask(owner, deals.show, deal_id=case.deal_id).values["last_contact_at"] == last


def test_a_step_planned_for_a_later_day_stays_when_the_contact_sets_no_other(clock, log, values):
    log(next_at=clock.now + timedelta(days=9))
    planned = values()["next_follow_up_at"]
    log("客户来电询问进度")
    assert values()["next_follow_up_at"] == planned


@pytest.mark.parametrize("hours", [-1, 3])
def test_a_step_planned_for_today_or_before_is_done_with_the_contact(clock, log, values, hours):
    log(next_at=clock.now + timedelta(days=1, hours=hours))
    clock.forward(days=1)
    log("如约联系")
    assert values()["next_follow_up_at"] is None


def test_the_office_clock_decides_what_today_is(office, owner, clock, log, values):
    # 23:30 in Shanghai is 15:30 in Greenwich: a step at 00:30 belongs to the next day.
    clock.now = moment("2026-06-30T15:30:00+00:00")
    log(next_at=moment("2026-06-30T16:30:00+00:00"))
    log("又来电话")
    assert values()["next_follow_up_at"] == "2026-07-01T00:30:00+08:00"


def test_a_late_note_may_set_a_nearer_step_but_not_put_one_off(clock, log, values):
    log(next_at=clock.now + timedelta(days=5))
    earlier, yesterday = clock.now + timedelta(days=2), clock.now - timedelta(days=1)
    log("昨天约好", at=yesterday, next_at=earlier)
    assert moment(values()["next_follow_up_at"]) == earlier.replace(microsecond=0)
    log("昨天也说过", at=yesterday, next_at=clock.now + timedelta(days=30))
    assert moment(values()["next_follow_up_at"]) == earlier.replace(microsecond=0)


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("text", {"text": " \u200b "}),
        ("text", {"text": "x" * 20_001}),
        ("method", {"method": "telepathy"}),
        ("outcome", {"outcome": "telepathy"}),
        ("deal_id", {"deal_id": 4711}),
        ("deal_id", {"deal_id": 10**30}),
        ("at", {"at": datetime(2026, 6, 1)}),  # noqa: DTZ001 - a time without a zone is the point
        ("next_at", {"next_at": datetime(2026, 7, 1)}),  # noqa: DTZ001 - as above
        ("at", {"at": moment("2030-01-01T00:00:00+08:00")}),
        ("next_at", {"next_at": moment("2026-06-01T00:00:00+08:00")}),
    ],
)
def test_what_cannot_be_written_down_names_the_field(log, values, field, more):
    with pytest.raises(Invalid) as caught:
        log(**more)
    assert [problem.field for problem in caught.value.problems] == [field]
    assert values()["last_contact_at"] is None


def test_a_contact_does_not_land_on_another_customers_deal(office, owner, log, case):
    other = office.do(owner, customers.add, values={"name": "赵六"})
    with pytest.raises(Invalid):
        log(deal_id=other.deal_id)
    log(deal_id=case.deal_id)
    assert office.ask(owner, follow_ups.page, customer_id=case.id)[0].deal_id == case.deal_id


@pytest.mark.parametrize("limit", [0, -1, 10**9])
def test_a_page_of_contacts_has_a_sensible_length(office, owner, case, limit):
    with pytest.raises(Invalid):
        office.ask(owner, follow_ups.page, customer_id=case.id, limit=limit)


@pytest.mark.parametrize("status", ["prospect", "signed", "closed", "lost"])
def test_a_contact_makes_a_prospect_one_who_is_followed_and_leaves_others(
    office, owner, case, log, values, status
):
    office.do(owner, customers.edit, customer_id=case.id, values={"status": status})
    log()
    assert values()["status"] == ("following" if status == "prospect" else status)
