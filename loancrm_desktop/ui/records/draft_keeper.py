"""Keeps what is being typed, every two seconds and when the field is left; gives it back later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from weakref import WeakMethod

from PySide6.QtCore import QObject, QTimer, Signal

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import drafts
from loancrm_desktop.services.drafts import Draft
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge

KEEP_EVERY_MS = 2_000

Body = dict[str, Any]


class DraftKeeper(QObject):
    """The draft of one composer or form.

    Signals:
        kept: the draft was kept (datetime).
        found: there is a draft from before (Draft).
        failed: the draft could not be kept (Problem); what was typed is still there.
    """

    kept = Signal(object)
    found = Signal(object)
    failed = Signal(object)

    def __init__(
        self, bridge: Bridge, body: Callable[[], Body | None], parent: QObject | None = None
    ) -> None:
        """Begin without a draft.

        Args:
            bridge: the way to the services.
            body: a bound method that answers what to keep, None when nothing was typed.
            parent: the composer or form.
        """
        super().__init__(parent)
        self._bridge = bridge
        self._body = WeakMethod(body)
        self._key = ""
        self._last: Body | None = None
        self._sending = False
        self._reading = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_EVERY_MS)
        self._timer.timeout.connect(self.keep_now)

    @property
    def key(self) -> str:
        """What it is a draft of."""
        return self._key

    def open(self, key: str, *, fresh: bool = False) -> None:
        """Keep drafts under a key from now on.

        Args:
            key: what the draft is of.
            fresh: let one from before go; else `found` tells of it.
        """
        self._timer.stop()
        self._key = key
        self._last = None
        self._sending = False
        self._reading = not fresh
        if fresh:
            self.drop()
            return
        # `drafts.read` would be told its key by the name the bridge has for requests.
        self._bridge.ask(
            drafts.mine,
            then=partial(self._on_read, key),
            failed=partial(self._on_unread, key),
            key="drafts",
        )

    def touch(self) -> None:
        """Something was typed: keep it soon."""
        if self._key and not self._timer.isActive():
            self._timer.start()

    def send(self) -> str | None:
        """What was typed is about to be stored: keep it as it stands; answers the draft's key.

        Who stores it lets the draft go in the same transaction. Until `forget` or `send_again`
        nothing is kept: locked meanwhile, a draft kept after that would come back. A draft from
        before that nobody has seen yet is no part of it and stays.
        """
        self.keep_now()
        self._sending = True
        return None if self._reading else self._key

    def send_again(self) -> None:
        """It was not stored: what stands there is kept again."""
        self._sending = False
        self.keep_now()

    def forget(self) -> None:
        """It was stored, and its draft is gone with it."""
        self._timer.stop()
        self._sending = False
        self._last = None

    def keep_now(self) -> None:
        """Keep it at once; what was emptied is let go."""
        self._timer.stop()
        if self._sending:
            return
        read = self._body()
        if read is None or not self._key or not self._bridge.is_open:
            return
        body = read()
        if body == self._last:
            return
        self._last = body
        if body is None and self._reading:
            return
        if body is None:
            self._bridge.do(drafts.drop, key=self._key, refused=self._on_refused)
            return
        self._bridge.do(
            drafts.keep,
            key=self._key,
            body=body,
            over=not self._reading,  # a draft from before nobody has seen yet stays
            then=partial(self._on_kept, self._key),
            refused=self._on_refused,
        )

    def drop(self) -> None:
        """Let the draft go: what it was of is saved, or given up."""
        self._timer.stop()
        self._last = None
        self._sending = False
        if self._key and self._bridge.is_open:
            self._bridge.do(drafts.drop, key=self._key, refused=self._on_refused)

    def close(self) -> None:
        """Keep nothing any more; what was kept stays."""
        self._timer.stop()
        self._sending = False
        self._key = ""

    def _on_read(self, key: str, mine: Sequence[Draft]) -> None:
        if key != self._key:
            return
        self._reading = False
        draft = next((each for each in mine if each.key == key), None)
        if draft is None or draft.body == self._last:
            return
        self._last = None
        read = self._body()
        typed = None if read is None else read()
        self.found.emit(draft)
        if typed is None:
            self._last = None if read is None else read()  # put back, not typed anew
        else:
            self.touch()

    def _on_unread(self, key: str, problem: Problem) -> None:
        if key == self._key:
            self._reading = False
        self._bridge.refused.emit(problem)

    def _on_kept(self, key: str, kept_at: datetime) -> None:
        if key == self._key:
            self.kept.emit(kept_at)

    def _on_refused(self, problem: Problem) -> None:
        self._last = None
        self.failed.emit(problem)


def kept_text(kept_at: datetime) -> str:
    """Say when a draft was kept: `draft kept 09:42`."""
    return tr("Draft kept {time}", time=f"{display.office_time(kept_at):%H:%M}")
