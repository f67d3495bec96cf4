"""The lines of the two panels beside the queue, painted: news and appointments."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from loancrm_desktop.ui import theme

_LEFT = 14


class SideLine(QAbstractButton):
    """Two lines of words that lead to a customer.

    Signals:
        opened: the line was pressed (the customer's id).
    """

    opened = Signal(int)

    def __init__(self, title: str, hint: str, customer_id: int | None) -> None:
        super().__init__()
        self._title = title
        self._hint = hint
        self._customer_id = customer_id
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if customer_id is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{title}, {hint}" if hint else title)
        self.setToolTip(f"{title}\n{hint}" if hint else title)
        self.clicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        """Answer the height of two lines."""
        look = theme.current()
        return QSize(200, look.line("body") + look.line("caption") + self.padding())

    def padding(self) -> int:
        """Answer the room above and below the words."""
        return 16

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, mark, words and focus."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme.current()
        if self.underMouse() and self._customer_id is not None:
            painter.fillRect(self.rect(), look.colour("surfaceHover"))
        left = self.paint_mark(painter)
        half = self.height() // 2
        upper = QRect(left, half - look.line("body"), self.width() - left - 12, look.line("body"))
        _write(painter, upper, self._title, self.title_font(), "text")
        lower = QRect(left, half, upper.width(), look.line("caption"))
        _write(painter, lower, self._hint, "caption", "textTertiary")
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focusRing"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.end()

    def title_font(self) -> str:
        """Answer the font of the first line."""
        return "body"

    def paint_mark(self, painter: QPainter) -> int:
        """Paint what stands before the words; answers where they begin."""
        del painter
        return _LEFT

    def _on_clicked(self) -> None:
        if self._customer_id is not None:
            self.opened.emit(self._customer_id)


class NewsLine(SideLine):
    """One piece of news: an icon on its ground, a dot while it is new."""

    def __init__(
        self,
        words: tuple[str, str],
        mark: tuple[str, str],
        customer_id: int | None,
        *,
        unread: bool,
    ) -> None:
        super().__init__(*words, customer_id)
        self._mark = mark
        self._unread = unread

    def title_font(self) -> str:
        """New lines stand out."""
        return "bodyStrong" if self._unread else "body"

    def padding(self) -> int:
        """News stand apart."""
        return 22

    def paint_mark(self, painter: QPainter) -> int:
        """Paint the icon and the dot."""
        look = theme.current()
        icon, tone = self._mark
        middle = self.height() // 2
        if self._unread:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent"))
            painter.drawEllipse(QRectF(8, middle - 3, 6, 6))
        box = QRectF(22, middle - 14, 28, 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(f"{tone}Soft"))
        painter.drawRoundedRect(box, 6, 6)
        look.icon(icon, f"{tone}Text").paint(painter, box.adjusted(6, 6, -6, -6).toRect())
        painter.setPen(QPen(look.colour("borderSubtle"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        return 62


class AgendaLine(SideLine):
    """One appointment: its time, a bar that is blue for the next one."""

    def __init__(
        self, clock: str, words: tuple[str, str], customer_id: int | None, *, state: str
    ) -> None:
        super().__init__(*words, customer_id)
        self._clock = clock
        self._state = state
        self.setAccessibleName(f"{clock} {self.accessibleName()}")

    def title_font(self) -> str:
        """The next one stands out."""
        return "bodyStrong" if self._state == "next" else "body"

    def padding(self) -> int:
        """Appointments stand close."""
        return 8

    def paint_mark(self, painter: QPainter) -> int:
        """Paint time and bar."""
        look = theme.current()
        coming = self._state == "next"
        font = look.font("bodyStrong" if coming else "body")
        width = QFontMetrics(look.font("bodyStrong")).horizontalAdvance("00:00")
        painter.setFont(font)
        painter.setPen(look.colour("accentText" if coming else "textSecondary"))
        place = QRect(_LEFT, 0, width + 4, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._clock)
        bar = QRectF(_LEFT + width + 14, 5, 3, self.height() - 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent" if coming else "border"))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        return _LEFT + width + 28


def _write(painter: QPainter, place: QRect, words: str, font: str, ink: str) -> None:
    look = theme.current()
    painter.setFont(look.font(font))
    painter.setPen(look.colour(ink))
    metrics = painter.fontMetrics()
    fitted = metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, fitted)
