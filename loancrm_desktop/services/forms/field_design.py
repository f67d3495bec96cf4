"""One field of a form: its JSON to its design, built-in fields with what the office changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from loancrm_desktop.services.forms import formulas
from loancrm_desktop.services.forms.field_extras import (
    bounds_of,
    default_of,
    document_kind_of,
    formula_of,
    numbering_of,
    pattern_of,
)
from loancrm_desktop.services.forms.form_faults import Faults
from loancrm_desktop.services.forms.form_parts import (
    FieldDesign,
    Unique,
)
from loancrm_desktop.services.language.fields import (
    KEY_PATTERN,
    FieldSpec,
    FieldType,
    Mask,
    Option,
    Sensitivity,
)
from loancrm_desktop.services.language.names import shown
from loancrm_desktop.texts import say

MAX_KEY = 32
MAX_OPTIONS = 500
MAX_COLUMNS = 30
FIXED_OPTIONS = frozenset({"status", "stage", "deal_stage", "outcome"})
"""Built-in choices whose keys the program itself works with: they are renamed, never changed."""

CONTROLS = ("", "radio", "drop_down", "check_boxes", "switch")

_T = FieldType
_SHARED_KEYS = frozenset(
    {
        *("type", "label", "help", "required", "unique", "default", "min", "max", "pattern"),
        *("placeholder", "read_only_for", "hidden_for", "sensitivity", "mask", "searchable"),
        *("in_list", "options", "control", "document_kind"),
    }
)
_OWN_KEYS = _SHARED_KEYS | {"formula", "result", "number", "columns", "totals", "links_to"}
_COLUMN_KEYS = frozenset(
    {
        *("key", "type", "label", "help", "required", "min", "max", "pattern", "placeholder"),
        *("options", "formula", "result", "control"),
    }
)
_COLUMN_TYPES = frozenset(
    {
        *(_T.TEXT, _T.LONG_TEXT, _T.INTEGER, _T.NUMBER, _T.MONEY, _T.PERCENT, _T.DATE, _T.TIME),
        *(_T.DATETIME, _T.CHOICE, _T.CHOICES, _T.BOOLEAN, _T.PHONE, _T.ID_NUMBER, _T.EMAIL),
        *(_T.REGION, _T.FORMULA),
    }
)
_ADDED_UP = frozenset({_T.INTEGER, _T.NUMBER, _T.MONEY})
_CHOSEN = frozenset({_T.CHOICE, _T.CHOICES})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a field's design may speak of: the kinds of records, the kinds of documents."""

    kinds: frozenset[str]


def own_field(
    raw: object, key: str, place: str, faults: Faults, around: Surroundings
) -> FieldDesign | None:
    """Read a field the office added; None after noting why it cannot be one."""
    given = faults.mapping(raw, place)
    faults.only(given, _OWN_KEYS, place)
    if not KEY_PATTERN.fullmatch(key) or len(key) > MAX_KEY or "__" in key:
        text = say("A field key is written in small letters, digits and _, like file_no.")
        faults.add(place, "form", text)
        return None
    kind = _type_of(given, place, faults, frozenset(_T))
    if kind is None:
        return None
    spec = _own_spec(given, (key, kind, place), faults, around)
    return None if spec is None else _designed(given, spec, place, faults)


def built_in_field(spec: FieldSpec, raw: object, place: str, faults: Faults) -> FieldDesign:
    """Read what the office changed in a built-in field."""
    given = faults.mapping(raw, place)
    faults.only(given, _SHARED_KEYS, place)
    if given.get("type", spec.type) != spec.type:
        text = say("The type of a built-in field stays {type}.", type=spec.type.value)
        faults.add(f"{place}.type", "type_fixed", text)
    if spec.required and given.get("required") is False:
        text = say("{label} is always required.", label=spec.label_zh)
        faults.add(f"{place}.required", "always_required", text)
    label, help_ = (
        faults.words(given.get("label"), f"{place}.label"),
        faults.words(given.get("help"), f"{place}.help"),
    )
    changed = replace(
        spec,
        label_zh=label.zh or spec.label_zh,
        label_en=label.en or spec.label_en,
        help_zh=help_.zh or spec.help_zh,
        help_en=help_.en or spec.help_en,
        required=spec.required or faults.flag(given, "required", place),
        searchable=faults.flag(given, "searchable", place)
        if "searchable" in given
        else spec.searchable,
        in_list=faults.flag(given, "in_list", place) if "in_list" in given else spec.in_list,
        options=_built_in_options(spec, given, place, faults),
    )
    return _designed(given, _guarded(changed, given, place, faults), place, faults)


