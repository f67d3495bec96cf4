"""The columns side by side: which are shown, where the keyboard is, and a card in the hand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCursor
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QScrollBar, QWidget

from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.ui.kanban.board_model import BoardModel
from loancrm_desktop.ui.kanban.card_delegate import CardDelegate
from loancrm_desktop.ui.kanban.cards_view import CardsView
from loancrm_desktop.ui.kanban.column_view import StageColumn
from loancrm_desktop.ui.kanban.landing import NOTHING, Landing
from loancrm_desktop.ui.widgets.late_paint import LatePaint

EDGE = 32
_MOST_STEP = 20
_FRAME_MS = 16
OPENS_AFTER_MS = 500
"""How long a card rests on a folded column before it unfolds."""


def scroll_step(at: int, length: int) -> int:
    """Answer how far to scroll while a card is held near an edge: faster the nearer."""
    if at < EDGE:
        return -max(1, round(_MOST_STEP * (EDGE - max(at, 0)) / EDGE))
    if at > length - EDGE:
        return max(1, round(_MOST_STEP * (EDGE - max(length - at, 0)) / EDGE))
    return 0


class ColumnsArea(QScrollArea):
    """Holds the columns of the board.

    Signals:
        card_dropped: a card was let go over a column (deal id, stage key, place on the screen).
        hovered: a card in the hand is over this stage, or over none (empty).
        drag_began, drag_ended: a card (DealCard) is in the hand, or no longer.
        opened: a card is to be opened.
        menu_wanted: a card's menu, at a place on the screen.
        current_moved: another card is the current one (DealCard or None).
        figure_clicked: sum or average was clicked.
        column_menu_requested: a column's menu (stage key, place on the screen).
        layout_changed: columns were folded, unfolded, hidden or shown.
    """

    card_dropped = Signal(int, str, QPoint)
    hovered = Signal(str)
    drag_began = Signal(object)
    drag_ended = Signal()
    opened = Signal(object)
    menu_wanted = Signal(object, QPoint)
    current_moved = Signal(object)
    figure_clicked = Signal()
    column_menu_requested = Signal(str, QPoint)
    layout_changed = Signal()

    def __init__(self, delegate: CardDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = delegate
        self._painting = LatePaint(self)
        self.columns: dict[str, StageColumn] = {}
        self.hidden_keys: set[str] = set()
        self._folded: dict[str, bool] = {}
        self._letters: list[QAction] = []
        self._under_card = ""
        self._open_for_card: set[str] = set()
        self._opening = QTimer(self)
        self._opening.setSingleShot(True)
        self._opening.setInterval(OPENS_AFTER_MS)
        self._opening.timeout.connect(self._on_opening_timeout)
        self._board = QWidget()
        self._board.setProperty("role", "window")
        self._row = QHBoxLayout(self._board)
        self._row.setContentsMargins(16, 10, 16, 8)
        self._row.setSpacing(6)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._board)
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME_MS)
        self._frames.timeout.connect(self._on_frame)

    def offer_letters(self, actions: list[QAction]) -> None:
        """Have every list of cards run these commands by their keys."""
        self._letters = actions
        for column in self.columns.values():
            column.view.addActions(actions)

    # Columns

    def show_columns(self, model: BoardModel, keys: list[str], names: Mapping[str, str]) -> None:
        """Build the columns of these stages, unless they are there."""
        same = list(self.columns) == keys and all(
            self.columns[key].model is model.columns[key] for key in keys
        )
        if same:
            return
        self._painting.hold()
        for old in self.columns.values():
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.columns = {}
        for key in keys:
            model.columns[key].say = self._delegate.words
            column = self._column(StageColumn(model.columns[key], names[key], self._delegate))
            self.columns[key] = column
            self._row.addWidget(column)
        self._arrange()

    def _column(self, column: StageColumn) -> StageColumn:
        column.card_dropped.connect(self.card_dropped)
        column.entered.connect(self.hover)
        column.left.connect(self._on_column_left)
        column.unfolded.connect(self._on_column_unfolded)
        column.figure_clicked.connect(self.figure_clicked)
        column.menu_requested.connect(self.column_menu_requested)
        view = column.view
        view.drag_began.connect(self._on_view_drag_began)
        view.drag_ended.connect(self._on_view_drag_ended)
        view.opened.connect(self.opened)
        view.side_wanted.connect(self._on_view_side_wanted)
        view.menu_wanted.connect(self.menu_wanted)
        view.current_moved.connect(self._on_view_current_moved)
        view.addActions(self._letters)
        return column

    def set_folded(self, key: str, *, folded: bool) -> None:
        """Fold a column to a strip, or unfold it."""
        self._folded[key] = folded
        self._arrange()
        self.layout_changed.emit()

    def set_hidden(self, keys: Collection[str]) -> None:
        """Leave these columns out."""
        self.hidden_keys = set(keys)
        self._arrange()
        self.layout_changed.emit()

    def set_average(self, *, average: bool) -> None:
        """Show averages instead of sums in the heads."""
        for column in self.columns.values():
            column.set_average(average)

    def _arrange(self) -> None:
        for key, column in self.columns.items():
            column.setVisible(key not in self.hidden_keys)
            folded = self._folded.get(key, column.model.stage.outcome != "open")
            folded = folded and key not in self._open_for_card
            if folded != column.folded:
                column.set_folded(folded)
            self._row.setStretchFactor(column, 0 if column.folded else 1)

    def layout_state(self) -> dict[str, Any]:
        """Answer which columns are folded and hidden."""
        return {"folded": dict(self._folded), "hidden": sorted(self.hidden_keys)}

    def restore_layout(self, state: Mapping[str, Any]) -> None:
        """Fold and hide what was folded and hidden."""
        self._folded = dict(state.get("folded") or {})
        self.hidden_keys = set(state.get("hidden") or ())
        self._arrange()

    def shown(self) -> Iterator[StageColumn]:
        """Answer the columns that can be walked to, from the left."""
        return (one for one in self.columns.values() if not one.isHidden() and not one.folded)

    def repaint_cards(self) -> None:
        """Paint the cards anew: time has gone on, or another one is current."""
        for column in self.shown():
            column.view.viewport().update()

    def lay_out_cards(self) -> None:
        """Lay the cards out anew: they have another height."""
        for column in self.columns.values():
            column.view.doItemsLayout()

    # The card the keyboard is on

    def stand_on(self, card_id: int) -> bool:
        """Put the keyboard on a card; False when it is in no column that is shown."""
        for column in self.shown():
            if column.view.show_card(card_id):
                self._delegate.current = card_id
                column.view.setFocus(Qt.FocusReason.OtherFocusReason)
                self.ensureWidgetVisible(column, 8, 0)
                self.repaint_cards()
                return True
        return False

    def focus_cards(self) -> None:
        """Put the keyboard on the current card, or on the first there is."""
        if self._delegate.current is not None and self.stand_on(self._delegate.current):
            return
        column = next((one for one in self.shown() if one.model.rowCount()), None)
        if column is not None:
            column.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def place_of(self, card_id: int) -> QRect | None:
        """Answer where a card lies on the screen, None when it is in no column shown."""
        places = (column.view.place_of(card_id) for column in self.shown())
        return next((place for place in places if place is not None), None)

    def _on_view_side_wanted(self, step: int) -> None:
        here = self.sender()
        columns = list(self.shown())
        at = next((n for n, column in enumerate(columns) if column.view is here), None)
        ahead = [] if at is None else columns[at + 1 :] if step > 0 else columns[:at][::-1]
        target = next((column for column in ahead if column.model.rowCount()), None)
        if target is None or not isinstance(here, CardsView):
            return
        height = here.visualRect(here.currentIndex()).center()
        index = target.view.indexAt(QPoint(target.view.viewport().width() // 2, height.y()))
        if not index.isValid():
            index = target.model.index(target.model.rowCount() - 1)
        target.view.setCurrentIndex(index)
        target.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(target, 8, 0)

    def _on_view_current_moved(self, card: DealCard | None) -> None:
        view = self.sender()
        if card is None or not isinstance(view, CardsView):
            return
        if not view.hasFocus() and self._delegate.current is not None:
            return  # a list that is read anew, not the person, chose another row
        if self._delegate.current != card.id:
            self._delegate.current = card.id
            self.repaint_cards()
        self.current_moved.emit(card)

    # A card in the hand

    def show_landings(self, landing: Callable[[str], Landing] | None) -> None:
        """Show on every column whether the card in the hand may be let go there."""
        blocked: set[str] = set()
        for key, column in self.columns.items():
            shown = NOTHING if landing is None else landing(key)
            column.show_landing(shown)
            if shown.state == "blocked":
                blocked.add(key)
        self._delegate.faded = frozenset(blocked)
        self.repaint_cards()

    def hover(self, key: str) -> None:
        """Show that the card in the hand is over a column."""
        column = self.columns[key]
        landing = column.landing
        if landing.state == "target":
            over = Landing("over", landing.short, landing.effect, landing.detail)
            column.show_landing(over)
        if column.folded:
            self._under_card = key
            self._opening.start()
        self.hovered.emit(key)

    def _on_opening_timeout(self) -> None:
        """Unfold the column a card rests on, until the card is let go."""
        self._open_for_card.add(self._under_card)
        self._arrange()
        self.ensureWidgetVisible(self.columns[self._under_card], 8, 0)

    def _on_column_left(self, key: str) -> None:
        self._opening.stop()
        column = self.columns[key]
        landing = column.landing
        if landing.state == "over":
            away = Landing("target", landing.short, landing.effect, landing.detail)
            column.show_landing(away)
        self.hovered.emit("")

    def _on_view_drag_began(self, card: DealCard) -> None:
        self._frames.start()
        self.drag_began.emit(card)

    def _on_view_drag_ended(self) -> None:
        self._frames.stop()
        self._opening.stop()
        self._open_for_card.clear()
        self._arrange()
        self.drag_ended.emit()

    def _on_frame(self) -> None:
        """Scroll while a card is held near an edge."""
        self.scroll_towards(QCursor.pos())

    def scroll_towards(self, place: QPoint) -> None:
        """Scroll a little when a place on the screen is near an edge of board or column."""
        window = self.viewport()
        at = window.mapFromGlobal(place)
        if not window.rect().adjusted(-EDGE, -EDGE, EDGE, EDGE).contains(at):
            return
        _scroll(self.horizontalScrollBar(), scroll_step(at.x(), window.width()))
        for column in self.shown():
            if column.rect().contains(column.mapFromGlobal(place)):
                cards = column.view.viewport()
                step = scroll_step(cards.mapFromGlobal(place).y(), cards.height())
                _scroll(column.view.verticalScrollBar(), step)

    def _on_column_unfolded(self) -> None:
        column = self.sender()
        if isinstance(column, StageColumn):
            self.set_folded(column.key, folded=False)
            column.view.setFocus(Qt.FocusReason.OtherFocusReason)


def _scroll(bar: QScrollBar, step: int) -> None:
    if step:
        bar.setValue(bar.value() + step)
