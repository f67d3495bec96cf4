"""The next thing to do for a customer: done, put off, handed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLabel, QMenu, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.tasks import TaskRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.person_popover import PersonPopover
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import button, column, label, row
from loancrm_desktop.ui.widgets.popover import Popover

_HOUR = 10
_SHORT_TITLE = 9


class NextTaskCard(QFrame):
    """One open task.

    Signals:
        done: it is done (task id).
        snoozed: it is put off (task id, datetime).
        handed_over: somebody else does it (task id, person id).
    """

    done = Signal(int)
    snoozed = Signal(int, object)
    handed_over = Signal(int, int)

    def __init__(
        self, task: TaskRow, words: OfficeWords, now: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setProperty("state", "danger" if task.overdue else "warning")
        self._task = task
        self._words = words
        title = label(task.title, font="bodyStrong", wrap=True)
        title.setProperty("role", "error" if task.overdue else "warning")
        due = label(_due_said(task, now), role="error" if task.overdue else "caption")
        due.setFont(theme.current().font("caption"))
        layout = column(margins=(12, 8, 12, 10), spacing=6)
        head = row(_Bell(overdue=task.overdue), title)
        head.setStretch(1, 1)
        layout.addLayout(head)
        who = words.person_name(task.assignee_id)
        whose = label(tr("for {name}", name=who) if who else "", role="caption")
        if len(task.title) <= _SHORT_TITLE:
            head.addWidget(due)
            layout.addWidget(whose)
        else:
            layout.addLayout(row(whose, None, due))
        layout.addWidget(self._build_actions())
        self.setLayout(layout)
        self.setAccessibleName(f"{task.title} {_due_said(task, now)}")

    def _build_actions(self) -> QWidget:
        finish = button(tr("Done"), icon="check", size="small")
        finish.clicked.connect(self._on_done_clicked)
        self.put_off = button(tr("Put off"), icon="clock", size="small")
        menu = QMenu(self.put_off)
        for days, words in ((0, tr("In one hour")), (1, tr("Tomorrow")), (3, tr("In 3 days")),
                            (7, tr("Next week")), (-1, tr("Choose a day…"))):  # fmt: skip
            menu.addAction(words).setData(days)
        menu.triggered.connect(self._on_menu_triggered)
        self.put_off.setMenu(menu)
        self.give = button(tr("Hand over"), icon="user", size="small")
        self.give.clicked.connect(self._on_give_clicked)
        holder = QWidget()
        flow = FlowLayout(holder, spacing=6)
        for action in (finish, self.put_off, self.give):
            flow.addWidget(action)
        return holder

    def _on_done_clicked(self) -> None:
        self.done.emit(self._task.id)

    def _on_menu_triggered(self, action: QAction) -> None:
        days, now = int(action.data()), system_clock()
        if days < 0:
            self._pick_day()
        elif days == 0:
            self.snoozed.emit(self._task.id, now + timedelta(hours=1))
        else:
            day = display.office_time(now) + timedelta(days=days)
            until = day.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
            self.snoozed.emit(self._task.id, until)

    def _pick_day(self) -> None:
        shown = Popover("", self)
        calendar = QCalendarWidget()
        today = display.office_time(system_clock()).date()
        calendar.setMinimumDate(QDate(today.year, today.month, today.day).addDays(1))
        calendar.activated.connect(self._on_day_chosen)
        calendar.clicked.connect(self._on_day_chosen)
        shown.body.addWidget(calendar)
        shown.closed.connect(shown.deleteLater)
        self._calendar = shown
        shown.open_at(self.put_off)

    def _on_day_chosen(self, day: QDate) -> None:
        self._calendar.close()
        until = datetime.combine(
            datetime(day.year(), day.month(), day.day(), tzinfo=display.OFFICE_ZONE).date(),
            time(_HOUR),
            display.OFFICE_ZONE,
        )
        self.snoozed.emit(self._task.id, until)

    def _on_give_clicked(self) -> None:
        people: Sequence[tuple[int, str]] = self._words.links("person")
        shown = PersonPopover(tr("Hand over to"), people, self._task.assignee_id, self)
        shown.chosen.connect(self._on_person_chosen)
        shown.closed.connect(shown.deleteLater)
        shown.open_at(self.give)

    def _on_person_chosen(self, person_id: int) -> None:
        self.handed_over.emit(self._task.id, person_id)


class _Bell(QLabel):
    """The icon before a task's title; its shape, not only its colour, tells overdue."""

    def __init__(self, *, overdue: bool) -> None:
        super().__init__()
        name, role = ("alert", "dangerText") if overdue else ("clock", "warningText")
        self.setPixmap(theme.current().icon(name, role).pixmap(16, 16))


def _due_said(task: TaskRow, now: datetime) -> str:
    if task.due_at is None:
        return ""
    if task.overdue:
        return tr("overdue {time}", time=display.duration(now - task.due_at))
    return display.time_relative(task.due_at, now)
