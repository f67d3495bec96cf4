"""Who was told apart is not named for it again; a merge and an undo leave that in order."""

import pytest
from office_content import content_of, last_seq

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import apart, customers, journal, merging, trash, undoing
from loancrm_desktop.services.duplicate_finder import duplicates


@pytest.fixture
def twins(office, owner):
    """Answer three customers of one phone, two by two alike."""

    def put(name):
        values = {"name": name, "phone": "13900001111", "owner": owner.user_id}
        return office.do(owner, customers.add, values, "allow", open_deal=False).id

    return [put(name) for name in ("张三", "张叁", "张三丰")]


def groups(office, owner):
    found = office.ask(owner, duplicates)
    return [sorted(member.customer_id for member in group.members) for group in found.groups]


def test_whom_somebody_told_apart_is_not_named_again(office, owner, twins):
    assert groups(office, owner) == [twins]
    assert office.do(owner, apart.tell_apart, twins) == 3
    assert groups(office, owner) == []
    assert office.do(owner, apart.tell_apart, twins[:2]) == 0


def test_one_of_three_can_be_told_apart_from_the_others(office, owner, twins):
    first, second, third = twins
    office.do(owner, apart.tell_apart, [first, third])
    assert groups(office, owner) == [twins], "both may still be the second"
    office.do(owner, apart.tell_apart, [second, third])
    assert groups(office, owner) == [[first, second]]


def test_told_apart_from_the_first_the_others_are_still_compared(office, owner, twins):
    first, second, third = twins
    office.do(owner, apart.tell_apart, [first, second])
    office.do(owner, apart.tell_apart, [first, third])
    assert groups(office, owner) == [[second, third]]


def test_an_undo_lets_them_be_named_again(office, owner, twins):
    before = content_of(office)
    office.do(owner, apart.tell_apart, twins[:2])
    entry = office.ask(owner, journal.latest, limit=1)[0]
    assert entry.operation == "customers.tell_apart"
    office.do(owner, undoing.undo, seq=last_seq(office, owner))
    assert content_of(office) == before
    assert groups(office, owner) == [twins]


def test_what_was_told_apart_survives_a_merge_and_a_removal_for_good(office, owner, twins, clock):
    first, second, third = twins
    office.do(owner, apart.tell_apart, [first, third])
    office.do(owner, merging.merge, source_id=third, into_id=second)
    assert groups(office, owner) == []
    clock.forward(days=31)
    assert office.do(owner, trash.purge, [third], 1).done == (third,)


@pytest.mark.parametrize("ids", [[], [1], [1, 1], list(range(1, 14))])
def test_two_to_twelve_different_ones_are_asked_for(office, owner, ids):
    with pytest.raises(Invalid):
        office.do(owner, apart.tell_apart, ids)


def test_only_who_may_merge_and_sees_them_tells_apart(office, actor_of, twins):
    for login in ("li", "desk", "guest"):
        with pytest.raises(Refused):
            office.do(actor_of(login), apart.tell_apart, twins[:2])
    with pytest.raises((Refused, Invalid)):
        office.do(actor_of("lead"), apart.tell_apart, twins[:2])
