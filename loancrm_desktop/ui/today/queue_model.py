"""The queue as flat lines: a line per group, then its items, unless the group is folded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from loancrm_desktop.services.today import QueueGroup, QueueItem, TodayQueue

Index = QModelIndex | QPersistentModelIndex

LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class GroupLine:
    """The line above the items of a group.

    Attributes:
        shown: how many of its items the filter lets through.
    """

    group: QueueGroup
    shown: int
    folded: bool


Line = GroupLine | QueueItem


class QueueListModel(QAbstractListModel):
    """Lines of the queue; groups that are empty have none.

    Runs: GUI thread.
    """

    def __init__(
        self, speak: Callable[[Line], str] | None = None, parent: QObject | None = None
    ) -> None:
        """Begin empty.

        Args:
            speak: says a line for screen readers and tips.
            parent: who owns it.
        """
        super().__init__(parent)
        self._speak = speak
        self._queue: TodayQueue | None = None
        self._lines: list[Line] = []
        self._folded: set[str] = set()
        self._kind = ""
        self._gone: set[str] = set()
        self._more: dict[str, list[QueueItem]] = {}

    @property
    def kind(self) -> str:
        """The sort of work shown, empty for all."""
        return self._kind

    @property
    def folded(self) -> frozenset[str]:
        """The groups that are folded."""
        return frozenset(self._folded)

    def show_queue(self, queue: TodayQueue) -> None:
        """Show another state of the day."""
        self._queue = queue
        self._gone.clear()
        self._more.clear()
        self._rebuild()

    def missing(self, key: str) -> int:
        """Answer how many items of a group have been read, 0 when all of them are here."""
        for group in self._groups():
            held = len(group.items) + len(self._more.get(key, ()))
            if group.key == key and held < group.count:
                return held
        return 0

    def beyond(self) -> int:
        """Answer how many items to go through have not been read yet; what waits is none."""
        if self._kind:
            return 0
        unread = [
            group.count - len(group.items) - len(self._more.get(group.key, ()))
            for group in self._groups()
            if group.key != "waiting" and group.key not in self._folded
        ]
        return sum(max(0, each) for each in unread)

    def add_more(self, key: str, items: Sequence[QueueItem]) -> None:
        """Add the next items of a group; those that are here already are left out."""
        group = next((each for each in self._groups() if each.key == key), None)
        if group is None or not items:
            return
        known = {each.key for each in (*group.items, *self._more.get(key, ()))}
        new = [each for each in items if each.key not in known]
        at = self._end_of(key)
        shown = [each for each in new if self._lets_through(each)]
        self._more.setdefault(key, []).extend(new)
        if at < 0 or not shown or key in self._folded:
            return
        self.beginInsertRows(QModelIndex(), at, at + len(shown) - 1)
        self._lines[at:at] = shown
        self.endInsertRows()

    def _groups(self) -> Sequence[QueueGroup]:
        return self._queue.groups if self._queue is not None else ()

    def _end_of(self, key: str) -> int:
        """Answer the row behind a group's last line, -1 where the group is not shown."""
        begins = self.row_of(f"group:{key}")
        if begins < 0:
            return -1
        at = begins + 1
        while at < len(self._lines) and isinstance(self._lines[at], QueueItem):
            at += 1
        return at

    def _lets_through(self, item: QueueItem) -> bool:
        return item.key not in self._gone and self._kind in ("", item.kind)

    def set_kind(self, kind: str) -> None:
        """Show one sort of work only, all of them for an empty one."""
        self._kind = kind
        self._rebuild()

    def set_folded(self, groups: Iterable[str]) -> None:
        """Fold these groups and no others."""
        self._folded = set(groups)
        self._rebuild()

    def toggle(self, key: str) -> None:
        """Fold a group or unfold it."""
        self._folded ^= {key}
        self._rebuild()

    def take_away(self, key: str) -> None:
        """Leave an item out at once: its end is on the way to the office."""
        self._gone.add(key)
        self._rebuild()

    def counts(self) -> dict[str, int]:
        """Answer how many items each sort of work has, and all together under an empty key."""
        found = {"": 0}
        for group in self._groups():
            for item in group.items:
                found[item.kind] = found.get(item.kind, 0) + 1
            found[""] += group.count
        return found

    def line(self, row: int) -> Line | None:
        """Answer a line, None where there is none."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def item(self, row: int) -> QueueItem | None:
        """Answer the item of a line, None for a group's line."""
        line = self.line(row)
        return line if isinstance(line, QueueItem) else None

    def row_of(self, key: str) -> int:
        """Answer the row of an item or of a group's line, -1 where it is not shown."""
        return next((row for row, line in enumerate(self._lines) if key_of(line) == key), -1)

    def next_item(self, row: int) -> int:
        """Answer the row of the first item at or after a row, the last one before it else, or -1."""
        rows = [at for at, line in enumerate(self._lines) if isinstance(line, QueueItem)]
        return next((at for at in rows if at >= row), rows[-1] if rows else -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Answer how many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer the line itself for the delegate, its words for everybody else."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == LINE_ROLE:
            return line
        spoken = (
            int(Qt.ItemDataRole.DisplayRole),
            int(Qt.ItemDataRole.AccessibleTextRole),
            int(Qt.ItemDataRole.ToolTipRole),
        )
        if int(role) in spoken and self._speak is not None:
            return self._speak(line)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let items be chosen; a group's line is only there to be folded."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return Qt.ItemFlag.NoItemFlags
        if isinstance(line, GroupLine):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._lines = list(self._made())
        self.endResetModel()

    def _made(self) -> Iterable[Line]:
        for group in self._groups():
            held = (*group.items, *self._more.get(group.key, ()))
            items = [item for item in held if self._lets_through(item)]
            if not items:
                continue
            folded = group.key in self._folded
            shown = len(items) if self._kind or self._gone else group.count
            yield GroupLine(group, shown, folded)
            if not folded:
                yield from items


def key_of(line: Line) -> str:
    """Answer what a line is known by."""
    return f"group:{line.group.key}" if isinstance(line, GroupLine) else line.key
