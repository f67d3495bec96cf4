"""Ways of arrows: right-angled, from side to side, round nodes, with few bends."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Way = tuple[Point, ...]
STUB, ROOM = 18.0, 12.0
_BEND, _HIT, _SHARED = 40.0, 900.0, 130.0
_SIDES: tuple[Point, ...] = ((1, 0), (0, 1), (-1, 0), (0, -1))


@dataclass(frozen=True, slots=True)
class Box:
    """The room a node takes: its middle and half its size."""

    x: float
    y: float
    half_width: float
    half_height: float

    def port(self, side: Point) -> Point:
        """Answer the middle of a side."""
        return self.x + side[0] * self.half_width, self.y + side[1] * self.half_height

    def crosses(self, a: Point, b: Point) -> bool:
        """Say whether a level or upright line goes through it, room around it included."""
        left, right = sorted((a[0], b[0]))
        top, bottom = sorted((a[1], b[1]))
        wide, high = self.half_width + ROOM - 1, self.half_height + ROOM - 1
        return (
            left < self.x + wide
            and right > self.x - wide
            and top < self.y + high
            and bottom > self.y - high
        )


def route(
    start: Box, end: Box, others: Sequence[Box], taken: Iterable[tuple[Box, Point]] = ()
) -> Way:
    """Answer the points of an arrow from one node to another.

    Args:
        start: where it begins.
        end: where it leads.
        others: the other nodes.
        taken: sides of nodes where other arrows begin or end; they are avoided.
    """
    used = set(taken)
    toward = _facing(start, end)
    first = _best(_ways(toward, _facing(end, start), (start, end)), (start, end), others, used)
    if first[0] < _HIT and first[0] < _cheap(start, end):
        return first[1]
    lanes = _lanes((start, end, *others))
    found = _best(_ways(_SIDES, _SIDES, (start, end), lanes), (start, end), others, used)
    return min(first, found)[1]


def _cheap(start: Box, end: Box) -> float:
    return abs(start.x - end.x) + abs(start.y - end.y) + 3 * _BEND


def _facing(box: Box, to: Box) -> tuple[Point, ...]:
    across = ((1.0, 0.0) if to.x >= box.x else (-1.0, 0.0),) if abs(to.x - box.x) > 1 else ()
    along = ((0.0, 1.0) if to.y >= box.y else (0.0, -1.0),) if abs(to.y - box.y) > 1 else ()
    return (*across, *along) or _SIDES


def _lanes(boxes: Sequence[Box]) -> tuple[Sequence[float], Sequence[float]]:
    """Answer the levels below and above nodes, and the uprights beside them."""
    level = {each.y + way * (each.half_height + STUB) for each in boxes[:2] for way in (-1, 1)}
    upright = {each.x + way * (each.half_width + STUB) for each in boxes[:2] for way in (-1, 1)}
    left, right = sorted((boxes[0].x, boxes[1].x))
    near = [each for each in boxes if left - 1 <= each.x <= right + 1]
    level.add(max(each.y + each.half_height for each in near) + STUB + ROOM)
    level.add(min(each.y - each.half_height for each in near) - STUB - ROOM)
    return sorted(level), sorted(upright)


def _ways(
    starts: Iterable[Point],
    ends: Iterable[Point],
    boxes: tuple[Box, Box],
    lanes: tuple[Sequence[float], Sequence[float]] = ((), ()),
) -> Iterator[tuple[Point, Point, Way]]:
    for out, into in itertools.product(starts, ends):
        a, b = boxes[0].port(out), boxes[1].port(into)
        p = (a[0] + out[0] * STUB, a[1] + out[1] * STUB)
        q = (b[0] + into[0] * STUB, b[1] + into[1] * STUB)
        middles: list[Way] = [((p[0], q[1]),), ((q[0], p[1]),)]
        half_x, half_y = (p[0] + q[0]) / 2, (p[1] + q[1]) / 2
        middles += [((x, p[1]), (x, q[1])) for x in (half_x, *lanes[1])]
        middles += [((p[0], y), (q[0], y)) for y in (half_y, *lanes[0])]
        for middle in middles:
            way = _straightened((a, p, *middle, q, b))
            if way is not None:
                yield out, into, way


def _straightened(points: Sequence[Point]) -> Way | None:
    """Leave out points in line; None for a way that turns back on itself."""
    kept: list[Point] = []
    for point in points:
        if kept and _near(kept[-1], point):
            continue
        if len(kept) > 1:
            before, last = kept[-2], kept[-1]
            flat = _same(before[1], last[1]) and _same(last[1], point[1])
            steep = _same(before[0], last[0]) and _same(last[0], point[0])
            if flat or steep:
                along = (last[0] - before[0]) * (point[0] - last[0])
                up = (last[1] - before[1]) * (point[1] - last[1])
                if along < 0 or up < 0:
                    return None
                kept.pop()
        kept.append(point)
    return tuple(kept)


def _same(a: float, b: float) -> bool:
    return abs(a - b) < 0.5


def _near(a: Point, b: Point) -> bool:
    return _same(a[0], b[0]) and _same(a[1], b[1])


def _best(
    ways: Iterable[tuple[Point, Point, Way]],
    boxes: tuple[Box, Box],
    others: Sequence[Box],
    taken: set[tuple[Box, Point]],
) -> tuple[float, Way]:
    start, end = boxes
    best: tuple[float, Way] = (1e12, (start.port((1, 0)), end.port((-1, 0))))
    for out, into, way in ways:
        cost = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in itertools.pairwise(way))
        cost += _BEND * (len(way) - 2)
        cost += _SHARED * (((start, out) in taken) + ((end, into) in taken))
        if cost >= best[0]:
            continue
        cost += _HIT * _hits(way, boxes, others)
        if cost < best[0]:
            best = (cost, way)
    return best


def _hits(way: Way, boxes: tuple[Box, Box], others: Sequence[Box]) -> int:
    legs = list(itertools.pairwise(way))
    found = sum(1 for each in others for a, b in legs if each.crosses(a, b))
    found += sum(1 for a, b in legs[1:] if boxes[0].crosses(a, b))
    return found + sum(1 for a, b in legs[:-1] if boxes[1].crosses(a, b))


def label_place(way: Way) -> Point:
    """Answer where an arrow's name stands: the middle of its longest level part, or of any."""
    legs = list(itertools.pairwise(way))
    if not legs:
        return way[0] if way else (0.0, 0.0)
    best = max(legs, key=_weight)
    return (best[0][0] + best[1][0]) / 2, (best[0][1] + best[1][1]) / 2


def _weight(leg: tuple[Point, Point]) -> float:
    (ax, ay), (bx, by) = leg
    return abs(ax - bx) * 1.2 + abs(ay - by)
