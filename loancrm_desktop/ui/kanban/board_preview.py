"""The customer of the current card at the side of the board; made when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services.board_cards import CardMarks
from loancrm_desktop.services.customer_table import TableRow
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.kanban.board_frame import BoardFrame
from loancrm_desktop.ui.office_words import OfficeWords

if TYPE_CHECKING:
    from loancrm_desktop.ui.records.side_preview import SidePreview


class BoardPreview(QObject):
    """Puts the list's preview beside the columns.

    Signals:
        open_requested: the customer shown is to be opened.
        log_requested: a follow-up is to be logged for the customer shown.
        menu_requested: the menu of the card shown (the button it is at).
        closed: the panel was shut by itself.
    """

    open_requested = Signal()
    log_requested = Signal()
    menu_requested = Signal(QWidget)
    closed = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords, frame: BoardFrame) -> None:
        super().__init__(frame)
        self._bridge = bridge
        self._words = words
        self._frame = frame
        self.panel: SidePreview | None = None

    def show_card(self, card: DealCard, shown: CardMarks) -> None:
        """Show a card's customer at the side."""
        panel = self.panel or self._made()
        self._frame.show_side(panel)
        panel.show_row(row_of(card, shown))

    def hide(self) -> None:
        """Take the panel away."""
        self._frame.hide_side()

    def read_again(self) -> None:
        """Read the customer shown again: something has changed."""
        if self.panel is not None:
            self.panel.read_again()

    def _made(self) -> SidePreview:
        from loancrm_desktop.ui.records.side_preview import SidePreview

        panel = SidePreview(self._bridge, self._words, self._frame)
        panel.open_requested.connect(self.open_requested)
        panel.log_requested.connect(self.log_requested)
        panel.menu_requested.connect(self.menu_requested)
        panel.closed.connect(self.closed)
        self.panel = panel
        return panel


def row_of(card: DealCard, shown: CardMarks) -> TableRow:
    """Answer what a card tells of its customer as a line; the panel reads the rest itself."""
    return TableRow(
        id=card.customer_id,
        name=card.customer_name,
        phone=None,
        region=None,
        company=None,
        product_type=card.product_type,
        requested_amount_fen=card.amount_fen,
        status="",
        level=shown.level,
        tags=(),
        channel_id=None,
        owner_id=card.owner_id,
        team_id=None,
        last_contact_at=card.last_contact_at,
        next_follow_up_at=card.next_follow_up_at,
        created_at=card.stage_entered_at,
        deal_id=card.id,
        deal_stage=card.stage,
        deal_stage_entered_at=card.stage_entered_at,
        deal_due_at=card.due_at,
        deal_amount_fen=card.amount_fen,
        credit_standing=None,
        revision=0,
    )
