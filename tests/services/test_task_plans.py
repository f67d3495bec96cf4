"""To-dos as a whole: made, changed, ticked off, commented, given, and coming again exactly once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from loancrm_desktop.errors import Invalid, Problem, Refused
from loancrm_desktop.services import customers, task_handover, task_plans, tasks, undoing
from loancrm_desktop.services.task_lists import TaskQuery, listed
from loancrm_desktop.services.task_plans import Part, TaskWish
from loancrm_desktop.services.task_repeats import Repeat
from loancrm_desktop.services.watching import newest_number


@pytest.fixture
def colleague(actor_of):
    return actor_of("li")


@pytest.fixture
def task(office, owner, clock):
    made = office.do(owner, customers.add, values={"name": "张三", "owner": owner.user_id})
    wish = TaskWish(
        "补流水",
        customer_id=made.id,
        due_at=clock.now + timedelta(hours=2),
        priority=2,
        checklist=(Part("工资流水"), Part(" "), Part("对公流水")),
        repeats=Repeat("week", 1, (0, 3)),
    )
    return office.do(owner, task_plans.make, wish=wish)


def show(office, actor, task_id):
    return office.ask(actor, task_plans.show, task_id=task_id)


def test_a_to_do_is_read_as_it_was_wished(office, owner, task):
    sheet = show(office, owner, task)
    assert (sheet.title, sheet.customer_name, sheet.priority) == ("补流水", "张三", 2)
    assert sheet.checklist == (Part("工资流水"), Part("对公流水"))
    assert sheet.repeats == Repeat("week", 1, (0, 3))
    assert sheet.may_change
    assert sheet.given_by is None


def test_done_makes_the_next_one_exactly_once(office, owner, clock, task):
    office.do(owner, task_plans.tick, task_id=task, part=0, done=True)
    office.do(owner, tasks.done, task_id=task, outcome="齐了")
    (following,) = office.ask(owner, listed, query=TaskQuery()).rows
    assert following.id != task
    assert following.due_at > clock.now
    assert following.parts == (2, 0)
    with pytest.raises(Refused):
        office.do(owner, tasks.done, task_id=task)
    assert office.ask(owner, listed, query=TaskQuery()).total == 1


def test_done_taken_back_takes_the_next_one_along_and_done_again_makes_it_again(
    office, owner, task
):
    for _ in range(3):
        office.do(owner, tasks.done, task_id=task)
        assert office.ask(owner, listed, query=TaskQuery()).total == 1
        office.do(owner, undoing.undo, seq=office.ask(owner, newest_number))
        (only,) = office.ask(owner, listed, query=TaskQuery()).rows
        assert only.id == task


def test_a_to_do_is_changed_as_a_whole_and_back(office, owner, task):
    office.do(
        owner,
        task_plans.rework,
        task_id=task,
        values={"title": "补征信", "priority": 1},
        checklist=[Part("报告", done=True)],
    )
    sheet = show(office, owner, task)
    assert (sheet.title, sheet.priority, sheet.repeats) == ("补征信", 1, None)
    assert sheet.checklist == (Part("报告", done=True),)
    office.do(owner, undoing.undo, seq=office.ask(owner, newest_number))
    sheet = show(office, owner, task)
    assert (sheet.title, len(sheet.checklist), sheet.repeats is None) == ("补流水", 2, False)


def test_what_is_said_stays_in_order_with_its_author(office, owner, task, clock):
    for text in ("先打电话", "明天来"):
        office.do(owner, task_plans.comment, task_id=task, text=text)
        clock.forward(minutes=1)
    said = show(office, owner, task).comments
    assert [(each.text, each.by) for each in said] == [
        ("先打电话", owner.user_id),
        ("明天来", owner.user_id),
    ]
    assert said[0].at < said[1].at


def test_given_with_words_the_receiver_reads_them_and_the_giver_finds_it(
    office, owner, colleague, clock
):
    task = office.do(owner, task_plans.make, wish=TaskWish("盖章"))
    office.do(
        owner,
        task_handover.hand_over,
        task_id=task,
        assignee_id=colleague.user_id,
        note="客户在楼下",
    )
    sheet = show(office, colleague, task)
    assert (sheet.given_by, sheet.comments[0].text) == (owner.user_id, "客户在楼下")
    assert sheet.comments[0].to == colleague.user_id
    assert office.ask(owner, listed, query=TaskQuery()).total == 0
    assert office.ask(owner, listed, query=TaskQuery("given")).total == 1
    assert office.ask(colleague, listed, query=TaskQuery()).total == 1


@pytest.mark.parametrize(
    "wish",
    [
        TaskWish(" "),
        TaskWish("x", priority=10),
        TaskWish("x", priority=-1),
        TaskWish("x", repeats=Repeat("day", 0)),
        TaskWish("x", repeats=Repeat("week", 1, (9,))),
        TaskWish("x", checklist=(Part("x" * 256),)),
        TaskWish("x", checklist=(Part("x"),) * 51),
        TaskWish("x", customer_id=999_999),
        TaskWish("x", assignee_id=999_999),
    ],
)
def test_a_wish_that_cannot_be_leaves_nothing_behind(office, owner, wish):
    with pytest.raises(Invalid):
        office.do(owner, task_plans.make, wish=wish)
    assert office.ask(owner, listed, query=TaskQuery("team")).total == 0


def test_a_line_that_is_not_there_is_not_ticked_and_silence_is_no_comment(office, owner, task):
    for part in (-1, 2):
        with pytest.raises(Invalid):
            office.do(owner, task_plans.tick, task_id=task, part=part, done=True)
    with pytest.raises(Invalid):
        office.do(owner, task_plans.comment, task_id=task, text="  ")


def test_another_persons_to_do_is_neither_seen_nor_touched(office, owner, colleague, task):
    acts = (
        (office.ask, task_plans.show, {}),
        (office.do, task_plans.comment, {"text": "x"}),
        (office.do, task_plans.tick, {"part": 0, "done": True}),
        (office.do, task_plans.rework, {"values": {"title": "x"}}),
    )
    before = show(office, owner, task)
    for way, call, more in acts:
        with pytest.raises(Problem):
            way(colleague, call, task_id=task, **more)
    assert show(office, owner, task) == before
