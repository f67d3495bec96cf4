"""Tasks as they are read: the list block by block, or the days of the calendar; turned, reread."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListWidgetItem, QWidget

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import task_calendar, task_lists
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.task_calendar import TaskCalendar
from loancrm_desktop.services.task_lists import TaskLine, TaskPage
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.table_model import BLOCK_ROWS
from loancrm_desktop.ui.tasks import calendar_words
from loancrm_desktop.ui.tasks.items_board import ItemsBoard
from loancrm_desktop.ui.tasks.tasks_face import DAY, LIST, MONTH, WEEK, TasksFace

SETTLE_MS = 200
_SIDE_FROM = 980
_WEEK_DAYS, _MONTH_DAYS = 7, 42
_TABLES = ("task", "customer")


class TasksReading(TasksFace):
    """Asks for what is shown, when it is looked at and whenever it changes."""

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(bridge, words, parent)
        self.day = display.office_time(system_clock()).date()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self.reload)
        self.whose.chosen.connect(self.reload)
        self.looks.chosen.connect(self._on_look_chosen)
        self.search.textChanged.connect(self._soon.start)
        for combo in (self.state_choice, self.when, self.priority, self.sort):
            combo.currentIndexChanged.connect(self._soon.start)
        self.state.retry_requested.connect(self.reload)
        self.model.block_wanted.connect(self._on_block_wanted)
        self.view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.model.modelReset.connect(self._on_selection_changed)
        self.before.clicked.connect(self._on_before_clicked)
        self.after.clicked.connect(self._on_after_clicked)
        self.today.clicked.connect(self.go_today)
        self.next_list.itemActivated.connect(self._on_next_activated)
        self._bridge.changed.connect(self._on_bridge_changed)
        self._words.loaded.connect(self.view.viewport().update)
        for board in (self.month, self.hours):
            board.day_opened.connect(self.show_day)
            board.turned.connect(self.turn)

    @property
    def board(self) -> ItemsBoard:
        """The calendar shown, or that would be."""
        return self.month if self.look == MONTH else self.hours

    def reload(self) -> None:
        """Read again what is shown."""
        self.wait()
        if self.look == LIST:
            self._bridge.ask(
                task_lists.listed,
                query=self.query(),
                limit=BLOCK_ROWS,
                then=self.show_page,
                failed=self.show_problem,
                key="tasks",
            )
            return
        first, days = self._days()
        self.span.setText(
            calendar_words.month_title(self.day)
            if self.look == MONTH
            else calendar_words.span_title(first, days)
        )
        self._bridge.ask(
            task_calendar.calendar,
            first=first,
            days=days,
            whose_tasks=self.whose_tasks(),
            then=self._on_calendar,
            failed=self.show_problem,
            key="tasks",
        )

    def show_look(self, look: str) -> None:
        """Show the list, the month, the week or the day."""
        self.looks.set_current(look)
        self._on_look_chosen(look)

    def show_day(self, day: date) -> None:
        """Show one day by the hour."""
        self.day = day
        self.show_look(DAY)

    def go_today(self) -> None:
        """Show the days around today."""
        self.day = display.office_time(system_clock()).date()
        self.reload()

    def turn(self, step: int) -> None:
        """Show the days before or after."""
        if self.look == MONTH:
            months = self.day.year * 12 + self.day.month - 1 + step
            self.day = date(months // 12, months % 12 + 1, 1)
        else:
            self.day += timedelta(days=step * (_WEEK_DAYS if self.look == WEEK else 1))
        self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the tasks each time they are looked at."""
        super().showEvent(event)
        (self.view if self.look == LIST else self.board).setFocus()
        self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the panel out where the calendar needs the room."""
        super().resizeEvent(event)
        self._show_side()

    def _days(self) -> tuple[date, int]:
        if self.look == DAY:
            return self.day, 1
        first = self.day.replace(day=1) if self.look == MONTH else self.day
        monday = first - timedelta(days=first.weekday())
        return monday, _MONTH_DAYS if self.look == MONTH else _WEEK_DAYS

    def _show_side(self) -> None:
        self.side.setVisible(self.look != LIST and self.width() >= _SIDE_FROM)

    def _on_look_command(self) -> None:
        self.show_look(self.sender().objectName().rpartition(".")[2])

    def _on_look_chosen(self, look: str) -> None:
        listed = look == LIST
        self.filters.setVisible(listed)
        self.turning.setVisible(not listed)
        self._show_side()
        self._on_selection_changed()
        self.reload()

    def _on_before_clicked(self) -> None:
        self.turn(-1)

    def _on_after_clicked(self) -> None:
        self.turn(1)

    def _on_calendar(self, calendar: TaskCalendar) -> None:
        if self.look == LIST:
            return
        if self.look == MONTH:
            self.month.month = self.day.replace(day=1)
        self.board.show_calendar(calendar)
        self.show_board()
        open_ones = [each for each in calendar.items if each.kind == "task" and not each.done]
        self.header.set_status(tr("{count} open tasks in sight", count=len(open_ones)))
        self.notice.hide()
        if calendar.cut:
            self.notice.say(tr("There is more than can be shown; choose fewer days."), "info")
        self.next_list.clear()
        for each in calendar.items:
            if each.kind == "contact" and each.at >= calendar.at - timedelta(days=1):
                line = QListWidgetItem(
                    tr(
                        "{when}  {name}",
                        when=display.time_exact(each.at)[5:],
                        name=each.customer_name,
                    )
                )
                line.setData(Qt.ItemDataRole.UserRole, each.customer_id)
                self.next_list.addItem(line)

    def _on_next_activated(self, line: QListWidgetItem) -> None:
        self.customer_opened.emit(line.data(Qt.ItemDataRole.UserRole))

    def _on_block_wanted(self, block: int) -> None:
        self._bridge.ask(
            task_lists.listed,
            query=self.query(),
            limit=BLOCK_ROWS,
            offset=block * BLOCK_ROWS,
            then=partial(self._on_block, block),
            failed=partial(self._on_block_failed, block),
            key=("block", block),
        )

    def _on_block(self, block: int, page: TaskPage) -> None:
        self.model.put_block(block, page.rows)

    def _on_block_failed(self, block: int, problem: Problem) -> None:
        self.model.give_up_block(block)
        self.notice.say(str(problem))

    def _on_selection_changed(self) -> None:
        count = len(self._open_ones()) if self.look == LIST else 0
        self.bulk.setVisible(count > 0)
        self.bulk_count.setText(tr("{count} chosen", count=count))

    def _open_ones(self) -> list[TaskLine]:
        return [each for each in self.chosen() if each.done_at is None]

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_TABLES) and self.isVisible():
            self._soon.start()
