"""The list of cards in a column: a card is taken up after six pixels, keys go from card to card."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QScrollBar

from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.ui.kanban.card_delegate import CardDelegate, card_place
from loancrm_desktop.ui.kanban.column_model import PAGE_CARDS, StageColumnModel

DRAG_FROM = 6
_BAR = 9
_SIDES = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


class CardsView(QListView):
    """The cards of one stage.

    Signals:
        drag_began, drag_ended: a card (DealCard) is in the hand, or no longer.
        opened: a card is to be opened.
        side_wanted: → or ← on a card: the column beside, +1 or -1, is to have the focus.
        menu_wanted: the card's menu, at a place on the screen.
        current_moved: another card, or none, is the current one here (DealCard or None).
    """

    drag_began = Signal(object)
    drag_ended = Signal()
    opened = Signal(object)
    side_wanted = Signal(int)
    menu_wanted = Signal(object, QPoint)
    current_moved = Signal(object)

    def __init__(self, model: StageColumnModel, delegate: CardDelegate) -> None:
        super().__init__()
        self._cards = model
        self._delegate = delegate
        self._pressed: QPoint | None = None
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setProperty("role", "cards")
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(PAGE_CARDS)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar = self._laid_over_bar()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(False)  # taken up below, after six pixels on every system
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(self._on_double_clicked)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def _laid_over_bar(self) -> QScrollBar:
        """Answer a bar upon the cards' margin: cards keep their width when it comes and goes."""
        bar = QScrollBar(Qt.Orientation.Vertical, self)
        inner = self.verticalScrollBar()
        inner.rangeChanged.connect(self._on_range_changed)
        inner.valueChanged.connect(bar.setValue)
        bar.valueChanged.connect(inner.setValue)
        bar.hide()
        return bar

    def _on_range_changed(self, least: int, most: int) -> None:
        inner = self.verticalScrollBar()
        self._bar.setRange(least, most)
        self._bar.setPageStep(inner.pageStep())
        self._bar.setSingleStep(inner.singleStep())
        self._bar.setVisible(most > least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bar at the right edge."""
        super().resizeEvent(event)
        self._bar.setGeometry(self.width() - _BAR, 0, _BAR, self.height())

    @property
    def current_card(self) -> DealCard | None:
        """The card the keyboard is on."""
        index = self.currentIndex()
        return self._cards.card_at(index.row()) if index.isValid() else None

    def show_card(self, card_id: int) -> bool:
        """Stand on a card; False when it is not loaded here."""
        row = self._cards.row_of(card_id)
        if row is None:
            return False
        self.setCurrentIndex(self._cards.index(row))
        return True

    def place_of(self, card_id: int) -> QRect | None:
        """Answer where a card lies on the screen, None when it is not loaded here."""
        row = self._cards.row_of(card_id)
        if row is None:
            return None
        place = card_place(self.visualRect(self._cards.index(row)))
        return QRect(self.viewport().mapToGlobal(place.topLeft()), place.size())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt names it so
        """Let the column decide how small it may be."""
        return QSize(60, 60)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note where a card may be taken up."""
        super().mousePressEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        at = event.position().toPoint()
        self._pressed = at if left and self.indexAt(at).isValid() else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing was taken up."""
        self._pressed = None
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take a card up once the pointer has gone six pixels with it."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        if (event.position().toPoint() - self._pressed).manhattanLength() >= DRAG_FROM:
            at, self._pressed = self._pressed, None
            self._take_up(at)

    def _take_up(self, at: QPoint) -> None:
        """Take a card into the hand; the board moves it, not the view."""
        index = self.indexAt(at)
        card = self._cards.card_at(index.row())
        if card is None:
            return
        place = card_place(self.visualRect(index))
        drag = QDrag(self)
        drag.setMimeData(self._cards.mimeData([index]))
        what = (card, self._cards.marks_of(card.id))
        drag.setPixmap(self._delegate.picture(what, place.width(), self.devicePixelRatioF()))
        drag.setHotSpot(at - place.topLeft())
        self.setState(QAbstractItemView.State.NoState)
        self.drag_began.emit(card)
        drag.exec(Qt.DropAction.MoveAction)
        if shiboken6.isValid(self):
            self.drag_ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the column beside with → and ←; the rest is the list's."""
        key = Qt.Key(event.key())
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and key in _SIDES:
            self.side_wanted.emit(_SIDES[key])
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand on a card as soon as the keyboard is here."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._cards.rowCount():
            self.setCurrentIndex(self._cards.index(0))
        else:
            self.current_moved.emit(self.current_card)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the card's menu, at the pointer or at the card the keyboard is on."""
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keys else self.indexAt(event.pos())
        card = self._cards.card_at(index.row()) if index.isValid() else None
        if card is None:
            return
        self.setCurrentIndex(index)
        place = event.globalPos()
        if by_keys:
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
        self.menu_wanted.emit(card, place)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        card = self._cards.card_at(index.row())
        if card is not None:
            self.opened.emit(card)

    def _on_current_changed(self, current: QModelIndex, before: QModelIndex) -> None:
        del before
        self.current_moved.emit(self._cards.card_at(current.row()) if current.isValid() else None)
