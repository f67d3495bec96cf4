"""What stands around the board: bottlenecks, forgotten deals, the layout of the cards, steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import card_layout
from loancrm_desktop.services.card_layout import CardLayout
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.kanban.board_parts import BoardParts
from loancrm_desktop.ui.kanban.column_model import NO_MARKS
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.deal_stepper import DealStepper
from loancrm_desktop.ui.records.steps_menu import StepsMenu
from loancrm_desktop.ui.widgets.parts import button

if TYPE_CHECKING:
    from loancrm_desktop.ui.kanban.bottleneck_panel import BottleneckPanel
    from loancrm_desktop.ui.kanban.card_designer import CardDesigner


class BoardTools(QObject):
    """Opens them; each is made when it is first wanted.

    Signals:
        said: a step was made, and the journal number that takes it back or 0.
        refused: why something was not done (Problem).
        list_requested: deals are wanted as a list (a condition on deals).
        forgotten_requested: the deals without a next step are wanted.
    """

    said = Signal(str, int)
    refused = Signal(object)
    list_requested = Signal(object)
    forgotten_requested = Signal()

    def __init__(
        self, page: QWidget, bridge: Bridge, words: OfficeWords, parts: BoardParts
    ) -> None:
        super().__init__(page)
        self._page, self._bridge, self._words = page, bridge, words
        self._parts = parts
        self.panel: BottleneckPanel | None = None
        self.designer: CardDesigner | None = None
        self.steps: StepsMenu | None = None
        self.in_columns_menu: list[QAction] = []
        self.stepper = DealStepper(bridge, words, page)
        self.stepper.said.connect(self.said)
        self.stepper.refused.connect(self.refused)
        self.bottlenecks = self._button()
        self.bottlenecks.clicked.connect(self.open_bottlenecks)
        for command, run in (
            (Command("board.bottlenecks", tr("Bottlenecks"), "", "hourglass", "view"),
             self.open_bottlenecks),
            (Command("board.forgotten", tr("Deals without a next step"), "", "alert", "view"),
             self.forgotten_requested.emit),
        ):  # fmt: skip
            add_command(page, command, run)
        if bridge.actor.rights.allows("office.edit"):
            cards = Command("board.cards", tr("Cards of the board …"), "", "layout", "view")
            self.in_columns_menu.append(add_command(page, cards, self.design_cards))
        bridge.changed.connect(self._on_bridge_changed)

    def _button(self) -> QPushButton:
        made = button(tr("Bottlenecks"), icon="hourglass")
        made.setToolTip(tr("How long deals stay in each stage"))
        return made

    def read_layout(self) -> None:
        """Read what the office shows on its cards."""
        self._bridge.ask(
            card_layout.card_layout, then=self._on_layout, failed=self._on_unread, key="layout"
        )

    def open_bottlenecks(self) -> None:
        """Show where deals stay long."""
        from loancrm_desktop.ui.kanban.bottleneck_panel import BottleneckPanel

        self.panel = BottleneckPanel(self._bridge, self._parts.model.ask.process, self._page)
        self.panel.deals_requested.connect(self.list_requested)
        self.panel.closed.connect(self.panel.deleteLater)
        self.panel.open_at(self.bottlenecks)

    def design_cards(self) -> None:
        """Let the cards be laid out anew."""
        from loancrm_desktop.ui.kanban.card_designer import CardDesigner

        designer = CardDesigner(self._words, self._page)
        card = self._some_card()
        column = None if card is None else self._parts.model.column_of(card.id)
        marks = NO_MARKS if card is None or column is None else column.marks_of(card.id)
        facts = [fact for line in self._parts.delegate.lines for fact in line]
        designer.show_layout(facts, card, marks)
        designer.facts_chosen.connect(self._on_facts_chosen)
        designer.closed.connect(designer.deleteLater)
        self.designer = designer
        designer.open_at(self.bottlenecks)

    def _some_card(self) -> DealCard | None:
        current = self._parts.delegate.current
        found = None if current is None else self._parts.model.card(current)
        if found is not None:
            return found
        columns = self._parts.model.columns.values()
        first = (column.card_at(0) for column in columns if column.stage.outcome == "open")
        return next((card for card in first if card is not None), None)

    def add_steps(self, menu: QMenu, card: DealCard) -> StepsMenu | None:
        """Put the steps of a card's process into its menu."""
        if self.steps is not None:
            self.steps.deleteLater()
            self.steps = None
        if card.outcome != "open":
            return None
        # It outlives the menu it stands in: who is to be asked is chosen after that is shut.
        self.steps = StepsMenu(self._bridge, self._words, self.stepper, self._anchor(card))
        menu.addSeparator()
        menu.addMenu(self.steps)
        self.steps.show_deal(card.id)
        return self.steps

    def _anchor(self, card: DealCard) -> QWidget:
        column = self._parts.area.columns.get(card.stage)
        return self._page if column is None else column.head

    def _on_facts_chosen(self, facts: list[str]) -> None:
        self._bridge.do(
            card_layout.set_card_layout,
            facts=facts,
            then=self._on_kept,
            refused=self._on_refused,
        )

    def _on_refused(self, problem: Problem) -> None:
        self.refused.emit(problem)

    def _on_kept(self, count: int) -> None:
        del count
        self.read_layout()

    def _on_layout(self, layout: CardLayout) -> None:
        if self._parts.delegate.show_facts(layout.facts):
            self._parts.area.lay_out_cards()

    def _on_unread(self, problem: Problem) -> None:
        """Keep the usual facts; the board itself says what is wrong."""
        del problem

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.operation == "board.set_card_layout" or (
            changes.undoes and changes.touches("design")
        ):
            self.read_layout()
