"""Two desks on one record: fields only one changed merge silently, fields both changed conflict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from loancrm_desktop.changes import Change
from loancrm_desktop.errors import Clash, Conflict
from loancrm_desktop.models.stored import columns_of, from_stored
from loancrm_desktop.services import access, journal, sight
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import home_of, value_of
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language.custom_values import unpack
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.values_in import Values, shown_value
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
    started_from = _started_from(work, kind, row, shown)
    clashes: list[Clash] = []
    for key, mine in read.items():
        spec = fields[key]
        theirs = value_of(row, kind, spec)
        if key not in started_from or _same(theirs, mine):
            continue
        original = started_from[key]
        if not _same(theirs, original):
            clashes.append(_clash(work, kind, spec, (mine, theirs, original)))
    if clashes:
        raise Conflict(
            say("Somebody else changed the same fields meanwhile. Choose which values to keep."),
            clashes,
            row.revision,
        )


def _started_from(work: Work, kind: str, row: Any, shown: Shown) -> dict[str, Any]:
    """Answer what fields were when the face showed them: as it says, else by the history.

    Fields that nobody changed since may be missing.
    """
    was = _before_since(work, kind, row, shown.revision or 0)
    fields = catalog_of(work).kind(kind).fields
    told = {
        key: value
        for key, value in (shown.original or {}).items()
        # What was shown masked tells nothing of what it was.
        if not access.masked(work.actor, kind, key) and not _is_covered(fields.get(key), value)
    }
    return {**was, **normalised(kind, told, work)}


def _is_covered(spec: FieldSpec | None, value: Any) -> bool:
    """Say whether a value is what a window shows in place of the true one."""
    if spec is None or spec.mask is None or not isinstance(value, str):
        return False
    return sight.COVERED in value


def _before_since(work: Work, kind: str, row: Any, revision: int) -> dict[str, Any]:
    """Answer, per field that changed since a revision, what it was then."""
    fields = catalog_of(work).kind(kind).fields
    table = str(row.__tablename__)
    by_column: dict[str, str] = {}
    for key, spec in fields.items():
        home = home_of(kind, key) if spec.built_in else None
        if home is not None:
            by_column[home.attribute] = key
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
            if not isinstance(reached, int) or reached <= revision:
                return before
            before.update(_old_values(fields, by_column, change))
            if reached == revision + 1:
                return before
    return before


def _old_values(
    fields: Mapping[str, FieldSpec], by_column: Mapping[str, str], change: Change
) -> dict[str, Any]:
    columns = columns_of(change.table)
    was: dict[str, Any] = {}
    for name, value in change.old.items():
        if name in by_column:
            was[by_column[name]] = from_stored(columns[name], value)
    if "custom" in change.old:
        old = cast("dict[str, Any]", change.old["custom"] or {})
        new = cast("dict[str, Any]", change.new.get("custom") or {})
        for key in old.keys() | new.keys():
            if key in fields and old.get(key) != new.get(key):
                was[key] = unpack(fields[key], old.get(key))
    return was


def _same(one: Any, other: Any) -> bool:
    return _bare(one) == _bare(other)


def _bare(value: Any) -> Any:
    if value in (None, "", (), []):
        return None
    return list(cast("tuple[Any, ...]", value)) if isinstance(value, tuple) else value


def _clash(work: Work, kind: str, spec: FieldSpec, values: tuple[Any, Any, Any]) -> Clash:
    mine, theirs, original = values
    zone = work.place.zone
    return Clash(
        spec.key,
        field_types.to_json(mine, spec, zone),
        shown_value(work, kind, spec, theirs),
        shown_value(work, kind, spec, original),
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
