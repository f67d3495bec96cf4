"""A story's amounts and people fit its loan."""

from datetime import date
from random import Random

import pytest

from loancrm_desktop.services.demo_office.fates import Fate
from loancrm_desktop.services.demo_office.people import PeopleMaker
from loancrm_desktop.services.demo_office.story import (
    Crew,
    StoryMaker,
    first_values,
    reviewed_values,
)
from loancrm_desktop.services.demo_office.words import words

CREW = Crew({"li": "一部"}, {"一部": "zhao"}, "he")
WON = Fate("won", "post_loan")


@pytest.fixture
def maker() -> StoryMaker:
    rng = Random(4)
    return StoryMaker(rng, PeopleMaker(rng, date(2026, 6, 30)), CREW)


def test_amounts_lie_in_the_range_of_the_loan_and_no_bank_gives_more_than_asked(maker):
    for _ in range(300):
        story = maker.story(WON)
        low, high, step = words("loans")["types"][story.product_type]["amount"]
        assert low * 10_000 <= story.amount_yuan <= high * 10_000
        assert 0 < story.approved_yuan <= story.amount_yuan
        assert story.amount_yuan % (step * 10_000) == 0
        assert 0 < story.fee_yuan < story.amount_yuan * 0.04


def test_another_bank_is_another_one(maker):
    story = maker.story(WON)
    assert all(maker.another_bank(story)[0] != story.bank for _ in range(50))


def test_a_secured_loan_shows_what_secures_it(maker):
    rng = Random(1)
    for _ in range(200):
        story = maker.story(WON)
        if story.product_type == "property_secured":
            assert "house" in reviewed_values(rng, story)["assets"]


def test_a_referred_customer_has_a_referrer(maker):
    rng = Random(1)
    for _ in range(100):
        story = maker.story(WON)
        known = first_values(rng, story)
        assert ("referrer" in known) == ("referral" in story.channel)
        assert "id_number" not in known


def test_reasons_fit_the_stage_they_are_given_in(maker):
    reasons = words("loans")["lost_reasons"]
    for stage, given in reasons.items():
        assert maker.reason("lost", stage) in given
