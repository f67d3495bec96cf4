"""What Today is built of: figures, filter, the queue, the bar, news and agenda."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QWidget

from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.today import QueueScope
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.approvals.waiting_line import WaitingLine
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.ownership.waiting_strip import WaitingStrip
from loancrm_desktop.ui.today import item_words
from loancrm_desktop.ui.today.agenda_panel import AgendaPanel
from loancrm_desktop.ui.today.call_panel import CallPanel
from loancrm_desktop.ui.today.news_panel import NewsPanel
from loancrm_desktop.ui.today.queue_area import QueueArea
from loancrm_desktop.ui.today.queue_blocks import QueueBlocks
from loancrm_desktop.ui.today.queue_delegate import QueueDelegate
from loancrm_desktop.ui.today.queue_model import GroupLine, Line, QueueListModel
from loancrm_desktop.ui.today.queue_view import QueueView
from loancrm_desktop.ui.today.quick_bar import QuickBar
from loancrm_desktop.ui.today.tiles import Tiles
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.parts import PageHeader, column, frame, label, row
from loancrm_desktop.ui.widgets.segments import SegmentedControl

_SIDE_FROM = 1060
_SIDE_WIDTH = 302
_LEAST_WIDTH = 640


class TodayFace(QWidget):
    """The parts of the page and where they lie; what they do is the page's."""

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge = bridge
        self._words = words
        self._build_queue()
        self._build_around()
        self._lay_out()

    def _build_queue(self) -> None:
        self.lines = QueueListModel(self._speak, self)
        self.delegate = QueueDelegate(self._words, system_clock)
        self.view = QueueView(self.lines, self.delegate)
        self.area = QueueArea(self.view)
        self.blocks = QueueBlocks(self._bridge, self.lines, self)
        self.tiles = Tiles()
        self.kinds = SegmentedControl(tr("Sort of work"))
        self._offer_kinds()
        self.scope = SegmentedControl(tr("Whose work"))
        self.scope.set_choices(
            [("mine", tr("Mine"), "user"), ("team", tr("Team"), "users")],
            [tr("Mine"), tr("Team")],
        )
        actor = self._bridge.actor
        if actor.rights.scope == "own":
            self.scope.hide()
        # Whoever leads the whole office has hardly a queue of the own.
        self.scope.set_current("team" if actor.role_key == "owner" else "mine")
        self.bar = QuickBar(self._bridge)
        self.panel = CallPanel(self._bridge, self._words)

    def _build_around(self) -> None:
        self.header = PageHeader(tr("Today"))
        self.write = KeyedButton(tr("Log a follow-up"), "L", icon="edit")
        self.new = KeyedButton(tr("New customer"), "Ctrl+N", icon="plus")
        self.header.add_action(self.write)
        self.header.add_action(self.new)
        self.waiting = WaitingStrip(self._bridge, self._words)
        self.processes = WaitingLine(self._bridge)
        self.news = NewsPanel(self._words)
        self.agenda = AgendaPanel()
        self.side = QFrame()
        self.side.setProperty("role", "side")
        panels = QSplitter(Qt.Orientation.Vertical)
        panels.setHandleWidth(1)
        panels.addWidget(self.news)
        panels.addWidget(self.agenda)
        panels.setStretchFactor(0, 3)
        panels.setStretchFactor(1, 1)
        panels.setChildrenCollapsible(False)
        self._panels = panels
        self.side.setLayout(column(panels, spacing=0))

    def _lay_out(self) -> None:
        toolbar = frame("toolbar")
        toolbar.setMinimumHeight(theme.current().layout("toolbar"))
        order = label(tr("by urgency"), role="caption")
        toolbar.setLayout(row(self.kinds, None, self.scope, order, margins=(16, 6, 16, 6)))
        queue = QWidget()
        parts = (self.tiles, self.waiting, self.processes, toolbar, self.area)
        queue.setLayout(column(*parts, spacing=0))
        self.places = QStackedWidget()
        self.places.addWidget(queue)
        self.places.addWidget(self.panel)
        left = QWidget()
        left.setLayout(column(self.places, self.bar, spacing=0))
        # Else the panels would keep the window from becoming so narrow that they are left out.
        self.setMinimumWidth(_LEAST_WIDTH)
        self.side.setFixedWidth(round(_SIDE_WIDTH * min(theme.current().text_scale, 1.4)))
        middle = row(left, self.side, spacing=0)
        middle.setStretch(0, 1)
        whole = column(self.header, spacing=0)
        whole.addLayout(middle, 1)
        self.setLayout(whole)
        for first, then in (
            (self.view, self.bar),
            (self.bar, self.news),
        ):
            QWidget.setTabOrder(first, then)

    @property
    def wanted_scope(self) -> QueueScope:
        """Whose day is shown."""
        team = not self.scope.isHidden() and self.scope.current == "team"
        return "team" if team else "mine"

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the panels out where the queue needs the room."""
        super().resizeEvent(event)
        wide = event.size().width() >= _SIDE_FROM * min(theme.current().text_scale, 1.4)
        self.side.setVisible(wide)

    def _speak(self, line: Line) -> str:
        if isinstance(line, GroupLine):
            return f"{item_words.group_name(line.group.key)} {line.shown:,}"
        return item_words.spoken(line, self._words, system_clock())

    def _offer_kinds(self) -> None:
        counts = self.lines.counts()
        current = self.lines.kind
        names = [tr("All {count}", count=f"{counts['']:,}")]
        names += [item_words.kind_name(key) for key, _ in item_words.KINDS]
        keys = ["", *(key for key, _ in item_words.KINDS)]
        self.kinds.set_choices(
            [(key, name, "") for key, name in zip(keys, names, strict=True)], names
        )
        self.kinds.set_current(current)
