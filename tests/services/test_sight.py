"""What a role hides or masks is not found out by filtering, sorting, counting or looking around."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import (
    conditions,
    customer_list,
    customer_sheet,
    customers,
    deal_board,
    deals,
    founding,
    journal,
    look_alikes,
    search,
    tasks,
)
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.office import Work

ZHANG = {
    "name": "张三",
    "phone": "13800138000",
    "id_number": "360426199101010071",
    "company": "江西某某公司",
    "level": "A",
    "tags": ["重点"],
    "requested_amount": "300000.00",
}
PHONE = {"field": "phone", "op": "contains", "value": "1380"}


@pytest.fixture
def zhang(office, owner):
    return office.do(owner, customers.add, values=ZHANG)


@pytest.fixture
def role(owner):
    """Answer the owner with fields hidden or masked."""

    def make(*, hidden: tuple[str, ...] = (), masked: tuple[str, ...] = ()):
        rights = replace(owner.rights, hidden=frozenset(hidden), masked=frozenset(masked))
        return replace(owner, rights=rights)

    return make


@pytest.mark.parametrize(
    "where",
    [
        PHONE,
        {"field": "phone", "op": "starts_with", "value": "138"},
        {"field": "phone", "op": "in", "value": ["13800138000"]},
        {"field": "phone", "op": "ne", "value": "13800138000"},
        {"field": "phone", "op": "eq", "value": {"field": "phone2"}},
        {"field": "phone2", "op": "eq", "value": {"field": "phone"}},
        {"not": PHONE},
        {"all": [{"any": [PHONE]}]},
    ],
)
def test_a_masked_phone_is_not_guessed_digit_by_digit_with_filters(office, role, zhang, where):
    desk = role(masked=("customer.phone", "customer.phone2"))
    with pytest.raises(Refused) as caught:
        office.ask(desk, customer_list.page, ListQuery(where=where))
    assert caught.value.forbidden
    with pytest.raises(Refused):
        office.ask(desk, conditions.count, kind="customer", where=where)


@pytest.mark.parametrize(
    "where",
    [
        {"field": "customer.phone", "op": "contains", "value": "1380"},
        {"not": {"field": "customer.phone", "op": "contains", "value": "1380"}},
    ],
)
def test_a_masked_phone_is_not_guessed_from_the_deals_either(office, role, zhang, where):
    desk = role(masked=("customer.phone",))
    for call in (deal_board.page, deal_board.board):
        arguments = {"query": ListQuery(where=where)} if call is deal_board.page else {}
        arguments = arguments or {"where": where}
        with pytest.raises(Refused):
            office.ask(desk, call, **arguments)


def test_a_masked_field_is_not_asked_for_inside_a_count(office, role, zhang):
    desk = role(masked=("related_person.phone",))
    where = {"count": "related_persons", "where": PHONE, "op": "ge", "value": 1}
    with pytest.raises(Refused):
        office.ask(desk, customer_list.page, ListQuery(where=where))


def test_a_masked_field_is_found_by_its_whole_value_and_by_being_empty(office, role, zhang):
    desk = role(masked=("customer.phone",))
    whole = {"field": "phone", "op": "eq", "value": "138 0013 8000"}
    assert office.ask(desk, customer_list.page, ListQuery(where=whole)).total == 1
    filled = {"field": "phone", "op": "is_filled"}
    assert office.ask(desk, customer_list.page, ListQuery(where=filled)).total == 1


@pytest.mark.parametrize("op", ["eq", "is_filled"])
def test_a_hidden_field_is_not_asked_for_at_all(office, role, zhang, op):
    where = {"field": "company", "op": op} | ({"value": "x"} if op == "eq" else {})
    with pytest.raises(Refused):
        office.ask(role(hidden=("customer.company",)), customer_list.page, ListQuery(where=where))


def test_a_filter_asked_by_the_owner_is_asked_anew_for_the_next_person(office, owner, role, zhang):
    assert office.ask(owner, customer_list.page, ListQuery(where=PHONE)).total == 1
    with pytest.raises(Refused):
        office.ask(role(masked=("customer.phone",)), customer_list.page, ListQuery(where=PHONE))


def test_a_list_sorted_by_a_masked_phone_would_tell_it_in_the_cursor(office, owner, role, zhang):
    query = ListQuery(sort=("phone",), limit=1)
    cursor = office.ask(owner, customer_list.page, query).next
    assert b"13800138000" in base64.urlsafe_b64decode(cursor + "===")
    for desk in (role(masked=("customer.phone",)), role(hidden=("customer.phone",))):
        with pytest.raises(Refused):
            office.ask(desk, customer_list.page, query)


def test_the_usual_order_stays_with_its_field_hidden(office, role, zhang):
    desk = role(hidden=("customer.last_contact_at",))
    assert office.ask(desk, customer_list.page, ListQuery()).total == 1


def test_hidden_and_masked_fields_do_not_leak_through_the_list(office, role, zhang):
    desk = role(
        hidden=("customer.company", "customer.tags", "customer.owner"),
        masked=("customer.phone", "customer.requested_amount", "customer.name", "customer.level"),
    )
    row = office.ask(desk, customer_list.page, ListQuery()).rows[0]
    assert (row.company, row.tags, row.owner_id) == (None, (), None)
    assert (row.phone, row.requested_amount_fen, row.level) == ("138 **** 8000", None, None)
    assert row.name != "张三"


def test_hidden_and_masked_fields_do_not_leak_through_cards(office, role, zhang):
    desk = role(
        hidden=("deal.requested_amount", "customer.next_follow_up_at"), masked=("customer.name",)
    )
    cards = (
        office.ask(desk, deal_board.page, ListQuery()).rows[0],
        office.ask(desk, deal_board.column, stage="lead_assignment").rows[0],
        office.ask(desk, deals.show, deal_id=zhang.deal_id).card,
        office.ask(desk, customer_sheet.show, customer_id=zhang.id).deals[0],
    )
    for card in cards:
        assert card.amount_fen is None
        assert "三" not in card.customer_name


def test_a_masked_name_does_not_leak_through_tasks_and_look_alikes(office, owner, role, zhang):
    office.do(owner, tasks.add, title="打电话", customer_id=zhang.id)
    desk = role(masked=("customer.name",))
    assert "三" not in office.ask(desk, tasks.page)[0].customer_name
    assert "三" not in office.ask(desk, look_alikes.look_alikes, phone="13800138000")[0].title


def test_a_relatives_phone_is_masked_for_those_who_see_the_customers_masked(
    office, owner, actor_of, zhang
):
    values = {"relation": "spouse", "name": "李四", "phone": "13900139000"}
    office.do(owner, customer_sheet.add_related, customer_id=zhang.id, values=values)
    guest = office.ask(actor_of("guest"), customer_sheet.show, customer_id=zhang.id)
    assert guest.related[0].phone == "139 **** 9000"
    assert office.ask(owner, customer_sheet.show, customer_id=zhang.id).related[0].phone == (
        "13900139000"
    )


def test_a_field_that_is_masked_for_a_role_is_covered_whatever_it_holds(office, role, zhang):
    desk = role(masked=("customer.level", "customer.requested_amount", "customer.tags"))
    shown = office.ask(desk, customers.values, customer_id=zhang.id)
    assert shown.values["level"] == shown.values["requested_amount"] == "****"
    assert shown.values["tags"] == "****"
    assert set(shown.masked) == {"level", "requested_amount", "tags"}


@operation("tests.add_process_that_asks_for_the_amount")
def add_process_that_asks_for_the_amount(work: Work) -> int:
    body = founding.preset("processes/standard.json")
    body["key"] = "asking"
    body["edges"][0]["when"] = {"field": "requested_amount", "op": "ge", "value": "100000"}
    return founding.add_process(work, body, is_default=False).id


def test_a_stage_that_asks_for_a_hidden_field_still_lets_the_deal_pass(office, owner, role, zhang):
    office.do(owner, add_process_that_asks_for_the_amount)
    card = office.do(owner, deals.open_deal, customer_id=zhang.id, process="asking")
    desk = role(hidden=("deal.requested_amount",))
    moved = office.do(desk, deals.move, deal_id=card.id, to_stage="first_call")
    assert moved.to_stage == "first_call"


def test_hidden_fields_do_not_leak_through_the_search(office, role, zhang):
    hidden = ("customer.company", "customer.phone", "customer.region")
    hit = office.ask(role(hidden=hidden), search.find, text="张三")[0]
    assert (hit.title, hit.subtitle) == ("张三", "")
    hit = office.ask(role(masked=("customer.name",)), search.find, text="江西某某公司")[0]
    assert "三" not in hit.title
    assert "江西某某公司" in hit.subtitle


@pytest.mark.parametrize("login", ["li", "guest", "audit"])
def test_the_trash_is_for_those_who_may_empty_it(office, owner, actor_of, zhang, login):
    office.do(owner, customers.remove, customer_ids=[zhang.id])
    desk = actor_of(login)
    for call in (customer_list.page, customer_list.ids, deal_board.page):
        with pytest.raises(Refused):
            office.ask(desk, call, ListQuery(trash=True))
    with pytest.raises(Refused):
        office.ask(desk, search.find_ids, text="张三", trash=True)
    assert office.ask(owner, customer_list.page, ListQuery(trash=True)).total == 1


def seen_by_window(office, actor, customer_id):
    return office.ask(actor, customer_sheet.show, customer_id=customer_id, masks="display")


def test_a_window_shows_numbers_masked_even_to_the_owner(office, owner):
    someone = somebody(office, owner)
    sheet = seen_by_window(office, owner, someone)
    assert sheet.values["phone"] == "138 **** 5521"
    assert sheet.values["id_number"] == "4403 **** **** 123X"
    assert {"phone", "id_number"} <= set(sheet.masked)
    assert {"phone", "id_number"} <= set(sheet.revealable)
    (row,) = office.ask(owner, customer_list.page, ListQuery(), masks="display").rows
    assert row.phone == "138 **** 5521"
    told = office.ask(owner, customers.values, customer_id=someone, masks="display")
    assert told.values["phone"] == "138 **** 5521"


def test_what_the_role_masks_has_no_eye(office, owner, actor_of):
    someone = somebody(office, actor_of("li"))
    sheet = seen_by_window(office, actor_of("li"), someone)
    assert sheet.values["id_number"] == "4403 **** **** 123X"
    assert "phone" in sheet.revealable
    assert "id_number" not in sheet.revealable


def test_the_command_line_still_sees_what_the_role_shows(office, owner):
    sheet = office.ask(owner, customer_sheet.show, customer_id=somebody(office, owner))
    assert sheet.values["phone"] == "13800135521"
    assert sheet.revealable == ()


def test_masks_for_show_do_not_narrow_what_may_be_asked(office, owner):
    somebody(office, owner)
    query = ListQuery(where={"field": "phone", "op": "contains", "value": "0013"}, sort=("phone",))
    assert office.ask(owner, customer_list.page, query, masks="display").total == 1


def test_a_history_in_a_window_is_masked_too(office, owner):
    someone = somebody(office, owner)
    office.do(owner, customers.edit, someone, {"phone": "13912345678"})
    seq = office.ask(owner, journal.latest, limit=1)[0].seq
    changes = office.ask(owner, journal.changes_of, seq=seq, masks="display")
    told = {each.field: (each.old, each.new) for each in changes}
    assert told["phone"] == ("138 **** 5521", "139 **** 5678")


def test_a_mask_that_comes_back_from_a_form_changes_nothing(office, owner):
    someone = somebody(office, owner)
    told = office.ask(owner, customers.values, customer_id=someone, masks="display").values
    told["name"] = "李四"
    office.do(owner, customers.edit, someone, {key: told[key] for key in ("name", *NUMBERS)})
    stored = office.ask(owner, customers.values, customer_id=someone).values
    assert (stored["name"], stored["phone"]) == ("李四", "13800135521")
    assert stored["id_number"] == "44030519900101123X"
    assert stored["address"] == "广东省深圳市南山区科技路 1 号"


def test_the_mask_of_another_number_is_no_number(office, owner):
    someone = somebody(office, owner)
    with pytest.raises(Invalid):
        office.do(owner, customers.edit, someone, {"phone": "138 **** 9999"})


def test_a_masked_original_starts_no_quarrel(office, owner):
    someone = somebody(office, owner)
    told = office.ask(owner, customers.values, customer_id=someone, masks="display")
    office.do(owner, customers.edit, someone, {"remark": "新的备注"})
    office.do(
        owner,
        customers.edit,
        someone,
        {"address": "广东省深圳市福田区深南路 2 号"},
        expected_revision=told.revision,
        original=told.values,
    )
    stored = office.ask(owner, customers.values, customer_id=someone).values
    assert stored["address"] == "广东省深圳市福田区深南路 2 号"


NUMBERS = ("phone", "id_number", "address")


def somebody(office, owner, **more):
    values = {
        "name": "张三",
        "phone": "13800135521",
        "id_number": "44030519900101123X",
        "address": "广东省深圳市南山区科技路 1 号",
        **more,
    }
    return office.do(owner, customers.add, values=values).id
