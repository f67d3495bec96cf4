"""Places nodes in layers along the way, the layers folded into rows as one writes lines.

Layers by longest way from the start (arrows back left out), the order within one by what it hangs
on, then rows of so many layers, every second one from right to left: a long process stays as wide
as the window. Why this is our own: docs/decisions/0022.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

PITCH_X, PITCH_Y, ROW_GAP = 216.0, 120.0, 40.0
Arrow = tuple[str, str]


def placed(
    keys: Sequence[str], arrows: Sequence[Arrow], columns: int = 4
) -> Mapping[str, tuple[float, float]]:
    """Answer the middle of every node.

    Args:
        keys: the nodes, the start first.
        arrows: from and to.
        columns: how many layers stand side by side.
    """
    known = set(keys)
    ahead = forward(keys, [each for each in arrows if each[0] in known and each[1] in known])
    layers = _ordered(_layers(keys, ahead), ahead)
    places: dict[str, tuple[float, float]] = {}
    top = 0.0
    for row, first in enumerate(range(0, len(layers), columns)):
        line = layers[first : first + columns]
        for at, layer in enumerate(line):
            column = at if row % 2 == 0 else columns - 1 - at
            for place, key in enumerate(layer):
                places[key] = (column * PITCH_X, top + place * PITCH_Y)
        top += max(len(layer) for layer in line) * PITCH_Y + ROW_GAP
    return places


def forward(keys: Sequence[str], arrows: Sequence[Arrow]) -> list[Arrow]:
    """Answer the arrows that lead on; those that close a loop are left out."""
    out: dict[str, list[str]] = {key: [] for key in keys}
    for start, end in arrows:
        out[start].append(end)
    state: dict[str, int] = {}
    kept: list[Arrow] = []
    for root in keys:
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(out[root]))]
        while stack:
            key, left = stack[-1]
            end = next(left, None)
            if end is None:
                state[key] = 2
                stack.pop()
            elif state.get(end) != 1:
                kept.append((key, end))
                if end not in state:
                    state[end] = 1
                    stack.append((end, iter(out[end])))
    return kept


def _layers(keys: Sequence[str], ahead: Sequence[Arrow]) -> list[list[str]]:
    into: dict[str, list[str]] = {key: [] for key in keys}
    out: dict[str, list[str]] = {key: [] for key in keys}
    for start, end in ahead:
        into[end].append(start)
        out[start].append(end)
    waiting = {key: len(into[key]) for key in keys}
    ready = [key for key in keys if not waiting[key]]
    depth: dict[str, int] = dict.fromkeys(keys, 0)
    while ready:
        key = ready.pop(0)
        for end in out[key]:
            depth[end] = max(depth[end], depth[key] + 1)
            waiting[end] -= 1
            if not waiting[end]:
                ready.append(end)
    loose = [key for key in keys if not into[key] and not out[key]]
    last = max(depth.values(), default=0)
    for key in loose[1:] if len(loose) == len(keys) else loose:
        depth[key] = last + (1 if len(loose) < len(keys) else 0)
    found: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for key in keys:
        found[depth[key]].append(key)
    return [layer for layer in found if layer]


def _ordered(layers: list[list[str]], ahead: Sequence[Arrow]) -> list[list[str]]:
    """Sort each layer by the middle of what leads to it; what leads on furthest goes first."""
    reach = _reach(layers, ahead)
    before: dict[str, list[str]] = {}
    for start, end in ahead:
        before.setdefault(end, []).append(start)
    place: dict[str, float] = {}
    for layer in layers:
        weighed = {
            key: sum(place.get(each, 0.0) for each in before.get(key, ()))
            / max(1, len(before.get(key, ())))
            for key in layer
        }
        layer.sort(key=weighed.__getitem__)
        layer.sort(key=reach.__getitem__, reverse=True)
        place.update({key: float(at) for at, key in enumerate(layer)})
    return layers


def _reach(layers: Sequence[Sequence[str]], ahead: Sequence[Arrow]) -> dict[str, int]:
    out: dict[str, list[str]] = {}
    for start, end in ahead:
        out.setdefault(start, []).append(end)
    found: dict[str, int] = {}
    for layer in reversed(layers):
        for key in layer:
            found[key] = 1 + max((found.get(end, 0) for end in out.get(key, ())), default=0)
    return found
