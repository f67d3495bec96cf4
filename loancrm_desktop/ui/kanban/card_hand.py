"""A card in the hand and on its way back: what columns say meanwhile, what the status line says."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.kanban.board_parts import BoardParts
from loancrm_desktop.ui.kanban.flying import Bubble, FlyingCard
from loancrm_desktop.ui.kanban.landing import Landing, landing_of

_GRIP = QPoint(24, 16)
_BELOW = QPoint(0, 12)


class CardHand(QObject):
    """Follows a card from the moment it is taken up until it lies again.

    Signals:
        dropped: the card was let go over a stage (deal id, stage key, place on the screen).
        status_said: what the window's status line is to say; empty for nothing.
    """

    dropped = Signal(int, str, QPoint)
    status_said = Signal(str)

    def __init__(
        self,
        page: QWidget,
        parts: BoardParts,
        name_of: Callable[[str | None], str],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._model, self._area = parts.model, parts.area
        self._strips, self._delegate = parts.strips, parts.delegate
        self._name_of = name_of
        self._card: DealCard | None = None
        self._let_go = False
        self.bubble = Bubble(page)
        self.flying: FlyingCard | None = None
        self._area.drag_began.connect(self.take)
        self._area.drag_ended.connect(self._on_drag_ended)
        self._area.hovered.connect(self._on_hovered)
        self._area.card_dropped.connect(self._on_dropped)
        self._strips.hovered.connect(self._on_hovered)
        self._strips.card_dropped.connect(self._on_dropped)

    @property
    def card(self) -> DealCard | None:
        """The card in the hand."""
        return self._card

    def take(self, card: DealCard) -> None:
        """Take a card into the hand: every column says what letting go would do."""
        self._card = card
        self._let_go = False
        self.bubble.hide()
        self._delegate.lifted = card.id
        self._area.show_landings(self._landing)
        endings = {key for key in self._strips.strips if self._landing(key).state == "target"}
        self._strips.offer(endings)
        self._on_hovered("")

    def put_down(self) -> None:
        """The hand is empty: everything looks as usual."""
        self._card = None
        self._area.show_landings(None)
        self._strips.offer(set())
        if self.flying is None:
            self._delegate.lifted = None
        self._area.repaint_cards()
        self.status_said.emit("")

    def fly_back(self, card: DealCard, start: QPoint) -> None:
        """Show a card going back to its slot from a place on the screen."""
        end = self._area.place_of(card.id)
        column = self._model.column_of(card.id)
        if end is None or column is None or not self._page.isVisible():
            self._land(card.id)
            return
        if self.flying is not None:
            self.flying.hide()
            self.flying.deleteLater()
        what = (card, column.marks_of(card.id))
        picture = self._delegate.picture(what, end.width(), self._page.devicePixelRatioF())
        self._delegate.lifted = card.id
        self.flying = FlyingCard(card.id, picture, self._page)
        self.flying.landed.connect(self._land)
        page = self._page
        self.flying.fly(page.mapFromGlobal(start), page.mapFromGlobal(end.topLeft()))
        self._area.repaint_cards()

    def say(self, text: str, place: QPoint | None) -> None:
        """Say why at a place on the screen, or in the middle of the board."""
        page = self._page
        at = page.rect().center() if place is None else page.mapFromGlobal(place) + _BELOW
        self.bubble.say(text, at)

    def _land(self, card_id: int) -> None:
        self.flying = None
        if self._delegate.lifted == card_id:
            self._delegate.lifted = None
        self._area.repaint_cards()

    def _landing(self, stage: str) -> Landing:
        card = self._card
        if card is None:
            return Landing()
        reach = self._model.reach(card.stage, stage)
        return landing_of(card, stage, reach, self._name_of(stage))

    def _on_hovered(self, stage: str) -> None:
        card = self._card
        if card is None:
            return
        way = self._name_of(card.stage)
        if stage and stage != card.stage:
            way = tr("{here} → {there}", here=way, there=self._name_of(stage))
        self.status_said.emit(
            tr(
                "Dragging: {name} {way}   Esc cancels   keyboard: choose the card, then Ctrl →",
                name=card.customer_name,
                way=way,
            )
        )

    def _on_dropped(self, card_id: int, stage: str, place: QPoint) -> None:
        self._let_go = True
        card = self._card
        if card is not None:
            self.put_down()
        self.dropped.emit(card_id, stage, place)

    def _on_drag_ended(self) -> None:
        """Let a card that was let go nowhere, or held on to with Esc, go back to its slot."""
        card = self._card
        if card is None:
            return
        self.put_down()
        if not self._let_go:
            self.fly_back(card, QCursor.pos() - _GRIP)
