"""The ways out of a node as cards, in the order they are tried."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.flows import flow_body
from loancrm_desktop.ui.flows.flow_body import Body, Entry
from loancrm_desktop.ui.flows.flow_scene import edge_label
from loancrm_desktop.ui.flows.flow_words import node_name
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import button, clear_layout, icon_button, label, row
from loancrm_desktop.ui.widgets.relay import relay


class WaysList(QWidget):
    """Lists arrows.

    Signals:
        chosen: an arrow's properties are wanted (its key).
        moved: an arrow is to be tried earlier or later (its key, -1 or 1).
        added: another way is wanted.
    """

    chosen = Signal(str)
    moved = Signal(str, int)
    added = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[tuple[Entry, str]] = []
        add = icon_button("plus", tr("Another way out of here (Tab on the canvas)"))
        add.clicked.connect(self.added)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addLayout(row(label(tr("Ways on"), font="bodyStrong"), None, add))
        whole.addLayout(self._lines)

    def show_ways(self, body: Body, key: str) -> None:
        """Show the arrows out of a node."""
        found = [(each, node_name(body, str(each["to"]))) for each in flow_body.out_of(body, key)]
        if found == self._shown and self._lines.count():
            return
        self._shown = found
        clear_layout(self._lines)
        for number, (entry, target) in enumerate(found):
            self._lines.addWidget(self._card(entry, target, (number, len(found))))
        if not found:
            said = tr("No way leads on yet. Drag from the node's edge to another node.")
            self._lines.addWidget(label(said, role="caption", wrap=True))

    def _card(self, entry: Entry, target: str, place: tuple[int, int]) -> QFrame:
        key = flow_body.edge_key(entry)
        name = edge_label(entry) or tr("goes on")
        opened = button(name, kind="link")
        opened.setAccessibleName(tr("Edit the way {name} to {node}", name=name, node=target))
        opened.clicked.connect(relay(opened, self._on_opened, key))
        words = ElidedLabel(tr("to {node}", node=target), role="caption", font="caption")
        head = row(opened, words, spacing=4)
        head.setStretchFactor(words, 1)
        for icon, step, tip, able in (
            ("up", -1, tr("Try earlier"), place[0] > 0),
            ("down", 1, tr("Try later"), place[0] < place[1] - 1),
        ):
            if place[1] > 1:
                made = icon_button(icon, tip)
                made.setEnabled(able)
                made.clicked.connect(relay(made, self._on_moved, key, step))
                head.addWidget(made)
        frame = QFrame()
        frame.setProperty("role", "sunken")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(8, 4, 4, 4)
        inside.setSpacing(2)
        inside.addLayout(head)
        notes = [
            said
            for wanted, said in (
                (entry.get("when"), tr("only when a condition holds")),
                (entry.get("else"), tr("when no other condition holds")),
                (entry.get("needs_reason"), tr("asks for a reason")),
                (entry.get("requires"), tr("asks for fields")),
            )
            if wanted
        ]
        for each in notes:
            inside.addWidget(label(each, role="caption", wrap=True))
        return frame

    def _on_opened(self, key: str) -> None:
        self.chosen.emit(key)

    def _on_moved(self, key: str, step: int) -> None:
        self.moved.emit(key, step)
