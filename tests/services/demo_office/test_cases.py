"""A case is told in order: taken in first, moved along its stays, ended with a reason."""

from datetime import UTC, date, datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

from loancrm_desktop.services.demo_office.cases import Source, steps_of
from loancrm_desktop.services.demo_office.fates import Fate, deal_out, stays
from loancrm_desktop.services.demo_office.hours import OfficeHours
from loancrm_desktop.services.demo_office.people import PeopleMaker
from loancrm_desktop.services.demo_office.story import Crew, StoryMaker

END = datetime(2026, 6, 30, 7, 0, tzinfo=UTC)
CREW = Crew({"li": "一部", "xu": "二部"}, {"一部": "zhao", "二部": "sun"}, "he")


@pytest.fixture
def source() -> Source:
    rng = Random(11)
    people = PeopleMaker(rng, date(2026, 6, 30))
    hours = OfficeHours(date(2025, 7, 1), END, ZoneInfo("Asia/Shanghai"))
    return Source(rng, people, StoryMaker(rng, people, CREW), hours)


def told(source: Source, fate: Fate):
    laid = stays(source.rng, fate, source.hours.minutes)
    return steps_of(source, source.stories.story(fate), laid), laid


def test_every_case_begins_with_the_customer_and_keeps_the_order_of_time(source):
    for fate in deal_out(source.rng, 300):
        steps, _ = told(source, fate)
        assert steps[0].act == "add"
        assert [step.at for step in steps] == sorted(step.at for step in steps)
        assert steps[-1].at < END


def test_moves_follow_the_stays(source):
    for fate in deal_out(source.rng, 100):
        steps, laid = told(source, fate)
        moves = [step.values["to"] for step in steps if step.act == "move"]
        wanted = [stay.stage for stay in laid[1:]]
        assert moves[: len(wanted)] == wanted


def test_a_lost_case_says_why(source):
    steps, _ = told(source, Fate("lost", "qualification_review"))
    last = [step for step in steps if step.act == "move"][-1]
    assert last.values["to"] == "lost"
    assert last.values["reason"]


def test_a_lead_of_the_office_is_taken_in_by_the_back_office(source):
    for _ in range(30):
        steps, _ = told(source, Fate("standing", "lead_assignment"))
        assert steps[0].by == "he"
        assert "owner" not in steps[0].values


def test_phrases_are_filled_in(source):
    for fate in deal_out(source.rng, 100):
        steps, _ = told(source, fate)
        texts = [step.values["text"] for step in steps if step.act == "follow_up"]
        assert not [text for text in texts if "{" in text]


def test_a_mistake_is_taken_away_again(source):
    steps, _ = told(source, Fate("mistake", "lead_assignment"))
    assert [step.act for step in steps] == ["add", "remove"]


def test_a_task_is_finished_only_after_it_was_made(source):
    for fate in deal_out(source.rng, 300):
        steps, _ = told(source, fate)
        still_open = 0
        for step in steps:
            still_open += {"task": 1, "task_done": -1}.get(step.act, 0)
            assert still_open >= 0
