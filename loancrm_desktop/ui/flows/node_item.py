"""A node on the canvas: card, pill or diamond, with ports to draw arrows from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsSceneHoverEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.flows.flow_body import Entry
from loancrm_desktop.ui.flows.flow_desk import snapped
from loancrm_desktop.ui.flows.flow_words import END_ICONS, ICONS, acts_count, stay_text
from loancrm_desktop.ui.flows.routing import Box

if TYPE_CHECKING:
    from loancrm_desktop.ui.flows.flow_scene import FlowScene

CARD, PILL, DIAMOND = (176.0, 76.0), (128.0, 36.0), (136.0, 60.0)
PORT = 5.0
PORTS: tuple[tuple[float, float], ...] = ((1, 0), (0, 1), (-1, 0), (0, -1))
_PLAIN_STAGE = "archived"
_STATE_ICONS = {"done": "check-circle", "now": "play", "late": "alert", "waiting": "hourglass"}
_STATE_ROLES = {
    "done": "success", "now": "accent", "late": "danger", "waiting": "warning",
}  # fmt: skip


def size_of(kind: str) -> tuple[float, float]:
    """Answer how large a node of a kind is."""
    if kind in ("start", "end"):
        return PILL
    return DIAMOND if kind == "branch" else CARD


def font(style: str) -> QFont:
    """Answer a font in the scene's own measure; the view makes it as large as the theme's."""
    look = theme.current()
    made = look.font(style)
    made.setPixelSize(max(1, round(made.pixelSize() / look.text_scale)))
    return made


class NodeItem(QGraphicsItem):
    """One node; its place is its middle."""

    def __init__(self, owner: FlowScene, key: str, entry: Entry) -> None:
        super().__init__()
        self.owner, self.key, self.entry = owner, key, entry
        self.hovered = False
        self.lines = ("", "")
        self.name = key
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsMovable, not owner.read_only)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemSendsGeometryChanges)
        self.setAcceptHoverEvents(True)
        self.setZValue(2)

    @property
    def kind(self) -> str:
        """The node's kind."""
        return str(self.entry.get("kind", ""))

    @property
    def box(self) -> Box:
        """The room it takes."""
        wide, high = size_of(self.kind)
        return Box(self.pos().x(), self.pos().y(), wide / 2, high / 2)

    @property
    def area(self) -> QRectF:
        """Its own room, around its middle."""
        wide, high = size_of(self.kind)
        return QRectF(-wide / 2, -high / 2, wide, high)

    def show_entry(self, entry: Entry, name: str, lines: tuple[str, str]) -> None:
        """Show other properties."""
        if self.entry.get("kind") != entry.get("kind"):
            self.prepareGeometryChange()
        self.entry, self.name, self.lines = entry, name, lines
        self.setToolTip("\n".join(each for each in (name, *lines) if each))
        self.update()

    def port_at(self, point: QPointF) -> bool:
        """Say whether an arrow may be drawn from a point of the scene."""
        if self.owner.read_only or self.kind == "end" or not self.shows_ports:
            return False
        box, near = self.box, PORT + 5
        for side in PORTS:
            x, y = box.port(side)
            if abs(point.x() - x) <= near and abs(point.y() - y) <= near:
                return True
        return False

    @property
    def shows_ports(self) -> bool:
        """Whether its ports are seen."""
        return (self.hovered or self.isSelected()) and not self.owner.read_only

    def boundingRect(self) -> QRectF:
        """Answer its room with ports and frame."""
        room = PORT + 3
        return self.area.adjusted(-room, -room, room, room + 18)

    def shape(self) -> QPainterPath:
        """Answer where it is hit."""
        path = QPainterPath()
        path.addRect(self.area.adjusted(-PORT, -PORT, PORT, PORT))
        return path

    def itemChange(self, change: QGraphicsItem.GraphicsItemChange, value: Any) -> Any:
        """Keep to the grid while it is dragged, and take its arrows along."""
        if change == QGraphicsItem.GraphicsItemChange.ItemPositionChange:
            return QPointF(snapped(value.x()), snapped(value.y()))
        if change == QGraphicsItem.GraphicsItemChange.ItemPositionHasChanged:
            self.owner.follow(self.key)
        return super().itemChange(change, value)

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Show the ports."""
        self.hovered = True
        self.update()
        super().hoverEnterEvent(event)

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        """Hide the ports."""
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
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.owner.layers.is_run and self.key not in self.owner.layers.states:
            painter.setOpacity(0.55)
        self._paint_shape(painter)
        if self.kind in ("start", "end"):
            self._paint_pill(painter)
        elif self.kind == "branch":
            self._paint_diamond(painter)
        else:
            self._paint_card(painter)
        self._paint_state(painter)
        painter.setOpacity(1.0)
        if self.shows_ports:
            painter.setPen(QPen(theme.current().colour("accent"), 1.5))
            painter.setBrush(theme.current().colour("surface"))
            area = self.area
            for x, y in PORTS:
                middle = QPointF(x * area.width() / 2, y * area.height() / 2)
                painter.drawEllipse(middle, PORT, PORT)

    def _frame(self) -> tuple[QPen, str]:
        """Answer the frame's pen and the ground's role."""
        look = theme.current()
        state = self.owner.layers.states.get(self.key)
        if self.isSelected():
            return QPen(look.colour("accent"), 2), self._ground()
        if state in _STATE_ROLES:
            return QPen(look.colour(_STATE_ROLES[state]), 2), self._ground()
        if self.owner.layers.faults.get(self.key) == "error":
            return QPen(look.colour("danger"), 1.5), self._ground()
        role = {"start": "accent", "end": self._end_role()}.get(self.kind, "borderStrong")
        return QPen(look.colour(role), 1), self._ground()

    def _ground(self) -> str:
        if self.kind == "start":
            return "accentSoft"
        if self.kind == "end":
            return {"success": "successSoft", "danger": "dangerSoft"}.get(
                self._end_role(), "neutralSoft"
            )
        return "surface"

    def _end_role(self) -> str:
        outcome = self.owner.outcome_of(self.entry)
        return {"won": "success", "lost": "danger"}.get(outcome, "neutral")

    def _paint_shape(self, painter: QPainter) -> None:
        pen, ground = self._frame()
        area = self.area
        painter.setPen(pen)
        painter.setBrush(theme.current().colour(ground))
        if self.kind == "branch":
            top, right = QPointF(0, area.top()), QPointF(area.right(), 0)
            bottom, left = QPointF(0, area.bottom()), QPointF(area.left(), 0)
            painter.drawPolygon(QPolygonF([top, right, bottom, left]))
        else:
            rounding = area.height() / 2 if self.kind in ("start", "end") else 4
            painter.drawRoundedRect(area, rounding, rounding)

    def _paint_card(self, painter: QPainter) -> None:
        look, area = theme.current(), self.area
        painter.setPen(Qt.PenStyle.NoPen)
        stage = str(self.entry.get("stage") or "")
        painter.setBrush(look.stage(stage).solid if stage else look.colour("neutral"))
        painter.drawRect(QRectF(area.left(), area.top() + 1, 4, area.height() - 2))
        layers, left = self.owner.layers, area.left() + 14
        self._paint_heat(painter)
        count = self._paint_count(painter)
        painter.setFont(font("bodyStrong"))
        painter.setPen(look.colour("text"))
        title = QRectF(left, area.top() + 9, area.width() - 24 - count, 20)
        _words(painter, title, self.name)
        unset = self._is_unset()
        first, second = self.lines
        icon = "alert" if unset else {"approval": "approve"}.get(self.kind, "users")
        if self.kind not in ("handle", "approval"):
            icon = ICONS.get(self.kind, "users")
        if layers.handlers and (first or unset):
            words = self.owner.unset_words if unset else first
            role = "dangerText" if unset else "textSecondary"
            self._paint_line(painter, area.top() + 31, (icon, words, role))
        if layers.limits and second:
            role = "accentText" if self.isSelected() else "textSecondary"
            self._paint_line(painter, area.top() + 51, ("clock", second, role))
        self._paint_acts(painter)

    def _is_unset(self) -> bool:
        handled = self.kind in ("handle", "approval")
        return handled and self.entry.get("handler") is None and not self.entry.get("approvers")

    def _paint_line(self, painter: QPainter, top: float, said: tuple[str, str, str]) -> None:
        icon, words, role = said
        look, area = theme.current(), self.area
        left = area.left() + 14
        look.icon(icon, role).paint(painter, round(left), round(top + 2), 14, 14)
        painter.setFont(font("caption"))
        painter.setPen(look.colour(role))
        room = area.width() - 42 - (24 if acts_count(self.entry) and top > 0 else 0)
        _words(painter, QRectF(left + 19, top, room, 18), words)

    def _paint_acts(self, painter: QPainter) -> None:
        acts = acts_count(self.entry)
        if not acts or self.kind == "action":
            return
        look, area = theme.current(), self.area
        look.icon("rule", "accentText").paint(
            painter, round(area.right() - 34), round(area.bottom() - 23), 14, 14
        )
        painter.setFont(font("caption"))
        painter.setPen(look.colour("accentText"))
        place = QRectF(area.right() - 19, area.bottom() - 25, 14, 18)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, str(acts))

    def _paint_count(self, painter: QPainter) -> float:
        """Paint how many deals stand here, and a mark of a fault; answers the room they take."""
        look, area = theme.current(), self.area
        found, room = self.owner.layers.figures.get(self.key), 0.0
        if found is not None and found.now and not self.owner.layers.is_run:
            painter.setFont(font("body"))
            painter.setPen(look.colour("textTertiary"))
            place = QRectF(area.right() - 60, area.top() + 9, 50, 20)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{found.now}"
            )
            room = 8.0 + 9 * len(str(found.now))
        level = self.owner.layers.faults.get(self.key)
        if level is not None and not self.owner.layers.is_run:
            icon, role = ("x-circle", "danger") if level == "error" else ("alert", "warning")
            right = area.right() - 10 - room - 15
            look.icon(icon, role).paint(painter, round(right), round(area.top() + 11), 16, 16)
            room += 20
        return room

    def _paint_heat(self, painter: QPainter) -> None:
        layers, look, area = self.owner.layers, theme.current(), self.area
        found = layers.figures.get(self.key)
        if not layers.heat or layers.is_run or found is None or found.average_s is None:
            return
        warmth = layers.warmth(self.key)
        wide = max(4.0, (area.width() - 12) * warmth)
        role = "danger" if warmth > 0.75 else "warning" if warmth > 0.4 else "info"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(role))
        painter.drawRoundedRect(QRectF(area.left() + 8, area.bottom() - 6, wide, 4), 2, 2)
        self._paint_below(painter, f"{stay_text(found.average_s)} · {found.passed}")

    def _paint_pill(self, painter: QPainter) -> None:
        look, area = theme.current(), self.area
        role = "accentText"
        if self.kind == "end":
            role = {"success": "successText", "danger": "dangerText"}.get(
                self._end_role(), "neutralText"
            )
        icon = ICONS["start"]
        if self.kind == "end":
            icon = END_ICONS.get(self.owner.outcome_of(self.entry), "stop")
        if self.owner.layers.faults.get(self.key) == "error":
            icon, role = "x-circle", "dangerText"
        painter.setFont(font("body"))
        room = area.width() - 44
        metrics = painter.fontMetrics()
        wide = min(room, float(metrics.horizontalAdvance(self.name)))
        left = -(wide + 20) / 2
        look.icon(icon, role).paint(painter, round(left), -8, 16, 16)
        painter.setPen(look.colour(role))
        _words(painter, QRectF(left + 21, area.top(), wide + 2, area.height()), self.name)

    def _paint_diamond(self, painter: QPainter) -> None:
        look, area = theme.current(), self.area
        bad = self.owner.layers.faults.get(self.key) == "error"
        painter.setFont(font("bodyStrong"))
        painter.setPen(look.colour("dangerText" if bad else "text"))
        room = area.adjusted(28, 0, -28, 0)
        said = painter.fontMetrics().elidedText(
            self.name, Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, said)

    def _paint_state(self, painter: QPainter) -> None:
        """Paint what a deal or a trial did here: a mark and a line below."""
        layers, look, area = self.owner.layers, theme.current(), self.area
        state = layers.states.get(self.key)
        if state is None:
            return
        icon, role = _STATE_ICONS.get(state), _STATE_ROLES.get(state, "neutral")
        if icon is not None and self.kind not in ("start", "end", "branch"):
            look.icon(icon, role).paint(
                painter, round(area.right() - 26), round(area.top() + 10), 16, 16
            )
        said = layers.said.get(self.key, "")
        if said:
            self._paint_below(painter, said)

    def _paint_below(self, painter: QPainter, said: str) -> None:
        """Paint a line below the node, on a ground of its own where an arrow passes."""
        look, area = theme.current(), self.area
        painter.setFont(font("caption"))
        metrics = painter.fontMetrics()
        room = int(area.width() + 12)
        fitting = metrics.elidedText(said, Qt.TextElideMode.ElideRight, room)
        wide = metrics.horizontalAdvance(fitting) + 6
        below = QRectF(-wide / 2, area.bottom() + 3, wide, 17)
        painter.fillRect(below, look.colour("surfaceSunken"))
        painter.setPen(look.colour("textSecondary"))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, fitting)


def _words(painter: QPainter, place: QRectF, words: str) -> None:
    fitting = painter.fontMetrics().elidedText(
        words, Qt.TextElideMode.ElideRight, int(place.width())
    )
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, fitting)
