"""The board as Qt models: a list of cards per stage; a move shows at once and can roll back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
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

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import deal_board
from loancrm_desktop.services.deal_board import Board, BoardStage, DealPage
from loancrm_desktop.services.deals import DealCard, DealMoved
from loancrm_desktop.ui.bridge import Bridge

CARD_MIME = "application/x-loancrm-deal"
PAGE_CARDS = 50

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class StageColumnModel(QAbstractListModel):
    """The cards of one stage, those that entered last first.

    Signals:
        more_wanted: the end of what is loaded is looked at.
        counted: count or sum are others now.
    """

    more_wanted = Signal()
    counted = Signal()

    def __init__(self, stage: BoardStage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self._cards: list[DealCard] = []
        self._next: str | None = None
        self._fetching = False

    @property
    def cards(self) -> Sequence[DealCard]:
        """The cards loaded."""
        return tuple(self._cards)

    @property
    def next_page(self) -> str | None:
        """Where the rest goes on, None when everything is here."""
        return self._next

    def show_stage(self, stage: BoardStage) -> None:
        """Take new counts."""
        self.stage = stage
        self.counted.emit()

    def start(self, page: DealPage) -> None:
        """Show the column from its first page."""
        self.beginResetModel()
        self._cards = list(page.rows)
        self._next = page.next
        self._fetching = False
        self.endResetModel()

    def append(self, page: DealPage) -> None:
        """Add the next page."""
        held = {card.id for card in self._cards}
        fresh = [card for card in page.rows if card.id not in held]
        self._next = page.next
        self._fetching = False
        if fresh:
            first = len(self._cards)
            self.beginInsertRows(_ROOT, first, first + len(fresh) - 1)
            self._cards.extend(fresh)
            self.endInsertRows()

    def insert(self, row: int, card: DealCard) -> None:
        """Put a card in; counts and sum follow."""
        row = min(row, len(self._cards))
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
        """Answer a card; `UserRole` is the whole card."""
        card = self.card_at(index.row()) if index.isValid() else None
        if card is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return card
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return card.customer_name
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let cards be dragged where they may go, and dropped onto the column."""
        usual = super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
        card = self.card_at(index.row()) if index.isValid() else None
        if card is not None and card.may_move_to:
            return usual | Qt.ItemFlag.ItemIsDragEnabled
        return usual

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


class BoardModel(QObject):
    """All columns of a board, and the moves under way.

    Signals:
        loaded: the columns are here; their cards follow.
        counted: counts and sums were read again.
        failed: the board could not be read (Problem).
    """

    loaded = Signal()
    counted = Signal()
    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.columns: dict[str, StageColumnModel] = {}
        self._where: dict[str, Any] | None = None
        self._moving: dict[int, tuple[str, int, DealCard, str]] = {}
        self._missed = False

    def load(self, where: dict[str, Any] | None = None) -> None:
        """Read the whole board."""
        self._where = where
        self._bridge.ask(
            deal_board.board, where=where, then=self._on_board, failed=self.failed_with, key="board"
        )

    def failed_with(self, problem: Problem) -> None:
        """Tell that something could not be read."""
        self.failed.emit(problem)

    def column_of(self, card_id: int) -> StageColumnModel | None:
        """Answer the column a card stands in."""
        found = (column for column in self.columns.values() if column.row_of(card_id) is not None)
        return next(found, None)

    def card(self, card_id: int) -> DealCard | None:
        """Answer a card by its deal's id."""
        column = self.column_of(card_id)
        row = None if column is None else column.row_of(card_id)
        return None if column is None or row is None else column.card_at(row)

    def show_move(self, card_id: int, to_stage: str) -> DealCard | None:
        """Show a card in another column before the office agreed; answers the card as it was."""
        source = self.column_of(card_id)
        target = self.columns.get(to_stage)
        if source is None or target is None or card_id in self._moving:
            return None
        taken = source.take(card_id)
        if taken is None:
            return None
        row, card = taken
        self._moving[card_id] = (source.stage.key, row, card, to_stage)
        target.insert(0, replace(card, stage=to_stage, may_move_to=()))
        return card

    def settle_move(self, moved: DealMoved) -> None:
        """Show the card as the office keeps it now."""
        self._moving.pop(moved.id, None)
        column = self.column_of(moved.id)
        if column is not None and column.stage.key != moved.card.stage:
            column.take(moved.id)
            column = None
        target = self.columns.get(moved.card.stage)
        if column is not None:
            column.put(moved.card)
        elif target is not None:
            target.insert(0, moved.card)
        self._catch_up()

    def roll_back(self, card_id: int) -> None:
        """Put a card back where it came from."""
        kept = self._moving.pop(card_id, None)
        if kept is None:
            return
        from_stage, row, card, to_stage = kept
        self.columns[to_stage].take(card_id)
        self.columns[from_stage].insert(row, card)
        self._catch_up()

    def is_own_echo(self, changes: ChangeSet) -> bool:
        """Say whether a change is only what a move under way has drawn already."""
        ids = changes.ids("deal")
        return changes.operation == "deals.move" and bool(ids) and ids <= self._moving.keys()

    def _catch_up(self) -> None:
        """After a move, read the counts again, or everything if news came in meanwhile."""
        if self._missed and not self._moving:
            self._missed = False
            self.load(self._where)
            return
        self._bridge.ask(
            deal_board.board, where=self._where, then=self._on_counts, failed=self.failed_with,
            key="counts",
        )  # fmt: skip

    def _on_counts(self, board: Board) -> None:
        for stage in board.stages:
            if stage.key in self.columns and not self._moving:
                self.columns[stage.key].show_stage(stage)
        self.counted.emit()

    def _on_board(self, board: Board) -> None:
        keys = [stage.key for stage in board.stages]
        if keys != list(self.columns):
            for column in self.columns.values():
                column.deleteLater()
            self.columns = {stage.key: self._column(stage) for stage in board.stages}
        else:
            for stage in board.stages:
                self.columns[stage.key].show_stage(stage)
        self.loaded.emit()
        for key in keys:
            self._read_column(key)

    def _column(self, stage: BoardStage) -> StageColumnModel:
        column = StageColumnModel(stage, self)
        column.setObjectName(stage.key)
        column.more_wanted.connect(self._on_column_more_wanted)
        return column

    def _read_column(self, key: str) -> None:
        self._bridge.ask(
            deal_board.column,
            stage=key,
            where=self._where,
            limit=PAGE_CARDS,
            then=partial(self._on_column, key),
            failed=self.failed_with,
            key=("column", key),
        )

    def _on_column(self, key: str, page: DealPage) -> None:
        column = self.columns.get(key)
        if self._moving:
            self._missed = True
        elif column is not None:
            column.start(page)

    def _on_column_more_wanted(self) -> None:
        key = self.sender().objectName()
        self._bridge.ask(
            deal_board.column,
            stage=key,
            where=self._where,
            limit=PAGE_CARDS,
            after=self.columns[key].next_page,
            then=partial(self._on_more, key),
            failed=self.failed_with,
            key=("more", key),
        )

    def _on_more(self, key: str, page: DealPage) -> None:
        column = self.columns.get(key)
        if column is not None:
            column.append(page)
