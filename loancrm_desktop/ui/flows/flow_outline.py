"""The process as a list to read and walk through: nodes in order, the ways on below each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from loancrm_desktop.texts import listed, tr
from loancrm_desktop.ui.flows import flow_body
from loancrm_desktop.ui.flows.flow_body import Body, Entry
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_words import FlowWords, edge_name, kind_text, name_in, node_name

_NODE, _EDGE = int(Qt.ItemDataRole.UserRole), int(Qt.ItemDataRole.UserRole) + 1
WIDTH = 248


class FlowOutline(QTreeWidget):
    """Shows the same process as the picture; what is chosen here is chosen there.

    Signals:
        properties_requested: what is chosen is to be changed (Enter, or a double click).
    """

    properties_requested = Signal()

    def __init__(self, desk: FlowDesk, words: FlowWords) -> None:
        super().__init__()
        self._desk, self._words = desk, words
        self._lines: dict[str, QTreeWidgetItem] = {}
        self._is_taking = False
        self.setHeaderHidden(True)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(tr("Outline of the process"))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        desk.changed.connect(self._on_desk_changed)
        desk.chosen_changed.connect(self.take_chosen)
        self.currentItemChanged.connect(self._on_current_item_changed)
        self.itemActivated.connect(self._on_item_activated)

    def rebuild(self) -> None:
        """List the process anew; what was chosen stays chosen."""
        body = self._desk.body
        self._is_taking = True
        self.clear()
        self._lines = {}
        for number, key in enumerate(in_order(body), 1):
            entry = flow_body.node(body, key) or {}
            item = QTreeWidgetItem([self._node_line(number, entry)])
            item.setData(0, _NODE, key)
            self._take_words(item, self._spoken(number, entry, body))
            self.addTopLevelItem(item)
            self._lines[key] = item
            for each in flow_body.out_of(body, key):
                self._add_way(item, body, flow_body.edge_key(each), str(each["to"]))
        self.expandAll()
        self._is_taking = False
        self.take_chosen()

    def take_chosen(self) -> None:
        """Show what is chosen on the desk."""
        chosen = self._desk.chosen
        item = self._lines.get(chosen.node or chosen.edge)
        self._is_taking = True
        if item is None:
            self.clearSelection()
        else:
            self.setCurrentItem(item)
            self.scrollToItem(item)
        self._is_taking = False

    def showEvent(self, event: QShowEvent) -> None:
        """List what changed while it was out of sight."""
        super().showEvent(event)
        self.rebuild()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of the lines; they are listed anew when it is shown."""
        super().hideEvent(event)
        self._lines = {}

    def _add_way(self, item: QTreeWidgetItem, body: Body, key: str, target: str) -> None:
        said = edge_name(body, key)
        if not (flow_body.edge(body, key) or {}).get("name_zh"):
            said = tr("to {node}", node=node_name(body, target))
        way = QTreeWidgetItem([said])
        way.setData(0, _EDGE, key)
        self._take_words(
            way, tr("Way {name}, leads to {node}", name=said, node=node_name(body, target))
        )
        item.addChild(way)
        self._lines[key] = way

    def _node_line(self, number: int, entry: Entry) -> str:
        name = name_in(entry) or kind_text(str(entry.get("kind"))).read()
        return tr("{number}  {name}", number=number, name=name)

    def _spoken(self, number: int, entry: Entry, body: Body) -> str:
        kind = kind_text(str(entry.get("kind"))).read()
        parts = [kind, *(each for each in self._words.lines(entry) if each)]
        ways = len(flow_body.out_of(body, str(entry.get("key"))))
        return tr(
            "{number} {name}: {facts}. Ways on: {ways}",
            number=number,
            name=name_in(entry),
            facts=listed(parts),
            ways=ways,
        )

    def _take_words(self, item: QTreeWidgetItem, spoken: str) -> None:
        item.setToolTip(0, spoken)
        item.setData(0, int(Qt.ItemDataRole.AccessibleTextRole), spoken)

    def _on_desk_changed(self) -> None:
        if self.isVisible():
            self.rebuild()

    def _on_current_item_changed(self, item: QTreeWidgetItem | None) -> None:
        if self._is_taking or item is None:
            return
        if item.data(0, _NODE):
            self._desk.choose_nodes(str(item.data(0, _NODE)))
        else:
            self._desk.choose_edge(str(item.data(0, _EDGE)))

    def _on_item_activated(self) -> None:
        self.properties_requested.emit()


def in_order(body: Body) -> list[str]:
    """Answer the nodes as a deal meets them: from the start along the ways, the rest after."""
    drawn = [str(each["key"]) for each in flow_body.nodes(body)]
    starts = [str(each["key"]) for each in flow_body.nodes(body) if each.get("kind") == "start"]
    found: dict[str, None] = {}
    ahead = list(starts)
    while ahead:
        key = ahead.pop(0)
        if key in found or key not in drawn:
            continue
        found[key] = None
        ahead += [str(each["to"]) for each in flow_body.out_of(body, key)]
    return [*found, *(key for key in drawn if key not in found)]
