"""A condition on a searchable own field is served by an index; one that is gone has none."""

import pytest
from form_bodies import choice, form, own
from sqlalchemy import select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.services import customer_list, customers
from loancrm_desktop.services.conditions import bare_sql
from loancrm_desktop.services.forms import catalog, publishing
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.office import Work

FIELDS = {
    "plate": own("text", searchable=True),
    "grade": choice("a", "b", searchable=True),
    "size": own("integer", searchable=True),
    "bought": own("date", searchable=True),
    "hobbies": choice("x", "y", kind="choices", searchable=True),
    "plain": own("text"),
}


@pytest.fixture
def boss(actor_of):
    return actor_of("boss")


def plan_of(office, boss, where) -> str:
    with office.database.reading() as session:
        work = Work(session, boss, office.clock(), office.place, {})
        asked = select(Customer.id).where(bare_sql(work, "customer", where))
        said = asked.compile(
            dialect=session.get_bind().dialect, compile_kwargs={"literal_binds": True}
        )
    # A fresh connection: an explanation that was cached would tell of an older schema.
    raw = office.database.raw()
    try:
        return " / ".join(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {said}"))
    finally:
        raw.close()


@pytest.mark.parametrize(
    ("where", "index"),
    [
        ({"field": "plate", "op": "eq", "value": "粤B1"}, "plate"),
        ({"field": "grade", "op": "in", "value": ["a", "b"]}, "grade"),
        ({"field": "size", "op": "between", "value": [1, 5]}, "size"),
        ({"field": "bought", "op": "ge", "value": "2026-01-01"}, "bought"),
    ],
)
def test_an_index_serves_the_condition(office, boss, where, index):
    office.do(boss, publishing.publish, kind="customer", body=form(FIELDS))
    assert f"ix_customer_own_{index}" in plan_of(office, boss, where)
    fewer = {key: field for key, field in FIELDS.items() if key != index}
    fewer[index] = {**FIELDS[index], "searchable": False}
    office.do(boss, publishing.publish, kind="customer", body=form(fewer))
    assert "ix_customer_own" not in plan_of(office, boss, where)


def test_fields_nobody_marked_and_lists_have_no_index(office, boss):
    office.do(boss, publishing.publish, kind="customer", body=form(FIELDS))
    for where in (
        {"field": "plain", "op": "eq", "value": "x"},
        {"field": "hobbies", "op": "has_any", "value": ["x"]},
    ):
        assert "ix_customer_own" not in plan_of(office, boss, where)


def test_an_index_follows_a_change_of_type(office, boss):
    office.do(boss, publishing.publish, kind="customer", body=form({"size": FIELDS["plate"]}))
    office.do(boss, customers.add, values={"name": "张三", "size": "12"})
    office.do(boss, publishing.publish, kind="customer", body=form({"size": FIELDS["size"]}))
    where = {"field": "size", "op": "ge", "value": 12}
    assert "ix_customer_own_size" in plan_of(office, boss, where)
    with office.database.reading() as session:
        work = Work(session, boss, office.clock(), office.place, {})
        found = select(Customer.name).where(bare_sql(work, "customer", where))
        assert session.execute(found).scalars().all() == ["张三"]


def test_a_searchable_field_that_is_added_alone_is_served_too(office, boss):
    spec = FieldSpec(
        key="file_no", type=FieldType.TEXT, label_zh="档案号", label_en="File", searchable=True
    )
    office.do(boss, catalog.add_field, kind="customer", spec=spec)
    where = {"field": "file_no", "op": "eq", "value": "A-1"}
    assert "ix_customer_own_file_no" in plan_of(office, boss, where)
    values = {"name": "张三", "file_no": "a-1"}
    added = office.do(boss, customers.add, values=values, open_deal=False)
    query = ListQuery(where=where)
    assert office.ask(boss, customer_list.ids, query=query) == [added.id]
