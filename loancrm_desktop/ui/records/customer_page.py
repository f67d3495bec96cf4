"""One customer, whole: facts, the deal's way, what happened, what is to do next."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customer_sheet, deals
from loancrm_desktop.services.customer_sheet import CustomerSheet
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.ownership.overview import Overview
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.ownership.customer_ownership import CustomerOwnership
from loancrm_desktop.ui.records.customer_acts import CustomerActs
from loancrm_desktop.ui.records.customer_header import CustomerHeader
from loancrm_desktop.ui.records.customer_trouble import CustomerTrouble
from loancrm_desktop.ui.records.deal_mover import DealMover
from loancrm_desktop.ui.records.deals_panel import DealsPanel
from loancrm_desktop.ui.records.facts_panel import FactsPanel
from loancrm_desktop.ui.records.happenings import next_stage, stage_before, steps_of
from loancrm_desktop.ui.records.linked_panel import LinkedPanel
from loancrm_desktop.ui.records.merge_dialog import MergeDialog
from loancrm_desktop.ui.records.merge_picker import MergePicker
from loancrm_desktop.ui.records.timeline_panel import CHANGES, TIMELINE, TimelinePanel
from loancrm_desktop.ui.widgets.late_paint import LatePaint
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import column, scrolled
from loancrm_desktop.ui.widgets.skeleton import LATE_MS
from loancrm_desktop.ui.widgets.stage_stepper import StageStepper

_TABLES = ("customer", "deal", "follow_up", "task", "document", "related_person", "stage_visit")
SIDES = (280, 620, 300)
FACTS_WIDTH, MIDDLE_WIDTH, DEALS_WIDTH = 262, 360, 236
DWELL_TICK_MS = 60_000


class CustomerPage(QWidget):
    """The page of one customer at a time.

    Signals:
        left: back to where the person came from.
        edit_requested: open the form of this customer (id).
        contract_requested: make a contract for this deal (id).
        customer_opened: a neighbour in the list or a related person is wanted (id).
        customer_window_requested: this customer in a window of its own (id).
        message_requested: a message to the customer is to be written (id).
        run_requested: a deal is wanted on the picture of its process (id).
        said: a sentence for the window to show, and the journal number that undoes it or 0.
        record_requested: a record's form is wanted (kind, id, 0 for a new one; how it begins).
    """

    left = Signal()
    edit_requested = Signal(int)
    contract_requested = Signal(int)
    customer_opened = Signal(int)
    customer_window_requested = Signal(int)
    message_requested = Signal(int)
    run_requested = Signal(int)
    said = Signal(str, int)
    record_requested = Signal(str, int, dict)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setMinimumWidth(FACTS_WIDTH + MIDDLE_WIDTH)  # below the three columns, which fold
        self._bridge = bridge
        self._words = words
        self._customer_id = 0
        self._neighbours: tuple[int, ...] = ()
        self._sheet: CustomerSheet | None = None
        self._deal: DealCard | None = None
        self._stale = False
        self._narrow = False
        self._painting = LatePaint(self)
        self.mover = DealMover(bridge, words, self)
        self.mover.moved.connect(self._on_mover_moved)
        self.mover.returned.connect(self._on_mover_returned)
        self.ownership = CustomerOwnership(bridge, words, self)
        self._build()
        self.acts = acts = CustomerActs(bridge, words, self)
        acts.said.connect(self.said)
        acts.gone.connect(self.left)
        self.header.set_menu(acts.menu)
        self.header.tags_changed.connect(acts.put_tags)
        self.deals.task_done.connect(acts.finish_task)
        self.deals.task_snoozed.connect(acts.snooze_task)
        self.deals.task_handed_over.connect(acts.give_task)
        self.deals.deal_requested.connect(acts.open_deal)
        # Stepping from one customer to the next does not flash an empty page in between.
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self._late.timeout.connect(self._on_late)
        self._tick = QTimer(self)
        self._tick.setInterval(DWELL_TICK_MS)
        self._tick.timeout.connect(self._show_way)
        bridge.changed.connect(self._on_bridge_changed)

    def _build(self) -> None:
        """Build the page from the outside in: what is moved with its insides is dressed again."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget(self)
        layout.addWidget(self._stack)
        whole = QWidget(self._stack)
        self._stack.addWidget(whole)
        inner = QVBoxLayout(whole)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        top = QFrame(whole)
        top.setProperty("role", "header")
        inner.addWidget(top)
        self._build_head(top)
        inner.addWidget(self.ownership.card)
        self.columns = QSplitter(Qt.Orientation.Horizontal, whole)
        inner.addWidget(self.columns, 1)
        self._build_columns()
        self.trouble = CustomerTrouble()
        self.trouble.retry_requested.connect(self.reload)
        self.trouble.back_requested.connect(self.left)
        self._stack.addWidget(self.trouble)
        self._stack.setCurrentWidget(self.trouble)

    def _build_head(self, top: QFrame) -> None:
        head = QVBoxLayout(top)
        head.setContentsMargins(16, 10, 16, 10)
        head.setSpacing(10)
        self.header = CustomerHeader(self._bridge, self._words)
        self.header.back_requested.connect(self.left)
        self.header.stepped.connect(self.step)
        self.header.advance_requested.connect(self.advance)
        self.header.log_requested.connect(self.log_call)
        self.header.side_clicked.connect(self._on_side_clicked)
        own = self.ownership
        self.header.hand_over_requested.connect(own.ask_transfer)
        own.shown.connect(self._on_ownership_shown)
        own.said.connect(self.said)
        own.refused.connect(self.show_problem)
        own.left.connect(self.left)
        self.notice = Notice()
        self.stepper = StageStepper()
        self.stepper.step_clicked.connect(self._on_stepper_step_clicked)
        for part in (self.header, self.notice, self.stepper):
            head.addWidget(part)

    def _build_columns(self) -> None:
        self.columns.setHandleWidth(1)
        self.facts = FactsPanel(self._bridge, self._words)
        self.facts.edit_requested.connect(self.edit)
        self.facts.said.connect(self._on_facts_said)
        self._facts_area = scrolled(self.facts)
        self.columns.addWidget(self._facts_area)
        self.middle = TimelinePanel(self._bridge, self._words, self.columns)
        self.columns.addWidget(self.middle)
        self.middle.undone.connect(self._on_middle_undone)
        self.timeline = self.middle.timeline
        self.timeline.record_opened.connect(self._on_timeline_record_opened)
        self.history = self.middle.history
        self.composer = self.middle.composer
        self.deals = DealsPanel(self._words)
        self.deals.move_requested.connect(self._on_deals_move_requested)
        self.deals.contract_requested.connect(self.contract_requested)
        self.deals.run_requested.connect(self.run_requested)
        self.deals.customer_opened.connect(self.customer_opened)
        self.deals.edit_requested.connect(self._on_deals_edit_requested)
        self.deals.said.connect(self.said)
        self.composer.attach_requested.connect(self.deals.documents.choose)
        self.deals.refused.connect(self.show_problem)
        self.linked = LinkedPanel(self._bridge, self._words)
        self.linked.record_requested.connect(self.record_requested)
        side = QWidget()
        both = column(self.deals, self.linked, self.ownership.panel, spacing=0)
        both.setStretchFactor(self.ownership.panel, 1)
        side.setLayout(both)
        self._deals_area = scrolled(side)
        self.columns.addWidget(self._deals_area)
        self.columns.setSizes(list(SIDES))
        self.columns.setStretchFactor(1, 1)
        self.columns.setChildrenCollapsible(False)

    @property
    def customer_id(self) -> int:
        """Whose page this is."""
        return self._customer_id

    @property
    def customer_name(self) -> str:
        """The name shown."""
        return self.header.name

    @property
    def sheet(self) -> CustomerSheet | None:
        """What is shown."""
        return self._sheet

    @property
    def deal(self) -> DealCard | None:
        """The deal that counts: the newest that is open, else the newest."""
        return self._deal

    def show_customer(self, customer_id: int, neighbours: tuple[int, ...] = ()) -> None:
        """Show a customer.

        Args:
            customer_id: who.
            neighbours: the customers of the list one came from, in its order, for [ and ].
        """
        if neighbours or customer_id not in self._neighbours:
            self._neighbours = neighbours
        if customer_id != self._customer_id:
            self.notice.hide()
            self.facts.finish_all()
            self._sheet = self._deal = None
        self._customer_id = customer_id
        self.header.show_place(self._neighbour(-1), self._neighbour(1))
        self.reload()

    def reload(self) -> None:
        """Read everything about the customer again."""
        self._stale = False
        if not self._customer_id:
            return
        if self._sheet is None:
            self._late.start()
        self._bridge.ask(
            customer_sheet.show,
            customer_id=self._customer_id,
            masks="display",
            then=self._on_sheet,
            failed=self._on_sheet_failed,
            key="sheet",
        )

    def show_tab(self, tab: int) -> None:
        """Show the timeline (0) or the changes (1)."""
        self.middle.show_tab(CHANGES if tab == 1 else TIMELINE)

    def areas(self) -> list[QWidget]:
        """Answer the parts that F6 goes through."""
        return [self.header.more, self.facts, self.middle.tabs, self.composer.text, self.deals]

    def state(self) -> dict[str, Any]:
        """Answer what brings the page back as it is."""
        return {
            "customer_id": self._customer_id,
            "neighbours": list(self._neighbours),
            "tab": self.middle.tabs.currentIndex(),
            "columns": self.columns.sizes(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Bring the page back."""
        if state.get("columns"):
            self.columns.setSizes(list(state["columns"]))
        if state.get("customer_id"):
            self.show_customer(state["customer_id"], tuple(state.get("neighbours", ())))
            self.middle.show_tab(int(state.get("tab", TIMELINE)))

    def about_to_lock(self) -> None:
        """Keep what is being typed, mask what is shown in full."""
        self.composer.keep_now()
        self.facts.finish_all()

    def step(self, step: int) -> None:
        """Ask for the previous (-1) or next (+1) customer of the list."""
        wanted = self._neighbour(step)
        if wanted is not None:
            self.customer_opened.emit(wanted)

    def step_back(self) -> None:
        """Ask for the previous customer of the list."""
        self.step(-1)

    def step_on(self) -> None:
        """Ask for the next customer of the list."""
        self.step(1)

    def leave(self) -> None:
        """Leave a text field first, then the page."""
        focus = self.focusWidget()
        if isinstance(focus, QLineEdit | QPlainTextEdit) and focus.hasFocus():
            self.timeline.setFocus()
        else:
            self.left.emit()

    def open_window(self) -> None:
        """Ask for a window of this customer's own."""
        self.customer_window_requested.emit(self._customer_id)

    def merge(self) -> None:
        """Ask with whom this customer is one."""
        shown = MergePicker(self._bridge, self._customer_id, self)
        shown.chosen.connect(self._on_merge_chosen)
        shown.closed.connect(shown.deleteLater)
        shown.open_at(self.header.more)

    def edit(self) -> None:
        """Ask for the whole form."""
        if self._customer_id:
            self.edit_requested.emit(self._customer_id)

    def log_call(self) -> None:
        """Begin to write a call down."""
        self.composer.begin("phone")

    def advance(self) -> None:
        """Move the deal on to its next stage."""
        ahead = None if self._deal is None else next_stage(self._deal, self._words)
        if ahead is not None:
            self.move_to(ahead)

    def send_back(self) -> None:
        """Send the deal back one stage."""
        behind = None if self._deal is None else stage_before(self._deal, self._words)
        if behind is not None:
            self.move_to(behind)

    def move_to(self, stage: str) -> None:
        """Move the deal that counts to a stage."""
        if self._deal is not None:
            self._move(self._deal, stage)

    def _move(self, card: DealCard, stage: str) -> None:
        self.notice.hide()
        self.mover.move(card, stage)

    def _neighbour(self, step: int) -> int | None:
        if self._customer_id not in self._neighbours:
            return None
        place = self._neighbours.index(self._customer_id) + step
        return self._neighbours[place] if 0 <= place < len(self._neighbours) else None

    def _on_sheet(self, sheet: CustomerSheet) -> None:
        if sheet.id != self._customer_id:
            return
        self._late.stop()
        if self._sheet is None:
            self._painting.hold()
        self._sheet = sheet
        running = [card for card in sheet.deals if card.outcome == "open"]
        self._deal = next(iter(running or sheet.deals), None)
        self.trouble.stop()
        self._stack.setCurrentIndex(0)
        self.header.show_sheet(sheet, self._deal)
        self.facts.show_sheet(sheet)
        self.deals.show_sheet(sheet, system_clock())
        self.linked.show_customer(sheet.id)
        self.middle.show_customer(sheet.id, None if self._deal is None else self._deal.id)
        self._show_way()
        self.ownership.show_sheet(sheet)
        self.acts.refresh(sheet, self._deal)
        self._tick.start()

    def _on_ownership_shown(self, seen: Overview) -> None:
        self.header.show_countdown(seen.countdown)

    def _on_late(self) -> None:
        self.show_waiting()

    def show_waiting(self) -> None:
        """Show that the customer is on its way."""
        self._stack.setCurrentWidget(self.trouble)
        self.trouble.wait()

    def _show_way(self) -> None:
        sheet, card = self._sheet, self._deal
        self.stepper.setVisible(card is not None)
        if sheet is not None and card is not None:
            now = system_clock()
            self.stepper.show_steps(steps_of(card, sheet.stage_history, self._words, now))

    def _on_sheet_failed(self, problem: Problem) -> None:
        self._sheet = None
        self._tick.stop()
        self._late.stop()
        self._stack.setCurrentWidget(self.trouble)
        self.trouble.show_problem(problem)

    def _on_merge_chosen(self, other_id: int) -> None:
        dialog = MergeDialog(self._bridge, self._words, (self._customer_id, other_id), self)
        dialog.merged.connect(self._on_merged)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_merged(self, into_id: int, said: str) -> None:
        self.said.emit(said, self.acts.seq_of("customers.merge"))
        if into_id != self._customer_id:
            self.customer_opened.emit(into_id)

    def _on_facts_said(self, said: str) -> None:
        self.said.emit(said, 0)

    def _on_stepper_step_clicked(self, stage: str) -> None:
        self.move_to(stage)

    def _on_timeline_record_opened(self, kind: str, record_id: int) -> None:
        self.record_requested.emit(kind, record_id, {})

    def _on_deals_edit_requested(self, deal_id: int) -> None:
        self.record_requested.emit("deal", deal_id, {})

    def _on_deals_move_requested(self, deal_id: int, stage: str) -> None:
        sheet = self._sheet
        card = None if sheet is None else next((c for c in sheet.deals if c.id == deal_id), None)
        if card is not None:
            self._move(card, stage)

    def _on_mover_moved(self, moved: deals.DealMoved) -> None:
        name = self._words.stage_name(moved.to_stage, moved.card.process_id)
        self.said.emit(tr("Moved on to {stage}.", stage=name), self.acts.seq_of("deals.move"))

    def _on_mover_returned(self, card: DealCard, problem: Problem | None) -> None:
        del card
        if problem is not None:
            self.notice.say(str(problem), "warning")

    def _on_middle_undone(self, seq: int) -> None:
        self.said.emit(tr("Taken back"), 0)
        del seq

    def show_problem(self, problem: Problem) -> None:
        """Say at the top of the page what was refused."""
        self.notice.say(str(problem))

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if not self._customer_id or not self._touches(changes):
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def _touches(self, changes: ChangeSet) -> bool:
        if self._customer_id in changes.ids("customer"):
            return True
        sheet = self._sheet
        if sheet is not None and changes.ids("deal") & {card.id for card in sheet.deals}:
            return True
        if sheet is not None and changes.ids("task") & {task.id for task in sheet.tasks}:
            return True
        return any(
            change.table in _TABLES
            and self._customer_id in (change.new.get("customer_id"), change.old.get("customer_id"))
            for change in changes
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Read again what was changed while another page was in front."""
        super().showEvent(event)
        if self._stale:
            self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the right column away where three do not fit."""
        super().resizeEvent(event)
        widths = _widths()
        for part, width in zip(
            (self._facts_area, self.middle, self._deals_area), widths, strict=True
        ):
            part.setMinimumWidth(width)
        narrow = self.width() < sum(widths)
        if narrow != self._narrow:
            self._narrow = narrow
            self._deals_area.setVisible(not narrow)
            self.header.show_side_button(needed=narrow)
            self._facts_area.show()

    def _on_side_clicked(self) -> None:
        """Show tasks and deals in place of the facts, or the facts again."""
        facts = self._facts_area.isHidden()
        self._facts_area.setVisible(facts)
        self._deals_area.setVisible(not facts)


def _widths() -> tuple[int, int, int]:
    """Answer the least widths of the columns, wider with larger text."""
    share = 1 + (theme.current().text_scale - 1) * 0.6
    return round(FACTS_WIDTH * share), round(MIDDLE_WIDTH * share), round(DEALS_WIDTH * share)
