"""Inputs for a day and for a moment; both may be empty, both can be typed or picked."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QWidget

from loancrm_desktop import display
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.popover import Popover

_DAY = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})日?")
_MOMENT = re.compile(r"(.+?)[\sT]+(\d{1,2})[:：](\d{2})")
DEFAULT_HOUR = 10


class _PickedDay(QLineEdit):
    """A line with a calendar behind its icon; Alt+Down opens it, Esc goes back to the line."""

    def __init__(self, parent: QWidget | None = None, *, calendar: bool = True) -> None:
        super().__init__(parent)
        self._popup: Popover | None = None
        self._has_calendar = calendar
        if not calendar:
            return
        icon = theme.current().icon("calendar", "textTertiary")
        pick = self.addAction(icon, QLineEdit.ActionPosition.TrailingPosition)
        pick.setToolTip(tr("Pick a day (Alt+Down)"))
        pick.triggered.connect(self.open_calendar)

    def shown_day(self) -> date | None:
        """Answer the day the calendar begins with."""
        raise NotImplementedError

    def take_day(self, day: date) -> None:
        """Take the day that was picked."""
        raise NotImplementedError

    def open_calendar(self) -> None:
        """Open the calendar at the day typed, else at today."""
        if self.isReadOnly() or not self.isEnabled():
            return
        self._popup = Popover(parent=self)
        self._popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._popup.setAccessibleName(tr("Pick a day"))
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setAccessibleName(tr("Calendar"))
        found = self.shown_day()
        if found is not None:
            calendar.setSelectedDate(QDate(found.year, found.month, found.day))
        calendar.clicked.connect(self._on_calendar_clicked)
        calendar.activated.connect(self._on_calendar_clicked)
        self._popup.body.addWidget(calendar)
        self._popup.open_at(self)
        calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar with Alt+Down."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Down and alt and self._has_calendar:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def _on_calendar_clicked(self, picked: QDate) -> None:
        popup, self._popup = self._popup, None
        if popup is not None:
            popup.close()
        self.take_day(date(picked.year(), picked.month(), picked.day()))


class DayEdit(_PickedDay):
    """A day as `2026-11-23`, with a calendar behind the icon.

    Signals:
        edited: the person changed it.
        left: the person is done with it.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(tr("YYYY-MM-DD"))
        self.textEdited.connect(self._on_text_edited)
        self.editingFinished.connect(self._on_editing_finished)

    def set_text(self, text: str) -> None:
        """Show a day."""
        self.setText(text)

    def day(self) -> date | None:
        """Answer the day, None when what was typed is no day."""
        return read_day(self.text())

    def shown_day(self) -> date | None:
        """Answer the day typed."""
        return self.day()

    def take_day(self, day: date) -> None:
        """Show the day that was picked, and tell."""
        self.setText(day.isoformat())
        self.edited.emit()
        self.left.emit()

    def _on_text_edited(self) -> None:
        self.edited.emit()

    def _on_editing_finished(self) -> None:
        found = self.day()
        if found is not None:
            self.setText(found.isoformat())
        self.left.emit()


class MomentEdit(_PickedDay):
    """A moment in the office's time as `2026-11-23 10:00`; a day alone means ten o'clock.

    Args:
        zone: the office's time.
        parent: the widget it stands in.
        calendar: offer a calendar behind an icon.

    Signals:
        edited: the person changed it.
    """

    edited = Signal()

    def __init__(
        self,
        zone: ZoneInfo = display.OFFICE_ZONE,
        parent: QWidget | None = None,
        *,
        calendar: bool = False,
    ) -> None:
        super().__init__(parent, calendar=calendar)
        self._zone = zone
        self.setPlaceholderText(tr("YYYY-MM-DD HH:MM"))
        self.textEdited.connect(self._on_text_edited)

    def moment(self) -> datetime | None:
        """Answer the moment, None when what was typed is none."""
        text = self.text().strip()
        found = _MOMENT.fullmatch(text)
        day = read_day(found.group(1) if found else text)
        if day is None:
            return None
        hour, minute = (int(found.group(2)), int(found.group(3))) if found else (DEFAULT_HOUR, 0)
        if hour > 23 or minute > 59:
            return None
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=self._zone)

    def set_moment(self, moment: datetime | None) -> None:
        """Show a moment."""
        self.setText("" if moment is None else display.time_exact(moment, self._zone))

    def set_in_days(self, days: int, now: datetime) -> None:
        """Show ten o'clock some days from now."""
        day = now.astimezone(self._zone) + timedelta(days=days)
        self.set_moment(day.replace(hour=DEFAULT_HOUR, minute=0, second=0, microsecond=0))
        self.edited.emit()

    def shown_day(self) -> date | None:
        """Answer the day of the moment typed."""
        found = self.moment()
        return None if found is None else found.date()

    def take_day(self, day: date) -> None:
        """Show the day that was picked at the hour already typed, and tell."""
        before = self.moment()
        hour, minute = (DEFAULT_HOUR, 0) if before is None else (before.hour, before.minute)
        self.set_moment(datetime(day.year, day.month, day.day, hour, minute, tzinfo=self._zone))
        self.edited.emit()

    def _on_text_edited(self) -> None:
        self.edited.emit()


def read_day(text: str) -> date | None:
    """Read a day as people write it: `2026-11-23`, `2026/1/5`, `2026年11月23日`."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
