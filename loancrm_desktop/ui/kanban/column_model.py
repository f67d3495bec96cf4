"""The cards of one column as a Qt model; a newer page is taken in without losing one's place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QDropEvent

from loancrm_desktop import display
from loancrm_desktop.services.board_cards import BoardPage, CardMarks, Lane
from loancrm_desktop.services.deals import DealCard

CARD_MIME = "application/x-loancrm-deal"
PAGE_CARDS = 50
MOST_KEPT = 200
MOST_STEPS = 40
"""With more differences than this a column is drawn anew instead of card by card."""

NO_MARKS = CardMarks(None, has_step=False, step_at=None)

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class StageColumnModel(QAbstractListModel):
    """The cards of one stage.

    Attributes:
        read: whether the cards have been read once.
        say: says a card in words, for a screen reader; None for its name alone.

    Signals:
        more_wanted: the end of what is loaded is looked at.
        counted: count or sum are others now.
    """

    more_wanted = Signal()
    counted = Signal()

    def __init__(self, stage: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self._cards: list[DealCard] = []
        self._marks: dict[int, CardMarks] = {}
        self._next: str | None = None
        self._fetching = False
        self.read = False
        self.say: Callable[[DealCard, CardMarks], str] | None = None

    @property
    def cards(self) -> Sequence[DealCard]:
        """The cards loaded."""
        return tuple(self._cards)

    @property
    def next_page(self) -> str | None:
        """Where the rest goes on, None when everything is here."""
        return self._next

    @property
    def wanted_cards(self) -> int:
        """How many cards to read again so that what was scrolled to is still there."""
        return max(PAGE_CARDS, min(MOST_KEPT, len(self._cards)))

    def marks_of(self, card_id: int) -> CardMarks:
        """Answer what a card shows besides its deal."""
        return self._marks.get(card_id, NO_MARKS)

    def show_stage(self, stage: Lane) -> None:
        """Take new counts."""
        self.stage = stage
        self.counted.emit()

    def start(self, page: BoardPage) -> None:
        """Show the column from its first page; cards that stay keep their place."""
        self.read = True
        self._next = page.next
        self._fetching = False
        self._marks = _by_id(page)
        fresh = list(page.rows)
        if self._differences(fresh) > MOST_STEPS:
            self.beginResetModel()
            self._cards = fresh
            self.endResetModel()
            return
        self._drop_all_but({card.id for card in fresh})
        for row, card in enumerate(fresh):
            self._settle(row, card)
        if self._cards:
            self.dataChanged.emit(self.index(0), self.index(len(self._cards) - 1))

    def _differences(self, fresh: Sequence[DealCard]) -> int:
        new, old = {card.id for card in fresh}, {card.id for card in self._cards}
        kept = [card.id for card in self._cards if card.id in new]
        moved = sum(
            1 for a, b in zip(kept, [c.id for c in fresh if c.id in old], strict=True) if a != b
        )
        return len(new ^ old) + moved

    def _drop_all_but(self, kept: set[int]) -> None:
        for row in reversed(range(len(self._cards))):
            if self._cards[row].id not in kept:
                self.beginRemoveRows(_ROOT, row, row)
                del self._cards[row]
                self.endRemoveRows()

    def _settle(self, row: int, card: DealCard) -> None:
        """Have a card stand in a row; all before it stand right already."""
        at = self.row_of(card.id)
        if at is None:
            self.beginInsertRows(_ROOT, row, row)
            self._cards.insert(row, card)
            self.endInsertRows()
        elif at != row:
            self.beginMoveRows(_ROOT, at, at, _ROOT, row)
            self._cards.insert(row, self._cards.pop(at))
            self.endMoveRows()
        self._cards[row] = card

    def append(self, page: BoardPage) -> None:
        """Add the next page."""
        held = {card.id for card in self._cards}
        fresh = [card for card in page.rows if card.id not in held]
        self._marks.update(_by_id(page))
        self._next = page.next
        self._fetching = False
        if fresh:
            first = len(self._cards)
            self.beginInsertRows(_ROOT, first, first + len(fresh) - 1)
            self._cards.extend(fresh)
            self.endInsertRows()

    def stop_fetching(self) -> None:
        """Let the next page be asked for again after it could not be read."""
        self._fetching = False

    def insert(self, row: int, card: DealCard, shown: CardMarks = NO_MARKS) -> None:
        """Put a card in; counts and sum follow."""
        row = min(row, len(self._cards))
        self._marks[card.id] = shown
        self.beginInsertRows(_ROOT, row, row)
        self._cards.insert(row, card)
        self.endInsertRows()
        self._count(card, 1)

    def take(self, card_id: int) -> tuple[int, DealCard] | None:
        """Take a card out; answers its row and the card."""
        row = self.row_of(card_id)
        if row is None:
            return None
        self.beginRemoveRows(_ROOT, row, row)
        card = self._cards.pop(row)
        self.endRemoveRows()
        self._count(card, -1)
        return row, card

    def put(self, card: DealCard) -> None:
        """Show a card's newer state."""
        row = self.row_of(card.id)
        if row is not None:
            self._cards[row] = card
            here = self.index(row)
            self.dataChanged.emit(here, here)

    def row_of(self, card_id: int) -> int | None:
        """Answer where a card stands."""
        return next((n for n, card in enumerate(self._cards) if card.id == card_id), None)

    def card_at(self, row: int) -> DealCard | None:
        """Answer the card of a row."""
        return self._cards[row] if 0 <= row < len(self._cards) else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Answer how many cards are loaded."""
        return 0 if parent.isValid() else len(self._cards)

    def canFetchMore(self, parent: Index) -> bool:
        """Say whether the column goes on."""
        return not parent.isValid() and self._next is not None and not self._fetching

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page."""
        if self.canFetchMore(parent):
            self._fetching = True
            self.more_wanted.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Answer a card; `UserRole` is the whole card, the one behind it its CardMarks."""
        card = self.card_at(index.row()) if index.isValid() else None
        if card is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return card
        if role == Qt.ItemDataRole.UserRole + 1:
            return self.marks_of(card.id)
        if role == Qt.ItemDataRole.DisplayRole:
            return card.customer_name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            shown = self.marks_of(card.id)
            return card.customer_name if self.say is None else self.say(card, shown)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let cards of a stage be chosen and taken into the hand."""
        usual = super().flags(index)
        return usual | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else usual

    def mimeTypes(self) -> list[str]:
        """Name what is dragged."""
        return [CARD_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Carry a deal's id."""
        carried = QMimeData()
        card = self.card_at(indexes[0].row()) if indexes else None
        if card is not None:
            carried.setData(CARD_MIME, str(card.id).encode())
        return carried

    def supportedDropActions(self) -> Qt.DropAction:
        """Cards move, they are not copied."""
        return Qt.DropAction.MoveAction

    def _count(self, card: DealCard, by: int) -> None:
        self.stage = replace(
            self.stage,
            count=max(0, self.stage.count + by),
            amount_fen=max(0, self.stage.amount_fen + by * (card.amount_fen or 0)),
        )
        self.counted.emit()


def _by_id(page: BoardPage) -> dict[int, CardMarks]:
    return {card.id: shown for card, shown in zip(page.rows, page.marks, strict=True)}


def step_state(shown: CardMarks, now: datetime) -> str:
    """Answer how the next step stands: none, overdue, today or future."""
    if not shown.has_step:
        return "none"
    if shown.step_at is None:
        return "future"
    if shown.step_at < now:
        return "overdue"
    today = now.astimezone(display.OFFICE_ZONE).date()
    due_on = shown.step_at.astimezone(display.OFFICE_ZONE).date()
    return "today" if due_on == today else "future"


def carried_id(event: QDropEvent) -> int | None:
    """Answer which deal is being dragged, None when it is something else."""
    carried = event.mimeData()
    if not carried.hasFormat(CARD_MIME):
        return None
    text = bytes(carried.data(CARD_MIME).data()).decode("ascii", "replace")
    return int(text) if text.isdecimal() else None
