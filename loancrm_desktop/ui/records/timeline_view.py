"""What happened with a customer, newest first, grouped by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from loancrm_desktop import display
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LEFT = 52
_RIGHT = 16
_HEAD = 22
_LINE = 20
_DAY = 30


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened.

    Attributes:
        icon: an icon's name.
        role: the colour role of the icon.
        title: who and what, in a few words.
        text: what was said, perhaps several lines.
        note: right: who or why.
    """

    at: datetime
    icon: str
    role: str
    title: str
    text: str = ""
    note: str = ""


class TimelineListModel(QAbstractListModel):
    """The happenings, with a line for each day before its first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Happening | date] = []

    def show_happenings(self, happenings: Sequence[Happening]) -> None:
        """Show other happenings, in any order."""
        self.beginResetModel()
        self._lines = []
        day: date | None = None
        for happening in sorted(happenings, key=_moment, reverse=True):
            local = display.office_time(happening.at).date()
            if local != day:
                self._lines.append(local)
                day = local
            self._lines.append(happening)
        self.endResetModel()

    def line_at(self, row: int) -> Happening | date | None:
        """Answer a happening or a day."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Answer the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Answer a line in words; `UserRole` is the thing itself."""
        here = self.line_at(index.row()) if index.isValid() else None
        if here is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return here
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return here.isoformat() if isinstance(here, date) else f"{here.title} {here.text}"
        return None


def _moment(happening: Happening) -> datetime:
    return happening.at


class TimelineDelegate(QStyledItemDelegate):
    """Paints a line; texts wrap, their heights are kept per width."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heights: dict[tuple[str, int], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Answer a day's or a happening's height."""
        del option  # its rectangle is not set yet when heights are asked for
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else 400
        here = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(here, Happening):
            return QSize(width, _DAY)
        return QSize(width, _HEAD + self._text_height(here.text, width) + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a day or a happening."""
        here = index.data(Qt.ItemDataRole.UserRole)
        place: QRect = option.rect  # type: ignore[attr-defined] - the stubs leave it out
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(here, Happening):
            self._paint_happening(painter, place, here)
        elif isinstance(here, date):
            look = theme.current()
            painter.setFont(look.font("caption"))
            painter.setPen(look.colour("textTertiary"))
            painter.drawText(
                place.adjusted(_LEFT, 6, 0, 0), Qt.AlignmentFlag.AlignVCenter, day_text(here)
            )
        painter.restore()

    def _paint_happening(self, painter: QPainter, place: QRect, here: Happening) -> None:
        look = theme.current()
        ring = QRectF(place.left() + 16, place.top() + 2, 24, 24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(f"{here.role}Soft"))
        painter.drawEllipse(ring)
        look.icon(here.icon, f"{here.role}Text", 14).paint(
            painter, ring.toRect().adjusted(5, 5, -5, -5)
        )
        head = QRect(place.left() + _LEFT, place.top() + 3, place.width() - _LEFT - _RIGHT, _HEAD)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("textTertiary"))
        when = f"{display.office_time(here.at):%H:%M}"
        right = f"{when} · {here.note}" if here.note else when
        painter.drawText(head, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
        used = painter.fontMetrics().horizontalAdvance(right) + 12
        painter.setFont(look.font("bodyStrong"))
        painter.setPen(look.colour("text"))
        title = painter.fontMetrics().elidedText(
            here.title, Qt.TextElideMode.ElideRight, head.width() - used
        )
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, title)
        if here.text:
            painter.setFont(look.font("body"))
            painter.setPen(look.colour("textSecondary"))
            below = QRect(head.left(), head.bottom() + 1, head.width(), place.height() - _HEAD)
            painter.drawText(below, _WRAPPED, here.text)

    def _text_height(self, text: str, width: int) -> int:
        if not text:
            return 4
        key = (text, width)
        found = self._heights.get(key)
        if found is None:
            found = self._heights[key] = _wrapped_lines(text, width - _LEFT - _RIGHT) * _LINE
        return found


_WRAPPED = int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWrapAnywhere)


def _wrapped_lines(text: str, width: int) -> int:
    count = 0
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
    for part in text.split("\n"):
        layout = QTextLayout(part, theme.current().font("body"))
        layout.setTextOption(option)
        layout.beginLayout()
        while True:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(60, width))
            count += 1
        layout.endLayout()
    return max(1, count)


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


class TimelineView(QListView):
    """Shows the happenings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.timeline = TimelineListModel(self)
        self.setModel(self.timeline)
        self.setItemDelegate(TimelineDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(tr("Timeline"))
