"""One customer, whole: facts, the deal's way, what happened, what is to do next."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customer_sheet, deals, tasks
from loancrm_desktop.services.customer_sheet import CustomerSheet
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.deal_mover import DealMover
from loancrm_desktop.ui.records.deals_panel import DealsPanel
from loancrm_desktop.ui.records.facts_panel import FactsPanel
from loancrm_desktop.ui.records.follow_up_composer import FollowUpComposer
from loancrm_desktop.ui.records.happenings import happenings_of, next_stage, steps_of
from loancrm_desktop.ui.records.history_panel import HistoryPanel
from loancrm_desktop.ui.records.timeline_view import TimelineView
from loancrm_desktop.ui.widgets.marks import Avatar
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    icon_button,
    label,
    row,
    scrolled,
    set_caption,
)
from loancrm_desktop.ui.widgets.stage_stepper import StageStepper

_TABLES = ("customer", "deal", "follow_up", "task", "document", "related_person", "stage_visit")
SIDES = (270, 620, 300)


class CustomerPage(QWidget):
    """The page of one customer at a time.

    Signals:
        left: back to where the person came from.
        edit_requested: open the form of this customer (id).
        contract_requested: make a contract for this deal (id).
        said: a sentence for the window to show, and the journal number that undoes it or 0.
    """

    left = Signal()
    edit_requested = Signal(int)
    contract_requested = Signal(int)
    said = Signal(str, int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge = bridge
        self._words = words
        self._customer_id = 0
        self._sheet: CustomerSheet | None = None
        self._deal: DealCard | None = None
        self.mover = DealMover(bridge, words, self)
        self.mover.moved.connect(self._on_mover_moved)
        self.mover.returned.connect(self._on_mover_returned)
        self._build()
        bridge.changed.connect(self._on_bridge_changed)

    def _build(self) -> None:
        self.notice = Notice()
        self.stepper = StageStepper()
        self.stepper.step_clicked.connect(self._on_stepper_step_clicked)
        top = QFrame()
        top.setProperty("role", "header")
        head = QVBoxLayout(top)
        head.setContentsMargins(16, 10, 16, 10)
        head.setSpacing(10)
        head.addLayout(self._build_header())
        head.addWidget(self.notice)
        head.addWidget(self.stepper)
        self.facts = FactsPanel(self._words)
        self.facts.edit_requested.connect(self._on_edit_clicked)
        self.deals = DealsPanel(self._words)
        self.deals.move_requested.connect(self._on_deals_move_requested)
        self.deals.contract_requested.connect(self.contract_requested)
        self.deals.task_done.connect(self._on_deals_task_done)
        self.deals.deal_requested.connect(self._on_deals_deal_requested)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        for part in (scrolled(self.facts), self._build_middle(), scrolled(self.deals)):
            splitter.addWidget(part)
        splitter.setSizes(list(SIDES))
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(top)
        layout.addWidget(splitter, 1)
        self._build_keys()

    def _build_header(self) -> QHBoxLayout:
        back = icon_button("arrow-left", tr("Back (Alt+←)"))
        back.clicked.connect(self.left)
        self._avatar = Avatar("", 44)
        self._name = label(font="headline")
        self._tags = QHBoxLayout()
        self._tags.setSpacing(6)
        self._about = label(role="caption")
        edit = button(tr("Edit"), icon="edit", tip="E")
        edit.clicked.connect(self._on_edit_clicked)
        self._contract = button(tr("Make a contract"), icon="contract")
        self._contract.clicked.connect(self._on_contract_clicked)
        self.advance = button("", kind="primary", icon="arrow-right", tip="Ctrl+→")
        self.advance.clicked.connect(self._on_advance_clicked)
        first = row(self._name, spacing=10)
        first.addLayout(self._tags)
        first.addStretch(1)
        words = column(spacing=0)
        words.addLayout(first)
        words.addWidget(self._about)
        header = row(back, self._avatar, spacing=12)
        header.addLayout(words, 1)
        for action in (edit, self._contract, self.advance):
            header.addWidget(action)
        return header

    def _build_middle(self) -> QWidget:
        middle = QWidget()
        self._tabs = QTabBar()
        self._tabs.addTab(tr("Timeline"))
        self._tabs.addTab(tr("Changes"))
        self._tabs.currentChanged.connect(self._on_tabs_current_changed)
        self.composer = FollowUpComposer(self._bridge)
        self.timeline = TimelineView()
        self.history = HistoryPanel(self._bridge, self._words)
        self.history.undone.connect(self._on_history_undone)
        first = QWidget()
        inner = QVBoxLayout(first)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.composer)
        inner.addWidget(self.timeline, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(first)
        self._stack.addWidget(self.history)
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row(self._tabs, None, margins=(12, 0, 12, 0)))
        layout.addWidget(self._stack, 1)
        return middle

    def _build_keys(self) -> None:
        for keys, slot in (
            ("Ctrl+Right", self._on_advance_clicked),
            ("Ctrl+Left", self._on_send_back_activated),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(slot)

    @property
    def customer_id(self) -> int:
        """Whose page this is."""
        return self._customer_id

    @property
    def customer_name(self) -> str:
        """The name shown."""
        return self._name.text()

    def show_customer(self, customer_id: int) -> None:
        """Show a customer."""
        if customer_id != self._customer_id:
            self.notice.hide()
            self._tabs.setCurrentIndex(0)
        self._customer_id = customer_id
        self._bridge.ask(
            customer_sheet.show,
            customer_id=customer_id,
            then=self._on_sheet,
            failed=self._on_problem,
            key="sheet",
        )
        if self._tabs.currentIndex() == 1:
            self.history.show_customer(customer_id)

    def show_tab(self, tab: int) -> None:
        """Show the timeline (0) or the changes (1)."""
        self._tabs.setCurrentIndex(tab)

    def _on_sheet(self, sheet: CustomerSheet) -> None:
        now = system_clock()
        self._sheet = sheet
        running = [card for card in sheet.deals if card.outcome == "open"]
        self._deal = next(iter(running or sheet.deals), None)
        self._show_header(sheet)
        self.facts.show_facts(sheet.values, sheet.masked)
        self.deals.show_sheet(sheet, now)
        self.timeline.timeline.show_happenings(happenings_of(sheet, self._words))
        self.composer.show_customer(sheet.id, None if self._deal is None else self._deal.id)
        card = self._deal
        self.stepper.setVisible(card is not None)
        if card is not None:
            self.stepper.show_steps(steps_of(card, sheet.stage_history, self._words, now))
        ahead = None if card is None else next_stage(card, self._words)
        self.advance.setVisible(ahead is not None)
        self._contract.setVisible(card is not None)
        if ahead is not None:
            name = self._words.stage_name(ahead)
            set_caption(self.advance, tr("Move on to {stage}", stage=name))

    def _show_header(self, sheet: CustomerSheet) -> None:
        name = str(sheet.values.get("name") or "")
        self._name.setText(name)
        self._avatar.show_name(name)
        clear_layout(self._tags)
        status = sheet.values.get("status")
        if status:
            badge = label(name_of("status", str(status)), role="badge")
            badge.setProperty("state", "accent")
            self._tags.addWidget(badge)
        for tag in sheet.values.get("tags") or ():
            self._tags.addWidget(label(str(tag), role="badge"))
        facts = [
            "" if self._deal is None else self._deal.ref,
            self._words.channel_name(sheet.values.get("channel")),
            tr("owner {name}", name=self._words.person_name(sheet.values.get("owner")) or "—"),
        ]
        self._about.setText(" · ".join(fact for fact in facts if fact))

    def _on_edit_clicked(self) -> None:
        if self._customer_id:
            self.edit_requested.emit(self._customer_id)

    def _on_contract_clicked(self) -> None:
        if self._deal is not None:
            self.contract_requested.emit(self._deal.id)

    def _on_advance_clicked(self) -> None:
        if self._deal is not None:
            ahead = next_stage(self._deal, self._words)
            if ahead is not None:
                self._move(self._deal, ahead)

    def _on_send_back_activated(self) -> None:
        card = self._deal
        if card is None:
            return
        keys = [one.key for one in self._words.stages]
        behind = keys[: keys.index(card.stage)] if card.stage in keys else []
        to_stage = next((key for key in reversed(behind) if key in card.may_move_to), None)
        if to_stage is not None:
            self._move(card, to_stage)

    def _on_stepper_step_clicked(self, stage: str) -> None:
        if self._deal is not None:
            self._move(self._deal, stage)

    def _on_deals_move_requested(self, deal_id: int, stage: str) -> None:
        sheet = self._sheet
        card = None if sheet is None else next((c for c in sheet.deals if c.id == deal_id), None)
        if card is not None:
            self._move(card, stage)

    def _move(self, card: DealCard, stage: str) -> None:
        self.notice.hide()
        self.mover.move(card, stage)

    def _on_mover_moved(self, moved: deals.DealMoved) -> None:
        name = self._words.stage_name(moved.to_stage)
        self.notice.say(tr("Moved on to {stage}.", stage=name), "success")

    def _on_mover_returned(self, card: DealCard, problem: Problem | None) -> None:
        del card
        if problem is not None:
            self.notice.say(str(problem), "warning")

    def _on_deals_task_done(self, task_id: int) -> None:
        self._bridge.do(tasks.done, task_id=task_id, refused=self._on_problem)

    def _on_deals_deal_requested(self) -> None:
        self._bridge.do(
            deals.open_deal,
            customer_id=self._customer_id,
            then=partial(self._on_deal_opened, self._customer_id),
            refused=self._on_problem,
        )

    def _on_deal_opened(self, customer_id: int, card: DealCard) -> None:
        if customer_id == self._customer_id:
            self.notice.say(tr("Deal {ref} opened.", ref=card.ref), "success")

    def _on_tabs_current_changed(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        if tab == 1 and self._customer_id:
            self.history.show_customer(self._customer_id)

    def _on_history_undone(self, seq: int) -> None:
        self.said.emit(tr("Taken back"), 0)
        del seq

    def _on_problem(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if self._customer_id and self.isVisible() and self._touches(changes):
            self.show_customer(self._customer_id)

    def _touches(self, changes: ChangeSet) -> bool:
        if self._customer_id in changes.ids("customer"):
            return True
        sheet = self._sheet
        if sheet is not None and changes.ids("deal") & {card.id for card in sheet.deals}:
            return True
        return any(
            change.table in _TABLES
            and self._customer_id in (change.new.get("customer_id"), change.old.get("customer_id"))
            for change in changes
        )
