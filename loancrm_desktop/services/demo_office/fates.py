"""How far the demo office's cases come: which fate, through which stages, how long in each."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from loancrm_desktop.services.demo_office.hours import DAY_MINUTES
from loancrm_desktop.services.demo_office.words import chance

How = Literal["standing", "won", "archived", "lost", "mistake"]

PATH: tuple[str, ...] = (
    "lead_assignment",
    "first_call",
    "qualification_review",
    "product_matching",
    "signing_support",
    "bank_approval",
    "disbursed",
    "post_loan",
)


@dataclass(frozen=True, slots=True)
class Fate:
    """How a case ends, or how it stands now.

    Attributes:
        stage: where it stands; for a lost case the stage it was lost from.
    """

    how: How
    stage: str


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay in a stage, in minutes of working time; the last one has no end."""

    stage: str
    enters: int
    leaves: int | None


_SHARES: tuple[tuple[Fate, int], ...] = (
    (Fate("won", "post_loan"), 62),
    (Fate("standing", "qualification_review"), 16),
    (Fate("standing", "product_matching"), 15),
    (Fate("standing", "bank_approval"), 12),
    (Fate("won", "disbursed"), 14),
    (Fate("standing", "first_call"), 16),
    (Fate("standing", "signing_support"), 9),
    (Fate("standing", "lead_assignment"), 8),
    (Fate("lost", "first_call"), 48),
    (Fate("archived", "qualification_review"), 22),
    (Fate("lost", "product_matching"), 24),
    (Fate("lost", "bank_approval"), 20),
    (Fate("lost", "qualification_review"), 18),
    (Fate("lost", "signing_support"), 8),
    (Fate("mistake", "lead_assignment"), 4),
)
"""Fates with their shares, those that fill the board's columns first."""

STAND_IN = Fate("standing", "qualification_review")
"""The fate of whoever comes in place of a customer in the trash."""

_STAY_MINUTES = {
    "lead_assignment": (3, 90, 15),
    "first_call": (15, 900, 90),
    "qualification_review": (240, 2400, 720),
    "product_matching": (180, 1900, 480),
    "signing_support": (200, 1700, 700),
    "bank_approval": (1200, 5800, 2600),
    "disbursed": (300, 2400, 900),
}
"""Shortest, longest, usual."""

_LIMIT_MINUTES = {
    "lead_assignment": 30,
    "first_call": 120,
    "qualification_review": 1280,
    "product_matching": 1280,
    "signing_support": 1100,
    "bank_approval": 3300,
}
"""The stages' time limits, roughly, as working time."""


def deal_out(rng: Random, count: int) -> list[Fate]:
    """Share fates out among so many cases, each at least once if there are enough."""
    total = sum(share for _, share in _SHARES)
    dealt = [fate for fate, _ in _SHARES][:count]
    left = count - len(dealt)
    for fate, share in _SHARES:
        dealt += [fate] * int(left * share / total)
    dealt += [_SHARES[index % 4][0] for index in range(count - len(dealt))]
    rng.shuffle(dealt)
    return dealt


def stays(rng: Random, fate: Fate, minutes: int) -> tuple[Stay, ...]:
    """Lay a case into the time the office has been through.

    Args:
        rng: chance.
        fate: how it comes out.
        minutes: how much working time there was.
    """
    route = _route(rng, fate)
    lengths = [_length(rng, stage) for stage in route[:-1]]
    since_last = _since_last(rng, fate, minutes)
    total = sum(lengths) + (since_last or 0)
    if total >= minutes - 2:
        scale = (minutes - 2) / total
        lengths = [max(2, int(length * scale)) for length in lengths]
        since_last = None if since_last is None else max(1, int(since_last * scale))
        total = sum(lengths) + (since_last or 0)
    room = max(0, minutes - 1 - total)
    # More cases late than early: the office grows.
    begins = room if since_last is not None else int(room * rng.random() ** 0.85)
    laid: list[Stay] = []
    for stage, length in zip(route, [*lengths, None], strict=True):
        leaves = None if length is None else begins + length
        laid.append(Stay(stage, begins, leaves))
        begins = leaves or begins
    return tuple(laid)


def _route(rng: Random, fate: Fate) -> list[str]:
    route: list[str] = list(PATH[: PATH.index(fate.stage) + 1])
    if "signing_support" in route and chance(rng, 0.08):
        # Sent back for a missing paper.
        after = route.index("signing_support")
        route[after:after] = ["qualification_review", "product_matching"]
    if "disbursed" in route and chance(rng, 0.07):
        # The first bank declined; another one took it.
        after = route.index("disbursed")
        route[after:after] = ["product_matching", "signing_support", "bank_approval"]
    if fate.how in ("lost", "archived"):
        route.append(fate.how)
    return route


def _length(rng: Random, stage: str) -> int:
    low, high, usual = _STAY_MINUTES[stage]
    return int(rng.triangular(low, high, usual))


def _since_last(rng: Random, fate: Fate, minutes: int) -> int | None:
    """Answer for how long a case stands where it is, None for those that ended some time ago."""
    if fate.how == "standing":
        limit = _LIMIT_MINUTES[fate.stage]
        share = rng.uniform(1.1, 3.0) if chance(rng, 0.3) else rng.uniform(0.05, 0.9)
        return max(1, int(limit * share))
    if fate == Fate("won", "disbursed"):
        return int(min(minutes / 4, rng.uniform(60, 6 * DAY_MINUTES)))
    return None
