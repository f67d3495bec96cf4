"""The lines of a timeline: what happened, newest first, with a line for each day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from loancrm_desktop import display
from loancrm_desktop.texts import listed, tr

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Shift:
    """One field that was changed, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened.

    Attributes:
        icon: an icon's name.
        role: the colour role of the icon.
        title: what, in a few words.
        who: the person, set before the title in bold.
        text: what was said, perhaps several lines.
        note: right of it: what belongs to the time.
        stages: where a deal went from and to, as (key, name); from may be missing.
        shifts: fields that were changed.
        record: the follow-up or task that can be opened: its kind and number.
    """

    at: datetime
    icon: str
    role: str
    title: str
    who: str = ""
    text: str = ""
    note: str = ""
    stages: tuple[tuple[str, str], ...] = ()
    shifts: tuple[Shift, ...] = ()
    record: tuple[str, int] | None = None

    @property
    def spoken(self) -> str:
        """The whole in words, for a screen reader and for tests."""
        moves = " → ".join(name for _, name in self.stages)
        shifts = listed(f"{each.label} {each.old} → {each.new}" for each in self.shifts).read()
        parts = (self.who, self.title, moves, shifts, self.text)
        return " ".join(part for part in parts if part)


class TimelineListModel(QAbstractListModel):
    """The happenings, with a line for each day before its first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Happening | date] = []
        self._day: date | None = None

    def show_happenings(self, happenings: Sequence[Happening]) -> None:
        """Show other happenings, newest first."""
        self.beginResetModel()
        self._lines, self._day = [], None
        self._lines = self._with_days(happenings)
        self.endResetModel()

    def add_happenings(self, happenings: Sequence[Happening]) -> None:
        """Add older ones at the end."""
        lines = self._with_days(happenings)
        if lines:
            first = len(self._lines)
            self.beginInsertRows(_ROOT, first, first + len(lines) - 1)
            self._lines += lines
            self.endInsertRows()

    def _with_days(self, happenings: Sequence[Happening]) -> list[Happening | date]:
        lines: list[Happening | date] = []
        for happening in happenings:
            day = display.office_time(happening.at).date()
            if day != self._day:
                lines.append(day)
                self._day = day
            lines.append(happening)
        return lines

    def line_at(self, row: int) -> Happening | date | None:
        """Answer a happening or a day."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Answer the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let happenings be gone through by keyboard, days not."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if isinstance(self.line_at(index.row()), Happening):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Answer a line in words; `UserRole` is the thing itself."""
        here = self.line_at(index.row()) if index.isValid() else None
        if here is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return here
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return day_text(here) if isinstance(here, date) else here.spoken
        return None


def day_text(day: date) -> str:
    """Say a day with its weekday: `11-23 周一`."""
    names = (
        tr("Mon"),
        tr("Tue"),
        tr("Wed"),
        tr("Thu"),
        tr("Fri"),
        tr("Sat"),
        tr("Sun"),
    )
    return f"{day.isoformat()} {names[day.weekday()]}"
