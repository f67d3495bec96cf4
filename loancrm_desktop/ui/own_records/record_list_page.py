"""The list of one record type of the office's own: views, search, conditions, columns, ticks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any, cast

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import own_record_list
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.own_record_list import OwnRow
from loancrm_desktop.services.record_types import TypeRow
from loancrm_desktop.services.views import SavedViewRow
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.chips import FilterChips
from loancrm_desktop.ui.conditions.column_chooser import ColumnChooser, field_columns
from loancrm_desktop.ui.conditions.view_tabs import ViewTabs
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.own_records import record_acts
from loancrm_desktop.ui.own_records.record_acts import RecordActs
from loancrm_desktop.ui.own_records.record_cells import cells_of, editable
from loancrm_desktop.ui.own_records.record_columns import (
    SPECIAL,
    USUAL_SORT,
    RecordTexts,
    columns_of,
    usual_wish,
)
from loancrm_desktop.ui.own_records.record_states import RecordStates
from loancrm_desktop.ui.records.bulk_bar import BulkBar
from loancrm_desktop.ui.records.customer_model import CustomerTableModel
from loancrm_desktop.ui.records.list_columns import NAME
from loancrm_desktop.ui.records.list_toolbar import ListToolbar
from loancrm_desktop.ui.records.list_wish import Body, ListWish, wish_of
from loancrm_desktop.ui.records.pinned_columns import PinnedColumns
from loancrm_desktop.ui.records.rows_reader import RowsReader, RowsSource
from loancrm_desktop.ui.records.rows_view import RowsView
from loancrm_desktop.ui.records.ticks import Ticks
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import PageHeader, frame, icon_button, label, line, row

_TABLES = ("own_record", "customer", "deal")
_PAUSE_MS = 60
_EVERYTHING, _TRASH = "all", "trash"


class RecordListPage(QWidget):
    """All records of one type that the person may see.

    Signals:
        record_requested: open this record's form (kind, id, 0 for a new one; what it begins with).
        customer_opened: open this customer's page (id).
        said: a sentence for the window to show, and the journal number that undoes it or 0.
    """

    record_requested = Signal(str, int, dict)
    customer_opened = Signal(int)
    said = Signal(str, int)

    def __init__(
        self, bridge: Bridge, words: OfficeWords, own: TypeRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge, self._words, self._own = bridge, words, own
        self._wish = usual_wish(words, own.kind)
        self._stale = True
        self._now = system_clock()
        self.ticks = Ticks(self)
        texts = RecordTexts(words, own.kind, self._clock)
        columns = columns_of(own.kind, self._wish.columns, words)
        self._model = CustomerTableModel(columns, texts, self.ticks, self)
        source = RowsSource(own_record_list.table, own_record_list.ids, {"kind": own.kind})
        self._reader = RowsReader(bridge, self._model, self, source)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_PAUSE_MS)
        self._again.timeout.connect(self.reload)
        self.chooser: ColumnChooser | None = None
        self._build()
        self._lay_out()
        self._connect()
        self.acts = RecordActs(bridge, words, own, self)
        self.acts.said.connect(self.said)
        self.editing = cells_of(bridge, words, self.view, own.kind)
        self.editing.said.connect(self._on_told)
        self.editing.failed.connect(self._on_failed)
        self.acts.told.connect(self._on_told)
        self.commands = record_acts.make_commands(self)
        self.addActions(self.tabs.actions())
        self._dress_columns()

    def _build(self) -> None:
        title = self._own.title(current_language())
        self._header = PageHeader(title)
        self.tabs = ViewTabs(self._bridge, self._words, self._own.kind)
        self.tabs.answer_body_with(self.current_body)
        self.more = icon_button("more", tr("Other lists"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.more)
        self._menu.addAction(tr("All records")).setData(_EVERYTHING)
        trash = self._menu.addAction(tr("Trash"))
        trash.setData(_TRASH)
        trash.setEnabled(self._own.may_delete)
        self._menu.triggered.connect(self._on_menu_triggered)
        self.more.setMenu(self._menu)
        self._header.add_action(self.more)
        self.new_button = KeyedButton(
            tr("New: {title}", title=title), "N", kind="primary", icon="plus"
        )
        self.new_button.clicked.connect(self.new_record)
        self.new_button.setVisible(self._own.may_add)
        self._header.add_action(self.new_button)
        self.conditions = FilterChips(self._bridge, self._words, self._own.kind)
        self.toolbar = ListToolbar(self.conditions)
        self.toolbar.serve_records(tr("Newest first"), USUAL_SORT)
        self.notice = Notice()
        self.view = RowsView(self._model, title, special=SPECIAL)
        self.pinned = PinnedColumns(self.view)
        self.table = QWidget()
        self.table.setProperty("role", "page")
        QVBoxLayout(self.table).addWidget(self.view)
        self.bulk = BulkBar(self.table)
        self.bulk.setAccessibleName(tr("What to do with the ticked records"))
        self.states = RecordStates(self._bridge, self._own, self.table)
        self.count = label(role="secondary")
        self._foot = frame("summary")
        self._foot.setLayout(row(self.count, None, margins=(16, 4, 16, 4)))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self._header, self.tabs, line(), self.toolbar, self.notice):
            layout.addWidget(part)
        layout.addWidget(self.states, 1)
        layout.addWidget(self._foot)
        bar = self.toolbar
        order = (self.tabs, bar.search, self.conditions, bar.sort, bar.columns, self.view)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self._words.loaded.connect(self._on_words_loaded)
        self._bridge.changed.connect(self._on_bridge_changed)
        self._reader.started.connect(self.states.wait)
        self._reader.loaded.connect(self._on_reader_loaded)
        self._reader.failed.connect(self._on_failed)
        self._reader.ids_known.connect(self.ticks.add)
        self.ticks.changed.connect(self._on_ticks_changed)
        self.conditions.changed.connect(self._on_conditions_changed)
        self.toolbar.searched.connect(self._on_toolbar_searched)
        self.toolbar.sort_chosen.connect(self._on_sort_chosen)
        self.toolbar.columns_wanted.connect(self._on_toolbar_columns_wanted)
        self.tabs.chosen.connect(self._on_tabs_chosen)
        self.tabs.said.connect(self.said)
        self.notice.action_requested.connect(self.reload)
        self.states.retry_requested.connect(self.reload)
        self.states.new_requested.connect(self.new_record)
        self.states.where_wanted.connect(self._on_states_where_wanted)
        self.states.clear_wanted.connect(self.clear_filters)
        head = self.view.head
        head.sort_chosen.connect(self._on_sort_chosen)
        head.all_toggled.connect(self._on_head_all_toggled)
        head.order_dragged.connect(self.show_columns)
        head.width_dragged.connect(self._on_head_width_dragged)
        head.hide_wanted.connect(self._on_head_hide_wanted)
        self.view.opened.connect(self._on_view_opened)
        self.view.span_wanted.connect(self._on_view_span_wanted)
        self.view.menu_wanted.connect(self._on_view_menu_wanted)
        self.bulk.act_wanted.connect(self._on_bulk_act_wanted)
        self.bulk.all_wanted.connect(self.tick_all)
        self.bulk.closed.connect(self.ticks.clear)

    # What is shown.

    @property
    def kind(self) -> str:
        """The kind of record listed."""
        return self._own.kind

    @property
    def own(self) -> TypeRow:
        """The record type listed."""
        return self._own

    @property
    def model(self) -> CustomerTableModel:
        """The rows shown."""
        return self._model

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
        self.reload()

    def current_body(self) -> Body:
        """Answer what a saved view would keep of the list as it is."""
        return self._wish.body()

    def clear_filters(self) -> None:
        """Let every record in again."""
        self.show_wish(replace(self._wish, where=None, search=""))

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show other columns, or the same in another order."""
        self._wish = replace(self._wish, columns=tuple(key for key in keys if key != NAME))
        self._dress_columns()
        self.reload()

    def reload(self) -> None:
        """Read the list again, at the place where it is."""
        self._stale = False
        self._again.stop()
        self._wish = replace(self._wish, search=self.toolbar.search_text)
        self._now = system_clock()
        self._reader.read(self._wish)
        self._compare()
        self._header.set_status(tr("Trash") if self._wish.trash else "")

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list if it changed while it was out of sight."""
        super().showEvent(event)
        if self._stale and self._words.ready:
            self.reload()

    def areas(self) -> list[QWidget]:
        """Answer the parts F6 goes through, in order."""
        parts = (self.toolbar.search, self.view, self.bulk)
        return [part for part in parts if part.isVisible()]

    def state(self) -> dict[str, Any]:
        """Answer where the person is, to build the page anew in another language."""
        return {
            "body": self.current_body(),
            "trash": self._wish.trash,
            "ticks": self.ticks.ids,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go back to where the person was."""
        self.ticks.replace(state.get("ticks") or ())
        wish = wish_of(state.get("body"), self._wish)
        self.show_wish(replace(wish, trash=bool(state.get("trash"))))

    def _clock(self) -> datetime:
        return self._now

    def _compare(self) -> None:
        view = self.tabs.view
        base = wish_of(None if view is None else view.body, self._wish)
        self.tabs.set_changed(not self._wish.trash and self._wish.body() != base.body())

    def _dress_columns(self) -> None:
        columns = columns_of(self.kind, self._wish.columns, self._words)
        self._model.set_columns(columns)
        keys = self._wish.columns if self._own.may_edit and not self._wish.trash else ()
        self._model.editable = editable(self._words, self.kind, (NAME, *keys) if keys else ())
        self.view.show_widths(dict(self._wish.widths), spare=False)
        self.view.head.show_sort(self._wish.sort)
        self.toolbar.show_sorts(columns, self._wish.sort)
        self._offer_acts()

    def _offer_acts(self) -> None:
        offered = record_acts.offered(self._own, self._bridge.actor.rights, trash=self._wish.trash)
        self.bulk.offer(offered)
        record_acts.allow(self.commands, self._own, offered)

    # What has been read.

    def _on_words_loaded(self) -> None:
        own = self._words.record_type(self.kind)
        if own is None:
            return
        self._own = own
        self._header.set_title(own.title(current_language()))
        self.new_button.setVisible(own.may_add)
        usual = usual_wish(self._words, self.kind)
        if self._wish.usual_columns:
            self._wish = replace(self._wish, columns=usual.columns)
        self._wish = replace(self._wish, usual=usual.usual)
        self._dress_columns()
        if self.isVisible():
            self.reload()

    def _on_reader_loaded(self) -> None:
        self.notice.hide()
        self._compare()
        total = self._model.total
        self.count.setText(tr("{count} records", count=f"{total:,}"))
        if not total:
            self.states.show_empty(self._wish)
            return
        self.states.show_rows()
        here = self.view.currentIndex()
        if not 0 <= here.row() < total:
            self.view.go_to_row(min(max(here.row(), 0), total - 1))
        self.view.viewport().update()

    def _on_failed(self, problem: Problem) -> None:
        if self._model.total and self.states.shows_rows:
            self.notice.say(str(problem), action=tr("Try again"))
        else:
            self.states.show_problem(problem)

    def _on_told(self, text: str) -> None:
        self.notice.say(text, "warning")

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if not changes.touches(*_TABLES):
            return
        if self.isVisible():
            self._again.start()
        else:
            self._stale = True

    # What the person does.

    def new_record(self) -> None:
        """Ask for an empty form."""
        if self._own.may_add:
            self.record_requested.emit(self.kind, 0, {})

    def open_current(self) -> None:
        """Open the record the keyboard is on."""
        found = self.view.current_row
        if found is not None:
            self._on_view_opened(found)

    def open_customer(self) -> None:
        """Open whose record the keyboard is on."""
        found = self.view.current_row
        if found is not None and found.customer_id is not None:
            self.customer_opened.emit(found.customer_id)

    def edit_cell(self) -> None:
        """Change the cell the keyboard is on, or the first one that can be."""
        index = self.view.currentIndex()
        columns = self._model.columns
        at = index.column()
        if index.isValid() and columns[at].key not in self._model.editable:
            at = next((at for at, one in enumerate(columns) if one.key in self._model.editable), -1)
        self.editing.edit(self._model.index(index.row(), at))

    def tick_current(self) -> None:
        """Tick the record the keyboard is on, or take its tick away."""
        found = self.view.current_row
        if found is not None:
            self.ticks.toggle(found.id)
            self.view.start_span()

    def tick_all(self) -> None:
        """Tick everything the list holds."""
        self._reader.ask_ids()

    def untick(self) -> None:
        """Take all ticks away."""
        self.ticks.clear()

    def go_to_search(self) -> None:
        """Go to the search box."""
        self.toolbar.search.setFocus()
        self.toolbar.search.selectAll()

    def chosen_ids(self) -> list[int]:
        """Answer the records ticked, else the one the keyboard is on."""
        found = self.view.current_row
        return self.ticks.ids or ([] if found is None else [found.id])

    def archive(self) -> None:
        """Put the chosen records into the trash."""
        self.acts.remove(self.chosen_ids())

    def put_back(self) -> None:
        """Take the chosen records out of the trash."""
        self.acts.restore(self.chosen_ids())

    def assign(self) -> None:
        """Give the chosen records to a colleague."""
        self.acts.assign(self.chosen_ids(), self.bulk if self.bulk.isVisible() else self.view)

    def _wish_for(self, wish: ListWish) -> None:
        if wish != self._wish:
            self._wish = wish
            self.reload()

    def _on_menu_triggered(self, action: Any) -> None:
        usual = usual_wish(self._words, self.kind)
        if action.data() == _TRASH:
            self.show_wish(replace(usual, trash=True))
        else:
            self.tabs.choose(None)
            self.show_wish(usual)

    def _on_tabs_chosen(self, view: SavedViewRow | None) -> None:
        self.show_wish(wish_of(None if view is None else view.body, self._wish))

    def _on_conditions_changed(self) -> None:
        self._wish_for(replace(self._wish, where=self.conditions.where()))

    def _on_toolbar_searched(self) -> None:
        self._wish_for(replace(self._wish, search=self.toolbar.search_text))

    def _on_sort_chosen(self, sort: str) -> None:
        self._wish_for(replace(self._wish, sort=sort))
        self.view.head.show_sort(sort)
        self.toolbar.show_sorts(self._model.columns, sort)

    def _on_toolbar_columns_wanted(self, at: QWidget) -> None:
        chooser = ColumnChooser(at)
        usual = [NAME, *self._wish.usual]
        chooser.offer(field_columns(self._words, self.kind, NAME), usual)
        chooser.set_chosen([NAME, *self._wish.columns])
        chooser.changed.connect(self.show_columns)
        chooser.closed.connect(self._on_chooser_closed)
        self.chooser = chooser
        chooser.open_at(at)

    def _on_chooser_closed(self) -> None:
        chooser, self.chooser = self.chooser, None
        if chooser is not None:
            chooser.deleteLater()

    def _on_states_where_wanted(self, where: dict[str, Any] | None) -> None:
        self.show_wish(replace(self._wish, where=where))

    def _on_head_all_toggled(self) -> None:
        if len(self.ticks) >= self._model.total:
            self.ticks.clear()
        else:
            self.tick_all()

    def _on_head_width_dragged(self, key: str, width: int) -> None:
        self._wish = replace(self._wish, widths={**self._wish.widths, key: width})
        self._compare()

    def _on_head_hide_wanted(self, key: str) -> None:
        self.show_columns([each for each in self._wish.columns if each != key])

    def _on_view_opened(self, found: OwnRow) -> None:
        if not self._wish.trash:
            self.record_requested.emit(self.kind, found.id, {})

    def _on_view_span_wanted(self, first: int, last: int) -> None:
        rows = [self._model.peek(at) for at in range(first, last + 1)]
        self.ticks.add([cast("OwnRow", found).id for found in rows if found is not None])

    def _on_view_menu_wanted(self, place: QPoint) -> None:
        record_acts.open_menu(self.commands, self.view, place)

    def _on_ticks_changed(self) -> None:
        ticked, total = len(self.ticks), self._model.total
        self.bulk.show_ticks(ticked, total)
        if ticked:
            self.bulk.call_them(
                tr("{count} records ticked", count=f"{ticked:,}"),
                tr("Tick all {count} records", count=f"{total:,}"),
            )

    def _on_bulk_act_wanted(self, act: str, at: QWidget) -> None:
        del at
        runs = {
            record_acts.ASSIGN: self.assign,
            record_acts.TRASH: self.archive,
            record_acts.RESTORE: self.put_back,
        }
        runs[act]()
