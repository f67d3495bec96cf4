"""Values as faces and files give them: read by the catalogue, checked, answered in Python form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.people import User
from loancrm_desktop.services import access, sight
from loancrm_desktop.services.conditions import design_sql, names_of
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.catalog import Catalog, catalog_of
from loancrm_desktop.services.forms.form_parts import COMPUTED
from loancrm_desktop.services.forms.records import (
    MODELS,
    is_own,
    may_be_empty,
    of_kind,
    value_of,
)
from loancrm_desktop.services.forms.states import left_to_form
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language.expressions import Op, ops_of
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.language.reading import unknown_field
from loancrm_desktop.services.office import Work
from loancrm_desktop.terms import Term
from loancrm_desktop.texts import Text, say

Values = dict[str, Any]

_LINKS = (FieldType.PERSON, FieldType.TEAM, FieldType.RECORD)
_NAMED = ("person", "team", "channel", "process")


def read_values(
    work: Work, kind: str, values: Mapping[str, Any], *, whole: bool, row: Any = None
) -> dict[str, Any]:
    """Read values from their JSON form into Python form.

    Args:
        work: the operation.
        kind: the record kind.
        values: JSON values by catalogue key.
        whole: True for a new record, which must have every required field.
        row: the record being changed; what is sent back as it was shown is no change, not even
            in a field that is masked or locked.

    Raises:
        Invalid: naming every field that does not hold, or that the actor may not write, the
            first to look at first.
    """
    catalog = catalog_of(work)
    names = catalog.kind(kind)
    kept = catalog.read_only.get(kind, frozenset())
    reading = _Reading(work, kind, row, whole=whole)
    for key, value in values.items():
        spec = names.fields.get(key)
        if spec is None:
            text = unknown_field(key, kind, catalog.vocabulary)
            reading.problems.append(FieldProblem(key, "unknown_field", text))
        elif not reading.is_echo(spec, value):
            reading.take(spec, value, locked=key in kept)
    reading.check_missing(_looked_at(catalog, kind), values)
    if reading.problems:
        raise Invalid(reading.problems[0].text, reading.problems)
    return reading.read


def _looked_at(catalog: Catalog, kind: str) -> Mapping[str, FieldSpec]:
    """Answer the fields whose missing values show here; the form looks at the others itself."""
    fields = catalog.kind(kind).fields
    design = catalog.forms.get(kind)
    if design is None:
        return fields
    return {
        key: spec
        for key, spec in fields.items()
        if key not in design.fields or not left_to_form(design, key)
    }


@dataclass(slots=True)
class _Reading:
    work: Work
    kind: str
    row: Any
    whole: bool
    read: dict[str, Any] = field(default_factory=dict[str, Any])
    problems: list[FieldProblem] = field(default_factory=list[FieldProblem])

    def is_echo(self, spec: FieldSpec, value: Any) -> bool:
        """Say whether a masked or locked field only came back as it was shown."""
        actor = self.work.actor
        if self.row is None or access.hidden(actor, self.kind, spec.key):
            return False
        masked = access.masked(actor, self.kind, spec.key)
        locked = not access.writable(actor, self.kind, spec.key) or spec.type in COMPUTED
        if not masked and not locked and spec.mask is None:
            return False
        stored = value_of(self.row, self.kind, spec)
        if (masked or locked) and value == shown_value(self.work, self.kind, spec, stored):
            return True
        # Windows show such a field masked to everybody.
        return spec.mask is not None and not _empty(stored) and value == sight.covered(stored, spec)

    def take(self, spec: FieldSpec, value: Any, *, locked: bool) -> None:
        """Read one value, or note why it cannot be taken."""
        problem = _read_one(self.work, spec, value, self.read)
        if locked or not self._may_write(spec):
            self.read.pop(spec.key, None)
            problem = FieldProblem(spec.key, "read_only", _read_only(spec))
        if problem is None:
            problem = self._emptied(spec)
        if problem is not None:
            self.problems.append(problem)

    def _may_write(self, spec: FieldSpec) -> bool:
        actor = self.work.actor
        if access.writable(actor, self.kind, spec.key):
            return True
        # Whoever brings a new record may take it, though not hand it to others.
        own = {"person": (actor.user_id,), "team": actor.team_ids}.get(spec.links_to or "", ())
        return self.whole and access.assigns(self.kind, spec.key) and self.read.get(spec.key) in own

    def _emptied(self, spec: FieldSpec) -> FieldProblem | None:
        if self.read[spec.key] is not None or spec.required or self.whole:
            return None
        if not spec.built_in or may_be_empty(self.kind, spec.key):
            return None
        return _required(spec)

    def check_missing(self, fields: Mapping[str, FieldSpec], given: Mapping[str, Any]) -> None:
        """Note every required field that has no value."""
        faulty = {problem.field for problem in self.problems}
        for key, spec in fields.items():
            asked = key in self.read or (self.whole and key not in given)
            if spec.required and asked and key not in faulty and _empty(self.read.get(key)):
                self.problems.append(_required(spec))


def _read_one(work: Work, spec: FieldSpec, value: Any, read: dict[str, Any]) -> FieldProblem | None:
    try:
        read[spec.key] = field_types.from_json(value, spec, work.place.zone)
    except FieldFault as fault:
        return FieldProblem(spec.key, fault.code, fault.text)
    if spec.type in _LINKS and read[spec.key] is not None:
        return _check_link(work, spec, read[spec.key])
    if spec.type is FieldType.ATTACHMENT:
        return _check_documents(work, spec, read[spec.key])
    return None


def _check_link(work: Work, spec: FieldSpec, record_id: int) -> FieldProblem | None:
    kind = {FieldType.PERSON: "person", FieldType.TEAM: "team"}.get(spec.type, spec.links_to or "")
    if kind in _NAMED:
        known = (kind, record_id) in names_of(work)
    else:
        known = kind in MODELS and _is_there(work, kind, record_id)
    if not known:
        text = say("{label}: there is no entry number {id}.", label=_label(spec), id=record_id)
        return FieldProblem(spec.key, "unknown_link", text)
    if kind == "person" and not work.session.get_one(User, record_id).active:
        text = say("{label}: this person no longer works here. Choose another.", label=_label(spec))
        return FieldProblem(spec.key, "inactive", text)
    return None


def _check_documents(work: Work, spec: FieldSpec, ids: Iterable[int]) -> FieldProblem | None:
    for document_id in ids:
        if not _is_there(work, "document", document_id):
            text = say(
                "{label}: there is no entry number {id}.", label=_label(spec), id=document_id
            )
            return FieldProblem(spec.key, "unknown_link", text)
    return None


def _is_there(work: Work, kind: str, record_id: int) -> bool:
    """Say whether a record is there, out of the trash, for the actor to see."""
    model: Any = MODELS[kind]
    row = work.session.get(model, record_id)
    if row is None or row.deleted_at is not None:
        return False
    if is_own(kind):
        return row.kind == kind and access.sees_own(work, row)
    if kind == "deal" and row.handler_id == work.actor.user_id:
        return True
    if kind not in ("customer", "deal"):
        if kind == "document" and row.customer_id is None:
            return row.added_by == work.actor.user_id
        # What hangs on a customer is seen with the customer.
        row = work.session.get(Customer, getattr(row, "customer_id", None) or 0)
    return row is None or access.in_scope(work.actor, row.owner_id, row.team_id)


def refuse_taken(work: Work, kind: str, read: Mapping[str, Any], except_id: int | None) -> None:
    """Let values of fields that must be unique pass when no other record has them.

    Raises:
        Invalid: naming every field whose value another record has.
    """
    model: Any = MODELS[kind]
    problems: list[FieldProblem] = []
    for key, spec in catalog_of(work).kind(kind).fields.items():
        value = read.get(key)
        if not spec.unique or _empty(value) or Op.EQ not in ops_of(spec):
            continue
        written = field_types.to_json(value, spec, work.place.zone)
        alike = design_sql(work, kind, {"field": key, "op": "eq", "value": written})
        others = (model.deleted_at.is_(None), model.id != except_id, *of_kind(kind, model))
        chosen = select(model.id).where(alike, *others)
        if work.session.execute(chosen.limit(1)).first() is not None:
            text = say("{label}: another record has this value already.", label=_label(spec))
            problems.append(FieldProblem(key, "taken", text))
    if problems:
        raise Invalid(problems[0].text, problems)


def _required(spec: FieldSpec) -> FieldProblem:
    return FieldProblem(spec.key, "required", say("Fill in {label}.", label=_label(spec)))


def _empty(value: object) -> bool:
    return value is None or value in ("", (), [])


def _read_only(spec: FieldSpec) -> Text:
    return say("{label} cannot be changed here.", label=_label(spec))


def _label(spec: FieldSpec) -> Text:
    return Term(f"field.{spec.key}", spec.label_zh, spec.label_en)


def shown_value(work: Work, kind: str, spec: FieldSpec, value: Any) -> Any:
    """Write a value of a field that is not hidden into JSON, masked where the role says so."""
    if _empty(value) or not access.masked(work.actor, kind, spec.key):
        return field_types.to_json(value, spec, work.place.zone)
    return sight.covered(value, spec)


def write_values(
    work: Work, kind: str, fields: Mapping[str, FieldSpec], values: Mapping[str, Any]
) -> tuple[Values, tuple[str, ...]]:
    """Write values from Python form into JSON, masked or left out as the actor's role says.

    Returns:
        The JSON values, and the keys that are masked.
    """
    shown: Values = {}
    masked: list[str] = []
    for key, value in values.items():
        if access.hidden(work.actor, kind, key):
            continue
        shown[key] = shown_value(work, kind, fields[key], value)
        if access.masked(work.actor, kind, key) and not _empty(value):
            masked.append(key)
    return shown, tuple(masked)
