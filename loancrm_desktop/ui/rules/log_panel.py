"""What a rule did: each firing with the values that decided; what failed can be tried again."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.rules import log
from loancrm_desktop.services.rules.log import RunPage, RunRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.panel_parts import table
from loancrm_desktop.ui.records.table_model import BLOCK_ROWS, Column, RowsTableModel
from loancrm_desktop.ui.rules.did_words import did_words, facts_words, state_words
from loancrm_desktop.ui.widgets.parts import button, label, row

_TRIED = ("failed", "gave_up")


class LogPanel(QWidget):
    """The log of one rule.

    Signals:
        record_opened: open the record of a line (kind, id).
        counted: how many lines there are.
        retried: a line was tried again.
    """

    record_opened = Signal(str, int)
    counted = Signal(int)
    retried = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords) -> None:
        super().__init__()
        self._bridge, self._words = bridge, words
        self._key = ""
        self._rows: list[RunRow] = []
        columns = (
            Column("at", tr("Time"), 120),
            Column("name", tr("Customer"), 120),
            Column("state", tr("Result"), 150),
            Column("did", tr("What it did"), 170),
            Column("facts", tr("Explanation"), 0),
        )
        self.model = RowsTableModel(columns, self._cell_text, self)
        self.view = table(self.model, columns, tr("Log of the rule"))
        self.view.setMinimumHeight(190)
        self.view.activated.connect(self._on_view_activated)
        self.view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.message = label(role="secondary", wrap=True)
        self.retry = button(tr("Try this one again"), icon="refresh", size="small")
        self.retry.clicked.connect(self.try_again)
        self.more = button(tr("Earlier ones"), kind="link")
        self.more.clicked.connect(self._on_more_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(8)
        layout.addLayout(row(self.message, None, self.more, self.retry))
        layout.addWidget(self.view, 1)

    def show_rule(self, key: str) -> None:
        """Show another rule's log."""
        self._key = key
        self._rows = []
        self.model.start(0, ())
        self._on_selection_changed()
        self._ask(None)

    def reload(self) -> None:
        """Read it again from the newest."""
        if self._key:
            self._rows = []
            self._ask(None)

    def _ask(self, before_id: int | None) -> None:
        if not self._key:
            self._say(0)
            return
        self._bridge.ask(
            log.log,
            rule=self._key,
            limit=BLOCK_ROWS,
            before_id=before_id,
            then=self._on_log,
            failed=self._on_failed,
            key="log",
        )

    def _on_log(self, page: RunPage) -> None:
        self._rows += page.rows
        self.model.start(len(self._rows), self._rows[:BLOCK_ROWS])
        for block in range(1, (len(self._rows) - 1) // BLOCK_ROWS + 1):
            at = block * BLOCK_ROWS
            self.model.put_block(block, self._rows[at : at + BLOCK_ROWS])
        self._say(page.total)
        self.counted.emit(page.total)

    def _say(self, total: int) -> None:
        self.more.setVisible(total > len(self._rows))
        self.message.setText(
            tr("{count} times in all", count=total) if total else tr("It has not fired yet.")
        )

    def _on_failed(self, problem: Problem) -> None:
        self.message.setText(str(problem))

    def _on_more_clicked(self) -> None:
        if self._rows:
            self._ask(self._rows[-1].id)

    @property
    def chosen(self) -> RunRow | None:
        """The line chosen."""
        rows = self.view.selectionModel().selectedRows()
        found: Any = self.model.peek(rows[0].row()) if rows else None
        return found if isinstance(found, RunRow) else None

    def _on_selection_changed(self) -> None:
        chosen = self.chosen
        self.retry.setEnabled(chosen is not None and chosen.state in _TRIED)

    def try_again(self) -> None:
        """Try the failed line chosen again."""
        chosen = self.chosen
        if chosen is not None:
            self._bridge.do(
                log.retry, run_id=chosen.id, then=self._on_retried, refused=self._on_failed
            )

    def _on_retried(self, state: str) -> None:
        del state
        self.reload()
        self.retried.emit()

    def _on_view_activated(self, index: QModelIndex) -> None:
        found: Any = self.model.peek(index.row())
        if isinstance(found, RunRow) and found.name:
            self.record_opened.emit(found.kind, found.record_id)

    def _cell_text(self, found: RunRow, key: str) -> str:
        if key == "at":
            return display.time_exact(found.at)[5:]
        if key == "name":
            return found.name or tr("(not yours to see)")
        if key == "state":
            return state_words(found.state)
        if key == "did":
            return did_words(found.did)
        return found.fault or facts_words(found.facts, found.kind, self._words)
