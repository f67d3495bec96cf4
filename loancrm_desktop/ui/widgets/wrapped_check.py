"""A check box whose sentence goes on in the next line where one line has no room for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QCheckBox, QStyle, QWidget

_BESIDE = 14
"""Room of the box's own margins and of the gap before its words."""


class WrappedCheck(QCheckBox):
    """Breaks its words into lines as wide as it is itself."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._words = words
        self.setAccessibleName(words)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt names it so
        """Give way in width."""
        return QSize(160, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words anew."""
        super().resizeEvent(event)
        self._break_lines()

    def changeEvent(self, event: QEvent) -> None:
        """Break the words anew in another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._break_lines()

    def _break_lines(self) -> None:
        box = self.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, None, self)
        broken = "\n".join(self._lines(self.width() - box - _BESIDE))
        if broken != self.text():
            self.setText(broken)
            self.setMinimumHeight(self.sizeHint().height())

    def _lines(self, width: int) -> list[str]:
        layout = QTextLayout(self._words, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        lines: list[str] = []
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(max(width, 40))
            start = line.textStart()
            lines.append(self._words[start : start + line.textLength()].strip())
            line = layout.createLine()
        layout.endLayout()
        return lines
