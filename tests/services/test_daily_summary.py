"""The summary of the day: once a day, at its hour, by whoever's desk is on; nothing for nothing."""

from datetime import datetime, time, timedelta

import pytest

from loancrm_desktop.services import daily_summary, notice_wishes, notices, tasks


@pytest.fixture
def at(office, clock):
    """Put the clock on a time of the office's next day."""

    def put(hour, days=1):
        day = clock().astimezone(office.place.zone).date() + timedelta(days=days)
        moment = datetime.combine(day, time(hour), office.place.zone)
        clock.forward(seconds=(moment - clock()).total_seconds())

    return put


@pytest.fixture
def two_to_dos(office, owner, clock):
    """Give the owner one to-do that is overdue by the next day, and one due then."""
    for hours in (1, 30):
        due = clock() + timedelta(hours=hours)
        office.do(owner, tasks.add, title="回电", due_at=due, assignee_id=owner.user_id)


def titles(office, owner):
    return [each.title for each in office.ask(owner, notices.mine).rows if each.kind == "summary"]


@pytest.mark.usefixtures("two_to_dos")
def test_the_day_is_summed_up_once_after_its_hour(office, owner, at):
    at(8)
    assert office.do(owner, daily_summary.summarize) == 0
    at(10, days=0)
    assert office.do(owner, daily_summary.summarize) == 1
    assert office.do(owner, daily_summary.summarize) == 0
    (said,) = titles(office, owner)
    assert said.count("1") >= 1
    at(10)
    assert office.do(owner, daily_summary.summarize) == 1
    assert len(titles(office, owner)) == 2


def test_a_day_with_nothing_in_it_is_not_told(office, owner, at):
    at(10)
    assert office.do(owner, daily_summary.summarize) == 0


@pytest.mark.usefixtures("two_to_dos")
def test_who_wants_none_or_later_gets_it_so(office, owner, actor_of, at):
    office.do(owner, notice_wishes.wish, summary_at="")
    at(10)
    assert office.do(owner, daily_summary.summarize) == 0
    office.do(owner, notice_wishes.wish, summary_at="11:00")
    assert office.do(owner, daily_summary.summarize) == 0
    at(12, days=0)
    assert office.do(owner, daily_summary.summarize) == 1
    assert titles(office, actor_of("li")) == []
