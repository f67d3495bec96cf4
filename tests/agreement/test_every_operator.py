"""Every operator on every field type with every kind of value, beside every kind of stored value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from agreement.any_condition import POOLS_BY_FAMILY, POOLS_BY_TYPE, STRAY
from agreement.field_office import VOCABULARY, World, ids_in_sql, is_added, moment
from sqlalchemy import Engine

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
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.language.in_memory import holds
from loancrm_desktop.services.language.reading import read
from loancrm_desktop.services.language.resolving import resolve

DEAL = VOCABULARY.kind("deal").fields
DEALS = 24


def _pool(spec: FieldSpec) -> list[Any]:
    return POOLS_BY_TYPE.get(spec.compared_as) or POOLS_BY_FAMILY[family_of(spec)]


def _cells(spec: FieldSpec) -> list[Any]:
    cells = [None, *_pool(spec)]
    if is_added(spec) and family_of(spec) not in {Family.LIST, Family.OPAQUE}:
        return [*cells, *STRAY]
    if family_of(spec) in {Family.TEXT, Family.CHOICE, Family.TIME}:
        return ["", *cells]
    return cells


def _full_world() -> World:
    deals = []
    for number in range(1, DEALS + 1):
        row = {"id": number, "trashed": False}
        for place, spec in enumerate(DEAL.values()):
            cells = _cells(spec)
            row[spec.key] = cells[(number + place * (number // len(cells))) % len(cells)]
        deals.append(row)
    return World({"user": [], "customer": [], "document": [], "deal": deals})


def _constants(spec: FieldSpec, op: Op) -> Iterator[Any]:
    if op in SPAN_OPS:
        yield from ({"days": 3}, {"working_days": 1}, {"months": 1})
    elif family_of(spec) is Family.LIST:
        yield from ([members[0], members[-1]] for members in _pool(spec) if members)
    else:
        pool = _pool(spec)
        written = [write_constant(spec, value) for value in pool[:: 1 + len(pool) // 24]]
        if op is Op.BETWEEN:
            yield from ([low, high] for low in written[:3] for high in written[:3])
        else:
            yield from ([one] for one in written) if op in LIST_OPS else written


def _conditions(spec: FieldSpec) -> Iterator[dict[str, Any]]:
    for op in ops_of(spec):
        asked = {"field": spec.key, "op": op.value}
        if op in EMPTINESS_OPS:
            yield asked
            continue
        yield from ({**asked, "value": value} for value in _constants(spec, op))
        if op not in {*LIST_OPS, *SPAN_OPS, Op.BETWEEN}:
            others = [other.key for other in DEAL.values() if comparable(spec, other)]
            chosen = others[:: 1 + len(others) // 6]
            yield from ({**asked, "value": {"field": other}} for other in chosen)


def _agree(engine: Engine, kind: str) -> None:
    world = _full_world()
    world.write(engine)
    records = world.records("deal")
    for key in (kind, f"x_{kind}"):
        for raw in _conditions(DEAL[key]):
            resolved = resolve(read(raw, "deal", VOCABULARY), moment())
            in_memory = {one.row["id"] for one in records if holds(resolved, one)}
            assert ids_in_sql(engine, "deal", resolved) == in_memory, raw


KEYS = [key for key in DEAL if not key.startswith("x_")]


@pytest.mark.parametrize("key", KEYS)
def test_every_operator_of_a_field_agrees_in_sqlcipher(sqlite, key):
    _agree(sqlite, key)


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_every_operator_of_a_field_agrees_in_postgresql(postgresql, key):
    _agree(postgresql, key)
