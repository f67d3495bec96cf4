"""The board: one column per stage; a deal is moved on by mouse, by keyboard or by menu."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.process import paths
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import add_command
from loancrm_desktop.ui.kanban import board_acts
from loancrm_desktop.ui.kanban.blocking import BlockingCondition
from loancrm_desktop.ui.kanban.board_filters import OVERDUE, BoardFilters
from loancrm_desktop.ui.kanban.board_frame import BoardFrame
from loancrm_desktop.ui.kanban.board_model import BoardModel
from loancrm_desktop.ui.kanban.board_parts import BoardParts
from loancrm_desktop.ui.kanban.board_preview import BoardPreview
from loancrm_desktop.ui.kanban.board_summary import BoardSummary
from loancrm_desktop.ui.kanban.board_tools import BoardTools
from loancrm_desktop.ui.kanban.board_views import BoardViews
from loancrm_desktop.ui.kanban.card_delegate import CardDelegate
from loancrm_desktop.ui.kanban.card_desk import CardDesk
from loancrm_desktop.ui.kanban.column_menus import ColumnMenus, Remembers
from loancrm_desktop.ui.kanban.columns_area import ColumnsArea
from loancrm_desktop.ui.kanban.drop_strips import DropStrips
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import PageHeader
from loancrm_desktop.ui.widgets.segments import SegmentedControl

_TABLES = ("deal", "customer", "follow_up", "task")
_DRAWINGS = ("process", "stage", "design")
_ENDINGS = ("archived", "lost")
_GATHER_MS = 120
_CLOCK_MS = 30_000


class BoardPage(QWidget):
    """The board of one process.

    Signals:
        customer_opened: open this customer's page (id).
        customer_window_requested: open this customer in an own window (id).
        follow_up_requested: log a follow-up for this customer (id).
        task_requested: a new task for this customer and deal (ids).
        new_requested: a new customer is wanted.
        list_requested: show the same deals as a list (a condition on deals, or None).
        said: something was done that can be taken back (text, journal number).
        status_said: what the status line is to say while a card is in the hand.
        forgotten_requested: the deals without a next step are wanted.
    """

    customer_opened = Signal(int)
    customer_window_requested = Signal(int)
    follow_up_requested = Signal(int)
    task_requested = Signal(int, int)
    new_requested = Signal()
    list_requested = Signal(object)
    said = Signal(str, int)
    status_said = Signal(str)
    forgotten_requested = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge = bridge
        self._words = words
        self._now = system_clock()
        self._stale = True
        self._names: dict[str, tuple[str, str]] = {}
        self.model = BoardModel(bridge, self)
        self.model.loaded.connect(self._on_model_loaded)
        self.model.counted.connect(self._on_model_counted)
        self.model.failed.connect(self._on_model_failed)
        self._delegate = CardDelegate(words, self._clock, self)
        self._build()
        self._build_desk()
        self._build_timers()
        words.loaded.connect(self._on_words_loaded)
        bridge.changed.connect(self._on_bridge_changed)
        if words.ready:
            self._on_words_loaded()

    # Building

    def _build(self) -> None:
        self._header = PageHeader(tr("Board"))
        self.views = SegmentedControl(tr("Show as"))
        self.views.set_choices(
            [("board", tr("Board view"), "board"), ("list", tr("List view"), "rows")]
        )
        self.views.chosen.connect(self._on_view_chosen)
        new = KeyedButton(tr("New customer"), "Ctrl+N", kind="primary", icon="plus")
        new.clicked.connect(self.new_requested)
        self._new = new
        self.filters = BoardFilters(self._bridge, self._words)
        self.filters.changed.connect(self.reload)
        self.saved = BoardViews(self._bridge, self._where, self)
        self.saved.chosen.connect(self.show_where)
        self.saved.said.connect(self.said)
        self.saved.refused.connect(self._on_tools_refused)
        self.filters.changed.connect(self.saved.compare)
        self._header.add_action(self.saved.button)
        self._header.add_action(self.views)
        self.summary = BoardSummary()
        self.summary.only_chosen.connect(self._on_only_chosen)
        self.summary.all_chosen.connect(self.filters.clear)
        self.notice = Notice()
        self.area = ColumnsArea(self._delegate)
        self.area.setAccessibleName(tr("Board of deals"))
        self.frame = BoardFrame(self.area)
        self.frame.retry_requested.connect(self.reload)
        self.frame.new_requested.connect(self.new_requested)
        self.frame.clear_requested.connect(self.filters.clear)
        self.frame.drop_requested.connect(self._on_drop_requested)
        self._blocking = BlockingCondition(self._bridge, self)
        self._blocking.found.connect(self.frame.show_blocking)
        self.strips = DropStrips()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self._header, self.filters, self.summary, self.notice):
            layout.addWidget(part)
        layout.addWidget(self.frame, 1)
        layout.addWidget(self.strips)

    def _build_desk(self) -> None:
        parts = BoardParts(self.model, self.area, self.strips, self._delegate)
        self.desk = CardDesk(self, self._bridge, self._words, parts, self.stage_name)
        self.desk.opened.connect(self.customer_opened)
        self.desk.window_requested.connect(self.customer_window_requested)
        self.desk.log_requested.connect(self.follow_up_requested)
        self.desk.task_requested.connect(self.task_requested)
        self.desk.preview_requested.connect(self._on_preview_requested)
        self.preview = BoardPreview(self._bridge, self._words, self.frame)
        self.preview.open_requested.connect(self.desk.open_current)
        self.preview.log_requested.connect(self.desk.log_current)
        self.preview.menu_requested.connect(self.desk.open_menu_at)
        self.preview.closed.connect(self._on_preview_closed)
        self.desk.moved.connect(self.said)
        self.desk.hand.status_said.connect(self.status_said)
        self.menus = ColumnMenus(self, self.area, self.filters)
        self.tools = BoardTools(self, self._bridge, self._words, parts)
        self.tools.said.connect(self.said)
        self.tools.refused.connect(self._on_tools_refused)
        self.tools.list_requested.connect(self.list_requested)
        self.tools.forgotten_requested.connect(self.forgotten_requested)
        self.desk.add_steps = self.tools.add_steps
        self.menus.more = self.tools.in_columns_menu
        self._header.add_action(self.tools.bottlenecks)
        self._header.add_action(self._new)
        commands = {command.key: command for command in board_acts.board_commands()}
        add_command(self, commands[board_acts.OVERDUE], self._toggle_overdue)
        add_command(self, commands[board_acts.LIST], self._as_list)

    def _build_timers(self) -> None:
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(_GATHER_MS)
        self._gather.timeout.connect(self.reload)
        self._tick = QTimer(self)
        self._tick.setInterval(_CLOCK_MS)
        self._tick.timeout.connect(self._on_tick)

    # What the workspace uses

    def areas(self) -> list[QWidget]:
        """Answer the parts F6 goes through, in order."""
        parts: list[QWidget] = [self._header, self.filters, self.summary]
        parts.append(self.area if self.frame.shows_board else self.frame.states)
        return [*parts, *([self.frame.side] if self.frame.side is not None else [])]

    def focus_content(self) -> None:
        """Put the keyboard on the cards."""
        self.area.focus_cards()

    def state(self) -> dict[str, Any]:
        """Answer how the board looks, to find it so again."""
        return {
            "filters": self.filters.state(),
            "average": self.menus.average,
            "preview": self.desk.previewing,
            "current": self._delegate.current,
            "across": self.area.horizontalScrollBar().value(),
            **self.area.layout_state(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Make the board look as it did."""
        self.filters.restore(state.get("filters") or {})
        self.area.restore_layout(state)
        self.menus.set_average(average=bool(state.get("average")))
        self._delegate.current = state.get("current")
        self.desk.previewing = bool(state.get("preview"))
        self.reload()
        self.area.horizontalScrollBar().setValue(int(state.get("across") or 0))

    def use_memory(self, memory: Remembers) -> None:
        """Remember folded and hidden columns on this desk (a DeskMemory)."""
        self.menus.use_memory(memory)

    def reload(self) -> None:
        """Read the board."""
        if self.desk.hand.card is not None:
            self._gather.start()  # nothing moves below a card in the hand
            return
        self._stale = False
        self._gather.stop()
        self._now = system_clock()
        if not self.model.columns:
            self.frame.show_loading()
        self.model.load(self.filters.ask)

    def show_where(self, where: dict[str, Any] | None, left_out: str = "") -> None:
        """Show the deals of a condition, saying what of the wish could not be kept."""
        self.filters.show_where(where)
        if left_out:
            self.notice.say(left_out, "info")
        else:
            self.notice.hide()

    def move_card(self, card_id: int, to_stage: str, place: QPoint | None = None) -> None:
        """Send a card to a stage, as if it was let go at a place on the screen."""
        self.notice.hide()
        self.desk.move_card(card_id, to_stage, place)

    @property
    def current_card(self) -> DealCard | None:
        """The card the keyboard is on."""
        return self.desk.current_card

    def stage_name(self, key: str | None) -> str:
        """Name a stage of the process shown."""
        found = self._names.get(key or "")
        if found is None:
            return self._words.stage_name(key)
        return found[1] if current_language() == "en" else found[0]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Shut the panel at the side with Esc."""
        if event.key() == Qt.Key.Key_Escape and self.desk.previewing:
            self._on_preview_closed()
            return
        super().keyPressEvent(event)

    # Reading

    def showEvent(self, event: QShowEvent) -> None:
        """Read the board if it changed while it was out of sight."""
        super().showEvent(event)
        self._tick.start()
        if self._stale and self._words.ready:
            self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the clock rest."""
        super().hideEvent(event)
        self._tick.stop()
        if self._gather.isActive():
            self._gather.stop()
            self._stale = True

    def _clock(self) -> datetime:
        return self._now

    def _on_tick(self) -> None:
        self._now = system_clock()
        self.area.repaint_cards()

    def _on_words_loaded(self) -> None:
        self.filters.offer_words()
        self._bridge.ask(paths.all_paths, then=self._on_paths, key="paths")
        self.tools.read_layout()
        self.saved.read()
        if self.isVisible() and self._stale:
            self.reload()

    def _on_paths(self, found: Sequence[paths.ProcessPath]) -> None:
        self.filters.offer_processes(found)

    def _on_model_loaded(self) -> None:
        stages = [column.stage for column in self.model.columns.values()]
        self._names = {stage.key: (stage.name_zh, stage.name_en) for stage in stages}
        names = {stage.key: self.stage_name(stage.key) for stage in stages}
        shown = [stage.key for stage in stages if stage.outcome not in _ENDINGS]
        self.area.show_columns(self.model, shown, names)
        self.area.set_average(average=self.menus.average)
        self.strips.show_endings(
            {
                stage.key: (stage.outcome, names[stage.key])
                for stage in stages
                if stage.outcome in _ENDINGS
            }
        )
        self._show_what_there_is()

    def _show_what_there_is(self) -> None:
        self._on_model_counted()
        some = any(column.stage.count for column in self.model.columns.values())
        if some or self.model.has_moves:
            self.frame.show_board()
        else:
            self.frame.show_empty(filtered=self.filters.filtering)
            where = self.filters.where()
            if where is not None:
                self._blocking.ask(where)

    def _on_drop_requested(self) -> None:
        self.filters.show_where(self._blocking.rest)

    def _on_model_counted(self) -> None:
        self.summary.show_figures(self.model.totals, self.filters.only)
        self.desk.allow()

    def _on_model_failed(self, problem: Problem) -> None:
        if self.frame.shows_board:
            self.notice.say(str(problem))
        else:
            self.frame.show_problem(problem)

    def _on_tools_refused(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_DRAWINGS):
            self.model.read_ways()
            self._bridge.ask(paths.all_paths, then=self._on_paths, key="paths")
        elif not changes.touches(*_TABLES) or self.model.is_own_echo(changes):
            return
        if self.isVisible():
            self._gather.start()
            self.preview.read_again()
        else:
            self._stale = True

    def _on_preview_requested(self, card: DealCard | None) -> None:
        column = None if card is None else self.model.column_of(card.id)
        if card is None or column is None:
            self.preview.hide()
            return
        self.preview.show_card(card, column.marks_of(card.id))

    def _on_preview_closed(self) -> None:
        if self.desk.previewing:
            self.desk.toggle_preview()
        self.focus_content()

    # Choosing

    def _on_only_chosen(self, only: Any) -> None:
        self.filters.show_only(only)

    def _toggle_overdue(self) -> None:
        self.filters.show_only("overdue")

    def _on_view_chosen(self, key: str) -> None:
        if key == "list":
            self.views.set_current("board")
            self._as_list()

    def _as_list(self) -> None:
        """Ask for the same deals as a list; what no condition can say is left out."""
        self.list_requested.emit(self._where())

    def _where(self) -> dict[str, Any] | None:
        """Answer what is shown as one condition on deals, as far as one can say it."""
        where = self.filters.where()
        if "overdue" in self.filters.ask.only:
            where = OVERDUE if where is None else {"all": [where, OVERDUE]}
        return where
