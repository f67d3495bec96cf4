"""A text field that grows with its text, from two lines to eight."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

FEWEST_LINES = 2
MOST_LINES = 8
_AROUND = 18


class GrowingText(QPlainTextEdit):
    """Several lines of text, as high as they need.

    Signals:
        left: the person is done with it.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None, *, fewest: int = FEWEST_LINES) -> None:
        super().__init__(parent)
        self._fewest = fewest
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    @property
    def lines(self) -> int:
        """How many lines are shown."""
        return max(self._fewest, min(MOST_LINES, ceil(self.document().size().height())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Count the lines again at another width."""
        super().resizeEvent(event)
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the person is done."""
        super().focusOutEvent(event)
        self.left.emit()

    def _fit(self) -> None:
        # Lines of another script may be higher than the font's own.
        height, block, left = 0.0, self.document().firstBlock(), MOST_LINES
        while block.isValid() and left > 0:
            lines = max(1, block.lineCount())
            shown = min(lines, left)
            height += self.blockBoundingRect(block).height() * shown / lines
            left -= shown
            block = block.next()
        least = self._fewest * self.fontMetrics().lineSpacing()
        height = ceil(max(height, least)) + _AROUND
        full = self.document().size().height() > MOST_LINES
        bar = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(bar.ScrollBarAsNeeded if full else bar.ScrollBarAlwaysOff)
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
