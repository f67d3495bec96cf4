"""What a role does not show is not told by filters, orders, lists or cards either."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import access
from loancrm_desktop.services.actor import Actor, Rights
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.built_in_fields import BUILT_IN_FIELDS
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import home_of
from loancrm_desktop.services.language.expressions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Constant,
    Count,
    Emptiness,
    FieldValue,
    Not,
    Op,
    Range,
    Several,
    Value,
)
from loancrm_desktop.services.language.fields import FieldPath, FieldSpec, Vocabulary
from loancrm_desktop.services.office import Work
from loancrm_desktop.terms import Term
from loancrm_desktop.texts import Text, say

Masks = Literal["role", "display"]
"""Who gets masked values: those whose role says so, or everybody, as windows show them."""

COVERED = "****"
"""Shown in place of a value whose form would tell too much."""

Asks = Literal["whole", "part", "emptiness"]


def refuse_unseen(actor: Actor, kind: str, condition: Condition) -> None:
    """Let a condition pass that tells the actor nothing the role does not show.

    A masked field may be asked for by its whole value, as in a search, and for being empty.

    Raises:
        Refused: it asks for a hidden field, or for a part or the order of a masked one.
    """
    if not actor.rights.hidden and not actor.rights.masked:
        return
    for path, at, asks in _asked(kind, condition):
        for spec, of in _steps(path, at):
            if access.hidden(actor, of, spec.key):
                raise _hidden(spec)
        if asks == "part" and access.masked(actor, _end(path, at), path.spec.key):
            raise _masked(path.spec)


def refuse_unseen_order(actor: Actor, kind: str, spec: FieldSpec) -> None:
    """Let an order pass that tells the actor nothing the role does not show.

    Raises:
        Refused: the field is hidden or masked.
    """
    if access.hidden(actor, kind, spec.key):
        raise _hidden(spec)
    if access.masked(actor, kind, spec.key):
        raise _masked(spec)


def _asked(kind: str, condition: Condition) -> Iterator[tuple[FieldPath, str, Asks]]:
    """Name every field a condition asks of, the kind of record it starts from, and what it asks."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _asked(kind, part)
        case Not(part):
            yield from _asked(kind, part)
        case Emptiness(path, _):
            yield path, kind, "emptiness"
        case Compare(path, op, value):
            whole = op is Op.EQ and isinstance(value, Constant)
            yield path, kind, "whole" if whole else "part"
            for other in _fields_of(value):
                yield other, kind, "part"
        case Count(rows, where, _, _):
            yield FieldPath((), rows.via), rows.relation.kind, "emptiness"
            yield from _asked(rows.relation.kind, where)


def _fields_of(value: Value) -> Iterator[FieldPath]:
    match value:
        case FieldValue(path):
            yield path
        case Range(low, high):
            yield from (*_fields_of(low), *_fields_of(high))
        case Several(items):
            for item in items:
                yield from _fields_of(item)
        case _:
            return


def _steps(path: FieldPath, kind: str) -> Iterator[tuple[FieldSpec, str]]:
    """Name each field on a path with the kind of record it belongs to."""
    at = kind
    for link in path.links:
        yield link, at
        at = link.links_to or ""
    yield path.spec, at


def _end(path: FieldPath, kind: str) -> str:
    return (path.links[-1].links_to or "") if path.links else kind


def _hidden(spec: FieldSpec) -> Refused:
    text = say(
        "Your role does not see {field}; take it out of the filter or the order.",
        field=_label(spec),
    )
    return Refused(text, forbidden=True)


def _masked(spec: FieldSpec) -> Refused:
    text = say(
        "Your role sees {field} only in part: filter by the whole value, or choose another field.",
        field=_label(spec),
    )
    return Refused(text, forbidden=True)


def _label(spec: FieldSpec) -> Text:
    return Term(f"field.{spec.key}", spec.label_zh, spec.label_en)


