"""The form of a kind that nobody has drawn yet, and fields that a drawn one does not know."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

from loancrm_desktop import places
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.design import FORMAT, GIVEN
from loancrm_desktop.services.language.fields import FieldSpec, FieldType, KindFields

_WIDE = (FieldType.LONG_TEXT, FieldType.SUB_FORM, FieldType.ATTACHMENT)


def default_body(kind: KindFields, read_only: Iterable[str]) -> dict[str, Any]:
    """Answer the form a kind begins with: the shipped one, else its fields two in a row."""
    path = places.resources() / "presets" / "forms" / f"{kind.name}.json"
    if path.is_file():
        body = cast("dict[str, Any]", json.loads(path.read_text(encoding="utf-8")))
    else:
        skip = {*read_only, *GIVEN.get(kind.name, ())}
        shown = [key for key, spec in kind.fields.items() if spec.built_in and key not in skip]
        body = _plain_body(kind, shown)
    return with_missing(body, kind)


def _plain_body(kind: KindFields, keys: Iterable[str]) -> dict[str, Any]:
    title = {"zh": kind.label_zh, "en": kind.label_en}
    section: dict[str, Any] = {"key": "main", "title": {}, "rows": _rows(kind, keys)}
    return {
        "format": FORMAT,
        "kind": kind.name,
        "title": title,
        "tabs": [{"key": "main", "title": title, "sections": [section]}],
        "fields": {},
        "states": {},
    }


def _rows(kind: KindFields, keys: Iterable[str]) -> list[list[dict[str, str]]]:
    rows: list[list[dict[str, str]]] = []
    for key in keys:
        if kind.fields[key].type in _WIDE:
            rows.append([{"field": key, "width": "1"}])
        elif rows and len(rows[-1]) == 1 and rows[-1][0]["width"] == "1/2":
            rows[-1].append({"field": key, "width": "1/2"})
        else:
            rows.append([{"field": key, "width": "1/2"}])
    return rows


def with_missing(body: Mapping[str, Any], kind: KindFields) -> dict[str, Any]:
    """Answer a body with the own fields of the office that it does not know yet, at its end."""
    fields = dict(body.get("fields") or {})
    missing = [key for key, spec in kind.fields.items() if not spec.built_in and key not in fields]
    if not missing:
        return dict(body)
    fields.update({key: field_body(kind.fields[key]) for key in missing})
    section = {
        "key": "more",
        "title": {"zh": "其他", "en": "More"},
        "collapsed": False,
        "rows": _rows(kind, missing),
    }
    tabs = [dict(tab) for tab in body.get("tabs") or ()]
    tabs[-1]["sections"] = [*tabs[-1].get("sections", ()), section]
    return {**body, "tabs": tabs, "fields": fields}


def field_body(spec: FieldSpec) -> dict[str, Any]:
    """Write an own field as forms have it."""
    written: dict[str, Any] = {
        "type": spec.type.value,
        "label": {"zh": spec.label_zh, "en": spec.label_en},
    }
    if spec.help_zh or spec.help_en:
        written["help"] = {"zh": spec.help_zh, "en": spec.help_en}
    for flag in ("required", "searchable", "in_list"):
        if getattr(spec, flag):
            written[flag] = True
    if spec.unique:
        written["unique"] = "refuse"
    if spec.sensitivity != "none":
        written["sensitivity"] = spec.sensitivity
    if spec.mask is not None:
        written["mask"] = spec.mask
    if spec.type is FieldType.RECORD:
        written["links_to"] = spec.links_to
    if spec.options:
        written["options"] = [_option_body(spec, at) for at in range(len(spec.options))]
    if spec.default is not None:
        written["default"] = {"fixed": field_types.to_json(spec.default, spec)}
    return written


def _option_body(spec: FieldSpec, at: int) -> dict[str, Any]:
    option = spec.options[at]
    written: dict[str, Any] = {
        "key": option.key,
        "label": {"zh": option.label_zh, "en": option.label_en},
    }
    if option.colour:
        written["colour"] = option.colour
    if option.retired:
        written["retired"] = True
    return written
