"""Inputs for a day and for a moment; both may be empty, both can be typed or picked."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme

_DAY = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})日?")
_MOMENT = re.compile(r"(.+?)[\sT]+(\d{1,2})[:：](\d{2})")
DEFAULT_HOUR = 10


class DayEdit(QLineEdit):
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
        icon = theme.current().icon("calendar", "textTertiary")
        pick = self.addAction(icon, QLineEdit.ActionPosition.TrailingPosition)
        pick.setToolTip(tr("Pick a day"))
        pick.triggered.connect(self._on_pick_triggered)
        self.textEdited.connect(self._on_text_edited)
        self.editingFinished.connect(self._on_editing_finished)
        self._popup: QFrame | None = None

    def set_text(self, text: str) -> None:
        """Show a day."""
        self.setText(text)

    def day(self) -> date | None:
        """Answer the day, None when what was typed is no day."""
        return read_day(self.text())

    def _on_text_edited(self) -> None:
        self.edited.emit()

    def _on_editing_finished(self) -> None:
        found = self.day()
        if found is not None:
            self.setText(found.isoformat())
        self.left.emit()

    def _on_pick_triggered(self) -> None:
        self._popup = popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget()
        found = self.day()
        if found is not None:
            calendar.setSelectedDate(QDate(found.year, found.month, found.day))
        calendar.clicked.connect(self._on_calendar_clicked)
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(calendar)
        popup.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        popup.show()
        calendar.setFocus()

    def _on_calendar_clicked(self, picked: QDate) -> None:
        self.setText(f"{picked.year():04d}-{picked.month():02d}-{picked.day():02d}")
        if self._popup is not None:
            self._popup.close()
            self._popup = None
        self.edited.emit()
        self.left.emit()


class MomentEdit(QLineEdit):
    """A moment in the office's time as `2026-11-23 10:00`; a day alone means ten o'clock.

    Signals:
        edited: the person changed it.
    """

    edited = Signal()

    def __init__(self, zone: ZoneInfo = display.OFFICE_ZONE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
