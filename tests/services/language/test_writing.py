from __future__ import annotations

import pytest
from agreement.field_office import VOCABULARY

from loancrm_desktop.services.language.reading import read
from loancrm_desktop.services.language.writing import write

_AS_WRITTEN = [
    {"all": []},
    {"any": [{"not": {"field": "title", "op": "is_empty"}}]},
    {"field": "title", "op": "contains", "value": "深圳"},
    {"field": "amount", "op": "between", "value": ["100.00", {"field": "margin"}]},
    {"field": "rate", "op": "lt", "value": "4.35"},
    {"field": "due_at", "op": "ge", "value": "2026-01-31T01:30:00.000Z"},
    {"field": "due_at", "op": "eq", "value": {"today": 0}},
    {"field": "due_at", "op": "older_than", "value": {"working_days": 2}},
    {"field": "handler", "op": "in", "value": [{"me": True}, 7]},
    {"field": "handler", "op": "eq", "value": {"my_team": True}},
    {"field": "signed_on", "op": "gt", "value": {"months": -1}},
    {"field": "tags", "op": "has_all", "value": ["VIP", "急"]},
    {"count": "customer.deals", "op": "between", "value": [1, 2]},
    {
        "count": "documents",
        "where": {"field": "kind", "op": "ne", "value": "a"},
        "op": "eq",
        "value": 0,
    },
]


@pytest.mark.parametrize("raw", _AS_WRITTEN, ids=str)
def test_a_plain_condition_is_written_as_it_was_read(raw):
    assert write(read(raw, "deal", VOCABULARY)) == raw


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ({"field": "deal.amount", "op": "eq", "value": 5}, ("amount", "5.00")),
        ({"field": "rate", "op": "eq", "value": "10%"}, ("rate", "10")),
        ({"field": "tags", "op": "has_any", "value": "VIP"}, ("tags", ["VIP"])),
        (
            {"field": "due_at", "op": "eq", "value": "2026-01-31T09:30:00+08:00"},
            ("due_at", "2026-01-31T01:30:00.000Z"),
        ),
    ],
)
def test_one_spelling_is_chosen_where_several_mean_the_same(raw, written):
    once = write(read(raw, "deal", VOCABULARY))
    assert (once["field"], once["value"]) == written
