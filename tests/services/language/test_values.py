from __future__ import annotations

import pytest
from agreement.field_office import VOCABULARY

from loancrm_desktop.services.language.expressions import (
    Constant,
    Day,
    FieldValue,
    Me,
    MyTeam,
    Op,
    Range,
    Several,
    Shifted,
    Unit,
)
from loancrm_desktop.services.language.values import ValueReader


def _read(key, op, raw):
    spec = VOCABULARY.field("deal", key).spec
    problems = []
    value = ValueReader(VOCABULARY, "deal", spec, problems).read(op, raw, "$.value")
    return value, [(problem.field, problem.code) for problem in problems]


@pytest.mark.parametrize(
    ("key", "op", "raw", "value"),
    [
        ("due_at", Op.GE, {"days": -3}, Shifted(Unit.DAYS, -3)),
        ("due_at", Op.LT, {"hours": 2}, Shifted(Unit.HOURS, 2)),
        ("signed_on", Op.LT, {"working_days": 2}, Shifted(Unit.WORKING_DAYS, 2)),
        ("signed_on", Op.EQ, {"today": 0}, Day(0)),
        ("due_at", Op.WITHIN_NEXT, {"minutes": 30}, Shifted(Unit.MINUTES, 30)),
        ("handler", Op.EQ, {"me": True}, Me()),
        ("handler", Op.IN, {"my_team": True}, MyTeam()),
        ("team", Op.EQ, {"my_team": True}, MyTeam()),
        ("handler", Op.IN, [{"me": True}, 4], Several((Me(), Constant(4)))),
        ("handler", Op.IN, 4, Several((Constant(4),))),
        ("term", Op.BETWEEN, [1, 2], Range(Constant(1), Constant(2))),
        ("amount", Op.GT, {"field": "margin"}, FieldValue(VOCABULARY.field("deal", "margin"))),
    ],
)
def test_a_value_is_read_for_its_field_and_operator(key, op, raw, value):
    assert _read(key, op, raw) == (value, [])


@pytest.mark.parametrize(
    ("key", "op", "raw", "place", "code"),
    [
        ("signed_on", Op.LT, {"hours": 2}, "$.value.hours", "unfit_value"),
        ("term", Op.LT, {"days": 2}, "$.value.days", "unfit_value"),
        ("due_at", Op.LT, {"days": 1.5}, "$.value.days", "amount_expected"),
        ("due_at", Op.LT, {"days": True}, "$.value.days", "amount_expected"),
        ("due_at", Op.LT, {"days": 10**9}, "$.value.days", "amount_expected"),
        ("due_at", Op.LT, {"today": 10**9}, "$.value.today", "amount_expected"),
        ("due_at", Op.LT, {"working_days": 10**6}, "$.value.working_days", "amount_expected"),
        ("due_at", Op.LT, {"fortnights": 1}, "$.value", "unknown_value"),
        ("due_at", Op.LT, {"days": 1, "hours": 1}, "$.value", "unknown_value"),
        ("due_at", Op.LT, {}, "$.value", "unknown_value"),
        ("due_at", Op.WITHIN_LAST, {"days": 0}, "$.value", "span_expected"),
        ("due_at", Op.WITHIN_LAST, {"days": -1}, "$.value", "span_expected"),
        ("due_at", Op.WITHIN_LAST, {"today": 1}, "$.value", "span_expected"),
        ("due_at", Op.OLDER_THAN, 3, "$.value", "span_expected"),
        ("signed_on", Op.OLDER_THAN, {"hours": 3}, "$.value.hours", "unfit_value"),
        ("team", Op.EQ, {"me": True}, "$.value", "unfit_value"),
        ("title", Op.EQ, {"my_team": True}, "$.value", "unfit_value"),
        ("handler", Op.EQ, {"me": 1}, "$.value.me", "true_expected"),
        ("handler", Op.IN, [], "$.value", "list_length"),
        ("handler", Op.IN, [1] * 1_001, "$.value", "list_length"),
        ("handler", Op.IN, [1, {"my_team": True}], "$.value[1]", "constant_expected"),
        ("term", Op.IN, [{"field": "x_term"}], "$.value[0]", "constant_expected"),
        ("term", Op.IN, [1, "x"], "$.value[1]", "whole_number_expected"),
        ("term", Op.BETWEEN, [1], "$.value", "two_values_expected"),
        ("term", Op.BETWEEN, 1, "$.value", "two_values_expected"),
        ("amount", Op.GT, {"field": "term"}, "$.value.field", "not_comparable"),
        ("amount", Op.GT, {"field": "nothing"}, "$.value.field", "unknown_field"),
        ("amount", Op.GT, {"field": 5}, "$.value.field", "unknown_field"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_at_its_place(key, op, raw, place, code):
    assert _read(key, op, raw) == (None, [(place, code)])
