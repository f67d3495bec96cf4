"""Puts a form in force: its fields, their values, its version; one act, and one to take back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from loancrm_desktop.errors import Conflict
from loancrm_desktop.models.designs import CustomField, Design
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.forms import converting, own_indexes
from loancrm_desktop.services.forms.catalog import spec_from, spec_stored
from loancrm_desktop.services.forms.drawing import (
    KIND,
    PUBLISHED,
    RETIRED,
    next_version,
    rows_of,
    version_body,
)
from loancrm_desktop.services.forms.effects import checked_design
from loancrm_desktop.services.forms.form_drafts import shelf
from loancrm_desktop.services.forms.form_parts import FormDesign
from loancrm_desktop.services.forms.records import has_text_key
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say


@dataclass(frozen=True, slots=True)
class Published:
    """A form that was put in force.

    Attributes:
        converted: how many values became values of another type.
        kept_aside: how many did not, and are kept beside their field.
    """

    version: int
    converted: int
    kept_aside: int


@operation("forms.publish")
def publish(
    work: Work, kind: str, body: dict[str, Any], expected_version: int | None = None
) -> Published:
    """Put a form in force, for windows, imports and the command line alike.

    An own field that is not in it any more goes into the trash of fields, with its values; one
    that was there comes back with them.

    Args:
        work: the operation.
        kind: the record kind.
        body: the form's JSON.
        expected_version: the version in force when it was drawn; None asks for nothing.

    Raises:
        Invalid: with every fault and its place.
        Refused: the actor may not shape forms.
        Conflict: somebody published another version meanwhile.
    """
    access.require(work, "designs.forms")
    return _put_in_force(work, kind, body, expected_version)


@operation("forms.roll_back")
def roll_back(work: Work, kind: str, version: int) -> Published:
    """Put an earlier version in force again, as a new one; 0 is the shipped form.

    Fields added since go into the trash of fields, with their values.

    Raises:
        Invalid: there is no such version, or it does not hold any more.
        Refused: the actor may not shape forms.
    """
    access.require(work, "designs.forms")
    return _put_in_force(work, kind, version_body(work, kind, version), None, keep_draft=True)


def _put_in_force(
    work: Work,
    kind: str,
    body: Mapping[str, Any],
    expected_version: int | None,
    *,
    keep_draft: bool = False,
) -> Published:
    design = checked_design(work, kind, body)
    rows = rows_of(work, kind)
    in_force = next((row for row in rows if row.state == PUBLISHED), None)
    number = 0 if in_force is None else in_force.version
    if expected_version is not None and expected_version != number:
        text = say(
            "Somebody published version {number} of this form meanwhile. Nothing of yours is "
            "lost: look at what differs, then publish yours over it or give it up.",
            number=number,
        )
        raise Conflict(text, (), number)
    done = _put_fields(work, design)
    if in_force is not None:
        in_force.state = RETIRED
    version = _write(work, design)
    if not keep_draft:
        shelf(work, kind).spend(version)
    work.session.flush()
    # What was read of the old form is void from here on.
    work.shelf = {}
    return Published(version, done.converted, done.left)


def _write(work: Work, design: FormDesign) -> int:
    version = next_version(work, design.kind)
    work.session.add(
        Design(
            kind=KIND,
            key=design.kind,
            version=version,
            state=PUBLISHED,
            body={**design.body, "reads": _reads(design)},
            made_at=work.now,
            made_by=work.actor.user_id,
        )
    )
    return version


def _reads(design: FormDesign) -> dict[str, list[str]]:
    """Answer what each formula is worked out of, through other formulas too."""
    found: dict[str, set[str]] = {}
    for key in design.computed:
        formula = design.fields[key].formula
        direct: set[str] = set() if formula is None else set(formula.names)
        found[key] = direct.union(*(found.get(name, set()) for name in direct))
    return {key: sorted(names) for key, names in found.items()}


def _put_fields(work: Work, design: FormDesign) -> converting.Conversion:
    """Write the own fields and bring the records' values along."""
    kind = design.kind
    chosen = select(CustomField).where(CustomField.kind == kind, CustomField.deleted_at.is_(None))
    rows = {row.key: row for row in work.session.execute(chosen).scalars()}
    total = converting.Conversion(0, 0, ())
    wanted: dict[str, FieldSpec] = {}
    for position, field in enumerate(design.own):
        spec = field.spec
        # An index compares by kept keys; only fields that have one keep them.
        spec = replace(spec, keyed=own_indexes.wants_index(spec) and has_text_key(spec))
        wanted[field.key] = spec
        row = rows.pop(field.key, None)
        if row is None:
            work.session.add(_field_row(work, kind, spec, position))
            continue
        moved = _bring_along(work, row, spec)
        total = replace(
            total, converted=total.converted + moved.converted, left=total.left + moved.left
        )
        row.spec, row.position, row.retired = spec_stored(spec), position, False
    for row in rows.values():
        row.retired = True
    work.session.flush()
    own_indexes.settle(work, kind, wanted.values())
    own_indexes.settle(work, kind, _without_index(rows))
    return total


def _field_row(work: Work, kind: str, spec: FieldSpec, position: int) -> CustomField:
    return CustomField(
        kind=kind,
        key=spec.key,
        spec=spec_stored(spec),
        position=position,
        created_at=work.now,
        updated_at=work.now,
    )


def _bring_along(work: Work, row: CustomField, spec: FieldSpec) -> converting.Conversion:
    nothing = converting.Conversion(0, 0, ())
    try:
        old = spec_from(row.key, row.spec)
    except (ValueError, KeyError, TypeError):
        return nothing  # of a later version: its values stay as they are
    if converting.changes_type(old, spec):
        return converting.convert(work, row.kind, old, spec)
    if spec.keyed and not old.keyed:
        converting.keep_keys(work, row.kind, spec)
    return nothing


def _without_index(rows: Mapping[str, CustomField]) -> list[FieldSpec]:
    gone: list[FieldSpec] = []
    for row in rows.values():
        try:
            spec = spec_from(row.key, row.spec)
        except (ValueError, KeyError, TypeError):
            continue  # of a later version: it has no index of ours
        gone.append(replace(spec, searchable=False, unique=False))
    return gone
