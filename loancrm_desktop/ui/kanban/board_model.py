"""The whole board: its columns, the moves under way; a move shows at once and can roll back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import board_cards
from loancrm_desktop.services.board_cards import (
    BoardAsk,
    BoardPage,
    CardMarks,
    FirstSight,
    Lane,
    Lanes,
)
from loancrm_desktop.services.deals import DealCard, DealMoved
from loancrm_desktop.services.process import reaching
from loancrm_desktop.services.process.reaching import Reach
from loancrm_desktop.texts import current_language
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.kanban.column_model import CARD_MIME, PAGE_CARDS, StageColumnModel

__all__ = ["CARD_MIME", "PAGE_CARDS", "BoardModel", "StageColumnModel"]


@dataclass(frozen=True, slots=True)
class _Under:
    """A move under way: where the card stood, and what it looked like."""

    from_stage: str
    row: int
    card: DealCard
    marks: CardMarks
    to_stage: str


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
        self.totals: tuple[Lane, ...] = ()
        self.ask = BoardAsk()
        self._reaches: Mapping[tuple[str, str], Reach] = {}
        self._reached: str | None = ""
        self._moving: dict[int, _Under] = {}
        self._seqs: dict[int, int] = {}
        self._missed = False

    def load(self, ask: BoardAsk | None = None) -> None:
        """Read the whole board."""
        if ask is not None:
            self.ask = ask
        if self._moving:
            self._missed = True  # what is drawn ahead must not be overwritten
            return
        if self.columns:
            self._ask_lanes("board")
        else:
            self._bridge.ask(
                board_cards.first,
                ask=self.ask,
                then=partial(self._on_first, self.ask),
                failed=self.failed_with,
                key="board",
            )
        if self._reached != self.ask.process:
            self.read_ways()

    def read_ways(self) -> None:
        """Read anew where deals may go; the drawing of the process may have changed."""
        self._reached = self.ask.process
        self._bridge.ask(
            reaching.reaches,
            process=self.ask.process,
            language=current_language(),
            then=self._on_reaches,
            failed=self._on_reaches_failed,
            key="reaches",
        )

    def reach(self, start: str, end: str) -> Reach | None:
        """Answer what comes of a move between two stages, None while it is not known."""
        return self._reaches.get((start, end))

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

    @property
    def has_moves(self) -> bool:
        """Whether any move is not settled yet."""
        return bool(self._moving)

    def is_moving(self, card_id: int) -> bool:
        """Whether a move of the card is not settled yet."""
        return card_id in self._moving

    def show_move(self, card_id: int, to_stage: str) -> DealCard | None:
        """Show a card in another column before the office agreed; answers the card as it was."""
        source = self.column_of(card_id)
        target = self.columns.get(to_stage)
        if source is None or target is None or card_id in self._moving:
            return None
        shown = source.marks_of(card_id)
        taken = source.take(card_id)
        if taken is None:
            return None
        row, card = taken
        self._moving[card_id] = _Under(source.stage.key, row, card, shown, to_stage)
        target.insert(0, replace(card, stage=to_stage, may_move_to=()), shown)
        return card

    def settle_move(self, moved: DealMoved) -> int:
        """Show the card as the office keeps it now; answers the journal's number of the move."""
        under = self._moving.pop(moved.id, None)
        column = self.column_of(moved.id)
        if column is not None and column.stage.key != moved.card.stage:
            column.take(moved.id)
            column = None
        target = self.columns.get(moved.card.stage)
        if column is not None:
            column.put(moved.card)
        elif target is not None:
            shown = board_cards.CardMarks(None, has_step=False, step_at=None)
            target.insert(0, moved.card, shown if under is None else under.marks)
        self._catch_up()
        return self._seqs.pop(moved.id, 0)

    def roll_back(self, card_id: int) -> None:
        """Put a card back where it came from."""
        under = self._moving.pop(card_id, None)
        if under is None:
            return
        self.columns[under.to_stage].take(card_id)
        self.columns[under.from_stage].insert(under.row, under.card, under.marks)
        self._catch_up()

    def is_own_echo(self, changes: ChangeSet) -> bool:
        """Say whether a change is only what a move under way has drawn already."""
        ids = changes.ids("deal")
        own = changes.operation == "deals.move" and bool(ids) and ids <= self._moving.keys()
        if own:
            self._seqs.update(dict.fromkeys(ids, changes.seq))
        return own

    def _catch_up(self) -> None:
        """After a move, read the counts again, or everything if news came in meanwhile."""
        if self._moving:
            return
        if self._missed:
            self._missed = False
            self.load()
        else:
            self._ask_lanes("counts")

    def _ask_lanes(self, what: str) -> None:
        then = self._on_board if what == "board" else self._on_counts
        self._bridge.ask(
            board_cards.lanes,
            ask=self.ask,
            then=partial(then, self.ask),
            failed=self.failed_with,
            key=what,
        )
        self._ask_totals()

    def _ask_totals(self) -> None:
        if self.ask.only:
            self._bridge.ask(
                board_cards.lanes,
                ask=replace(self.ask, only=()),
                then=partial(self._on_totals, self.ask),
                failed=self.failed_with,
                key="totals",
            )

    # Answers carry what they were asked for: a slow one must not stand in for a newer question.

    def _on_totals(self, asked: BoardAsk, lanes: Lanes) -> None:
        if asked == self.ask:
            self.totals = lanes.stages
            self.counted.emit()

    def _on_counts(self, asked: BoardAsk, lanes: Lanes) -> None:
        if self._moving or asked != self.ask:
            return
        self._take_counts(lanes)
        self.counted.emit()

    def _take_counts(self, lanes: Lanes) -> None:
        if not self.ask.only:
            self.totals = lanes.stages
        for stage in lanes.stages:
            if stage.key in self.columns:
                self.columns[stage.key].show_stage(stage)

    def _on_first(self, asked: BoardAsk, found: FirstSight) -> None:
        """Show what fits the window now; the rest of each column follows as it is scrolled to."""
        if asked != self.ask:
            return
        self._take_lanes(found.lanes)
        for key, page in found.pages.items():
            self.columns[key].start(page)
        if all(stage.summed for stage in found.lanes.stages):
            self._ask_totals()
        else:
            self._ask_lanes("counts")
        for stage in found.lanes.stages:
            self._read_or_rest(stage, known=stage.key in found.pages)

    def _on_board(self, asked: BoardAsk, lanes: Lanes) -> None:
        if asked != self.ask:
            return
        self._take_lanes(lanes)
        for stage in lanes.stages:
            self._read_or_rest(stage, known=False)

    def _read_or_rest(self, stage: Lane, *, known: bool) -> None:
        column = self.columns[stage.key]
        if not known and (stage.count or column.cards):
            self._read_column(stage.key)
        else:
            column.read = True

    def _take_lanes(self, lanes: Lanes) -> None:
        keys = [stage.key for stage in lanes.stages]
        if keys != list(self.columns):
            for column in self.columns.values():
                column.deleteLater()
            self.columns = {stage.key: self._column(stage) for stage in lanes.stages}
        self._take_counts(lanes)
        self.loaded.emit()

    def _column(self, stage: Lane) -> StageColumnModel:
        column = StageColumnModel(stage, self)
        column.setObjectName(stage.key)
        column.more_wanted.connect(self._on_column_more_wanted)
        return column

    def _read_column(self, key: str) -> None:
        self._bridge.ask(
            board_cards.cards,
            ask=self.ask,
            stage=key,
            limit=self.columns[key].wanted_cards,
            then=partial(self._on_column, key, self.ask),
            failed=self.failed_with,
            key=("column", key),
        )

    def _on_column(self, key: str, asked: BoardAsk, page: BoardPage) -> None:
        column = self.columns.get(key)
        if asked != self.ask:
            return
        if self._moving:
            self._missed = True
        elif column is not None:
            column.start(page)

    def _on_column_more_wanted(self) -> None:
        key = self.sender().objectName()
        self._bridge.ask(
            board_cards.cards,
            ask=self.ask,
            stage=key,
            limit=PAGE_CARDS,
            after=self.columns[key].next_page,
            then=partial(self._on_more, key, self.ask),
            failed=partial(self._on_more_failed, key),
            key=("more", key),
        )

    def _on_more(self, key: str, asked: BoardAsk, page: BoardPage) -> None:
        column = self.columns.get(key)
        if column is not None and asked == self.ask:
            column.append(page)

    def _on_more_failed(self, key: str, problem: Problem) -> None:
        column = self.columns.get(key)
        if column is not None:
            column.stop_fetching()
        self.failed.emit(problem)

    def _on_reaches(self, reaches: tuple[Reach, ...]) -> None:
        self._reaches = {(each.start, each.end): each for each in reaches}

    def _on_reaches_failed(self, problem: Problem) -> None:
        del problem  # the office itself says why when a card is let go
        self._reaches = {}
        self._reached = ""
