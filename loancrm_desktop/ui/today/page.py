"""Today: whom to handle now, and the bar that writes it down and goes to the next."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import today, today_agenda, today_news
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.today import QueueItem, QueueScope, TodayQueue
from loancrm_desktop.services.today_agenda import AgendaItem
from loancrm_desktop.services.today_news import News
from loancrm_desktop.terms import terms_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.approvals.waiting_line import WaitingLine
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command, add_letter
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.ownership.waiting_strip import WaitingStrip
from loancrm_desktop.ui.records.task_popover import TaskPopover
from loancrm_desktop.ui.today import item_words
from loancrm_desktop.ui.today.agenda_panel import AgendaPanel
from loancrm_desktop.ui.today.later_menu import later_menu
from loancrm_desktop.ui.today.news_panel import NewsPanel
from loancrm_desktop.ui.today.queue_acts import QueueActs
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

MINUTE_MS = 60_000
SETTLE_MS = 250
_TABLES = ("task", "customer", "deal", "follow_up", "submission")
_FOLDED, _SPLIT = "today.folded", "today.side"
_SIDE_FROM = 1060
_SIDE_WIDTH = 302
_LEAST_WIDTH = 640
_URGENT = ("overdue", "limit", "new", "today", "approval")


class TodayPage(QWidget):
    """The queue of the day with figures, filter, quick bar, news and agenda.

    Signals:
        customer_opened: open this customer's page (id).
        customer_window_requested: open it in a window of its own (id).
        new_requested: add a customer.
        counted: how many items are overdue, new or due today.
        said: a sentence and the history entry it speaks of.
        approvals_requested, forgotten_requested: the list behind a line is wanted.
    """

    customer_opened = Signal(int)
    customer_window_requested = Signal(int)
    new_requested = Signal()
    counted = Signal(int)
    said = Signal(str, int)
    approvals_requested = Signal()
    forgotten_requested = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge = bridge
        self._words = words
        self._memory: DeskMemory | None = None
        self._queue: TodayQueue | None = None
        self._row = 0
        self._settling = False
        self._sent: set[str] = set()
        """Items whose contact the bar has sent, until it is known what became of it."""
        self.acts = QueueActs(bridge, self)
        self._build_queue()
        self._build_around()
        self._lay_out()
        self._add_commands()
        self._connect()
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self._on_minute)
        self._minute.start()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self.reload)

    def _build_queue(self) -> None:
        self.lines = QueueListModel(self._speak, self)
        self.delegate = QueueDelegate(self._words, system_clock)
        self.view = QueueView(self.lines, self.delegate)
        self.area = QueueArea(self.view)
        self.blocks = QueueBlocks(self._bridge, self.lines, self)
        self.blocks.failed.connect(self._on_blocks_failed)
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

    def _build_around(self) -> None:
        self.header = PageHeader(tr("Today"))
        self.write = KeyedButton(tr("Log a follow-up"), "L", icon="edit")
        self.new = KeyedButton(tr("New customer"), "Ctrl+N", icon="plus")
        self.header.add_action(self.write)
        self.header.add_action(self.new)
        self.waiting = WaitingStrip(self._bridge, self._words)
        self.processes = WaitingLine(self._bridge)
        self.processes.approvals_requested.connect(self.approvals_requested)
        self.processes.forgotten_requested.connect(self.forgotten_requested)
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
        left = QWidget()
        whole_left = (self.tiles, self.waiting, self.processes, toolbar, self.area, self.bar)
        left.setLayout(column(*whole_left, spacing=0))
        left_layout = left.layout()
        if left_layout is not None:
            left_layout.setContentsMargins(0, 0, 0, 0)
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

    def _add_commands(self) -> None:
        view = self.view
        letters = (
            (Command("today.log", tr("Log a follow-up"), "L", "edit", "customer"), self.begin_log),
            (Command("today.task", tr("New task"), "T", "checkbox", "customer"), self.new_task),
            (
                Command("today.open", tr("Open customer"), ("Return", "Enter"), "user"),
                view.activate_line,
            ),
            (
                Command(
                    "today.window",
                    tr("Open in a window of its own"),
                    ("Ctrl+Return", "Ctrl+Enter"),
                    "external",
                ),
                self.open_window,
            ),
            (Command("today.done", tr("Done"), "Space", "check"), self.tick),
            (Command("today.later", tr("Put off"), "D", "clock"), self.put_off),
        )
        for command, run in letters:
            add_letter(view, self, command, run)
        for number, word in enumerate(terms_of("contact_outcome"), 1):
            title = tr("Log “{outcome}”, next", outcome=str(word))
            command = Command(f"today.outcome.{word.name}", title, str(number), "phone")
            add_letter(view, self, command, self._on_outcome_key)
        add_command(self, Command("today.reload", tr("Read again"), "", "refresh"), self.reload)

    def _connect(self) -> None:
        self.write.clicked.connect(self.begin_log)
        self.new.clicked.connect(self.new_requested)
        self.tiles.chosen.connect(self.view.show_group)
        self.kinds.chosen.connect(self._on_kind_chosen)
        self.scope.chosen.connect(self.reload)
        self.view.item_chosen.connect(self._on_item_chosen)
        self.view.act_requested.connect(self._on_act_requested)
        self.view.opened.connect(self._on_opened)
        self.view.folded.connect(self._on_folded)
        self.view.more_wanted.connect(self._on_more_wanted)
        self.scope.chosen.connect(self.blocks.forget)
        self.area.retry_requested.connect(self.reload)
        self.area.new_requested.connect(self.new_requested)
        self.area.all_requested.connect(self._on_all_requested)
        self.bar.finish_requested.connect(self._on_finish_requested)
        self.bar.left.connect(self.view.setFocus)
        self.acts.finished.connect(self._on_finished)
        self.acts.refused.connect(self._on_refused)
        self.acts.said.connect(self.said)
        for panel in (self.news, self.agenda, self.waiting):
            panel.customer_opened.connect(self.customer_opened)
        self.news.read_requested.connect(self._on_read_requested)
        self.news.changed.connect(self.reload_news)
        self.agenda.add_requested.connect(self.new_task)
        self._bridge.changed.connect(self._on_bridge_changed)
        self._words.loaded.connect(self._on_words_loaded)

    def use_memory(self, memory: DeskMemory) -> None:
        """Take what this desk remembers: the groups that are folded."""
        self._memory = memory
        self.view.fold(filter(None, (memory.recall(_FOLDED) or "").split(",")))

    def about_to_lock(self) -> None:
        """Keep what is being typed, mask what is shown in full."""
        self.bar.keep_now()
        self.bar.cover()

    def reload(self) -> None:
        """Read the day again; what is shown stays until the answer is there."""
        if self._queue is None:
            self.area.wait()
        self._bridge.ask(
            today.queue,
            scope=self.wanted_scope,
            then=self._on_queue,
            failed=self._on_queue_failed,
            key="queue",
        )
        self.waiting.reload()
        self._bridge.ask(
            today_agenda.agenda, then=self._on_agenda, failed=self._on_side_failed, key="agenda"
        )
        self._bridge.ask(
            today_news.news, then=self._on_news, failed=self._on_side_failed, key="news"
        )
        self.processes.reload()  # last: the day itself is wanted first

    @property
    def wanted_scope(self) -> QueueScope:
        """Whose day is shown."""
        team = not self.scope.isHidden() and self.scope.current == "team"
        return "team" if team else "mine"

    def begin_log(self) -> None:
        """Put the cursor into the quick bar."""
        if self.view.item is None:
            self.view.choose(self.lines.next_item(0))
        self.bar.begin()

    def new_task(self) -> None:
        """Ask for a task, about the current customer."""
        popover = TaskPopover(self._words, self._bridge.actor.user_id, self)
        popover.asked.connect(self._on_task_asked)
        popover.closed.connect(popover.deleteLater)
        popover.open_at(self.agenda.add if self.agenda.add.isVisible() else self.write)

    def open_window(self) -> None:
        """Open the current customer in a window of its own."""
        item = self.view.item
        if item is not None and item.customer_id is not None:
            self.customer_window_requested.emit(item.customer_id)

    def tick(self) -> None:
        """Finish the current item: its to-do at once, else with what is written down."""
        if self.view.item is not None:
            self._on_act_requested("done", self.view.item)

    def put_off(self) -> None:
        """Offer times to put the current item off to."""
        if self.view.item is not None:
            self._on_act_requested("later", self.view.item)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the day each time the page is looked at."""
        super().showEvent(event)
        self.view.setFocus()
        self.reload()

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

    def _on_queue(self, queue: TodayQueue) -> None:
        self._queue = queue
        hints = {
            group.key: item_words.group_hint(group, queue, self._words) for group in queue.groups
        }
        self.delegate.show_hints(hints)
        current = self.view.item
        self.blocks.forget()
        self.lines.show_queue(queue)
        self._keep_current(current)
        counts = {group.key: group.count for group in queue.groups}
        tile_hints = {
            group.key: item_words.tile_hint(group, queue, self._words) for group in queue.groups
        }
        self.tiles.show_figures(counts, tile_hints)
        self._offer_kinds()
        self.header.set_status(item_words.headline(queue, self._bridge.actor.name))
        self._show_area()
        self.counted.emit(sum(counts[key] for key in _URGENT))

    def _keep_current(self, before: QueueItem | None) -> None:
        """Stay with the item the person is at, or with the place it had."""
        at = self.lines.row_of(before.key) if before is not None else -1
        if at < 0:
            at = self.lines.next_item(self._row)
        self._settling = True
        self.view.choose(at)
        self._settling = False

    def _show_area(self) -> None:
        if self.lines.rowCount():
            self.area.show_queue()
        elif self._queue is not None:
            self.area.show_empty(
                filtered=bool(self.lines.kind and self._queue.count),
                done_today=self._queue.done_today,
            )

    def _on_queue_failed(self, problem: Problem) -> None:
        if self._queue is None:
            self.area.show_problem(problem)
        else:
            self.bar.notice.say(str(problem))

    def _on_more_wanted(self, group: str) -> None:
        self.blocks.want(group, self.wanted_scope)

    def _on_blocks_failed(self, text: str) -> None:
        self.bar.notice.say(text)

    def _on_agenda(self, items: tuple[AgendaItem, ...]) -> None:
        self.agenda.show_agenda(items, system_clock())

    def _on_news(self, news: News) -> None:
        self.news.show_news(news, system_clock())

    def _on_side_failed(self, problem: Problem) -> None:
        """The queue says what is wrong; the panels keep what they show."""

    def _on_item_chosen(self, item: QueueItem | None) -> None:
        if item is not None:
            self._row = self.view.currentIndex().row()
        if self._settling and self.bar.body() is not None:
            return  # what is being typed stays with whom it is typed for
        may = self._queue is not None and "phone" in self._queue.revealable
        self.bar.show_item(item, may_reveal=may)

    def _on_act_requested(self, act: str, item: QueueItem) -> None:
        if act == "later":
            self._offer_times(item)
        elif act == "done" and self._has_typed_for(item):
            self.bar.save()
        elif act == "done" and self.acts.tick(item):
            self._leave(item)
        elif act == "done":
            self.bar.begin()
        else:
            self.bar.begin("wechat" if act == "message" else "phone")

    def _offer_times(self, item: QueueItem) -> None:
        menu = later_menu(self, self.acts, item)
        place = self.view.visualRect(self.view.currentIndex())
        menu.popup(self.view.viewport().mapToGlobal(QPoint(place.right() - 200, place.bottom())))

    def _on_finish_requested(self, said: dict[str, Any]) -> None:
        if self.bar.item is not None:
            self._sent.add(self.bar.item.key)
            self.acts.finish(self.bar.item, **said)

    def _has_typed_for(self, item: QueueItem) -> bool:
        """Say whether the bar holds something about an item that would be left behind."""
        here = self.bar.item
        return here is not None and here.key == item.key and self.bar.body() is not None

    def _on_outcome_key(self) -> None:
        item = self.view.item
        outcome = self.sender().objectName().rpartition(".")[2]
        if item is None or item.customer_id is None:
            return
        if self._has_typed_for(item):
            self.bar.save_as(outcome)
        else:
            self.acts.finish(item, outcome=outcome, method="phone")

    def _on_finished(self, item: QueueItem) -> None:
        if item.key in self._sent:
            self._sent.discard(item.key)
            if self.bar.item is not None and self.bar.item.key == item.key:
                self.bar.forget()
        self._leave(item)
        self._on_item_chosen(self.view.item)

    def _leave(self, item: QueueItem) -> None:
        """Leave an item out at once and go to the one that takes its place."""
        was_current = self.view.item is not None and self.view.item.key == item.key
        current, at = self.view.item, self.view.currentIndex().row()
        self.lines.take_away(item.key)
        if was_current:
            self.view.choose(self.lines.next_item(at))
        else:
            self._keep_current(current)
        self._show_area()
        self._soon.start()

    def _on_refused(self, item: QueueItem, text: str) -> None:
        self._sent.discard(item.key)
        if self.bar.item is not None and self.bar.item.key == item.key:
            self.bar.refuse(text)
        else:
            self.bar.notice.say(text)
        self.reload()

    def _on_opened(self, item: QueueItem) -> None:
        if item.customer_id is not None:
            self.customer_opened.emit(item.customer_id)

    def _on_kind_chosen(self, kind: str) -> None:
        current = self.view.item
        self.lines.set_kind(kind)
        self._keep_current(current)
        self._show_area()

    def _on_all_requested(self) -> None:
        self.kinds.set_current("")
        self._on_kind_chosen("")

    def _on_folded(self) -> None:
        if self._memory is not None:
            self._memory.remember(_FOLDED, ",".join(sorted(self.lines.folded)))

    def _on_task_asked(self, asked: dict[str, Any]) -> None:
        self.acts.add_task(asked, self.view.item)

    def _on_read_requested(self) -> None:
        self._bridge.do(today_news.read_news, then=self._on_news_read)

    def _on_news_read(self, _at: object) -> None:
        self.reload_news()

    def reload_news(self) -> None:
        """Read the news alone again."""
        self._bridge.ask(today_news.news, then=self._on_news, key="news")

    def _on_minute(self) -> None:
        if self.isVisible():
            self.reload()

    def _on_words_loaded(self) -> None:
        if self._queue is not None:
            self._on_queue(self._queue)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_TABLES) and self.isVisible():
            self._soon.start()
