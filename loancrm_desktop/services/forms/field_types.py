"""The one registry of field types: how each is read, checked, written to JSON, shown and masked.

Stored forms are those of `FieldType`. An empty cell is None, and an empty list for types that hold
several values. Reading is strict about meaning and loose about writing: `３０万` is an amount,
`20-30万` is not.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import NoReturn, cast
from zoneinfo import ZoneInfo

from loancrm_desktop import display
from loancrm_desktop.display import OFFICE_ZONE
from loancrm_desktop.services.forms import value_words
from loancrm_desktop.services.forms.value_words import Reader, items_of
from loancrm_desktop.services.forms.values import amounts, choices, dates, names, phones
from loancrm_desktop.services.forms.values.amounts import Unit
from loancrm_desktop.services.forms.values.cells import is_blank, one_line, plain_text
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.forms.values.id_numbers import parse_id_number
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import current_language, say

MAX_LINE_LENGTH = 200
MAX_TEXT_LENGTH = 20_000
MAX_INTEGER = 2**53
MAX_ID_DIGITS = 18
MAX_ROWS = 500

Parse = Callable[[object, FieldSpec, ZoneInfo, Unit | None], object]
Show = Callable[[object, FieldSpec, Reader], str]


@dataclass(frozen=True, slots=True)
class TypeRules:
    """What a field type knows about its values."""

    parse: Parse
    check: Callable[[object, FieldSpec], bool]
    to_json: Callable[[object, ZoneInfo], object]
    show: Show
    several: bool = False


def parse(
    raw: object,
    spec: FieldSpec,
    zone: ZoneInfo = OFFICE_ZONE,
    unit_hint: Unit | None = None,
) -> object:
    """Read a value as people, sheets or programs write it into its stored form.

    Raises:
        FieldFault: it cannot be taken; its text says how to write it.
    """
    rules = TYPES[spec.compared_as]
    if raw is None or (raw.__class__ is str and is_blank(raw)):
        return [] if rules.several else None
    return rules.parse(raw, spec, zone, unit_hint)


def check(value: object, spec: FieldSpec) -> None:
    """Make sure a value already is the stored form of its field; None always is.

    Raises:
        FieldFault: it is not (`wrong_form`), or names a missing option (`no_such_option`).
    """
    if value is not None and not TYPES[spec.compared_as].check(value, spec):
        raise FieldFault("wrong_form", say("This value does not fit its field; enter it again."))


def to_json(value: object, spec: FieldSpec, zone: ZoneInfo = OFFICE_ZONE) -> object:
    """Write a stored value as JSON has it: yuan as a decimal string, times with their offset."""
    if spec.columns:
        return _rows_to_json(value, spec, zone)
    return None if value is None else TYPES[spec.compared_as].to_json(value, zone)


def from_json(raw: object, spec: FieldSpec, zone: ZoneInfo = OFFICE_ZONE) -> object:
    """Read what `to_json` wrote, or what a person put into JSON by hand.

    Raises:
        FieldFault: codes as in `parse`.
    """
    if spec.compared_as is FieldType.PERCENT and isinstance(raw, (int, float)):
        # In JSON a bare 0.5 means half a per cent; only in a sheet is it a formatted fraction.
        return amounts.parse_percent(str(raw))
    return parse(raw, spec, zone)


def show(value: object, spec: FieldSpec, reader: Reader | None = None) -> str:
    """Say a stored value to people; nothing for an empty one."""
    if value is None:
        return ""
    return TYPES[spec.compared_as].show(value, spec, reader or Reader(current_language()))


def masked(value: object, spec: FieldSpec, reader: Reader | None = None) -> str:
    """Say a stored value to people who may not see it whole; plain where nothing is to hide."""
    if value is None or value == "":
        return ""
    if spec.mask is not None:
        return _MASKS[spec.mask](str(value))
    if spec.sensitivity == "none":
        return show(value, spec, reader)
    shown = show(value, spec, reader)
    return display.mask_text(shown) if isinstance(value, str) and not spec.options else "****"


_MASKS: Mapping[str, Callable[[str], str]] = {
    "phone": display.mask_phone,
    "id": display.mask_id_number,
    "card": display.mask_card,
    "address": display.mask_address,
}


def _parse_line(raw: object, spec: FieldSpec, _zone: ZoneInfo, _unit: Unit | None) -> object:
    if spec.key == "name":
        return _limited(names.clean_name(raw), MAX_LINE_LENGTH)
    return _limited(one_line(raw), MAX_LINE_LENGTH)


def _parse_text(raw: object, _spec: FieldSpec, _zone: ZoneInfo, _unit: Unit | None) -> object:
    return _limited(plain_text(raw), MAX_TEXT_LENGTH)


def _limited(text: str, most: int) -> str | None:
    if is_blank(text):
        return None
    if len(text) > most:
        raise FieldFault(
            "too_long",
            say(
                "This text has {count} characters; at most {most} fit.", count=len(text), most=most
            ),
        )
    return text


def _parse_integer(raw: object, spec: FieldSpec, _zone: ZoneInfo, unit: Unit | None) -> object:
    if spec.key.endswith("_months"):
        return amounts.parse_term_months(raw, unit)
    number = None if isinstance(raw, bool) else amounts.parse_number(raw)
    if number is None:
        return None
    if number != number.to_integral_value() or abs(number) > MAX_INTEGER:
        raise FieldFault("not_whole", say("Write a whole number here."))
    return int(number)


def _parse_number(raw: object, _spec: FieldSpec, _zone: ZoneInfo, _unit: Unit | None) -> object:
    number = amounts.parse_number(raw)
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _parse_money(raw: object, spec: FieldSpec, _zone: ZoneInfo, unit: Unit | None) -> object:
    amount_fen = amounts.parse_amount(raw, unit)
    if amount_fen is not None and amount_fen < 0 and spec.built_in:
        raise FieldFault("negative", say("An amount here cannot be below zero."))
    return amount_fen


def _parse_percent(raw: object, _spec: FieldSpec, _zone: ZoneInfo, _unit: Unit | None) -> object:
    return amounts.parse_percent(raw)


def _parse_date(raw: object, _spec: FieldSpec, zone: ZoneInfo, _unit: Unit | None) -> object:
    return dates.parse_date(raw, zone)


def _parse_time(raw: object, _spec: FieldSpec, _zone: ZoneInfo, _unit: Unit | None) -> object:
    return dates.parse_clock(raw)


def _parse_moment(raw: object, _spec: FieldSpec, zone: ZoneInfo, _unit: Unit | None) -> object:
    return dates.parse_moment(raw, zone)


def _parse_choice(raw: object, spec: FieldSpec, _zone: ZoneInfo, _unit: Unit | None) -> object:
    return choices.parse_choice(raw, spec)


def _parse_choices(raw: object, spec: FieldSpec, _zone: ZoneInfo, _unit: Unit | None) -> object:
    return choices.parse_choices(raw, spec)


def _parse_yes_no(raw: object, _spec: FieldSpec, _zone: ZoneInfo, _unit: Unit | None) -> object:
    return choices.parse_yes_no(raw)


def _parse_phone(raw: object, _spec: FieldSpec, _zone: ZoneInfo, _unit: Unit | None) -> object:
    return phones.parse_phone(raw) or None


def _parse_id(raw: object, _spec: FieldSpec, _zone: ZoneInfo, _unit: Unit | None) -> object:
    return parse_id_number(raw) or None


def _parse_email(raw: object, _spec: FieldSpec, _zone: ZoneInfo, _unit: Unit | None) -> object:
    return names.parse_email(raw) or None


def _parse_tags(raw: object, _spec: FieldSpec, _zone: ZoneInfo, _unit: Unit | None) -> object:
    return choices.parse_tags(raw)


def _parse_link(raw: object, _spec: FieldSpec, _zone: ZoneInfo, _unit: Unit | None) -> object:
    """Take an id; a name has to be looked up by whoever knows the records."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = one_line(raw)
    if text.isascii() and text.isdecimal() and len(text) <= MAX_ID_DIGITS and int(text) > 0:
        return int(text)
    raise FieldFault("not_found", say("There is nothing of this name in the office."))


