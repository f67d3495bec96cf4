"""Values as faces and files give them: read by the catalogue, checked, answered in Python form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services import access
from loancrm_desktop.services.conditions import names_of
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.language.reading import unknown_field
from loancrm_desktop.services.office import Work
from loancrm_desktop.terms import Term
from loancrm_desktop.texts import Text, say

Values = dict[str, Any]

_LINKS = (FieldType.PERSON, FieldType.TEAM, FieldType.RECORD)


def read_values(work: Work, kind: str, values: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    """Read values from their JSON form into Python form.

    Args:
        work: the operation.
        kind: the record kind.
        values: JSON values by catalogue key.
        whole: True for a new record, which must have every required field.

    Raises:
        Invalid: naming every field that does not hold, the first to look at first.
        Refused: a field the actor may not write.
    """
    catalog = catalog_of(work)
    names = catalog.kind(kind)
    kept = catalog.read_only.get(kind, frozenset())
    problems: list[FieldProblem] = []
    read: dict[str, Any] = {}
    for key, value in values.items():
        spec = names.fields.get(key)
        if spec is None:
            text = unknown_field(key, kind, catalog.vocabulary)
            problems.append(FieldProblem(key, "unknown_field", text))
        elif key in kept or not access.writable(work.actor, kind, key):
            problems.append(FieldProblem(key, "read_only", _read_only(spec)))
        else:
            problem = _read_one(work, spec, value, read)
            if problem is not None:
                problems.append(problem)
    problems.extend(_missing(names.fields, read, values, whole=whole))
    if problems:
        raise Invalid(problems[0].text, problems)
    return read


def _read_one(work: Work, spec: FieldSpec, value: Any, read: dict[str, Any]) -> FieldProblem | None:
    try:
        read[spec.key] = field_types.from_json(value, spec, work.place.zone)
    except FieldFault as fault:
        return FieldProblem(spec.key, fault.code, fault.text)
    if spec.type in _LINKS and read[spec.key] is not None:
        return _check_link(work, spec, read[spec.key])
    return None


def _check_link(work: Work, spec: FieldSpec, record_id: int) -> FieldProblem | None:
    kind = "person" if spec.type is FieldType.PERSON else spec.links_to or "team"
    named = kind in ("person", "team", "channel", "process")
    if named and (kind, record_id) not in names_of(work):
        text = say("{label}: there is no entry number {id}.", label=_label(spec), id=record_id)
        return FieldProblem(spec.key, "unknown_link", text)
    return None


def _missing(
    fields: Mapping[str, FieldSpec],
    read: Mapping[str, Any],
    given: Mapping[str, Any],
    *,
    whole: bool,
) -> list[FieldProblem]:
    found: list[FieldProblem] = []
    for key, spec in fields.items():
        asked = whole or key in read
        if spec.required and asked and key not in _faulty(given, read) and _empty(read.get(key)):
            found.append(FieldProblem(key, "required", say("Fill in {label}.", label=_label(spec))))
    return found


def _faulty(given: Mapping[str, Any], read: Mapping[str, Any]) -> set[str]:
    return set(given) - set(read)


def _empty(value: object) -> bool:
    return value is None or value in ("", (), [])


def _read_only(spec: FieldSpec) -> Text:
    return say("{label} cannot be changed here.", label=_label(spec))


def _label(spec: FieldSpec) -> Text:
    return Term(f"field.{spec.key}", spec.label_zh, spec.label_en)


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
        spec = fields[key]
        if access.hidden(work.actor, kind, key):
            continue
        if access.masked(work.actor, kind, key) and not _empty(value):
            shown[key] = field_types.masked(value, spec)
            masked.append(key)
        else:
            shown[key] = field_types.to_json(value, spec, work.place.zone)
    return shown, tuple(masked)
