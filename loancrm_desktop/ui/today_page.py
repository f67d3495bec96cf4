"""What to do now: my open tasks, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import tasks
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.tasks import TaskRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import (
    PageHeader,
    button,
    clear_layout,
    column,
    frame,
    label,
    row,
    scrolled,
)

SHOWN = 200


class TodayPage(QWidget):
    """My tasks.

    Signals:
        customer_opened: open this customer's page (id).
        counted: how many tasks are overdue or due today.
    """

    customer_opened = Signal(int)
    counted = Signal(int)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge = bridge
        self._shown: tuple[TaskRow, ...] = ()
        self._header = PageHeader(tr("Today"))
        self.new_title = QLineEdit()
        self.new_title.setPlaceholderText(tr("A new task, Enter adds it"))
        self.new_title.setMinimumWidth(320)
        self.new_title.returnPressed.connect(self._on_new_title_entered)
        self._header.add_action(self.new_title)
        self.notice = Notice()
        content = QWidget()
        self._lines = QVBoxLayout(content)
        self._lines.setContentsMargins(16, 12, 16, 16)
        self._lines.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self.notice)
        layout.addWidget(scrolled(content), 1)
        bridge.changed.connect(self._on_bridge_changed)

    @property
    def shown(self) -> Sequence[TaskRow]:
        """The tasks shown."""
        return self._shown

    def reload(self) -> None:
        """Read the tasks."""
        self._bridge.ask(
            tasks.page,
            mine=True,
            due="all",
            limit=SHOWN,
            then=self._on_tasks,
            failed=self._on_problem,
            key="tasks",
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Read the tasks each time the page is looked at."""
        super().showEvent(event)
        self.reload()

    def _on_tasks(self, rows: Sequence[TaskRow]) -> None:
        self._shown = tuple(rows)
        clear_layout(self._lines)
        now = system_clock()
        today = display.office_time(now).date()
        groups: dict[str, list[TaskRow]] = {}
        for task in rows:
            groups.setdefault(_group(task, today), []).append(task)
        for title, members in groups.items():
            self._lines.addLayout(_heading(title, len(members)))
            for task in members:
                self._lines.addWidget(self._card(task))
        if not rows:
            self._lines.addWidget(label(tr("Nothing to do. Well done."), role="secondary"))
        self._lines.addStretch(1)
        urgent = sum(len(groups.get(name, ())) for name in (tr("Overdue"), tr("Due today")))
        self._header.set_status(tr("{count} open tasks", count=len(rows)))
        self.counted.emit(urgent)

    def _card(self, task: TaskRow) -> QWidget:
        card = frame("card")
        words = column(label(task.title, font="bodyStrong"), spacing=1)
        if task.due_at is not None:
            when = display.time_relative(task.due_at, system_clock())
            words.addWidget(label(when, role="error" if task.overdue else "caption"))
        layout = row(margins=(14, 8, 10, 8), spacing=10)
        picture = QLabel()
        icon, role = ("alert", "danger") if task.overdue else ("clock", "textTertiary")
        picture.setPixmap(theme.current().icon(icon, role).pixmap(16, 16))
        layout.addWidget(picture)
        layout.addLayout(words, 1)
        if task.customer_id is not None:
            who = button(task.customer_name or "", kind="link")
            who.setObjectName(str(task.customer_id))
            who.clicked.connect(self._on_customer_clicked)
            layout.addWidget(who)
        done = button(tr("Done"), icon="check", size="small")
        done.setObjectName(str(task.id))
        done.clicked.connect(self._on_done_clicked)
        layout.addWidget(done)
        card.setLayout(layout)
        return card

    def _on_customer_clicked(self) -> None:
        self.customer_opened.emit(int(self.sender().objectName()))

    def _on_done_clicked(self) -> None:
        task_id = int(self.sender().objectName())
        self._bridge.do(tasks.done, task_id=task_id, refused=self._on_problem)

    def _on_new_title_entered(self) -> None:
        title = self.new_title.text().strip()
        if title:
            self._bridge.do(tasks.add, title=title, then=self._on_added, refused=self._on_problem)

    def _on_added(self, task_id: int) -> None:
        del task_id
        self.new_title.clear()

    def _on_problem(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches("task"):
            self.reload()


def _group(task: TaskRow, today: object) -> str:
    if task.overdue:
        return tr("Overdue")
    if task.due_at is None:
        return tr("Without a date")
    if display.office_time(task.due_at).date() == today:
        return tr("Due today")
    return tr("Later")


def _heading(title: str, count: int) -> QHBoxLayout:
    return row(label(title, font="bodyStrong"), label(str(count), role="caption"), None)
