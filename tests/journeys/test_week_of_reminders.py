"""A week on the demo office: what was reminded is what plain SQL and arithmetic say it should be.

The week is run by `loancrm rules run --now`, three times a day and not at all on one of the days.
What is expected is read off the raw rows of customers and follow-ups; no code of the rules helps.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from loancrm_desktop.cli.__main__ import run
from loancrm_desktop.models.base import from_ms, to_ms
from loancrm_desktop.services import customers, demo, follow_ups, opening
from loancrm_desktop.services.vault.surroundings import Surroundings

HERE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 6, 30, 7, 0, tzinfo=UTC)  # a Tuesday, 15:00 in the office
HOURS = (time(8, 40), time(12, 10), time(18, 20))
OFF = date(2026, 7, 2)
LAST = date(2026, 7, 7)
LOOKED_AFTER = ("prospect", "following", "signed")
BIRTHDAYS = ("1990-07-01", "1985-07-02", "1979-07-05")


class Clock:
    """A clock that stands where it is put."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now


@dataclass(frozen=True)
class Person:
    """A customer, as the raw rows have it."""

    id: int
    name: str
    owner: int | None
    team: int | None
    status: str
    born: date | None
    began: int


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """Answer the demo office after the week: the runs, what each had before it, what was said."""
    folder = tmp_path_factory.mktemp("week")
    clock = Clock(START)
    here = Surroundings(profile=folder / "profile")
    plan = demo.DemoPlan(customers=24, months=2, seed=7)
    made = demo.make_demo(folder / "office", plan, clock=clock, here=here)
    boss = made.users[0]
    opened = opening.open_office(
        folder / "office", boss.login, boss.password, clock=clock, here=here
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOANCRM_OFFICE", str(folder / "office"))
        patch.setenv("LOANCRM_PROFILE", str(folder / "profile"))
        patch.setenv("LOANCRM_LOGIN", boss.login)
        patch.setenv("LOANCRM_PASSWORD", boss.password)
        yield Week(opened, clock)
    opened.office.close()


class Week:
    """Lives through the days, and keeps what the rows were before each run."""

    def __init__(self, opened, clock):
        self.office, self.boss, self.clock = opened.office, opened.actor, clock
        self.runs: list[tuple[datetime, list[Person]]] = []
        self.owners = {row[0]: row[1] for row in self.sql("SELECT id, team_id FROM app_user")}
        self.leaders = {row[0]: row[1] for row in self.sql("SELECT id, supervisor_id FROM team")}
        self.names = {row[0]: row[1] for row in self.sql("SELECT id, name FROM app_user")}
        self._live()

    def sql(self, statement, *given):
        with self.office.database.reading() as session:
            return session.connection().exec_driver_sql(statement, given).fetchall()

    def people(self):
        contacts = dict(
            tuple(row)
            for row in self.sql(
                "SELECT customer_id, MAX(at) FROM follow_up WHERE deleted_at IS NULL "
                "GROUP BY customer_id"
            )
        )
        return [
            Person(
                row[0], row[1], row[2], row[3], row[4],
                date.fromisoformat(row[5]) if row[5] else None, contacts.get(row[0], row[6]),
            )
            for row in self.sql(
                "SELECT id, name, owner_id, team_id, status, birth_date, created_at FROM customer "
                "WHERE deleted_at IS NULL ORDER BY id"
            )
        ]  # fmt: skip

    def _live(self):
        self._act_first()
        self._run(START)
        day = START.astimezone(HERE).date() + timedelta(days=1)
        while day <= LAST:
            for hour in HOURS if day != OFF else ():
                at = datetime.combine(day, hour, HERE).astimezone(UTC)
                self._act(at - timedelta(minutes=30), day, hour)
                self._run(at)
            day += timedelta(days=1)

    def _do(self, call, **values):
        return self.office.do(self.boss, call, **values)

    def _act_first(self):
        for person, born in zip(self.people(), BIRTHDAYS, strict=False):
            self._do(
                customers.edit, customer_id=person.id, values={"birth_date": born},
                duplicates="allow",
            )  # fmt: skip

    def _act(self, at, day, hour):
        """Let people work: some are spoken to, one is closed, one is new."""
        self.clock.now = at
        people = self.people()
        if hour == HOURS[1]:
            for person in people[day.day % 5 :: 7]:
                self._do(follow_ups.log, customer_id=person.id, text="电话沟通", method="phone")
        if hour == HOURS[0] and day.day == 4:
            self._do(customers.remove, customer_ids=[people[-1].id])
        if hour == HOURS[2] and day.day == 3:
            self._do(customers.add, values={"name": "新来的", "owner": self.boss.user_id})

    def _run(self, at):
        self.runs.append((at, self.people()))
        assert run(["rules", "run", "--now", at.isoformat(), "--json"]) == 0

    def owner_of(self, person):
        """Answer whose a customer is: its owner, else its team's leader, else the boss."""
        return person.owner or self.leaders.get(person.team) or self.boss.user_id

    def leader_of(self, person):
        team = person.team if person.team is not None else self.owners.get(person.owner)
        return self.leaders.get(team) or self.boss.user_id


def evening(at):
    due = datetime.combine(at.astimezone(HERE).date(), time(18), HERE)
    return due if due > at else due + timedelta(days=1)


def silences(week):
    """Answer when each silence of so many days is told: at the first run at which it has lasted."""
    told = set()
    for at, people in week.runs:
        for days in (3, 5, 7):
            for person in people:
                lasted = person.began <= to_ms(at - timedelta(days=days))
                occasion = (days, person.id, person.began)
                if lasted and person.status in LOOKED_AFTER and occasion not in told:
                    told.add(occasion)
                    yield days, at, person


def birthdays(week):
    """Answer at which run each birthday is told: the first after 9:00 of the day."""
    told = set()
    for at, people in week.runs:
        for person in people:
            day = START.astimezone(HERE).date() + timedelta(days=1)
            while person.born and datetime.combine(day, time(9), HERE) <= at:
                is_it = (day.month, day.day) == (person.born.month, person.born.day)
                if is_it and (person.id, day) not in told:
                    told.add((person.id, day))
                    yield at, person
                day += timedelta(days=1)


def test_the_log_of_the_week_is_what_the_rows_say(week):
    begun = to_ms(START)
    log = {
        tuple(row)
        for row in week.sql(
            "SELECT rule, record_id, at, state FROM rule_run WHERE at >= ? "
            "AND (rule LIKE 'silent%' OR rule = 'birthday')",
            begun,
        )
    }
    expected = {(f"silent_{days}", who.id, to_ms(at), "done") for days, at, who in silences(week)}
    expected |= {("birthday", who.id, to_ms(at), "done") for at, who in birthdays(week)}
    assert log == expected
    assert len([each for each in log if each[0] == "silent_3"]) > 10
    assert len([each for each in log if each[0] == "birthday"]) == len(BIRTHDAYS)


def test_every_reminder_of_the_week_is_for_the_right_person_by_the_right_time(week):
    tasks, notices = [], []
    for days, at, who in silences(week):
        name, owner, leader = who.name, week.owner_of(who), week.leader_of(who)
        said = week.names.get(who.owner, "")
        if days == 3:
            tasks.append((f"请及时跟进客户{name}", owner, who.id, to_ms(evening(at))))
        if days == 7:
            tasks.append((f"客户{name}已7天没有跟进：换人跟进还是放回公海？", leader, who.id, None))
        if days == 5:
            notices.append((f"客户{name}已5天没有跟进，请今天联系", owner, who.id))
        if days != 7:
            notices.append((f"{said}已{days}天没有跟进客户{name}", leader, who.id))
    for at, who in birthdays(week):
        words = f"今天是{who.name}的生日，问候一声"
        tasks.append((words, week.owner_of(who), who.id, to_ms(evening(at))))
    begun = to_ms(START)
    made = [
        (row[0], row[1], row[2], None if "换人" in row[0] else row[3])
        for row in week.sql(
            "SELECT title, assignee_id, customer_id, due_at FROM task WHERE kind = 'rule' "
            "AND created_at >= ? AND title NOT LIKE '首次联系%'",
            begun,
        )
    ]
    assert sorted(made, key=str) == sorted(tasks, key=str)
    shown = [
        tuple(row)
        for row in week.sql(
            "SELECT title, person_id, record_id FROM notice WHERE kind = 'rule' AND at >= ?", begun
        )
    ]
    assert sorted(shown) == sorted(notices)


def test_the_new_lead_of_the_week_is_to_be_called_by_its_owner(week):
    made = week.sql("SELECT title, assignee_id FROM task WHERE title LIKE '首次联系%'")
    assert [tuple(each) for each in made] == [("首次联系新来的", week.boss.user_id)]


def test_the_day_without_computers_is_made_up_for_with_its_true_time(week):
    away = [
        tuple(row)
        for row in week.sql(
            "SELECT rule, due_at, at FROM rule_run WHERE rule = 'birthday' OR rule LIKE 'silent%'"
        )
        if from_ms(row[1]).astimezone(HERE).date() == OFF
    ]
    assert away
    assert {from_ms(at).astimezone(HERE).date() for _, _, at in away} == {OFF + timedelta(days=1)}
    assert "birthday" in {rule for rule, _, _ in away}


def test_a_second_run_at_the_same_moment_tells_nobody_anything(week):
    count = "SELECT COUNT(*) FROM rule_run"
    before = week.sql(count)
    at = week.runs[-1][0]
    assert run(["rules", "run", "--now", at.isoformat(), "--json"]) == 0
    assert week.sql(count) == before
