"""When the office works: the hours of each weekday, days of its own, and China's holidays."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import office_calendar
from loancrm_desktop.services.language.working_days import Holiday
from loancrm_desktop.services.office_calendar import CalendarShown
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.panel_parts import SettingsPanel
from loancrm_desktop.ui.settings.day_list import DayList
from loancrm_desktop.ui.tasks.calendar_words import weekday_name
from loancrm_desktop.ui.widgets.parts import button, clear_layout, label, line, row
from loancrm_desktop.ui.widgets.segments import SegmentedControl
from loancrm_desktop.ui.widgets.switch import Switch

WEEK = 7
USUAL = "09:00-18:00"
_WIDTH = 150


class WorkingHoursPanel(SettingsPanel):
    """What every limit in working hours and days counts by; in force once it is saved."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Working hours"),
            tr("Limits in working hours and working days count by this calendar."),
            parent,
        )
        self._bridge = bridge
        self._kept: CalendarShown | None = None
        self.worked: list[Switch] = []
        self.hours: list[QLineEdit] = []
        self.body.addWidget(label(tr("Hours of each weekday"), font="bodyStrong"))
        self.body.addLayout(self._week())
        self.body.addWidget(line())
        self.free = DayList(
            tr("Days off of our own"),
            tr("The office rests on these days though others work, such as an office outing."),
        )
        self.extra = DayList(
            tr("Days worked of our own"),
            tr("The office works on these days though they are free, such as a holiday's duty."),
        )
        for each in (self.free, self.extra):
            each.changed.connect(self._show_dirty)
            self.body.addWidget(each)
        self.save = button(tr("Save the working hours"), kind="primary")
        self.save.clicked.connect(self.keep)
        self.drop = button(tr("Take back what is not saved"), kind="ghost")
        self.drop.clicked.connect(self.reload)
        self.body.addLayout(row(None, self.drop, self.save))
        self.body.addWidget(line())
        self.body.addWidget(label(tr("China's public holidays"), font="bodyStrong"))
        self.known = label(role="secondary", wrap=True)
        self.body.addWidget(self.known)
        self.year = SegmentedControl(tr("Year"))
        self.year.chosen.connect(self._show_year)
        self.body.addLayout(row(self.year, None))
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(24)
        self._table.setVerticalSpacing(6)
        self._table.setColumnStretch(1, 1)
        self.body.addLayout(self._table)
        self.weekends = label(role="secondary", wrap=True)
        self.body.addWidget(self.weekends)
        self.body.addStretch(1)
        self.lay_out()
        self._show_dirty()
        bridge.changed.connect(self._on_bridge_changed)

    def _week(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(3, 1)
        for day in range(WEEK):
            name = weekday_name(day)
            switch = Switch(tr("{weekday} is worked", weekday=name))
            switch.toggled.connect(self._on_switched)
            edit = QLineEdit()
            edit.setAccessibleName(tr("Hours on {weekday}", weekday=name))
            edit.setPlaceholderText(tr("Day off"))
            edit.setFixedWidth(_WIDTH)
            edit.textEdited.connect(self._show_dirty)
            self.worked.append(switch)
            self.hours.append(edit)
            grid.addWidget(label(name), day, 0)
            grid.addWidget(switch, day, 1, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(edit, day, 2)
        return grid

    def reload(self) -> None:
        """Read the calendar in force."""
        self._bridge.ask(
            office_calendar.calendar, then=self._on_calendar, failed=self._on_problem, key="hours"
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Read the calendar when the panel is first looked at."""
        super().showEvent(event)
        if self._kept is None:
            self.reload()

    def week(self) -> list[str]:
        """Answer the hours of each weekday as they stand here."""
        return [
            edit.text().strip() if switch.isChecked() else ""
            for switch, edit in zip(self.worked, self.hours, strict=True)
        ]

    def keep(self) -> None:
        """Settle what stands here."""
        self.notice.hide()
        self._bridge.do(
            office_calendar.edit_calendar,
            week=self.week(),
            free=self.free.days(),
            worked=self.extra.days(),
            then=self._on_kept,
            refused=self._on_problem,
        )

    def _on_calendar(self, shown: CalendarShown) -> None:
        self.notice.hide()
        self._show(shown)

    def _show(self, shown: CalendarShown) -> None:
        self._kept = None
        for switch, edit, hours in zip(self.worked, self.hours, shown.week, strict=True):
            switch.setChecked(bool(hours))
            edit.setText(hours)
            edit.setEnabled(bool(hours))
        self.free.show_days(shown.free)
        self.extra.show_days(shown.worked)
        self.known.setText(shown.note.read())
        self._kept = shown
        years = sorted({each.first.year for each in shown.holidays})
        self.year.set_choices([(str(year), str(year), "") for year in years])
        if years:
            self.year.set_current(str(years[-1]))
            self._show_year(str(years[-1]))
        self._show_dirty()

    def _show_year(self, year: str) -> None:
        if self._kept is None:
            return
        clear_layout(self._table)
        chosen = [each for each in self._kept.holidays if str(each.first.year) == year]
        for at, each in enumerate(chosen):
            self._table.addWidget(label(name_of("holiday", each.key, current_language())), at, 0)
            self._table.addWidget(label(_days(each), role="secondary"), at, 1)
        weekends = [each[5:] for each in self._kept.weekends_worked if each.startswith(year)]
        self.weekends.setText(tr("Weekends worked for them: {days}", days="  ".join(weekends)))
        self.weekends.setVisible(bool(weekends))

    def _on_switched(self, _checked: bool) -> None:  # noqa: FBT001 - a signal of Qt
        if self._kept is None:
            return
        for switch, edit in zip(self.worked, self.hours, strict=True):
            edit.setEnabled(switch.isChecked())
            if switch.isChecked() and not edit.text().strip():
                edit.setText(next((each for each in self._kept.week if each), USUAL))
        self._show_dirty()

    def _show_dirty(self, _text: str = "") -> None:
        kept = self._kept
        stands = (self.week(), self.free.days(), self.extra.days())
        dirty = kept is not None and stands != (
            list(kept.week),
            list(kept.free),
            list(kept.worked),
        )
        self.save.setEnabled(dirty)
        self.drop.setVisible(dirty)

    def _on_kept(self, shown: CalendarShown) -> None:
        self._show(shown)
        text = tr("Saved. Limits that begin from now on count by it; those promised stay.")
        self.notice.say(text, "success")

    def _on_problem(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        others = changes.initiator != self._bridge.actor.window
        if others and changes.operation == "office.edit_calendar" and not self.save.isEnabled():
            self.reload()


def _days(holiday: Holiday) -> str:
    count = (holiday.last - holiday.first).days + 1
    return tr(
        "{first} to {last}, {count} days",
        first=f"{holiday.first:%m-%d}",
        last=f"{holiday.last:%m-%d}",
        count=count,
    )
