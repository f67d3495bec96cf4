"""What a field may say beside its type and words: default, bounds, pattern, formula, numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, cast

from loancrm_desktop.services.forms import field_types, formulas
from loancrm_desktop.services.forms.form_faults import Faults
from loancrm_desktop.services.forms.form_parts import Default, Numbering, Reset
from loancrm_desktop.services.forms.formula_functions import FormulaFault
from loancrm_desktop.services.forms.formulas import Formula
from loancrm_desktop.services.forms.patterns import PatternFault, read_pattern
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import Text, say

_T = FieldType
_ORDERED = frozenset({_T.INTEGER, _T.NUMBER, _T.MONEY, _T.PERCENT, _T.DATE, _T.DATETIME, _T.TIME})
_COUNTED = frozenset({_T.TEXT, _T.LONG_TEXT, _T.CHOICES, _T.TAGS, _T.SUB_FORM, _T.ATTACHMENT})
_LINES = frozenset({_T.TEXT, _T.PHONE, _T.EMAIL, _T.ID_NUMBER, _T.REGION})


def default_of(
    given: Mapping[str, Any], spec: FieldSpec, place: str, faults: Faults
) -> Default | None:
    """Read what a new record begins with."""
    raw = given.get("default")
    if raw is None:
        return None
    where = f"{place}.default"
    asked = faults.mapping(raw, where)
    kinds = [kind for kind in ("fixed", "today", "me", "formula") if kind in asked]
    if len(asked) != 1 or len(kinds) != 1 or spec.type in (_T.FORMULA, _T.AUTONUMBER, _T.SUB_FORM):
        text = say("A default is one of fixed, today, me or formula, where the field can have one.")
        faults.add(where, "unknown_default", text)
        return None
    fits = {"today": (_T.DATE, _T.DATETIME), "me": (_T.PERSON,), "formula": formulas.RESULTS}
    kind = cast("Literal['fixed', 'today', 'me', 'formula']", kinds[0])
    if kind in fits and spec.type not in fits[kind]:
        faults.add(where, "unfit", say("This default does not fit the type of the field."))
        return None
    if kind == "fixed":
        return _fixed(asked["fixed"], spec, f"{where}.fixed", faults)
    if kind == "formula":
        return Default(kind, formula=read_formula(asked["formula"], f"{where}.formula", faults))
    return Default(kind)


def _fixed(raw: object, spec: FieldSpec, place: str, faults: Faults) -> Default | None:
    try:
        value = field_types.from_json(raw, spec)
        field_types.check(value, spec)
    except FieldFault as fault:
        faults.add(place, fault.code, fault.text)
        return None
    return None if value in (None, "", []) else Default("fixed", value)


def bounds_of(
    given: Mapping[str, Any], spec: FieldSpec, place: str, faults: Faults
) -> tuple[Any, Any]:
    """Read the smallest and the largest, or how few and how many."""
    ends = [_bound(given.get(key), spec, f"{place}.{key}", faults) for key in ("min", "max")]
    low, high = ends
    if low is not None and high is not None and low > high:
        text = say("The smallest is larger than the largest.")
        faults.add(f"{place}.max", "range", text)
    return low, high


def _bound(raw: object, spec: FieldSpec, place: str, faults: Faults) -> Any:
    if raw is None or raw == "":
        return None
    kind = spec.compared_as
    if kind in _COUNTED:
        if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= 20_000:
            faults.add(place, "count_expected", say("Here stands a whole number, not below zero."))
            return None
        return raw
    if kind not in _ORDERED:
        faults.add(place, "unfit", say("This type of field has no smallest and largest."))
        return None
    try:
        return field_types.from_json(raw, spec)
    except FieldFault as fault:
        faults.add(place, fault.code, fault.text)
        return None


def pattern_of(
    given: Mapping[str, Any], spec: FieldSpec, place: str, faults: Faults
) -> re.Pattern[str] | None:
    """Read the pattern a text must match."""
    raw = given.get("pattern")
    if raw is None or raw == "":
        return None
    if spec.compared_as not in _LINES:
        faults.add(f"{place}.pattern", "unfit", say("Only one-line texts have a pattern."))
        return None
    try:
        return read_pattern(raw)
    except PatternFault as fault:
        faults.add(f"{place}.pattern", fault.code, fault.text)
        return None


def formula_of(
    given: Mapping[str, Any], spec: FieldSpec, place: str, faults: Faults
) -> Formula | None:
    """Read the formula of a formula field."""
    if spec.type is not _T.FORMULA:
        if given.get("formula"):
            faults.add(f"{place}.formula", "unfit", say("Only formula fields have a formula."))
        return None
    return read_formula(given.get("formula"), f"{place}.formula", faults)


def read_formula(raw: object, place: str, faults: Faults) -> Formula | None:
    """Read a formula's text; None after noting what is wrong with it."""
    if not isinstance(raw, str) or not raw.strip():
        faults.add(place, "empty", say("Write the formula."))
        return None
    try:
        return formulas.read(raw)
    except FormulaFault as fault:
        faults.add(place, fault.code, fault.text)
        return None


def numbering_of(
    given: Mapping[str, Any], spec: FieldSpec, place: str, faults: Faults
) -> Numbering | None:
    """Read how numbers are made."""
    if spec.type is not _T.AUTONUMBER or spec.built_in:
        return None
    where = f"{place}.number"
    asked = faults.mapping(given.get("number", {}), where)
    faults.only(asked, frozenset({"prefix", "digits", "reset"}), where)
    prefix, digits = asked.get("prefix", ""), asked.get("digits", 5)
    text: Text | None = None
    if not isinstance(prefix, str) or len(prefix) > 20 or not prefix.isprintable():
        text = say("A prefix has at most {count} characters.", count=20)
    elif isinstance(digits, bool) or not isinstance(digits, int) or not 1 <= digits <= 12:
        text = say("A number has 1 to {count} digits.", count=12)
    if text is not None:
        faults.add(where, "form", text)
        return Numbering()
    reset = cast("Reset", faults.one_of(asked, "reset", ("never", "year", "month"), where))
    return Numbering(prefix, digits, reset)


def document_kind_of(
    given: Mapping[str, Any], spec: FieldSpec, place: str, faults: Faults
) -> str | None:
    """Read which kind of document belongs into an attachment."""
    kind = given.get("document_kind")
    if kind is None:
        return None
    if spec.type is not _T.ATTACHMENT or not isinstance(kind, str) or not 0 < len(kind) <= 64:
        text = say("Only attachments name a kind of document.")
        faults.add(f"{place}.document_kind", "unfit", text)
        return None
    return kind
