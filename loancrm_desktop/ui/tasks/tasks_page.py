"""Tasks as a list and in the calendar, with what can be done to them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListWidgetItem, QMenu, QWidget

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import task_calendar, task_lists, task_plans
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.task_calendar import CalendarItem, TaskCalendar
from loancrm_desktop.services.task_lists import TaskLine, TaskPage
from loancrm_desktop.services.task_plans import TaskSheet, TaskWish
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command, add_letter
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.table_model import BLOCK_ROWS
from loancrm_desktop.ui.tasks import calendar_words
from loancrm_desktop.ui.tasks.asking import FinishPopover, GivePopover
from loancrm_desktop.ui.tasks.items_board import ItemsBoard
from loancrm_desktop.ui.tasks.task_acts import TaskActs
from loancrm_desktop.ui.tasks.task_dialog import TaskDialog
from loancrm_desktop.ui.tasks.tasks_face import DAY, LIST, MONTH, WEEK, TasksFace
from loancrm_desktop.ui.today.queue_acts import later_times

SETTLE_MS = 200
_SIDE_FROM = 980
_WEEK_DAYS, _MONTH_DAYS = 7, 42
_TABLES = ("task", "customer")


class TasksPage(TasksFace):
    """The page."""

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(bridge, words, parent)
        self.day = display.office_time(system_clock()).date()
        self.dialog: TaskDialog | None = None
        self.popover: FinishPopover | GivePopover | None = None
        self._finishing: TaskLine | None = None
        self._giving: list[int] = []
        self.acts = TaskActs(bridge, self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self.reload)
        self._may_add = bridge.actor.rights.allows("tasks.add")
        self.new.setVisible(self._may_add)
        self._connect()
        self._add_commands()

    def _connect(self) -> None:
        self.new.clicked.connect(self.new_task)
        self.whose.chosen.connect(self.reload)
        self.looks.chosen.connect(self._on_look_chosen)
        self.search.textChanged.connect(self._soon.start)
        for combo in (self.state_choice, self.when, self.priority, self.sort):
            combo.currentIndexChanged.connect(self._soon.start)
        self.state.retry_requested.connect(self.reload)
        self.model.block_wanted.connect(self._on_block_wanted)
        self.view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.model.modelReset.connect(self._on_selection_changed)
        self.view.doubleClicked.connect(self._on_double_clicked)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_list_menu)
        self.before.clicked.connect(self._on_before_clicked)
        self.after.clicked.connect(self._on_after_clicked)
        self.today.clicked.connect(self.go_today)
        for board in (self.month, self.hours):
            board.opened.connect(self._on_item_opened)
            board.moved.connect(self.acts.move)
            board.slot_chosen.connect(self._on_slot_chosen)
            board.day_opened.connect(self.show_day)
            board.menu_wanted.connect(self._on_item_menu)
            board.turned.connect(self.turn)
        self.bulk_done.clicked.connect(self.finish)
        self.bulk_later.clicked.connect(self.put_off)
        self.bulk_give.clicked.connect(self.give)
        self.next_list.itemActivated.connect(self._on_next_activated)
        self.acts.said.connect(self.said)
        self.acts.refused.connect(self._on_refused)
        self.acts.settled.connect(self._soon.start)
        self.acts.saved.connect(self._on_saved)
        self.acts.touched.connect(self._on_touched)
        self._bridge.changed.connect(self._on_bridge_changed)
        self._words.loaded.connect(self.view.viewport().update)

    def _add_commands(self) -> None:
        letters = (
            (Command("tasks.open", tr("Open task"), ("Return", "Enter"), "edit"), self.open_chosen),
            (Command("tasks.done", tr("Done"), "Space", "check"), self.finish),
            (Command("tasks.later", tr("Put off"), "D", "clock"), self.put_off),
            (Command("tasks.give", tr("Give to …"), "A", "send"), self.give),
        )
        for command, run in letters:
            add_letter(self.view, self, command, run)
        if self._may_add:
            new = Command("tasks.new", tr("New task"), "T", "plus")
            action = add_letter(self.view, self, new, self.new_task)
            self.month.addAction(action)
            self.hours.addAction(action)
        for key, title, keys in (
            (LIST, tr("Tasks as a list"), "Alt+1"),
            (MONTH, tr("Tasks by month"), "Alt+2"),
            (WEEK, tr("Tasks by week"), "Alt+3"),
            (DAY, tr("Tasks by day"), "Alt+4"),
        ):
            command = Command(f"tasks.look.{key}", title, keys, "calendar")
            add_command(self, command, self._on_look_command)
        find = Command("tasks.find", tr("Find a task or customer"), "Ctrl+F", "search", "edit")
        add_command(self, find, self.search.setFocus)

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

    def new_task(self) -> None:
        """Ask for a task; in the calendar at the time the keyboard is on."""
        self._ask_new(None if self.look == LIST else self.board.cursor_at)

    def open_chosen(self) -> None:
        """Open the task the keyboard is on."""
        self._on_double_clicked(self.view.currentIndex())

    def finish(self) -> None:
        """Finish what is chosen; of one task what came of it is asked."""
        found = self._open_ones()
        if len(found) == 1:
            self._ask_finish(found[0])
        elif found:
            self.acts.finish_many([each.id for each in found])

    def put_off(self) -> None:
        """Offer times to put what is chosen off to."""
        ids = [each.id for each in self._open_ones()]
        if ids:
            menu = self._later_menu(self, ids)
            menu.popup(self.bulk_later.mapToGlobal(self.bulk_later.rect().bottomLeft()))

    def give(self) -> None:
        """Ask who gets what is chosen."""
        ids = [each.id for each in self._open_ones()]
        if ids:
            self._ask_give(ids)

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

    def _open_ones(self) -> list[TaskLine]:
        return [each for each in self.chosen() if each.done_at is None]

    def _ask_new(self, due_at: datetime | None) -> None:
        if not self._may_add:
            return
        dialog = self._dialog()
        dialog.begin_at(due_at)
        dialog.made.connect(self._on_made)
        dialog.open()

    def _dialog(self) -> TaskDialog:
        self.dialog = TaskDialog(self._words, self._bridge.actor.user_id, self)
        self.dialog.finished.connect(self._on_dialog_finished)
        return self.dialog

    def _open_task(self, task_id: int) -> None:
        self._bridge.ask(
            task_plans.show,
            task_id=task_id,
            then=self._on_sheet,
            failed=self._on_problem,
            key="sheet",
        )

    def _ask_finish(self, task: TaskLine) -> None:
        about = task.customer_id is not None
        self.popover = FinishPopover(task.title, about_customer=about, parent=self)
        self._finishing = task
        self.popover.finished.connect(self._on_finished)
        self.popover.closed.connect(self.popover.deleteLater)
        self.popover.open_at(self.bulk_done if self.bulk.isVisible() else self.new)

    def _ask_give(self, ids: list[int]) -> None:
        self.popover = GivePopover(self._words, len(ids), self)
        self._giving = ids
        self.popover.given.connect(self._on_given)
        self.popover.closed.connect(self.popover.deleteLater)
        self.popover.open_at(self.bulk_give if self.bulk.isVisible() else self.new)

    def _later_menu(self, parent: QWidget, ids: list[int]) -> QMenu:
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for title, until in later_times(system_clock()):
            menu.addAction(title, partial(self.acts.put_off, ids, until))
        return menu

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

    def _on_double_clicked(self, index: QModelIndex) -> None:
        found = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(found, TaskLine):
            self._open_task(found.id)

    def _on_list_menu(self, at: QPoint) -> None:
        if not self.chosen():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self.view.actions():
            menu.addAction(action)
        menu.popup(self.view.viewport().mapToGlobal(at))

    def _on_item_opened(self, item: CalendarItem) -> None:
        if item.task_id is not None:
            self._open_task(item.task_id)
        elif item.customer_id is not None:
            self.customer_opened.emit(item.customer_id)

    def _on_item_menu(self, item: CalendarItem, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open"), partial(self._on_item_opened, item))
        if not item.done:
            here = display.office_time(item.at)
            for title, days in (
                (tr("A day later"), 1),
                (tr("A week later"), 7),
                (tr("A day earlier"), -1),
            ):
                to = here + timedelta(days=days)
                menu.addAction(title, partial(self.acts.move, item, to))
        if item.task_id is not None and not item.done:
            menu.addSeparator()
            menu.addAction(tr("Done"), partial(self._ask_finish, _line_of(item)))
            menu.addAction(tr("Give to …"), partial(self._ask_give, [item.task_id]))
        menu.popup(at)

    def _on_slot_chosen(self, moment: datetime) -> None:
        self._ask_new(moment)

    def _on_sheet(self, sheet: TaskSheet) -> None:
        if self.dialog is not None and self.dialog.sheet is not None:
            self.dialog.show_sheet(sheet)
            return
        dialog = self._dialog()
        dialog.show_sheet(sheet)
        dialog.changed.connect(self._on_changed)
        dialog.commented.connect(self._on_commented)
        dialog.ticked.connect(self._on_ticked)
        dialog.customer_wanted.connect(self._on_customer_wanted)
        dialog.open()

    def _on_made(self, wish: TaskWish) -> None:
        self.acts.make(wish)

    def _on_changed(self, values: dict[str, Any], checklist: list[Any], repeats: object) -> None:
        if self.dialog is not None and self.dialog.sheet is not None:
            self.acts.rework(self.dialog.sheet, values, checklist, repeats)

    def _on_commented(self, text: str) -> None:
        if self.dialog is not None and self.dialog.sheet is not None:
            self.acts.comment(self.dialog.sheet.id, text)

    def _on_ticked(self, part: int, done: bool) -> None:  # noqa: FBT001 - as Qt's signal carries it
        if self.dialog is not None and self.dialog.sheet is not None:
            self.acts.tick(self.dialog.sheet.id, part, done=done)

    def _on_customer_wanted(self, customer_id: int) -> None:
        if self.dialog is not None:
            self.dialog.reject()
        self.customer_opened.emit(customer_id)

    def _on_dialog_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _on_finished(self, said: dict[str, Any]) -> None:
        if self._finishing is not None:
            self.acts.finish(self._finishing, said)

    def _on_given(self, person_id: int, note: str) -> None:
        self.acts.give(self._giving, (person_id, self._words.person_name(person_id)), note)

    def _on_saved(self) -> None:
        if self.dialog is not None:
            self.dialog.accept()

    def _on_touched(self) -> None:
        if self.dialog is not None and self.dialog.sheet is not None:
            self._open_task(self.dialog.sheet.id)

    def _on_problem(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _on_refused(self, text: str) -> None:
        if self.dialog is not None:
            self.dialog.refuse(text)
        else:
            self.notice.say(text, "warning")

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_TABLES) and self.isVisible():
            self._soon.start()


def _line_of(item: CalendarItem) -> TaskLine:
    """Answer an item of the calendar as the list has it, as far as finishing asks for it."""
    return TaskLine(
        id=item.task_id or 0,
        title=item.title,
        kind=item.kind,
        customer_id=item.customer_id,
        customer_name=item.customer_name,
        deal_id=None,
        assignee_id=item.person_id,
        given_by=None,
        due_at=item.at,
        done_at=None,
        priority=item.priority,
        outcome=None,
        parts=(0, 0),
        comments=0,
        repeats=item.repeats,
        overdue=False,
    )
