"""Who acts: a person at a desk, with the rights the role gave at sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Scope = Literal["own", "team", "all"]


@dataclass(frozen=True, slots=True)
class Rights:
    """What a role may see and do.

    Attributes:
        scope: whose customers and deals are visible.
        may: acts allowed, such as `customers.edit`; `*` allows all.
        hidden: field keys (`customer.id_number`) that are never shown.
        masked: field keys shown masked, revealed only on purpose.
        read_only: field keys that may be seen but not changed.
    """

    scope: Scope = "own"
    may: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    masked: frozenset[str] = frozenset()
    read_only: frozenset[str] = frozenset()

    def allows(self, act: str) -> bool:
        """Say whether an act is allowed; `customers.*` covers `customers.edit`."""
        return "*" in self.may or act in self.may or f"{act.partition('.')[0]}.*" in self.may


@dataclass(frozen=True, slots=True)
class Grant:
    """What the office gives a person: the role with its rights, the teams."""

    role_key: str
    rights: Rights
    team_id: int | None = None
    team_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """One person at one desk.

    Attributes:
        user_id: the user's id; None only while the office is being founded.
        team_ids: the own team and the teams this person supervises.
        shared: customers of others that this person may look along at, for a time.
        granted: what the office gave at sign-in, to notice that it gives something else now;
            None for somebody made up, who keeps what was made up.
    """

    user_id: int | None
    login: str
    name: str
    role_key: str
    rights: Rights
    desk: str = "desk"
    team_id: int | None = None
    team_ids: tuple[int, ...] = ()
    window: str = ""
    granted: Grant | None = None
    shared: tuple[int, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict[str, str])


FOUNDER = Actor(None, "", "", "owner", Rights("all", frozenset({"*"})), "founding")
"""Acts once, while an office is being founded and has no user yet."""
