"""Notices that nobody touched the program for a while."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

USUAL_MIN = 15
MIN_BOUNDS = (5, 60)
_MS_PER_MIN = 60_000
_ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Listens to the windows themselves, not to every widget: an event costs it once.

    Signals:
        idle: the time has passed.
    """

    idle = Signal()

    def __init__(
        self, after_ms: int = USUAL_MIN * _MS_PER_MIN, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(after_ms)
        self._timer.timeout.connect(self.idle)

    @property
    def after_min(self) -> float:
        """After how many minutes the program is idle."""
        return self._timer.interval() / _MS_PER_MIN

    def set_minutes(self, minutes: int) -> None:
        """Wait so many minutes from now on, within 5 and 60."""
        least, most = MIN_BOUNDS
        self._timer.setInterval(min(max(minutes, least), most) * _MS_PER_MIN)

    def listen_to(self, window: QWindow | None) -> None:
        """Take the keys and clicks of a window for a sign of life."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def begin(self) -> None:
        """Watch from now on."""
        self._timer.start()

    def end(self) -> None:
        """Watch no longer."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Start the time anew with every key and click."""
        del watched
        if event.type() in _ACTIVITY and self._timer.isActive():
            self._timer.start()
        return False
