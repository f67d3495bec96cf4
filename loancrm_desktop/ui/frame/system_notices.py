"""The system's own notifications on Linux, by its notification service; elsewhere the tray's.

Without a tray Qt says nothing on Linux, though most desktops can: so we ask them ourselves.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.widgets.relay import relay

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_ANSWER_S = 5.0
_OPEN = "default"
_LASTS_MS = 10_000
_MOST_OPEN = 5


@dataclass(slots=True, eq=False)
class Told:
    """A notification the desktop shows; its line to the service hears when it is clicked."""

    number: int
    line: DBusConnection
    ear: QSocketNotifier | None = None


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
        self.told: list[Told] = []

    def tell(self, count: int) -> None:
        """Say that there are so many new notices."""
        if sys.platform != "linux":
            self.missed.emit(count)
            return
        self._bridge.outside(
            notify,
            title=tr("Loan customer management"),
            text=tr("{count} new notices", count=count),
            opens=tr("Open"),
            then=partial(self._on_told, count),
        )

    def _on_told(self, count: int, told: Told | None) -> None:
        if told is None:
            self.missed.emit(count)
            return
        told.ear = QSocketNotifier(told.line.sock.fileno(), QSocketNotifier.Type.Read, self)
        told.ear.activated.connect(relay(told.ear, self._on_ear_activated, told))
        self.told.append(told)
        if len(self.told) > _MOST_OPEN:
            self._close(self.told[0])

    def _on_ear_activated(self, told: Told) -> None:
        while told in self.told:
            try:
                said = told.line.receive(timeout=0)
            except TimeoutError:
                return  # nothing more, or only a part of it has come
            except (OSError, EOFError):
                self._close(told)
                return
            if said.body[:1] == (told.number,):
                is_click = said.body[1] == _OPEN
                self._close(told)
                if is_click:
                    self.activated.emit()

    def _close(self, told: Told) -> None:
        if told in self.told:
            self.told.remove(told)
        if told.ear is not None:
            told.ear.setEnabled(False)
            told.ear.deleteLater()
        told.line.close()

    def end(self) -> None:
        """Hang up; the last thing."""
        for each in list(self.told):
            self._close(each)


def notify(title: str, text: str, opens: str) -> Told | None:
    """Hand a notification to the desktop's service; answers None where there is none.

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
        return None  # no bus in this session: the tray says it, where there is one
    whom = DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
    hints: dict[str, Any] = {}
    parts = (title, 0, "", title, text, [_OPEN, opens], hints, _LASTS_MS)
    asked = new_method_call(whom, "Notify", "susssasa{sv}i", parts)
    try:
        answer = line.send_and_get_reply(asked, timeout=_ANSWER_S)
    except (OSError, EOFError):
        line.close()
        return None
    if answer.header.message_type.name != "method_return":
        line.close()
        return None
    return Told(int(answer.body[0]), line)
