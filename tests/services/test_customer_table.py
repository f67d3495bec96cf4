"""Any field can be a column of the list; the next step and the sum of a selection come with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from loancrm_desktop.services import customer_table, customers, tasks
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.lists import ListQuery


@pytest.fixture
def two(office, owner):
    first = office.do(
        owner,
        customers.add,
        values={"name": "何秀兰", "requested_amount": "2200000.00", "company": "云岭茶行"},
    )
    second = office.do(owner, customers.add, values={"name": "冯国栋", "level": "A"})
    return first.id, second.id


def rows_of(office, actor, **more):
    page = office.ask(actor, customer_table.table, query=ListQuery(sort=("id",)), **more)
    return {row.name: row for row in page.rows}


def test_a_field_the_line_does_not_carry_comes_when_its_column_is_chosen(office, owner, two):
    rows = rows_of(office, owner, columns=("requested_term_months", "remark", "company"))
    assert rows["何秀兰"].more == {"requested_term_months": None, "remark": None}
    assert rows["何秀兰"].company == "云岭茶行"


def test_a_field_of_the_offices_own_is_a_column_like_any_other(office, owner, two):
    spec = FieldSpec(key="car_plate", type=FieldType.TEXT, label_zh="车牌", label_en="Plate")
    office.do(owner, catalog.add_field, kind="customer", spec=spec)
    office.do(owner, customers.edit, customer_id=two[0], values={"car_plate": "粤B12345"})
    rows = rows_of(office, owner, columns=("car_plate",))
    assert [rows[name].more["car_plate"] for name in ("何秀兰", "冯国栋")] == ["粤B12345", None]


def test_a_column_that_is_gone_is_left_out(office, owner, two):
    assert rows_of(office, owner, columns=("no_such_field",))["何秀兰"].more == {}


def test_the_next_step_is_the_most_urgent_open_task(office, owner, two, clock):
    soon = clock() + timedelta(hours=2)
    office.do(owner, tasks.add, title="改天", customer_id=two[0], due_at=soon + timedelta(days=3))
    first = office.do(owner, tasks.add, title="补流水", customer_id=two[0], due_at=soon)
    office.do(owner, tasks.add, title="没有时间", customer_id=two[0])
    rows = rows_of(office, owner, columns=(customer_table.NEXT_STEP,))
    step = rows["何秀兰"].next_step
    assert (step.task_id, step.title, step.due_at) == (first, "补流水", soon)
    assert rows["冯国栋"].next_step is None
    office.do(owner, tasks.done, task_id=first)
    rows = rows_of(office, owner, columns=(customer_table.NEXT_STEP,))
    assert rows["何秀兰"].next_step.title == "改天"


def test_a_selection_is_summed_up_and_what_the_list_leaves_out_is_counted(office, owner, two):
    query = ListQuery(where={"field": "level", "op": "eq", "value": "A"})
    picked = office.ask(owner, customer_table.picked, query=query, customer_ids=list(two))
    assert (picked.count, picked.amount_fen, picked.unseen) == (2, 220_000_000, 1)


def test_nobody_sums_up_customers_of_others(office, owner, actor_of, two):
    picked = office.ask(
        actor_of("li"), customer_table.picked, query=ListQuery(), customer_ids=list(two)
    )
    assert (picked.count, picked.amount_fen, picked.unseen) == (0, 0, 2)


def test_the_deals_of_a_selection_come_in_its_order(office, owner, actor_of, two):
    asked = {"customer_ids": [two[1], two[0], 99_999]}
    found = office.ask(owner, customer_table.deals_of, **asked)
    rows = rows_of(office, owner)
    assert found == [rows["冯国栋"].deal_id, rows["何秀兰"].deal_id]
    assert office.ask(actor_of("li"), customer_table.deals_of, **asked) == []


def test_a_phone_is_masked_on_the_screen_even_for_the_owner(office, owner):
    office.do(owner, customers.add, values={"name": "赵明轩", "phone": "13800005521"})
    rows = rows_of(office, owner, columns=("phone2",))
    assert rows["赵明轩"].phone == "138 **** 5521"


def test_a_ticked_customer_that_was_deleted_is_not_counted(office, owner, two):
    office.do(owner, customers.remove, customer_ids=[two[0]])
    picked = office.ask(owner, customer_table.picked, query=ListQuery(), customer_ids=list(two))
    assert (picked.count, picked.amount_fen, picked.unseen) == (1, 0, 1)
