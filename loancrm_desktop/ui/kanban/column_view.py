"""One stage of the board: its head, what it says while a card is in the hand, its cards."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QVBoxLayout

from loancrm_desktop import display
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.kanban.card_delegate import CardDelegate
from loancrm_desktop.ui.kanban.cards_view import CardsView
from loancrm_desktop.ui.kanban.column_head import ColumnHead
from loancrm_desktop.ui.kanban.column_model import StageColumnModel, carried_id
from loancrm_desktop.ui.kanban.drop_slot import DropSlot
from loancrm_desktop.ui.kanban.landing import Landing
from loancrm_desktop.ui.widgets.parts import set_state

_BAR = 3
_WIDEST = 16_777_215


class StageColumn(QFrame):
    """A column of the board; takes cards that are let go over it.

    Signals:
        card_dropped: a card was let go here (deal id, stage key, place on the screen).
        entered, left: a card in the hand is over this column (stage key), or no longer.
        unfolded: a folded column was clicked.
        figure_clicked: sum or average was clicked.
        menu_requested: the column's menu is wanted (stage key, place on the screen).
    """

    card_dropped = Signal(int, str, QPoint)
    entered = Signal(str)
    left = Signal(str)
    unfolded = Signal()
    figure_clicked = Signal()
    menu_requested = Signal(str, QPoint)

    def __init__(self, model: StageColumnModel, title: str, delegate: CardDelegate) -> None:
        super().__init__()
        self.model = model
        self.title = title
        self._average = False
        self._landing = Landing()
        self.setProperty("role", "column")
        self.setAcceptDrops(True)
        self.view = CardsView(model, delegate)
        self.view.setAccessibleName(title)
        self.head = ColumnHead(title)
        self.head.figure_clicked.connect(self.figure_clicked)
        self.head.menu_requested.connect(self._on_head_menu_requested)
        self.slot_words = DropSlot()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, _BAR, 1, 2)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self.slot_words)
        layout.addWidget(self.view, 1)
        model.counted.connect(self._on_model_counted)
        self._on_model_counted()
        self.set_folded(model.stage.outcome != "open")

    @property
    def key(self) -> str:
        """The stage's key."""
        return self.model.stage.key

    @property
    def folded(self) -> bool:
        """Whether only the head is shown, upright."""
        return self.view.isHidden()

    def set_folded(self, folded: bool) -> None:  # noqa: FBT001 - it is the state
        """Fold the column to a strip, or unfold it."""
        self.view.setHidden(folded)
        self.head.setHidden(folded)
        look = theme.current()
        if folded:
            self.setFixedWidth(look.size("kanbanColumnCollapsed"))
        else:
            self.setMinimumWidth(look.size("kanbanColumnMin"))
            self.setMaximumWidth(_WIDEST)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if folded else Qt.FocusPolicy.NoFocus)
        self._tell_folded()
        self._show_landing()

    def set_average(self, average: bool) -> None:  # noqa: FBT001 - it is the state
        """Show the average instead of the sum."""
        self._average = average
        self._on_model_counted()

    def show_landing(self, landing: Landing) -> None:
        """Show whether the card in the hand may be let go here, and what happens then."""
        self._landing = landing
        self._show_landing()

    @property
    def landing(self) -> Landing:
        """What is shown for the card in the hand."""
        return self._landing

    def _show_landing(self) -> None:
        landing = self._landing
        self.head.set_faded(landing.state == "blocked")
        words = not self.folded
        effect = landing.effect if landing.state == "over" else landing.short
        self.slot_words.say(landing.state if words else "", effect, landing.detail)
        set_state(self, "target" if landing.state == "over" else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the least width of a column."""
        return QSize(theme.current().size("kanbanColumnMin"), 400)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let a card in; where it may not go the column says why when it is let go."""
        if carried_id(event) is not None:
            event.acceptProposedAction()
            self.entered.emit(self.key)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Go on letting it in."""
        if carried_id(event) is not None:
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The card is elsewhere."""
        event.accept()
        self.left.emit(self.key)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the card."""
        card_id = carried_id(event)
        if card_id is not None:
            event.acceptProposedAction()
            place = self.mapToGlobal(event.position().toPoint())
            self.card_dropped.emit(card_id, self.key, place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Unfold a folded column."""
        if self.folded:
            self.unfolded.emit()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Unfold a folded column with Enter or Space."""
        if self.folded and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
        ):
            self.unfolded.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the stage's bar on top, the outline of a target, and a folded column's head."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.folded:
            self._paint_folded(painter)
        elif self._landing.state != "over":
            self._paint_bar(painter)
        if self._landing.state == "target":
            self._outline(painter, "accentBorder", 2)
        elif self.hasFocus():
            self._outline(painter, "focusRing", 2)
        painter.end()

    def _outline(self, painter: QPainter, role: str, width: int) -> None:
        painter.setPen(QPen(theme.current().colour(role), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_bar(self, painter: QPainter) -> None:
        """Paint the bar in the shape of the column's rounded top."""
        painter.save()
        painter.setClipRect(0, 0, self.width(), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().stage(self.key).solid)
        painter.drawRoundedRect(QRectF(0, 0, self.width(), 14), 6, 6)
        painter.restore()

    def _paint_folded(self, painter: QPainter) -> None:
        look = theme.current()
        stage = self.model.stage
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.stage(stage.key).solid)
        middle = self.width() // 2
        painter.drawEllipse(middle - 4, 13, 8, 8)
        painter.setPen(look.colour("text"))
        painter.setFont(look.font("bodyStrong"))
        top = 28
        upright = not self.title.isascii()
        if upright:
            step = look.line("body") - 2
            for sign in self.title[:12]:
                painter.drawText(0, top, self.width(), step, Qt.AlignmentFlag.AlignCenter, sign)
                top += step
        else:
            top = self._paint_turned(painter, top, self.title)
        painter.setFont(look.font("caption"))
        painter.setPen(look.colour("textSecondary"))
        count = str(stage.count)
        painter.drawText(0, top + 6, self.width(), 18, Qt.AlignmentFlag.AlignCenter, count)
        self._paint_turned(painter, top + 34, display.money_short(stage.amount_fen))

    def _paint_turned(self, painter: QPainter, top: int, text: str) -> int:
        """Paint a text downwards; answers where it ends."""
        metrics = painter.fontMetrics()
        painter.save()
        painter.translate(self.width() / 2 - metrics.capHeight() / 2, top)
        painter.rotate(90)
        painter.drawText(0, 0, text)
        painter.restore()
        return top + metrics.horizontalAdvance(text) + 4

    def _tell_folded(self) -> None:
        name = tr("{stage}, folded; Enter unfolds it", stage=self.title)
        self.setAccessibleName(name if self.folded else self.title)
        self.setToolTip(name if self.folded else "")
        self.update()

    def _on_head_menu_requested(self) -> None:
        button = self.head.more
        self.menu_requested.emit(self.key, button.mapToGlobal(QPoint(0, button.height())))

    def _on_model_counted(self) -> None:
        self.head.show_stage(self.model.stage, average=self._average)
        self.update()
