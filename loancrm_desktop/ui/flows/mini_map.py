"""The whole picture small in a corner, with the part that is seen; a click goes there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.flows.flow_view import FlowView

WIDTH, HEIGHT = 162, 102
_EDGE = 8.0


class MiniMap(QWidget):
    """A view of the view; for the pointer only, the keyboard walks the nodes themselves."""

    def __init__(self, view: FlowView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.setFixedSize(WIDTH, HEIGHT)
        self.setAccessibleName(tr("The whole picture, small"))
        self.setToolTip(tr("Click to go there"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        view.flow.shown.connect(self.update)
        view.zoomed.connect(self.update)
        view.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        view.desk.chosen_changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint nodes as blocks, and the frame of what is seen."""
        del event
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("border"), 1))
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        scale, off = self._measure()
        painter.setPen(Qt.PenStyle.NoPen)
        chosen = self._view.desk.chosen.nodes
        for key, item in self._view.flow.node_items.items():
            area = item.area.translated(item.pos())
            place = QRectF(
                area.left() * scale + off.x(),
                area.top() * scale + off.y(),
                max(3.0, area.width() * scale),
                max(2.0, area.height() * scale),
            )
            painter.setBrush(look.colour("accent" if key in chosen else "borderStrong"))
            painter.drawRoundedRect(place, 1, 1)
        seen = self._seen()
        frame = QRectF(
            seen.left() * scale + off.x(),
            seen.top() * scale + off.y(),
            seen.width() * scale,
            seen.height() * scale,
        ).intersected(QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("accent"), 1.5))
        painter.drawRect(frame)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def _go(self, at: QPointF) -> None:
        scale, off = self._measure()
        self._view.centerOn((at.x() - off.x()) / scale, (at.y() - off.y()) / scale)

    def _seen(self) -> QRectF:
        return self._view.mapToScene(self._view.viewport().rect()).boundingRect()

    def _measure(self) -> tuple[float, QPointF]:
        room = self._view.flow.room().adjusted(-30, -30, 30, 30)
        wide, high = self.width() - 2 * _EDGE, self.height() - 2 * _EDGE
        scale = min(wide / max(1.0, room.width()), high / max(1.0, room.height()))
        left = (self.width() - room.width() * scale) / 2 - room.left() * scale
        top = (self.height() - room.height() * scale) / 2 - room.top() * scale
        return scale, QPointF(left, top)

    def _on_scrolled(self, value: int) -> None:
        del value
        self.update()
