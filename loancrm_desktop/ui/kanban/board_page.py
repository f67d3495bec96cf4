"""The board: one column per stage, drag or Ctrl+→ to move a deal on."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.deals import DealCard, DealMoved
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.kanban.board_model import BoardModel, StageColumnModel
from loancrm_desktop.ui.kanban.card_delegate import CardDelegate
from loancrm_desktop.ui.kanban.column_view import DropStrip, StageColumn
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.deal_mover import DealMover
from loancrm_desktop.ui.records.filter_bar import ME, Choice, ChoiceChip, FilterBar
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import PageHeader, button, frame, icon_button, label, row

_TABLES = ("deal", "customer", "follow_up")
_ENDINGS = ("archived", "lost")


class BoardPage(QWidget):
    """The board of the default process.

    Signals:
        customer_opened: open this customer's page (id).
        new_requested: a new customer is wanted.
    """

    customer_opened = Signal(int)
    new_requested = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge = bridge
        self._words = words
        self._now = system_clock()
        self._stale = True
        self.columns: dict[str, StageColumn] = {}
        self.strips: dict[str, DropStrip] = {}
        self.model = BoardModel(bridge, self)
        self.model.loaded.connect(self._on_model_loaded)
        self.model.counted.connect(self._on_model_counted)
        self.model.failed.connect(self._on_model_failed)
        self.mover = DealMover(bridge, words, self)
        self.mover.moved.connect(self._on_mover_moved)
        self.mover.returned.connect(self._on_mover_returned)
        self._delegate = CardDelegate(words, self._clock, self)
        self._build()
        words.loaded.connect(self._on_words_loaded)
        bridge.changed.connect(self._on_bridge_changed)
        if words.ready:
            self._on_words_loaded()

    def _build(self) -> None:
        header = PageHeader(tr("Board"))
        new = button(tr("New customer"), kind="primary", icon="plus", tip="Ctrl+N")
        new.clicked.connect(self.new_requested)
        again = icon_button("refresh", tr("Read again (F5)"))
        again.clicked.connect(self.reload)
        header.add_action(again)
        header.add_action(new)
        self._owner_chip = ChoiceChip("owner", tr("Owner"))
        self._product_chip = ChoiceChip("product_type", tr("Loan type"))
        self.filters = FilterBar((self._owner_chip, self._product_chip))
        self.filters.search.hide()
        self.filters.changed.connect(self.reload)
        self._summary = label(role="secondary")
        self.notice = Notice()
        self._board = QWidget()
        self._board.setProperty("role", "window")
        self._row = QHBoxLayout(self._board)
        self._row.setContentsMargins(16, 12, 16, 8)
        self._row.setSpacing(8)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._board)
        summary = frame("toolbar")
        summary.setLayout(row(self._summary, None, margins=(16, 6, 16, 6)))
        self._endings = QWidget()
        self._endings.setProperty("role", "window")
        self._endings_row = QHBoxLayout(self._endings)
        self._endings_row.setContentsMargins(16, 0, 16, 8)
        self._endings_row.setSpacing(8)
        self._endings.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (header, self.filters, summary, self.notice):
            layout.addWidget(part)
        layout.addWidget(area, 1)
        layout.addWidget(self._endings)

    def reload(self) -> None:
        """Read the board."""
        self._stale = False
        self._now = system_clock()
        where = self.filters.condition()
        self.model.load(None if where is None else dict(where))

    def move_card(self, card_id: int, to_stage: str) -> None:
        """Send a card to a stage; it stands there at once, and comes back if refused."""
        self.show_reach(None)
        card = self.model.card(card_id)
        if card is None or card.stage == to_stage:
            return
        self.notice.hide()
        if to_stage in self.columns:
            self.model.show_move(card_id, to_stage)
        self.mover.move(card, to_stage)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the board if it changed while it was out of sight."""
        super().showEvent(event)
        if self._stale and self._words.ready:
            self.reload()

    def _clock(self) -> datetime:
        return self._now

    def _on_words_loaded(self) -> None:
        people = self._words.links("person")
        self._owner_chip.offer([Choice(ME, tr("Me")), *(Choice(one, name) for one, name in people)])
        spec = self._words.fields("deal").get("product_type")
        options = () if spec is None else spec.options
        self._product_chip.offer(
            [Choice(one.key, self._words.say(spec, one.key)) for one in options] if spec else []
        )
        if self.isVisible() and self._stale:
            self.reload()

    def _on_model_loaded(self) -> None:
        endings = [key for key in self.model.columns if self._is_ending(key)]
        shown = [key for key in self.model.columns if key not in endings]
        if list(self.columns) != shown:
            self._rebuild(shown, endings)
        self._on_model_counted()

    def _on_model_counted(self) -> None:
        stages = [self.model.columns[key].stage for key in self.columns]
        running = [stage for stage in stages if stage.outcome == "open"]
        self._summary.setText(
            tr(
                "{count} deals under way · {amount} · {late} past their limit",
                count=sum(stage.count for stage in running),
                amount=display.money_short(sum(stage.amount_fen for stage in running)),
                late=sum(stage.overdue for stage in running),
            )
        )

    def _is_ending(self, key: str) -> bool:
        return self.model.columns[key].stage.outcome in _ENDINGS

    def _rebuild(self, shown: list[str], endings: list[str]) -> None:
        for old in (*self.columns.values(), *self.strips.values()):
            old.hide()
            old.deleteLater()
        self.columns = {key: self._column(self.model.columns[key]) for key in shown}
        self.strips = {key: self._strip(key) for key in endings}
        for column in self.columns.values():
            self._row.addWidget(column, 0 if column.folded else 1)
        for strip in self.strips.values():
            self._endings_row.addWidget(strip, 1)

    def _column(self, model: StageColumnModel) -> StageColumn:
        folded = model.stage.outcome != "open"
        title = self._words.stage_name(model.stage.key)
        column = StageColumn(model, title, self._delegate, folded=folded)
        column.card_dropped.connect(self._on_column_card_dropped)
        column.unfolded.connect(self._on_column_unfolded)
        view = column.view
        view.drag_began.connect(self._on_view_drag_began)
        view.drag_ended.connect(self._on_view_drag_ended)
        view.opened.connect(self._on_view_opened)
        view.step_wanted.connect(self._on_view_step_wanted)
        view.menu_wanted.connect(self._on_view_menu_wanted)
        return column

    def _strip(self, key: str) -> DropStrip:
        strip = DropStrip(key, tr("Drop here: {stage}", stage=self._words.stage_name(key)))
        strip.card_dropped.connect(self._on_column_card_dropped)
        return strip

    def show_reach(self, card: DealCard | None) -> None:
        """Show on every column whether a card may be let go there."""
        self._endings.setVisible(
            card is not None and any(key in card.may_move_to for key in self.strips)
        )
        for key, column in self.columns.items():
            if card is None or key == card.stage:
                column.show_reach("")
            elif key in card.may_move_to:
                column.show_reach(
                    "target", tr("Let go: {stage}", stage=self._words.stage_name(key))
                )
            else:
                column.show_reach("blocked", tr("No way from here"))
        for key, strip in self.strips.items():
            strip.setVisible(card is not None and key in card.may_move_to)

    def _on_view_drag_began(self, card: DealCard) -> None:
        self.show_reach(card)

    def _on_view_drag_ended(self) -> None:
        self.show_reach(None)

    def _on_column_card_dropped(self, card_id: int, stage: str) -> None:
        self.move_card(card_id, stage)

    def _on_column_unfolded(self) -> None:
        column = self.sender()
        if isinstance(column, StageColumn):
            column.set_folded(False)
            self._row.setStretchFactor(column, 1)

    def _on_view_opened(self, card: DealCard) -> None:
        self.customer_opened.emit(card.customer_id)

    def _on_view_step_wanted(self, card: DealCard, step: int) -> None:
        keys = list(self.model.columns)
        here = keys.index(card.stage)
        ahead = keys[here + 1 :] if step > 0 else keys[:here][::-1]
        to_stage = next(
            (key for key in ahead if key in card.may_move_to and not self._is_ending(key)), None
        )
        if to_stage is None:
            self.notice.say(tr("There is no stage to go to from here."), "info")
        else:
            self.move_card(card.id, to_stage)

    def _on_view_menu_wanted(self, card: DealCard, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open customer")).setData((card, ""))
        menu.addSeparator()
        for key in card.may_move_to:
            name = self._words.stage_name(key)
            menu.addAction(tr("Move to {stage}", stage=name)).setData((card, key))
        menu.triggered.connect(self._on_menu_triggered)
        menu.popup(place)

    def _on_menu_triggered(self, action: QAction) -> None:
        card, stage = action.data()
        if stage:
            self.move_card(card.id, stage)
        else:
            self.customer_opened.emit(card.customer_id)

    def _on_mover_moved(self, moved: DealMoved) -> None:
        self.model.settle_move(moved)

    def _on_mover_returned(self, card: DealCard, problem: Problem | None) -> None:
        self.model.roll_back(card.id)
        if problem is not None:
            self.notice.say(f"{card.customer_name}: {problem}", "warning")

    def _on_model_failed(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if not changes.touches(*_TABLES) or self.model.is_own_echo(changes):
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True
