"""The controls of the library: what each is called, and the field it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from loancrm_desktop.services.language.fields import FieldType
from loancrm_desktop.texts import tr

BASIC, BUSINESS, ADVANCED = "basic", "business", "advanced"
HALF, WHOLE = "1/2", "1"


@dataclass(frozen=True, slots=True)
class Control:
    """One control.

    Attributes:
        key: its name in code, also the stem of the keys of its fields.
        makes: what a new field of it says beside its title; empty for a heading or a hint.
        width: how wide a new one is.
    """

    key: str
    title: str
    icon: str
    group: str
    makes: Mapping[str, Any] = field(default_factory=dict[str, Any])
    width: str = HALF

    @property
    def is_note(self) -> bool:
        """Whether it is a heading or a hint, which hold no value."""
        return not self.makes


def option(key: str, zh: str, en: str) -> dict[str, Any]:
    """Make an option."""
    return {"key": key, "label": {"zh": zh, "en": en}}


def _options() -> list[dict[str, Any]]:
    return [option(f"option_{at}", f"选项 {at}", f"Option {at}") for at in (1, 2, 3)]


def all_controls() -> tuple[Control, ...]:
    """Answer every control, by group, in the order of the library."""
    return (*_basic(), *_business(), *_advanced())


def control_named(key: str) -> Control | None:
    """Find a control."""
    return next((each for each in all_controls() if each.key == key), None)


def group_title(group: str) -> str:
    """Name a group of the library."""
    return {BASIC: tr("Basic"), BUSINESS: tr("Of the trade"), ADVANCED: tr("Advanced")}[group]


def _basic() -> tuple[Control, ...]:
    radio = {"type": "choice", "control": "radio", "options": _options()}
    return (
        Control("text", tr("Single line"), "text", BASIC, {"type": "text"}),
        Control("long_text", tr("Long text"), "text-area", BASIC, {"type": "long_text"}, WHOLE),
        Control("number", tr("Number"), "hash", BASIC, {"type": "number"}),
        Control("money", tr("Amount"), "yen", BASIC, {"type": "money"}),
        Control("percent", tr("Rate"), "percent", BASIC, {"type": "percent"}),
        Control("date", tr("Date"), "calendar", BASIC, {"type": "date"}),
        Control("time", tr("Time"), "clock", BASIC, {"type": "time"}),
        Control("moment", tr("Date and time"), "calc-date", BASIC, {"type": "datetime"}),
        Control("radio", tr("Radio group"), "radio", BASIC, radio),
        Control(
            "choices", tr("Several choices"), "checkbox", BASIC,
            {"type": "choices", "options": _options()},
        ),
        Control(
            "select", tr("Drop-down"), "select", BASIC,
            {"type": "choice", "control": "drop_down", "options": _options()},
        ),
        Control("yes_no", tr("Check box"), "toggle", BASIC, {"type": "boolean"}),
    )  # fmt: skip


def _business() -> tuple[Control, ...]:
    secret = {"type": "id_number", "sensitivity": "secret", "mask": "id"}
    private = {"type": "phone", "sensitivity": "personal", "mask": "phone"}
    return (
        Control("phone", tr("Phone number"), "phone", BUSINESS, private),
        Control("id_number", tr("ID number"), "idcard", BUSINESS, secret),
        Control("email", tr("E-mail"), "mail", BUSINESS, {"type": "email"}),
        Control("region", tr("Region"), "pin", BUSINESS, {"type": "region"}),
        Control("person", tr("Person"), "user", BUSINESS, {"type": "person", "links_to": "person"}),
        Control("tags", tr("Tags"), "tag", BUSINESS, {"type": "tags"}),
    )


def _advanced() -> tuple[Control, ...]:
    rows = {
        "type": "sub_form",
        "columns": [{"key": "text", "type": "text", "label": {"zh": "内容", "en": "Text"}}],
    }
    formula = {"type": "formula", "result": "number", "formula": ""}
    number = {"type": "autonumber", "number": {"prefix": "", "digits": 5, "reset": "never"}}
    return (
        Control("attachment", tr("Attachment"), "attach", ADVANCED, {"type": "attachment"}),
        Control("sub_form", tr("Sub-form"), "subform", ADVANCED, rows, WHOLE),
        Control("formula", tr("Formula"), "formula", ADVANCED, formula),
        Control("number_series", tr("Automatic number"), "list", ADVANCED, number),
        Control(
            "record", tr("Link to a record"), "link", ADVANCED,
            {"type": "record", "links_to": "customer"},
        ),
        Control("heading", tr("Heading"), "heading", ADVANCED, {}, WHOLE),
        Control("hint", tr("Hint"), "info", ADVANCED, {}, WHOLE),
    )  # fmt: skip


_TYPE_ICONS: dict[FieldType, str] = {
    FieldType.TEXT: "text",
    FieldType.LONG_TEXT: "text-area",
    FieldType.INTEGER: "hash",
    FieldType.NUMBER: "hash",
    FieldType.MONEY: "yen",
    FieldType.PERCENT: "percent",
    FieldType.DATE: "calendar",
    FieldType.TIME: "clock",
    FieldType.DATETIME: "calc-date",
    FieldType.CHOICE: "select",
    FieldType.CHOICES: "checkbox",
    FieldType.BOOLEAN: "toggle",
    FieldType.PHONE: "phone",
    FieldType.ID_NUMBER: "idcard",
    FieldType.EMAIL: "mail",
    FieldType.REGION: "pin",
    FieldType.PERSON: "user",
    FieldType.TEAM: "users",
    FieldType.RECORD: "link",
    FieldType.TAGS: "tag",
    FieldType.ATTACHMENT: "attach",
    FieldType.SUB_FORM: "subform",
    FieldType.FORMULA: "formula",
    FieldType.AUTONUMBER: "list",
}


def type_icon(kind: FieldType) -> str:
    """Answer the icon of a field's type."""
    return _TYPE_ICONS[kind]


def type_title(kind: FieldType) -> str:
    """Name a field's type as the library does."""
    by_type = {
        str(each.makes["type"]): each.title
        for each in reversed(all_controls())
        if not each.is_note
    }  # fmt: skip
    more = {"integer": tr("Whole number"), "team": tr("Team")}
    return by_type.get(kind.value) or more.get(kind.value, kind.value)
