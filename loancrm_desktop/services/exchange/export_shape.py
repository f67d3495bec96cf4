"""The form of what leaves the office: tables, their columns, and how values are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from loancrm_desktop.services.exchange import whole_processes, whole_types
from loancrm_desktop.services.exchange.told_cells import ToldColumn

LOOKUPS = ("person", "team", "channel", "process")
Shape = Literal["values", "words"]
"""`values`: JSON values by key, for programs; `words`: as a person reads and types them."""


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column: its key, its label in the language of the person, its type, its options.

    Attributes:
        reads: the type of its values where that is another: of a formula its result's.
        links: the kind of record whose number it holds; empty for none.
    """

    key: str
    label: str
    type: str
    options: dict[str, str]
    reads: str = ""
    links: str = ""

    @property
    def told(self) -> ToldColumn:
        """What one has to know to read its cells."""
        return ToldColumn(self.key, self.label, self.reads or self.type, self.options, self.links)


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A record kind's rows; the first column is the record's number, `id`.

    Attributes:
        exact: in words only, the same rows in exact values, so that the words can be read back.
    """

    name: str
    label: str
    columns: tuple[ExportColumn, ...]
    rows: list[list[Any]]
    exact: list[list[Any]] | None = None

    @property
    def personal(self) -> bool:
        """Whether its rows tell of customers, not only of the office itself."""
        return self.name not in (*LOOKUPS, whole_types.TABLE, whole_processes.TABLE)


def number_column() -> ExportColumn:
    """Answer the first column of every table."""
    return ExportColumn("id", "#", "integer", {})
