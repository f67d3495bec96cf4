"""A hand at the windows that holds a watch: clicks, scrolls, drags, and waits for the answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from loancrm_desktop.ui.bridge import Bridge

PATIENCE_S = 60.0


@dataclass(slots=True)
class Hand:
    """Does things to windows and notes how long each answer took, in ms.

    Attributes:
        noted: the times by the name of what was done.
    """

    bridge: Bridge
    noted: dict[str, list[float]] = field(default_factory=dict[str, list[float]])

    def settle(self, wanted: Callable[[], object] | None = None) -> None:
        """Wait until everything asked for is answered and painted.

        Raises:
            TimeoutError: it did not come.
        """
        limit = time.monotonic() + PATIENCE_S
        while True:
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            if not self.bridge.pending and (wanted is None or wanted()):
                QCoreApplication.processEvents()
                return
            if time.monotonic() > limit:
                raise TimeoutError
            time.sleep(0.001)

    def answered(
        self, what: str, act: Callable[[], object], wanted: Callable[[], object] | None = None
    ) -> None:
        """Act, and note the time until everything is on the screen."""
        began = time.perf_counter()
        act()
        self.settle(wanted)
        self._note(what, began)

    def scroll(self, what: str, area: QAbstractScrollArea, steps: int, by: int) -> None:
        """Scroll down step by step; notes each frame, from the wheel to the painted rows."""
        bar = area.verticalScrollBar()
        for _ in range(steps):
            began = time.perf_counter()
            bar.setValue(bar.value() + by)
            QCoreApplication.processEvents()
            self._note(what, began)
        self.settle()

    def drag_over(self, what: str, places: list[QWidget], carried: QMimeData, steps: int) -> None:
        """Carry something over widgets, without letting it fall; notes each frame."""
        for place in places:
            self._over(what, place, carried, steps)

    def _over(self, what: str, place: QWidget, carried: QMimeData, steps: int) -> None:
        action, button, none = (
            Qt.DropAction.MoveAction,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        middle = place.width() // 2
        enter = QDragEnterEvent(QPoint(middle, 0), action, carried, button, none)
        QCoreApplication.sendEvent(place, enter)
        for step in range(steps):
            began = time.perf_counter()
            at = QPoint(middle, place.height() * step // steps)
            move = QDragMoveEvent(at, action, carried, button, none)
            QCoreApplication.sendEvent(place, move)
            QCoreApplication.processEvents()
            place.repaint()
            self._note(what, began)
        QCoreApplication.sendEvent(place, QDragLeaveEvent())

    def _note(self, what: str, began: float) -> None:
        self.noted.setdefault(what, []).append((time.perf_counter() - began) * 1000)
