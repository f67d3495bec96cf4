"""The foot of the palette: which keys do what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from loancrm_desktop.texts import listed
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.palette.entry_delegate import paint_keys

_MARGIN = 16
_GAP = 14


class Hints(QWidget):
    """Keys with their meaning from the left, one sentence at the right; what has no room is left out."""

    def __init__(self, hints: Sequence[tuple[str, str]], note: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._hints = tuple(hints)
        self._note = note
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(listed(f"{keys} {words}" for keys, words in self._hints).read())

    def sizeHint(self) -> QSize:
        """Answer one line of captions with its air."""
        return QSize(200, QFontMetrics(theme.current().font("caption")).height() + 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("border"), 1))
        painter.drawLine(0, 0, self.width(), 0)
        painter.setFont(look.font("caption"))
        metrics = painter.fontMetrics()
        note = metrics.horizontalAdvance(self._note)
        left = _MARGIN
        for keys, words in self._hints:
            cap = max(18, metrics.horizontalAdvance(keys) + 12)
            needed = cap + 6 + metrics.horizontalAdvance(words)
            if left + needed > self.width() - _MARGIN:
                break
            paint_keys(painter, QRect(left, 0, cap, self.height()), keys)
            painter.setPen(look.colour("textSecondary"))
            words_at = QRect(left + cap + 6, 0, self.width(), self.height())
            painter.drawText(words_at, Qt.AlignmentFlag.AlignVCenter, words)
            left += needed + _GAP
        if left + note < self.width() - _MARGIN:
            painter.setPen(look.colour("textTertiary"))
            right = QRect(0, 0, self.width() - _MARGIN, self.height())
            painter.drawText(
                right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._note
            )
        painter.end()
