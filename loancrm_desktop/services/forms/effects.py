"""What publishing a form would do: fields that come and go, values that convert, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.people import Role
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.forms import converting
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.design import read_form
from loancrm_desktop.services.forms.form_parts import FormDesign
from loancrm_desktop.services.forms.records import MODELS, of_kind
from loancrm_desktop.services.forms.where_used import Use, uses_of
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.language.json_columns import json_member
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class FieldNote:
    """A field by name."""

    key: str
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class RemovedField:
    """A field that would go into the trash.

    Attributes:
        records: how many records have a value in it; all are kept.
        uses: where the office still names it.
    """

    key: str
    label_zh: str
    label_en: str
    records: int
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class ChangedType:
    """A field whose type would change.

    Attributes:
        not_converted: how many values are no values of the new type; they are kept beside it.
        samples: some of those, masked.
    """

    key: str
    label_zh: str
    label_en: str
    was: str
    becomes: str
    converted: int
    not_converted: int
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormFault:
    """One thing that is wrong.

    Attributes:
        place: the path into the JSON.
    """

    place: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class FormEffects:
    """What publishing would do; with problems, nothing else is said and it would be refused."""

    added: tuple[FieldNote, ...] = ()
    removed: tuple[RemovedField, ...] = ()
    changed: tuple[ChangedType, ...] = ()
    problems: tuple[FormFault, ...] = ()


@reader("forms.effects")
def effects(work: Work, kind: str, body: dict[str, Any]) -> FormEffects:
    """Answer what publishing a form would do, or everything that is wrong in it.

    Raises:
        Refused: the actor may not shape forms.
    """
    access.require(work, "designs.forms")
    try:
        design = checked_design(work, kind, body)
    except Invalid as wrong:
        return FormEffects(problems=tuple(map(_fault, wrong.problems)))
    before = own_fields(work, kind)
    after = {each.key: each.spec for each in design.own}
    gone = {key: spec for key, spec in before.items() if key not in after}
    uses = uses_of(work, kind, gone)
    return FormEffects(
        tuple(_note(spec) for key, spec in after.items() if key not in before),
        tuple(
            RemovedField(
                key, spec.label_zh, spec.label_en, filled(work, kind, spec), uses.get(key, ())
            )
            for key, spec in gone.items()
        ),
        tuple(_changed(work, kind, before, after)),
    )


def checked_design(work: Work, kind: str, body: Mapping[str, Any]) -> FormDesign:
    """Check a form for this office: its names, its roles, that it is of this kind.

    Raises:
        Invalid: with every fault and its place.
    """
    catalog = catalog_of(work)
    catalog.kind(kind)
    design = read_form(body, catalog.undrawn)
    problems: list[FieldProblem] = []
    if design.kind != kind:
        text = say("This form is one of {other}, not of {kind}.", other=design.kind, kind=kind)
        problems.append(FieldProblem("$.kind", "other_kind", text))
    if kind not in MODELS or not hasattr(MODELS[kind], "custom"):
        text = say("The record kind {kind} takes no fields of your own.", kind=kind)
        problems.append(FieldProblem("$.kind", "no_forms", text))
    problems.extend(_unknown_roles(work, design))
    if problems:
        raise Invalid(problems[0].text, problems)
    return design


def _unknown_roles(work: Work, design: FormDesign) -> Iterator[FieldProblem]:
    roles = set(work.session.execute(select(Role.key)).scalars())
    for key, field in design.fields.items():
        for part in ("read_only_for", "hidden_for"):
            for role in sorted(getattr(field, part) - roles):
                text = say("There is no role {role}.", role=role)
                yield FieldProblem(f"$.fields.{key}.{part}", "unknown_role", text)


def own_fields(work: Work, kind: str) -> dict[str, FieldSpec]:
    """Answer the fields the office has added to a kind and still uses."""
    fields = catalog_of(work).undrawn.kinds[kind].fields
    return {key: spec for key, spec in fields.items() if not spec.built_in}


def filled(work: Work, kind: str, spec: FieldSpec) -> int:
    """Count the records that have a value in an own field."""
    model: Any = MODELS[kind]
    chosen = select(func.count()).select_from(model).where(*of_kind(kind, model))
    return work.session.execute(
        chosen.where(json_member(model.custom, spec).is_not(None))
    ).scalar_one()


def _changed(
    work: Work, kind: str, before: Mapping[str, FieldSpec], after: Mapping[str, FieldSpec]
) -> Iterator[ChangedType]:
    for key, new in after.items():
        old = before.get(key)
        if old is None or not converting.changes_type(old, new):
            continue
        found = converting.preview(work, kind, old, new)
        yield ChangedType(
            key,
            new.label_zh,
            new.label_en,
            old.type.value,
            new.type.value,
            found.converted,
            found.left,
            found.samples,
        )


def _note(spec: FieldSpec) -> FieldNote:
    return FieldNote(spec.key, spec.label_zh, spec.label_en)


def _fault(problem: FieldProblem) -> FormFault:
    text: Text = problem.text
    return FormFault(problem.field, problem.code, text.read())
