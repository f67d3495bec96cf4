"""What can be done in the customer list, by key, menu, bulk bar and preview alike."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customer_sheet, customer_table, deals, follow_ups
from loancrm_desktop.services.customer_sheet import CustomerSheet
from loancrm_desktop.services.customer_table import TableRow
from loancrm_desktop.services.deals import DealCard, DealMoved
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.ownership.transfer_dialog import TransferDialog
from loancrm_desktop.ui.records import bulk_bar, row_commands
from loancrm_desktop.ui.records.bulk_popovers import (
    StagePopover,
    TagPopover,
    TaskPopover,
)
from loancrm_desktop.ui.records.deal_mover import DealMover
from loancrm_desktop.ui.records.follow_up_composer import FollowUpComposer
from loancrm_desktop.ui.records.happenings import next_stage, stage_before
from loancrm_desktop.ui.records.row_acts import RowActs
from loancrm_desktop.ui.records.rows_reader import RowsReader
from loancrm_desktop.ui.records.rows_view import RowsView
from loancrm_desktop.ui.records.table_model import BLOCK_ROWS
from loancrm_desktop.ui.widgets.popover import Popover

_COMPOSER_WIDTH = 560


class ListActs(QObject):
    """Acts on the row the keyboard is on, or on what is ticked.

    Signals:
        opened: open a customer's page (id).
        window_wanted: open it in a window of its own (id).
        edit_wanted: open its form (id).
        said: a sentence for the window, and the journal number that undoes it or 0.
        told: a sentence about what did not work, to be shown at the list.
    """

    opened = Signal(int)
    window_wanted = Signal(int)
    edit_wanted = Signal(int)
    said = Signal(str, int)
    told = Signal(str)

    def __init__(
        self, bridge: Bridge, words: OfficeWords, view: RowsView, reader: RowsReader
    ) -> None:
        super().__init__(view)
        self._bridge = bridge
        self._words = words
        self._view = view
        self._reader = reader
        self._ids: list[int] = []
        self._span: tuple[int, int] | None = None
        self.popover: Popover | None = None
        self.transfer: TransferDialog | None = None
        self.row_acts = RowActs(bridge, words, view)
        self.row_acts.said.connect(self.said)
        self.row_acts.refused.connect(self._on_refused_rows)
        self.row_acts.finished.connect(self._on_finished)
        self.mover = DealMover(bridge, words, view)
        self.mover.moved.connect(self._on_mover_moved)
        self.mover.returned.connect(self._on_mover_returned)
        view.span_wanted.connect(self._on_view_span_wanted)
        reader.ids_known.connect(self._on_reader_ids_known)

    @property
    def row(self) -> TableRow | None:
        """The row the keyboard is on."""
        return self._view.current_row

    def chosen_ids(self) -> list[int]:
        """Answer what an act is for: everything ticked, else the row the keyboard is on."""
        ticked = self._view.customer_model.ticks.ids
        row = self.row
        return ticked or ([row.id] if row is not None else [])

    # One row.

    def open_row(self) -> None:
        """Open the row; in a single cell, edit that instead."""
        row = self.row
        index = self._view.currentIndex()
        if self._view.in_cell() and self._key_of(index.column()) in self._editable():
            self._view.edit_wanted.emit(index)
        elif row is not None:
            self.opened.emit(row.id)

    def open_shown(self) -> None:
        """Open the row, wherever in it the keyboard is."""
        if self.row is not None:
            self.opened.emit(self.row.id)

    def open_window(self) -> None:
        """Open the row in a window of its own."""
        if self.row is not None:
            self.window_wanted.emit(self.row.id)

    def edit_row(self) -> None:
        """Open the form of the row."""
        if self.row is not None:
            self.edit_wanted.emit(self.row.id)

    def edit_cell(self) -> None:
        """Edit the cell the keyboard is on, or the first one that can be."""
        index = self._view.currentIndex()
        model = self._view.customer_model
        if not index.isValid():
            return
        if self._key_of(index.column()) not in model.editable:
            at = next((at for at, one in enumerate(model.columns) if one.key in model.editable), -1)
            index = model.index(index.row(), at) if at >= 0 else index
        self._view.edit_wanted.emit(index)

    def _key_of(self, column: int) -> str:
        return self._view.customer_model.columns[column].key

    def _editable(self) -> frozenset[str]:
        return self._view.customer_model.editable

    def log(self) -> None:
        """Write down a contact with the row's customer."""
        row = self.row
        if row is None:
            return
        shown = Popover(tr("Log a follow-up: {name}", name=row.name), self._view)
        shown.setMinimumWidth(_COMPOSER_WIDTH)
        composer = FollowUpComposer(self._bridge, shown)
        composer.ask_own_fields(self._words)
        composer.show_customer(row.id, row.deal_id)
        composer.logged.connect(self._on_logged)
        shown.body.addWidget(composer)
        self._open(shown, None)
        composer.text.setFocus()

    def keep_drafts(self) -> None:
        """Keep what is being typed in a composer: the office is about to be locked."""
        if self.popover is not None:
            for composer in self.popover.findChildren(FollowUpComposer):
                composer.keep_now()
            self.popover.close()

    def _on_logged(self) -> None:
        if self.popover is not None:
            self.popover.close()
        self.said.emit(tr("Follow-up saved"), self.row_acts.seq_of(follow_ups.log))

    def advance(self) -> None:
        """Send the row's deal to the next stage."""
        self._step(self._ahead)

    def send_back(self) -> None:
        """Send the row's deal back to the stage before."""
        self._step(self._behind)

    def _step(self, to_stage: Callable[[DealCard], str | None]) -> None:
        row = self.row
        if row is None or row.deal_id is None:
            return
        self._bridge.ask(
            customer_sheet.show,
            customer_id=row.id,
            masks="display",
            then=partial(self._on_sheet, row.deal_id, to_stage),
            failed=self._on_problem,
            key="step",
        )

    def _on_sheet(
        self, deal_id: int, to_stage: Callable[[DealCard], str | None], sheet: CustomerSheet
    ) -> None:
        card = next((each for each in sheet.deals if each.id == deal_id), None)
        if card is None:
            return
        stage = to_stage(card)
        if stage is None:
            name = self._words.stage_name(card.stage, card.process_id)
            self.told.emit(tr("From {stage} there is no such step.", stage=name))
            return
        self.mover.move(card, stage)

    def _ahead(self, card: DealCard) -> str | None:
        return next_stage(card, self._words)

    def _behind(self, card: DealCard) -> str | None:
        return stage_before(card, self._words)

    def _on_mover_moved(self, moved: DealMoved) -> None:
        name = self._words.stage_name(moved.to_stage, moved.card.process_id)
        text = tr("{name} moved to {stage}", name=moved.card.customer_name, stage=name)
        self.said.emit(text, self.row_acts.seq_of(deals.move))

    def _on_mover_returned(self, card: DealCard, problem: Problem | None) -> None:
        del card
        if problem is not None:
            self.told.emit(str(problem))

    # Ticks.

    def tick(self) -> None:
        """Tick the row the keyboard is on, and let Shift reach from here."""
        if self.row is not None:
            self._view.customer_model.ticks.toggle(self.row.id)
            self._view.start_span()

    def untick(self) -> None:
        """Tick nothing."""
        self._view.customer_model.ticks.clear()

    def tick_all(self) -> None:
        """Tick everything the list holds, seen or not."""
        self._span = (0, self._view.customer_model.total - 1)
        self._reader.ask_ids()

    def toggle_all(self) -> None:
        """Tick all, or nothing when something is ticked."""
        if len(self._view.customer_model.ticks):
            self.untick()
        else:
            self.tick_all()

    def _on_view_span_wanted(self, first: int, last: int) -> None:
        model = self._view.customer_model
        if last - first < 4 * BLOCK_ROWS:
            rows = [model.peek(at) for at in range(first, last + 1)]
            if None not in rows:
                self._span = None
                model.ticks.replace(row.id for row in rows if row is not None)
                return
        self._span = (first, last)
        self._reader.ask_ids()

    def _on_reader_ids_known(self, ids: list[int]) -> None:
        span, self._span = self._span, None
        if span is not None:
            self._view.customer_model.ticks.replace(ids[span[0] : span[1] + 1])

    # Several rows.

    def run(self, name: str, anchor: QWidget | None = None) -> None:
        """Do one of the bulk bar's acts to what is chosen."""
        acts: dict[str, Callable[[QWidget | None], None]] = {
            bulk_bar.ASSIGN: self.assign_at,
            bulk_bar.MOVE: self.move_at,
            bulk_bar.TAG: self.tag_at,
            bulk_bar.TASK: self.task_at,
        }
        if name == bulk_bar.TRASH:
            self.trash()
        elif name == bulk_bar.RESTORE:
            self.restore()
        else:
            acts[name](anchor)

    def assign(self) -> None:
        """Give what is chosen to a person."""
        self.assign_at(None)

    def tag(self) -> None:
        """Change the tags of what is chosen."""
        self.tag_at(None)

    def add_task(self) -> None:
        """Make a to-do for what is chosen."""
        self.task_at(None)

    def choose_stage(self) -> None:
        """Send the deals of what is chosen to a stage."""
        self.move_at(None)

    def assign_at(self, anchor: QWidget | None) -> None:
        """Ask who gets what is chosen, with the page the receiver reads."""
        del anchor  # it is a window of its own
        self._ids = self.chosen_ids()
        if not self._ids or self.transfer is not None:
            return
        row = self.row
        name = row.name if row is not None and self._ids == [row.id] else ""
        dialog = TransferDialog(self._bridge, self._words, self._ids, name, self._view.window())
        dialog.said.connect(self.said)
        dialog.refused.connect(self._on_refused_rows)
        dialog.finished.connect(self._on_transfer_finished)
        self.transfer = dialog
        dialog.open()

    def _on_transfer_finished(self) -> None:
        dialog, self.transfer = self.transfer, None
        if dialog is not None:
            dialog.deleteLater()
        self._view.setFocus()

    def tag_at(self, anchor: QWidget | None) -> None:
        """Ask for the tags at a widget."""
        self._ids = self.chosen_ids()
        if self._ids:
            shown = TagPopover(self._view)
            shown.chosen.connect(self._on_tags_chosen)
            self._open(shown, anchor)

    def _on_tags_chosen(self, add: list[str], remove: list[str]) -> None:
        self.row_acts.tag(self._ids, add, remove)

    def task_at(self, anchor: QWidget | None) -> None:
        """Ask for the to-do at a widget."""
        self._ids = self.chosen_ids()
        if self._ids:
            shown = TaskPopover(self._words, self._view)
            shown.chosen.connect(self._on_task_chosen)
            self._open(shown, anchor)

    def _on_task_chosen(self, title: str, due_at: object, person: object) -> None:
        self.row_acts.add_task(self._ids, title, due_at, person)  # type: ignore[arg-type] - the signal carries a time or None, an id or None

    def move_at(self, anchor: QWidget | None) -> None:
        """Ask for the stage at a widget."""
        self._ids = self.chosen_ids()
        if self._ids:
            self._bridge.ask(
                customer_table.deals_of,
                customer_ids=self._ids,
                then=partial(self._on_deals, anchor),
                failed=self._on_problem,
                key="deals",
            )

    def _on_deals(self, anchor: QWidget | None, deal_ids: list[int]) -> None:
        shown = StagePopover(self._bridge, self._words, self._view)
        here = None if self.row is None else self.row.deal_stage
        shown.show_deals(deal_ids, self._words.stage_after(here))
        shown.chosen.connect(self._on_stage_chosen)
        self._open(shown, anchor)

    def _on_stage_chosen(self, deal_ids: list[int], stage: str, reason: str) -> None:
        self.row_acts.move(deal_ids, stage, reason or None)

    def trash(self) -> None:
        """Put what is chosen into the trash."""
        self.row_acts.trash(self.chosen_ids())

    def restore(self) -> None:
        """Take what is chosen out of the trash."""
        self.row_acts.restore(self.chosen_ids())

    def _on_finished(self, ids: list[int]) -> None:
        gone = self.row_acts.took_away
        if gone:
            self._view.customer_model.ticks.drop(ids)

    def _on_refused_rows(self, texts: list[str]) -> None:
        self.told.emit("\n".join(texts))

    def _on_problem(self, problem: Problem) -> None:
        self.told.emit(str(problem))

    def _open(self, shown: Popover, anchor: QWidget | None) -> None:
        if self.popover is not None:
            self.popover.close()
        shown.closed.connect(self._on_popover_closed)
        self.popover = shown
        if anchor is not None:
            shown.open_at(anchor)
            return
        spot = QWidget(self._view.viewport())
        spot.setGeometry(self._view.visualRect(self._view.currentIndex()))
        spot.move(max(spot.x(), 60), spot.y())
        spot.show()
        shown.open_at(spot)
        spot.deleteLater()

    def _on_popover_closed(self) -> None:
        shown, self.popover = self.popover, None
        if shown is not None:
            shown.deleteLater()
        self._view.setFocus()

    def commands(self) -> dict[str, Callable[[], object]]:
        """Answer what each command of the row does."""
        return {
            row_commands.OPEN: self.open_row,
            row_commands.WINDOW: self.open_window,
            row_commands.EDIT: self.edit_row,
            row_commands.CELL: self.edit_cell,
            row_commands.LOG: self.log,
            row_commands.TASK: self.add_task,
            row_commands.ADVANCE: self.advance,
            row_commands.BACK: self.send_back,
            row_commands.MOVE: self.choose_stage,
            row_commands.ASSIGN: self.assign,
            row_commands.TAGS: self.tag,
            row_commands.TICK: self.tick,
            row_commands.TICK_ALL: self.tick_all,
            row_commands.UNTICK: self.untick,
            row_commands.TRASH: self.trash,
            row_commands.RESTORE: self.restore,
        }
