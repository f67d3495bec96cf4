"""When to get in touch next: typed, picked in a calendar, or with one press a few days ahead."""

from __future__ import annotations

from datetime import datetime, time

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QWidget

from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import button
from loancrm_desktop.ui.widgets.popover import Popover
from loancrm_desktop.ui.widgets.time_edits import DEFAULT_HOUR, MomentEdit

_WIDTH = 156


class PickedMomentEdit(MomentEdit):
    """A moment that can be picked in a calendar too.

    Signals:
        edited: the person changed it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        icon = theme.current().icon("calendar", "textTertiary")
        pick = self.addAction(icon, QLineEdit.ActionPosition.TrailingPosition)
        pick.setToolTip(tr("Pick a day"))
        pick.triggered.connect(self.pick)
        self._calendar: Popover | None = None

    def pick(self) -> None:
        """Open the calendar."""
        shown = Popover("", self)
        calendar = QCalendarWidget()
        calendar.setMinimumDate(_day_of(system_clock()))
        found = self.moment()
        if found is not None:
            calendar.setSelectedDate(_day_of(found))
        calendar.activated.connect(self._on_calendar_chosen)
        calendar.clicked.connect(self._on_calendar_chosen)
        shown.body.addWidget(calendar)
        shown.closed.connect(shown.deleteLater)
        self._calendar = shown
        shown.open_at(self)

    def _on_calendar_chosen(self, day: QDate) -> None:
        before = self.moment()
        hour = time(DEFAULT_HOUR) if before is None else before.time()
        self.setText(f"{day.year():04d}-{day.month():02d}-{day.day():02d} {hour:%H:%M}")
        if self._calendar is not None:
            self._calendar.close()
            self._calendar = None
        self.edited.emit()


class NextDateEdit(QWidget):
    """The moment of the next step with chips for the usual ones, in one line that may wrap.

    Signals:
        edited: the person changed it.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None, *, alone: bool = True) -> None:
        """Make the parts.

        Args:
            parent: the composer.
            alone: lay the parts out here; else the composer puts them among its own.
        """
        super().__init__(parent)
        self.moment_edit = PickedMomentEdit()
        self.moment_edit.setAccessibleName(tr("Next follow-up"))
        self.moment_edit.setPlaceholderText(tr("Next follow-up"))
        self.moment_edit.setMinimumWidth(_WIDTH)
        self.moment_edit.edited.connect(self.edited)
        self.moment_edit.textChanged.connect(self.edited)
        self.chips: list[QWidget] = []
        for days, words in ((1, tr("Tomorrow")), (3, tr("In 3 days")), (7, tr("Next week"))):
            chip = button(words, kind="chip", size="small")
            chip.setObjectName(str(days))
            chip.clicked.connect(self._on_chip_clicked)
            self.chips.append(chip)
        if alone:
            layout = FlowLayout(self, spacing=4)
            for part in (self.moment_edit, *self.chips):
                layout.addWidget(part)

    def _on_chip_clicked(self) -> None:
        self.moment_edit.set_in_days(int(self.sender().objectName()), system_clock())


def _day_of(moment: datetime) -> QDate:
    return QDate(moment.year, moment.month, moment.day)