def _kept_by_program(
    _raw: object, _spec: FieldSpec, _zone: ZoneInfo, _unit: Unit | None
) -> NoReturn:
    raise FieldFault("read_only", say("The program fills this field itself."))


def _parse_rows(raw: object, spec: FieldSpec, zone: ZoneInfo, _unit: Unit | None) -> object:
    """Read the rows of a sub-form, given as a list of objects or as the JSON text of one."""
    rows = _listed(raw)
    if len(rows) > MAX_ROWS:
        text = say("{label} has at most {most} rows.", label=spec.label_zh, most=MAX_ROWS)
        raise FieldFault("too_many", text)
    read = (_parse_row(row, number, spec, zone) for number, row in enumerate(rows, 1))
    return [row for row in read if row]


def _listed(raw: object) -> Sequence[object]:
    try:
        given = json.loads(raw) if isinstance(raw, str) else raw
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, (list, tuple)):
        raise FieldFault("not_rows", say("Give the rows as a list."))
    return items_of(cast("object", given))


def _parse_row(row: object, number: int, spec: FieldSpec, zone: ZoneInfo) -> dict[str, object]:
    if not isinstance(row, Mapping):
        raise FieldFault("not_rows", say("Give the rows as a list."))
    cells = cast("Mapping[str, object]", row)
    columns = {column.key: column for column in spec.columns}
    unknown = next((key for key in cells if key not in columns), None)
    if unknown is not None:
        text = say("Row {row}: there is no column {column}.", row=number, column=str(unknown))
        raise FieldFault("unknown_column", text)
    read: dict[str, object] = {}
    for key, column in columns.items():
        if column.type in (FieldType.FORMULA, FieldType.AUTONUMBER):
            continue  # worked out when the record is saved
        try:
            value = from_json(cells.get(key), column, zone)
        except FieldFault as fault:
            label = column.label(current_language())
            text = say("Row {row}, {column}: {why}", row=number, column=label, why=fault.text)
            raise FieldFault(fault.code, text) from fault
        if value not in (None, "", []):
            read[key] = value
    return read