def _guarded(spec: FieldSpec, given: Mapping[str, Any], place: str, faults: Faults) -> FieldSpec:
    """Take over sensitivity and mask; those of built-in fields are never loosened."""
    levels = ("none", "personal", "secret")
    wanted = (
        faults.one_of(given, "sensitivity", levels, place)
        if "sensitivity" in given
        else spec.sensitivity
    )
    sensitivity = max(wanted, spec.sensitivity, key=levels.index) if spec.built_in else wanted
    mask = spec.mask
    if given.get("mask") is not None:
        named = faults.one_of(given, "mask", ("phone", "id", "card", "address"), place)
        mask = spec.mask if spec.built_in and spec.mask else cast("Mask", named)
    return replace(spec, sensitivity=cast("Sensitivity", sensitivity), mask=mask)


def _type_of(
    given: Mapping[str, Any], place: str, faults: Faults, known: frozenset[FieldType]
) -> FieldType | None:
    named = given.get("type")
    if not isinstance(named, str) or named not in {each.value for each in known}:
        text = say(
            "There is no field type {type}; there are: {known}.",
            type=shown(named),
            known=", ".join(sorted(each.value for each in known)),
        )
        faults.add(f"{place}.type", "unknown_type", text)
        return None
    return FieldType(named)


def _own_spec(
    given: Mapping[str, Any],
    named: tuple[str, FieldType, str],
    faults: Faults,
    around: Surroundings,
) -> FieldSpec | None:
    key, kind, place = named
    label = faults.words(given.get("label"), f"{place}.label", needed=True)
    help_ = faults.words(given.get("help"), f"{place}.help")
    before = len(faults.problems)
    result = _result(given, kind, place, faults)
    links_to = _link(given, kind, place, faults, around)
    options = _options(given, place, faults) if kind in _CHOSEN else ()
    searchable = faults.flag(given, "searchable", place)
    if kind in _CHOSEN and not options and len(faults.problems) == before:
        text = say("Give the choice {label} at least one option.", label=label.zh)
        faults.add(f"{place}.options", "empty", text)
    if kind is _T.FORMULA and result is None:
        return None
    spec = FieldSpec(
        key=key,
        type=kind,
        label_zh=label.zh,
        label_en=label.en,
        help_zh=help_.zh,
        help_en=help_.en,
        options=options,
        required=faults.flag(given, "required", place),
        searchable=searchable,
        in_list=faults.flag(given, "in_list", place),
        links_to=links_to,
        result=result,
    )
    return _guarded(spec, given, place, faults)


def _result(
    given: Mapping[str, Any], kind: FieldType, place: str, faults: Faults
) -> FieldType | None:
    if kind is not _T.FORMULA:
        return None
    known = tuple(each.value for each in formulas.RESULTS)
    if "result" not in given:
        faults.add(f"{place}.result", "empty", say("Say what type the formula's result has."))
        return None
    return FieldType(faults.one_of(given, "result", known, place))


def _link(
    given: Mapping[str, Any], kind: FieldType, place: str, faults: Faults, around: Surroundings
) -> str | None:
    fixed = {_T.PERSON: "person", _T.TEAM: "team"}.get(kind)
    if kind is not _T.RECORD:
        return fixed
    target = given.get("links_to")
    if not isinstance(target, str) or target not in around.kinds:
        text = say("Choose what kind of record this links to.")
        faults.add(f"{place}.links_to", "unknown", text)
        return None
    return target


def _options(given: Mapping[str, Any], place: str, faults: Faults) -> tuple[Option, ...]:
    where = f"{place}.options"
    found: list[Option] = []
    for number, raw in enumerate(faults.items(given.get("options"), where, MAX_OPTIONS)):
        option = _option(raw, f"{where}[{number}]", faults)
        if option is None:
            continue
        if any(each.key == option.key for each in found):
            text = say("Two options have the key {key}.", key=option.key)
            faults.add(f"{where}[{number}].key", "twice", text)
            continue
        found.append(option)
    return tuple(found)


def _option(raw: object, place: str, faults: Faults) -> Option | None:
    given = faults.mapping(raw, place)
    faults.only(given, frozenset({"key", "label", "colour", "retired"}), place)
    key = given.get("key")
    if not isinstance(key, str) or not 0 < len(key) <= 64 or key != key.strip():
        faults.add(f"{place}.key", "form", say("An option has a key of 1 to 64 characters."))
        return None
    label = faults.words(given.get("label"), f"{place}.label", needed=True)
    colour = given.get("colour")
    if colour is not None and not (isinstance(colour, str) and len(colour) <= 32):
        faults.add(f"{place}.colour", "form", say("A colour is one word of the palette."))
        colour = None
    return Option(key, label.zh, label.en, faults.flag(given, "retired", place), colour)


