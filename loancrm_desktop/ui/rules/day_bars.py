"""How often a rule would have fired, day by day, as bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme

_HEIGHT, _LEAST = 44, 2


class DayBars(QWidget):
    """Bars from the oldest day to today; the highest stands out, its number is said."""

    def __init__(self) -> None:
        super().__init__()
        self.days: tuple[tuple[date, int], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def show_days(self, days: Sequence[tuple[date, int]]) -> None:
        """Show other days."""
        self.days = tuple(days)
        most = max(self.days, key=_count, default=None)
        if most is not None:
            day = most[0].strftime("%m-%d")
            self.setAccessibleName(tr("Most on {day}: {count}", day=day, count=most[1]))
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a few lines' height."""
        return QSize(240, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars."""
        del event
        if not self.days:
            return
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        most = max(*(count for _, count in self.days), 1)
        step = self.width() / len(self.days)
        for at, (_, count) in enumerate(self.days):
            height = _LEAST + (self.height() - _LEAST) * count / most if count else _LEAST / 2
            role = "warning" if count == most and count > 1 else "accent"
            bar = QRectF(at * step, self.height() - height, max(1.0, step - 4), height)
            painter.fillRect(bar, look.colour(role))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say the day and its number under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.days:
            at = min(int(event.x() * len(self.days) / max(1, self.width())), len(self.days) - 1)
            day, count = self.days[max(0, at)]
            said = tr("{day}: {count} times", day=day.strftime("%m-%d"), count=count)
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)


def _count(day: tuple[date, int]) -> int:
    return day[1]
