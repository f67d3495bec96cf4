"""The answers of next-customer mode: numbers say what came of it, letters when next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from loancrm_desktop.terms import terms_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.parts import column, label
from loancrm_desktop.ui.widgets.relay import relay

NO_DATE = 0
CLOSING = frozenset({"not_interested", "wrong_number"})
"""After these nobody gets in touch again: no date is waited for."""


class AnswerKeys(QFrame):
    """Buttons with their keys; of a question that is yes or no.

    Signals:
        outcome_chosen: what came of it (the term's name).
        days_chosen: in how many days to get in touch again, NO_DATE for not at all.
        decided: yes or no.
    """

    outcome_chosen = Signal(str)
    days_chosen = Signal(int)
    decided = Signal(bool)

    def __init__(self, panel: QWidget, parent: QWidget | None = None) -> None:
        """Make the buttons.

        Args:
            panel: the widget within which the keys hold.
            parent: who owns the buttons.
        """
        super().__init__(parent)
        self.setProperty("role", "toolbar")
        self.outcomes: dict[str, KeyedButton] = {}
        self.days: dict[int, KeyedButton] = {}
        self.asks_yes_no = False
        self._build_outcomes(panel)
        self._build_days(panel)
        self.yes = KeyedButton(tr("Approve"), "1", kind="primary", icon="check")
        self.no = KeyedButton(tr("Reject"), "2", icon="x")
        self.yes.clicked.connect(relay(self.yes, self._on_decided, True))  # noqa: FBT003 - carried
        self.no.clicked.connect(relay(self.no, self._on_decided, False))  # noqa: FBT003 - carried
        self._call = _flow(tr("What came of it?"), list(self.outcomes.values()))
        self._when = _flow(tr("Next contact"), list(self.days.values()))
        self._question = _flow(tr("Your answer"), [self.yes, self.no])
        parts = (self._call, self._when, self._question)
        self.setLayout(column(*parts, spacing=8, margins=(16, 10, 16, 10)))

    def _build_outcomes(self, panel: QWidget) -> None:
        for number, word in enumerate(terms_of("contact_outcome"), 1):
            made = KeyedButton(str(word), str(number), kind="chip")
            made.setCheckable(True)
            made.setAutoExclusive(False)
            made.clicked.connect(relay(made, self._on_outcome, word.name))
            self.outcomes[word.name] = made
            title = tr("Outcome “{outcome}”", outcome=str(word))
            command = Command(f"today.answer.{word.name}", title, str(number), "phone")
            add_command(panel, command, self._on_number)

    def _build_days(self, panel: QWidget) -> None:
        for key, days, words in (
            ("Q", 1, tr("Tomorrow")),
            ("W", 3, tr("In 3 days")),
            ("E", 7, tr("Next week")),
            ("R", NO_DATE, tr("No date")),
        ):
            made = KeyedButton(words, key, kind="chip")
            made.clicked.connect(relay(made, self._on_days, days))
            self.days[days] = made
            title = tr("Next contact: {when}", when=words)
            add_command(panel, Command(f"today.days.{days}", title, key, "clock"), self._on_letter)

    def ask_call(self, *, possible: bool) -> None:
        """Ask what came of a call."""
        self._ask(yes_no=False)
        for each in (*self.outcomes.values(), *self.days.values()):
            each.setEnabled(possible)

    def ask_yes_no(self, *, possible: bool) -> None:
        """Ask for a yes or a no."""
        self._ask(yes_no=True)
        for each in (self.yes, self.no):
            each.setEnabled(possible)

    def show_outcome(self, name: str | None) -> None:
        """Mark what was chosen."""
        for key, made in self.outcomes.items():
            made.setChecked(key == name)

    def _ask(self, *, yes_no: bool) -> None:
        self.asks_yes_no = yes_no
        self._question.setVisible(yes_no)
        self._call.setVisible(not yes_no)
        self._when.setVisible(not yes_no)

    def _on_number(self) -> None:
        name = self.sender().objectName().rpartition(".")[2]
        if not self.asks_yes_no:
            self.outcomes[name].click()
            return
        at = list(self.outcomes).index(name)
        if at < 2:
            (self.yes, self.no)[at].click()

    def _on_letter(self) -> None:
        if not self.asks_yes_no:
            self.days[int(self.sender().objectName().rpartition(".")[2])].click()

    def _on_outcome(self, name: str) -> None:
        self.outcome_chosen.emit(name)

    def _on_days(self, days: int) -> None:
        self.days_chosen.emit(days)

    def _on_decided(self, yes: bool) -> None:  # noqa: FBT001 - as the signal carries it
        self.decided.emit(yes)


def _flow(title: str, buttons: list[KeyedButton]) -> QWidget:
    made = QWidget()
    layout = FlowLayout(made, spacing=6)
    layout.addWidget(label(title, role="caption"))
    for each in buttons:
        layout.addWidget(each)
    made.setAccessibleName(title)
    return made
