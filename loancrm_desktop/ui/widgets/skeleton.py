"""Grey shapes where content is on its way, in the geometry the content will have."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme

LATE_MS = 300
_LEFT = 16
_SHARES = (0.62, 0.45, 0.55, 0.5, 0.58)


class Skeleton(QWidget):
    """Paints rows; a column is its width in pixels, or 0 for what is left over.

    A column of at most 40 pixels is painted round, like an avatar.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = 0
        self._columns: tuple[int, ...] = ()
        self._row_height = 0
        self.setAccessibleName(tr("Loading"))

    def show_rows(self, count: int, columns: Sequence[int] | int, *, row_height: int = 0) -> None:
        """Show so many rows.

        Args:
            count: how many rows; 0 fills the place.
            columns: widths in pixels, or how many equal columns.
            row_height: the height of a row; 0 is the usual one of tables.
        """
        self._rows = count
        self._columns = (0,) * columns if isinstance(columns, int) else tuple(columns)
        self._row_height = row_height
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for all rows."""
        return QSize(320, self._height() * max(self._rows, 3))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shapes and the lines between the rows."""
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self._height()
        fitting = self.height() // height + 1
        for number in range(min(self._rows, fitting) if self._rows else fitting):
            top = number * height
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("skeleton"))
            self._paint_row(painter, number, top, height)
            painter.setPen(QPen(look.colour("borderSubtle"), 1))
            painter.drawLine(0, top + height - 1, self.width(), top + height - 1)
        painter.end()

    def _height(self) -> int:
        return self._row_height or theme.current().size("row")

    def _paint_row(self, painter: QPainter, number: int, top: int, height: int) -> None:
        left = float(_LEFT)
        fixed = sum(self._columns)
        rest = max(0, self.width() - fixed - 2 * _LEFT)
        shared = rest / max(1, self._columns.count(0))
        for place, width in enumerate(self._columns):
            room = width or shared
            if 0 < width <= 40:
                side = min(width - 8, height - 12)
                painter.drawEllipse(QRectF(left, top + (height - side) / 2, side, side))
            else:
                share = _SHARES[(number * 3 + place * 2) % len(_SHARES)]
                painter.drawRoundedRect(
                    QRectF(left, top + height / 2 - 5, max(24.0, room * share), 10), 3, 3
                )
            left += room


class LateSkeleton(Skeleton):
    """A skeleton that appears only when the content takes longer than a blink.

    Call `start` when a question goes out and `stop` when its answer is there.
    """

    def __init__(self, parent: QWidget | None = None, *, after_ms: int = LATE_MS) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(after_ms)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._blank = False

    @property
    def waiting(self) -> bool:
        """Whether an answer is being waited for."""
        return self._blank or self._timer.isActive()

    def start(self) -> None:
        """Begin to wait: the place is empty first, and grey shapes come after a moment."""
        self._blank = True
        self._timer.start()
        self.show()
        self.update()

    def stop(self) -> None:
        """Go away: the answer is there."""
        self._timer.stop()
        self._blank = False
        self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave no timer behind in a page that is shut."""
        super().hideEvent(event)
        if event.spontaneous():
            return
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint nothing until the moment is over."""
        if not self._timer.isActive():
            super().paintEvent(event)

    def _on_timer_timeout(self) -> None:
        self.update()
