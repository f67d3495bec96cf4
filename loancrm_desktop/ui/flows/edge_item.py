"""An arrow on the canvas, with its name, and a '+' to put a node into it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsSceneHoverEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.flows.flow_body import Entry
from loancrm_desktop.ui.flows.node_item import font
from loancrm_desktop.ui.flows.routing import Box, Way, label_place

if TYPE_CHECKING:
    from loancrm_desktop.ui.flows.flow_scene import FlowScene

PLUS = 9.0
_HEAD = 9.0
_LABEL_HIGH, _LABEL_WIDE = 18.0, 150.0
_ROUNDING = 6.0


class EdgeItem(QGraphicsItem):
    """One arrow."""

    def __init__(self, owner: FlowScene, key: str, entry: Entry) -> None:
        super().__init__()
        self.owner, self.key, self.entry = owner, key, entry
        self.way: Way = ()
        self.name = ""
        self.hovered = False
        self._aside = 0.0
        self.is_back = False
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setAcceptHoverEvents(True)
        self.setZValue(1)
        self._path = QPainterPath()
        self._room = QRectF()

    def show_entry(self, entry: Entry, name: str, *, is_back: bool) -> None:
        """Show other properties."""
        if (entry, name, is_back) != (self.entry, self.name, self.is_back):
            self.prepareGeometryChange()
            self.entry, self.name, self.is_back = entry, name, is_back
            self._measure()

    def show_way(self, way: Way) -> None:
        """Go another way."""
        if way != self.way:
            self.prepareGeometryChange()
            self.way = way
            self._measure()

    def plus_place(self) -> QPointF:
        """Answer where its '+' stands: in the middle, beside its name."""
        x, y = label_place(self.way)
        if self.name and len(self.way) > 1:
            (ax, ay), (bx, by) = max(pairwise(self.way), key=_length)
            if abs(ay - by) < 1 and abs(ax - bx) < self._label().width() + 4 * PLUS:
                return QPointF(x, y + _LABEL_HIGH / 2 + PLUS + 4)
            if abs(ay - by) < 1:
                return QPointF(x + self._label().width() / 2 + PLUS + 4, y)
            return QPointF(x, y + _LABEL_HIGH / 2 + PLUS + 4)
        return QPointF(x, y)

    def plus_at(self, point: QPointF) -> bool:
        """Say whether a point of the scene is on its '+'."""
        if not self.shows_plus:
            return False
        off = self.plus_place() - point
        return abs(off.x()) <= PLUS + 4 and abs(off.y()) <= PLUS + 4

    @property
    def shows_plus(self) -> bool:
        """Whether its '+' is seen."""
        return (self.hovered or self.isSelected()) and not self.owner.read_only

    def boundingRect(self) -> QRectF:
        """Answer its room with name, head and '+'."""
        return self._room

    def shape(self) -> QPainterPath:
        """Answer where it is hit: a little beside the line, its name and its '+'."""
        stroker = QPainterPathStroker()
        stroker.setWidth(14)
        hit = stroker.createStroke(self._path)
        if self.name:
            hit.addRect(self._label())
        place = self.plus_place()
        if self.shows_plus:
            hit.addEllipse(place, PLUS + 4, PLUS + 4)
        hit.setFillRule(Qt.FillRule.WindingFill)
        return hit

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Show the '+'."""
        self.hovered = True
        self.update()
        super().hoverEnterEvent(event)

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Hide the '+'."""
        self.hovered = False
        self.update()
        super().hoverLeaveEvent(event)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint it in the colours of the theme in force."""
        del option, widget
        if len(self.way) < 2:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, width = self._line()
        if self.owner.layers.is_run and self.key not in self.owner.layers.lit:
            painter.setOpacity(0.45)
        pen = QPen(colour, width)
        if self.is_back:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(_head(self.way))
        painter.setOpacity(1.0)
        if self.shows_plus:
            self._paint_plus(painter)

    def _line(self) -> tuple[QColor, float]:
        look, layers = theme.current(), self.owner.layers
        if self.key in layers.lit:
            return look.colour("success"), 2.5
        if self.isSelected() or self.owner.is_near_chosen(self.key):
            return look.colour("accent"), 2
        if self.key in layers.edge_faults:
            return look.colour("danger"), 1.5
        return look.colour("borderHover" if self.hovered else "borderStrong"), 1.5

    def paint_name(self, painter: QPainter) -> None:
        """Paint its name; the view does it last, so that no node covers it."""
        if not self.name or len(self.way) < 2:
            return
        look, place = theme.current(), self._label()
        colour = self._line()[0]
        chosen = self.isSelected() or self.owner.is_near_chosen(self.key)
        painter.setPen(QPen(colour if chosen else look.colour("neutralBorder"), 1))
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(place, 3, 3)
        painter.setFont(font("caption"))
        painter.setPen(look.colour("accentText" if chosen else "textSecondary"))
        said = painter.fontMetrics().elidedText(
            self.name, Qt.TextElideMode.ElideRight, int(place.width() - 8)
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, said)

    def _paint_plus(self, painter: QPainter) -> None:
        look, place = theme.current(), self.plus_place()
        painter.setPen(QPen(look.colour("accent"), 1.5))
        painter.setBrush(look.colour("surface"))
        painter.drawEllipse(place, PLUS, PLUS)
        painter.drawLine(place - QPointF(4, 0), place + QPointF(4, 0))
        painter.drawLine(place - QPointF(0, 4), place + QPointF(0, 4))

    def _label(self) -> QRectF:
        metrics = QFontMetricsF(font("caption"))
        wide = min(_LABEL_WIDE, metrics.horizontalAdvance(self.name) + 12)
        x, y = label_place(self.way) if self.way else (0.0, 0.0)
        return QRectF(x - wide / 2 + self._aside, y - _LABEL_HIGH / 2, wide, _LABEL_HIGH)

    def keep_clear(self, boxes: Iterable[Box]) -> None:
        """Move the name beside the line where it would cover a node."""
        self._aside = 0.0
        place = self._label()
        rooms = [
            QRectF(b.x - b.half_width, b.y - b.half_height, 2 * b.half_width, 2 * b.half_height)
            for b in boxes
        ]
        for step in (place.width() / 2 + 6, -place.width() / 2 - 6):
            if not any(each.intersects(self._label()) for each in rooms):
                break
            self._aside = step
        self.prepareGeometryChange()
        self._measure()

    def _measure(self) -> None:
        self._path = _rounded(self.way)
        room = self._path.boundingRect().adjusted(-_HEAD, -_HEAD, _HEAD, _HEAD)
        if self.way:
            place = self.plus_place()
            around = QRectF(place.x() - 14, place.y() - 14, 28, 28)
            room = room.united(around)
            if self.name:
                room = room.united(self._label().adjusted(-2, -2, 2, 2))
        self._room = room
        self.setToolTip(self.name)
        self.update()


