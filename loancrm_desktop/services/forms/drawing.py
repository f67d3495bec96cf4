"""The forms of an office as their drawer sees them: draft, versions, the trash of fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.designs import CustomField, Design
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.design_drafts import DesignDraft
from loancrm_desktop.services.forms import differences
from loancrm_desktop.services.forms.catalog import catalog_of, spec_from
from loancrm_desktop.services.forms.default_forms import default_body, field_body, with_missing
from loancrm_desktop.services.forms.differences import FormDifference
from loancrm_desktop.services.forms.effects import filled
from loancrm_desktop.services.forms.form_drafts import shelf
from loancrm_desktop.services.forms.formula_functions import FUNCTIONS
from loancrm_desktop.services.forms.records import MODELS, of_kind
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

KIND = "form"
DRAFT, PUBLISHED, RETIRED = "draft", "published", "retired"


@dataclass(frozen=True, slots=True)
class FormVersion:
    """One version of a form that is or was published."""

    version: int
    state: str
    made_at: datetime
    made_by: int | None
    fields: int


@dataclass(frozen=True, slots=True)
class FormDrawing:
    """A form with all a designer needs.

    Attributes:
        published: the form in force; the shipped one while nothing was published.
        published_version: 0 while nothing was published.
        draft: what the actor has drawn and not published.
        draft_based_on: the version that was in force when the draft was begun.
        others: drafts of others, and own ones that were put aside.
        versions: the newest first.
        records: how many records of the kind there are.
    """

    kind: str
    published: dict[str, Any]
    published_version: int
    draft: dict[str, Any] | None
    draft_saved_at: datetime | None
    versions: tuple[FormVersion, ...]
    records: int
    draft_based_on: int = 0
    others: tuple[DesignDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class TrashedField:
    """A field that was taken out of the form.

    Attributes:
        field: its JSON, to be put back under `fields` of the draft.
        records: how many records still have a value in it.
    """

    key: str
    label_zh: str
    label_en: str
    field: dict[str, Any]
    records: int


@dataclass(frozen=True, slots=True)
class FunctionHelp:
    """A function of formulas, for the editor."""

    name: str
    signature: str
    help_zh: str
    help_en: str
    example: str


@reader("forms.drawn")
def drawn(work: Work, kind: str) -> FormDrawing:
    """Answer a kind's form with its draft and versions.

    Raises:
        Invalid: there is no such kind.
        Refused: the actor may not shape forms.
    """
    access.require(work, "designs.forms")
    rows = list(rows_of(work, kind))
    drafts = shelf(work, kind)
    own = drafts.own()
    published = next((row for row in rows if row.state == PUBLISHED), None)
    return FormDrawing(
        kind,
        body_in_force(work, kind),
        0 if published is None else published.version,
        None if own is None else own[1],
        None if own is None else own[0].kept_at,
        tuple(_version(row) for row in rows if row.state != DRAFT),
        _records(work, kind),
        0 if own is None else own[0].based_on,
        drafts.others(),
    )


@reader("forms.difference")
def difference(work: Work, kind: str, a: int, b: int | None = None) -> FormDifference:
    """Compare two versions of a form, or a version with the draft; 0 is the shipped form.

    Raises:
        Invalid: there is no such version, or no draft.
        Refused: the actor may not shape forms.
    """
    access.require(work, "designs.forms")
    return differences.between(version_body(work, kind, a), version_body(work, kind, b))


@reader("forms.version")
def version(work: Work, kind: str, number: int) -> dict[str, Any]:
    """Answer a version of a form; 0 is the shipped one.

    Raises:
        Invalid: there is no such version.
        Refused: the actor may not shape forms.
    """
    access.require(work, "designs.forms")
    return version_body(work, kind, number)


@reader("forms.trash")
def trash(work: Work, kind: str) -> tuple[TrashedField, ...]:
    """Answer the fields that were taken out of a form; their values are kept.

    Raises:
        Refused: the actor may not shape forms.
    """
    access.require(work, "designs.forms")
    chosen = select(CustomField).where(
        CustomField.kind == kind, CustomField.retired.is_(True), CustomField.deleted_at.is_(None)
    )
    bodies = [row.body for row in rows_of(work, kind) if row.state != DRAFT]
    found: list[TrashedField] = []
    for row in work.session.execute(chosen.order_by(CustomField.updated_at.desc())).scalars():
        try:
            spec = spec_from(row.key, row.spec)
        except (ValueError, KeyError, TypeError):
            continue  # a type of a later version: nothing here could show it
        body = next(
            (body["fields"][row.key] for body in bodies if row.key in body.get("fields", {})),
            field_body(spec),
        )
        records = filled(work, kind, spec)
        found.append(TrashedField(row.key, spec.label_zh, spec.label_en, dict(body), records))
    return tuple(found)


@reader("forms.functions")
def functions(work: Work) -> tuple[FunctionHelp, ...]:
    """Answer the functions that formulas have."""
    del work
    return tuple(
        FunctionHelp(each.name, each.signature, each.help_zh, each.help_en, each.example)
        for each in FUNCTIONS.values()
    )


def body_in_force(work: Work, kind: str) -> dict[str, Any]:
    """Answer the published form, the shipped one while there is none, with every own field."""
    catalog = catalog_of(work)
    fields = catalog.kind(kind)
    plain = catalog.undrawn.kinds[fields.name]
    design = catalog.forms.get(kind)
    if design is not None:
        return with_missing(design.body, plain)
    return default_body(plain, catalog.read_only.get(kind, ()))


def version_body(work: Work, kind: str, number: int | None) -> dict[str, Any]:
    """Answer a version's body; the draft's for None, the shipped one for 0.

    Raises:
        Invalid: there is none.
    """
    if number == 0:
        catalog = catalog_of(work)
        catalog.kind(kind)
        return default_body(catalog.undrawn.kinds[kind], catalog.read_only.get(kind, ()))
    if number is None:
        own = shelf(work, kind).own()
        if own is None:
            raise Invalid(say("There is no draft of this form."))
        return own[1]
    for row in rows_of(work, kind):
        if row.version == number and row.state != DRAFT:
            return dict(row.body)
    raise Invalid(say("There is no version {number} of this form.", number=number))


def rows_of(work: Work, kind: str) -> Sequence[Design]:
    """Answer a form's versions, the newest first."""
    catalog_of(work).kind(kind)
    chosen = select(Design).where(Design.kind == KIND, Design.key == kind)
    return work.session.execute(chosen.order_by(Design.version.desc())).scalars().all()


def next_version(work: Work, kind: str) -> int:
    """Answer the number of the next version."""
    last = select(func.max(Design.version)).where(Design.kind == KIND, Design.key == kind)
    return (work.session.execute(last).scalar() or 0) + 1


def _version(row: Design) -> FormVersion:
    fields = len(row.body.get("fields", {}))
    return FormVersion(row.version, row.state, row.made_at, row.made_by, fields)


def _records(work: Work, kind: str) -> int:
    model: Any = MODELS[kind]
    chosen = select(func.count()).select_from(model).where(model.deleted_at.is_(None))
    chosen = chosen.where(*of_kind(kind, model))
    return work.session.execute(chosen).scalar_one()
