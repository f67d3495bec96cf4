"""Random worlds and conditions of every operator on every field type."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from agreement.field_office import NOW, VOCABULARY, World, is_added
from hypothesis import strategies as st

from loancrm_desktop.services.language.constants import write_constant
from loancrm_desktop.services.language.expressions import (
    EMPTINESS_OPS,
    LIST_OPS,
    SPAN_OPS,
    Family,
    Op,
    comparable,
    family_of,
    ops_of,
)
from loancrm_desktop.services.language.fields import FieldSpec, FieldType

TODAY = date(2026, 3, 31)
_TEXTS = [
    "深圳", "深圳市南山区", "深", "Ａbc", "abc", "ABC贷款", "ÉA", "e\u0301a", "ß", "SS", "ﬁn", "fin",
    "O'Neil\"; --", "100%_\\", "') or 1=1 --", "\U00020bb7", "ｶﾞ", "ガ", "İ", "i̇", "K", "a b",
]  # fmt: skip
_PHONES = ["13800138000", "13912345678", "138", "8000", "+85291234567"]
_ID_NUMBERS = ["11010119900307001X", "440301198001011234", "1101"]
_KEYS = ["a", "b", "old"]
STRAY = ["abc", "", "7", 7, 1.5, True, [], ["a"], {}, {"a": 1}]

_texts = st.sampled_from(_TEXTS) | st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=3
)
_TIMES = [
    NOW + timedelta(days=days, milliseconds=ms)
    for days in (0, -70, -31, -7, -3, -1, 1, 3, 7, 31)
    for ms in (0, -1, 1, -11_045_678, -11_045_679, 46_754_322, 3_600_000)
]
POOLS_BY_FAMILY: dict[Family, list[Any]] = {
    Family.TEXT: _TEXTS,
    Family.NUMBER: [0, 1, -1, 2, 5, 100],
    Family.DATE: [TODAY + timedelta(days=days) for days in (0, -1, 1, -3, 3, -31, 31, -28, 7)],
    Family.DATETIME: _TIMES,
    Family.TIME: ["00:00", "09:30", "12:00", "23:59"],
    Family.CHOICE: _KEYS,
    Family.LINK: [1, 2, 3, 4],
    Family.BOOLEAN: [True, False],
    Family.LIST: [["a"], ["b", "a"], ["old"], ["a", "b", "old"], []],
    Family.OPAQUE: [[], [1], [2, 3]],
}
POOLS_BY_TYPE: dict[FieldType, list[Any]] = {
    FieldType.PHONE: _PHONES,
    FieldType.ID_NUMBER: _ID_NUMBERS,
    FieldType.NUMBER: [0.0, 0.1, 0.3, 1.0, 2.675, -1.5, 100.0, 1, 2, -3],
    FieldType.TAGS: [["ABC"], ["abc", "深圳"], ["ＡBC", "ß"], ["ss"], []],
}

_BY_FAMILY: dict[Family, st.SearchStrategy[Any]] = {
    **{family: st.sampled_from(pool) for family, pool in POOLS_BY_FAMILY.items()},
    Family.TEXT: _texts,
    Family.DATE: st.integers(-65, 65).map(lambda days: TODAY + timedelta(days=days)),
    Family.LIST: st.lists(st.sampled_from(_KEYS), max_size=3),
    Family.OPAQUE: st.lists(st.integers(1, 3), max_size=2),
}
_BY_TYPE: dict[FieldType, st.SearchStrategy[Any]] = {
    **{kind: st.sampled_from(pool) for kind, pool in POOLS_BY_TYPE.items()},
    FieldType.TAGS: st.lists(_texts, max_size=3),
}


def values(spec: FieldSpec) -> st.SearchStrategy[Any]:
    if spec.compared_as in _BY_TYPE:
        return _BY_TYPE[spec.compared_as]
    return _BY_FAMILY[family_of(spec)]


def _cells(spec: FieldSpec) -> st.SearchStrategy[Any]:
    cells = values(spec) | st.none()
    if is_added(spec) and family_of(spec) not in {Family.LIST, Family.OPAQUE}:
        return values(spec) | cells | st.sampled_from(STRAY)
    if family_of(spec) in {Family.TEXT, Family.CHOICE, Family.TIME}:
        return values(spec) | cells | st.just("")
    return values(spec) | cells


def _row(draw: st.DrawFn, kind: str, number: int) -> dict[str, Any]:
    specs = VOCABULARY.kind(kind).fields.values()
    row = {spec.key: draw(_cells(spec)) for spec in specs if draw(st.integers(0, 5))}
    return {**row, "id": number, "trashed": draw(st.integers(0, 4)) == 0}


@st.composite
def worlds(draw: st.DrawFn) -> World:
    sizes = {"user": 3, "customer": 3, "deal": 3, "document": 5}
    return World(
        {
            kind: [_row(draw, kind, number) for number in range(1, draw(st.integers(1, size)) + 1)]
            for kind, size in sizes.items()
        }
    )


@st.composite
def conditions(draw: st.DrawFn, kind: str = "deal", depth: int = 3) -> dict[str, Any]:
    """Draw a condition as JSON; every one is acceptable to `reading.read`."""
    shape = draw(st.sampled_from(["leaf"] * 4 + ["all", "any", "not", "not", "count"]))
    if depth == 0 or shape == "leaf":
        return _comparison(draw, kind)
    if shape == "not":
        return {"not": draw(conditions(kind, depth - 1))}
    if shape == "count":
        return _count(draw, kind, depth)
    return {shape: draw(st.lists(conditions(kind, depth - 1), max_size=3))}


def _names(kind: str) -> list[str]:
    deeper = {
        "deal": ["deal.title", "customer.owner.name", "customer.owner.team", "customer.owner"],
        "document": ["deal.customer.name", "deal.handler.active", "deal.customer.tags"],
    }
    return [*VOCABULARY.names(kind), *deeper.get(kind, [])]


def _comparison(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    name = draw(st.sampled_from(_names(kind)))
    spec = VOCABULARY.field(kind, name).spec
    op = draw(st.sampled_from(ops_of(spec)))
    asked = {"field": name, "op": op.value}
    if op in EMPTINESS_OPS:
        return asked
    return {**asked, "value": _value(draw, kind, spec, op)}


def _value(draw: st.DrawFn, kind: str, spec: FieldSpec, op: Op) -> Any:
    if op in SPAN_OPS:
        return _span(draw, spec, st.sampled_from([1, 3, 31]))
    if op in LIST_OPS:
        return _several(draw, spec)
    if op is Op.BETWEEN:
        return [_scalar(draw, kind, spec), _scalar(draw, kind, spec)]
    if op in {Op.CONTAINS, Op.STARTS_WITH} and draw(st.booleans()):
        constant = draw(values(spec))
        return constant[: draw(st.integers(1, len(constant)))].strip() or "深"
    return _scalar(draw, kind, spec)


def _several(draw: st.DrawFn, spec: FieldSpec) -> Any:
    if spec.compared_as in {FieldType.PERSON, FieldType.TEAM} and draw(st.booleans()):
        return {"my_team": True}
    if family_of(spec) is Family.LIST:
        texts = values(spec).filter(lambda given: any(one.strip() for one in given))
        return [one for one in draw(texts) if one.strip()]
    return [_constant(draw, spec) for _ in range(draw(st.integers(1, 3)))]


def _constant(draw: st.DrawFn, spec: FieldSpec) -> Any:
    if family_of(spec) is Family.DATETIME and draw(st.booleans()):
        return draw(_BY_FAMILY[Family.DATE]).isoformat()
    fitting = values(spec)
    if family_of(spec) is Family.TEXT:
        fitting = fitting.filter(lambda text: bool(text.strip()))
    return write_constant(spec, draw(fitting))


def _scalar(draw: st.DrawFn, kind: str, spec: FieldSpec) -> Any:
    shape = draw(st.sampled_from(["constant", "constant", "field", "special"]))
    if shape == "field":
        others = [
            name for name in _names(kind) if comparable(spec, VOCABULARY.field(kind, name).spec)
        ]
        return {"field": draw(st.sampled_from(others))}
    if shape == "special" and family_of(spec) in {Family.DATE, Family.DATETIME}:
        if draw(st.booleans()):
            return {"today": draw(st.integers(-3, 3))}
        return _span(draw, spec, st.sampled_from([-31, -3, -1, 0, 1, 3]))
    if shape == "special" and spec.compared_as is FieldType.PERSON:
        return draw(st.sampled_from([{"me": True}, {"my_team": True}]))
    return _constant(draw, spec)


def _span(draw: st.DrawFn, spec: FieldSpec, amounts: st.SearchStrategy[int]) -> dict[str, int]:
    units = ["days", "working_days", "months"]
    if family_of(spec) is Family.DATETIME:
        units += ["hours", "minutes"]
    return {draw(st.sampled_from(units)): draw(amounts)}


def _count(draw: st.DrawFn, kind: str, depth: int) -> dict[str, Any]:
    names = {
        "deal": [
            ("documents", "document"),
            ("customer.documents", "document"),
            ("customer.deals", "deal"),
        ],
        "customer": [("deals", "deal"), ("documents", "document")],
        "document": [("deal.documents", "document"), ("deal.customer.deals", "deal")],
    }
    name, counted = draw(st.sampled_from(names[kind]))
    op = draw(st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge", "between"]))
    number = st.integers(0, 3)
    value = [draw(number), draw(number)] if op == "between" else draw(number)
    asked = {"count": name, "op": op, "value": value}
    if draw(st.booleans()):
        asked["where"] = draw(conditions(counted, depth - 1))
    return asked
