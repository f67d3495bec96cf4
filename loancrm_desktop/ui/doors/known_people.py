"""Who signed in on this computer before, kept beside the layout of the desk."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from loancrm_desktop.ui.desk_memory import DeskMemory

MOST_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody of the office who opened it here."""

    login: str
    name: str
    role_key: str


def people_of(memory: DeskMemory, folder: Path) -> tuple[KnownPerson, ...]:
    """Answer who opened an office here, the last one first."""
    try:
        stored: object = json.loads(_door(memory).get(_key(folder), "[]"))
    except ValueError:
        return ()
    found: list[KnownPerson] = []
    for each in cast("list[Any]", stored) if isinstance(stored, list) else ():
        if isinstance(each, dict):
            parts = cast("dict[str, Any]", each)
            words = [str(parts.get(name, "")) for name in ("login", "name", "role_key")]
            if words[0]:
                found.append(KnownPerson(*words))
    return tuple(found[:MOST_PEOPLE])


def remember_person(memory: DeskMemory, folder: Path, person: KnownPerson) -> None:
    """Put a person first among those who opened an office here."""
    others = [each for each in people_of(memory, folder) if each.login != person.login]
    kept = [person, *others][:MOST_PEOPLE]
    _door(memory)[_key(folder)] = json.dumps([asdict(each) for each in kept], ensure_ascii=False)


def _door(memory: DeskMemory) -> dict[str, str]:
    """Answer what is kept for whoever stands at the door; nobody has signed in there yet."""
    return memory.layouts.setdefault("", {})


def _key(folder: Path) -> str:
    return f"door.{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"
