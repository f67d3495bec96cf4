"""A field of a form's body, however unfinished, as something that can be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from loancrm_desktop.services.language.fields import (
    KEY_PATTERN,
    FieldSpec,
    FieldType,
    Mask,
    Option,
    Sensitivity,
)

_RESULT = FieldType.NUMBER


def words_in(raw: object, language: str) -> str:
    """Read a text in a language, in the other one where it is missing."""
    if not isinstance(raw, Mapping):
        return str(raw) if isinstance(raw, str) else ""
    given = cast("Mapping[str, Any]", raw)
    other = "zh" if language == "en" else "en"
    return str(given.get(language) or given.get(other) or "")


def spec_of(key: str, raw: Mapping[str, Any], shipped: FieldSpec | None = None) -> FieldSpec | None:
    """Answer how a field is drawn; None where its key or type says nothing.

    Args:
        key: the field's key.
        raw: what the body says of it.
        shipped: the field of the catalogue, for a built-in one.
    """
    if shipped is not None and shipped.built_in:
        return _changed(shipped, raw)
    kind = raw.get("type")
    if not KEY_PATTERN.fullmatch(key) or kind not in {each.value for each in FieldType}:
        return shipped
    named = FieldType(kind)
    result = raw.get("result")
    known = result in {each.value for each in FieldType}
    computed = (FieldType(result) if known else _RESULT) if named is FieldType.FORMULA else None
    plain = FieldSpec(
        key=key,
        type=named,
        label_zh=key,
        label_en=key,
        result=computed,
        links_to=raw.get("links_to"),
        columns=tuple(_columns(raw)),
    )
    return _changed(plain, raw)


def _changed(spec: FieldSpec, raw: Mapping[str, Any]) -> FieldSpec:
    sensitivity = raw.get("sensitivity") or spec.sensitivity
    return replace(
        spec,
        label_zh=words_in(raw.get("label"), "zh") or spec.label_zh,
        label_en=words_in(raw.get("label"), "en") or spec.label_en,
        help_zh=words_in(raw.get("help"), "zh") or spec.help_zh,
        help_en=words_in(raw.get("help"), "en") or spec.help_en,
        required=spec.required or bool(raw.get("required")),
        unique=raw.get("unique", "refuse" if spec.unique else "no") != "no",
        searchable=bool(raw.get("searchable", spec.searchable)),
        in_list=bool(raw.get("in_list", spec.in_list)),
        sensitivity=cast("Sensitivity", sensitivity),
        mask=cast("Mask", raw.get("mask")) or spec.mask,
        options=tuple(_options(raw)) or spec.options,
    )


def _options(raw: Mapping[str, Any]) -> list[Option]:
    found: list[Option] = []
    for each in raw.get("options") or ():
        if isinstance(each, Mapping):
            given = cast("Mapping[str, Any]", each)
            zh = words_in(given.get("label"), "zh") or str(given.get("key", ""))
            en = words_in(given.get("label"), "en") or zh
            found.append(
                Option(
                    str(given.get("key", "")),
                    zh,
                    en,
                    bool(given.get("retired")),
                    given.get("colour"),
                )
            )
    return found


def _columns(raw: Mapping[str, Any]) -> list[FieldSpec]:
    found: list[FieldSpec] = []
    for each in raw.get("columns") or ():
        given = cast("Mapping[str, Any]", each)
        spec = spec_of(str(given.get("key", "")), given)
        if spec is not None:
            found.append(spec)
    return found
