"""The groups of customers that may be one person, as a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from loancrm_desktop.services.duplicate_finder import DuplicateGroup
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.hygiene.reasons import reasons_words

Index = QModelIndex | QPersistentModelIndex
PAGE_ROWS = 200
_ROOT = QModelIndex()


class GroupsModel(QAbstractListModel):
    """Groups, shown a page at a time: thousands are there, few are ever looked at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: list[DuplicateGroup] = []
        self._shown = 0

    @property
    def total(self) -> int:
        """How many groups there are, shown or not."""
        return len(self._groups)

    def show_groups(self, groups: Sequence[DuplicateGroup]) -> None:
        """Show other groups from the top."""
        self.beginResetModel()
        self._groups = list(groups)
        self._shown = min(PAGE_ROWS, len(self._groups))
        self.endResetModel()

    def group_at(self, row: int) -> DuplicateGroup | None:
        """Answer a group, None where there is none."""
        return self._groups[row] if 0 <= row < self._shown else None

    def take_away(self, row: int) -> None:
        """Take a group out: it is settled."""
        self.beginRemoveRows(_ROOT, row, row)
        del self._groups[row]
        self._shown -= 1
        self.endRemoveRows()

    def replace(self, row: int, group: DuplicateGroup) -> None:
        """Show what is left of a group."""
        self._groups[row] = group
        index = self.index(row, 0)
        self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Answer how many are shown."""
        return 0 if parent.isValid() else self._shown

    def canFetchMore(self, parent: Index = _ROOT) -> bool:
        """Say whether more are there."""
        return not parent.isValid() and self._shown < len(self._groups)

    def fetchMore(self, parent: Index = _ROOT) -> None:
        """Show the next page."""
        if not self.canFetchMore(parent):
            return
        last = min(self._shown + PAGE_ROWS, len(self._groups)) - 1
        self.beginInsertRows(_ROOT, self._shown, last)
        self._shown = last + 1
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer a group: its names, as a whole in `UserRole`, in a sentence for a reader."""
        group = self.group_at(index.row()) if index.isValid() else None
        if group is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return group
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return names_of(group)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr(
                "{names}, {count} records, {reasons}",
                names=names_of(group),
                count=len(group.members),
                reasons=reasons_words(group.reasons),
            )
        return None


def names_of(group: DuplicateGroup) -> str:
    """Name the members of a group, each name once."""
    return "、".join(dict.fromkeys(member.title for member in group.members))
