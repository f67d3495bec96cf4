"""A hand at the windows that holds a watch: clicks, types, scrolls, drags, waits for the answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QWidget

from loancrm_desktop.ui.bridge import Bridge

PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Took:
    """How long something took, in milliseconds.

    Attributes:
        ms: by the clock on the wall.
        windows_ms: what the GUI thread reckoned for it; another program's work is not in it.
        all_ms: what all threads reckoned for it, the office's answers too.
    """

    ms: float
    windows_ms: float
    all_ms: float


class _Watch:
    """Runs from its making on."""

    def __init__(self) -> None:
        self._wall = time.perf_counter()
        self._windows = time.thread_time()
        self._all = time.process_time()

    def read(self) -> Took:
        return Took(
            (time.perf_counter() - self._wall) * 1000,
            (time.thread_time() - self._windows) * 1000,
            (time.process_time() - self._all) * 1000,
        )


@dataclass(slots=True)
class Hand:
    """Does things to windows and notes how long each answer took.

    Attributes:
        noted: the times by the name of what was done.
    """

    bridge: Bridge
    noted: dict[str, list[Took]] = field(default_factory=dict[str, list[Took]])

    def settle(self, wanted: Callable[[], object] | None = None) -> None:
        """Wait until everything asked for is answered and painted.

        Raises:
            TimeoutError: it did not come.
        """

        def nothing_is_asked() -> bool:
            return not self.bridge.pending and (wanted is None or bool(wanted()))

        self._until(nothing_is_asked)

    def _until(self, wanted: Callable[[], object]) -> None:
        limit = time.monotonic() + PATIENCE_S
        while True:
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            if wanted():
                QCoreApplication.processEvents()
                return
            if time.monotonic() > limit:
                raise TimeoutError
            time.sleep(0.001)

    def rest(self, for_s: float) -> None:
        """Do nothing for a while, as a person who reads."""
        until = time.monotonic() + for_s
        while time.monotonic() < until:
            self.settle()
            time.sleep(0.002)

    def answered(
        self, what: str, act: Callable[[], object], wanted: Callable[[], object] | None = None
    ) -> None:
        """Act, and note the time until everything is on the screen."""
        watch = _Watch()
        act()
        self.settle(wanted)
        self._note(what, watch)

    def painted(self, what: str, act: Callable[[], object], wanted: Callable[[], object]) -> None:
        """Act, and note the time until what is wanted is on the screen; figures may follow."""
        watch = _Watch()
        act()
        self._until(wanted)
        self._note(what, watch)
        self.settle()

    def type(self, what: str, place: QWidget, text: str) -> None:
        """Type into a field; notes each key, from its press to the painted letter."""
        for sign in text:
            watch = _Watch()
            press(place, Qt.Key(ord(sign.upper())), sign)
            QCoreApplication.processEvents()
            self._note(what, watch)

    def scroll(self, what: str, area: QAbstractScrollArea, steps: int, by: int) -> None:
        """Scroll down step by step; notes each frame, from the wheel to the painted rows.

        What has to be read at the end of what is there is waited for, unmeasured.
        """
        bar = area.verticalScrollBar()
        for _ in range(steps):
            if bar.value() >= bar.maximum():
                self._turn(bar)
            watch = _Watch()
            bar.setValue(bar.value() + by)
            QCoreApplication.processEvents()
            self._note(what, watch)
        self.settle()

    def _turn(self, bar: QScrollBar) -> None:
        self.settle()
        if bar.value() >= bar.maximum():
            bar.setValue(0)
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
        watch = _Watch()
        enter = QDragEnterEvent(QPoint(middle, 0), action, carried, button, none)
        QCoreApplication.sendEvent(place, enter)
        for step in range(steps):
            at = QPoint(middle, place.height() * step // steps)
            move = QDragMoveEvent(at, action, carried, button, none)
            QCoreApplication.sendEvent(place, move)
            QCoreApplication.processEvents()
            self._note(what, watch)
            watch = _Watch()
        QCoreApplication.sendEvent(place, QDragLeaveEvent())

    def _note(self, what: str, watch: _Watch) -> None:
        self.noted.setdefault(what, []).append(watch.read())


def press(place: QWidget, key: Qt.Key, text: str = "") -> None:
    """Press and let go a key in a widget."""
    none = Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(place, QKeyEvent(kind, key, none, text))
