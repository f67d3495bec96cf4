"""A row and its values under catalogue keys: the one place that knows which column holds what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, cast

from sqlalchemy import ColumnElement

from loancrm_desktop.models.base import Base
from loancrm_desktop.models.customers import Customer, RelatedPerson
from loancrm_desktop.models.deals import Deal, Process, Submission
from loancrm_desktop.models.documents import Document
from loancrm_desktop.models.own_records import OwnRecord
from loancrm_desktop.models.people import Channel, Team, User
from loancrm_desktop.models.stored import columns_of
from loancrm_desktop.models.work_items import FollowUp, Task
from loancrm_desktop.services.language.custom_values import pack, unpack
from loancrm_desktop.services.language.expressions import Family, family_of, is_code
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.text_keys import text_key

_BUILT_IN: Mapping[str, type[Base]] = MappingProxyType(
    {
        "customer": Customer,
        "deal": Deal,
        "follow_up": FollowUp,
        "task": Task,
        "document": Document,
        "related_person": RelatedPerson,
        "submission": Submission,
        "channel": Channel,
        "person": User,
        "team": Team,
        "process": Process,
    }
)

OWN_KIND = "x_"
"""Begins the name of every record kind the office made up itself."""


def is_own(kind: str) -> bool:
    """Say whether a record kind is one of the office's own."""
    return kind.startswith(OWN_KIND)


class _Models(Mapping[str, type[Base]]):
    """The class of each record kind; all kinds of the office's own share one."""

    def __getitem__(self, kind: str) -> type[Base]:
        return OwnRecord if is_own(kind) else _BUILT_IN[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(_BUILT_IN)

    def __len__(self) -> int:
        return len(_BUILT_IN)


MODELS: Mapping[str, type[Base]] = _Models()


def of_kind(kind: str, entity: Any = None) -> tuple[ColumnElement[bool], ...]:
    """Answer what tells the rows of a kind from others in its table; nothing for most kinds."""
    if not is_own(kind):
        return ()
    rows = OwnRecord if entity is None else entity
    return (rows.kind == kind,)


KEY_END = "__key"
"""Ends the name under which a record keeps the comparison key of an own text."""

WAS_END = "__was"
"""Ends the name under which a record keeps what did not fit when a field's type changed."""

_ENDINGS = ("", "_fen", "_ppm", "_id", "_key", "_zh")


@dataclass(frozen=True, slots=True)
class Home:
    """Where a built-in field lies.

    Attributes:
        attribute: the column's name.
        key_attribute: the column with its text key, when it has one.
    """

    attribute: str
    key_attribute: str | None


@cache
def home_of(kind: str, key: str) -> Home | None:
    """Answer the column of a built-in field, None for a field the office added."""
    model = MODELS.get(kind)
    if model is None:
        return None
    names = columns_of(str(model.__tablename__))
    attribute = next((key + end for end in _ENDINGS if key + end in names), None)
    if attribute is None:
        return None
    text_attribute = f"{key}_key" if f"{key}_key" in names and attribute == key else None
    return Home(attribute, text_attribute)


@cache
def may_be_empty(kind: str, key: str) -> bool:
    """Say whether the column of a built-in field can be without a value."""
    home = home_of(kind, key)
    return home is None or bool(
        columns_of(str(MODELS[kind].__tablename__))[home.attribute].nullable
    )


def value_of(row: Any, kind: str, spec: FieldSpec) -> Any:
    """Answer a field's value in its Python form."""
    home = home_of(kind, spec.key) if spec.built_in else None
    if home is not None:
        return getattr(row, home.attribute)
    return unpack(spec, row.custom.get(spec.key))


def values_of(row: Any, kind: str, fields: Mapping[str, FieldSpec]) -> dict[str, Any]:
    """Answer a record's values in Python form, by key."""
    return {key: value_of(row, kind, spec) for key, spec in fields.items()}


def put_values(
    row: Any, kind: str, fields: Mapping[str, FieldSpec], values: Mapping[str, Any]
) -> None:
    """Write values in Python form into a row; custom values are replaced whole."""
    custom: dict[str, Any] | None = None
    for key, value in values.items():
        spec = fields[key]
        home = home_of(kind, key) if spec.built_in else None
        if home is None:
            custom = dict(row.custom) if custom is None else custom
            _put_custom(custom, spec, value)
            continue
        put = _bare(value)
        if getattr(row, home.attribute) != put:
            setattr(row, home.attribute, put)
            if home.key_attribute is not None:
                setattr(row, home.key_attribute, None if put is None else text_key(str(put)))
    if custom is not None and custom != row.custom:
        row.custom = custom


def _bare(value: Any) -> Any:
    return list(cast("tuple[Any, ...]", value)) if isinstance(value, tuple) else value


def _put_custom(custom: dict[str, Any], spec: FieldSpec, value: Any) -> None:
    if value is None or value in ("", []):
        custom.pop(spec.key, None)
    else:
        custom[spec.key] = pack(spec, value)
    if spec.keyed:
        put_key(custom, spec)


def put_key(custom: dict[str, Any], spec: FieldSpec) -> None:
    """Keep the comparison key of a text beside it, where it differs from the text itself."""
    value = custom.get(spec.key)
    compared = text_key(value) if isinstance(value, str) and has_text_key(spec) else value
    if compared == value:
        custom.pop(spec.key + KEY_END, None)
    else:
        custom[spec.key + KEY_END] = compared


def has_text_key(spec: FieldSpec) -> bool:
    """Say whether values of a field are compared by a key that is made of them."""
    return family_of(spec) is Family.TEXT and not is_code(spec)


def constructor_values(
    kind: str, fields: Mapping[str, FieldSpec], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Answer the keyword arguments a new row takes for values in Python form."""
    made: dict[str, Any] = {}
    custom: dict[str, Any] = {}
    for key, value in values.items():
        spec = fields[key]
        home = home_of(kind, key) if spec.built_in else None
        if home is None:
            _put_custom(custom, spec, value)
            continue
        if value is None:
            continue
        made[home.attribute] = _bare(value)
        if home.key_attribute is not None:
            made[home.key_attribute] = text_key(str(value))
    if custom:
        made["custom"] = custom
    return made
