"""Keeps the bulk bar in step with the ticks: how many, how much, how many out of sight."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customer_table
from loancrm_desktop.services.customer_table import Picked
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.records.bulk_bar import BulkBar
from loancrm_desktop.ui.records.customer_model import CustomerTableModel
from loancrm_desktop.ui.records.rows_reader import RowsReader

_PAUSE_MS = 60


class TickedSum(QObject):
    """Shows the bar while something is ticked, and makes room for it below the rows."""

    def __init__(
        self, bridge: Bridge, bar: BulkBar, model: CustomerTableModel, reader: RowsReader
    ) -> None:
        super().__init__(bar)
        self._bridge = bridge
        self._bar = bar
        self._model = model
        self._reader = reader
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        model.ticks.changed.connect(self.show_ticks)
        reader.loaded.connect(self.show_ticks)
        bar.closed.connect(model.ticks.clear)

    def show_ticks(self) -> None:
        """Say how many are ticked; the sum follows."""
        count = len(self._model.ticks)
        self._bar.show_ticks(count, self._model.total)
        layout = self._bar.over.layout()
        if isinstance(layout, QVBoxLayout):
            layout.setContentsMargins(0, 0, 0, self._bar.room if count else 0)
        self._pause.start()

    def _ask(self) -> None:
        if len(self._model.ticks):
            self._bridge.ask(
                customer_table.picked,
                query=self._reader.wish.query(),
                customer_ids=self._model.ticks.ids,
                then=self._on_picked,
                failed=self._on_no_sum,
                key="picked",
            )

    def _on_picked(self, picked: Picked) -> None:
        self._bar.show_picked(picked.amount_fen, picked.unseen)

    def _on_no_sum(self, problem: Problem) -> None:
        """Show the count alone."""
        del problem
        self._bar.show_picked(0, 0)
