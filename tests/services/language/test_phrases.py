from __future__ import annotations

from string import Formatter

import pytest

from loancrm_desktop.services.language.expressions import Family, Op, Unit
from loancrm_desktop.services.language.phrases import phrase_of, phrases, span


def _places(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


def test_both_languages_have_the_same_phrases_with_the_same_places():
    zh, en = phrases("zh"), phrases("en")
    assert set(zh) == {name for name in en if not name.startswith("one ")}
    assert [name for name in zh if _places(zh[name]) != _places(en[name])] == []


@pytest.mark.parametrize("op", list(Op))
def test_every_operator_has_a_phrase(op):
    assert phrase_of(op, Family.NUMBER) in phrases("zh")
    assert phrase_of(op, Family.DATE) in phrases("zh")


def test_less_is_earlier_when_said_of_times():
    assert phrase_of(Op.LT, Family.DATETIME) == "before"
    assert phrase_of(Op.LT, Family.NUMBER) == "lt"


@pytest.mark.parametrize(
    ("language", "unit", "amount", "said"),
    [
        ("zh", Unit.DAYS, 3, "3天"),
        ("zh", Unit.WORKING_DAYS, -1, "1个工作日"),
        ("en", Unit.DAYS, -3, "3 days"),
        ("en", Unit.WORKING_DAYS, 1, "1 working day"),
        ("en", Unit.MONTHS, -1, "1 month"),
    ],
)
def test_an_amount_of_time_is_said_without_direction(language, unit, amount, said):
    assert span(phrases(language), unit, amount) == said
