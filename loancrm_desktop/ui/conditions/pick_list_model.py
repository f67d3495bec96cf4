"""A flat list of names under section titles, filtered by letters, pinyin or initials."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.conditions.pinyin_filter import matches

Index = QModelIndex | QPersistentModelIndex
KEY_ROLE = int(Qt.ItemDataRole.UserRole)
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class PickEntry:
    """One name to pick.

    Attributes:
        key: what it stands for.
        section: the title it stands under, empty for none.
    """

    key: Hashable
    name: str
    section: str = ""


class PickListModel(QAbstractListModel):
    """Shows the entries that match the filter; a section's title is a row nobody can pick."""

    def __init__(self, parent: QObject | None = None, *, several: bool = False) -> None:
        super().__init__(parent)
        self._several = several
        self._entries: tuple[PickEntry, ...] = ()
        self._rows: list[PickEntry | str] = []
        self._ticked: list[Hashable] = []
        self._needle = ""

    def offer(self, entries: Sequence[PickEntry]) -> None:
        """Show other entries."""
        self._entries = tuple(entries)
        self._show()

    def set_filter(self, needle: str) -> None:
        """Show only what matches."""
        if needle != self._needle:
            self._needle = needle
            self._show()

    @property
    def ticked(self) -> list[Any]:
        """The keys ticked, in the order of the list; those not in it last."""
        known = [entry.key for entry in self._entries]
        return sorted(
            self._ticked, key=lambda key: known.index(key) if key in known else len(known)
        )

    def tick(self, keys: Sequence[Hashable]) -> None:
        """Tick exactly these."""
        self._ticked = list(dict.fromkeys(keys))
        if self._rows:
            self.dataChanged.emit(
                self.index(0), self.index(len(self._rows) - 1), [Qt.ItemDataRole.CheckStateRole]
            )

    def toggle(self, key: Hashable) -> None:
        """Tick one, or take its tick away."""
        if key in self._ticked:
            self.tick([each for each in self._ticked if each != key])
        else:
            self.tick([*self._ticked, key])

    def entry(self, row: int) -> PickEntry | None:
        """Answer what stands in a row, None for a title."""
        found = self._rows[row] if 0 <= row < len(self._rows) else ""
        return found if isinstance(found, PickEntry) else None

    def row_of(self, key: Hashable) -> int:
        """Answer the row of a key, -1 when it is not shown."""
        for row, shown in enumerate(self._rows):
            if isinstance(shown, PickEntry) and shown.key == key:
                return row
        return -1

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Count the rows shown."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let entries be picked, titles not."""
        if not index.isValid() or self.entry(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        flags |= Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._several else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer what the view asks of a row."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        shown = self._rows[index.row()]
        if isinstance(shown, str):
            return self._title_data(shown, role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return shown.name
        if role == KEY_ROLE:
            return shown.key
        if role == Qt.ItemDataRole.CheckStateRole and self._several:
            ticked = shown.key in self._ticked
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return None

    def _title_data(self, title: str, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == Qt.ItemDataRole.FontRole:
            return theme.current().font("caption")
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.current().colour("textTertiary")
        return None

    def _show(self) -> None:
        self.beginResetModel()
        self._rows = []
        section = ""
        for entry in self._entries:
            if matches(self._needle, entry.name):
                if entry.section and entry.section != section:
                    self._rows.append(entry.section)
                section = entry.section
                self._rows.append(entry)
        self.endResetModel()
