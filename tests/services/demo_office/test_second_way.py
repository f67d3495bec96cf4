"""The demo office shows a second process, approvals that wait, passed limits and a calendar."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.process_runs import Approval, LimitEvent
from loancrm_desktop.services import demo, office_calendar, opening
from loancrm_desktop.services.demo_office import second_way
from loancrm_desktop.services.process import paths
from loancrm_desktop.services.vault.surroundings import Surroundings

END = datetime(2026, 6, 30, 7, 0, tzinfo=UTC)


def stand() -> datetime:
    return END


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    here = Surroundings(profile=folder / "profile")
    plan = demo.DemoPlan(customers=40, months=2, seed=7)
    done = demo.make_demo(folder / "office", plan, clock=stand, here=here)
    password = done.users[0].password
    opened = opening.open_office(folder / "office", "boss", password, clock=stand, here=here)
    yield done, opened
    opened.office.close()


def count(opened, chosen):
    with opened.office.database.reading() as session:
        return session.execute(chosen).scalar_one()


def test_a_second_process_has_cases_in_several_stages(made):
    _, opened = made
    found = opened.office.ask(opened.actor, paths.all_paths)
    second = next(each for each in found if each.key == second_way.PROCESS)
    stages = select(func.count(Deal.stage.distinct())).where(Deal.process_id == second.id)
    assert count(opened, stages) >= 3


def test_approvals_wait_and_limits_have_passed(made):
    _, opened = made
    waiting = select(func.count()).select_from(Approval).where(Approval.state == "open")
    assert count(opened, waiting) > 0
    assert count(opened, select(func.count()).select_from(LimitEvent)) > 0


def test_the_office_has_a_day_off_of_its_own(made):
    _, opened = made
    assert opened.office.ask(opened.actor, office_calendar.calendar).free == ("2026-07-21",)


def test_the_counts_are_what_lies_in_the_office(made):
    done, opened = made
    assert count(opened, select(func.count()).select_from(Deal)) >= done.counts["deals"]
    visits = select(func.count()).select_from(StageVisit)
    assert count(opened, visits) == done.counts["stage_visits"]
