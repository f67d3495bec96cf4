"""Values of a field whose type changes: which of them become values of the new type."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import func, select

from loancrm_desktop import display
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.form_parts import COMPUTED
from loancrm_desktop.services.forms.records import MODELS, WAS_END, of_kind, put_key
from loancrm_desktop.services.forms.value_words import items_of
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language.custom_values import pack, unpack
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.language.json_columns import json_member
from loancrm_desktop.services.office import Work

MOST_SAMPLES = 5

_ROWS = (FieldType.SUB_FORM, FieldType.ATTACHMENT)
_LINKS = (FieldType.PERSON, FieldType.TEAM, FieldType.RECORD)


@dataclass(frozen=True, slots=True)
class Conversion:
    """How many values a change of type would convert.

    Attributes:
        samples: some that do not convert, masked.
    """

    converted: int
    left: int
    samples: tuple[str, ...]


def changes_type(old: FieldSpec, new: FieldSpec) -> bool:
    """Say whether values of one are no values of the other as they are."""
    return old.compared_as is not new.compared_as or old.type is not new.type


def preview(work: Work, kind: str, old: FieldSpec, new: FieldSpec) -> Conversion:
    """Count what a change of type would convert; nothing is written."""
    model: Any = MODELS[kind]
    member = json_member(model.custom, old)
    rows = work.session.execute(
        select(member, func.count())
        .where(member.is_not(None), *of_kind(kind, model))
        .group_by(member)
    )
    converted = left = 0
    samples: list[str] = []
    for stored, count in rows:
        value = _from_column(old, stored)
        if converts(value, old, new, work) is None:
            left += count
            if len(samples) < MOST_SAMPLES:
                samples.append(display.mask_text(field_types.show(value, old)))
        else:
            converted += count
    return Conversion(converted, left, tuple(samples))


def convert(work: Work, kind: str, old: FieldSpec, new: FieldSpec) -> Conversion:
    """Turn every record's value into the new type; what does not convert is kept beside it."""
    model: Any = MODELS[kind]
    filled = json_member(model.custom, old).is_not(None)
    chosen = select(model).where(filled, *of_kind(kind, model)).order_by(model.id)
    converted = left = 0
    for row in work.session.execute(chosen).scalars():
        custom: dict[str, Any] = dict(row.custom)
        stored = custom.pop(new.key)
        value = converts(unpack(old, stored), old, new, work)
        if value is None:
            left += 1
            kept = custom.get(new.key + WAS_END)
            custom[new.key + WAS_END] = [
                *items_of(kept),
                {"type": old.type.value, "value": stored},
            ]
        else:
            converted += 1
            custom[new.key] = pack(new, value)
        put_key(custom, new)
        row.custom = custom
    work.session.flush()
    return Conversion(converted, left, ())


def keep_keys(work: Work, kind: str, spec: FieldSpec) -> None:
    """Give records the comparison keys of a field that is searchable from now on."""
    model: Any = MODELS[kind]
    member = json_member(model.custom, spec)
    chosen = select(model.id, model.custom).where(member.is_not(None), *of_kind(kind, model))
    for record_id, custom in work.session.execute(chosen).all():
        keyed = dict(custom)
        put_key(keyed, spec)
        if keyed != custom:
            work.session.get_one(model, record_id).custom = keyed
    work.session.flush()


def converts(value: Any, old: FieldSpec, new: FieldSpec, work: Work) -> Any:
    """Answer a value in the new type's Python form, None when it cannot be one."""
    if value is None or new.type in COMPUTED or _is_rows(old, new):
        return None
    raw: Any = value
    if old.type in _LINKS or new.type in _LINKS:
        return value if (old.type, old.links_to) == (new.type, new.links_to) else None
    if old.options:
        words = list(_labels(old, value))
        raw = words if new.type in (FieldType.CHOICES, FieldType.TAGS) else "、".join(words)
    elif isinstance(value, bool):
        raw = "是" if value else "否"
    else:
        raw = field_types.to_json(value, old, work.place.zone)
        if isinstance(raw, list) and new.type not in (FieldType.CHOICES, FieldType.TAGS):
            raw = "、".join(str(each) for each in cast("list[Any]", raw))
        elif not isinstance(raw, list):
            raw = str(raw)
    try:
        found = field_types.parse(cast("object", raw), new, work.place.zone)
        field_types.check(found, new)
    except FieldFault:
        return None
    return None if found in ("", [], ()) else found


def _is_rows(old: FieldSpec, new: FieldSpec) -> bool:
    return old.type in _ROWS or new.type in _ROWS


def _labels(spec: FieldSpec, value: Any) -> Iterator[str]:
    keys = items_of(value) or (value,)
    for key in keys:
        option = spec.option(str(key))
        yield option.label_zh if option else str(key)


def _from_column(spec: FieldSpec, stored: Any) -> Any:
    """Answer a selected value in Python form; lists come as the text of their JSON."""
    if isinstance(stored, str) and spec.compared_as in (
        FieldType.CHOICES,
        FieldType.TAGS,
        *_ROWS,
    ):
        return json.loads(stored)
    return stored
