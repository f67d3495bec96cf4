"""The system's own notifications on Linux, by its notification service; elsewhere the tray's.

Without a tray Qt says nothing on Linux, though most desktops can: so we ask them ourselves.
"""

from __future__ import annotations

import importlib
import sys
from functools import partial
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_ANSWER_S = 5.0
_OPEN = "default"
_LASTS_MS = 10_000


class SystemNotices(QObject):
    """Says through the system that something is new: how much, and of nobody.

    Signals:
        activated: the notification was clicked.
        missed: there are so many new notices and the system has nothing to say them with.
    """

    activated = Signal()
    missed = Signal(int)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._said: set[int] = set()
        self._listens = False

    def tell(self, count: int) -> None:
        """Say that there are so many new notices."""
        if sys.platform != "linux":
            self.missed.emit(count)
            return
        self._listen()
        self._bridge.outside(
            notify,
            title=tr("Loan customer management"),
            text=tr("{count} new notices", count=count),
            opens=tr("Open"),
            then=partial(self._on_told, count),
        )

    def _on_told(self, count: int, number: int) -> None:
        if number:
            self._said.add(number)
        else:
            self.missed.emit(count)

    @Slot("uint", str)
    def on_action(self, number: int, action: str) -> None:
        """Hear the notification service: one of its notifications was clicked."""
        if number in self._said and action == _OPEN:
            self._said.discard(number)
            self.activated.emit()

    def _listen(self) -> None:
        if self._listens:
            return
        self._listens = True
        try:
            bus_module = importlib.import_module("PySide6.QtDBus")
        except ImportError:
            return
        bus = bus_module.QDBusConnection.sessionBus()
        if bus.isConnected():
            bus.connect("", _PATH, _NAME, "ActionInvoked", self, SLOT("on_action(uint,QString)"))


def notify(title: str, text: str, opens: str) -> int:
    """Hand a notification to the desktop's service; answers its number, 0 where there is none.

    Runs: outside lane.

    Args:
        title: its first line.
        text: below it.
        opens: what its click is called.
    """
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    try:
        line = open_dbus_connection("SESSION")
    except (KeyError, OSError):
        return 0  # no bus in this session: the tray says it, where there is one
    whom = DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
    hints: dict[str, Any] = {}
    parts = (title, 0, "", title, text, [_OPEN, opens], hints, _LASTS_MS)
    asked = new_method_call(whom, "Notify", "susssasa{sv}i", parts)
    try:
        answer = line.send_and_get_reply(asked, timeout=_ANSWER_S)
    except (OSError, EOFError):
        return 0
    finally:
        line.close()
    return int(answer.body[0]) if answer.header.message_type.name == "method_return" else 0
