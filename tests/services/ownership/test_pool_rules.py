"""What the pool goes by: settled by the owner, checked whole, the same at every desk."""

from dataclasses import replace

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import office_settings
from loancrm_desktop.services.calls import operation, read_arguments, write_arguments
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.ownership.pool_rules import (
    PoolRule,
    PoolSettings,
    pool_settings,
    set_pool,
)

RULE = PoolRule("silent", "30 天未跟进", 30)


@operation("tests.write_pool")
def write_pool(work: Work, body: dict[str, object]) -> int:
    return office_settings.write(work, "pool", body)


def test_without_rules_nobody_returns_and_the_limits_are_the_usual_ones(office, li):
    assert office.ask(li, pool_settings) == PoolSettings()


def test_what_was_settled_is_read_again(office, owner, rules, li):
    settled = rules(claims_per_day=3, held_most=5, not_back_days=7)
    assert office.ask(li, pool_settings) == settled
    assert office.do(owner, set_pool, PoolSettings((replace(RULE, active=False),))) == 0


def test_settings_travel_as_json():
    settings = PoolSettings((RULE,), claims_per_day=5)
    text = write_arguments(set_pool, {"settings": settings})
    assert read_arguments(set_pool, text) == {"settings": settings}


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        (PoolSettings(claims_per_day=-1), "claims_per_day"),
        (PoolSettings(held_most=10**9), "held_most"),
        (PoolSettings(not_back_days=99_999), "not_back_days"),
        (PoolSettings((replace(RULE, key="A b"),)), "rules[0].key"),
        (PoolSettings((RULE, RULE)), "rules[0].key"),
        (PoolSettings((replace(RULE, name=" "),)), "rules[0].name"),
        (PoolSettings((replace(RULE, idle_days=0),)), "rules[0].idle_days"),
        (PoolSettings((replace(RULE, warn_days=-1),)), "rules[0].warn_days"),
        (PoolSettings(tuple(replace(RULE, key=f"r{n}") for n in range(21))), "rules"),
        (
            PoolSettings(
                (replace(RULE, unless={"field": "owner", "op": "eq", "value": {"me": True}}),)
            ),
            "rules[0].unless",
        ),
    ],
)
def test_what_does_not_hold_is_named_with_its_place(office, owner, settings, field):
    with pytest.raises(Invalid) as caught:
        office.do(owner, set_pool, settings)
    assert caught.value.problems[0].field == field


def test_a_broken_condition_is_named_with_its_rule(office, owner):
    rule = replace(RULE, where={"field": "no_such", "op": "eq", "value": 1})
    with pytest.raises(Invalid) as caught:
        office.do(owner, set_pool, PoolSettings((rule,)))
    assert caught.value.problems[0].field.startswith("rules[0].where")


def test_rules_of_a_newer_version_are_not_guessed_at(office, owner, li):
    office.do(owner, write_pool, {"format": 2, "rules": []})
    with pytest.raises(Invalid):
        office.ask(li, pool_settings)


@pytest.mark.parametrize("login", ["lead", "li", "desk", "audit", "guest"])
def test_only_the_owner_settles_the_pool(office, actor_of, login):
    with pytest.raises(Refused) as caught:
        office.do(actor_of(login), set_pool, PoolSettings())
    assert caught.value.forbidden
