"""Steps become operations at their time, by their person, with ids in place of names."""

from datetime import UTC, datetime, timedelta

import pytest

from loancrm_desktop.services import customer_sheet, deals, journal, people
from loancrm_desktop.services.demo_office.cases import Step
from loancrm_desktop.services.demo_office.player import CaseState, MovingClock, Player, Stage

AT = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def stage(office, owner, actor_of) -> Stage:
    clock = MovingClock(AT)
    office.clock = clock
    teams = {team.name: team.id for team in office.ask(owner, people.teams)}
    channels = {channel.key: channel.id for channel in office.ask(owner, people.channels)}
    actors = {login: actor_of(login) for login in ("boss", "lead", "li", "desk")}
    return Stage(office, clock, actors, teams, channels)


def played(stage: Stage, *steps: tuple) -> tuple[Player, CaseState]:
    player, state = Player(stage), CaseState()
    for number, (by, act, values) in enumerate(steps):
        at = AT + timedelta(hours=number)
        player.act(Step(at, by, act, values), at, state)
    return player, state


ADD = ("desk", "add", {"name": "王芳", "team": "销售A组", "channel": "website"})


def test_names_become_ids_and_the_supervisor_assigns_the_lead(stage, owner):
    _, state = played(
        stage,
        ADD,
        ("lead", "edit", {"owner": "li"}),
        ("lead", "move", {"to": "first_call"}),
        ("li", "follow_up", {"text": "首次沟通", "outcome": "reached"}),
        ("li", "relate", {"relation": "spouse", "name": "陈强"}),
    )
    sheet = stage.office.ask(owner, customer_sheet.show, customer_id=state.customer_id)
    assert sheet.values["owner"] == stage.actors["li"].user_id
    assert sheet.values["channel"] == stage.channels["website"]
    assert sheet.follow_ups[0].at == AT + timedelta(hours=3)
    assert sheet.related[0].name == "陈强"
    entries = stage.office.ask(owner, journal.latest, limit=5)
    assert [entry.actor for entry in reversed(entries)] == [
        "周内勤",
        "赵主管",
        "赵主管",
        "李经理",
        "李经理",
    ]


def test_a_second_deal_takes_the_later_steps(stage, owner):
    player, state = played(
        stage,
        ("li", "add", {"name": "王芳"}),
        ("li", "open_deal", {"requested_amount": "80000"}),
        ("li", "move", {"to": "first_call"}),
        ("li", "submit", {"bank": "建设银行", "status": "submitted"}),
    )
    sheet = stage.office.ask(owner, deals.show, deal_id=state.deal_id)
    assert (sheet.card.stage, sheet.card.amount_fen) == ("first_call", 8_000_000)
    assert [row.bank for row in sheet.submissions] == ["建设银行"]
    assert (player.made["deals"], player.made["stage_visits"]) == (2, 3)


def test_tasks_are_made_and_finished_and_a_mistake_goes_to_the_trash(stage, owner):
    player, state = played(
        stage,
        ADD,
        ("desk", "task", {"title": "再打一次电话", "due_at": AT + timedelta(days=1)}),
        ("desk", "task_done", {"outcome": "已完成"}),
    )
    task = stage.office.ask(owner, customer_sheet.show, customer_id=state.customer_id).tasks[0]
    assert task.done_at == AT + timedelta(hours=2)
    player.act(Step(AT, "boss", "remove", {}), AT + timedelta(hours=4), state)
    assert player.made["in_trash"] == 1


def test_the_clock_never_goes_back():
    clock = MovingClock(AT)
    clock.move_to(AT - timedelta(days=1))
    assert clock() == AT