def _rows_to_json(value: object, spec: FieldSpec, zone: ZoneInfo) -> object:
    columns = {column.key: column for column in spec.columns}
    rows = (cast("Mapping[str, object]", row) for row in items_of(value))
    return [
        {key: to_json(cell, columns[key], zone) for key, cell in row.items() if key in columns}
        for row in rows
    ]


def _parse_documents(
    raw: object, spec: FieldSpec, zone: ZoneInfo, unit: Unit | None
) -> list[object]:
    """Read the numbers of documents."""
    given = _listed(f"[{raw}]" if isinstance(raw, str) and raw[:1] != "[" else raw)
    if len(given) > MAX_ROWS:
        text = say("{label} has at most {most} rows.", label=spec.label_zh, most=MAX_ROWS)
        raise FieldFault("too_many", text)
    return list(dict.fromkeys(_parse_link(each, spec, zone, unit) for each in given))


def _is_line(value: object, _spec: FieldSpec) -> bool:
    return isinstance(value, str) and len(value) <= MAX_LINE_LENGTH and "\n" not in value


def _is_text(value: object, _spec: FieldSpec) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TEXT_LENGTH


def _is_integer(value: object, _spec: FieldSpec) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object, spec: FieldSpec) -> bool:
    return _is_integer(value, spec) or (isinstance(value, float) and math.isfinite(value))


def _is_date(value: object, _spec: FieldSpec) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_moment(value: object, _spec: FieldSpec) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None


def _is_clock(value: object, _spec: FieldSpec) -> bool:
    return isinstance(value, str) and len(value) == 5 and value[2] == ":"


def _is_option(value: object, spec: FieldSpec) -> bool:
    if not isinstance(value, str):
        return False
    return not spec.options or spec.option(value) is not None


def _are_options(value: object, spec: FieldSpec) -> bool:
    return _is_list(value, spec) and all(_is_option(key, spec) for key in items_of(value))


