"""The fields of a contract as a table: what is printed, where it comes from, how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from loancrm_desktop.services.contracts import PreviewLine
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme

Index = QModelIndex | QPersistentModelIndex
FIELD, TEXT, SOURCE, STATE = range(4)
OPEN_STATES = frozenset({"missing", "unknown", "covered"})
_ROOT = QModelIndex()
_RANK = {"missing": 0, "unknown": 1, "covered": 2, "filled": 3, "unused": 4}
_COLOURS = {
    "missing": "dangerText",
    "unknown": "dangerText",
    "covered": "warningText",
    "filled": "successText",
    "unused": "textTertiary",
}


class LinesModel(QAbstractTableModel):
    """A contract's fields; those to be seen to first."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[PreviewLine, ...] = ()
        self._lines: tuple[PreviewLine, ...] = ()
        self._only_open = False

    def show_lines(self, lines: Sequence[PreviewLine]) -> None:
        """Show other fields."""
        self._all = tuple(sorted(lines, key=_rank))
        self._filter()

    def show_only_open(self, *, only: bool) -> None:
        """Show only those to be seen to, or all."""
        self._only_open = only
        self._filter()

    def count(self, *states: str) -> int:
        """Count the fields in some states."""
        return sum(1 for each in self._all if each.state in states)

    @property
    def total(self) -> int:
        """How many fields the template names."""
        return len(self._all)

    def line(self, row: int) -> PreviewLine | None:
        """Answer one field."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def _filter(self) -> None:
        self.beginResetModel()
        kept = self._all
        if self._only_open:
            kept = tuple(each for each in kept if each.state in OPEN_STATES)
        self._lines = kept
        self.endResetModel()

    def open_rows(self) -> list[int]:
        """Answer the rows of the fields to be seen to."""
        return [at for at, each in enumerate(self._lines) if each.state in OPEN_STATES]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count the fields shown."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Field of the contract"), tr("Printed"), tr("From"), tr("State"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer a cell's text, colour or tip."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        column = index.column()
        colours = {STATE: _COLOURS[line.state], SOURCE: "textTertiary"}
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _cell(line, column)
            case Qt.ItemDataRole.ToolTipRole:
                return f"{{{{ {line.key} }}}}\n{_advice(line)}".rstrip()
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return _advice(line)
            case Qt.ItemDataRole.ForegroundRole if column in colours:
                return theme.current().colour(colours[column])
            case _:
                return None


def _cell(line: PreviewLine, column: int) -> str:
    return (line.label, line.text or "—", _source(line.key), _state_words(line.state))[column]


def _rank(line: PreviewLine) -> int:
    return _RANK[line.state]


def _source(key: str) -> str:
    record = key.partition(".")[0]
    names = {
        "customer": tr("Customer"),
        "deal": tr("Deal"),
        "office": tr("Office"),
        "today": tr("By itself"),
        "spouse": tr("Spouse"),
        "co_borrower": tr("Co-borrower"),
        "guarantor": tr("Guarantor"),
    }
    return names.get(record, "")


def _state_words(state: str) -> str:
    words = {
        "missing": tr("✕ missing"),
        "unknown": tr("✕ not known"),
        "covered": tr("! covered"),
        "filled": tr("✓ filled"),
        "unused": tr("○ not needed"),
    }
    return words[state]


def _advice(line: PreviewLine) -> str:
    advice = {
        "missing": tr("Fill it in on the form, then look here again."),
        "unknown": tr("The template names a field that does not exist; mend the template."),
        "covered": tr("Your role does not see it whole; ask somebody who does."),
    }
    return advice.get(line.state, "")
