"""Rows of any kind as a table, loaded by blocks of 200 while they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme

_TITLE_AIR = 36  # what the head leaves on both sides, and its sign of sorting
_WIDEST_TITLE = 220

BLOCK_ROWS = 200
KEPT_BLOCKS = 60

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    Attributes:
        key: its name for the delegate and for the texts.
        sort_key: the catalogue key to sort by, empty when the column cannot be sorted.
        width: in logical pixels; 0 takes the rest.
    """

    key: str
    title: str
    width: int
    sort_key: str = ""
    right: bool = False


class RowsTableModel(QAbstractTableModel):
    """A window onto a long list: knows how many rows there are, holds those that were seen.

    Rows are frozen dataclasses with an `id`. Whoever owns the model answers `block_wanted`.

    Signals:
        block_wanted: a block (its number from 0) is looked at and not there yet.
    """

    block_wanted = Signal(int)

    def __init__(
        self,
        columns: Sequence[Column],
        cell_text: Callable[[Any, str], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._cell_text = cell_text
        self._total = 0
        self._blocks: OrderedDict[int, tuple[Any, ...]] = OrderedDict()
        self._wanted: set[int] = set()
        self._stale: set[int] = set()

    @property
    def total(self) -> int:
        """How many rows the list has, seen or not."""
        return self._total

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns of the same rows."""
        if tuple(columns) != self.columns:
            self.beginResetModel()
            self.columns = tuple(columns)
            self.endResetModel()

    def position_of(self, key: str) -> int:
        """Answer where a column stands, -1 when it is not shown."""
        return next((at for at, one in enumerate(self.columns) if one.key == key), -1)

    def start(self, total: int, first_rows: Sequence[Any]) -> None:
        """Show another list, given how long it is and its first block."""
        self.beginResetModel()
        self._total = total
        self._blocks.clear()
        self._wanted.clear()
        self._stale.clear()
        if first_rows:
            self._blocks[0] = tuple(first_rows)
        self.endResetModel()

    def renew(self, total: int, first_rows: Sequence[Any]) -> None:
        """Show the same list as it is by now, without losing the place in it.

        Rows held stay in sight until what has become of them is read.
        """
        self._stale = set(self._blocks) - {0}
        self._wanted.clear()
        if total > self._total:
            self.beginInsertRows(_ROOT, self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(_ROOT, total, self._total - 1)
            self._total = total
            self._blocks = OrderedDict(
                (block, rows) for block, rows in self._blocks.items() if block * BLOCK_ROWS < total
            )
            self.endRemoveRows()
        self.put_block(0, first_rows)
        if total:
            last = self.index(total - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def put_block(self, block: int, rows: Sequence[Any]) -> None:
        """Fill in a block; rows the list does not have room for are left out."""
        room = max(0, min(BLOCK_ROWS, self._total - block * BLOCK_ROWS))
        kept = tuple(rows[:room])
        self._blocks[block] = kept
        self._blocks.move_to_end(block)
        self._wanted.discard(block)
        self._stale.discard(block)
        while len(self._blocks) > KEPT_BLOCKS:
            self._blocks.popitem(last=False)
        if kept:
            first = block * BLOCK_ROWS
            last_index = self.index(first + len(kept) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(first, 0), last_index)

    def give_up_block(self, block: int) -> None:
        """Note that a block could not be read, so that it is asked for again when looked at."""
        self._wanted.discard(block)

    def blocks_held(self) -> tuple[int, ...]:
        """Answer the numbers of the blocks held now."""
        return tuple(sorted(self._blocks))

    def row_at(self, row: int) -> Any | None:
        """Answer a row, or None while its block is on its way (which asks for it)."""
        block, offset = divmod(row, BLOCK_ROWS)
        held = self._blocks.get(block)
        if held is None or block in self._stale:
            self._stale.discard(block)
            self._want(block)
        if held is None:
            return None
        return held[offset] if offset < len(held) else None

    def peek(self, row: int) -> Any | None:
        """Answer a row if it is held, asking for nothing."""
        held = self._blocks.get(row // BLOCK_ROWS)
        offset = row % BLOCK_ROWS
        return held[offset] if held is not None and offset < len(held) else None

    def row_of(self, record_id: int) -> int | None:
        """Answer where a record stands among the rows held."""
        for block, rows in self._blocks.items():
            for offset, held in enumerate(rows):
                if held.id == record_id:
                    return block * BLOCK_ROWS + offset
        return None

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Answer the number of rows."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Answer the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer a cell; `UserRole` is the whole row."""
        if role == Qt.ItemDataRole.UserRole:
            return self.row_at(index.row()) if index.isValid() else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = self._side(index.column()) if index.isValid() else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in _TEXT_ROLES or not index.isValid():
            return None
        held = self.row_at(index.row())
        if held is None:
            return "" if role == Qt.ItemDataRole.DisplayRole else tr("loading")
        column = self.columns[index.column()]
        text = self._cell_text(held, column.key)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title} {text}"
        return text

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Answer a column's title."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section) | Qt.AlignmentFlag.AlignVCenter
        return None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        right = self.columns[column].right
        return Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft

    def _want(self, block: int) -> None:
        if block not in self._wanted:
            self._wanted.add(block)
            self.block_wanted.emit(block)


_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


def title_width(title: str) -> int:
    """Answer the pixels a column needs for its title, the sign of sorting with it."""
    metrics = QFontMetrics(theme.current().font("body"))
    return min(_WIDEST_TITLE, metrics.horizontalAdvance(title) + _TITLE_AIR)
