"""What lies in the trash: who put it there, how long it stays, the way back and the way out."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QTableView, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem, Refused
from loancrm_desktop.services import customers, trash
from loancrm_desktop.services.calls import call_of
from loancrm_desktop.services.lists import BulkResult
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.trash import MOST_AT_ONCE, TrashRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command, add_letter
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.panel_parts import table
from loancrm_desktop.ui.records.table_model import BLOCK_ROWS, Column, RowsTableModel
from loancrm_desktop.ui.widgets.confirm_dialog import ConfirmDialog, Question
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import PageHeader, button, frame, label, row
from loancrm_desktop.ui.widgets.states import StateView

_PAUSE_MS = 200
_TABLES = ("customer", "deal")
_SEARCH_WIDTH = 260
_REFUSALS_SAID = 5


class TrashBinPage(QWidget):
    """The customers in the trash, with the deals that lie there with them.

    Signals:
        said: a sentence for the window to show, and the journal number that undoes it or 0.
    """

    said = Signal(str, int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge = bridge
        self._words = words
        self._stale = True
        self._now: datetime = system_clock()
        self._seq_of: dict[str, int] = {}
        self.dialog: ConfirmDialog | None = None
        columns = (
            Column("name", tr("Customer"), 150),
            Column("phone", tr("Phone no."), 130),
            Column("owner", tr("Held by"), 110),
            Column("deals", tr("Deals with it"), 100, right=True),
            Column("by", tr("Put there by"), 130),
            Column("at", tr("Put there"), 150),
            Column("left", tr("Days left"), 0),
        )
        self.model = RowsTableModel(columns, self._cell_text, self)
        self.model.block_wanted.connect(self._ask)
        self.view = table(self.model, columns, tr("Customers in the trash"))
        self.view.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.reload)
        self._build()
        self._build_commands()
        bridge.changed.connect(self._on_bridge_changed)
        words.loaded.connect(self._pause.start)

    def _build(self) -> None:
        self._header = PageHeader(tr("Trash"))
        self.finder = QLineEdit()
        self.finder.setPlaceholderText(tr("Name, pinyin or phone"))
        self.finder.setAccessibleName(tr("Find in the trash"))
        self.finder.setClearButtonEnabled(True)
        self.finder.setFixedWidth(_SEARCH_WIDTH)
        self.finder.textChanged.connect(self._on_finder_text_changed)
        self._told = label(
            tr("Deals, follow-ups and documents lie here with their customer and come back with "
               "it. After {days} days it may be deleted for good.", days=trash.KEPT_DAYS),
            role="caption",
        )  # fmt: skip
        self._told.setWordWrap(True)
        bar = row(self.finder, self._told, spacing=14, margins=(16, 8, 16, 8))
        bar.setStretchFactor(self._told, 1)
        self.notice = Notice()
        self.states = StateView()
        self.states.retry_requested.connect(self.reload)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.states)
        self._chosen = label(role="secondary")
        self.purge = button(tr("Delete for good …"), kind="danger", icon="trash")
        self.purge.clicked.connect(self.ask_purge)
        self.restore = KeyedButton(tr("Put back"), "R", kind="primary", icon="undo")
        self.restore.clicked.connect(self.put_back)
        foot = frame("footer")
        foot.setLayout(row(self._chosen, None, self.purge, self.restore, margins=(16, 8, 16, 8)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addLayout(bar)
        for part in (self.notice, self._stack, foot):
            layout.addWidget(part)
        layout.setStretchFactor(self._stack, 1)
        QWidget.setTabOrder(self.finder, self.view)
        self._on_selection_changed()

    def _build_commands(self) -> None:
        add_letter(self.view, self, Command("trash.restore", tr("Put the chosen ones back"), "R",
                                            "undo"), self.put_back)  # fmt: skip
        for command, run in (
            (Command("trash.purge", tr("Delete the chosen ones for good"), "Shift+Del", "trash"),
             self.ask_purge),
            (Command("trash.find", tr("Find in the trash"), "Ctrl+F", "search"), self._on_find),
        ):  # fmt: skip
            add_command(self, command, run)

    def areas(self) -> list[QWidget]:
        """Answer the parts F6 goes through, in order."""
        parts = (self.finder, self.view, self.restore)
        return [part for part in parts if part.isVisible()]

    @property
    def chosen(self) -> list[TrashRow]:
        """The rows selected, as far as they have been read."""
        places = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        rows = (self.model.peek(place) for place in places)
        return [each for each in rows if isinstance(each, TrashRow)]

    def reload(self) -> None:
        """Read the trash again."""
        self._stale = False
        self._pause.stop()
        self._now = system_clock()
        self._ask(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Read it if it changed while it was out of sight."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def put_back(self) -> None:
        """Take what is chosen out of the trash."""
        ids = [each.id for each in self.chosen]
        if ids:
            self.restore.setEnabled(False)
            self._bridge.do(
                customers.restore,
                customer_ids=ids,
                then=self._on_restored,
                refused=self._on_problem,
            )

    def ask_purge(self) -> ConfirmDialog | None:
        """Ask before what is chosen goes for good."""
        rows = self.chosen[:MOST_AT_ONCE]
        if not rows or not self.purge.isEnabled():
            return None
        one = rows[0].name if len(rows) == 1 else ""
        question = Question(
            tr("Delete {name} for good?", name=one)
            if one
            else tr("Delete {count} customers for good?", count=len(rows)),
            tr("Deals, follow-ups, tasks and documents go with it. No undo and no backup of this "
               "program brings them back."),
            tr("Delete for good"),
            typed_name=one or tr("delete"),
        )  # fmt: skip
        self.dialog = ConfirmDialog(question, self)
        ids = [each.id for each in rows]
        self.dialog.accepted.connect(self._on_purge_accepted)
        self.dialog.finished.connect(self._on_dialog_finished)
        self.dialog.setProperty("ids", ids)
        self.dialog.open()
        return self.dialog

    def _on_purge_accepted(self) -> None:
        ids = [] if self.dialog is None else list(self.dialog.property("ids"))
        self._bridge.do(
            trash.purge,
            customer_ids=ids,
            confirmed=len(ids),
            then=self._on_purged,
            refused=self._on_problem,
        )

    def _on_dialog_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        self.view.setFocus()

    def _on_restored(self, result: BulkResult) -> None:
        count = len(result.done)
        if count:
            text = tr("{count} customers taken out of the trash", count=count)
            self.said.emit(text, self._seq_of.get(call_of(customers.restore).name, 0))
        self._tell_refused(result)

    def _on_purged(self, result: BulkResult) -> None:
        if result.done:
            self.said.emit(tr("{count} customers deleted for good", count=len(result.done)), 0)
        self._tell_refused(result)

    def _tell_refused(self, result: BulkResult) -> None:
        self._on_selection_changed()
        if not result.refused:
            self.notice.hide()
            return
        texts = list(dict.fromkeys(each.text for each in result.refused))[:_REFUSALS_SAID]
        self.notice.say("\n".join(texts), "warning")

    def _ask(self, block: int) -> None:
        self._bridge.ask(
            trash.page,
            limit=BLOCK_ROWS,
            offset=block * BLOCK_ROWS,
            masks="display",
            search=self.finder.text().strip() or None,
            then=partial(self._on_page, block),
            failed=self._on_read_failed,
            key=("page", block),
        )

    def _on_page(self, block: int, page: trash.TrashPage) -> None:
        if block:
            self.model.put_block(block, page.rows)
            return
        self._header.set_status(
            tr("{total} customers, {due} past their {days} days", total=f"{page.total:,}",
               due=f"{page.due:,}", days=trash.KEPT_DAYS)
        )  # fmt: skip
        self.model.start(page.total, page.rows)
        self._on_selection_changed()
        if page.total:
            self._stack.setCurrentIndex(0)
        else:
            self._show_empty()

    def _show_empty(self) -> None:
        self._stack.setCurrentIndex(1)
        search = self.finder.text().strip()
        if search:
            clear = button(tr("Clear the search"), kind="primary")
            clear.clicked.connect(self.finder.clear)
            self.states.show_empty(
                "search",
                tr("Nobody found in the trash"),
                tr("Nobody matches “{search}”.", search=search),
                [clear],
            )
            return
        self.states.show_empty(
            "trash",
            tr("The trash is empty"),
            tr("What is deleted waits here for {days} days and can be put back.",
               days=trash.KEPT_DAYS),
        )  # fmt: skip

    def _on_read_failed(self, problem: Problem) -> None:
        self._stack.setCurrentIndex(1)
        if isinstance(problem, Refused) and problem.forbidden:
            self.states.show_no_right(tr("You do not see the trash"), str(problem))
        else:
            self.states.show_error(tr("The trash could not be read"), str(problem))

    def _on_problem(self, problem: Problem) -> None:
        self._on_selection_changed()
        self.notice.say(str(problem))

    def _on_selection_changed(self) -> None:
        rows = self.chosen
        self.restore.setEnabled(bool(rows))
        may = self._bridge.actor.rights.allows("customers.purge")
        due = [each for each in rows if each.purge_from <= self._now]
        self.purge.setVisible(may)
        self.purge.setEnabled(may and bool(rows) and len(due) == len(rows))
        tip = tr("Only what has lain here for {days} days can be deleted for good.",
                 days=trash.KEPT_DAYS)  # fmt: skip
        self.purge.setToolTip("" if self.purge.isEnabled() or not may else tip)
        self._chosen.setText(
            tr("{count} chosen", count=f"{len(rows):,}") if rows else tr("Choose who comes back.")
        )

    def _on_finder_text_changed(self) -> None:
        self._pause.start()

    def _on_find(self) -> None:
        self.finder.setFocus()
        self.finder.selectAll()

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        self._seq_of[changes.operation] = changes.seq
        if not changes.touches(*_TABLES):
            return
        if self.isVisible():
            self._pause.start()
        else:
            self._stale = True

    def _cell_text(self, each: TrashRow, key: str) -> str:
        if key == "left":
            return _left_text(each.purge_from - self._now)
        if key == "at":
            return display.time_relative(each.deleted_at, self._now)
        texts = {
            "name": each.name,
            "phone": each.phone or "",
            "owner": self._words.person_name(each.owner_id),
            "by": self._words.person_name(each.deleted_by),
            "deals": str(each.deals) if each.deals else "",
        }
        return texts[key]


def _left_text(left: timedelta) -> str:
    days = left.days + 1 if left > timedelta() else 0
    if days <= 0:
        return tr("may be deleted for good")
    return tr("{count} days", count=days)
