"""One stage of the board: its head with count and sum, and its cards; open or folded."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.kanban.board_model import CARD_MIME, StageColumnModel
from loancrm_desktop.ui.kanban.card_delegate import CardDelegate
from loancrm_desktop.ui.widgets.parts import label, row, set_state

Reach = Literal["", "target", "blocked"]
_BAR = 3


def carried_id(event: QDropEvent) -> int | None:
    """Answer which deal is being dragged, None when it is something else."""
    carried = event.mimeData()
    if not carried.hasFormat(CARD_MIME):
        return None
    text = bytes(carried.data(CARD_MIME).data()).decode("ascii", "replace")
    return int(text) if text.isdecimal() else None


class CardsView(QListView):
    """The cards of one stage.

    Signals:
        drag_began, drag_ended: a card (DealCard) is in the hand, or no longer.
        opened: a card is to be opened.
        step_wanted: Ctrl+→ or Ctrl+← on a card (DealCard, +1 or -1).
        menu_wanted: the card's menu, at a place on the screen.
    """

    drag_began = Signal(object)
    drag_ended = Signal()
    opened = Signal(object)
    step_wanted = Signal(object, int)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, model: StageColumnModel, delegate: CardDelegate) -> None:
        super().__init__()
        self._cards = model
        self._delegate = delegate
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setProperty("role", "cards")
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(self._on_double_clicked)

    @property
    def current_card(self) -> DealCard | None:
        """The card the keyboard is on."""
        index = self.currentIndex()
        return self._cards.card_at(index.row()) if index.isValid() else None

    def startDrag(self, actions: Qt.DropAction) -> None:  # noqa: N802 - Qt names it so
        """Take a card into the hand; the model moves it, not the view."""
        card = self.current_card
        if card is None or not card.may_move_to:
            return
        drag = QDrag(self)
        drag.setMimeData(self._cards.mimeData([self.currentIndex()]))
        width = self.viewport().width() - 12
        drag.setPixmap(self._delegate.picture(card, width, self.devicePixelRatioF()))
        drag.setHotSpot(QPoint(width // 2, 20))
        self.drag_began.emit(card)
        drag.exec(actions)
        self.drag_ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter; Ctrl+→ and Ctrl+← send a card on or back."""
        card = self.current_card
        if card is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(card)
            return
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if card is not None and control and event.key() in steps:
            self.step_wanted.emit(card, steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the card's menu."""
        card = self._cards.card_at(self.indexAt(event.pos()).row())
        if card is not None:
            self.menu_wanted.emit(card, event.globalPos())

    def _on_double_clicked(self, index: QModelIndex) -> None:
        card = self._cards.card_at(index.row())
        if card is not None:
            self.opened.emit(card)


class StageColumn(QFrame):
    """A column of the board; takes cards that are dropped on it.

    Signals:
        card_dropped: a card was let go here (deal id, stage key).
        unfolded: a folded column was clicked.
    """

    card_dropped = Signal(int, str)
    unfolded = Signal()

    def __init__(
        self, model: StageColumnModel, title: str, delegate: CardDelegate, *, folded: bool
    ) -> None:
        super().__init__()
        self.model = model
        self._title = title
        self._legal = True
        self.setProperty("role", "column")
        self.setAcceptDrops(True)
        self.view = CardsView(model, delegate)
        self.view.setAccessibleName(title)
        self._name = label(title, font="bodyStrong")
        self._count = label(role="caption")
        self._late = label(role="error", font="captionStrong")
        self._sum = label(role="caption")
        self._said = label(role="caption", wrap=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._said.hide()
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(10, 10, 10, 4)
        head.setSpacing(0)
        head.addLayout(row(self._name, self._count, None, self._late, spacing=6))
        head.addWidget(self._sum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, _BAR, 1, 2)
        layout.setSpacing(2)
        layout.addWidget(self._head)
        layout.addWidget(self._said)
        layout.addWidget(self.view, 1)
        model.counted.connect(self._on_model_counted)
        self._on_model_counted()
        self.set_folded(folded)

    @property
    def folded(self) -> bool:
        """Whether only the head is shown, upright."""
        return self.view.isHidden()

    def set_folded(self, folded: bool) -> None:  # noqa: FBT001 - it is the state
        """Fold the column to a strip, or unfold it."""
        self.view.setHidden(folded)
        self._head.setHidden(folded)
        look = theme.current()
        if folded:
            self.setFixedWidth(look.size("kanbanColumnCollapsed"))
        else:
            self.setMinimumWidth(150)
            self.setMaximumWidth(16_777_215)
        self.update()

    def show_reach(self, reach: Reach, text: str = "") -> None:
        """Show whether the card in the hand may be let go here, and what happens then."""
        self._legal = reach != "blocked"
        self._said.setText(text)
        self._said.setVisible(bool(text) and not self.folded)
        set_state(self, reach)

    def sizeHint(self) -> QSize:
        """Ask for the least width of a column."""
        return QSize(theme.current().size("kanbanColumnMin"), 400)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let a card in where it may go."""
        if carried_id(event) is not None and self._legal:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Go on letting it in."""
        if carried_id(event) is not None and self._legal:
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing to clean up: the page shows what is possible until the drag ends."""
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the card."""
        card_id = carried_id(event)
        if card_id is not None:
            event.acceptProposedAction()
            self.card_dropped.emit(card_id, self.model.stage.key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Unfold a folded column."""
        if self.folded:
            self.unfolded.emit()
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the stage's bar on top, and the upright head of a folded column."""
        super().paintEvent(event)
        painter = QPainter(self)
        colours = theme.current().stage(self.model.stage.key)
        if self.folded:
            self._paint_folded(painter)
        else:
            painter.fillRect(1, 0, self.width() - 2, _BAR, colours.solid)
        painter.end()

    def _paint_folded(self, painter: QPainter) -> None:
        look = theme.current()
        stage = self.model.stage
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.stage(stage.key).solid)
        middle = self.width() // 2
        painter.drawEllipse(middle - 4, 12, 8, 8)
        painter.setPen(look.colour("text"))
        painter.setFont(look.font("bodyStrong"))
        top = 30
        for sign in self._title[:12] if not self._title.isascii() else "":
            painter.drawText(0, top, self.width(), 18, Qt.AlignmentFlag.AlignCenter, sign)
            top += 17
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("textSecondary"))
        painter.drawText(
            0, top + 6, self.width(), 18, Qt.AlignmentFlag.AlignCenter, str(stage.count)
        )
        painter.save()
        painter.translate(middle + 5, top + 32)
        painter.rotate(90)
        said = display.money_short(stage.amount_fen)
        painter.drawText(0, 0, said if not self._title.isascii() else f"{self._title}  {said}")
        painter.restore()

    def _on_model_counted(self) -> None:
        stage = self.model.stage
        self._count.setText(str(stage.count))
        self._sum.setText(display.money_short(stage.amount_fen))
        self._late.setText(tr("! {count}", count=stage.overdue) if stage.overdue else "")
        self._late.setToolTip(tr("{count} past the limit", count=stage.overdue))
        self.update()


class DropStrip(QFrame):
    """A strip below the board for endings, shown while a card is in the hand.

    Signals:
        card_dropped: a card was let go here (deal id, stage key).
    """

    card_dropped = Signal(int, str)

    def __init__(self, stage: str, text: str) -> None:
        super().__init__()
        self.stage = stage
        self.setProperty("role", "column")
        self.setAcceptDrops(True)
        self.setMinimumHeight(40)
        self._text = label(text, role="secondary")
        self.setLayout(row(None, self._text, None))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let a card in."""
        if carried_id(event) is not None:
            event.acceptProposedAction()
            set_state(self, "target")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        set_state(self, "")
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the card."""
        set_state(self, "")
        card_id = carried_id(event)
        if card_id is not None:
            event.acceptProposedAction()
            self.card_dropped.emit(card_id, self.stage)
