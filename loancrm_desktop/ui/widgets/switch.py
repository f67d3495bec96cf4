"""A switch: for what takes effect at once."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.icon_mark import drawn_side

WIDTH, HEIGHT = 40, 24


class Switch(QAbstractButton):
    """On or off; Space or a click turns it, and whoever listens may turn it back."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Answer the one size there is; it grows with the text."""
        return QSize(drawn_side(WIDTH), drawn_side(HEIGHT))

    def changeEvent(self, event: QEvent) -> None:
        """Take the size of another text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedSize(self.sizeHint())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the track, its knob, and a ring while the keyboard is here."""
        del event
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focusRing"), 2))
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
        track = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(self._track_role()))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        knob = track.height() - 4
        left = track.right() - knob - 2 if self.isChecked() else track.left() + 2
        knob_role = "textOnAccent" if self.isEnabled() else "surfaceDisabled"
        painter.setBrush(look.colour(knob_role))
        painter.drawEllipse(QRectF(left, track.top() + 2, knob, knob))
        painter.end()

    def _track_role(self) -> str:
        if not self.isEnabled():
            return "textDisabled"
        return "accent" if self.isChecked() else "borderStrong"
