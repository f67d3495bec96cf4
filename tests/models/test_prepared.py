from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, func, select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.prepared import Prepared
from loancrm_desktop.services import customers, follow_ups

row = Customer.__table__.c


@pytest.fixture
def session(office, owner):
    for number in range(4):
        values = {"name": f"客户{number}", "phone": f"1380000000{number}", "tags": ["急"] * number}
        added = office.do(owner, customers.add, values=values)
        if number:
            office.do(owner, follow_ups.log, customer_id=added.id, text="电话")
    with office.database.reading() as opened:
        yield opened


def test_rows_are_those_of_the_usual_way_in_the_same_types(session):
    chosen = select(row.id, row.name, row.last_contact_at, row.tags, row.custom, row.birth_date)
    chosen = chosen.order_by(row.id)
    assert [tuple(each) for each in Prepared(chosen).rows(session)] == [
        tuple(each) for each in session.execute(chosen)
    ]


def test_a_named_value_is_turned_by_the_type_of_its_column(session):
    early = datetime(2020, 1, 1, tzinfo=UTC)
    at = bindparam("at", type_=row.last_contact_at.type)
    counted = Prepared(select(func.count()).where(row.last_contact_at > at))
    assert counted.value(session, at=early) == 3
    assert counted.value(session, at=datetime(2100, 1, 1, tzinfo=UTC)) == 0


def test_constants_and_lists_keep_the_values_they_were_prepared_with(session):
    chosen = Prepared(select(row.name).where(row.id.in_([1, 3]), row.name != "客户0"))
    assert chosen.values(session) == ["客户2"]
    assert chosen.values(session) == ["客户2"]
    assert sorted(map(str, chosen.constants(session).values())) == ["1", "3", "客户0"]


def test_a_place_left_empty_by_the_caller_is_refused(session):
    chosen = Prepared(select(row.name).where(row.id == bindparam("id")))
    with pytest.raises(LookupError, match="id"):
        chosen.rows(session)
    assert chosen.first(session, id=2) == ("客户1",)
    assert chosen.first(session, id=99) is None


def test_an_empty_list_holds_for_nobody(session):
    assert Prepared(select(row.name).where(row.id.in_([]))).rows(session) == []


def test_inside_an_operation_it_sees_what_was_flushed(office, owner):
    counted = Prepared(select(func.count()).select_from(Customer.__table__))
    with office.database.writing() as session:
        assert counted.value(session) == 0
        session.add(
            Customer(
                name="张三",
                name_key="张三",
                created_at=datetime(2026, 1, 1, tzinfo=UTC),
                updated_at=datetime(2026, 1, 1, tzinfo=UTC),
            )
        )
        session.flush()
        assert counted.value(session) == 1
        session.rollback()
