"""Reads the rows of a list as they are looked at, and what the whole of them comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customer_list, customer_table
from loancrm_desktop.services.customer_table import TablePage
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.records.list_wish import ListWish
from loancrm_desktop.ui.records.table_model import RowsTableModel


@dataclass(frozen=True, slots=True)
class RowsSource:
    """Where rows come from.

    Attributes:
        table: the reader of a page (`query`, `columns`).
        ids: the reader of all ids (`query`).
        more: what both are told besides, such as the kind of record.
    """

    table: Callable[..., Any]
    ids: Callable[..., Any]
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])


class RowsReader(QObject):
    """Fills a model for a wish; what comes for an earlier wish is left out.

    Signals:
        started: a list is being read from its beginning.
        loaded: its first block is there.
        failed: it could not be read (Problem).
        ids_known: the ids of the whole list, in its order (list).
    """

    started = Signal()
    loaded = Signal()
    failed = Signal(object)
    ids_known = Signal(list)

    def __init__(
        self,
        bridge: Bridge,
        model: RowsTableModel,
        parent: QObject,
        source: RowsSource | None = None,
    ) -> None:
        super().__init__(parent)
        self._source = source or RowsSource(customer_table.table, customer_list.ids)
        self._bridge = bridge
        self._model = model
        self._wish = ListWish()
        self._round = 0
        self._read = False
        self._same = False
        model.block_wanted.connect(self._on_model_block_wanted)

    @property
    def wish(self) -> ListWish:
        """What is read."""
        return self._wish

    def read(self, wish: ListWish) -> None:
        """Read a list from its beginning; the rows shown stay until the new ones are there."""
        self._same = self._read and wish == self._wish
        self._wish = wish
        self._round += 1
        if not self._same:
            self.started.emit()
        self._bridge.ask(
            self._source.table,
            **self._source.more,
            query=wish.query(),
            columns=wish.asked_columns,
            then=partial(self._on_first_block, self._round),
            failed=self._on_failed,
            key="list",
        )

    def ask_ids(self) -> None:
        """Ask which customers the whole list holds."""
        self._bridge.ask(
            self._source.ids,
            **self._source.more,
            query=self._wish.query(),
            then=partial(self._on_ids, self._round),
            failed=self._on_failed,
            key="ids",
        )

    def _on_first_block(self, asked: int, page: TablePage) -> None:
        if asked != self._round:
            return
        total = page.total if page.total is not None else len(page.rows)
        if self._same:
            self._model.renew(total, page.rows)
        else:
            self._model.start(total, page.rows)
        self._read = True
        self.loaded.emit()

    def _on_model_block_wanted(self, block: int) -> None:
        self._bridge.ask(
            self._source.table,
            **self._source.more,
            query=self._wish.query(block),
            columns=self._wish.asked_columns,
            then=partial(self._on_block, self._round, block),
            failed=partial(self._on_block_failed, block),
            key=("block", block),
        )

    def _on_block(self, asked: int, block: int, page: TablePage) -> None:
        if asked == self._round:  # else another list is shown by now
            self._model.put_block(block, page.rows)

    def _on_block_failed(self, block: int, problem: Problem) -> None:
        self._model.give_up_block(block)
        self.failed.emit(problem)

    def _on_ids(self, asked: int, ids: list[int]) -> None:
        if asked == self._round:
            self.ids_known.emit(ids)

    def _on_failed(self, problem: Problem) -> None:
        self.failed.emit(problem)
