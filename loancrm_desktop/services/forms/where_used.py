"""Where a field is used: views, conditions of designs, contract templates, import maps."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from sqlalchemy import select

from loancrm_desktop import places
from loancrm_desktop.models.designs import Design, SavedView
from loancrm_desktop.models.journal import ImportMapping
from loancrm_desktop.services.office import Work

UseKind = Literal["view", "design", "template", "import"]

MAX_TEMPLATE_BYTES = 20_000_000

_TAG = re.compile(r"<[^>]*>")
_PLACE = re.compile(r"\{[{%][^{}]*[%}]\}")
_NAME = re.compile(r"[a-z_][a-z0-9_.]*")


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a field is used.

    Attributes:
        kind: `view`, `design` (a process, a rule, a report), `template` or `import`.
        name: what people call the place.
    """

    kind: UseKind
    name: str


def uses_of(work: Work, kind: str, keys: Iterable[str]) -> dict[str, tuple[Use, ...]]:
    """Answer where fields of a kind are used, by key."""
    places_named = list(_places(work))
    return {
        key: tuple(
            dict.fromkeys(use for use, of, names in places_named if _names(kind, key, of, names))
        )
        for key in keys
    }


def _names(kind: str, key: str, of: str, names: frozenset[str]) -> bool:
    """Say whether a place that speaks of records of one kind names a field of another."""
    return (of == kind and key in names) or f"{kind}.{key}" in names


def _places(work: Work) -> Iterator[tuple[Use, str, frozenset[str]]]:
    views = select(SavedView.kind, SavedView.name, SavedView.body)
    for of, name, body in work.session.execute(views.where(SavedView.deleted_at.is_(None))):
        yield Use("view", name), of, frozenset(_texts(body))
    designs = select(Design.kind, Design.key, Design.body).where(
        Design.state == "published", Design.kind.not_in(("form", "settings"))
    )
    for design_kind, key, body in work.session.execute(designs):
        of = "deal" if design_kind == "process" else str(body.get("kind", ""))
        name = body.get("name_zh") or body.get("name") or key
        yield Use("design", str(name)), of, frozenset(_texts(body))
    for body in work.session.execute(select(ImportMapping.body)).scalars():
        columns: Mapping[str, Any] = body.get("columns") or {}
        headings = "、".join(list(columns)[:3])
        fields = frozenset(str(field) for field in columns.values() if field)
        yield Use("import", headings), "customer", fields
    for path in sorted((places.templates() / "contracts").glob("*.docx")):
        yield Use("template", path.stem), "", _template_names(path, path.stat().st_mtime_ns)


def _texts(part: object) -> Iterator[str]:
    """Yield every text in a JSON body, a sort's minus and paths of its own kind left away."""
    if isinstance(part, str):
        yield part.removeprefix("-")
    elif isinstance(part, Mapping):
        for key, each in cast("Mapping[str, object]", part).items():
            yield key
            yield from _texts(each)
    elif isinstance(part, list):
        for each in cast("list[object]", part):
            yield from _texts(each)


@lru_cache(maxsize=32)
def _template_names(path: Path, _changed: int) -> frozenset[str]:
    """Answer the names between the braces of a Word template; none of one that cannot be read."""
    try:
        with zipfile.ZipFile(path) as packed:
            inside = packed.getinfo("word/document.xml")
            if inside.file_size > MAX_TEMPLATE_BYTES:
                return frozenset()
            text = _TAG.sub("", packed.read(inside).decode("utf-8", "replace"))
    except (OSError, KeyError, zipfile.BadZipFile):
        return frozenset()
    found = (name for place in _PLACE.findall(text) for name in _NAME.findall(place))
    return frozenset(found)
