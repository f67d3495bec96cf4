"""Every operator on every field of the real catalogue, asked of a real office file."""

from __future__ import annotations

from typing import Any

import pytest
from agreement.any_condition import values
from agreement.field_office import moment
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from loancrm_desktop.services import customers, follow_ups
from loancrm_desktop.services.forms.catalog import Catalog, KindRows, catalog_of
from loancrm_desktop.services.forms.records import MODELS, value_of
from loancrm_desktop.services.language.constants import Misread, read_constant, write_constant
from loancrm_desktop.services.language.expressions import (
    EMPTINESS_OPS,
    LIST_OPS,
    SPAN_OPS,
    Family,
    Op,
    family_of,
    ops_of,
)
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.language.in_memory import PlainRecord, holds
from loancrm_desktop.services.language.in_sql import where
from loancrm_desktop.services.language.reading import read
from loancrm_desktop.services.language.resolving import resolve

KINDS = ("customer", "deal", "follow_up", "task", "document", "person")
HAVE_ROWS = ("customer", "deal", "follow_up", "person")


CUSTOMERS = (
    {"name": "Ａnna 张", "phone": "138 0013 8000"},
    {
        "name": "李四",
        "phone": "13912345678",
        "id_number": "11010519491231002X",
        "gender": "male",
        "birth_date": "2026-03-31",
        "wechat": "ＡBC",
        "email": "Li@Example.com",
        "region": "深圳",
        "company": "深圳市甲公司",
        "monthly_income": "1.00",
        "assets": ["house", "car"],
        "requested_amount": "1.00",
        "requested_term_months": 1,
        "tags": ["abc", "深圳"],
        "remark": "ABC贷款",
    },
)


@pytest.fixture
def filled(office, owner):
    for given_values in CUSTOMERS:
        added = office.do(owner, customers.add, values=given_values)
        office.do(owner, follow_ups.log, customer_id=added.id, text="abc", method="phone")
    return office


def _value(draw: st.DrawFn, spec: FieldSpec, op: Op) -> Any:
    if op in SPAN_OPS:
        return {"days": 3}
    one = _constant(draw, spec)
    if op is Op.BETWEEN:
        return [one, one]
    return [one] if op in LIST_OPS else one


def _constant(draw: st.DrawFn, spec: FieldSpec) -> Any:
    if spec.options:
        return draw(st.sampled_from([option.key for option in spec.options]))
    drawn = draw(values(spec))
    drawn = (drawn or ["x"])[0] if family_of(spec) is Family.LIST else drawn
    written = write_constant(spec, drawn)
    return "x1" if isinstance(read_constant(spec, written), Misread) else written


def _asked(draw: st.DrawFn, catalog: Catalog, kind: str) -> list[dict[str, Any]]:
    return [
        {"field": spec.key, "op": op.value}
        if op in EMPTINESS_OPS
        else {"field": spec.key, "op": op.value, "value": _value(draw, spec, op)}
        for spec in catalog.kind(kind).fields.values()
        for op in ops_of(spec)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_operator_on_every_shipped_field_agrees_with_the_rows(filled, owner, kind):
    def compare(work) -> bool:
        catalog = catalog_of(work)
        rows = work.session.scalars(select(MODELS[kind])).all()

        @settings(
            max_examples=5,
            phases=[Phase.generate],
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.data())
        def agree(data) -> None:
            for raw in _asked(data.draw, catalog, kind):
                resolved = resolve(read(raw, kind, catalog.vocabulary), moment())
                root = KindRows(kind, MODELS[kind])
                asked = select(root.id).where(where(resolved, root, catalog))
                in_memory = {
                    row.id
                    for row in rows
                    if holds(
                        resolved,
                        PlainRecord(
                            {
                                spec.key: value_of(row, kind, spec)
                                for spec in catalog.kind(kind).fields.values()
                            }
                        ),
                    )
                }
                assert set(work.session.scalars(asked)) == in_memory, raw

        agree()
        return bool(rows)

    assert filled.ask(owner, compare) == (kind in HAVE_ROWS)


@pytest.mark.parametrize("kind", KINDS)
def test_paths_and_counts_of_the_shipped_catalogue_can_be_asked(filled, owner, kind):
    def ask(work) -> None:
        catalog = catalog_of(work)
        total = work.session.scalar(select(func.count()).select_from(MODELS[kind]))
        paths = [name for name in catalog.vocabulary.names(kind) if "." in name]
        raws = [{"field": name, "op": "is_empty"} for name in paths]
        for relation in catalog.kind(kind).relations:
            raws += [{"count": relation, "op": op, "value": 1} for op in ("ge", "ne")]
        for raw in raws:
            found = [_number(work, catalog, kind, one) for one in (raw, {"not": raw})]
            assert sum(found) == total, raw

    filled.ask(owner, ask)


def _number(work, catalog: Catalog, kind: str, raw: dict[str, Any]) -> int:
    resolved = resolve(read(raw, kind, catalog.vocabulary), moment())
    root = KindRows(kind, MODELS[kind])
    asked = select(func.count()).select_from(root.table).where(where(resolved, root, catalog))
    return work.session.scalar(asked)
