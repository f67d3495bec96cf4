"""One condition of a list as a chip: field, comparison, value, and a cross to drop it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.icon_mark import drawn_side

PARTS = ("field", "op", "value")
_WIDEST_PART = 220
_ICON = 12


class FilterChip(QWidget):
    """Three parts that open their own editor, and a cross.

    Tab stops once, at the value; the arrow keys go from part to part, Del drops the chip.

    Signals:
        part_clicked: a part was chosen: field, op or value.
        removed: the cross was pressed.
    """

    part_clicked = Signal(str)
    removed = Signal()

    def __init__(
        self, field: str = "", op: str = "", value: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._parts = {name: _ChipPart(name) for name in (*PARTS, "remove")}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 2, 0)
        layout.setSpacing(0)
        for name, part in self._parts.items():
            stops = name == "value"
            part.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.ClickFocus)
            part.clicked.connect(self._on_part_clicked)
            layout.addWidget(part)
        self.setFocusProxy(self._parts["value"])
        self._parts["remove"].setAccessibleName(tr("Remove this condition"))
        self._parts["remove"].setToolTip(tr("Remove this condition (Del)"))
        self.set_parts(field, op, value)

    def set_parts(self, field: str, op: str, value: str) -> None:
        """Show another condition; an empty part is left out."""
        for name, words in zip(PARTS, (field, op, value), strict=True):
            part = self._parts[name]
            part.setText(words)
            part.setVisible(bool(words))
            part.setAccessibleName(words)
            part.setToolTip(words if part.is_elided else "")
        if not value:
            first = next((self._parts[name] for name in PARTS if self._parts[name].text()), None)
            if first is not None:
                first.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                self.setFocusProxy(first)
        self.setAccessibleName(self.text)
        self.updateGeometry()

    @property
    def text(self) -> str:
        """The condition in one line."""
        return " ".join(self._parts[name].text() for name in PARTS if self._parts[name].text())

    def part(self, name: str) -> QWidget:
        """Answer a part, for its editor to open at."""
        return self._parts[name]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from part to part; drop the chip with Del."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground."""
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("accentBorder"), 1))
        painter.setBrush(look.colour("accentSoft"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def _move(self, step: int) -> None:
        shown = [part for part in self._parts.values() if not part.isHidden()]
        here = next((place for place, part in enumerate(shown) if part.hasFocus()), 0)
        target = max(0, min(len(shown) - 1, here + step))
        shown[target].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_part_clicked(self) -> None:
        part = self.sender()
        if not isinstance(part, _ChipPart):
            return
        if part.name == "remove":
            self.removed.emit()
        else:
            self.part_clicked.emit(part.name)


class _ChipPart(QAbstractButton):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def is_elided(self) -> bool:
        return self._shown() != self.text()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._words_font())
        height = max(theme.current().size("chip"), metrics.height() + 8)
        if self.name == "remove":
            return QSize(max(26, height), height)
        return QSize(max(24, metrics.horizontalAdvance(self._shown()) + 8), height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = QRectF(self.rect()).adjusted(1, 3, -1, -3)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("surfaceSelectedHover"))
            painter.drawRoundedRect(inside, 4, 4)
        if self.name == "remove":
            side = drawn_side(_ICON)
            at = QRect(0, 0, side, side)
            at.moveCenter(self.rect().center())
            look.icon("x", "accentText", side).paint(painter, at)
        else:
            painter.setFont(self._words_font())
            painter.setPen(look.colour("accentText"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._shown())
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focusRing"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inside, 4, 4)
        painter.end()

    def _words_font(self) -> QFont:
        return theme.current().font("captionStrong" if self.name == "value" else "caption")

    def _shown(self) -> str:
        metrics = QFontMetrics(self._words_font())
        return metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, _WIDEST_PART)
