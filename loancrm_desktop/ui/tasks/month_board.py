"""A month: weeks as rows, days as cells, the first items of each day in it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen

from loancrm_desktop import display
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.task_calendar import CalendarItem
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.tasks import calendar_words as words
from loancrm_desktop.ui.tasks.items_board import ItemsBoard, at_hour_of

MORNING_HOUR = 9
WEEK = 7
_GAP = 2


class MonthBoard(ItemsBoard):
    """The month of a day; the days beside it are paler."""

    def __init__(self) -> None:
        super().__init__()
        self.month = display.office_time(system_clock()).date().replace(day=1)
        self._more: list[tuple[QRect, date, int]] = []
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Month"))

    def step_up(self) -> timedelta:
        """Go a week up or down."""
        return timedelta(days=WEEK)

    def day_place(self, day: date) -> QRect:
        """Answer the cell of a day."""
        if self.calendar is None or not self.calendar.days:
            return QRect()
        at = (day - self.calendar.days[0].day).days
        weeks = max(1, len(self.calendar.days) // WEEK)
        head = self._head()
        width, height = self.viewport().width(), self.viewport().height() - head
        week, weekday = divmod(at, WEEK)
        left, right = width * weekday // WEEK, width * (weekday + 1) // WEEK
        top, bottom = head + height * week // weeks, head + height * (week + 1) // weeks
        return QRect(left, top, right - left, bottom - top)

    def lay_items(self) -> None:
        """Put as many items into each cell as it has room for."""
        self._places, self._more = [], []
        if self.calendar is None:
            return
        by_day: dict[date, list[CalendarItem]] = {}
        for item in self.calendar.items:
            by_day.setdefault(display.office_time(item.at).date(), []).append(item)
        line = theme.current().line("caption") + 4
        for day, items in by_day.items():
            cell = self.day_place(day).adjusted(4, self._number_height(), -5, -2)
            room = max(0, cell.height() // (line + _GAP))
            shown = items if len(items) <= room else items[: max(0, room - 1)]
            for at, item in enumerate(shown):
                top = cell.top() + at * (line + _GAP)
                self._places.append((QRect(cell.left(), top, cell.width(), line), item))
            if len(shown) < len(items):
                top = cell.top() + len(shown) * (line + _GAP)
                place = QRect(cell.left(), top, cell.width(), line)
                self._more.append((place, day, len(items) - len(shown)))

    def moment_at(self, at: QPoint, item: CalendarItem | None = None) -> datetime | None:
        """Answer the day of a cell, at the item's hour."""
        for each in self.calendar.days if self.calendar is not None else ():
            if self.day_place(each.day).contains(at):
                return at_hour_of(each.day, item, self.cursor_at, MORNING_HOUR)
        return None

    def press_place(self, at: QPoint, moment: datetime) -> None:
        """Show the whole day where there is more than fits."""
        for place, day, _ in self._more:
            if place.contains(at):
                self.day_opened.emit(day)
                return
        super().press_place(at, moment)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the names of the days, the cells, the items."""
        del event
        look = theme.current()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), look.colour("surface"))
        if self.calendar is None:
            return
        self._paint_heads(painter)
        drag = self.dragged_to()
        for each in self.calendar.days:
            self._paint_day(
                painter, each.day, target=drag is not None and drag[1].date() == each.day
            )
        for place, item in self._places:
            self.paint_item(painter, place, item)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("accentText"))
        for place, _, count in self._more:
            painter.drawText(
                place, int(Qt.AlignmentFlag.AlignVCenter), tr("{count} more", count=count)
            )

    def _head(self) -> int:
        return theme.current().line("caption") + 12

    def _number_height(self) -> int:
        return theme.current().line("body") + 6

    def _paint_heads(self, painter: QPainter) -> None:
        look = theme.current()
        width = self.viewport().width()
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("textSecondary"))
        for weekday in range(WEEK):
            left = width * weekday // WEEK
            place = QRect(left + 8, 0, width // WEEK - 8, self._head())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), words.weekday_name(weekday))

    def _paint_day(self, painter: QPainter, day: date, *, target: bool) -> None:
        look = theme.current()
        cell = self.day_place(day)
        shown = self.calendar.days if self.calendar is not None else ()
        told = next(each for each in shown if each.day == day)
        beside = day.month != self.month.month
        painter.fillRect(cell, look.colour("surface" if told.working else "surfaceSunken"))
        if target:
            painter.fillRect(cell, look.colour("dropTarget"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("borderSubtle"), 1))
        painter.drawRect(cell)
        top = QRect(cell.left() + 8, cell.top() + 2, cell.width() - 14, self._number_height() - 2)
        today = display.office_time(system_clock()).date()
        number_place = QRect(top.left() - 4, top.top(), 26, top.height())
        if day == today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            painter.drawRoundedRect(number_place.adjusted(0, 1, 0, -1), 9, 9)
        painter.setFont(look.font("bodyStrong" if day == today else "body"))
        role = "textOnAccent" if day == today else "textTertiary" if beside else "text"
        painter.setPen(look.colour(role))
        painter.drawText(number_place, int(Qt.AlignmentFlag.AlignCenter), str(day.day))
        mark = words.day_mark(told)
        if mark:
            painter.setFont(look.font("caption"))
            painter.setPen(look.colour("textSecondary" if told.working else "dangerText"))
            right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(top, right, mark)
        if self.hasFocus() and self.current is None and self.cursor_at.date() == day:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focusRing"), 2))
            painter.drawRect(cell.adjusted(1, 1, -2, -2))
