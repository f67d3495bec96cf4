"""The rules by their groups, as a list shows them; dragging changes the order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from loancrm_desktop.services.rules.drawing import RuleRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.rules import rule_choices

Index = QModelIndex | QPersistentModelIndex
MIME = "application/x-loancrm-rule"
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_ROOT = QModelIndex()


class RuleListModel(QAbstractListModel):
    """Group titles (plain text nobody can choose) and rules below them.

    Signals:
        ordered: the keys of all rules in a new order.
    """

    ordered = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[RuleRow, ...] = ()
        self._rows: list[RuleRow | str] = []
        self._needle = ""
        self._only_faulty = False

    @property
    def rules(self) -> Sequence[RuleRow]:
        """Every rule, in the order in which they fire."""
        return self._all

    def show_rules(self, rules: Sequence[RuleRow]) -> None:
        """Show other rules."""
        self._all = tuple(rules)
        self._fill()

    def filter(self, needle: str, *, only_faulty: bool = False) -> None:
        """Show only those whose name or sentence holds some words."""
        self._needle, self._only_faulty = needle.strip().casefold(), only_faulty
        self._fill()

    def _fill(self) -> None:
        self.beginResetModel()
        self._rows = []
        for group in rule_choices.GROUPS:
            found = [each for each in self._all if each.group == group and self._shows(each)]
            if found:
                self._rows += [rule_choices.group_name(group), *found]
        self.endResetModel()

    def _shows(self, rule: RuleRow) -> bool:
        if self._only_faulty and not rule.failed and not rule.broken:
            return False
        return self._needle in f"{rule.title} {rule.summary}".casefold()

    def rule_at(self, row: int) -> RuleRow | None:
        """Answer the rule of a row, None for a title."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, RuleRow) else None

    def row_of(self, key: str) -> int:
        """Answer where a rule stands, -1 when it is not shown."""
        return next(
            (
                at
                for at, each in enumerate(self._rows)
                if isinstance(each, RuleRow) and each.key == key
            ),
            -1,
        )

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Answer how many rows are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Answer a rule, or the words for it."""
        row = self._rows[index.row()] if 0 <= index.row() < len(self._rows) else ""
        if isinstance(row, str):
            return row if row and role == Qt.ItemDataRole.DisplayRole else None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.broken or row.summary or row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = tr("on") if row.is_on else tr("off")
            return ", ".join((row.title, state, fired_text(row)))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Answer that rules can be chosen and dragged, and that they may be dropped between."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        if self.rule_at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        )

    def supportedDropActions(self) -> Qt.DropAction:
        """Rules are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Answer what can be dropped here."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry the key of the rule."""
        carried = QMimeData()
        rule = self.rule_at(indexes[0].row()) if indexes else None
        if rule is not None:
            carried.setData(MIME, rule.key.encode())
        return carried

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Put a rule where it was dropped within its group; whoever listens writes it."""
        del action, column
        key = bytes(data.data(MIME).data()).decode()
        at = row if row >= 0 else parent.row()
        self.put(key, at)
        return False

    def put(self, key: str, at: int) -> None:
        """Put a rule before the row `at`, within its group."""
        here = self.row_of(key)
        rule = self.rule_at(here)
        if rule is None:
            return
        shown = [each for each in self._all if each.group == rule.group]
        before = [
            each.key
            for each in shown
            if each.key != key and 0 <= self.row_of(each.key) < at
        ]  # fmt: skip
        others = [each.key for each in shown if each.key != key]
        place = others.index(before[-1]) + 1 if before else 0
        self._order(rule.group, [*others[:place], key, *others[place:]])

    def step(self, key: str, by: int) -> None:
        """Let a rule fire one place earlier or later within its group."""
        rule = self.rule_at(self.row_of(key))
        if rule is None:
            return
        keys = [each.key for each in self._all if each.group == rule.group]
        at = keys.index(key)
        if 0 <= at + by < len(keys):
            keys[at], keys[at + by] = keys[at + by], keys[at]
            self._order(rule.group, keys)

    def _order(self, group: str, keys: Sequence[str]) -> None:
        left = list(keys)
        ordered = [left.pop(0) if each.group == group else each.key for each in self._all]
        if ordered != [each.key for each in self._all]:
            self.ordered.emit(ordered)


def fired_text(rule: RuleRow) -> str:
    """Say how often a rule fired lately."""
    return tr("{count} times in 7 days", count=rule.fired)
