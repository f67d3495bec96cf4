"""Values in the words of a chip."""

from __future__ import annotations

import pytest

from loancrm_desktop.texts import set_language, tr
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.value_words import money_words, value_words


@pytest.fixture
def said(desk):
    fields = ConditionFields(desk.words, "customer")

    def say(field: str, op: str, value: object) -> str:
        return value_words(fields.spec(field), op, value, desk.words, fields)

    return say


def test_amounts_are_short_in_chinese_and_plain_in_english():
    assert money_words("500000.00") == "50 万"
    assert money_words("1225000") == "122.5 万"
    assert money_words("8500.50") == "8,500.50"
    assert money_words("12345678") == "12,345,678"
    set_language("en")
    try:
        assert money_words("500000") == "500,000"
    finally:
        set_language("zh")


def test_people_teams_and_options_are_named(said, desk):
    me = desk.actor.user_id
    assert said("owner", "eq", me) == desk.words.person_name(me)
    assert said("owner", "eq", 9999) == "#9999"
    assert said("owner", "eq", {"me": True}) == "我"
    assert said("owner", "in", {"my_team": True}) == "我的团队"
    assert said("deal_stage", "in", ["first_call", "product_matching"]) == "初步电联、方案匹配"
    assert said("level", "eq", "of_later") == "of_later"


def test_times_are_said_as_they_were_meant(said):
    assert said("last_contact_at", "within_last", {"days": 3}) == "3天"
    assert said("last_contact_at", "lt", {"today": 0}) == "今天"
    assert said("last_contact_at", "lt", {"today": -3}) == "3天前那天"
    assert said("last_contact_at", "lt", {"hours": 2}) == "2小时后"
    assert said("last_contact_at", "lt", "2026-01-31") == "2026-01-31"
    assert said("last_contact_at", "lt", "2026-01-31T01:30:00Z") == "2026-01-31 09:30"


def test_ranges_lists_fields_and_nothing(said):
    to = tr("{low} to {high}", low="10 万", high="50 万")
    assert said("requested_amount", "between", ["100000", "500000"]) == to
    assert said("requested_amount", "ge", {"field": "deal_amount"}) == "业务单金额"
    assert said("requested_amount", "ge", None) == ""
    assert said("requested_amount", "ge", "much") == "much"
