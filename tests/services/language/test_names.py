from __future__ import annotations

from agreement.field_office import VOCABULARY

from loancrm_desktop.services.language.names import is_name, shown, unknown_field


def test_a_misspelt_field_is_answered_with_the_nearest():
    text = unknown_field("customer.regoin", "deal", VOCABULARY)
    assert "customer.region" in text.values["nearest"].split(", ")


def test_a_name_like_no_other_gets_no_suggestion():
    assert "nearest" not in unknown_field("!!", "deal", VOCABULARY).values


def test_long_and_odd_names_are_cut_when_shown():
    assert len(shown("x" * 1_000)) == 61
    assert [shown({"a": 1}), shown([1]), shown(None), shown(True)] == ["{…}", "[…]", "null", "true"]
    assert not is_name("x" * 171)
    assert not is_name(5)
