"""Measures our side and the limit in turns, so that both meet the same moments of the machine.

Each repetition runs a batch of calls on one side and the same calls on the other, the first
side changing from repetition to repetition. A ratio is taken inside each repetition; the median
of these ratios is the one shown. A busy machine slows both halves of a pair, not the ratio.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter_ns

from loancrm_desktop.texts import Text

Call = Callable[[int], int | None]
"""One call of a workload: takes the number of the call, answers how much it found."""

Clock = Callable[[], int]
"""A clock that counts nanoseconds."""

_NS_PER_MS = 1_000_000
_LEAST_REPETITIONS = 5


@dataclass(frozen=True, slots=True)
class Goal:
    """What a row has to reach; an empty part asks for nothing. All bounds are inclusive.

    Attributes:
        ratio: our time against the limit's, at most.
        most: our median in the row's unit, at most (for rows/s see `rows_per_s`).
        p99_ms: 99 of 100 of our calls, at most.
        rows_per_s: rows taken in per second, at least.
        added_ms: our median less the limit's, at most: what something adds to the same work.
    """

    ratio: float | None = None
    most: float | None = None
    p99_ms: float | None = None
    rows_per_s: float | None = None
    added_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """One row of the benchmark: the same question to our side and to the limit.

    Attributes:
        name: stable key such as `W2_list_page`.
        title: what is done, for people.
        ours: our side, a whole service call.
        limit: the hand-written side; empty when there is none.
        goal: what to reach.
        rows: rows one call takes in; above 1 the row also shows rows per second.
        calls: calls in one batch.
        repetitions: batches of each side.
        warm_up: calls of each side before the clock starts.
        before: puts both sides back before each repetition; not timed.
        budget_s: no new repetition after this long, once there are five.
    """

    name: str
    title: Text
    ours: Call
    limit: Call | None = None
    goal: Goal = Goal()
    rows: int = 1
    calls: int = 20
    repetitions: int = 9
    warm_up: int = 2
    before: Callable[[], None] | None = None
    budget_s: float = 45.0


@dataclass(frozen=True, slots=True)
class Side:
    """What one side showed, in the unit of its row.

    Attributes:
        median: of the batches' means; for a size, the size.
        least: fastest single call.
        p99: 99 of 100 calls were no slower (nearest rank); the slowest when there are few.
        found: what the calls answered, added up; empty when they answered nothing.
    """

    median: float
    least: float
    p99: float
    found: int | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """One finished row.

    Attributes:
        unit: `ms` for work, `MB` for sizes.
        ratio: median of the repetitions' ratios, ours to the limit; empty without a limit.
        rows: as in Work.
    """

    name: str
    title: Text
    unit: str
    ours: Side
    limit: Side | None
    ratio: float | None
    goal: Goal
    rows: int = 1

    @property
    def ours_rows_per_s(self) -> float | None:
        """Answer our speed of taking in rows; empty for work that is not counted in rows."""
        return _rows_per_s(self.rows, self.ours)

    @property
    def limit_rows_per_s(self) -> float | None:
        """Answer the limit's speed of taking in rows."""
        return _rows_per_s(self.rows, self.limit) if self.limit else None

    @property
    def added(self) -> float | None:
        """Answer our median less the limit's; empty without a limit."""
        return self.ours.median - self.limit.median if self.limit else None

    @property
    def met(self) -> bool | None:
        """Answer whether every part of the goal is reached; empty when there is no goal."""
        goal, speed = self.goal, self.ours_rows_per_s
        parts = [
            _at_most(self.ratio, goal.ratio),
            _at_most(self.ours.median, goal.most),
            _at_most(self.ours.p99, goal.p99_ms),
            _at_most(self.added, goal.added_ms),
            None if goal.rows_per_s is None else (speed or 0.0) >= goal.rows_per_s,
        ]
        asked = [part for part in parts if part is not None]
        return all(asked) if asked else None

    @property
    def agrees(self) -> bool:
        """Answer whether both sides found the same, as far as both said what they found."""
        ours, limit = self.ours.found, self.limit.found if self.limit else None
        return ours is None or limit is None or ours == limit


