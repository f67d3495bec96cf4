"""What a reader of one file format hands on: rows as they stand in the file, nothing decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

Cell = str | int | float | bool | date | datetime | None

# Merged cells as (first row, first column, last row, last column), counted from 0, inclusive.
Merge = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Outline:
    """A sheet of the file, seen from outside.

    Attributes:
        rows: number of the last filled row.
        columns: number of the last filled column.
    """

    name: str
    rows: int
    columns: int
    hidden: bool = False


@dataclass(slots=True)
class RawSheet:
    """One sheet as it stands in the file, first row of the file first.

    Attributes:
        rows: cleaned cells; rows may differ in length.
        merges: merged cells, where the format tells them.
        header: the column names where the format itself gives them (contacts), so that none is
            looked for among the rows.
        notes: what was lost or mended in reading: code and how often.
    """

    name: str
    rows: Sequence[list[Cell]]
    merges: Sequence[Merge] = ()
    header: tuple[str, ...] = ()
    notes: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class RawFile:
    """All that one reader found in a file."""

    format: str
    sheets: tuple[Outline, ...]
    sheet: RawSheet
    encoding: str | None = None
