"""Lays the customer list out: views, conditions, rows with what stands below, the preview."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.chips import FilterChips
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.bulk_bar import BulkBar
from loancrm_desktop.ui.records.customer_model import CustomerTableModel
from loancrm_desktop.ui.records.list_states import ListStates
from loancrm_desktop.ui.records.list_toolbar import ListToolbar
from loancrm_desktop.ui.records.list_views import ListViews
from loancrm_desktop.ui.records.pinned_columns import PinnedColumns
from loancrm_desktop.ui.records.preview_pane import PreviewPane
from loancrm_desktop.ui.records.rows_view import RowsView
from loancrm_desktop.ui.records.side_preview import SidePreview
from loancrm_desktop.ui.records.summary_bar import SummaryBar
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import PageHeader, button, line


class ListParts:
    """The parts of the page, laid out from the outside in: what is moved is dressed once more."""

    def __init__(
        self,
        page: QWidget,
        bridge: Bridge,
        words: OfficeWords,
        views: ListViews,
        model: CustomerTableModel,
    ) -> None:
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.header = PageHeader(tr("Customers"), page)
        layout.addWidget(self.header)
        self.pane = PreviewPane(page)
        layout.addWidget(self.pane, 1)
        self.imports = button(tr("Import"), icon="upload")
        self.new = KeyedButton(tr("New customer"), "Ctrl+N", kind="primary", icon="plus")
        for action in (views.more, self.imports, self.new):
            self.header.add_action(action)
        self._content = QWidget(self.pane.place)
        self._content.setProperty("role", "page")
        self.preview = SidePreview(bridge, words, self.pane.place)
        self.pane.hold(self._content, self.preview)
        self.conditions = FilterChips(bridge, words, "customer", self._content)
        self.toolbar = ListToolbar(self.conditions, self._content)
        self.notice = Notice(self._content)
        table = QWidget(self._content)
        table.setProperty("role", "page")
        self.states = ListStates(bridge, table, self._content)
        self.summary = SummaryBar(self._content)
        self._stack_up(views)
        self.view = RowsView(model, tr("Customers"), table)
        QVBoxLayout(table).addWidget(self.view)
        self.pinned = PinnedColumns(self.view)
        self.bulk = BulkBar(table)
        self._put_in_order(views.tabs)

    def _stack_up(self, views: ListViews) -> None:
        inner = QVBoxLayout(self._content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        for part in (views.tabs, line(), self.toolbar, self.notice):
            inner.addWidget(part)
        inner.addWidget(self.states, 1)
        inner.addWidget(self.summary)

    def _put_in_order(self, tabs: QWidget) -> None:
        bar = self.toolbar
        order = (tabs, bar.search, self.conditions, bar.sort, bar.columns, bar.kind, self.view)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
