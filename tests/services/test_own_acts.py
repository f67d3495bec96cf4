"""The menu's 撤销 and 重做: one's own acts, newest first, as far as they can be taken back."""

import pytest
from office_content import content_of

from loancrm_desktop.services import (
    customers,
    deal_moves,
    follow_ups,
    journal,
    own_acts,
    people,
    undoing,
)


@pytest.fixture
def zhang(office, owner):
    return office.do(owner, customers.add, values={"name": "张三"})


def offered(office, actor):
    found = office.ask(actor, own_acts.undoable), office.ask(actor, own_acts.redoable)
    return tuple(each and each.operation for each in found)


def take_back(office, actor):
    office.do(actor, undoing.undo, office.ask(actor, own_acts.undoable).seq)


def do_again(office, actor):
    office.do(actor, undoing.undo, office.ask(actor, own_acts.redoable).seq)


def test_the_newest_own_act_is_offered_with_the_customer_it_was_about(office, owner, zhang):
    office.do(owner, follow_ups.log, zhang.id, "约周三")
    found = office.ask(owner, own_acts.undoable)
    assert found.operation == "follow_ups.log"
    assert "张三" in found.sentence
    assert office.ask(owner, own_acts.redoable) is None


def test_several_customers_are_counted(office, owner, zhang):
    other = office.do(owner, customers.add, values={"name": "李四"})
    office.do(owner, deal_moves.move_many, [zhang.deal_id, other.deal_id], "first_call")
    assert "2" in office.ask(owner, own_acts.undoable).sentence


def test_others_acts_are_not_mine_to_offer(office, actor_of, zhang):
    assert offered(office, actor_of("li")) == (None, None)


def test_acts_that_are_never_undone_are_not_offered(office, owner, zhang):
    office.do(owner, people.add, login="new", name="新人", role_key="broker")
    assert offered(office, owner)[0] == "customers.add"


def test_a_role_that_takes_nothing_back_is_offered_nothing(office, actor_of, owner, zhang):
    from dataclasses import replace

    shut = replace(owner, rights=replace(owner.rights, may=frozenset({"customers.*"})))
    assert offered(office, shut) == (None, None)


def test_back_and_again_go_through_all_acts_in_their_order(office, owner, zhang):
    states = [content_of(office)]
    for text in ("第一次", "第二次", "第三次"):
        office.do(owner, follow_ups.log, zhang.id, text)
        states.append(content_of(office))
    for number in (2, 1, 0):
        take_back(office, owner)
        assert content_of(office) == states[number]
    for number in (1, 2, 3):
        do_again(office, owner)
        assert content_of(office) == states[number]
    assert office.ask(owner, own_acts.redoable) is None
    for number in (2, 1, 0):
        take_back(office, owner)
        assert content_of(office) == states[number]


def test_after_something_new_nothing_is_done_again(office, owner, zhang):
    office.do(owner, follow_ups.log, zhang.id, "约周三")
    take_back(office, owner)
    assert offered(office, owner)[1] is not None
    office.do(owner, customers.edit, zhang.id, {"remark": "新"})
    assert offered(office, owner) == ("customers.edit", None)


def test_the_sentence_of_doing_again_speaks_of_the_first_act(office, owner, zhang):
    office.do(owner, follow_ups.log, zhang.id, "约周三")
    said = office.ask(owner, own_acts.undoable).sentence
    take_back(office, owner)
    assert office.ask(owner, own_acts.redoable).sentence == said
    do_again(office, owner)
    assert office.ask(owner, own_acts.undoable).sentence == said


def test_what_another_took_back_is_not_offered(office, owner, actor_of):
    li = actor_of("li")
    made = office.do(li, customers.add, values={"name": "王五"})
    office.do(li, customers.edit, made.id, {"remark": "新"})
    office.do(owner, undoing.undo, office.ask(owner, journal.latest, limit=1)[0].seq)
    assert offered(office, li) == ("customers.add", None)


def test_acts_before_a_time_are_not_offered(office, owner, zhang, clock):
    came_in = clock()
    assert office.ask(owner, own_acts.undoable, since=came_in) is None
    office.do(owner, follow_ups.log, zhang.id, "约周三")
    assert office.ask(owner, own_acts.undoable, since=came_in).operation == "follow_ups.log"
    take_back(office, owner)
    assert office.ask(owner, own_acts.redoable, since=came_in).operation == "journal.undo"
    assert office.ask(owner, own_acts.redoable, since=clock()) is None
