"""Two desks on one record: fields only one changed merge silently, fields both changed conflict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from loancrm_desktop.errors import Clash, Conflict
from loancrm_desktop.services import journal
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import home_of, value_of
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.values_in import Values
from loancrm_desktop.texts import say


@dataclass(frozen=True, slots=True)
class Shown:
    """What the face showed when the person began to edit.

    Attributes:
        revision: the record's revision then; None means save over whatever is there.
        original: the values then, when the face kept them.
    """

    revision: int | None
    original: Values | None


def check_conflict(work: Work, kind: str, row: Any, read: Mapping[str, Any], shown: Shown) -> None:
    """Let the edit pass unless somebody else changed the same fields meanwhile.

    Raises:
        Conflict: naming mine, theirs and the original per field.
    """
    if shown.revision is None or shown.revision == row.revision:
        return
    fields = catalog_of(work).kind(kind).fields
    moved = _moved_since(work, kind, row, shown)
    clashes: list[Clash] = []
    for key, mine in read.items():
        spec = fields[key]
        theirs = value_of(row, kind, spec)
        if key not in moved or _same(theirs, mine):
            continue
        original = moved[key]
        if not _same(theirs, original):
            clashes.append(_clash(work, spec, mine, theirs, original))
    if clashes:
        raise Conflict(
            say("Somebody else changed the same fields meanwhile. Choose which values to keep."),
            clashes,
            row.revision,
        )


def _moved_since(work: Work, kind: str, row: Any, shown: Shown) -> dict[str, Any]:
    """Answer, per field, what it was when the face showed it, for fields that changed since."""
    fields = catalog_of(work).kind(kind).fields
    if shown.original is not None:
        return normalised(kind, shown.original, work)
    table = str(row.__tablename__)
    by_column: dict[str, str] = {}
    for key, spec in fields.items():
        home = home_of(kind, key) if spec.built_in else None
        by_column[home.attribute if home else f"custom.{key}"] = key
    before: dict[str, Any] = {}
    # Newest first, down to the revision the face showed: the oldest `old` wins.
    for seq in reversed(journal.numbers_touching(work.session, table, row.id)):
        found = journal.entry(work.session, seq)
        if found is None:
            continue
        for change in journal.unpack(found.changes).changes:
            if change.table != table or change.record_id != row.id:
                continue
            reached = change.new.get("revision")
            if not isinstance(reached, int) or reached <= (shown.revision or 0):
                return before
            _take_old(before, change.old, by_column, table)
    return before


def _take_old(
    before: dict[str, Any], old: Mapping[str, Any], by_column: Mapping[str, str], table: str
) -> None:
    from loancrm_desktop.models.stored import columns_of, from_stored

    columns = columns_of(table)
    for name, value in old.items():
        if name == "custom" and isinstance(value, dict):
            before.update(cast("dict[str, Any]", value))
        elif name in by_column:
            before[by_column[name]] = from_stored(columns[name], value)


def _same(one: Any, other: Any) -> bool:
    return _bare(one) == _bare(other)


def _bare(value: Any) -> Any:
    if value in (None, "", (), []):
        return None
    return list(cast("tuple[Any, ...]", value)) if isinstance(value, tuple) else value


def _clash(work: Work, spec: FieldSpec, mine: Any, theirs: Any, original: Any) -> Clash:
    zone = work.place.zone
    return Clash(
        spec.key,
        field_types.to_json(mine, spec, zone),
        field_types.to_json(theirs, spec, zone),
        field_types.to_json(original, spec, zone),
    )


def normalised(kind: str, values: Mapping[str, Any], work: Work) -> dict[str, Any]:
    """Read values a face showed back into Python form; what cannot be read is left out."""
    fields = catalog_of(work).kind(kind).fields
    read: dict[str, Any] = {}
    for key, value in values.items():
        spec = fields.get(key)
        if spec is None or value is None:
            if spec is not None:
                read[key] = None
            continue
        try:
            read[key] = field_types.from_json(value, spec, work.place.zone)
        except FieldFault:
            continue
    return read
