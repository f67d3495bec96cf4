"""The words of a condition that can be clicked: painted as in a sentence, with a small arrow."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from loancrm_desktop.ui import theme

Tone = Literal["accent", "plain"]

_PADDING = 9
_ARROW = 14
_GAP = 5
_MOST_WIDTH = 360


def grown(length: int) -> int:
    """Answer a width in logical pixels, larger where the text is."""
    return round(length * max(1.0, theme.current().text_scale))


class TokenButton(QAbstractButton):
    """A word with an arrow; long words are elided and said whole in the tip."""

    def __init__(self, tone: Tone = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self._broken = False
        self._hint = ""
        self._tip = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str, hint: str = "", tip: str = "") -> None:
        """Say something; the hint is shown while there is nothing to say."""
        self.setText(words)
        self._hint, self._tip = hint, tip
        self._show_tip()
        self.updateGeometry()
        self.update()

    def set_broken(self, broken: bool) -> None:  # noqa: FBT001 - it is the state shown
        """Mark it as not acceptable."""
        if broken != self._broken:
            self._broken = broken
            self.update()

    @property
    def broken(self) -> bool:
        """Whether it is marked as not acceptable."""
        return self._broken

    @property
    def shown(self) -> str:
        """The words or the hint."""
        return self.text() or self._hint

    def sizeHint(self) -> QSize:
        """Ask for the width of the words."""
        metrics = QFontMetrics(self._font())
        words = metrics.horizontalAdvance(self.shown)
        height = max(theme.current().size("controlSmall"), metrics.height() + 6)
        return QSize(min(grown(_MOST_WIDTH), words + _GAP + _ARROW + 2 * _PADDING + 1), height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt names it so
        """Be content with the beginning of the words."""
        whole = self.sizeHint()
        return QSize(min(whole.width(), 80), whole.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be pressed with Space; leave every other key with a modifier to whoever holds it."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say in the tip what no longer fits."""
        super().resizeEvent(event)
        self._show_tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the word on its ground."""
        del event
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour(self._line()), 1))
        painter.setBrush(look.colour(self._ground()))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        ink = self._ink()
        painter.setPen(look.colour(ink))
        painter.setFont(self._font())
        room = self._room()
        words = painter.fontMetrics().elidedText(self.shown, Qt.TextElideMode.ElideRight, room)
        at = QRect(_PADDING, 0, room, self.height())
        painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        arrow = QRect(
            self.width() - _PADDING - _ARROW + 3, (self.height() - _ARROW) // 2, _ARROW, _ARROW
        )
        look.icon("down", ink).paint(painter, arrow)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focusRing"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    def _room(self) -> int:
        return max(0, self.width() - 2 * _PADDING - _GAP - _ARROW + 3)

    def _font(self) -> QFont:
        strong = self._tone == "accent" and bool(self.text())
        return theme.current().font("bodyStrong" if strong else "body")

    def _line(self) -> str:
        if self._broken:
            return "danger"
        return "accentBorder" if self._tone == "accent" else "neutralBorder"

    def _ground(self) -> str:
        if self._broken:
            return "dangerSoft"
        if self._tone == "accent":
            return "accentSoft"
        return "surfaceHover" if self.underMouse() else "surface"

    def _ink(self) -> str:
        if not self.isEnabled():
            return "textDisabled"
        if self._broken:
            return "dangerText"
        if not self.text():
            return "textPlaceholder"
        return "accentText" if self._tone == "accent" else "textSecondary"

    def _show_tip(self) -> None:
        metrics = QFontMetrics(self._font())
        cut = metrics.horizontalAdvance(self.text()) > self._room()
        self.setToolTip(self._tip or (self.text() if cut else ""))
