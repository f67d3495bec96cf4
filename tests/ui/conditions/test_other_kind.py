"""Conditions carried from list to board and back."""

from __future__ import annotations

import pytest

from loancrm_desktop.services import conditions
from loancrm_desktop.ui.conditions.other_kind import as_customers, as_deals

REGION = {"field": "region", "op": "contains", "value": "广州"}
OF_REGION = {"field": "customer.region", "op": "contains", "value": "广州"}
STAGE = {"field": "stage", "op": "eq", "value": "first_call"}
MINE = {"field": "owner", "op": "eq", "value": {"me": True}}
TALKED = {"count": "follow_ups", "op": "ge", "value": 2}
HAVING = {"count": "deals", "where": STAGE, "op": "ge", "value": 1}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (None, None),
        (REGION, OF_REGION),
        ({"not": {"any": [REGION, MINE]}},
         {"not": {"any": [OF_REGION, {**MINE, "field": "customer.owner"}]}}),
        (TALKED, {**TALKED, "count": "customer.follow_ups"}),
        ({"all": [REGION, HAVING]}, {"all": [OF_REGION, STAGE]}),
        ({"field": "created_at", "op": "lt", "value": {"field": "next_follow_up_at"}},
         {"field": "customer.created_at", "op": "lt",
          "value": {"field": "customer.next_follow_up_at"}}),
    ],
)  # fmt: skip
def test_what_is_asked_of_customers_is_asked_of_their_deals(asked, said):
    assert as_deals(asked) == said


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (None, None),
        (OF_REGION, REGION),
        (STAGE, HAVING),
        ({"all": [OF_REGION, STAGE]}, {"all": [REGION, HAVING]}),
        (
            {"any": [OF_REGION, STAGE]},
            {**HAVING, "where": {"any": [OF_REGION, STAGE]}},
        ),
    ],
)
def test_what_is_asked_of_deals_is_asked_of_those_who_have_such_a_deal(asked, said):
    assert as_customers(asked) == said


@pytest.mark.parametrize("asked", [REGION, HAVING, {"all": [REGION, TALKED]}, None])
def test_there_and_back_a_condition_is_the_same(asked):
    assert as_customers(as_deals(asked)) == asked


def test_both_are_conditions_the_office_understands(desk):
    for where in (REGION, TALKED, HAVING, {"all": [REGION, HAVING]}):
        desk.ask(conditions.count, kind="deal", where=as_deals(where))
    for where in (STAGE, {"any": [OF_REGION, STAGE]}, {"all": [OF_REGION, MINE]}):
        desk.ask(conditions.count, kind="customer", where=as_customers(where))
    assert desk.ask(conditions.count, kind="customer", where=as_customers(
        {"field": "stage", "op": "eq", "value": "qualification_review"}
    )) == 2  # fmt: skip
