"""The rows that cannot be imported, as a table in which the cell at fault can be mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme

Index = QModelIndex | QPersistentModelIndex
ROW, NAME, PROBLEM, CELL = range(4)
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One problem as the table shows it.

    Attributes:
        row: as Excel counts it.
        place: of the cell at fault, from 0; -1 when it is about the whole row.
        rejects: whether the row is left out because of it.
    """

    row: int
    place: int
    name: str
    column: str
    message: str
    cell: str
    rejects: bool


class ProblemsModel(QAbstractTableModel):
    """Problems line by line.

    Signals:
        cell_mended: a cell was written anew (row of the file, place, text).
    """

    cell_mended = Signal(int, int, str)

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[ProblemLine, ...] = ()

    def show_lines(self, lines: Sequence[ProblemLine]) -> None:
        """Show other problems."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def line(self, row: int) -> ProblemLine | None:
        """Answer one problem."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count the problems."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Count the columns."""
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Row"), tr("Name of the person"), tr("Problem"), tr("What the list says"))[
                section
            ]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the cell at fault be written anew."""
        usual = super().flags(index)
        line = self.line(index.row())
        if line is not None and index.column() == CELL and line.place >= 0:
            return usual | Qt.ItemFlag.ItemIsEditable
        return usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer a cell's text, colour or sentence."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        texts = (str(line.row), line.name or "—", _problem_words(line), line.cell or tr("(empty)"))
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return texts[index.column()]
            case Qt.ItemDataRole.EditRole:
                return line.cell if index.column() == CELL else texts[index.column()]
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return line.message
            case Qt.ItemDataRole.ForegroundRole if index.column() == PROBLEM:
                return theme.current().colour("dangerText" if line.rejects else "warningText")
            case _:
                return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell that a cell was written anew; the list is then checked again."""
        line = self.line(index.row())
        text = str(value).strip()
        if line is None or role != Qt.ItemDataRole.EditRole or text == line.cell:
            return False
        self.cell_mended.emit(line.row, line.place, text)
        return True


def _problem_words(line: ProblemLine) -> str:
    mark = "✕" if line.rejects else "!"
    return f"{mark} {line.column}: {line.message}" if line.column else f"{mark} {line.message}"
