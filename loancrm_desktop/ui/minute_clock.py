"""The clock of an open office: what is due by time is done at whichever desk is on, each once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.process import timekeeping
from loancrm_desktop.services.process.timekeeping import LimitRun
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge

FIRST_MS = 5_000
EVERY_MS = 60_000
MOST_ROUNDS = 200
"""How often in one strike something may say that there is more."""


_A_FEW = 60
"""So many time limits are served in one pass, that nobody who saves meanwhile waits long for it."""


@dataclass(frozen=True, slots=True)
class Struck:
    """What came of one pass: how much was done, and whether there is more at once."""

    done: int
    more: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """Something done each minute.

    Attributes:
        key: its name.
        right: the right one needs to do it.
        operation: what is done, a service's operation.
        struck: reads its answer.
        words: says how much was done; told whether the office has just been opened. Empty for
            nothing to say.
    """

    key: str
    right: str
    operation: Callable[..., Any]
    struck: Callable[[Any], Struck]
    words: Callable[[int, bool], str]
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(slots=True)
class _Running:
    duty: Duty
    first: bool = True
    busy: bool = False
    is_through: bool = False
    done: int = 0
    rounds: int = 0


class MinuteClock(QObject):
    """Does its duties soon after the office is open, then every minute.

    It may run at several desks: the services see to it that each thing is done once. What cannot
    be done now, because another desk is writing, is done at the next strike.

    Signals:
        said: what was done, in a sentence, and 0.
    """

    said = Signal(str, int)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._running: dict[str, _Running] = {}
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.strike)

    @property
    def is_on(self) -> bool:
        """Whether it runs at this desk."""
        return self._timer.isActive()

    @property
    def is_quiet(self) -> bool:
        """Whether it has struck, and every duty came to its end: nothing more is due just now."""
        return all(each.is_through and not each.busy for each in self._running.values())

    def add(self, duty: Duty) -> None:
        """Take on a duty, where the person's role may do it."""
        if self._bridge.actor.rights.allows(duty.right):
            self._running[duty.key] = _Running(duty)

    def begin(self, first_ms: int = FIRST_MS) -> None:
        """Run from now on, where there is something to do."""
        if self._running:
            self._timer.start(first_ms)

    def rest(self) -> None:
        """Run no more."""
        self._timer.stop()

    def strike(self) -> None:
        """Do what is due now."""
        if not self._bridge.is_open:
            return
        if self._timer.isActive():
            self._timer.start(EVERY_MS)
        for each in self._running.values():
            if not each.busy:
                each.busy, each.done, each.rounds = True, 0, 0
                self._go_on(each)

    def _go_on(self, each: _Running) -> None:
        each.rounds += 1
        self._bridge.do(
            each.duty.operation,
            **each.duty.arguments,
            then=partial(self._on_done, each.duty.key),
            refused=partial(self._on_refused, each.duty.key),
        )

    def _on_done(self, key: str, answer: object) -> None:
        each = self._running[key]
        struck = each.duty.struck(answer)
        each.done += struck.done
        if struck.more and each.rounds < MOST_ROUNDS:
            self._go_on(each)
            return
        each.busy, each.is_through = False, not struck.more
        first, each.first = each.first, False
        text = each.duty.words(each.done, first) if each.done else ""
        if text:
            self.said.emit(text, 0)

    def _on_refused(self, key: str, problem: Problem) -> None:
        """Try again at the next strike: another desk may just be writing."""
        del problem
        self._running[key].busy = False


def limits_duty() -> Duty:
    """Answer the duty that does what time limits of processes ask for."""
    return Duty(
        "limits",
        "tasks.remind",
        timekeeping.run_limits,
        _struck_limits,
        _limit_words,
        {"most": _A_FEW},
    )


def _struck_limits(run: LimitRun) -> Struck:
    return Struck(sum(1 for each in run.fired if each.done), run.more)


def _limit_words(count: int, first: bool) -> str:  # noqa: FBT001 - told by the clock, by its place
    if first:
        return tr("While you were away: {count} time limits did what they ask for", count=count)
    return ""  # the reminder itself stands in Today and in the notices
