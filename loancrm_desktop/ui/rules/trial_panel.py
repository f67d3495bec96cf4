"""What a rule would have done: a period, three figures, bars by day, each time as a row."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.rules import trying
from loancrm_desktop.services.rules.trying import Trial, TrialRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.panel_parts import table
from loancrm_desktop.ui.records.table_model import BLOCK_ROWS, Column, RowsTableModel
from loancrm_desktop.ui.rules.day_bars import DayBars
from loancrm_desktop.ui.rules.did_words import facts_words, people_words, would_words
from loancrm_desktop.ui.rules.rule_desk import RuleDesk
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.parts import button, column, label, row

PERIODS = (7, 30, 90)
_BARS = 240


class TrialPanel(QWidget):
    """Tries the rule on the table; nobody is told anything and nothing is changed.

    Signals:
        customer_opened: open this customer (id).
    """

    customer_opened = Signal(int)

    def __init__(self, bridge: Bridge, words: OfficeWords, desk: RuleDesk) -> None:
        super().__init__()
        self._bridge, self._words, self._desk = bridge, words, desk
        self.trial: Trial | None = None
        self.period = CalmCombo()
        self.period.setAccessibleName(tr("Period"))
        for days in PERIODS:
            self.period.addItem(tr("last {days} days", days=days), days)
        self.period.setCurrentIndex(1)
        self.period.activated.connect(self.run)
        self.again = button(tr("Try it once more"), icon="play", size="small")
        self.again.clicked.connect(self.run)
        self._figures = [(label(font="headline"), label(role="caption")) for _ in range(3)]
        self.bars = DayBars()
        self.bars.setMinimumWidth(_BARS)
        self.summary = label(font="bodyStrong", wrap=True)
        self.message = label(role="secondary", wrap=True)
        columns = (
            Column("at", tr("Time"), 120),
            Column("name", tr("Customer"), 130),
            Column("did", tr("Result"), 200),
            Column("facts", tr("Explanation"), 0),
        )
        self.model = RowsTableModel(columns, self._cell_text, self)
        self.model.block_wanted.connect(self._on_model_block_wanted)
        self.view = table(self.model, columns, tr("What the rule would have done"))
        self.view.setMinimumHeight(190)
        self.view.activated.connect(self._on_view_activated)
        self._build()

    def _build(self) -> None:
        note = label(tr("Nobody is told, nothing is changed"), role="caption")
        bar = row(note, None, self.period, self.again)
        figures = row(spacing=28)
        for number, words in self._figures:
            figures.addLayout(column(number, words, spacing=0))
        figures.addWidget(self.bars, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.summary)
        layout.addLayout(figures)
        layout.addWidget(self.message)
        layout.addWidget(self.view, 1)

    def run(self) -> None:
        """Try the rule as it stands."""
        if not self._desk.body:
            return
        self.message.setText(tr("Trying …"))
        self.message.show()
        self._bridge.ask(
            trying.dry_run,
            body=self._desk.body,
            days=int(self.period.currentData()),
            then=self._on_tried,
            failed=self._on_failed,
            key="trial",
        )

    def _on_tried(self, trial: Trial) -> None:
        self.trial = trial
        days = max(1, len(trial.per_day))
        average = f"{trial.fired / days:.1f}"
        said = (
            (str(trial.records), tr("records it would have met")),
            (str(trial.fired), tr("times, {average} a day", average=average)),
            (str(trial.people), tr("people it would have told")),
        )
        for (number, words), (figure, about) in zip(self._figures, said, strict=True):
            number.setText(figure)
            words.setText(about)
        self.summary.setText(_summed_up(trial, self._desk.kind))
        self.summary.setVisible(trial.people > 0)
        self.bars.show_days(trial.per_day)
        self.model.start(len(trial.rows), trial.rows[:BLOCK_ROWS])
        self.message.setText(self._remark(trial))
        self.message.setVisible(bool(self.message.text()))

    def _remark(self, trial: Trial) -> str:
        if trial.cut:
            return tr("There is more than was looked at; the figures are the least there is.")
        if self._desk.when.get("on") == "button":
            return tr(
                "A rule with a button fires when somebody presses it; there is no past to try."
            )
        return "" if trial.fired else tr("It would not have fired once in this time.")

    def _on_failed(self, problem: Problem) -> None:
        self.trial = None
        self.summary.hide()
        self.model.start(0, ())
        self.bars.show_days(())
        for number, words in self._figures:
            number.setText("—")
            words.setText("")
        self.message.setText(str(problem))
        self.message.show()

    def _on_model_block_wanted(self, block: int) -> None:
        if self.trial is not None:
            at = block * BLOCK_ROWS
            self.model.put_block(block, self.trial.rows[at : at + BLOCK_ROWS])

    def _on_view_activated(self, index: QModelIndex) -> None:
        found: Any = self.model.peek(index.row())
        if isinstance(found, TrialRow) and found.customer_id:
            self.customer_opened.emit(found.customer_id)

    def _cell_text(self, found: TrialRow, key: str) -> str:
        if key == "at":
            return display.time_exact(found.at)[5:]
        if key == "name":
            return found.name or tr("(not yours to see)")
        if key == "did":
            return would_words(found.did)
        facts = facts_words(found.facts, found.kind, self._words)
        people = people_words(found.did, self._words)
        return " · ".join(each for each in (facts, people) if each)


def _summed_up(trial: Trial, kind: str) -> str:
    """Say whom it would have reminded of what, in one sentence."""
    if kind == "customer":
        return tr(
            "It would have reminded {people} people about {records} customers",
            people=trial.people,
            records=trial.records,
        )
    if kind == "deal":
        return tr(
            "It would have reminded {people} people about {records} deals",
            people=trial.people,
            records=trial.records,
        )
    return tr(
        "It would have reminded {people} people about {records} records",
        people=trial.people,
        records=trial.records,
    )
