"""Today's appointments by the clock."""

from datetime import timedelta

import pytest

from loancrm_desktop.services import customers, follow_ups, tasks, today_agenda

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def morning(clock):
    """It is 10 o'clock in Shanghai."""
    clock.now = clock.now.replace(hour=2, minute=0, second=0)


@pytest.fixture
def li(actor_of):
    return actor_of("li")


@pytest.fixture
def wu(office, li):
    return office.do(li, customers.add, {"name": "吴志强", "company": "城南银行"}).id


def said(office, actor):
    found = office.ask(actor, today_agenda.agenda)
    return [(each.at.hour + 8, each.title or each.customer_name, each.done) for each in found]


def test_to_dos_with_a_time_and_agreed_contacts_stand_by_the_clock(office, li, wu, clock):
    office.do(li, tasks.add, "陪同面签", wu, None, None, clock.now + 4 * HOUR)
    other = office.do(li, customers.add, {"name": "冯国栋"}).id
    office.do(li, follow_ups.log, other, "下午再谈", next_at=clock.now + 2 * HOUR)
    assert said(office, li) == [(12, "冯国栋", False), (14, "陪同面签", False)]
    first = office.ask(li, today_agenda.agenda)[1]
    assert (first.customer_name, first.place) == ("吴志强", "城南银行")


def test_what_is_over_and_done_stays_on_the_agenda(office, li, clock):
    meeting = office.do(li, tasks.add, "晨会", None, None, None, clock.now - HOUR)
    office.do(li, tasks.done, meeting)
    assert said(office, li) == [(9, "晨会", True)]


def test_other_days_other_people_and_whole_days_are_left_out(office, li, owner, wu, clock):
    midnight = clock.now.replace(hour=15, minute=59)
    office.do(li, tasks.add, "今天之内", wu, None, None, midnight)
    office.do(li, tasks.add, "明天", wu, None, None, clock.now + 24 * HOUR)
    office.do(owner, tasks.add, "老板的", None, None, None, clock.now + HOUR)
    assert said(office, li) == []


def test_a_contact_that_is_a_to_do_as_well_stands_there_once(office, li, wu, clock):
    at = clock.now + 3 * HOUR
    office.do(li, follow_ups.log, wu, "约下午", next_at=at)
    office.do(li, tasks.add, "陪同面签", wu, None, None, at)
    assert said(office, li) == [(13, "陪同面签", False)]


def test_a_customer_in_the_trash_has_no_appointment(office, li, owner, wu, clock):
    office.do(li, tasks.add, "陪同面签", wu, None, None, clock.now + HOUR)
    office.do(owner, customers.remove, [wu])
    assert said(office, li) == []
