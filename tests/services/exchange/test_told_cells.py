"""Cells tell exact values back, or it is known that they do not."""

from __future__ import annotations

import pytest

from loancrm_desktop.services.exchange import told_cells
from loancrm_desktop.services.exchange.told_cells import ToldColumn

OPTIONS = {"good": "良好", "bad": "有逾期", "odd": "良好"}
EXACT = [
    ("text", "周德海"),
    ("text", "'=1+1"),
    ("text", "''5"),
    ("integer", -3),
    ("money", "300000.00"),
    ("money", "-0.05"),
    ("percent", "4.35"),
    ("percent", "0"),
    ("number", 2.5),
    ("boolean", True),
    ("boolean", False),
    ("date", "2026-11-23"),
    ("datetime", "2026-11-23T08:00:00.123+08:00"),
    ("phone", "+8613800138000"),
    ("id_number", "440301199001010026"),
    ("text", None),
]


@pytest.mark.parametrize("write", [told_cells.for_sheet, told_cells.for_csv])
@pytest.mark.parametrize(("reads", "value"), EXACT)
def test_a_value_comes_back_from_its_cell_as_it_was(write, reads, value):
    column = ToldColumn("a", "A", reads)
    assert told_cells.same(told_cells.value_of(column, write(column, value), {}), value)


def test_an_amount_a_sheet_cannot_hold_exactly_is_written_as_text():
    column = ToldColumn("a", "A", "money")
    assert told_cells.for_sheet(column, "1234567890123.45") == 1234567890123.45
    assert told_cells.for_sheet(column, "12345678901234.56") == "12345678901234.56"
    assert told_cells.value_of(column, "12345678901234.56", {}) == "12345678901234.56"


def test_words_become_keys_and_titles_numbers_where_they_are_the_only_ones():
    links = ToldColumn("owner", "Owner", "person", links="person")
    titles = {"person": {"王强": 4, "李娜": None}}
    assert told_cells.value_of(links, "王强", titles) == 4
    assert told_cells.value_of(links, "李娜", titles) == "李娜"
    assert told_cells.value_of(links, "17", titles) == 17
    several = ToldColumn("a", "A", "choices", OPTIONS)
    assert told_cells.value_of(several, "有逾期、良好", {}) == ["bad", "good"]
    assert told_cells.value_of(several, '["良好"]', {}) == ["good"]
    assert told_cells.value_of(several, "[oops", {}) == ["[oops"]


def test_a_title_of_two_records_tells_none():
    columns = [ToldColumn("id", "#", "integer"), ToldColumn("name", "Name", "text")]
    found = told_cells.titles_of(columns, [[1.0, "周德海"], [2.0, "马小军"], [3.0, "周德海"]])
    assert found == {"周德海": None, "马小军": 2}
    assert told_cells.titles_of(columns[:1], [[1.0]]) == {}


@pytest.mark.parametrize("cell", [" x", "x\n", "a\x07b", "_x0041_", "x" * 32_767])
def test_what_another_program_may_change_when_it_saves_is_not_sure(cell):
    assert not told_cells.surely(cell)
    assert told_cells.surely("周德海")


def test_the_same_number_in_another_form_is_not_the_same():
    assert not told_cells.same(3, 3.0)
    assert not told_cells.same(True, 1)
    assert told_cells.same(["a"], ["a"])
