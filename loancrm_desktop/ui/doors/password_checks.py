"""How strong a password is, and word by word what is still to be mended."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.vault_calls import Judgement
from loancrm_desktop.ui.widgets.entry_parts import StrengthMeter
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import column, label, set_role


class PasswordChecks(QWidget):
    """The meter, three checks, and a sentence of advice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.meter = StrengthMeter()
        self._words = (
            tr("10 characters or more"),
            tr("without names and login"),
            tr("not a usual one"),
        )
        self._marks = [label(role="caption") for _ in self._words]
        self.advice = label(role="caption", wrap=True)
        checks = QWidget()
        flow = FlowLayout(checks, spacing=14)
        for mark in self._marks:
            flow.addWidget(mark)
        layout = column(self.meter, checks, self.advice, spacing=4)
        self.setLayout(layout)
        self.clear()

    def clear(self) -> None:
        """Judge nothing: no password is typed."""
        self.meter.clear()
        for mark, words in zip(self._marks, self._words, strict=True):
            _tell(mark, words, is_met=None)
        self.advice.hide()

    def show_judgement(self, found: Judgement) -> None:
        """Show how a password stands."""
        self.meter.show_score(found.score)
        met = (found.long_enough, found.without_own_words, found.unusual)
        for mark, words, is_met in zip(self._marks, self._words, met, strict=True):
            _tell(mark, words, is_met=is_met)
        self.advice.setText(found.advice)
        self.advice.setVisible(bool(found.advice))

    @property
    def met(self) -> int:
        """How many of the three checks are met."""
        return sum(1 for mark in self._marks if mark.property("role") == "success")


def _tell(mark: QLabel, words: str, *, is_met: bool | None) -> None:
    sign = "○" if is_met is None else "✓" if is_met else "✕"
    mark.setText(f"{sign} {words}")
    set_role(mark, "caption" if is_met is None else "success" if is_met else "warning")
