"""Cells of an export as people read them, and the exact values read back from them.

Whoever writes reads each cell back at once: what words do not tell whole (two customers of one
name, an amount of eighteen digits, a text longer than a cell) is kept beside them as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from loancrm_desktop.services.exchange import cell_guard

NUMBERS = frozenset({"money", "integer", "number", "percent"})
LONGEST_CELL = 32_767
_LISTS = frozenset({"choices", "tags", "sub_form", "attachment"})
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNSURE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|\A\s|\s\Z")
"""What XML writes another way, or a program that saves the sheet again may take away."""
_EXACT_DIGITS = 15
_TITLES = ("ref", "name", "title")
Cell = str | float | None
Titles = Mapping[str, Mapping[str, int | None]]


@dataclass(frozen=True, slots=True)
class ToldColumn:
    """A column, as far as one has to know it to read its cells.

    Attributes:
        reads: the type of its values, of a formula its result's.
        options: key to label.
        links: the kind of record whose number it holds; empty for none.
    """

    key: str
    label: str
    reads: str
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    links: str = ""

    @property
    def numeric(self) -> bool:
        """Whether its cells are numbers, also when they begin with a sign."""
        return self.reads in NUMBERS or self.reads == "phone"


def for_sheet(column: ToldColumn, value: Any) -> Cell:
    """Answer the cell of a workbook: a number only where a sheet holds it exactly."""
    if value is None or value == "":
        return None
    amount = _exact_number(value) if column.reads in NUMBERS else None
    return writable(cell_guard.for_sheet(str(value))) if amount is None else amount


def for_csv(column: ToldColumn, value: Any) -> Cell:
    """Answer the cell of a CSV file."""
    if value is None:
        return None
    return cell_guard.for_csv(str(value), numeric=column.numeric)


def writable(text: str) -> str:
    """Answer what a cell of a workbook can hold of a text."""
    return _SURROGATES.sub("", text)[:LONGEST_CELL]


def surely(cell: Cell) -> bool:
    """Say whether a workbook gives a cell back as it was written, whoever saves it again."""
    return not isinstance(cell, str) or (len(cell) < LONGEST_CELL and _UNSURE.search(cell) is None)


def _exact_number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        amount = Decimal(str(value))
    except ArithmeticError:
        return None
    digits = len(amount.as_tuple().digits)
    return float(amount) if amount.is_finite() and digits <= _EXACT_DIGITS else None


def value_of(column: ToldColumn, cell: Cell, titles: Titles) -> Any:
    """Read a cell back; what it does not tell comes back as its words."""
    if cell is None or cell == "":
        return None
    if not isinstance(cell, str):
        return _NUMBER_OF.get(column.reads, _plain_number)(Decimal(repr(cell)))
    text = cell_guard.without(cell)
    if column.links:
        return _linked(text, titles.get(column.links, {}))
    if column.reads in _LISTS:
        return _items(column, text)
    if column.options:
        return _option(column, text)
    return _scalar(column.reads, text)


def _plain_number(amount: Decimal) -> Any:
    whole = amount == amount.to_integral_value()
    return int(amount) if whole else float(amount)


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _percent(amount: Decimal) -> str:
    return format(amount.normalize(), "f")


_NUMBER_OF: Mapping[str, Callable[[Decimal], Any]] = {"money": _money, "percent": _percent}


def _linked(text: str, known: Mapping[str, int | None]) -> Any:
    found = known.get(text)
    if found is not None:
        return found
    return int(text) if text not in known and text.isascii() and text.isdecimal() else text


def _items(column: ToldColumn, text: str) -> Any:
    items: Any = None
    if text.startswith("["):
        try:
            items = json.loads(text)
        except (ValueError, RecursionError):
            items = None
    if not isinstance(items, list):
        items = text.split("、")
    listed = cast("list[Any]", items)
    return [_option(column, each) if isinstance(each, str) else each for each in listed]


def _option(column: ToldColumn, text: str) -> str:
    for key, label in column.options.items():
        if label == text:
            return key
    return text


def _scalar(reads: str, text: str) -> Any:
    if reads == "boolean":
        return {"True": True, "False": False}.get(text, text)
    if reads in ("integer", "number"):
        try:
            return int(text)
        except ValueError:
            return _float(text) if reads == "number" else text
    return text


def _float(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def title_place(columns: Sequence[ToldColumn]) -> int | None:
    """Answer which column titles a record; None where none does."""
    keys = [column.key for column in columns]
    return next((keys.index(each) for each in _TITLES if each in keys), None)


def titles_of(
    columns: Sequence[ToldColumn], rows: Iterable[Sequence[Cell]]
) -> dict[str, int | None]:
    """Answer which record of a table its title tells; None for a title of several."""
    found: dict[str, int | None] = {}
    at = title_place(columns)
    if at is None:
        return found
    for row in rows:
        title, number = row[at], value_of(columns[0], row[0], {})
        if isinstance(title, str) and isinstance(number, int):
            title = cell_guard.without(title)
            found[title] = None if title in found else number
    return found


def same(told: Any, exact: Any) -> bool:
    """Say whether a value read back is the one that was written, in the same form."""
    if isinstance(exact, (list, dict)):
        return json.dumps(told) == json.dumps(exact)
    return type(told) is type(exact) and told == exact
