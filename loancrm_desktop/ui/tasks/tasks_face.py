"""What the page of tasks shows: the list with its filters, or the calendar, and who is next."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListWidget,
    QStackedWidget,
    QTableView,
    QWidget,
)

from loancrm_desktop import display
from loancrm_desktop.errors import Problem, Refused
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.task_lists import TaskLine, TaskPage, TaskQuery, Whose
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.ownership.cut_text_delegate import CutTextDelegate
from loancrm_desktop.ui.panel_parts import table
from loancrm_desktop.ui.records.table_model import Column, RowsTableModel
from loancrm_desktop.ui.tasks.calendar_words import priority_key
from loancrm_desktop.ui.tasks.hours_board import HoursBoard
from loancrm_desktop.ui.tasks.month_board import MonthBoard
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import (
    PageHeader,
    button,
    column,
    frame,
    icon_button,
    label,
    row,
)
from loancrm_desktop.ui.widgets.priority_mark import priority_name
from loancrm_desktop.ui.widgets.segments import SegmentedControl
from loancrm_desktop.ui.widgets.skeleton import LATE_MS, Skeleton
from loancrm_desktop.ui.widgets.states import StateView

LIST, MONTH, WEEK, DAY = "list", "month", "week", "day"
_LIST_PAGE, _MONTH_PAGE, _HOURS_PAGE, _STATE_PAGE, _WAIT_PAGE = range(5)
_SIDE_WIDTH = 240


class TasksFace(QWidget):
    """The page without what it does.

    Signals:
        said: a sentence, and the journal number that undoes it or 0.
        customer_opened: open this customer's page (id).
    """

    said = Signal(str, int)
    customer_opened = Signal(int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge, self._words = bridge, words
        self.read = False
        self._build_head()
        self._build_filters()
        self._build_turning()
        self._build_bodies()
        self._build_bulk()
        self._lay_out()

    def _build_head(self) -> None:
        self.header = PageHeader(tr("Task schedule"))
        self.new = KeyedButton(tr("New task"), "T", kind="primary", icon="plus")
        self.header.add_action(self.new)
        self.whose = SegmentedControl(tr("Whose tasks"))
        choices = [("mine", tr("Mine"), "user"), ("given", tr("Given by me"), "send")]
        if self._bridge.actor.rights.scope != "own":
            choices.insert(1, ("team", tr("Team"), "users"))
        self.whose.set_choices(choices, [each[1] for each in choices])
        # Whoever leads the whole office has hardly tasks of the own.
        leads = self._bridge.actor.role_key == "owner"
        self.whose.set_current("team" if leads else "mine")
        self.looks = SegmentedControl(tr("View"))
        looks = [
            (LIST, tr("List"), "list"),
            (MONTH, tr("Month"), "calendar"),
            (WEEK, tr("Week"), "columns"),
            (DAY, tr("One day"), "clock"),
        ]
        self.looks.set_choices(looks, [each[1] for each in looks])
        self.looks.set_current(LIST)

    def _build_filters(self) -> None:
        self.state_choice = _combo(
            tr("Open or done"), (("open", tr("Not done yet")), ("done", tr("Done")))
        )
        self.when = _combo(
            tr("Due"),
            (
                ("all", tr("Any time")),
                ("overdue", tr("Overdue")),
                ("today", tr("Due today")),
                ("week", tr("Next seven days")),
                ("none", tr("Without a time")),
            ),
        )
        self.priority = _combo(
            tr("Priority"),
            ((0, tr("Any priority")), (1, priority_name("high")), (2, priority_name("urgent"))),
        )
        self.sort = _combo(
            tr("Order"),
            (
                ("due", tr("by time, earliest first")),
                ("-due", tr("by time, latest first")),
                ("priority", tr("by priority")),
                ("title", tr("by title")),
                ("customer", tr("by customer")),
                ("-done", tr("last done first")),
            ),
        )
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find a task or customer"))
        self.search.setAccessibleName(tr("Find a task or customer"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(220)
        self.filters = QWidget()
        line = FlowLayout(self.filters, spacing=8)
        self.search.setMinimumWidth(180)
        for each in (self.search, self.state_choice, self.when, self.priority, self.sort):
            line.addWidget(each)

    def _build_turning(self) -> None:
        self.before = icon_button("left", tr("Earlier (Page Up)"))
        self.after = icon_button("right", tr("Later (Page Down)"))
        self.today = button(tr("Go to today"), size="small")
        self.span = label(font="bodyStrong")
        self.turning = QWidget()
        self.turning.setLayout(row(self.before, self.today, self.after, self.span, None))
        self.turning.hide()

    def _build_bodies(self) -> None:
        columns = (
            Column("title", tr("Task"), 0),
            Column("customer", tr("Customer"), 110),
            Column("due", tr("Due"), 150),
            Column("priority", tr("Priority"), 70),
            Column("who", tr("Assignee"), 90),
            Column("giver", tr("Given by"), 90),
            Column("more", tr("Details"), 150),
        )
        self.model = RowsTableModel(columns, self._cell_text, self)
        self.view = table(self.model, columns, tr("Tasks"))
        self._delegate = CutTextDelegate(self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.month = MonthBoard()
        self.hours = HoursBoard()
        self.state = StateView()
        self._skeleton = Skeleton()
        self._skeleton.show_rows(0, (0, 110, 150, 70, 90))
        self.stack = QStackedWidget()
        for each in (self.view, self.month, self.hours, self.state, self._skeleton):
            self.stack.addWidget(each)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self._late.timeout.connect(self._on_late_timeout)
        self.notice = Notice()
        self.next_list = QListWidget()
        self.next_list.setAccessibleName(tr("Next follow-ups"))
        self.next_list.setFrameShape(QFrame.Shape.NoFrame)
        self.side = QFrame()
        self.side.setProperty("role", "side")
        title = label(tr("Next follow-ups"), font="bodyStrong")
        self.side.setLayout(column(title, self.next_list, margins=(12, 12, 12, 12)))
        self.side.setFixedWidth(round(_SIDE_WIDTH * min(theme.current().text_scale, 1.4)))
        self.side.hide()

    def _build_bulk(self) -> None:
        self.bulk = frame("toolbar")
        self.bulk_count = label()
        self.bulk_done = button(tr("Done"), icon="check", size="small")
        self.bulk_later = button(tr("Put off"), icon="clock", size="small")
        self.bulk_give = button(tr("Give to …"), icon="send", size="small")
        parts = (self.bulk_count, self.bulk_done, self.bulk_later, self.bulk_give)
        self.bulk.setLayout(row(*parts, None, margins=(16, 4, 16, 4)))
        self.bulk.hide()

    def _lay_out(self) -> None:
        toolbar = frame("toolbar")
        toolbar.setMinimumHeight(theme.current().layout("toolbar"))
        bar = row(self.looks, self.whose, self.turning, None, margins=(16, 6, 16, 6))
        toolbar.setLayout(bar)
        body = column(self.notice, self.filters, self.stack, margins=(16, 12, 16, 16))
        body.setStretchFactor(self.stack, 1)
        middle = row(spacing=0)
        middle.addLayout(body, 1)
        middle.addWidget(self.side)
        whole = column(self.header, toolbar, self.bulk, spacing=0)
        whole.addLayout(middle, 1)
        self.setLayout(whole)

    @property
    def look(self) -> str:
        """How tasks are shown now."""
        return self.looks.current

    def query(self) -> TaskQuery:
        """Answer which tasks the list is asked for."""
        return TaskQuery(
            whose=self.whose_tasks(),
            state=self.state_choice.currentData(),
            when=self.when.currentData(),
            search=self.search.text().strip(),
            priority=self.priority.currentData(),
            sort=self.sort.currentData(),
        )

    def whose_tasks(self) -> Whose:
        """Answer whose tasks are shown."""
        match self.whose.current:
            case "team" | "given" as chosen:
                return chosen
            case _:
                return "mine"

    def show_page(self, page: TaskPage) -> None:
        """Show the first block of the list."""
        self._late.stop()
        self.read = True
        before = self.chosen_ids()
        self.model.start(page.total, page.rows)
        for task_id in before:
            at = self.model.row_of(task_id)
            if at is not None:
                self.view.selectRow(at)
        self.header.set_status(
            tr(
                "{count} tasks, {late} overdue, {today} today",
                count=f"{page.total:,}",
                late=f"{page.overdue:,}",
                today=f"{page.today:,}",
            )
        )
        if page.total:
            self.stack.setCurrentIndex(_LIST_PAGE)
            if self.view.currentIndex().row() < 0:
                here = QItemSelectionModel.SelectionFlag.NoUpdate
                self.view.selectionModel().setCurrentIndex(self.model.index(0, 0), here)
            if not before:
                self.view.clearSelection()
        else:
            self._show_empty()

    def show_board(self) -> None:
        """Show the calendar."""
        self._late.stop()
        self.read = True
        self.stack.setCurrentIndex(_MONTH_PAGE if self.look == MONTH else _HOURS_PAGE)

    def show_problem(self, problem: Problem) -> None:
        """Say why there is nothing to see."""
        self._late.stop()
        if isinstance(problem, Refused) and problem.forbidden:
            self.state.show_no_right(tr("Tasks are not open to your role"), str(problem))
        else:
            self.state.show_error(tr("The tasks could not be read"), str(problem))
        self.stack.setCurrentIndex(_STATE_PAGE)

    def wait(self) -> None:
        """Show grey shapes if the answer takes longer than a blink."""
        if not self.read:
            self._late.start()

    def chosen_ids(self) -> list[int]:
        """Answer the tasks chosen in the table, in its order."""
        return [each.id for each in self.chosen()]

    def chosen(self) -> list[TaskLine]:
        """Answer the lines chosen in the table, in its order."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        found = [self.model.peek(at) for at in rows]
        return [each for each in found if isinstance(each, TaskLine)]

    def clear_filters(self) -> None:
        """Show every open task again."""
        self.search.clear()
        for each in (self.state_choice, self.when, self.priority):
            each.setCurrentIndex(0)

    def _filtered(self) -> bool:
        query = self.query()
        return bool(query.search or query.priority or query.when != "all" or query.state == "done")

    def _show_empty(self) -> None:
        if self._filtered():
            clear = button(tr("Clear filters"), kind="primary")
            clear.clicked.connect(self.clear_filters)
            title, text = tr("No task is like that"), tr("Take filters away to see more tasks.")
            self.state.show_empty("filter", title, text, [clear])
        else:
            texts = {
                "mine": tr("Nothing to do. New tasks, and those given to you, come here."),
                "team": tr("Nobody you look after has an open task."),
                "given": tr("Tasks you give to others stay in sight here until they are done."),
            }
            text = texts[self.whose.current]
            self.state.show_empty("check-circle", tr("No open tasks"), text)
        self.stack.setCurrentIndex(_STATE_PAGE)

    def _on_late_timeout(self) -> None:
        self.stack.setCurrentIndex(_WAIT_PAGE)

    def _cell_text(self, each: TaskLine, key: str) -> str:
        told = {
            "customer": each.customer_name,
            "due": _due_words(each),
            "priority": priority_name(priority_key(each.priority)) if each.priority else "",
            "who": self._words.person_name(each.assignee_id),
            "giver": self._words.person_name(each.given_by) if each.given_by else "",
            "more": _details(each),
        }
        return told.get(key, each.title)


def _combo(name: str, choices: tuple[tuple[object, str], ...]) -> CalmCombo:
    made = CalmCombo()
    made.setAccessibleName(name)
    made.setToolTip(name)
    for key, title in choices:
        made.addItem(title, key)
    return made


def _due_words(each: TaskLine) -> str:
    if each.done_at is not None:
        return tr("done {when}", when=display.time_exact(each.done_at))
    if each.due_at is None:
        return ""
    if each.overdue:
        late = display.duration(system_clock() - each.due_at)
        return tr("late by {time}", time=late)
    return display.time_exact(each.due_at)


def _details(each: TaskLine) -> str:
    found: list[str] = []
    total, done = each.parts
    if total:
        found.append(tr("{done} of {total} ticked", done=done, total=total))
    if each.comments:
        found.append(tr("{count} comments", count=each.comments))
    if each.repeats:
        found.append(tr("repeated"))
    if each.outcome:
        found.append(each.outcome)
    return tr(", ").join(found)
