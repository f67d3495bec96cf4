"""A week or a day by the hour: what has no hour stands above, a line shows the present."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent

from loancrm_desktop import display
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.task_calendar import CalendarItem, TaskCalendar
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.tasks import calendar_words as words
from loancrm_desktop.ui.tasks.items_board import ItemsBoard

HALF_HOUR_MINUTES = 30
_DAY_BEGINS_HOUR = 8
_ALL_DAY_LINES = 3
_GAP = 2


class HoursBoard(ItemsBoard):
    """Columns of days with their hours."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Calendar by the hour"))
        self._began = False
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def step_up(self) -> timedelta:
        """Go half an hour up or down."""
        return timedelta(minutes=HALF_HOUR_MINUTES)

    def show_calendar(self, calendar: TaskCalendar) -> None:
        """Show some days; the first time from eight o'clock on."""
        super().show_calendar(calendar)
        self._measure()
        if not self._began:
            self._began = True
            above = self.fontMetrics().height()  # the first hour's name is seen whole
            self.verticalScrollBar().setValue(_DAY_BEGINS_HOUR * self._hour() - above)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many hours as there is room for."""
        super().resizeEvent(event)
        self._measure()

    def show_cursor(self) -> None:
        """Scroll to the hour of the cursor."""
        at = round((self.cursor_at.hour + self.cursor_at.minute / 60) * self._hour())
        bar, page = self.verticalScrollBar(), self.viewport().height() - self._head()
        if at < bar.value():
            bar.setValue(at)
        elif at + self._hour() > bar.value() + page:
            bar.setValue(at + self._hour() - page)

    def day_place(self, day: date) -> QRect:
        """Answer the column of a day, below its name."""
        days = self.calendar.days if self.calendar is not None else ()
        if not days:
            return QRect()
        at = (day - days[0].day).days
        left, width = self._times_width(), self.viewport().width() - self._times_width()
        from_x, to_x = left + width * at // len(days), left + width * (at + 1) // len(days)
        head = self._head()
        return QRect(from_x, head, to_x - from_x, self.viewport().height() - head)

    def lay_items(self) -> None:
        """Put the items at their hours; those at the same time stand side by side."""
        self._places = []
        if self.calendar is None:
            return
        by_day: dict[date, list[CalendarItem]] = {}
        for item in self.calendar.items:
            by_day.setdefault(display.office_time(item.at).date(), []).append(item)
        for day, items in by_day.items():
            column = self.day_place(day)
            self._lay_all_day(column, [each for each in items if not each.timed])
            self._lay_timed(column, [each for each in items if each.timed])

    def moment_at(self, at: QPoint, item: CalendarItem | None = None) -> datetime | None:
        """Answer the half hour of a place; above the hours it is the day alone."""
        del item
        for each in self.calendar.days if self.calendar is not None else ():
            column = self.day_place(each.day)
            if not column.left() <= at.x() <= column.right():
                continue
            if at.y() < column.top():
                return datetime.combine(each.day, time(), self.cursor_at.tzinfo)
            y = at.y() - column.top() + self.verticalScrollBar().value()
            steps = min(47, max(0, y * 2 // self._hour()))
            return datetime.combine(
                each.day, time(steps // 2, steps % 2 * 30), self.cursor_at.tzinfo
            )
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint hours, days, items and the line of the present."""
        del event
        look = theme.current()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), look.colour("surface"))
        if self.calendar is None:
            return
        painter.save()
        painter.setClipRect(self.viewport().rect().adjusted(0, self._head(), 0, 0))
        self._paint_hours(painter)
        for place, item in self._places:
            if item.timed:
                self.paint_item(painter, place, item)
        self._paint_drag(painter)
        self._paint_now(painter)
        painter.restore()
        self._paint_heads(painter)
        for place, item in self._places:
            if not item.timed:
                self.paint_item(painter, place, item)

    def item_at(self, at: QPoint) -> CalendarItem | None:
        """Answer the item at a place; hours behind the names of the days do not count."""
        found = super().item_at(at)
        return None if found is not None and found.timed and at.y() < self._head() else found

    def _measure(self) -> None:
        page = max(0, self.viewport().height() - self._head())
        self.verticalScrollBar().setRange(0, max(0, 24 * self._hour() - page))
        self.verticalScrollBar().setPageStep(page)
        self.verticalScrollBar().setSingleStep(self._hour() // 2)

    def _hour(self) -> int:
        return 2 * (theme.current().line("caption") + 6)

    def _times_width(self) -> int:
        return round(56 * theme.current().text_scale)

    def _names_height(self) -> int:
        return theme.current().line("body") + theme.current().line("caption") + 8

    def _head(self) -> int:
        line = theme.current().line("caption") + 4 + _GAP
        return self._names_height() + line * self._all_day_lines() + 4

    def _all_day_lines(self) -> int:
        counts: dict[date, int] = {}
        for item in self.calendar.items if self.calendar is not None else ():
            if not item.timed:
                day = display.office_time(item.at).date()
                counts[day] = counts.get(day, 0) + 1
        return min(_ALL_DAY_LINES, max(counts.values(), default=0))

    def _lay_all_day(self, column: QRect, items: list[CalendarItem]) -> None:
        line = theme.current().line("caption") + 4
        for at, item in enumerate(items[:_ALL_DAY_LINES]):
            top = self._names_height() + at * (line + _GAP)
            self._places.append((QRect(column.left() + 3, top, column.width() - 6, line), item))

    def _lay_timed(self, column: QRect, items: list[CalendarItem]) -> None:
        lanes: dict[datetime, list[CalendarItem]] = {}
        for item in items:
            here = display.office_time(item.at)
            half = here.replace(minute=here.minute // 30 * 30, second=0, microsecond=0)
            lanes.setdefault(half, []).append(item)
        scrolled = self.verticalScrollBar().value()
        for half, together in lanes.items():
            y = column.top() + round((half.hour + half.minute / 60) * self._hour()) - scrolled
            width = (column.width() - 6) // len(together)
            for at, item in enumerate(together):
                left = column.left() + 3 + at * width
                place = QRect(left, y + 1, width - 2, self._hour() // 2 - 2)
                self._places.append((place, item))

    def _paint_hours(self, painter: QPainter) -> None:
        look = theme.current()
        for each in self.calendar.days if self.calendar is not None else ():
            column = self.day_place(each.day)
            if not each.working:
                painter.fillRect(column, look.colour("surfaceSunken"))
            painter.setPen(QPen(look.colour("borderSubtle"), 1))
            painter.drawLine(column.topLeft(), column.bottomLeft())
        scrolled = self.verticalScrollBar().value()
        painter.setFont(look.font("caption"))
        for hour in range(24):
            y = self._head() + hour * self._hour() - scrolled
            painter.setPen(QPen(look.colour("borderSubtle"), 1))
            painter.drawLine(self._times_width(), y, self.viewport().width(), y)
            painter.setPen(look.colour("textTertiary"))
            place = QRect(0, y - self._hour() // 4, self._times_width() - 8, self._hour() // 2)
            right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(place, right, f"{hour:02}:00")
        if self.hasFocus() and self.current is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focusRing"), 2))
            painter.drawRect(self._slot(self.cursor_at).adjusted(1, 1, -2, -2))

    def _slot(self, moment: datetime) -> QRect:
        column = self.day_place(moment.date())
        at = (moment.hour + moment.minute / 60) * self._hour()
        y = column.top() + round(at) - self.verticalScrollBar().value()
        return QRect(column.left(), y, column.width(), self._hour() // 2)

    def _paint_drag(self, painter: QPainter) -> None:
        drag = self.dragged_to()
        if drag is not None:
            look = theme.current()
            painter.setPen(QPen(look.colour("dropTargetBorder"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(look.colour("dropTarget"))
            painter.drawRoundedRect(self._slot(drag[1]), 3, 3)

    def _paint_now(self, painter: QPainter) -> None:
        now = display.office_time(system_clock())
        days = self.calendar.days if self.calendar is not None else ()
        if days and days[0].day <= now.date() <= days[-1].day:
            look = theme.current()
            slot = self._slot(now)
            painter.setPen(QPen(look.colour("danger"), 2))
            painter.drawLine(slot.left(), slot.top(), slot.right(), slot.top())
            painter.setBrush(look.colour("danger"))
            painter.drawEllipse(QPoint(slot.left(), slot.top()), 4, 4)

    def _paint_heads(self, painter: QPainter) -> None:
        look = theme.current()
        today = display.office_time(system_clock()).date()
        bottom = self._head() - 1
        painter.fillRect(0, 0, self.viewport().width(), bottom, look.colour("surface"))
        painter.setPen(QPen(look.colour("border"), 1))
        painter.drawLine(0, bottom, self.viewport().width(), bottom)
        for each in self.calendar.days if self.calendar is not None else ():
            column = self.day_place(each.day)
            place = QRect(column.left() + 8, 4, column.width() - 12, look.line("body"))
            is_today = each.day == today
            painter.setFont(look.font("bodyStrong" if is_today else "body"))
            painter.setPen(look.colour("accentText" if is_today else "text"))
            name = tr(
                "{weekday} {day}", weekday=words.weekday_name(each.day.weekday()), day=each.day.day
            )
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), name)
            painter.setFont(look.font("caption"))
            painter.setPen(look.colour("textSecondary" if each.working else "dangerText"))
            below = QRect(place.left(), place.bottom(), place.width(), look.line("caption"))
            painter.drawText(below, int(Qt.AlignmentFlag.AlignVCenter), words.day_mark(each))

    def _on_scrolled(self) -> None:
        self.lay_items()
        self.viewport().update()
