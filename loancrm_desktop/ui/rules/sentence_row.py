"""A sentence whose words can be clicked: text and tokens in the order the language wants."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import label


class SentenceRow(QWidget):
    """Lays a sentence out; `{places}` of it are tokens."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = QWidget()
        self._flow = FlowLayout(words, spacing=8)
        self._line = QHBoxLayout()
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(10)
        self._line.addWidget(words, 1)
        self._problem = label(role="error", font="caption", wrap=True)
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 6)
        layout.setSpacing(2)
        layout.addLayout(self._line)
        layout.addWidget(self._problem)

    def lay(self, sentence: str, tokens: Mapping[str, QWidget]) -> None:
        """Lay out a translated sentence with its places still in braces."""
        for text, name, _, _ in Formatter().parse(sentence):
            if text.strip():
                self._flow.addWidget(label(text.strip()))
            if name is not None and name in tokens:
                self._flow.addWidget(tokens[name])

    def put_before(self, widget: QWidget) -> None:
        """Put a mark before the sentence."""
        self._line.insertWidget(0, widget)

    def put_after(self, widget: QWidget) -> None:
        """Put a button at the right end."""
        self._line.addWidget(widget)

    def add(self, widget: QWidget) -> None:
        """Add a widget behind the words."""
        self._flow.addWidget(widget)

    def show_problem(self, words: str) -> None:
        """Say what is wrong below the sentence."""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    @property
    def problem(self) -> str:
        """What is said to be wrong."""
        return self._problem.text()
