"""What a form is to those who fill it in: the form itself, what it begins with, what is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import ColumnElement, select

from loancrm_desktop.models.designs import Design
from loancrm_desktop.services import access, completing
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.conditions import design_sql, moment_of
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.design import read_form, shipped_vocabulary
from loancrm_desktop.services.forms.drawing import body_in_force
from loancrm_desktop.services.forms.form_parts import FieldDesign, FormDesign
from loancrm_desktop.services.forms.records import MODELS, of_kind, put_values
from loancrm_desktop.services.forms.states import empty, label_of
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language.expressions import Op, ops_of
from loancrm_desktop.services.language.fields import FieldSpec, KindFields, Vocabulary
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.values_in import Values
from loancrm_desktop.texts import say

MOST_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A form with what it takes to show it.

    Attributes:
        version: 0 while nothing was published.
        body: the form's JSON, every own field in it.
        fields: the kind's fields that the actor may see, in the form's order.
        read_only: those of them that the actor cannot change.
        my_teams, my_team_members: for states that ask about persons.
        others: the other kinds of the office's own, which links and states may name.
    """

    kind: str
    version: int
    body: dict[str, Any]
    fields: tuple[FieldSpec, ...]
    read_only: tuple[str, ...]
    me: int | None
    my_teams: tuple[int, ...]
    my_team_members: tuple[int, ...]
    others: tuple[KindFields, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenValue:
    """A value that another record has already.

    Attributes:
        level: `warn`, or `refuse` where it could not be saved.
    """

    key: str
    level: Literal["warn", "refuse"]
    text: str


@dataclass(frozen=True, slots=True)
class Recomputed:
    """Records whose formulas were worked out again.

    Attributes:
        next: where to go on; None when all are done.
    """

    changed: int
    next: int | None


def design_of(sheet: FormSheet) -> FormDesign:
    """Read a sheet's form, for windows; fields the actor may not see are in it, but never shown.

    Raises:
        Invalid: the form does not hold.
    """
    shipped = shipped_vocabulary().kinds
    seen = {each.key: each for each in sheet.fields}
    # Built-in fields the actor may not see stay known: the layout and states may name them.
    hidden: Mapping[str, FieldSpec] = shipped[sheet.kind].fields if sheet.kind in shipped else {}
    kind = KindFields(sheet.kind, {**hidden, **seen})
    others = {each.name: each for each in sheet.others}
    return read_form(sheet.body, Vocabulary({**shipped, **others, sheet.kind: kind}))


@reader("forms.sheet")
def sheet(work: Work, kind: str) -> FormSheet:
    """Answer a kind's form as it is in force.

    Raises:
        Invalid: there is no such kind.
    """
    catalog = catalog_of(work)
    names = catalog.kind(kind)
    moment = moment_of(work)
    kept = catalog.read_only.get(kind, frozenset())
    seen = [spec for key, spec in names.fields.items() if not access.hidden(work.actor, kind, key)]
    return FormSheet(
        kind,
        _version(work, kind),
        body_in_force(work, kind),
        tuple(seen),
        tuple(
            spec.key
            for spec in seen
            if spec.key in kept or not access.writable(work.actor, kind, spec.key)
        ),
        moment.me,
        moment.my_teams,
        moment.my_team_members,
        tuple(_seen_of(work, each) for each in catalog.types if each != kind),
    )


def _seen_of(work: Work, kind: str) -> KindFields:
    """Answer a kind with the fields the actor sees; one shut to the role keeps its name alone."""
    names = catalog_of(work).kind(kind)
    seen = {
        key: spec for key, spec in names.fields.items() if not access.hidden(work.actor, kind, key)
    }
    return replace(names, fields=seen)


def _version(work: Work, kind: str) -> int:
    chosen = select(Design.version).where(
        Design.kind == "form", Design.key == kind, Design.state == "published"
    )
    return work.session.execute(chosen).scalar() or 0


@reader("forms.begin")
def begin(work: Work, kind: str) -> Values:
    """Answer the values a new record begins with, those the actor may not see left out.

    Raises:
        Invalid: there is no such kind.
    """
    catalog = catalog_of(work)
    fields = catalog.kind(kind).fields
    design = catalog.forms.get(kind)
    if design is None:
        begun = {key: spec.default for key, spec in fields.items() if spec.default is not None}
    else:
        begun = completing.begun(work, design)
    return {
        key: field_types.to_json(value, fields[key], work.place.zone)
        for key, value in begun.items()
        if not access.hidden(work.actor, kind, key)
    }


@reader("forms.taken")
def taken(
    work: Work, kind: str, values: Values, except_id: int | None = None
) -> tuple[TakenValue, ...]:
    """Answer which values of fields that should be unique another record has already.

    Raises:
        Invalid: there is no such kind.
    """
    design = catalog_of(work).forms.get(kind)
    if design is None:
        return ()
    found: list[TakenValue] = []
    for key, raw in values.items():
        field = design.fields.get(key)
        if field is None or field.unique == "no" or access.hidden(work.actor, kind, key):
            continue
        if _is_taken(work, kind, field, raw, except_id):
            text = say("{label}: another record has this value already.", label=label_of(field))
            level: Literal["warn", "refuse"] = "warn" if field.unique == "warn" else "refuse"
            found.append(TakenValue(key, level, text.read()))
    return tuple(found)


def _is_taken(
    work: Work, kind: str, field: FieldDesign, raw: object, except_id: int | None
) -> bool:
    try:
        value = field_types.from_json(raw, field.spec, work.place.zone)
    except FieldFault:
        return False
    if empty(value) or Op.EQ not in ops_of(field.spec):
        return False
    written = field_types.to_json(value, field.spec, work.place.zone)
    model: Any = MODELS[kind]
    alike: ColumnElement[bool] = design_sql(
        work, kind, {"field": field.key, "op": "eq", "value": written}
    )
    others = (model.deleted_at.is_(None), model.id != except_id, *of_kind(kind, model))
    chosen = select(model.id).where(alike, *others)
    return work.session.execute(chosen.limit(1)).first() is not None


@operation("forms.recompute")
def recompute(work: Work, kind: str, after: int = 0, limit: int = MOST_AT_ONCE) -> Recomputed:
    """Work out the formulas of some records again, and give those numbers that have none.

    Args:
        work: the operation.
        kind: the record kind.
        after: the record to go on behind.
        limit: how many records to look at, at most MOST_AT_ONCE.

    Raises:
        Refused: the actor may not shape forms.
    """
    access.require(work, "designs.forms")
    catalog = catalog_of(work)
    fields = catalog.kind(kind).fields
    design = catalog.forms.get(kind)
    if design is None or not design.kept_by_program:
        return Recomputed(0, None)
    model: Any = MODELS[kind]
    many = max(1, min(limit, MOST_AT_ONCE))
    rest = (model.id > after, model.deleted_at.is_(None), *of_kind(kind, model))
    chosen = select(model).where(*rest)
    rows = work.session.execute(chosen.order_by(model.id).limit(many)).scalars().all()
    changed = 0
    for row in rows:
        before = row.custom
        put_values(row, kind, fields, completing.complete(work, kind, {}, row=row, check=False))
        changed += row.custom != before
    return Recomputed(changed, rows[-1].id if len(rows) == many else None)
