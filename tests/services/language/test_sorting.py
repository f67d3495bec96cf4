from __future__ import annotations

import pytest
from agreement.field_office import TABLES, VOCABULARY, Rows, Source
from agreement.hostile_texts import HOSTILE
from sqlalchemy import select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.language.in_sql import order_by
from loancrm_desktop.services.language.sorting import read_sort


def _sql(*names: str) -> str:
    rows = Rows(TABLES["deal"])
    keys = read_sort(names, "deal", VOCABULARY)
    return str(select(rows.id).order_by(*order_by(keys, rows, Source())))


def test_a_minus_means_descending_and_empty_values_come_last():
    assert _sql("-due_at", "amount").endswith(
        "ORDER BY some_deal.due_at DESC NULLS LAST, some_deal.amount ASC NULLS LAST, some_deal.id"
    )


def test_text_is_sorted_by_its_key_and_a_path_by_its_value():
    assert "some_deal.title_key ASC" in _sql("title")
    assert "(SELECT some_customer_1.income" in _sql("customer.income")


def test_no_order_is_the_order_of_ids():
    assert _sql().endswith("ORDER BY some_deal.id")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_but_a_field_can_be_sorted_by(hostile):
    for name in (hostile, f"-{hostile}", f"title {hostile}", f"customer.{hostile}"):
        with pytest.raises(Invalid) as caught:
            read_sort(["title", name], "deal", VOCABULARY)
        assert [problem.field for problem in caught.value.problems] == ["$[1]"]


def test_lists_cannot_be_sorted_by_and_every_problem_is_named():
    with pytest.raises(Invalid) as caught:
        read_sort(["tags", "nothing"], "deal", VOCABULARY)
    assert [problem.code for problem in caught.value.problems] == ["unfit_field", "unknown_field"]


def test_too_many_sort_fields_are_refused():
    with pytest.raises(Invalid):
        read_sort(["title"] * 9, "deal", VOCABULARY)
