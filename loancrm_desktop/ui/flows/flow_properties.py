"""The properties of what is chosen, at the right of the picture."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.flows import flow_body
from loancrm_desktop.ui.flows.edge_properties import EdgeProperties
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_words import ICONS, Choice, FlowWords, edge_name, node_name
from loancrm_desktop.ui.flows.node_properties import NodeProperties
from loancrm_desktop.ui.flows.whole_properties import WholeProperties
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.parts import icon_button, label, line, row, scrolled

Page = NodeProperties | EdgeProperties | WholeProperties | QWidget


class FlowProperties(QFrame):
    """Shows and changes what is chosen.

    Signals:
        new_way_requested: another way out of the node chosen is wanted.
    """

    new_way_requested = Signal()

    def __init__(self, desk: FlowDesk, words: FlowWords, bridge: Bridge) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self._desk, self._words, self._bridge = desk, words, bridge
        self.processes: list[Choice] = []
        self.setFixedWidth(theme.current().layout("propertyPanel"))
        self._icon = IconMark("flow", "accentText")
        self._title = ElidedLabel(font="bodyStrong")
        self._copy = icon_button("copy", tr("Copy beside it (Ctrl+D)"))
        self._copy.clicked.connect(desk.duplicate)
        self._gone = icon_button("trash", tr("Delete (Del)"))
        self._gone.clicked.connect(desk.delete_chosen)
        head = row(self._icon, self._title, self._copy, self._gone, margins=(14, 8, 10, 8))
        head.setStretchFactor(self._title, 1)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(14, 12, 14, 16)
        self.page: Page | None = None
        self._shown: object = None
        self._named_anew = False
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(line())
        self.area = scrolled(content)
        whole.addWidget(self.area, 1)
        desk.chosen_changed.connect(self.show_chosen)
        desk.changed.connect(self.show_chosen)

    def rebuild(self) -> None:
        """Build it anew: the office's names have changed.

        Not under the hands of somebody who writes in it: then with the next choice.
        """
        if isinstance(self.page, WholeProperties):
            return  # names no person, role or field
        self._named_anew = True
        self.show_chosen()

    def show_chosen(self) -> None:
        """Show the properties of what is chosen."""
        chosen, body = self._desk.chosen, self._desk.body
        entry = flow_body.node(body, chosen.node)
        kind = str(entry.get("kind")) if entry is not None else ""
        self._icon.show_icon(ICONS.get(kind, "arrow-right" if chosen.edge else "flow"))
        title = tr("Process")
        if entry is not None:
            title = node_name(body, chosen.node)
        elif chosen.edge:
            title = edge_name(body, chosen.edge)
        elif chosen.nodes:
            title = tr("{count} nodes chosen", count=len(chosen.nodes))
        self._title.setText(title)
        self._copy.setVisible(bool(chosen.nodes))
        self._gone.setVisible(bool(chosen.nodes or chosen.edge))
        start = flow_body.node(body, chosen.edge.partition(">")[0]) or {}
        stages = tuple(str(each["key"]) for each in flow_body.stages(body))
        wanted = (chosen, kind, start.get("kind"), stages)
        if wanted != self._shown or (self._named_anew and not self._is_written_in()):
            self._shown, self._named_anew = wanted, False
            self._show_page(self._made())
        elif isinstance(self.page, NodeProperties | EdgeProperties | WholeProperties):
            self.page.show_values()

    def focus_first(self) -> None:
        """Put the keyboard on the first property."""
        if self.page is not None:
            self.page.setFocus(Qt.FocusReason.ShortcutFocusReason)
            found = self.page.nextInFocusChain()
            while found is not None and found is not self.page and not _takes_keys(found):
                found = found.nextInFocusChain()
            if found is not None:
                found.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _is_written_in(self) -> bool:
        held = QApplication.focusWidget()
        return self.page is not None and held is not None and self.page.isAncestorOf(held)

    def _made(self) -> Page:
        chosen, desk = self._desk.chosen, self._desk
        if chosen.node:
            page = NodeProperties(desk, chosen.node, self._words, self._bridge, self.processes)
            page.edge_requested.connect(desk.choose_edge)
            page.new_way_requested.connect(self.new_way_requested)
            return page
        if chosen.edge:
            return EdgeProperties(desk, chosen.edge, self._words, self._bridge)
        if chosen.nodes:
            return label(tr("Move, copy or delete them together."), role="secondary", wrap=True)
        return WholeProperties(desk)

    def _show_page(self, page: Page) -> None:
        if self.page is not None:
            self.page.hide()
            self._column.removeWidget(self.page)
            self.page.deleteLater()
        self.page = page
        self._column.insertWidget(0, page, 1, Qt.AlignmentFlag.AlignTop)
        self.area.verticalScrollBar().setValue(0)


def _takes_keys(widget: QWidget) -> bool:
    return widget.isVisible() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
