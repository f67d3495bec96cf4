"""What is known before the call, and what became of it meanwhile."""

from datetime import timedelta

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import customers, follow_ups, tasks, today_card

HOUR = timedelta(hours=1)


@pytest.fixture
def li(actor_of):
    return actor_of("li")


@pytest.fixture
def wu(office, li):
    return office.do(li, customers.add, {"name": "吴志强"}).id


def test_the_last_contacts_the_promise_and_the_open_to_dos_are_told(office, li, wu, clock):
    for number in range(today_card.CONTACTS + 2):
        clock.forward(minutes=1)
        planned = clock.now + 5 * HOUR
        office.do(li, follow_ups.log, wu, f"第{number}次", next_at=planned)
    task = office.do(li, tasks.add, "补流水", wu)
    office.do(li, tasks.done, office.do(li, tasks.add, "已办", wu))
    found = office.ask(li, today_card.card, wu, task)
    assert [each.text for each in found.contacts] == [f"第{n}次" for n in (6, 5, 4, 3, 2)]
    assert found.promised_at == planned
    assert [each.title for each in found.tasks if each.kind == "todo"] == ["补流水"]
    assert (found.finished_by, found.finished_at) == (None, None)


def test_a_to_do_finished_meanwhile_says_by_whom(office, li, wu, clock):
    task = office.do(li, tasks.add, "补流水", wu)
    began = clock.now
    office.do(li, tasks.done, task)
    found = office.ask(li, today_card.card, wu, task)
    assert found.finished_by == li.user_id
    assert began <= found.finished_at <= clock.now


def test_a_customer_in_the_trash_or_given_away_is_refused(office, li, wu, actor_of, english):
    with pytest.raises(Refused):
        office.ask(actor_of("chen"), today_card.card, wu)
    office.do(actor_of("boss"), customers.remove, customer_ids=[wu])
    with pytest.raises(Invalid, match="trash"):
        office.ask(li, today_card.card, wu)
    with pytest.raises(Invalid):
        office.ask(li, today_card.card, 999_999)
