"""The words a demo office is made of, as they lie in `resources/demo`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from random import Random
from typing import Any, TypeVar

from loancrm_desktop import places

T = TypeVar("T")


@cache
def words(name: str) -> Mapping[str, Any]:
    """Read one file of demo words: `people`, `office`, `loans` or `phrases`."""
    path = places.resources() / "demo" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def pick(rng: Random, items: Sequence[T]) -> T:
    """Choose one of several, each as likely."""
    return items[int(rng.random() * len(items))]


def weighted(rng: Random, shares: Mapping[T, float]) -> T:
    """Choose one by its share."""
    left = rng.random() * sum(shares.values())
    for item, share in shares.items():
        left -= share
        if left < 0:
            return item
    return next(reversed(list(shares)))


def between(rng: Random, low: float, high: float) -> float:
    """Choose a number, the middle likelier than the ends."""
    return low + (high - low) * (rng.random() + rng.random()) / 2


def chance(rng: Random, share: float) -> bool:
    """Say yes as often as the share says."""
    return rng.random() < share
