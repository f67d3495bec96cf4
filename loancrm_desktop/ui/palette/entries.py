"""The lines of the command palette, and the model its list shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from loancrm_desktop.services.quick_find import Found
from loancrm_desktop.texts import listed

Kind = Literal[
    "heading", "customer", "act", "place", "section", "command", "colleague", "record", "note"
]
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_SILENT: tuple[Kind, ...] = ("heading", "note")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line.

    Attributes:
        key: what is chosen: an act, a place, a section, a command's name, a colleague's id.
        span: the signs of the title that are meant by what was typed.
        detail_span: the same in the detail.
        keys: the shortcut, as this computer writes it.
    """

    kind: Kind
    title: str
    key: str = ""
    detail: str = ""
    icon: str = ""
    keys: str = ""
    span: tuple[int, int] = (0, 0)
    detail_span: tuple[int, int] = (0, 0)
    found: Found | None = None
    stage_name: str = ""

    @property
    def may_be_chosen(self) -> bool:
        """Whether Enter does something here."""
        return self.kind not in _SILENT

    @property
    def spoken(self) -> str:
        """The whole line in words."""
        return listed(part for part in (self.title, self.detail, self.stage_name) if part).read()


class EntryModel(QAbstractListModel):
    """The lines shown, in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    @property
    def entries(self) -> Sequence[Entry]:
        """All lines."""
        return tuple(self._entries)

    def show(self, entries: Sequence[Entry]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._entries = list(entries)
        self.endResetModel()

    def show_behind(self, row: int, entries: Sequence[Entry]) -> None:
        """Show other lines from a row on; what stands before it stays as it is."""
        if row < len(self._entries):
            self.beginRemoveRows(_ROOT, row, len(self._entries) - 1)
            del self._entries[row:]
            self.endRemoveRows()
        if entries:
            self.beginInsertRows(_ROOT, row, row + len(entries) - 1)
            self._entries.extend(entries)
            self.endInsertRows()

    def entry(self, row: int) -> Entry | None:
        """Answer a line."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def choices(self) -> Iterator[int]:
        """Answer the rows that may be chosen."""
        return (row for row, entry in enumerate(self._entries) if entry.may_be_chosen)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Answer how many lines there are."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer a line; `UserRole` is the whole Entry."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let only what does something be chosen."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None or not entry.may_be_chosen:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
