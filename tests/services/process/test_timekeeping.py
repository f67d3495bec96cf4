"""Time limits ask at the right moment, once, however long no computer ran."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from process_pictures import plant, rich
from sqlalchemy import select

from loancrm_desktop.errors import Refused
from loancrm_desktop.models.process_runs import LimitEvent
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import customers, deal_steps, deals, people, tasks
from loancrm_desktop.services.process import timekeeping

HERE = ZoneInfo("Asia/Shanghai")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.fixture
def first_call(office, actor_of, clock):
    """Answer a deal of Mr Li's that came to the first call (2 working hours) at a local time."""

    def made(text):
        li = actor_of("li")
        clock.now = at(text) - timedelta(seconds=2)
        case = office.do(li, customers.add, values={"name": "王五", "phone": "13912345678"})
        clock.now = at(text) - timedelta(seconds=1)
        office.do(li, deals.move, deal_id=case.deal_id, to_stage="first_call")
        return case.deal_id

    return made


def served(office, owner, clock, text):
    """Serve the limits at a local time; answers what was asked for, by local time."""
    clock.now = at(text) - timedelta(seconds=1)
    run = office.do(owner, timekeeping.run_limits)
    return [(each.act, each.due_at.astimezone(HERE).strftime("%m-%d %H:%M")) for each in run.fired]


def test_two_hours_in_the_morning_are_due_at_noon(office, owner, first_call, clock):
    first_call("2026-06-30 09:30")
    assert served(office, owner, clock, "2026-06-30 10:59") == []
    assert served(office, owner, clock, "2026-06-30 11:00") == [("remind_handler", "06-30 11:00")]
    assert served(office, owner, clock, "2026-06-30 11:29") == []
    assert served(office, owner, clock, "2026-06-30 11:30") == [
        ("remind_handler", "06-30 11:30"),
        ("remind_leader", "06-30 11:30"),
    ]
    assert served(office, owner, clock, "2026-06-30 11:30") == []


@pytest.mark.parametrize(
    ("begun", "asked"),
    [
        ("2026-06-30 17:00", ("07-01 09:30", "07-01 10:00")),  # across a night
        ("2026-06-26 17:30", ("06-29 10:00", "06-29 10:30")),  # across a weekend
        ("2026-09-30 17:00", ("10-08 09:30", "10-08 10:00")),  # across the national holiday
        ("2026-06-30 22:15", ("07-01 10:30", "07-01 11:00")),  # begun in the night
        ("2026-02-14 17:00", ("02-24 09:30", "02-24 10:00")),  # a working Saturday before New Year
    ],
)
def test_the_limit_counts_working_hours_alone(office, owner, first_call, clock, begun, asked):
    early, due = asked
    first_call(begun)
    moment = datetime.strptime(f"2026-{due}", "%Y-%m-%d %H:%M").replace(tzinfo=HERE)
    before = (moment - timedelta(minutes=31)).strftime("%Y-%m-%d %H:%M")
    assert served(office, owner, clock, before) == []
    fired = served(office, owner, clock, moment.strftime("%Y-%m-%d %H:%M"))
    assert fired == [
        ("remind_handler", early),
        ("remind_handler", due),
        ("remind_leader", due),
    ]


def test_three_days_switched_off_are_caught_up_once_with_the_true_times(
    office, owner, actor_of, first_call, clock
):
    deal_id = first_call("2026-06-30 09:30")
    fired = served(office, owner, clock, "2026-07-03 12:00")
    assert [when for _, when in fired] == ["06-30 11:00", "06-30 11:30", "06-30 11:30"]
    assert served(office, owner, clock, "2026-07-03 12:00") == []
    assert served(office, owner, clock, "2026-07-20 12:00") == []
    with office.database.reading() as session:
        told = session.execute(
            select(Task.due_at, Task.assignee_id, Task.kind).where(Task.deal_id == deal_id)
        ).all()
        kept = session.execute(select(LimitEvent.fired_at)).scalars().all()
    assert sorted(row.kind for row in told) == ["limit", "limit", "limit_leader"]
    assert {row.due_at.astimezone(HERE).hour for row in told} == {11}
    assert {each.astimezone(HERE).day for each in kept} == {3}
    lead = next(row.assignee_id for row in told if row.kind == "limit_leader")
    assert lead == actor_of("lead").user_id


def test_two_desks_serving_at_once_ask_once(office, owner, actor_of, first_call, clock):
    first_call("2026-06-30 09:30")
    clock.now = at("2026-06-30 11:45")
    one = office.do(owner, timekeeping.run_limits)
    two = office.do(actor_of("lead"), timekeeping.run_limits)
    assert (len(one.fired), len(two.fired)) == (3, 0)


def test_a_clock_set_back_asks_nothing_twice(office, owner, first_call, clock):
    first_call("2026-06-30 09:30")
    assert len(served(office, owner, clock, "2026-06-30 11:45")) == 3
    assert served(office, owner, clock, "2026-06-30 10:00") == []
    assert served(office, owner, clock, "2026-06-30 11:45") == []


def test_the_limit_begins_anew_with_each_entry(office, owner, actor_of, first_call, clock):
    deal_id = first_call("2026-06-30 09:30")
    assert len(served(office, owner, clock, "2026-06-30 11:45")) == 3
    li = actor_of("li")
    clock.now = at("2026-06-30 12:00")
    office.do(li, deals.move, deal_id=deal_id, to_stage="qualification_review")
    clock.now = at("2026-06-30 13:59:59")
    office.do(li, deals.move, deal_id=deal_id, to_stage="first_call")
    assert served(office, owner, clock, "2026-06-30 15:59") == [("remind_handler", "06-30 15:30")]
    assert len(served(office, owner, clock, "2026-06-30 16:01")) == 2