def covered(value: Any, spec: FieldSpec) -> str:
    """Say a value that is not empty to somebody whose role sees its field only masked."""
    if spec.mask is None and spec.sensitivity == "none":
        # Nothing says how to cover it in part; the role says it is to be covered.
        return COVERED
    return field_types.masked(value, spec)


def as_shown(work: Work, masks: Masks) -> Work:
    """Answer a reading whose actor sees no more than `masks` lets through; for output alone."""
    if masks == "role":
        return work
    shown = copy.copy(work)
    shown.actor = replace(work.actor, rights=_display(work).rights)
    return shown


def revealable(work: Work, kind: str, masks: Masks = "display") -> tuple[str, ...]:
    """Answer the fields of a kind that are masked for show only: the actor may have them said."""
    return () if masks == "role" else _display(work).revealable.get(kind, ())


@dataclass(frozen=True, slots=True)
class _Display:
    rights: Rights
    revealable: dict[str, tuple[str, ...]]


def _display(work: Work) -> _Display:
    """Answer what a role sees on a screen others may look at; kept, for every list asks it."""
    rights = work.actor.rights
    kept: dict[Rights, _Display] = work.shelf.setdefault("display", {})
    if rights not in kept:
        masked = {
            kind: [key for key, spec in fields.fields.items() if spec.mask is not None]
            for kind, fields in catalog_of(work).vocabulary.kinds.items()
        }
        names = {f"{kind}.{key}" for kind, keys in masked.items() for key in keys}
        shut = rights.hidden | rights.masked
        kept[rights] = _Display(
            replace(rights, masked=rights.masked | names),
            {
                kind: tuple(key for key in keys if f"{kind}.{key}" not in shut)
                for kind, keys in masked.items()
            },
        )
    return kept[rights]


Column = tuple[str, str] | None


def fields_of(kind: str, attributes: Iterable[str]) -> tuple[Column, ...]:
    """Answer which field of a kind stands in each column of a row, None for a column of its own."""
    by_attribute = {
        home.attribute: (kind, spec.key)
        for spec in BUILT_IN_FIELDS[kind]
        if (home := home_of(kind, spec.key)) is not None
    }
    return tuple(by_attribute.get(attribute) for attribute in attributes)


@dataclass(frozen=True, slots=True)
class Veil:
    """Which columns of a row an actor sees covered or not at all.

    Attributes:
        places: index, what stands there instead of a hidden value, the field when only masked.
    """

    places: tuple[tuple[int, Any, FieldSpec | None], ...]

    def over(self, values: list[Any]) -> None:
        """Cover the values of a row in place."""
        for index, instead, spec in self.places:
            value = values[index]
            told = spec is not None and isinstance(value, str) and value and not spec.options
            values[index] = covered(value, spec) if told and spec is not None else instead


def veil(
    actor: Actor,
    vocabulary: Vocabulary,
    columns: Sequence[Column],
    instead: Sequence[Any],
) -> Veil:
    """Answer what an actor does not see of rows.

    Args:
        actor: who looks.
        vocabulary: the record kinds and their fields.
        columns: per column, the record kind and key of the field it shows, None for others.
        instead: per column, what stands there when nothing may be shown.
    """
    rights = actor.rights
    if not rights.hidden and not rights.masked:
        return Veil(())
    places: list[tuple[int, Any, FieldSpec | None]] = []
    for index, column in enumerate(columns):
        if column is None:
            continue
        if access.hidden(actor, *column):
            places.append((index, instead[index], None))
        elif access.masked(actor, *column):
            spec = vocabulary.kind(column[0]).fields.get(column[1])
            places.append((index, instead[index], spec))
    return Veil(tuple(places))


def shows_deal_amounts(work: Work) -> bool:
    """Say whether the actor's role shows the requested amounts of deals, so also sum and order."""
    rights = work.actor.rights
    return "deal.requested_amount" not in rights.hidden | rights.masked