def _built_in_options(
    spec: FieldSpec, given: Mapping[str, Any], place: str, faults: Faults
) -> tuple[Option, ...]:
    if "options" not in given:
        return spec.options
    if spec.type not in _CHOSEN:
        faults.add(f"{place}.options", "unfit", say("Only choices have options."))
        return spec.options
    wanted = _options(given, place, faults)
    if spec.key in FIXED_OPTIONS:
        known = {option.key for option in spec.options}
        if {option.key for option in wanted} - known or any(each.retired for each in wanted):
            text = say("The program works with these options: rename them, but keep them.")
            faults.add(f"{place}.options", "options_fixed", text)
    # A shipped option that is not named stays: records may hold it.
    named = {option.key for option in wanted}
    return (*wanted, *(option for option in spec.options if option.key not in named))


def _designed(given: Mapping[str, Any], spec: FieldSpec, place: str, faults: Faults) -> FieldDesign:
    columns = _columns(given, spec, place, faults)
    if columns:
        spec = replace(spec, columns=tuple(each.spec for each in columns))
    default = default_of(given, spec, place, faults)
    unique = faults.one_of(given, "unique", ("no", "warn", "refuse"), place)
    if "unique" not in given and spec.unique:
        unique = "refuse"
    if unique != "no" and spec.compared_as in _CHOSEN | {_T.TAGS, _T.SUB_FORM, _T.ATTACHMENT}:
        faults.add(f"{place}.unique", "unfit", say("This type of field cannot be unique."))
    fixed = default.value if default is not None and default.kind == "fixed" else None
    spec = replace(spec, unique=unique == "refuse", default=fixed if default else spec.default)
    low, high = bounds_of(given, spec, place, faults)
    return FieldDesign(
        spec=spec,
        unique=cast("Unique", unique),
        default=default,
        low=low,
        high=high,
        pattern=pattern_of(given, spec, place, faults),
        placeholder=faults.words(given.get("placeholder"), f"{place}.placeholder"),
        read_only_for=frozenset(faults.names(given, "read_only_for", place)),
        hidden_for=frozenset(faults.names(given, "hidden_for", place)),
        formula=formula_of(given, spec, place, faults),
        number=numbering_of(given, spec, place, faults),
        columns=columns,
        totals=_totals(given, columns, place, faults),
        document_kind=document_kind_of(given, spec, place, faults),
        control=faults.one_of(given, "control", CONTROLS, place) or None,
    )


def _columns(
    given: Mapping[str, Any], spec: FieldSpec, place: str, faults: Faults
) -> tuple[FieldDesign, ...]:
    if spec.type is not _T.SUB_FORM:
        return ()
    found: list[FieldDesign] = []
    for number, raw in enumerate(
        faults.items(given.get("columns"), f"{place}.columns", MAX_COLUMNS)
    ):
        column = _column(raw, f"{place}.columns[{number}]", faults)
        if column is not None and any(each.key == column.key for each in found):
            text = say("The field key {key} is taken. Choose another one.", key=column.key)
            faults.add(f"{place}.columns[{number}].key", "taken", text)
        elif column is not None:
            found.append(column)
    if not found:
        faults.add(f"{place}.columns", "empty", say("A sub-form needs at least one column."))
    return tuple(found)


def _column(raw: object, place: str, faults: Faults) -> FieldDesign | None:
    given = faults.mapping(raw, place)
    faults.only(given, _COLUMN_KEYS, place)
    key = given.get("key")
    if not isinstance(key, str) or not KEY_PATTERN.fullmatch(key) or "__" in key:
        text = say("A field key is written in small letters, digits and _, like file_no.")
        faults.add(f"{place}.key", "form", text)
        return None
    kind = _type_of(given, place, faults, _COLUMN_TYPES)
    if kind is None:
        return None
    rest = {name: value for name, value in given.items() if name != "key"}
    spec = _own_spec(rest, (key, kind, place), faults, Surroundings(frozenset()))
    return None if spec is None else _designed(rest, spec, place, faults)


def _totals(
    given: Mapping[str, Any], columns: tuple[FieldDesign, ...], place: str, faults: Faults
) -> tuple[str, ...]:
    summable = {each.key for each in columns if each.spec.compared_as in _ADDED_UP}
    totals = faults.names(given, "totals", place)
    for key in totals:
        if key not in summable:
            text = say("The column {key} cannot be added up.", key=shown(key))
            faults.add(f"{place}.totals", "unfit", text)
    return tuple(key for key in totals if key in summable)