def _is_yes_no(value: object, _spec: FieldSpec) -> bool:
    return isinstance(value, bool)


def _is_phone(value: object, _spec: FieldSpec) -> bool:
    return isinstance(value, str) and phones.parse_phone(value) == value


def _is_id(value: object, _spec: FieldSpec) -> bool:
    return isinstance(value, str) and parse_id_number(value) == value


def _is_list(value: object, _spec: FieldSpec) -> bool:
    return isinstance(value, (list, tuple))


def _is_link(value: object, _spec: FieldSpec) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _as_is(value: object, _zone: ZoneInfo) -> object:
    return value


def _yuan(value: object, _zone: ZoneInfo) -> object:
    return display.yuan_text(value) if isinstance(value, int) else value


def _percent_text(value: object, _zone: ZoneInfo) -> object:
    if not isinstance(value, int):
        return value
    return format((Decimal(value) / 10_000).normalize(), "f")


def _day(value: object, _zone: ZoneInfo) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _moment(value: object, zone: ZoneInfo) -> object:
    if not isinstance(value, datetime):
        return value
    precision = "milliseconds" if value.microsecond else "seconds"
    return value.astimezone(zone).isoformat(timespec=precision)


def _list(value: object, _zone: ZoneInfo) -> object:
    return list(items_of(value))


_LINE = TypeRules(_parse_line, _is_line, _as_is, value_words.plain_words)
_LINK = TypeRules(_parse_link, _is_link, _as_is, value_words.link_words)
_ROWS = TypeRules(_parse_rows, _is_list, _list, value_words.count_words, several=True)
_DOCUMENTS = TypeRules(_parse_documents, _is_list, _list, value_words.count_words, several=True)

TYPES: Mapping[FieldType, TypeRules] = MappingProxyType(
    {
        FieldType.TEXT: _LINE,
        FieldType.REGION: _LINE,
        FieldType.LONG_TEXT: TypeRules(_parse_text, _is_text, _as_is, value_words.plain_words),
        FieldType.INTEGER: TypeRules(
            _parse_integer, _is_integer, _as_is, value_words.integer_words
        ),
        FieldType.NUMBER: TypeRules(_parse_number, _is_number, _as_is, value_words.number_words),
        FieldType.MONEY: TypeRules(_parse_money, _is_integer, _yuan, value_words.money_words),
        FieldType.PERCENT: TypeRules(
            _parse_percent, _is_integer, _percent_text, value_words.percent_words
        ),
        FieldType.DATE: TypeRules(_parse_date, _is_date, _day, value_words.plain_words),
        FieldType.TIME: TypeRules(_parse_time, _is_clock, _as_is, value_words.plain_words),
        FieldType.DATETIME: TypeRules(_parse_moment, _is_moment, _moment, value_words.moment_words),
        FieldType.CHOICE: TypeRules(_parse_choice, _is_option, _as_is, value_words.choice_words),
        FieldType.CHOICES: TypeRules(
            _parse_choices, _are_options, _list, value_words.choices_words, several=True
        ),
        FieldType.BOOLEAN: TypeRules(_parse_yes_no, _is_yes_no, _as_is, value_words.yes_no_words),
        FieldType.PHONE: TypeRules(_parse_phone, _is_phone, _as_is, value_words.phone_words),
        FieldType.ID_NUMBER: TypeRules(_parse_id, _is_id, _as_is, value_words.plain_words),
        FieldType.EMAIL: TypeRules(_parse_email, _is_line, _as_is, value_words.plain_words),
        FieldType.PERSON: _LINK,
        FieldType.TEAM: _LINK,
        FieldType.RECORD: _LINK,
        FieldType.TAGS: TypeRules(
            _parse_tags, _is_list, _list, value_words.list_words, several=True
        ),
        FieldType.ATTACHMENT: _DOCUMENTS,
        FieldType.SUB_FORM: _ROWS,
        FieldType.AUTONUMBER: TypeRules(
            _kept_by_program, _is_line, _as_is, value_words.plain_words
        ),
    }
)
