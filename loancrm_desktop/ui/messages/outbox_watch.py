"""Sends what is due while the program is open: claimed and noted in the office, sent outside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.messages import claiming, delivering
from loancrm_desktop.services.messages.outcome import Outcome
from loancrm_desktop.services.messages.parcel import Parcel
from loancrm_desktop.ui.bridge import Bridge

if TYPE_CHECKING:
    from loancrm_desktop.services.office import Office

FIRST_MS = 8_000
EVERY_MS = 60_000
MOST_IN_A_PASS = 100


class OutboxWatch(QObject):
    """Looks once a minute, and sends one message after the other.

    It may run at several desks: a message is claimed by one of them. The pass ends when nothing is
    due; what cannot be done now is done at the next look.

    Attributes:
        sent: how many messages this desk handed over, since the office was opened.
    """

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._running = False
        self._left = 0
        self.sent = 0
        self._parcel: Parcel | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.run)

    @property
    def is_on(self) -> bool:
        """Whether it runs at this desk."""
        return self._timer.isActive()

    def begin(self, first_ms: int = FIRST_MS) -> None:
        """Run from now on, where the person's role lets this desk send."""
        if self._bridge.actor.rights.allows("messages.send"):
            self._timer.start(first_ms)

    def rest(self) -> None:
        """Run no more."""
        self._timer.stop()

    def run(self) -> None:
        """Send what is due."""
        if self._running or not self._bridge.is_open:
            return
        self._timer.start(EVERY_MS)
        self._running, self._left = True, MOST_IN_A_PASS
        self._bridge.ask(claiming.due, then=self._on_due, failed=self._on_ended)

    def _on_due(self, count: int) -> None:
        if count:
            self._claim()
        else:
            self._running = False

    def _claim(self) -> None:
        self._bridge.do(claiming.claim, then=self._on_claimed, refused=self._on_ended)

    def _on_claimed(self, parcel: Parcel | None) -> None:
        if parcel is None or not self._bridge.is_open:
            self._running = False
            return
        self._parcel = parcel
        place = cast("Office", self._bridge.office).place
        self._bridge.outside(
            delivering.deliver,
            place=place,
            parcel=parcel,
            then=self._on_delivered,
            failed=self._on_ended,
        )

    def _on_delivered(self, outcome: Outcome) -> None:
        parcel = self._parcel
        if parcel is None or not self._bridge.is_open:
            self._running = False  # what became of it is asked of a person, once its claim ends
            return
        self._bridge.do(
            claiming.settle,
            message_id=parcel.message_id,
            claim=parcel.claim,
            outcome=outcome,
            then=self._on_settled,
            refused=self._on_ended,
        )

    def _on_settled(self, state: str) -> None:
        self.sent += state == "sent"
        self._left -= 1
        if self._left > 0 and self._bridge.is_open:
            self._claim()
        else:
            self._running = False

    def _on_ended(self, problem: Problem) -> None:
        del problem
        self._running = False
