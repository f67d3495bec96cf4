"""What is to be imported and how, what came of it, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from loancrm_desktop.services.exchange.mapping import ColumnGuess

OnDuplicate = Literal["skip", "update", "fill", "keep"]
"""`update` lets the file win, `fill` only fills what the known customer leaves empty."""


@dataclass(frozen=True, slots=True)
class RowDecision:
    """What a person settled for one row whose customer is known already.

    Attributes:
        choice: as for all rows.
        take: with `update`, the fields that come from the file; None for all of them.
    """

    choice: OnDuplicate
    take: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """How a table becomes customers.

    Attributes:
        columns: which column is which field.
        duplicates: what happens to a row whose phone or ID number is known already.
        value_maps: per field, what a cell's text means: the option's key, the number of a person,
            team or channel, or `""` for nothing.
        number_unnamed: a row without name and phone is named after its number in the file; for
            tables that have neither, when a person said so by mapping the columns.
        decisions: what a person settled for single rows, by their number in the file.
    """

    columns: tuple[ColumnGuess, ...]
    duplicates: OnDuplicate = "skip"
    value_maps: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    number_unnamed: bool = False
    decisions: dict[int, RowDecision] = field(default_factory=dict[int, RowDecision])

    def decision(self, row: int) -> RowDecision:
        """Answer what happens to a row when its customer is known already."""
        return self.decisions.get(row) or RowDecision(self.duplicates)


@dataclass(slots=True)
class Progress:
    """How far a long act is; read by a timer, `cancelled` set by a button."""

    done: int = 0
    total: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing about one row.

    Attributes:
        row: as Excel counts it.
        column: its heading, empty for the whole row.
        code: a stable word for programs.
        rejects: True when the row is left out because of it.
    """

    row: int
    column: str
    code: str
    message: str
    rejects: bool = True


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do.

    Attributes:
        rows: rows in the table.
        created, updated, skipped, rejected: they add up to `rows`.
        duplicates: rows with a known phone or ID number, whatever happened to them.
        mapping: heading → field key, or None for a column left out.
        seq: the journal entry, to undo by; 0 for a dry run.
    """

    rows: int
    created: int
    updated: int
    skipped: int
    rejected: int
    duplicates: int
    mapping: dict[str, str | None]
    problems: tuple[RowProblem, ...]
