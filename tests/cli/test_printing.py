"""What leaves the program: one JSON document by fixed rules, or a table."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from loancrm_desktop.cli import printing
from loancrm_desktop.texts import say


@dataclass(frozen=True, slots=True)
class Row:
    amount_fen: int | None
    annual_rate_ppm: int | None
    at: datetime
    on: date
    tags: tuple[str, ...]


ROW = Row(30_000_000, 43_500, datetime(2026, 11, 23, 1, 30, tzinfo=UTC), date(2026, 1, 2), ("x",))


def test_money_is_a_decimal_string_in_yuan_and_a_time_has_its_offset():
    assert printing.plain(ROW) == {
        "amount": "300000.00",
        "annual_rate": "4.35",
        "at": "2026-11-23T09:30:00.000+08:00",
        "on": "2026-01-02",
        "tags": ["x"],
    }


def test_nothing_stays_nothing():
    empty = printing.plain(Row(None, None, ROW.at, ROW.on, ()))
    assert (empty["amount"], empty["annual_rate"], empty["tags"]) == (None, None, [])


def test_a_sentence_inside_an_answer_is_said_in_the_language_in_force():
    assert printing.plain({"message": say("No.")}) == {"message": say("No.").read()}


def test_a_table_is_not_folded_where_nobody_looks_on(capsys):
    long = "很" * 200
    printing.table(["A", "B"], [[long, "[bold]x[/bold]"]])
    said = capsys.readouterr().out
    assert long in said
    assert "[bold]x[/bold]" in said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (True, "是"),
        (3, "3"),
        ("2026-11-23T09:30:00.000+08:00", "2026-11-23 09:30"),
        ("2026-11-23Tomorrow, perhaps", "2026-11-23Tomorrow, perhaps"),
        (["a"], '["a"]'),
    ],
)
def test_a_cell_is_said_to_people(value, said):
    assert printing.cell(value) == said
