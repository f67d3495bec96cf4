"""Who was here last, and when: once an hour, in the history, never to be taken back."""

import pytest
from office_content import last_seq

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import membership, own_acts, people, undoing


def seen_at(office, owner, login):
    return {each.login: each.last_seen_at for each in office.ask(owner, people.page)}[login]


def test_coming_in_is_noted_with_its_time(office, owner, actor_of, clock):
    assert seen_at(office, owner, "li") is None
    assert office.do(actor_of("li"), people.note_seen)
    at = seen_at(office, owner, "li")
    assert 0 <= (clock.now - at).total_seconds() < 10
    assert seen_at(office, owner, "chen") is None


def test_within_the_hour_nothing_more_is_written(office, owner, clock):
    office.do(owner, people.note_seen)
    before, at = last_seq(office, owner), seen_at(office, owner, "boss")
    clock.forward(minutes=50)
    assert office.do(owner, people.note_seen) is False
    assert (last_seq(office, owner), seen_at(office, owner, "boss")) == (before, at)
    clock.forward(minutes=11)
    assert office.do(owner, people.note_seen) is True
    assert seen_at(office, owner, "boss") > at


def test_it_cannot_be_taken_back_and_is_not_offered(office, owner):
    office.do(owner, people.note_seen)
    with pytest.raises(Refused):
        office.do(owner, undoing.undo, last_seq(office, owner))
    found = office.ask(owner, own_acts.undoable)
    assert found is None or found.operation != "people.note_seen"


def test_who_was_here_is_disabled_not_withdrawn(office, owner, actor_of):
    li = actor_of("li")
    office.do(li, people.note_seen)
    with pytest.raises(Refused):
        office.do(owner, membership.withdraw, user_id=li.user_id)
