"""What a form is made of: tabs, sections, fields with their rules, states; plain and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from loancrm_desktop.services.forms.formulas import Formula
from loancrm_desktop.services.language.expressions import Condition
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import current_language

Unique = Literal["no", "warn", "refuse"]
Reset = Literal["never", "year", "month"]

COMPUTED = (FieldType.FORMULA, FieldType.AUTONUMBER)
"""Types whose values the program makes; nobody types them."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text the office wrote, in both languages."""

    zh: str = ""
    en: str = ""

    def read(self, language: str | None = None) -> str:
        """Answer it in a language, the other where one is missing."""
        first, second = (self.en, self.zh) if _is_english(language) else (self.zh, self.en)
        return first or second


def _is_english(language: str | None) -> bool:
    return (language or current_language()) == "en"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a row: a field, a heading or a hint.

    Attributes:
        width: the share of the row, such as `1/2`; empty for an even share.
    """

    field: str | None = None
    width: str = ""
    heading: Words | None = None
    hint: Words | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A group of rows under a title."""

    key: str
    title: Words
    rows: tuple[tuple[Item, ...], ...]
    collapsed: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of the form."""

    key: str
    title: Words
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Default:
    """What a new record begins with in a field.

    Attributes:
        kind: `fixed`, `today`, `me` or `formula`.
        value: for `fixed`, in Python form.
    """

    kind: Literal["fixed", "today", "me", "formula"]
    value: object = None
    formula: Formula | None = None


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a field's numbers are made.

    Attributes:
        digits: how many at least, filled up with zeros.
        reset: when counting begins anew, by the office's calendar.
    """

    prefix: str = ""
    digits: int = 5
    reset: Reset = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDesign:
    """A field as its form shows and checks it.

    Attributes:
        low, high: in the field's Python form for numbers and dates; for texts, lists and rows
            how many characters, items or rows; both inclusive, None for no bound.
        control: how it is shown where there is a choice, such as `radio`.
        columns: of a sub-form, in order.
        totals: the columns of a sub-form that are added up.
    """

    spec: FieldSpec
    unique: Unique = "no"
    default: Default | None = None
    low: object = None
    high: object = None
    pattern: re.Pattern[str] | None = None
    placeholder: Words = field(default_factory=Words)
    read_only_for: frozenset[str] = frozenset()
    hidden_for: frozenset[str] = frozenset()
    formula: Formula | None = None
    number: Numbering | None = None
    columns: tuple[FieldDesign, ...] = ()
    totals: tuple[str, ...] = ()
    document_kind: str | None = None
    control: str | None = None

    @property
    def key(self) -> str:
        """Its key."""
        return self.spec.key


@dataclass(frozen=True, slots=True)
class OptionRule:
    """Which options are offered while a condition holds."""

    when: Condition
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is said while a condition holds that should not."""

    when: Condition
    words: Words


@dataclass(frozen=True, slots=True)
class FieldRules:
    """When a field is shown, required, locked; None where nothing is said about it.

    Attributes:
        asks: the fields its conditions read.
    """

    shown: Condition | None = None
    required: Condition | None = None
    locked: Condition | None = None
    options: tuple[OptionRule, ...] = ()
    invalid: tuple[Complaint, ...] = ()
    asks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FormDesign:
    """A whole form, checked.

    Attributes:
        fields: every field of the kind, built-in ones too, by key; placed ones first, in the
            order of the layout.
        computed: formula fields in the order in which they are worked out.
        body: the JSON it was read from.
    """

    kind: str
    title: Words
    tabs: tuple[Tab, ...]
    fields: Mapping[str, FieldDesign]
    states: Mapping[str, FieldRules]
    computed: tuple[str, ...]
    body: Mapping[str, Any]

    @property
    def own(self) -> tuple[FieldDesign, ...]:
        """The fields the office added, in order."""
        return tuple(each for each in self.fields.values() if not each.spec.built_in)

    @property
    def kept_by_program(self) -> frozenset[str]:
        """The fields nobody types."""
        return frozenset(key for key, each in self.fields.items() if each.spec.type in COMPUTED)
