"""Makes a demo office: believable people and cases over some months, all of them fictional.

Every step goes through the operations of the office, at its time and by its person, so history,
search words and kept columns hold as in a real one. The same seed and the same end give the same
records; keys, and with them the recovery key, are new each time. Passwords are known to everybody
and cost little to guess: nothing real belongs into this office.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from loancrm_desktop.services import (
    access,
    channel_costs,
    membership,
    office_facts,
    opening,
    people,
    views,
)
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.demo_office import (
    cases,
    errands,
    fates,
    handing,
    houses,
    papers,
    second_way,
    twins,
)
from loancrm_desktop.services.demo_office.cases import Source, Step
from loancrm_desktop.services.demo_office.hours import OfficeHours
from loancrm_desktop.services.demo_office.people import PeopleMaker
from loancrm_desktop.services.demo_office.player import CaseState, MovingClock, Player, Stage
from loancrm_desktop.services.demo_office.story import Crew, StoryMaker
from loancrm_desktop.services.demo_office.words import words
from loancrm_desktop.services.office import Clock, system_clock
from loancrm_desktop.services.opening import NewOffice, Opened
from loancrm_desktop.services.rules import shipping
from loancrm_desktop.services.vault.kdf import FLOOR, Argon2Cost
from loancrm_desktop.services.vault.surroundings import Surroundings

_MONTH_DAYS = 365 / 12
_OPENS = time(9)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """How large a demo office is and how far back it goes; the seed decides everything else."""

    customers: int = 300
    months: int = 12
    seed: int = 7


@dataclass(frozen=True, slots=True)
class DemoUser:
    """Somebody to log in as; the password is no secret."""

    login: str
    password: str
    role: str


@dataclass(frozen=True, slots=True)
class DemoMade:
    """The demo office, ready to be opened.

    Attributes:
        counts: what was made, by kind.
    """

    office: str
    users: tuple[DemoUser, ...]
    recovery_key: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Outside:
    here: Surroundings | None
    params: Argon2Cost
    progress: Progress | None


def make_demo(
    folder: Path,
    plan: DemoPlan,
    *,
    clock: Clock = system_clock,
    here: Surroundings | None = None,
    params: Argon2Cost | None = None,
    progress: Progress | None = None,
) -> DemoMade:
    """Make a demo office whose last day is now.

    Args:
        folder: where the office is to lie.
        plan: how large.
        clock: the time at which the demo ends.
        here: the vault's clocks and randomness.
        params: the cost of a password guess; as little as is allowed when None, for everybody
            knows the passwords anyway.
        progress: told how many steps of how many are done.

    Raises:
        Refused: the folder already holds an office.
        Unavailable: the place is not fit for an office, or the disk.
    """
    outside = _Outside(here, params or FLOOR, progress)
    ends = clock()
    moving = MovingClock(ends - timedelta(days=plan.months * _MONTH_DAYS))
    fresh = not folder.exists()
    body = words("office")
    login, name = body["owner"]
    created = opening.create_office(
        folder,
        NewOffice(
            body["name"], login, name, body["password"], params=outside.params, with_rules=False
        ),
        clock=moving,
        here=here,
    )
    try:
        counts = _live(created.opened, moving, plan, ends, outside)
    except BaseException:  # Ctrl+C too: half a demo office is of no use
        created.opened.office.close()
        if fresh:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    created.opened.office.close()
    return DemoMade(str(folder), _users(body), created.recovery_key, counts)


def _users(body: Mapping[str, Any]) -> tuple[DemoUser, ...]:
    password = body["password"]
    staff = [(body["owner"][0], "owner"), *((login, role) for login, _, role, _ in body["staff"])]
    return tuple(DemoUser(login, password, role) for login, role in staff)


def _live(
    opened: Opened, clock: MovingClock, plan: DemoPlan, ends: datetime, outside: _Outside
) -> dict[str, int]:
    stage = _set_stage(opened, clock, outside)
    zone = opened.office.place.zone
    hours = OfficeHours(clock.moment.astimezone(zone).date() + timedelta(days=1), ends, zone)
    rng = Random(plan.seed)  # noqa: S311 - made-up people, not keys
    _share_views(stage)
    houses.draw_type(stage)
    told = _tell(rng, plan, hours, ends)
    player = Player(stage)
    costs = _months(clock.moment.astimezone(zone).date(), ends.astimezone(zone).date())
    states = [CaseState() for _ in range(1 + max(case for _, case, _ in told))]
    pooled = False
    for number, (at, case, step) in enumerate(told):
        if not pooled and at >= ends - timedelta(days=handing.DAYS_BEFORE_END):
            busy = {states[later].customer_id for _, later, _ in told[number:]}
            handing.fill_pool(stage, busy)
            player.made.update(second_way.open_cases(stage, busy))
            player.made["in_trash"] += twins.enter_again(stage, plan.customers)
            pooled = True
        while costs and _opens(costs[0], zone) <= at:
            _pay_channels(rng, stage, costs.pop(0))
        player.act(step, at, states[case])
        if outside.progress is not None:
            outside.progress(number + 1, len(told))
    clock.move_to(ends)
    houses.write_down(Random(plan.seed), stage)  # noqa: S311 - made-up houses, not keys
    handing.hand_around(stage)
    papers.file_papers(Random(plan.seed), stage)  # noqa: S311 - made-up papers, not keys
    second_way.keep_time(stage)
    player.made["tasks"] += errands.give_out(stage)
    # Only now: a year of their reminders would bury what the cases themselves tell.
    opened.office.do(opened.actor, shipping.ship)
    return {**player.made, **opened.office.ask(opened.actor, office_facts.info).counts}


def _set_stage(opened: Opened, clock: MovingClock, outside: _Outside) -> Stage:
    """Let teams and people join; answers the office as cases need it."""
    body, office, boss = words("office"), opened.office, opened.actor
    teams = {name: office.do(boss, people.add_team, name=name) for name in body["teams"]}
    for login, name, role, team in body["staff"]:
        person = membership.NewPerson(login, name, role, team, body["password"])
        membership.add(opened, person, outside.params, here=outside.here)
    channels = office.ask(boss, people.channels)
    return Stage(
        office=office,
        clock=clock,
        actors=_actors(opened),
        teams=teams,
        channels={channel.key: channel.id for channel in channels},
    )


def _actors(opened: Opened) -> dict[str, Actor]:
    logins = [row.login for row in opened.office.ask(opened.actor, people.page)]
    with opened.office.database.reading() as session:
        return {login: access.actor_for(session, login, desk=opened.actor.desk) for login in logins}


def _share_views(stage: Stage) -> None:
    for view in words("office")["views"]:
        stage.office.do(
            stage.actors[view["by"]],
            views.save,
            kind="customer",
            name=view["name"],
            body={"where": view["where"], "sort": view["sort"]},
            shared=view["shared"],
        )


def _crew() -> Crew:
    staff = words("office")["staff"]
    return Crew(
        brokers={login: team for login, _, role, team in staff if role == "broker"},
        supervisors={team: login for login, _, role, team in staff if role == "supervisor"},
        back_office=next(login for login, _, role, _ in staff if role == "back_office"),
    )


def _tell(
    rng: Random, plan: DemoPlan, hours: OfficeHours, ends: datetime
) -> list[tuple[datetime, int, Step]]:
    """Tell every case; answers all steps in order of time, each with the number of its case."""
    maker = PeopleMaker(rng, hours.day(0))
    source = Source(rng, maker, StoryMaker(rng, maker, _crew()), hours)
    told: list[tuple[datetime, int, Step]] = []
    dealt = fates.deal_out(rng, plan.customers - twins.staying(plan.customers))
    # Who was added by mistake lies in the trash: as many more come instead.
    dealt += [fates.STAND_IN] * sum(fate.how == "mistake" for fate in dealt)
    for case, fate in enumerate(dealt):
        story = source.stories.story(fate)
        laid = fates.stays(rng, fate, hours.minutes)
        # One second of the minute for the whole case keeps its steps in order.
        second = timedelta(seconds=int(rng.random() * 60))
        told += [
            (min(step.at + second, ends), case, step)
            for step in cases.steps_of(source, story, laid)
        ]
    told.sort(key=_when)
    return told


def _when(told: tuple[datetime, int, Step]) -> datetime:
    return told[0]


def _months(first: date, last: date) -> list[date]:
    """Answer the first days of the months that begin in a time."""
    found: list[date] = []
    month = first.replace(day=1)
    while (month := (month + timedelta(days=32)).replace(day=1)) <= last:
        found.append(month)
    return found


def _pay_channels(rng: Random, stage: Stage, month: date) -> None:
    """Write down what every channel cost in the month before."""
    stage.clock.move_to(_opens(month, stage.office.place.zone))
    before = (month - timedelta(days=1)).replace(day=1)
    for key, body in words("office")["channels"].items():
        cost_yuan = body["monthly_cost"] + int((rng.random() - 0.5) * 2 * body["swing"])
        stage.office.do(
            stage.actors["boss"],
            channel_costs.put_cost,
            channel_id=stage.channels[key],
            month=before,
            cost_fen=cost_yuan // 10 * 1000,
        )


def _opens(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, _OPENS, zone).astimezone(UTC)
