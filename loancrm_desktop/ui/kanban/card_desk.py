"""Acts on the current card: opened, logged on, moved; from keys, menus and the mouse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QAction, QCursor
from PySide6.QtWidgets import QMenu, QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.deals import DealCard, DealMoved
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.flows.run_dialog import RunDialog, open_run
from loancrm_desktop.ui.kanban import board_acts
from loancrm_desktop.ui.kanban.board_acts import BoardActs
from loancrm_desktop.ui.kanban.board_parts import BoardParts
from loancrm_desktop.ui.kanban.card_hand import CardHand
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.deal_mover import DealMover
from loancrm_desktop.ui.records.rule_buttons import RuleButtons

_ENDINGS = ("archived", "lost")
_PREVIEW_MS = 80


class CardDesk(QObject):
    """Does what a person wants done with a card.

    Signals:
        opened, window_requested, log_requested: of a customer (id).
        task_requested: a new task for a customer and a deal (ids).
        preview_requested: show this card's customer at the side (DealCard, None for nobody).
        moved: a deal was moved and can be moved back (text, journal number).
    """

    opened = Signal(int)
    window_requested = Signal(int)
    log_requested = Signal(int)
    task_requested = Signal(int, int)
    preview_requested = Signal(object)
    moved = Signal(str, int)

    def __init__(
        self,
        page: QWidget,
        bridge: Bridge,
        words: OfficeWords,
        parts: BoardParts,
        stage_name: Callable[[str | None], str],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._bridge, self._words = bridge, words
        self.model, self.area, self._delegate = parts.model, parts.area, parts.delegate
        self.stage_name = stage_name
        self.previewing = False
        self.add_steps: Callable[[QMenu, DealCard], object] | None = None
        self.mover = DealMover(bridge, words, page)
        self.mover.moved.connect(self._on_mover_moved)
        self.mover.returned.connect(self._on_mover_returned)
        self.hand = CardHand(page, parts, stage_name)
        self.hand.dropped.connect(self.move_card)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_PREVIEW_MS)
        self._rest.timeout.connect(self._show_preview_of_current)
        self.acts = BoardActs.on_cards_of(
            page,
            parts.area,
            {
                board_acts.OPEN: self.open_current,
                board_acts.OWN_WINDOW: self._open_window,
                board_acts.LOG: self.log_current,
                board_acts.TASK: self._new_task,
                board_acts.PREVIEW: self.toggle_preview,
                board_acts.ADVANCE: self._advance,
                board_acts.BACK: self._send_back,
                board_acts.CHOOSE: self._choose_stage,
                board_acts.ARCHIVE: self._archive,
                board_acts.LOSE: self._lose,
                board_acts.RUN: self.show_run,
            },
        )
        self.rules = RuleButtons(self._bridge, "deal", self)
        self.rules.said.connect(self._on_rules_said)
        parts.area.offer_letters(self.acts.on_cards)
        parts.area.opened.connect(self._on_card_opened)
        parts.area.menu_wanted.connect(self._on_menu_wanted)
        parts.area.current_moved.connect(self._on_current_moved)
        self.allow()

    def move_card(self, card_id: int, to_stage: str, place: QPoint | None = None) -> None:
        """Send a card to a stage; it stands there at once, and comes back if refused.

        Args:
            card_id: the deal.
            to_stage: the stage's key.
            place: where on the screen it was let go.
        """
        card = self.model.card(card_id)
        if card is None or card.stage == to_stage:
            return
        if self.model.is_moving(card_id):
            self.hand.say(tr("{name} is still being saved.", name=card.customer_name), place)
            return
        self.hand.bubble.hide()
        if place is None:
            lies = self.area.place_of(card_id)
            place = None if lies is None else lies.topLeft()
        reach = self.model.reach(card.stage, to_stage)
        if reach is not None and reach.way == "blocked":
            self._give_back(card, str(reach.why_not or tr("No way there")), place)
            return
        self.model.show_move(card_id, to_stage)
        self.area.stand_on(card_id)
        self.mover.move(card, to_stage, place)

    def _give_back(self, card: DealCard, why: str, place: QPoint | None) -> None:
        if place is not None:
            self.hand.fly_back(card, place)
        if why:
            self.hand.say(tr("{name}: {why}", name=card.customer_name, why=why), place)

    def _on_mover_moved(self, moved: DealMoved) -> None:
        seq = self.model.settle_move(moved)
        self.allow()
        text = tr(
            "{name} is now in {stage}",
            name=moved.card.customer_name,
            stage=self.stage_name(moved.card.stage),
        )
        self.moved.emit(text, seq)

    def _on_mover_returned(self, card: DealCard, problem: Problem | None) -> None:
        lies = self.area.place_of(card.id)
        self.model.roll_back(card.id)
        self.area.stand_on(card.id)
        why = "" if problem is None else str(problem)
        self._give_back(card, why, None if lies is None else lies.topLeft())

    @property
    def current_card(self) -> DealCard | None:
        """The card the keyboard is on."""
        current = self._delegate.current
        return None if current is None else self.model.card(current)

    def _targets(self, card: DealCard | None) -> list[str]:
        """Answer the stages a card may go to, in the order of the board."""
        if card is None:
            return []
        return [key for key in self.model.columns if key in card.may_move_to]

    def _named_targets(self, card: DealCard, *, endings: bool) -> list[tuple[str, str]]:
        keys = self._targets(card)
        return [(key, self.stage_name(key)) for key in keys if endings or not self._is_ending(key)]

    def _is_ending(self, key: str) -> bool:
        return self.model.columns[key].stage.outcome in _ENDINGS

    def allow(self) -> None:
        """Offer only what can be done with the current card now."""
        card = self.current_card
        self.acts.allow(card, self._bridge.actor, self._targets(card))

    def _on_current_moved(self, card: DealCard | None) -> None:
        del card
        self.allow()
        if self.previewing:
            self._rest.start()

    def _on_card_opened(self, card: DealCard) -> None:
        self.opened.emit(card.customer_id)

    def open_current(self) -> None:
        """Open the current card's customer."""
        card = self.current_card
        if card is not None:
            self.opened.emit(card.customer_id)

    def _open_window(self) -> None:
        card = self.current_card
        if card is not None:
            self.window_requested.emit(card.customer_id)

    def log_current(self) -> None:
        """Ask for a follow-up for the current card's customer."""
        card = self.current_card
        if card is not None:
            self.log_requested.emit(card.customer_id)

    def _new_task(self) -> None:
        card = self.current_card
        if card is not None:
            self.task_requested.emit(card.customer_id, card.id)

    def toggle_preview(self) -> None:
        """Show the current card's customer at the side, or no longer."""
        self.previewing = not self.previewing
        if self.previewing:
            self._show_preview_of_current()
        else:
            self.preview_requested.emit(None)

    def _show_preview_of_current(self) -> None:
        card = self.current_card
        if self.previewing and card is not None:
            self.preview_requested.emit(card)

    def _advance(self) -> None:
        self._step(1)

    def _send_back(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        card = self.current_card
        if card is None:
            return
        keys = list(self.model.columns)
        here = keys.index(card.stage)
        ahead = keys[here + 1 :] if by > 0 else keys[:here][::-1]
        targets = self._targets(card)
        to_stage = next((key for key in ahead if key in targets and not self._is_ending(key)), None)
        if to_stage is not None:
            self.move_card(card.id, to_stage)
            return
        reach = self.model.reach(card.stage, ahead[0]) if ahead else None
        why = reach.why_not if reach is not None else None
        lies = self.area.place_of(card.id)
        said = str(why) if why is not None else tr("There is no stage to go to from here.")
        self.hand.say(said, None if lies is None else lies.bottomLeft())

    def _choose_stage(self) -> None:
        card = self.current_card
        if card is None:
            return
        menu = board_acts.stages_menu(self._page, self._named_targets(card, endings=True))
        menu.triggered.connect(self._on_stage_chosen)
        lies = self.area.place_of(card.id)
        menu.popup(QCursor.pos() if lies is None else lies.bottomLeft())

    def show_run(self) -> RunDialog | None:
        """Show the current card's deal on the picture of its process."""
        card = self.current_card
        return None if card is None else open_run(self._bridge, self._words, card.id, self._page)

    def _archive(self) -> None:
        self._end("archived")

    def _lose(self) -> None:
        self._end("lost")

    def _end(self, stage: str) -> None:
        card = self.current_card
        if card is not None and stage in card.may_move_to:
            self.move_card(card.id, stage)

    def _on_menu_wanted(self, card: DealCard, place: QPoint) -> None:
        self._delegate.current = card.id
        self.allow()
        menu = self.acts.card_menu(self._page, self._named_targets(card, endings=False))
        if self.add_steps is not None:
            self.add_steps(menu, card)
        self.rules.add_to(menu, card.id)
        menu.triggered.connect(self._on_stage_chosen)
        menu.popup(place)

    def _on_rules_said(self, text: str) -> None:
        self.hand.say(text, None)

    def open_menu_at(self, anchor: QWidget) -> None:
        """Open the current card's menu below a button."""
        card = self.current_card
        if card is not None:
            self._on_menu_wanted(card, anchor.mapToGlobal(QPoint(0, anchor.height())))

    def _on_stage_chosen(self, action: QAction) -> None:
        card = self.current_card
        stage = action.data()
        if card is not None and stage in self.model.columns:
            self.move_card(card.id, stage)
