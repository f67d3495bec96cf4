"""What the cards of the board show, chosen in a small panel with a card as it will look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services import card_layout
from loancrm_desktop.services.board_cards import CardMarks
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.conditions.column_chooser import ColumnChooser
from loancrm_desktop.ui.conditions.column_list_model import ColumnOffer
from loancrm_desktop.ui.kanban import card_facts
from loancrm_desktop.ui.kanban.card_delegate import CardDelegate, card_height
from loancrm_desktop.ui.records.row_delegate import RowNames
from loancrm_desktop.ui.widgets.parts import label

WIDTH = 200
SAVED_AFTER_MS = 500


class CardSample(QWidget):
    """One card as it will look."""

    def __init__(self, names: RowNames, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("A card as it will look"))
        self._delegate = CardDelegate(names, system_clock, self)
        self._what: tuple[DealCard, CardMarks] | None = None
        self.setFixedSize(WIDTH, card_height(card_layout.MOST))

    def show_card(self, card: DealCard, marks: CardMarks) -> None:
        """Show this card."""
        self._what = (card, marks)
        self.update()

    def show_facts(self, facts: Sequence[str]) -> None:
        """Show it with these facts."""
        self._delegate.show_facts(facts)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card on the colour of a column."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().colour("surfaceSunken"))
        if self._what is not None:
            place = self.rect()
            place.setHeight(self._delegate.height)
            self._delegate.paint_card(painter, place, self._what)
        painter.end()


class CardDesigner(ColumnChooser):
    """Ticks facts and puts them in order; what is chosen is kept for the whole office.

    Signals:
        facts_chosen: the facts in order, a moment after the last change.
    """

    facts_chosen = Signal(list)

    def __init__(self, names: RowNames, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_title(tr("Cards of the board"))
        self.view.setAccessibleName(tr("Facts on the cards"))
        self.reset.setToolTip(tr("Show the usual facts again"))
        self.filter.hide()
        rows = len(card_layout.FACTS) + 2
        self.view.setFixedHeight(rows * max(28, theme.current().line("body") + 12))
        self._names = names
        self.sample = CardSample(names)
        self.told = label(role="caption", wrap=True)
        self.body.insertWidget(0, self.sample)
        self.body.addWidget(self.told)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(SAVED_AFTER_MS)
        self._later.timeout.connect(self._on_later_timeout)
        self.offer(
            [ColumnOffer(fact, card_facts.fact_name(fact)) for fact in card_layout.FACTS],
            card_layout.USUAL,
        )
        self.changed.connect(self._on_changed)
        self.closed.connect(self._on_closed)

    def show_layout(self, facts: Sequence[str], card: DealCard | None, marks: CardMarks) -> None:
        """Show what is chosen now, on a card of the board where there is one."""
        self.set_chosen(facts)
        self.sample.show_card(card or self._made_up(), marks)
        self._show()

    def _made_up(self) -> DealCard:
        now = system_clock()
        return DealCard(
            id=0,
            ref="D-000001",
            customer_id=0,
            customer_name=tr("Customer"),
            product_type="unsecured",
            amount_fen=30_000_000,
            stage="",
            stage_entered_at=now - timedelta(hours=2),
            due_at=now + timedelta(hours=6),
            handler_id=None,
            owner_id=None,
            outcome="open",
            bank=None,
            product=None,
            last_contact_at=None,
            next_follow_up_at=None,
            process_id=0,
            revision=0,
            may_move_to=(),
        )

    def _show(self) -> None:
        facts = self.chosen
        self.sample.show_facts(facts[: card_layout.MOST])
        many = len(facts) > card_layout.MOST
        self.told.setText(
            tr("A card shows at most {count} facts.", count=card_layout.MOST)
            if many
            else tr("The name, the time in the stage and who works on it are always there.")
        )

    def _on_changed(self) -> None:
        self._show()
        if len(self.chosen) <= card_layout.MOST:
            self._later.start()
        else:
            self._later.stop()

    def _on_closed(self) -> None:
        if self._later.isActive():
            self._on_later_timeout()

    def _on_later_timeout(self) -> None:
        self._later.stop()
        self.facts_chosen.emit(self.chosen)
