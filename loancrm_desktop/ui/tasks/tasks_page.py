"""What can be done to tasks: opened, made, finished, put off, given, moved."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import task_plans
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.task_calendar import CalendarItem
from loancrm_desktop.services.task_lists import TaskLine
from loancrm_desktop.services.task_plans import TaskSheet, TaskWish
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command, add_letter
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.tasks.asking import FinishPopover, GivePopover
from loancrm_desktop.ui.tasks.task_acts import TaskActs
from loancrm_desktop.ui.tasks.task_dialog import TaskDialog
from loancrm_desktop.ui.tasks.tasks_face import DAY, LIST, MONTH, WEEK
from loancrm_desktop.ui.tasks.tasks_reading import TasksReading
from loancrm_desktop.ui.today.queue_acts import later_times


class TasksPage(TasksReading):
    """The page."""

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(bridge, words, parent)
        self.dialog: TaskDialog | None = None
        self.popover: FinishPopover | GivePopover | None = None
        self._finishing: TaskLine | None = None
        self._giving: list[int] = []
        self.acts = TaskActs(bridge, self)
        self._may_add = bridge.actor.rights.allows("tasks.add")
        self.new.setVisible(self._may_add)
        self._connect()
        self._add_commands()

    def _connect(self) -> None:
        self.new.clicked.connect(self.new_task)
        self.view.doubleClicked.connect(self._on_double_clicked)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_list_menu)
        for board in (self.month, self.hours):
            board.opened.connect(self._on_item_opened)
            board.moved.connect(self.acts.move)
            board.slot_chosen.connect(self._on_slot_chosen)
            board.menu_wanted.connect(self._on_item_menu)
        self.bulk_done.clicked.connect(self.finish)
        self.bulk_later.clicked.connect(self.put_off)
        self.bulk_give.clicked.connect(self.give)
        self.acts.said.connect(self.said)
        self.acts.refused.connect(self._on_refused)
        self.acts.settled.connect(self._soon.start)
        self.acts.saved.connect(self._on_saved)
        self.acts.touched.connect(self._on_touched)

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
