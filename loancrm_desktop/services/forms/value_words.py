"""How a stored value of each field type is said to people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from loancrm_desktop import display
from loancrm_desktop.display import OFFICE_ZONE
from loancrm_desktop.services.language.fields import FieldSpec


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a value is shown.

    Attributes:
        language: `zh` or `en`.
        brief: amounts in 万, as lists show them.
        people: names of the people, teams and records that fields name by id.
    """

    language: str
    zone: ZoneInfo = OFFICE_ZONE
    brief: bool = False
    people: Mapping[int, str] = field(default_factory=dict[int, str])


def items_of(value: object) -> Sequence[object]:
    """Answer the items of a list or tuple, and none of anything else."""
    return cast("Sequence[object]", value) if isinstance(value, (list, tuple)) else ()


def plain_words(value: object, _spec: FieldSpec, _reader: Reader) -> str:
    """Say a text or a day as it is stored."""
    return str(value)


def number_words(value: object, _spec: FieldSpec, _reader: Reader) -> str:
    """Say a number with thousands marks."""
    return f"{value:,}" if isinstance(value, (int, float)) else str(value)


def integer_words(value: object, spec: FieldSpec, reader: Reader) -> str:
    """Say a whole number; a term as `36 期`."""
    if spec.key.endswith("_months") and isinstance(value, int):
        return display.months(value, reader.language)
    return number_words(value, spec, reader)


def money_words(value: object, _spec: FieldSpec, reader: Reader) -> str:
    """Say an amount, in 万 when brief."""
    if not isinstance(value, int):
        return str(value)
    return (
        display.money_short(value, reader.language) if reader.brief else display.money_exact(value)
    )


def percent_words(value: object, _spec: FieldSpec, _reader: Reader) -> str:
    """Say a rate in per cent."""
    return display.percent(value) if isinstance(value, int) else str(value)


def moment_words(value: object, _spec: FieldSpec, reader: Reader) -> str:
    """Say a moment on the office's clock."""
    return display.time_exact(value, reader.zone) if isinstance(value, datetime) else str(value)


def choice_words(value: object, spec: FieldSpec, reader: Reader) -> str:
    """Say the label of an option."""
    option = spec.option(str(value))
    return option.label(reader.language) if option else str(value)


def choices_words(value: object, spec: FieldSpec, reader: Reader) -> str:
    """Say the labels of several options."""
    joint = "、" if reader.language == "zh" else ", "
    return joint.join(choice_words(key, spec, reader) for key in items_of(value))


def yes_no_words(value: object, _spec: FieldSpec, reader: Reader) -> str:
    """Say yes or no."""
    return display.yes_no(bool(value), reader.language)


def phone_words(value: object, _spec: FieldSpec, _reader: Reader) -> str:
    """Say a phone number in groups."""
    return display.phone_spaced(str(value))


def list_words(value: object, _spec: FieldSpec, reader: Reader) -> str:
    """Say several texts in a row."""
    return ("、" if reader.language == "zh" else ", ").join(str(item) for item in items_of(value))


def count_words(value: object, _spec: FieldSpec, _reader: Reader) -> str:
    """Say how many there are."""
    return str(len(items_of(value)))


def link_words(value: object, _spec: FieldSpec, reader: Reader) -> str:
    """Say the name of the record a field points to."""
    return reader.people.get(value, f"#{value}") if isinstance(value, int) else str(value)
