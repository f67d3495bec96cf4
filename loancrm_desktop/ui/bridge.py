"""The only door between Qt and the services: three lanes out, answers back on the GUI thread."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from loancrm_desktop.changes import ChangeFeed, ChangeSet
from loancrm_desktop.errors import Problem, Unavailable
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.texts import say
from loancrm_desktop.ui.collector import GuiCollector

Receiver = Callable[..., None]
"""A bound method of a QObject, or a partial of one whose last argument is the answer."""

READ_THREADS = 2
OUTSIDE_THREADS = 2
TURN_S = 0.01
"""How long answers are given in one turn of the event loop before the window gets its turn."""

_log = logging.getLogger(__name__)


class OpenOffice(Protocol):
    """What the bridge needs of an office; `services.office.Office` is one."""

    feed: ChangeFeed
    clock: Callable[[], datetime]

    def keep_off(self, thread_id: int) -> None:
        """Name the thread no session may be opened on."""
        ...

    def do(self, actor: Actor, function: Callable[..., Any], /, **arguments: Any) -> Any:
        """Run an operation."""
        ...

    def ask(self, actor: Actor, function: Callable[..., Any], /, **arguments: Any) -> Any:
        """Run a reader."""
        ...

    def close(self) -> None:
        """Close the office."""
        ...


class _Held:
    """A receiver held so that its widget may go away meanwhile."""

    def __init__(self, receiver: Receiver) -> None:
        self._before: tuple[object, ...] = ()
        if isinstance(receiver, partial):
            self._before = receiver.args
            receiver = receiver.func
        owner = getattr(receiver, "__self__", None)
        if not isinstance(owner, QObject):
            message = "an answer is only given to a method of a QObject"
            raise TypeError(message)
        self.owner_id = id(owner)
        self._owner = weakref.ref(owner)
        self._function: Callable[..., None] = receiver.__func__  # type: ignore[attr-defined] - a bound method

    @property
    def alive(self) -> bool:
        owner = self._owner()
        return owner is not None and shiboken6.isValid(owner)

    def give(self, answer: object) -> None:
        owner = self._owner()
        if owner is not None and shiboken6.isValid(owner):
            self._function(owner, *self._before, answer)


@dataclass(slots=True)
class _Request:
    then: _Held | None
    failed: _Held | None
    key: tuple[int, Hashable] | None
    ticket: int
    run: Callable[[], object]


@dataclass(frozen=True, slots=True)
class _Answer:
    request: _Request
    result: object
    fault: Exception | None


class _Carrier(QObject):
    """Brings answers and change notices from the lanes to the GUI thread."""

    answered = Signal(object)
    told = Signal(object)


class Bridge(QObject):
    """Runs service calls off the GUI thread and gives the answers to widgets still there.

    Signals:
        changed: a ChangeSet was committed, by this window or another.
        refused: a Problem nobody asked to hear of.
        crashed: an exception that is our bug.
        settled: no request is under way any more.

    Attributes:
        entered_at: when the person here came in, by the office's clock.
    """

    changed = Signal(object)
    refused = Signal(object)
    crashed = Signal(object)
    settled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._carrier = _Carrier(self)
        self._carrier.answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)
        self._carrier.told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._write_lane = ThreadPoolExecutor(1, "write lane")
        self._read_lane = ThreadPoolExecutor(READ_THREADS, "read lane")
        self._outside_lane = ThreadPoolExecutor(OUTSIDE_THREADS, "outside lane")
        self._newest: dict[tuple[int, Hashable], int] = {}
        self._futures: dict[int, Future[None]] = {}
        self._tickets = 0
        self._office: OpenOffice | None = None
        self._actor: Actor | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self.entered_at: datetime | None = None
        self._waiting: deque[_Answer] = deque()
        self._turn_ends = 0.0
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(1)  # with 0 some systems go on in the same turn
        self._turn.timeout.connect(self._on_turn_timeout)
        self._collector = GuiCollector(self)
        self._collector.begin()

    @property
    def is_open(self) -> bool:
        """Whether an office is open to be asked."""
        return self._office is not None

    @property
    def actor(self) -> Actor:
        """The person at this desk."""
        if self._actor is None:
            message = "no office is open"
            raise RuntimeError(message)
        return self._actor

    @property
    def office(self) -> OpenOffice:
        """The open office, for calls on the outside lane that need its place."""
        if self._office is None:
            message = "no office is open"
            raise RuntimeError(message)
        return self._office

    @property
    def pending(self) -> int:
        """How many requests are not answered yet."""
        return len(self._futures)

    def enter(self, office: OpenOffice, actor: Actor) -> None:
        """Connect an opened office and the person who opened it."""
        self.leave()
        office.keep_off(threading.get_ident())
        self._office, self._actor = office, actor
        self.entered_at = office.clock()
        self._unsubscribe = office.feed.subscribe(self._carrier.told.emit)

    def leave(self) -> None:
        """Let go of the office after the last operation is done, and close it."""
        if self._office is None:
            return
        if self._unsubscribe is not None:
            self._unsubscribe()
        office, self._office, self._actor = self._office, None, None
        for lane in (self._read_lane, self._write_lane):
            lane.shutdown(wait=True, cancel_futures=lane is self._read_lane)
        self._write_lane = ThreadPoolExecutor(1, "write lane")
        self._read_lane = ThreadPoolExecutor(READ_THREADS, "read lane")
        self._forget_all()
        office.close()

    def shut_down(self) -> None:
        """Drain the lanes and end their threads; the last thing the program does."""
        self.leave()
        for lane in (self._read_lane, self._write_lane, self._outside_lane):
            lane.shutdown(wait=True, cancel_futures=True)
        self._forget_all()
        self._collector.end()

    def ask(
        self,
        reader: Callable[..., Any],
        /,
        *,
        then: Receiver,
        failed: Receiver | None = None,
        key: Hashable | None = None,
        **arguments: Any,
    ) -> None:
        """Read on the read lane.

        Args:
            reader: a service function marked as a reader.
            then: gets the result, unless its widget is gone by then.
            failed: gets the Problem; without it `refused` is emitted.
            key: a newer request of the same widget and key makes this one void.
            arguments: passed on to the reader.
        """
        run = partial(self.office.ask, self.actor, reader, **arguments)
        self._send(self._read_lane, self._request(run, then, failed, key))

    def do(
        self,
        operation: Callable[..., Any],
        /,
        *,
        then: Receiver | None = None,
        refused: Receiver | None = None,
        **arguments: Any,
    ) -> None:
        """Act on the write lane; operations run one after another in the order given."""
        run = partial(self.office.do, self.actor, operation, **arguments)
        self._send(self._write_lane, self._request(run, then, refused, None))

    def outside(
        self,
        function: Callable[..., Any],
        /,
        *,
        then: Receiver | None = None,
        failed: Receiver | None = None,
        key: Hashable | None = None,
        **arguments: Any,
    ) -> None:
        """Run something that opens no session here: key derivation, files, PDF."""
        run = partial(function, **arguments)
        self._send(self._outside_lane, self._request(run, then, failed, key))

    def _request(
        self,
        run: Callable[[], object],
        then: Receiver | None,
        failed: Receiver | None,
        key: Hashable | None,
    ) -> _Request:
        self._tickets += 1
        held = None if then is None else _Held(then)
        full_key = None if key is None or held is None else (held.owner_id, key)
        return _Request(
            held, None if failed is None else _Held(failed), full_key, self._tickets, run
        )

    def _send(self, lane: ThreadPoolExecutor, request: _Request) -> None:
        if request.key is not None:
            older = self._futures.get(self._newest.get(request.key, 0))
            if older is not None and older.cancel():
                self._futures.pop(self._newest[request.key], None)
            self._newest[request.key] = request.ticket
        self._futures[request.ticket] = lane.submit(self._run, request)

    def _run(self, request: _Request) -> None:
        """Runs: a lane's thread."""
        result: object = None
        fault: Exception | None = None
        try:
            result = request.run()
        except Exception as error:  # noqa: BLE001 - the edge between services and screen
            fault = error
        self._carrier.answered.emit(_Answer(request, result, fault))

    @Slot(object)
    def _on_answered(self, answer: _Answer) -> None:
        """Give it in this turn, or in one of the next when several came at once."""
        if answer.request.ticket not in self._futures:
            return
        self._waiting.append(answer)
        if not self._turn.isActive():
            self._turn_ends = time.perf_counter() + TURN_S
            self._turn.start()
        self._give_waiting()

    def _on_turn_timeout(self) -> None:
        if self._waiting:
            self._turn_ends = time.perf_counter() + TURN_S
            self._turn.start()
            self._give_waiting()

    def _give_waiting(self) -> None:
        while self._waiting and time.perf_counter() < self._turn_ends:
            answer = self._waiting.popleft()
            request = answer.request
            known = self._futures.pop(request.ticket, None) is not None
            if known and not self._is_void(request):
                self._give(answer)
            if known and not self._futures:
                self.settled.emit()

    def _is_void(self, request: _Request) -> bool:
        if request.key is None:
            return False
        if self._newest.get(request.key) != request.ticket:
            return True
        del self._newest[request.key]
        return False

    def _give(self, answer: _Answer) -> None:
        request = answer.request
        if answer.fault is None:
            if request.then is not None:
                request.then.give(answer.result)
            return
        problem = self._as_problem(answer.fault)
        if request.failed is not None:
            request.failed.give(problem)
        elif request.then is None or request.then.alive:
            self.refused.emit(problem)

    def _as_problem(self, fault: Exception) -> Problem:
        if isinstance(fault, Problem):
            return fault
        _log.error("a request ended in a bug: %s", type(fault).__name__)
        self.crashed.emit(fault)
        return Unavailable(
            say("The program made a mistake. Nothing was changed; please try again."), "bug"
        )

    @Slot(object)
    def _on_told(self, changes: ChangeSet) -> None:
        if self._office is not None:
            self.changed.emit(changes)

    def _forget_all(self) -> None:
        self._futures.clear()
        self._newest.clear()
        self._waiting.clear()
        self._turn.stop()
