"""The head of a column: name, count, sum or average, what is past its limit, and its menu."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.board_cards import Lane
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets import marks
from loancrm_desktop.ui.widgets.parts import icon_button

_LEFT = 10
_RING = 12
_FADED = 0.45
_MENU = 28


class ColumnHead(QWidget):
    """Two lines; a click on the second changes between sum and average.

    Signals:
        figure_clicked: the sum or average was clicked.
        menu_requested: the button with the dots was pressed.
    """

    figure_clicked = Signal()
    menu_requested = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._stage: Lane | None = None
        self._average = False
        self._faded = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.more = icon_button("more", tr("Column menu of {stage}", stage=title))
        self.more.setFixedSize(26, 26)
        self.more.clicked.connect(self.menu_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 6, 5, 0)
        layout.addStretch(1)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def figure(self) -> str:
        """The second line: the sum, or the average of a deal."""
        stage = self._stage
        if stage is None:
            return ""
        if not stage.summed:
            return "…"
        if not self._average:
            return display.money_short(stage.amount_fen)
        average_fen = stage.amount_fen // stage.count if stage.count else 0
        return tr("{amount} on average", amount=display.money_short(average_fen))

    def show_stage(self, stage: Lane, *, average: bool) -> None:
        """Show other figures."""
        self._stage = stage
        self._average = average
        said = tr(
            "{stage}: {count} deals, {amount}, {late} past the limit",
            stage=self._title,
            count=stage.count,
            amount=self.figure,
            late=stage.overdue,
        )
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    def set_faded(self, faded: bool) -> None:  # noqa: FBT001 - it is the state
        """Fade while a card in the hand cannot come here."""
        if faded != self._faded:
            self._faded = faded
            self.update()

    def sizeHint(self) -> QSize:
        """Answer the two lines with their air."""
        look = theme.current()
        return QSize(120, look.line("body") + look.line("caption") + 16)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Change between sum and average."""
        if event.button() == Qt.MouseButton.LeftButton and self._figure_place().contains(
            event.position().toPoint()
        ):
            self.figure_clicked.emit()
        super().mousePressEvent(event)

    def _figure_place(self) -> QRect:
        look = theme.current()
        top = 9 + look.line("body")
        return QRect(_LEFT, top, self.width() - _LEFT - 8, look.line("caption") + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint both lines."""
        super().paintEvent(event)
        stage = self._stage
        if stage is None:
            return
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._faded:
            painter.setOpacity(_FADED)
        first = QRect(_LEFT, 9, self.width() - _LEFT - _MENU - 8, look.line("body"))
        if stage.overdue and stage.outcome == "open":
            first.setRight(self._paint_late(painter, first, str(stage.overdue)) - 6)
        painter.setFont(look.font("body"))
        count = str(stage.count)
        counted = painter.fontMetrics().horizontalAdvance(count)
        painter.setFont(look.font("bodyStrong"))
        metrics = painter.fontMetrics()
        room = max(0, first.width() - counted - 6)
        name = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        painter.setPen(look.colour("text"))
        painter.drawText(first, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("textTertiary"))
        beside = first.adjusted(metrics.horizontalAdvance(name) + 6, 0, 0, 0)
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, count)
        painter.setFont(look.font("caption"))
        painter.drawText(
            self._figure_place(),
            Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft,
            self.figure,
        )
        painter.end()

    def _paint_late(self, painter: QPainter, line: QRect, count: str) -> int:
        """Paint how many are past the limit, at the right of a line; answers where that begins."""
        look = theme.current()
        painter.setFont(look.font("captionStrong"))
        width = painter.fontMetrics().horizontalAdvance(count)
        painter.setPen(look.colour("dangerText"))
        place = QRect(line.right() - width + 1, line.top(), width, line.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, count)
        ring = QRectF(place.left() - _RING - 4, line.center().y() - _RING / 2 + 1, _RING, _RING)
        marks.paint_limit(painter, ring, "breached")
        return int(ring.left())
