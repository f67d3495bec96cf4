"""Notices that the computer goes to sleep, or at the latest that it has slept.

Windows says so in a window message, Linux through logind where the bus is there. macOS is not
asked: there, as everywhere, a jump of the clock shows that the computer has slept.
"""

from __future__ import annotations

import ctypes
import importlib
import struct
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import (
    SLOT,
    QAbstractNativeEventFilter,
    QByteArray,
    QCoreApplication,
    QObject,
    QTimer,
    Signal,
    Slot,
)

TICK_MS = 10_000
JUMP_S = 120.0
_WM_POWERBROADCAST = 0x0218
_PBT_APMSUSPEND = 0x0004
_MESSAGE = struct.Struct("@PIP")
"""The beginning of Windows' MSG: window, number, first parameter."""


class SleepWatch(QObject):
    """Tells that the computer sleeps or slept.

    Signals:
        slept: now, or since the last tick.
    """

    slept = Signal()

    def __init__(
        self, clock: Callable[[], float] = time.time, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._last = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.look)
        self._filter: _WindowsPower | None = None

    def begin(self) -> None:
        """Watch from now on."""
        self._last = self._clock()
        self._timer.start()
        if sys.platform == "win32" and self._filter is None:
            self._filter = _WindowsPower(self)
            application = QCoreApplication.instance()
            if application is not None:
                application.installNativeEventFilter(self._filter)
        elif sys.platform == "linux":
            self._listen_to_logind()

    def end(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        if self._filter is not None:
            application = QCoreApplication.instance()
            if application is not None:
                application.removeNativeEventFilter(self._filter)
            self._filter = None

    def look(self) -> None:
        """Compare the clock with the last look; a large jump means that the computer slept."""
        now, last = self._clock(), self._last
        self._last = now
        if now - last > JUMP_S + TICK_MS / 1000:
            self.slept.emit()

    @Slot(bool)
    def on_prepare_for_sleep(self, going: bool) -> None:  # noqa: FBT001 - logind's signal has it
        """Hear logind: True before sleep, False after it."""
        if going:
            self.slept.emit()

    def _listen_to_logind(self) -> bool:
        try:
            bus_module = importlib.import_module("PySide6.QtDBus")
        except ImportError:
            return False
        bus = bus_module.QDBusConnection.systemBus()
        if not bus.isConnected():
            return False
        return bool(
            bus.connect(
                "org.freedesktop.login1",
                "/org/freedesktop/login1",
                "org.freedesktop.login1.Manager",
                "PrepareForSleep",
                self,
                SLOT("on_prepare_for_sleep(bool)"),
            )
        )


class _WindowsPower(QAbstractNativeEventFilter):
    """Reads the power messages among those Windows sends to the program's windows."""

    def __init__(self, watch: SleepWatch) -> None:
        super().__init__()
        self._watch = watch

    def nativeEventFilter(  # noqa: N802 - Qt's name
        self, event_type: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        """Tell of a sleep that begins; the message goes on to Windows either way."""
        if event_type == b"windows_generic_MSG":
            place = int(message)
            raw = ctypes.string_at(place, _MESSAGE.size)
            if is_going_to_sleep(raw):
                self._watch.slept.emit()
        return False, 0


def is_going_to_sleep(message: bytes) -> bool:
    """Read Windows' message structure: whether it says that the computer goes to sleep."""
    _window, number, parameter = _MESSAGE.unpack_from(message)
    return number == _WM_POWERBROADCAST and parameter == _PBT_APMSUSPEND
