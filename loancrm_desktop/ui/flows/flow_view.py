"""The canvas: draws, connects, moves and zooms the picture with pointer and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.flows import carried_kind
from loancrm_desktop.ui.flows.edge_item import EdgeItem
from loancrm_desktop.ui.flows.flow_desk import GRID, FlowDesk
from loancrm_desktop.ui.flows.flow_scene import FlowScene
from loancrm_desktop.ui.flows.node_item import NodeItem

LEAST, MOST, STEP = 0.2, 3.0, 1.15
_DOTS = GRID * 3
_ARROWS = {
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Up: (0, -1),
}


class FlowView(QGraphicsView):
    """Looks at the picture.

    Signals:
        zoomed: the picture is larger or smaller.
        append_requested: a node is wanted behind the one chosen (place on the screen).
        insert_requested: a node is wanted in an arrow (its key, place on the screen).
        link_dropped: an arrow was drawn into the open (start, place, place on the screen).
        menu_requested: the menu of what is chosen is wanted (place on the screen).
        properties_requested: the properties of what is chosen are wanted.
    """

    zoomed = Signal()
    append_requested = Signal(QPoint)
    insert_requested = Signal(str, QPoint)
    link_dropped = Signal(str, QPointF, QPoint)
    menu_requested = Signal(QPoint)
    properties_requested = Signal()

    def __init__(self, desk: FlowDesk, scene: FlowScene) -> None:
        super().__init__(scene)
        self.desk, self.flow = desk, scene
        self.zoom = 1.0
        self._is_fitted = True
        self._link_from = ""
        self._link_end: QPointF | None = None
        self._pan_from: QPoint | None = None
        self.setProperty("role", "canvas")
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setAcceptDrops(not scene.read_only)
        self.setDragMode(QGraphicsView.DragMode.RubberBandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("The picture of the process"))
        self.setMouseTracking(True)
        self._take_zoom()

    def set_zoom(self, zoom: float) -> None:
        """Show the picture so many times as large; it is no longer fitted by itself."""
        self._is_fitted = False
        self.zoom = min(max(zoom, LEAST), MOST)
        self._take_zoom()

    def zoom_in(self) -> None:
        """Show it larger."""
        self.set_zoom(self.zoom * STEP)

    def zoom_out(self) -> None:
        """Show it smaller."""
        self.set_zoom(self.zoom / STEP)

    def zoom_whole(self) -> None:
        """Show it as large as it is drawn."""
        self.set_zoom(1.0)

    def fit(self) -> None:
        """Show the whole picture, at most as large as it is drawn."""
        room = self.flow.room().adjusted(-40, -44, 40, 60)
        place = self.viewport().rect()
        if room.isEmpty() or place.isEmpty():
            return
        scale = theme.current().text_scale
        fits = min(place.width() / room.width(), place.height() / room.height()) / scale
        self.zoom = min(1.0, max(fits, LEAST))
        self._is_fitted = True
        self._take_zoom()
        self.centerOn(room.center())

    def show_chosen(self) -> None:
        """Bring what is chosen into view."""
        chosen = self.desk.chosen
        items = [self.flow.node_items[key] for key in chosen.nodes if key in self.flow.node_items]
        edge = self.flow.edge_items.get(chosen.edge)
        for item in (*items[:1], *((edge,) if edge is not None else ())):
            self.ensureVisible(item, 48, 48)

    def place_on_screen(self, key: str) -> QPoint:
        """Answer where the menu of a node or arrow opens."""
        item = self.flow.node_items.get(key)
        edge = self.flow.edge_items.get(key)
        if item is not None:
            at = item.pos() + QPointF(item.area.right(), item.area.top())
        else:
            at = edge.plus_place() if edge is not None else QPointF()
        return self.viewport().mapToGlobal(self.mapFromScene(at))

    def _take_zoom(self) -> None:
        scale = self.zoom * theme.current().text_scale
        self.resetTransform()
        self.scale(scale, scale)
        self.zoomed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll; with Shift sideways."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y() > 0:
                self.zoom_in()
            else:
                self.zoom_out()
            event.accept()
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted picture fitted."""
        super().resizeEvent(event)
        if self._is_fitted:
            self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the picture when it comes."""
        super().showEvent(event)
        if self._is_fitted:
            self.fit()

    def refit(self) -> None:
        """Fit again when the picture was never zoomed by hand."""
        if self._is_fitted:
            self.fit()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: N802, FBT001, A002 - Qt names it so
        """Let Tab go on from what is chosen; with nothing chosen it leaves the canvas."""
        chosen = self.desk.chosen
        if next and self.hasFocus() and not self.flow.read_only and (chosen.node or chosen.edge):
            self.go_on()
            return True
        return super().focusNextPrevChild(next)

    def go_on(self) -> None:
        """Ask which node comes behind the one chosen, or into the arrow chosen."""
        chosen = self.desk.chosen
        if chosen.edge:
            self.insert_requested.emit(chosen.edge, self.place_on_screen(chosen.edge))
        elif chosen.node:
            self.append_requested.emit(self.place_on_screen(chosen.node))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk from node to node with the arrows; move them with Ctrl."""
        way = _ARROWS.get(Qt.Key(event.key()))
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if way is not None and plain == Qt.KeyboardModifier.NoModifier:
            self._walk(way)
        elif way is not None and not self.flow.read_only:
            far = 4 if plain & Qt.KeyboardModifier.ShiftModifier else 1
            self.desk.nudge(way[0] * far, way[1] * far)
        elif event.key() == Qt.Key.Key_Escape and self._link_from:
            self._end_link()
        elif event.key() == Qt.Key.Key_Escape and self.desk.chosen.nodes + (
            (self.desk.chosen.edge,) if self.desk.chosen.edge else ()
        ):
            self.desk.choose_nodes()
        else:
            event.ignore()

    def _walk(self, way: tuple[int, int]) -> None:
        """Choose the nearest node in a direction; the first one when none is chosen."""
        here = self.flow.node_items.get(self.desk.chosen.node)
        if here is None:
            self.desk.step_through(1)
        else:
            x, y = here.pos().x(), here.pos().y()
            best: tuple[float, str] | None = None
            for key, item in self.flow.node_items.items():
                right, down = item.pos().x() - x, item.pos().y() - y
                along = right * way[0] + down * way[1]
                aside = abs(right * way[1]) + abs(down * way[0])
                if item is not here and along > 4 and aside <= along * 2.5:
                    best = min(best or (1e12, key), (along + aside * 2, key))
            if best is not None:
                self.desk.choose_nodes(best[1])
        self.show_chosen()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin an arrow at a port, open a '+', pan with the middle button, else choose."""
        at = self.mapToScene(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pan_from = event.position().toPoint()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        if event.button() == Qt.MouseButton.LeftButton and not self.flow.read_only:
            for item in self._items_near(at):
                if isinstance(item, NodeItem) and item.port_at(at):
                    self._link_from, self._link_end = item.key, at
                    return
                if isinstance(item, EdgeItem) and item.plus_at(at):
                    self.desk.choose_edge(item.key)
                    self.insert_requested.emit(item.key, event.globalPosition().toPoint())
                    return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the arrow that is begun, pan, or drag nodes."""
        here = event.position().toPoint()
        if self._pan_from is not None:
            off = here - self._pan_from
            self._pan_from = here
            self._is_fitted = False
            across, along = self.horizontalScrollBar(), self.verticalScrollBar()
            across.setValue(across.value() - off.x())
            along.setValue(along.value() - off.y())
            return
        if self._link_from:
            self._link_end = self.mapToScene(here)
            self.viewport().update()
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End an arrow on a node or in the open; keep where nodes were dragged to."""
        if self._pan_from is not None:
            self._pan_from = None
            self.unsetCursor()
            return
        if self._link_from:
            start, at = self._link_from, self.mapToScene(event.position().toPoint())
            self._end_link()
            end = self.node_at(at)
            if end and end != start:
                self.desk.connect_nodes(start, end)
            elif not end:
                self.link_dropped.emit(start, at, event.globalPosition().toPoint())
            return
        super().mouseReleaseEvent(event)
        self._keep_places()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the properties."""
        super().mouseDoubleClickEvent(event)
        if self.desk.chosen.node or self.desk.chosen.edge:
            self.properties_requested.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what lies there."""
        at = self.mapToScene(event.pos())
        key = self.node_at(at)
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            if key and key not in self.desk.chosen.nodes:
                self.desk.choose_nodes(key)
            edges = [each.key for each in self._items_near(at) if isinstance(each, EdgeItem)]
            if not key and edges:
                self.desk.choose_edge(edges[0])
        self.menu_requested.emit(event.globalPos())

    def node_at(self, at: QPointF) -> str:
        """Answer the node at a point of the scene, empty for none."""
        found = (each.key for each in self._items_near(at) if isinstance(each, NodeItem))
        return next(found, "")

    def _items_near(self, at: QPointF) -> list[object]:
        area = QRectF(at.x() - 5, at.y() - 5, 10, 10)
        return list(self.flow.items(area))

    def _end_link(self) -> None:
        self._link_from, self._link_end = "", None
        self.viewport().update()

    def _keep_places(self) -> None:
        moved: dict[str, tuple[float, float]] = {}
        for key, item in self.flow.node_items.items():
            place = item.pos().x(), item.pos().y()
            if place != self.desk.place_of(key):
                moved[key] = place
        if moved:
            self.desk.move(moved)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take kinds of nodes from the palette."""
        if carried_kind.unpack(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take them anywhere."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put a node where it was let go: into the arrow below it, else in the open."""
        kind = carried_kind.unpack(event.mimeData())
        if not kind:
            return
        event.acceptProposedAction()
        at = self.mapToScene(event.position().toPoint())
        edges = [each.key for each in self._items_near(at) if isinstance(each, EdgeItem)]
        if edges and not self.node_at(at) and kind not in ("start", "end"):
            self.desk.insert(edges[0], kind)
        else:
            self.desk.add(kind, (at.x(), at.y()))
        self.setFocus()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # noqa: N802 - Qt names it so
        """Paint the ground with its grid of dots."""
        look = theme.current()
        area = QRectF(rect)
        painter.fillRect(area, look.colour("surfaceSunken"))
        if self.zoom < 0.5:
            return
        pen = QPen(look.colour("neutralBorder"), 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        left = int(area.left()) // _DOTS * _DOTS
        top = int(area.top()) // _DOTS * _DOTS
        dots = [
            QPointF(x, y)
            for x in range(left, int(area.right()) + 1, _DOTS)
            for y in range(top, int(area.bottom()) + 1, _DOTS)
        ]
        painter.drawPoints(dots)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # noqa: N802 - Qt names it so
        """Paint the names of arrows, and the arrow that is being drawn."""
        super().drawForeground(painter, rect)
        shown = QRectF(rect)
        for edge in self.flow.edge_items.values():
            if edge.boundingRect().intersects(shown):
                edge.paint_name(painter)
        item = self.flow.node_items.get(self._link_from)
        if item is None or self._link_end is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.current().colour("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawLine(item.pos(), self._link_end)
        target = self.flow.node_items.get(self.node_at(self._link_end))
        if target is not None and target is not item:
            painter.drawRect(target.area.translated(target.pos()).adjusted(-4, -4, 4, 4))