def _length(leg: tuple[tuple[float, float], tuple[float, float]]) -> float:
    return abs(leg[0][0] - leg[1][0]) * 1.2 + abs(leg[0][1] - leg[1][1])


def _rounded(way: Way) -> QPainterPath:
    path = QPainterPath()
    if len(way) < 2:
        return path
    path.moveTo(*way[0])
    for before, corner, after in zip(way, way[1:], way[2:], strict=False):
        path.lineTo(*_toward(corner, before))
        path.quadTo(*corner, *_toward(corner, after))
    end, last = way[-1], way[-2]
    path.lineTo(*_toward(end, last))
    return path


def _toward(start: tuple[float, float], to: tuple[float, float]) -> tuple[float, float]:
    """Answer the point a few steps from one point toward another."""
    x, y = to[0] - start[0], to[1] - start[1]
    length = max(abs(x) + abs(y), 0.001)
    step = min(_ROUNDING, length / 2)
    return start[0] + x / length * step, start[1] + y / length * step


def _head(way: Way) -> QPolygonF:
    (ax, ay), (bx, by) = way[-2], way[-1]
    length = max(abs(bx - ax) + abs(by - ay), 0.001)
    x, y = (bx - ax) / length, (by - ay) / length
    back = QPointF(bx - x * _HEAD, by - y * _HEAD)
    side = QPointF(-y * _HEAD / 2, x * _HEAD / 2)
    return QPolygonF([QPointF(bx, by), back + side, back - side])
