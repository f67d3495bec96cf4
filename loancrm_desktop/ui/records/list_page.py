"""The list of customers: views, search, conditions, the whole set in one scroll, a preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from PySide6.QtCore import QModelIndex, QPoint, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customer_list
from loancrm_desktop.services.customer_list import ListSummary
from loancrm_desktop.services.customer_table import TableRow
from loancrm_desktop.services.exchange.seen_rows import SeenList
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.exporting.starting import ExportStart
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records import row_commands
from loancrm_desktop.ui.records.cell_editing import CellEditing, CustomerCells
from loancrm_desktop.ui.records.cell_texts import CellTexts
from loancrm_desktop.ui.records.customer_model import CustomerTableModel
from loancrm_desktop.ui.records.found_steps import FoundSteps
from loancrm_desktop.ui.records.list_acts import ListActs
from loancrm_desktop.ui.records.list_columns import columns_for, may_edit_in_place
from loancrm_desktop.ui.records.list_layout import ListParts
from loancrm_desktop.ui.records.list_paper import ListPrinting
from loancrm_desktop.ui.records.list_toolbar import ListToolbar
from loancrm_desktop.ui.records.list_views import ListViews
from loancrm_desktop.ui.records.list_wish import Body, ListWish, wish_of
from loancrm_desktop.ui.records.preview_pane import LayoutMemory
from loancrm_desktop.ui.records.rows_reader import RowsReader
from loancrm_desktop.ui.records.ticked_sum import TickedSum
from loancrm_desktop.ui.records.ticks import Ticks

_TABLES = ("customer", "deal", "task", "follow_up")
_PAUSE_MS = 60


class CustomerListPage(QWidget):
    """All customers the person may see.

    Signals:
        customer_opened: open this customer's page (id).
        customer_window_requested: open it in a window of its own (id).
        new_requested: a new customer is wanted.
        edit_requested: open the form of this customer (id).
        import_requested: a file is to be imported.
        board_requested: the same customers as a board (condition or None).
        said: a sentence for the window to show, and the journal number that undoes it or 0.
    """

    customer_opened = Signal(int)
    customer_window_requested = Signal(int)
    new_requested = Signal()
    edit_requested = Signal(int)
    import_requested = Signal()
    board_requested = Signal(object)
    said = Signal(str, int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge = bridge
        self._words = words
        self._wish = ListWish()
        self._stale = True
        self._now = system_clock()
        self._kept_id: int | None = None
        self.ticks = Ticks(self)
        texts = CellTexts(words, self._clock)
        self._model = CustomerTableModel(columns_for((), words), texts, self.ticks, self)
        self._reader = RowsReader(bridge, self._model, self)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_PAUSE_MS)
        self._again.timeout.connect(self.reload)
        self._build()
        self._connect()
        self._connect_rows()
        self._make_commands()
        if words.ready:
            self._on_words_loaded()

    def _build(self) -> None:
        self.views = ListViews(self._bridge, self._words, self.current_body, self)
        parts = ListParts(self, self._bridge, self._words, self.views, self._model)
        parts.imports.clicked.connect(self.import_requested)
        parts.new.clicked.connect(self.new_requested)
        self._header, self.pane, self.preview = parts.header, parts.pane, parts.preview
        self.conditions, self.toolbar, self.notice = parts.conditions, parts.toolbar, parts.notice
        self.states, self.summary = parts.states, parts.summary
        self.view, self.pinned, self.bulk = parts.view, parts.pinned, parts.bulk
        self._sum = TickedSum(self._bridge, self.bulk, self._model, self._reader)
        self._sum.show_ticks()
        self.acts = ListActs(self._bridge, self._words, self.view, self._reader)
        cells = CustomerCells(self._bridge, self._words, self.view)
        self.editing = CellEditing(self._words, self.view, cells)

    def _connect(self) -> None:
        self._words.loaded.connect(self._on_words_loaded)
        self._bridge.changed.connect(self._on_bridge_changed)
        self._reader.started.connect(self.states.wait)
        self._reader.loaded.connect(self._on_reader_loaded)
        self._reader.failed.connect(self._on_failed)
        self.conditions.changed.connect(self._on_conditions_changed)
        self.toolbar.searched.connect(self._on_toolbar_searched)
        self.toolbar.sort_chosen.connect(self._on_sort_chosen)
        self.toolbar.columns_wanted.connect(self._on_toolbar_columns_wanted)
        self.views.wish_chosen.connect(self.show_wish)
        self.views.columns_chosen.connect(self.show_columns)
        self.views.tabs.said.connect(self.said)
        self.toolbar.board_wanted.connect(self._on_toolbar_board_wanted)
        self.notice.action_requested.connect(self.reload)
        states = self.states
        states.retry_requested.connect(self.reload)
        states.import_requested.connect(self.import_requested)
        states.new_requested.connect(self.new_requested)
        states.where_wanted.connect(self._on_states_where_wanted)
        states.clear_wanted.connect(self.clear_filters)

    def _connect_rows(self) -> None:
        head = self.view.head
        head.sort_chosen.connect(self._on_sort_chosen)
        head.all_toggled.connect(self.acts.toggle_all)
        head.order_dragged.connect(self.show_columns)
        head.width_dragged.connect(self._on_head_width_dragged)
        head.hide_wanted.connect(self._on_head_hide_wanted)
        self.view.opened.connect(self._on_view_opened)
        self.view.current_changed.connect(self._on_view_current_changed)
        self.view.edit_wanted.connect(self._on_view_edit_wanted)
        self.view.menu_wanted.connect(self._on_view_menu_wanted)
        self.bulk.act_wanted.connect(self._on_bulk_act_wanted)
        self.bulk.all_wanted.connect(self.acts.tick_all)
        self.preview.open_requested.connect(self.acts.open_shown)
        self.preview.log_requested.connect(self.acts.log)
        self.preview.menu_requested.connect(self._on_preview_menu_requested)
        acts = self.acts
        acts.opened.connect(self.customer_opened)
        acts.window_wanted.connect(self.customer_window_requested)
        acts.edit_wanted.connect(self.edit_requested)
        acts.said.connect(self.said)
        acts.told.connect(self._on_told)
        self.editing.said.connect(self._on_editing_said)
        self.editing.failed.connect(self._on_failed)

    def _make_commands(self) -> None:
        self._steps = FoundSteps(self.toolbar.search, self.view, self._on_find)
        self.printing = ListPrinting(self._bridge, self._words, self._model, self._reader)
        self.printing.printed.connect(self._on_editing_said)
        self.printing.failed.connect(self._on_failed)
        self.exporting = ExportStart(self._bridge, self)
        self.exporting.serve(self._seen_wish)
        self.exporting.exported.connect(self._on_editing_said)
        self.exporting.failed.connect(self._on_failed)
        runs = {
            **self.acts.commands(),
            row_commands.UNTICK: self._on_escape,
            row_commands.FIND: self._on_find,
            row_commands.FIND_NEXT: self._steps.go_on,
            row_commands.FIND_BEFORE: self._steps.go_back,
            row_commands.PRINT: self.printing.start,
            row_commands.EXPORT: self.exporting.start,
            row_commands.PREVIEW: self.pane.toggle,
        }
        self.commands = row_commands.make_commands(self.view, self, runs)
        self.addActions(self.views.tabs.actions())
        self._offer_acts()

    # What is shown.

    @property
    def model(self) -> CustomerTableModel:
        """The rows shown."""
        return self._model

    @property
    def filters(self) -> ListToolbar:
        """The line with search and conditions."""
        return self.toolbar

    @property
    def wish(self) -> ListWish:
        """What the list is asked for."""
        return self._wish

    def show_wish(self, wish: ListWish) -> None:
        """Show another list: condition, words, order, columns."""
        self._wish = wish
        self.conditions.set_where(wish.where)
        self.toolbar.set_search(wish.search)
        self._dress_columns()
        self._offer_acts()
        self.reload()

    def _seen_wish(self) -> SeenList:
        return SeenList(self._wish.query(), self._wish.columns)

    def current_body(self) -> Body:
        """Answer what a saved view would keep of the list as it is."""
        return self._wish.body()

    def clear_filters(self) -> None:
        """Let everybody in again."""
        self.show_wish(replace(self._wish, where=None, search=""))

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show other columns, or the same in another order."""
        self._wish = replace(self._wish, columns=tuple(keys))
        self._dress_columns()
        self.reload()

    def reload(self) -> None:
        """Read the list again, at the place where it is."""
        self._stale = False
        self._again.stop()
        self._wish = replace(self._wish, search=self.toolbar.search_text)
        self._now = system_clock()
        row = self.view.current_row
        if row is not None and self._reader.wish == self._wish:
            self._kept_id = self._kept_id or row.id
        self._reader.read(self._wish)
        self.views.compare(self._wish)
        self._header.set_status(tr("Trash") if self._wish.trash else "")
        self._bridge.ask(
            customer_list.summary,
            query=self._wish.query(),
            then=self._on_summary,
            failed=self._on_no_summary,
            key="summary",
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list if it changed while it was out of sight."""
        super().showEvent(event)
        if self._stale and self._words.ready:
            self.reload()

    def remember_in(self, memory: LayoutMemory) -> None:
        """Take up, and from now on keep, how wide the preview is and whether it is open."""
        self.pane.remember_in(memory)
        self.views.remember_in(memory)

    def about_to_lock(self) -> None:
        """Save the cell and keep the draft being typed, mask what is shown in full."""
        self.editing.finish()
        self.acts.keep_drafts()
        self.preview.revealing.cover()

    def areas(self) -> list[QWidget]:
        """Answer the parts F6 goes through, in order."""
        parts = (self.toolbar.search, self.view, self.bulk, self.preview)
        return [part for part in parts if part.isVisible()]

    def state(self) -> dict[str, Any]:
        """Answer where the person is, to build the page anew in another language."""
        row = self.view.current_row
        return {
            "body": self.current_body(),
            "trash": self._wish.trash,
            "view": self.views.view_id,
            "ticks": self.ticks.ids,
            "current": None if row is None else row.id,
            "scroll": self.view.verticalScrollBar().value(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go back to where the person was."""
        self._kept_id = cast("int | None", state.get("current"))
        self.ticks.replace(state.get("ticks") or ())
        self.views.put_in_front(int(state.get("view") or 0))
        self.show_wish(replace(wish_of(state.get("body")), trash=bool(state.get("trash"))))

    def _clock(self) -> datetime:
        return self._now

    def _dress_columns(self) -> None:
        columns = columns_for(self._wish.columns, self._words)
        if columns != self._model.columns:
            row = self.view.current_row
            self._kept_id = self._kept_id if row is None else row.id
            self._model.set_columns(columns)
        fields = self._words.fields("customer")
        locked = self._words.read_only("customer")
        may = self._bridge.actor.rights.allows("customers.edit") and not self._wish.trash
        self._model.editable = frozenset(
            one.key for one in columns if may and may_edit_in_place(fields.get(one.key), locked)
        )
        widths = dict(self._wish.widths)
        self.view.show_widths(widths, spare=self._wish.usual_columns)
        self.view.head.show_sort(self._wish.sort)
        self.toolbar.show_sorts(columns, self._wish.sort)

    def _offer_acts(self) -> None:
        rights, trash = self._bridge.actor.rights, self._wish.trash
        self.bulk.offer(row_commands.acts_offered(rights, trash=trash))
        self.commands.allow(rights, trash=trash)

    # What has been read.

    def _on_words_loaded(self) -> None:
        self._dress_columns()
        if self.isVisible():
            self.reload()

    def _on_reader_loaded(self) -> None:
        self.notice.hide()
        self.views.compare(self._wish)
        total = self._model.total
        self.summary.show_count(total)
        if not total:
            self.summary.forget()
            self.states.show_empty(self._wish)
            self.preview.show_row(None)
            return
        self.states.show_rows()
        self._find_current()
        self.view.viewport().update()

    def _find_current(self) -> None:
        """Stay on the customer the keyboard was on, or on the first."""
        kept, self._kept_id = self._kept_id, None
        at = None if kept is None else self._model.row_of(kept)
        here = self.view.currentIndex()
        if at is None:  # gone from the list: whoever moved up stands in its place
            at = min(max(here.row(), 0), self._model.total - 1)
        if at != here.row():
            self.view.go_to_row(at, max(here.column(), 1))
        row = self.view.current_row
        if row is not None and self.preview.row != row:
            self.preview.show_row(row)
            self.preview.read_again()

    def _on_summary(self, summary: ListSummary) -> None:
        if summary.count:
            self.summary.show_figures(summary.amount_fen, summary.average_dwell_s)
        else:
            self.summary.forget()

    def _on_no_summary(self, problem: Problem) -> None:
        """Show no figures; the list itself says what is wrong."""
        del problem
        self.summary.forget()

    def _on_failed(self, problem: Problem) -> None:
        if self._model.total and self.states.shows_rows:
            self.notice.say(str(problem), action=tr("Try again"))
        else:
            self.states.show_problem(problem)

    def _on_told(self, text: str) -> None:
        self.notice.say(text, "warning")

    def _on_editing_said(self, text: str) -> None:
        self.said.emit(text, 0)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if not changes.touches(*_TABLES):
            return
        if self.isVisible():
            self._again.start()
        else:
            self._stale = True

    # What the person does.

    def _wish_for(self, wish: ListWish) -> None:
        if wish != self._wish:
            row = self.view.current_row
            self._kept_id = None if row is None else row.id
            self._wish = wish
            self.reload()

    def _on_conditions_changed(self) -> None:
        self._wish_for(replace(self._wish, where=self.conditions.where()))

    def _on_toolbar_searched(self) -> None:
        self._wish_for(replace(self._wish, search=self.toolbar.search_text))

    def _on_sort_chosen(self, sort: str) -> None:
        self._wish_for(replace(self._wish, sort=sort))
        self.view.head.show_sort(sort)
        self.toolbar.show_sorts(self._model.columns, sort)

    def _on_head_width_dragged(self, key: str, width: int) -> None:
        self._wish = replace(self._wish, widths={**self._wish.widths, key: width})
        self.views.compare(self._wish)

    def _on_head_hide_wanted(self, key: str) -> None:
        self.show_columns([each for each in self._wish.columns if each != key])

    def _on_states_where_wanted(self, where: dict[str, Any] | None) -> None:
        self.show_wish(replace(self._wish, where=where))

    def _on_toolbar_columns_wanted(self, at: QWidget) -> None:
        self.views.choose_columns(self._wish.columns, at)

    def _on_toolbar_board_wanted(self) -> None:
        self.board_requested.emit(self._wish.where)

    def _on_view_opened(self, row: TableRow) -> None:
        self.customer_opened.emit(row.id)

    def _on_view_current_changed(self, row: TableRow | None) -> None:
        if row is not None:
            self.preview.show_row(row)

    def _on_view_edit_wanted(self, index: QModelIndex) -> None:
        self.editing.edit(index)

    def _on_view_menu_wanted(self, place: QPoint) -> None:
        self.commands.open_menu(self.view, place)

    def _on_preview_menu_requested(self, at: QWidget) -> None:
        self.commands.open_menu(self.view, at.mapToGlobal(QPoint(0, at.height())))

    def _on_bulk_act_wanted(self, act: str, at: QWidget) -> None:
        self.acts.run(act, at)

    def _on_find(self) -> None:
        self.toolbar.search.setFocus()
        self.toolbar.search.selectAll()

    def _on_escape(self) -> None:
        if not self.pane.close_overlay():
            self.ticks.clear()
