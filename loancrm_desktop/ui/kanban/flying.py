"""A card on its way back to its slot, and the small sheet that says why."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractAnimation,
    QEasingCurve,
    QEvent,
    QObject,
    QPoint,
    QRect,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from loancrm_desktop.ui import motion
from loancrm_desktop.ui.widgets.announcing import announce
from loancrm_desktop.ui.widgets.parts import label, set_state

SHORTEST_MS, LONGEST_MS = 80, 220
_MS_PER_PIXEL = 0.35
_LASTS_MS = 8_000
_WIDEST = 320


def motion_ms(distance: int) -> int:
    """Answer how long a way of so many pixels takes; 0 where nothing is to move by itself."""
    if motion.is_reduced():
        return 0
    return min(LONGEST_MS, max(SHORTEST_MS, round(distance * _MS_PER_PIXEL)))


class FlyingCard(QWidget):
    """A card's picture that goes from one place of the window to another.

    Signals:
        landed: it is there (deal id).
    """

    landed = Signal(int)

    def __init__(self, card_id: int, picture: QPixmap, parent: QWidget) -> None:
        super().__init__(parent)
        self._card_id = card_id
        self._picture = picture
        self._way = QVariantAnimation(self)
        self._way.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._way.valueChanged.connect(self._on_way_value_changed)
        self._way.finished.connect(self._on_way_finished)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(picture.deviceIndependentSize().toSize())

    def fly(self, start: QPoint, end: QPoint) -> None:
        """Go from a place to another, both the upper left corner within the parent."""
        lasts_ms = motion_ms((end - start).manhattanLength())
        if not lasts_ms:
            self._on_way_finished()
            return
        self._way.setStartValue(start)
        self._way.setEndValue(end)
        self._way.setDuration(lasts_ms)
        self.move(start)
        self.show()
        self.raise_()
        self._way.start()

    @property
    def flying(self) -> bool:
        """Whether it is under way."""
        return self._way.state() == QAbstractAnimation.State.Running

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()

    def _on_way_value_changed(self, place: object) -> None:
        if isinstance(place, QPoint):
            self.move(place)

    def _on_way_finished(self) -> None:
        self.hide()
        self.landed.emit(self._card_id)
        self.deleteLater()


class Bubble(QFrame):
    """A sentence at the place it is about; goes with a click, with Esc, and by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        set_state(self, "warning")
        self._text = label(wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self._text)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LASTS_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()
        parent.installEventFilter(self)

    @property
    def text(self) -> str:
        """The sentence shown, empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def say(self, text: str, place: QPoint) -> None:
        """Show a sentence at a place within the parent."""
        parent = self.parentWidget()
        if parent is None:
            return
        self._text.setText(text)
        self.setAccessibleName(text)
        room = parent.rect().adjusted(8, 8, -8, -8)
        width = min(_WIDEST, room.width())
        self.ensurePolished()
        layout = self.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else 40
        sheet = QRect(0, 0, width, height)
        sheet.moveTopLeft(place)
        sheet.moveLeft(max(room.left(), min(sheet.left(), room.right() - width)))
        sheet.moveTop(max(room.top(), min(sheet.top(), room.bottom() - height)))
        self.setGeometry(sheet)
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, text, urgent=True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go away."""
        event.accept()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go away with Esc, which then closes nothing else."""
        escaped = (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        )
        if escaped and self.isVisible():
            self.hide()
            return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the clock."""
        self._timer.stop()
        super().hideEvent(event)