def measure(
    works: Iterable[Work],
    *,
    clock: Clock = perf_counter_ns,
    told: Callable[[Measured], None] | None = None,
) -> list[Measured]:
    """Measure each work; `told` hears of every row as soon as it is finished."""
    rows: list[Measured] = []
    for work in works:
        row = _measure_one(work, clock)
        rows.append(row)
        if told is not None:
            told(row)
    return rows


def size(name: str, title: Text, megabytes: tuple[float, float | None], goal: Goal) -> Measured:
    """Make a row of a size: ours and the limit's in megabytes."""
    ours, limit = megabytes
    return Measured(
        name,
        title,
        "MB",
        Side(ours, ours, ours),
        None if limit is None else Side(limit, limit, limit),
        ours / limit if limit else None,
        goal,
    )


def _measure_one(work: Work, clock: Clock) -> Measured:
    ours = _Run(work.ours, clock)
    limit = _Run(work.limit, clock) if work.limit else None
    runs = [ours, limit] if limit else [ours]
    if work.warm_up:
        _put_back(work)
        for run in runs:
            run.warm(work.warm_up)
    gc.collect()
    deadline_ns = clock() + int(work.budget_s * 1000 * _NS_PER_MS)
    for repetition in range(work.repetitions):
        if repetition >= _LEAST_REPETITIONS and clock() > deadline_ns:
            break
        _put_back(work)
        first = work.warm_up + repetition * work.calls
        for run in runs if repetition % 2 == 0 else reversed(runs):
            run.batch(first, work.calls)
    return Measured(
        work.name,
        work.title,
        "ms",
        ours.shown(),
        limit.shown() if limit else None,
        _paired_ratio(ours.means_ms, limit.means_ms) if limit else None,
        work.goal,
        work.rows,
    )


class _Run:
    """One side while it is measured."""

    __slots__ = ("_call", "_calls_ms", "_clock", "_found", "means_ms")

    def __init__(self, call: Call, clock: Clock) -> None:
        self._call = call
        self._clock = clock
        self._calls_ms: list[float] = []
        self._found: int | None = None
        self.means_ms: list[float] = []

    def warm(self, calls: int) -> None:
        for index in range(calls):
            self._call(index)

    def batch(self, first: int, calls: int) -> None:
        call, clock = self._call, self._clock
        total_ns = 0
        for index in range(first, first + calls):
            since_ns = clock()
            found = call(index)
            took_ns = clock() - since_ns
            total_ns += took_ns
            self._calls_ms.append(took_ns / _NS_PER_MS)
            if found is not None:
                self._found = (self._found or 0) + found
        self.means_ms.append(total_ns / calls / _NS_PER_MS)

    def shown(self) -> Side:
        ordered = sorted(self._calls_ms)
        return Side(median(self.means_ms), ordered[0], percentile(ordered, 99), self._found)


def percentile(ordered: Sequence[float], percent: int) -> float:
    """Answer the value that `percent` of 100 do not exceed, by nearest rank, of sorted values."""
    rank = -(-len(ordered) * percent // 100)
    return ordered[max(rank, 1) - 1]


def _paired_ratio(ours_ms: Sequence[float], limit_ms: Sequence[float]) -> float | None:
    pairs = [ours / limit for ours, limit in zip(ours_ms, limit_ms, strict=True) if limit > 0]
    return median(pairs) if pairs else None


def _put_back(work: Work) -> None:
    if work.before is not None:
        work.before()


def _rows_per_s(rows: int, side: Side) -> float | None:
    return rows * 1000 / side.median if rows > 1 and side.median > 0 else None


def _at_most(value: float | None, bound: float | None) -> bool | None:
    if bound is None:
        return None
    return value is not None and value <= bound
