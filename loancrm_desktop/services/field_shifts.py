"""What an entry of the history did to the fields of a record, in the form records carry values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from loancrm_desktop.changes import Change
from loancrm_desktop.models.stored import columns_of, from_stored
from loancrm_desktop.services import access, causes, history_sight, sight
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import home_of
from loancrm_desktop.services.language.custom_values import unpack
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import Text

KINDS = ("customer", "deal")


@dataclass(frozen=True, slots=True)
class FieldShift:
    """One field of a record that was changed.

    Attributes:
        kind: customer or deal.
        old: the JSON value before; a number that is always shown masked is covered.
        new: the JSON value after.
        by: the process or rule that made it; None when a person's own act did.
    """

    kind: str
    record_id: int
    field: str
    old: Any
    new: Any
    by: Text | None = None


def shifts_of(work: Work, changes: tuple[Change, ...]) -> tuple[FieldShift, ...]:
    """Answer the fields people fill that were changed, of the customers and deals in sight.

    Fields the program keeps by itself, and rows that were only just made, are left out.
    """
    found: list[FieldShift] = []
    edits = [each for each in changes if each.table in KINDS and each.act == "update"]
    for change, pairs in history_sight.visible(work, edits):
        kept = catalog_of(work).read_only.get(change.table, frozenset[str]())
        row, by = (change.table, change.record_id), causes.cause_text(work, change.cause)
        for spec, old, new in _fields(work, change, pairs):
            if spec.key not in kept and old != new:
                found.append(FieldShift(*row, spec.key, old, new, by))
    return tuple(found)


def _fields(
    work: Work, change: Change, pairs: list[history_sight.FieldPair]
) -> Iterator[tuple[FieldSpec, Any, Any]]:
    fields = catalog_of(work).kind(change.table).fields
    by_column = {
        home.attribute: spec
        for key, spec in fields.items()
        if spec.built_in and (home := home_of(change.table, key)) is not None
    }
    for name, old, new in pairs:
        if name == "custom":
            yield from _own_fields(work, change.table, fields, (old, new))
        elif name in by_column:
            spec = by_column[name]
            column = columns_of(change.table)[name]
            if access.masked(work.actor, change.table, spec.key):
                yield spec, old, new
            else:
                yield (
                    spec,
                    _json(work, spec, from_stored(column, old)),
                    _json(work, spec, from_stored(column, new)),
                )


def _own_fields(
    work: Work, kind: str, fields: Mapping[str, FieldSpec], sides: tuple[object, object]
) -> Iterator[tuple[FieldSpec, Any, Any]]:
    old, new = (cast("dict[str, Any]", side or {}) for side in sides)
    for key in {**old, **new}:
        spec = fields.get(key)
        if spec is None or old.get(key) == new.get(key):
            continue
        if access.masked(work.actor, kind, key):
            yield spec, old.get(key), new.get(key)
        else:
            yield (
                spec,
                _json(work, spec, unpack(spec, old.get(key))),
                _json(work, spec, unpack(spec, new.get(key))),
            )


def _json(work: Work, spec: FieldSpec, value: Any) -> Any:
    if value in (None, "", (), []):
        return None
    if spec.mask is not None and isinstance(value, str):
        return sight.covered(value, spec)
    return field_types.to_json(value, spec, work.place.zone)
