"""Somebody published while this was drawn: compare, publish one's own over it, or give it up."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.parts import button, label, row

COMPARE, OVER, GIVE_UP = "compare", "over", "give_up"
_WIDTH = 560


class MeanwhileDialog(QDialog):
    """Says what happened, and offers the ways on; closing it changes nothing.

    Signals:
        answered: COMPARE, OVER or GIVE_UP.
    """

    answered = Signal(str)

    def __init__(self, text: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(tr("Published meanwhile"))
        self.setFixedWidth(_WIDTH)
        self.said = text
        words = label(text, wrap=True)
        head = row(IconMark("alert", "warningText"), words, spacing=10)
        head.setStretchFactor(words, 1)
        self.compare = button(tr("See what differs"), icon="eye")
        self.over = button(tr("Publish mine over it"), kind="primary", icon="upload")
        self.give_up = button(tr("Give mine up"), icon="trash")
        self.compare.clicked.connect(self._on_compare_clicked)
        self.over.clicked.connect(self._on_over_clicked)
        self.give_up.clicked.connect(self._on_give_up_clicked)
        foot = row(self.give_up, None, self.compare, self.over)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(18)
        layout.addLayout(head)
        layout.addLayout(foot)
        self.compare.setFocus()

    def _on_compare_clicked(self) -> None:
        self._answer(COMPARE)

    def _on_over_clicked(self) -> None:
        self._answer(OVER)

    def _on_give_up_clicked(self) -> None:
        self._answer(GIVE_UP)

    def _answer(self, answer: str) -> None:
        self.accept()
        self.answered.emit(answer)
