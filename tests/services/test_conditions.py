"""Conditions said once and asked again at other moments, by other people, with other constants."""

import pytest
from sqlalchemy import func, select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.services import conditions, customers, follow_ups
from loancrm_desktop.services.conditions import Saying

row = Customer.__table__.c
OLDER = {"field": "last_contact_at", "op": "older_than", "value": {"days": 2}}
RELATIVE = (
    OLDER,
    {"field": "last_contact_at", "op": "within_last", "value": {"hours": 5}},
    {"field": "last_contact_at", "op": "eq", "value": {"today": 0}},
    {"field": "last_contact_at", "op": "ge", "value": {"days": -1}},
    {"field": "last_contact_at", "op": "between", "value": [{"days": -3}, {"hours": -24}]},
    {"field": "last_contact_at", "op": "lt", "value": {"working_days": -1}},
    {"not": OLDER},
    {"any": [OLDER, {"field": "created_at", "op": "ge", "value": {"days": -2}}]},
    {"count": "follow_ups", "where": {"field": "at", "op": "ge", "value": {"days": -2}},
     "op": "ge", "value": 1},
    {"field": "owner", "op": "eq", "value": {"me": True}},
)  # fmt: skip


@pytest.fixture
def filled(office, owner, clock):
    for number in range(6):
        clock.forward(hours=7)
        added = office.do(owner, customers.add, values={"name": f"客户{number}"})
        if number:
            office.do(owner, follow_ups.log, customer_id=added.id, text="电话")
    return office


def kept(work, where):
    def statements(clause):
        return (
            select(row.id).where(clause).order_by(row.id),
            select(func.count()).select_from(Customer.__table__).where(clause),
        )

    asked = conditions.ask(work, where, Saying("customer", statements, ("test",)))
    ids = [each[0] for each in asked.rows(0)]
    assert asked.rows(1)[0][0] == len(ids)
    return ids


def anew(work, where):
    clause = conditions.bare_sql(work, "customer", where)
    return list(work.session.execute(select(row.id).where(clause).order_by(row.id)).scalars())


def reading(function):
    from loancrm_desktop.services import calls

    calls._by_function[function] = calls.Call("test", function, "reader")
    return function


@pytest.mark.parametrize("where", RELATIVE)
def test_asked_again_later_it_finds_what_it_finds_said_anew(filled, owner, clock, where):
    @reading
    def both(work):
        return kept(work, where), anew(work, where)

    seen = set()
    for hours in (0, 1, 9, 20, 30, 80):
        clock.forward(hours=hours)
        one, two = filled.ask(owner, both)
        assert one == two
        seen.add(tuple(one))
    assert len(seen) > 1 or "owner" in str(where)


def test_me_is_whoever_asks(filled, owner, actor_of):
    where = {"field": "owner", "op": "eq", "value": {"me": True}}

    @reading
    def asked(work):
        return kept(work, where)

    mine = filled.do(actor_of("li"), customers.add, values={"name": "我的"}).id
    assert filled.ask(actor_of("li"), asked) == [mine]
    assert mine not in filled.ask(owner, asked)


def test_a_condition_that_does_not_hold_is_refused_each_time(filled, owner):
    @reading
    def asked(work):
        return kept(work, {"field": "nmae", "op": "eq", "value": "x"})

    for _ in range(2):
        with pytest.raises(Invalid):
            filled.ask(owner, asked)


def test_statements_are_not_kept_without_end(filled, owner):
    @reading
    def asked(work):
        for number in range(conditions._MOST_KEPT + 5):
            kept(work, {"field": "name", "op": "eq", "value": f"客户{number}"})
        return len(work.shelf["asked"])

    assert filled.ask(owner, asked) <= conditions._MOST_KEPT


def test_the_part_that_keeps_most_out_comes_first(office, owner):
    for name, level in (("张三", "A"), ("张四", "B"), ("李五", "B")):
        office.do(owner, customers.add, values={"name": name, "level": level})
    parts = [
        {"field": "name", "op": "starts_with", "value": "李"},
        {"field": "level", "op": "eq", "value": "A"},
    ]
    found = office.ask(owner, conditions.blocking, "customer", {"all": parts})
    assert [(each.index, each.count) for each in found] == [(0, 1), (1, 1)]
    wide = {"all": [*parts, {"field": "level", "op": "eq", "value": "D"}]}
    assert [each.count for each in office.ask(owner, conditions.blocking, "customer", wide)] == [
        0,
        0,
        0,
    ]
    single = {"field": "level", "op": "eq", "value": "D"}
    (only,) = office.ask(owner, conditions.blocking, "customer", single)
    assert (only.part, only.rest, only.count) == (single, None, 3)
    two = {"all": [{"field": "name", "op": "starts_with", "value": "张"}, single]}
    best = office.ask(owner, conditions.blocking, "customer", two)[0]
    assert (best.part, best.count) == (single, 2)