def test_a_deal_that_went_on_in_time_is_not_asked_about(office, owner, actor_of, first_call, clock):
    deal_id = first_call("2026-06-30 09:30")
    clock.now = at("2026-06-30 10:00")
    office.do(actor_of("li"), deals.move, deal_id=deal_id, to_stage="lost", reason="不需要")
    assert served(office, owner, clock, "2026-07-30 12:00") == []


def test_an_undone_move_leaves_its_limit_as_it_was(office, owner, actor_of, first_call, clock):
    from loancrm_desktop.services import undoing, watching

    deal_id = first_call("2026-06-30 09:30")
    li = actor_of("li")
    clock.now = at("2026-06-30 10:00")
    office.do(li, deals.move, deal_id=deal_id, to_stage="qualification_review")
    office.do(li, undoing.undo, seq=office.ask(li, watching.newest_number))
    assert len(served(office, owner, clock, "2026-06-30 11:45")) == 3


def test_missed_repetitions_are_kept_each_and_told_once(office, owner, actor_of, clock):
    office.do(owner, plant, rich())
    li = actor_of("li")
    clock.now = at("2026-06-30 09:29:58")
    case = office.do(li, customers.add, values={"name": "王五", "phone": "13912345678"})
    deal = office.do(li, deals.open_deal, customer_id=case.id, process="rich")
    fired = served(office, owner, clock, "2026-07-03 12:00")
    mine = [when for act, when in fired if act == "remind_handler"]
    assert "06-30 12:30" in mine
    assert "06-30 13:30" in mine
    assert "06-30 14:30" in mine
    with office.database.reading() as session:
        told = session.execute(
            select(Task.due_at).where(Task.deal_id == deal.id, Task.kind == "limit")
        ).scalars()
        late = [each.astimezone(HERE).strftime("%H:%M") for each in told]
    assert late.count("14:30") == 1
    assert not {"12:30", "13:30"} & set(late)


def test_a_handler_who_left_is_not_reminded_but_who_leads_the_team(
    office, owner, actor_of, first_call, clock
):
    first_call("2026-06-30 09:30")
    lead = actor_of("lead").user_id
    office.do(owner, people.disable, login="li")
    clock.now = at("2026-06-30 11:45")
    fired = office.do(owner, timekeeping.run_limits).fired
    assert {each.target_id for each in fired} == {lead}


def test_limits_hold_across_a_change_of_clocks(office, owner, actor_of, clock, monkeypatch):
    from dataclasses import replace

    berlin = ZoneInfo("Europe/Berlin")
    office.place = replace(office.place, zone=berlin)
    office.do(owner, plant, rich())
    li = actor_of("li")
    case = office.do(li, customers.add, values={"name": "王五", "phone": "13912345678"})
    # Clocks go back in the night to 25 October 2026: Friday 17:00 and two hours are Monday 10:00.
    clock.now = datetime(2026, 10, 23, 16, 59, 59, tzinfo=berlin)
    deal = office.do(li, deals.open_deal, customer_id=case.id, process="rich")
    assert deal.due_at.astimezone(berlin).strftime("%m-%d %H:%M") == "10-26 10:00"


def test_a_limit_can_send_a_deal_back_and_pass_it_on(office, owner, actor_of, clock):
    body = rich()
    check = next(node for node in body["nodes"] if node["key"] == "check")
    check["limit"] = {
        "amount": 1,
        "unit": "hours",
        "actions": [
            {"when": "at", "do": "pass_on"},
            {"when": "after", "minutes": 60, "do": "return"},
        ],
    }
    office.do(owner, plant, body)
    li = actor_of("li")
    case = office.do(li, customers.add, values={"name": "王五", "phone": "13912345678"})
    card = office.do(
        li,
        deals.open_deal,
        customer_id=case.id,
        values={"bank": "建行", "requested_amount": "50000"},
        process="rich",
    )
    office.do(li, deal_steps.advance, deal_id=card.id)
    clock.forward(hours=1, minutes=1)
    (passed,) = [e for e in office.do(owner, timekeeping.run_limits).fired if e.act == "pass_on"]
    # The lead had it; the fallback drawn there is the owner.
    assert (passed.target_id, passed.done) == (li.user_id, True)
    clock.forward(hours=1)
    (back,) = [e for e in office.do(owner, timekeeping.run_limits).fired if e.act == "return"]
    assert back.done
    shown = office.ask(li, deals.show, deal_id=card.id)
    assert shown.card.stage == "intake"
    assert shown.stage_history[-1].entered_by is None


def test_who_may_make_no_reminders_may_not_serve_limits(office, actor_of):
    with pytest.raises(Refused):
        office.do(actor_of("guest"), timekeeping.run_limits)


def test_reminders_stand_in_the_list_of_to_dos(office, owner, actor_of, first_call, clock):
    first_call("2026-06-30 09:30")
    served(office, owner, clock, "2026-06-30 11:45")
    rows = office.ask(actor_of("lead"), tasks.page, mine=True, due="all")
    assert any("时限" in row.title or "limit" in row.title for row in rows)
