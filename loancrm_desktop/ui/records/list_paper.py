"""The customer list on paper: the rows and columns as they are seen, numbers masked as there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customer_table
from loancrm_desktop.services.customer_table import TablePage, TableRow
from loancrm_desktop.services.exchange import printing
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.cell_texts import CellTexts
from loancrm_desktop.ui.records.customer_model import CustomerTableModel
from loancrm_desktop.ui.records.list_wish import ListWish
from loancrm_desktop.ui.records.rows_reader import RowsReader

if TYPE_CHECKING:
    from loancrm_desktop.ui.printing.paper import Paper

MOST_ROWS = 2_000


class ListPrinting(QObject):
    """Reads the whole list in its blocks and offers it on paper.

    Signals:
        printed: it was printed (a sentence).
        failed: it could not be read (Problem).
    """

    printed = Signal(str)
    failed = Signal(object)

    def __init__(
        self, bridge: Bridge, words: OfficeWords, model: CustomerTableModel, reader: RowsReader
    ) -> None:
        super().__init__(model)
        self._bridge = bridge
        self._words = words
        self._model = model
        self._reader = reader
        self._wish = ListWish()
        self._rows: list[TableRow] = []
        self._total = 0

    def start(self) -> None:
        """Read what is shown, and show how it would look on paper."""
        self._wish, self._rows = self._reader.wish, []
        self._ask(0)

    def _ask(self, block: int) -> None:
        self._bridge.ask(
            customer_table.table,
            query=self._wish.query(block),
            columns=self._wish.asked_columns,
            then=partial(self._on_block, block),
            failed=self._on_failed,
            key="paper",
        )

    def _on_block(self, block: int, page: TablePage) -> None:
        if page.total is not None:
            self._total = page.total
        self._rows += page.rows
        if page.rows and len(self._rows) < min(self._total, MOST_ROWS):
            self._ask(block + 1)
        else:
            self._show()

    def _on_failed(self, problem: Problem) -> None:
        self.failed.emit(problem)

    def _show(self) -> None:
        from loancrm_desktop.ui.printing.print_dialog import (  # printing is slow to import
            PrintDialog,
        )

        above = self._model.parent()
        dialog = PrintDialog(
            self._bridge,
            self.paper(),
            self._words.person_name(self._bridge.actor.user_id),
            above if isinstance(above, QWidget) else None,
        )
        dialog.printed.connect(self.printed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def paper(self) -> Paper:
        """Answer the paper of the rows read."""
        from loancrm_desktop.ui.printing.paper import Paper, table_html

        columns = [column for column in self._model.columns if column.title]
        texts = CellTexts(self._words, system_clock)
        rows = self._rows[:MOST_ROWS]
        body = table_html(
            [column.title for column in columns],
            [[texts(row, column.key) for column in columns] for row in rows],
        )
        title = tr("{count} customers", count=self._total)
        if self._total > len(rows):
            title = tr("The first {count} of {total} customers", count=len(rows), total=self._total)
        return Paper(printing.LIST, title, body, len(rows), wide=True)
