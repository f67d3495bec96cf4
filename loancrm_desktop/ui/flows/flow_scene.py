"""The picture of a process: nodes and arrows kept as the body on the table has them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtWidgets import QGraphicsScene

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.flows import flow_body, layered, routing
from loancrm_desktop.ui.flows.edge_item import EdgeItem
from loancrm_desktop.ui.flows.flow_body import Body, Entry
from loancrm_desktop.ui.flows.flow_desk import Chosen, FlowDesk, sorted_from_start
from loancrm_desktop.ui.flows.flow_words import FlowWords, name_in, node_name
from loancrm_desktop.ui.flows.layers import Layers
from loancrm_desktop.ui.flows.node_item import NodeItem
from loancrm_desktop.ui.flows.routing import Box

_MARGIN = 160


class FlowScene(QGraphicsScene):
    """Shows the process on the desk.

    Attributes:
        read_only: nothing is drawn here, it is only looked at.

    Signals:
        shown: the picture was brought up to date.
    """

    shown = Signal()

    def __init__(
        self,
        desk: FlowDesk,
        words: FlowWords,
        parent: QObject | None = None,
        *,
        read_only: bool = False,
    ) -> None:
        super().__init__(parent)
        self.desk, self.words, self.read_only = desk, words, read_only
        self.layers = Layers()
        self.node_items: dict[str, NodeItem] = {}
        self.edge_items: dict[str, EdgeItem] = {}
        self.unset_words = tr("not set, choose who")
        self._choosing = False
        self._building = False
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        desk.changed.connect(self.show_body)
        desk.chosen_changed.connect(self._show_chosen)
        self.selectionChanged.connect(self._on_selection_changed)
        self.show_body()

    def outcome_of(self, entry: Entry) -> str:
        """Answer what a node's stage means for its deals."""
        found = flow_body.stage(self.desk.body, entry.get("stage")) or {}
        return str(found.get("outcome") or "open")

    def is_near_chosen(self, edge: str) -> bool:
        """Say whether an arrow begins at the node chosen."""
        chosen = self.desk.chosen.node
        return bool(chosen) and not self.read_only and edge.startswith(f"{chosen}>")

    def show_body(self) -> None:
        """Bring the picture up to date."""
        body = self.desk.body
        self._building = True
        moved = self._show_nodes(body)
        gone = self._show_edges(body)
        self._building = False
        if moved or gone:
            self.reroute()
        self._show_chosen()
        self.shown.emit()

    def refresh(self) -> None:
        """Paint again: a layer was changed."""
        for item in (*self.node_items.values(), *self.edge_items.values()):
            item.update()
        self.shown.emit()

    def room(self) -> QRectF:
        """Answer the room of all nodes and arrows."""
        found = QRectF()
        for item in self.node_items.values():
            found = found.united(item.area.translated(item.pos()))
        for edge in self.edge_items.values():
            found = found.united(edge.boundingRect())
        return found

    def follow(self, key: str) -> None:
        """Take the arrows of a node along while it is dragged."""
        if self._building:
            return
        for edge_key, item in self.edge_items.items():
            if key in (item.entry.get("from"), item.entry.get("to")):
                self._route(edge_key, item, set())
        self.shown.emit()

    def reroute(self) -> None:
        """Find every arrow's way."""
        taken: set[tuple[Box, tuple[float, float]]] = set()
        for key, item in sorted(self.edge_items.items(), key=self._length):
            self._route(key, item, taken)
        self.setSceneRect(self.room().adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN))

    def _length(self, named: tuple[str, EdgeItem]) -> float:
        """Answer how far an arrow goes: neighbours take their sides first."""
        entry = named[1].entry
        (ax, ay), (bx, by) = (self.desk.place_of(str(entry.get(end))) for end in ("from", "to"))
        return abs(ax - bx) + abs(ay - by)

    def _route(self, key: str, item: EdgeItem, taken: set[tuple[Box, tuple[float, float]]]) -> None:
        start = self.node_items.get(str(item.entry.get("from")))
        end = self.node_items.get(str(item.entry.get("to")))
        del key
        if start is None or end is None or start is end:
            item.show_way(())
            return
        others = [each.box for each in self.node_items.values() if each not in (start, end)]
        way = routing.route(start.box, end.box, others, taken)
        item.show_way(way)
        item.keep_clear([start.box, end.box, *others])
        taken.add((start.box, _side(start.box, way[0])))
        taken.add((end.box, _side(end.box, way[-1])))

    def _show_nodes(self, body: Body) -> bool:
        drawn = {str(each["key"]): each for each in flow_body.nodes(body)}
        changed = False
        for key in self.node_items.keys() - drawn.keys():
            self.removeItem(self.node_items.pop(key))
            changed = True
        for key, entry in drawn.items():
            item = self.node_items.get(key)
            if item is None:
                item = self.node_items[key] = NodeItem(self, key, entry)
                self.addItem(item)
                changed = True
            place = float(entry.get("x") or 0), float(entry.get("y") or 0)
            if (item.pos().x(), item.pos().y()) != place:
                item.setPos(*place)
                changed = True
            item.show_entry(entry, node_name(body, key), self.words.lines(entry))
        return changed

    def _show_edges(self, body: Body) -> bool:
        drawn = {flow_body.edge_key(each): each for each in flow_body.edges(body)}
        changed = False
        for key in self.edge_items.keys() - drawn.keys():
            self.removeItem(self.edge_items.pop(key))
            changed = True
        keys = sorted_from_start(flow_body.nodes(body))
        known = set(keys)
        arrows = [
            (str(each["from"]), str(each["to"]))
            for each in drawn.values()
            if each["from"] in known and each["to"] in known
        ]
        ahead = set(layered.forward(keys, arrows))
        for key, entry in drawn.items():
            item = self.edge_items.get(key)
            if item is None:
                item = self.edge_items[key] = EdgeItem(self, key, entry)
                self.addItem(item)
                changed = True
            is_back = (entry["from"], entry["to"]) not in ahead
            item.show_entry(entry, edge_label(entry), is_back=is_back)
        return changed

    def _show_chosen(self) -> None:
        if self._choosing:
            return
        self._choosing = True
        chosen = self.desk.chosen
        for key, item in self.node_items.items():
            item.setSelected(key in chosen.nodes)
        for key, item in self.edge_items.items():
            item.setSelected(key == chosen.edge)
            item.update()
        self._choosing = False

    def _on_selection_changed(self) -> None:
        if self._choosing:
            return
        nodes = tuple(key for key, item in self.node_items.items() if item.isSelected())
        edges = [key for key, item in self.edge_items.items() if item.isSelected()]
        self._choosing = True
        self.desk.choose(Chosen(nodes, "" if nodes or not edges else edges[0]))
        self._choosing = False
        for item in self.edge_items.values():
            item.update()


def edge_label(entry: Entry) -> str:
    """Answer what stands on an arrow."""
    own = name_in(entry)
    if own:
        return own
    if entry.get("else"):
        return tr("else")
    answers = {"approved": tr("approved"), "rejected": tr("not approved")}
    return answers.get(str(entry.get("on")), "") or (tr("if …") if entry.get("when") else "")


def _side(box: Box, point: tuple[float, float]) -> tuple[float, float]:
    sides = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))

    def distance(side: tuple[float, float]) -> float:
        x, y = box.port(side)
        return abs(x - point[0]) + abs(y - point[1])

    return min(sides, key=distance)
