"""The demo's words speak of what the program knows: stages, loan types, channels, methods."""

import re
from random import Random

import pytest

from loancrm_desktop.services.demo_office.fates import PATH
from loancrm_desktop.services.demo_office.words import between, pick, weighted, words
from loancrm_desktop.services.founding import CHANNELS, preset
from loancrm_desktop.terms import terms_of

PLACES = {"amount", "approved", "product", "bank", "term", "purpose", "reason"}


def names(group: str) -> set[str]:
    return {term.name for term in terms_of(group)}


def test_loans_are_of_known_types_and_purposes():
    types = words("loans")["types"]
    assert set(types) == names("product_type")
    assert {purpose for body in types.values() for purpose in body["purposes"]} <= names("purpose")


def test_staff_have_the_shipped_roles_and_teams_of_the_office():
    office = words("office")
    roles = {role["key"] for role in preset("roles.json")}
    assert {role for _, _, role, _ in office["staff"]} | {"owner"} == roles
    assert {team for *_, team in office["staff"] if team} == set(office["teams"])
    assert set(office["channels"]) == {key for key, _ in CHANNELS}


def test_every_stage_has_its_phrases_with_known_methods_and_outcomes():
    phrases = words("phrases")["follow_ups"]
    assert set(PATH) - {"lead_assignment"} <= set(phrases)
    for told in phrases.values():
        for method, outcome, text in told:
            assert method in names("method")
            assert outcome in names("contact_outcome")
            assert set(re.findall(r"\{(\w+)\}", text)) <= PLACES


@pytest.mark.parametrize("item", ["a", "b"])
def test_shares_decide_how_often_something_is_chosen(item):
    rng = Random(1)
    drawn = [weighted(rng, {"a": 3, "b": 1, "never": 0}) for _ in range(4_000)]
    assert drawn.count(item) / 4_000 == pytest.approx({"a": 0.75, "b": 0.25}[item], abs=0.03)
    assert "never" not in drawn


def test_choices_stay_within_their_bounds():
    rng = Random(1)
    assert {pick(rng, "xyz") for _ in range(100)} == set("xyz")
    assert all(2 <= between(rng, 2, 5) <= 5 for _ in range(100))
