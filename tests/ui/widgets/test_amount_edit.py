"""Amounts are taken as people write them, to the fen, and said back in capitals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.ui.widgets.amount_edit import AmountEdit, read_amount, write_amount


@pytest.mark.parametrize(
    ("typed", "unit", "fen"),
    [
        ("180", "wan", 180_000_000),
        ("180", "yuan", 18_000),
        ("30万", "yuan", 30_000_000),
        ("30万", "wan", 30_000_000),
        ("1.2亿", "yuan", 12_000_000_000),
        ("¥ 300,000.50", "yuan", 30_000_050),
        ("３０万元", "yuan", 30_000_000),
        ("2241元", "wan", 224_100),
        ("30 万元", "wan", 30_000_000),
        ("0.1", "wan", 100_000),
        ("0.00015", "wan", 150),
        ("三十万", "yuan", None),
        ("30万5", "yuan", None),
        ("", "yuan", None),
        ("9" * 20, "wan", None),
    ],
)
def test_amounts_as_people_write_them(typed, unit, fen):
    assert read_amount(typed, unit) == fen


@given(st.integers(0, 10**13), st.sampled_from(["yuan", "wan"]))
def test_what_is_written_is_read_back_to_the_fen(fen, unit):
    assert read_amount(write_amount(fen, unit), unit) == fen


@pytest.fixture
def edit(qtbot, dressed):
    edit = AmountEdit("wan")
    qtbot.addWidget(edit)
    edit.show()
    return edit


def test_an_amount_is_said_in_capitals_below(edit):
    edit.set_amount_fen(180_000_000)
    assert edit.line.text() == "180"
    assert "壹佰捌拾万元整" in edit.capitals
    edit.set_amount_fen(None)
    assert edit.capitals == ""


def test_in_english_it_is_said_in_digits(edit, english):
    edit.set_amount_fen(180_000_050)
    assert edit.capitals == "¥ 1,800,000.50"


def test_another_unit_leaves_the_amount_as_it_is(qtbot, edit):
    edit.set_amount_fen(3_000_000)
    with qtbot.waitSignal(edit.unit_changed) as told:
        edit.unit_button.click()
    assert told.args == ["yuan"]
    assert edit.line.text() == "30,000"
    assert edit.amount_fen() == 3_000_000


def test_what_is_no_amount_is_kept_as_typed_and_known_as_such(qtbot, edit):
    with qtbot.waitSignal(edit.edited):
        qtbot.keyClicks(edit.line, "abc")
    assert edit.amount_fen() is None
    assert not edit.is_readable
    edit.line.editingFinished.emit()
    assert edit.line.text() == "abc"


def test_leaving_writes_the_amount_in_the_usual_form(qtbot, edit):
    edit.line.setText("1200.50")
    with qtbot.waitSignal(edit.left):
        edit.line.editingFinished.emit()
    assert edit.line.text() == "1,200.5"


def test_a_state_is_shown_on_the_line(edit):
    edit.set_state("error")
    assert edit.line.property("state") == "error"
