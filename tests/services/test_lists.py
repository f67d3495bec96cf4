"""Orders and places to go on from: read by the catalogue, refused in a sentence."""

from __future__ import annotations

import base64
import json

import pytest

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services import customer_list, customers, deal_board
from loancrm_desktop.services.lists import ListQuery


@pytest.fixture
def three(office, owner):
    return [office.do(owner, customers.add, values={"name": name}).id for name in "甲乙丙"]


@pytest.mark.parametrize(
    ("sort", "turned"),
    [(("id",), False), (("-id",), True), (("region", "id"), False), (("region", "-id"), True)],
)
def test_a_list_by_number_goes_the_way_it_was_asked(office, owner, three, sort, turned):
    found, after = [], None
    while True:
        page = office.ask(owner, customer_list.page, ListQuery(sort=sort, limit=1, after=after))
        found += [row.id for row in page.rows]
        after = page.next
        if after is None:
            break
    assert found == (three[::-1] if turned else three)


@pytest.mark.parametrize("sort", ["nothing", "tags", "--name", "", "name; DROP TABLE customer"])
def test_an_order_that_is_none_is_refused(office, owner, three, sort):
    for call in (customer_list.page, deal_board.page):
        with pytest.raises(Invalid):
            office.ask(owner, call, ListQuery(sort=(sort,)))


@pytest.mark.parametrize(
    "values",
    [
        {"a": 1},
        7,
        [],
        [1],
        [1, 2, 3],
        [{"x": 1}, 1],
        [[1], 2],
        [{"t": 10**30}, 1],
        [{"t": "x"}, 1],
        [{"d": "x"}, 1],
        [None, 10**30],
    ],
)
def test_a_place_to_go_on_from_that_is_not_ours_is_refused(office, owner, three, values):
    cursor = base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")
    for given in (cursor, "?", "äöü", cursor[:3]):
        with pytest.raises(Invalid):
            office.ask(owner, customer_list.page, ListQuery(after=given))


@pytest.mark.parametrize("limit", [0, -1, 1001, 10**30])
def test_a_page_has_a_sensible_length(office, owner, limit):
    for call in (customer_list.page, deal_board.page):
        with pytest.raises(Invalid):
            office.ask(owner, call, ListQuery(limit=limit))
