"""Records of the office's own kinds: added, listed, filtered, covered, undone like built-in ones."""

from __future__ import annotations

import pytest
from form_bodies import choice, form, own
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from office_content import content_of

from loancrm_desktop.errors import Conflict, Invalid, Refused
from loancrm_desktop.services import (
    conditions,
    customers,
    merging,
    own_record_list,
    own_records,
    record_types,
    sight_log,
    trash,
    undoing,
    views,
)
from loancrm_desktop.services.exchange.export_tables import ExportWish
from loancrm_desktop.services.exchange.export_tables import tables as exporting_tables
from loancrm_desktop.services.forms import publishing
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.record_types import TypeWish
from loancrm_desktop.services.watching import newest_number

HOUSE = TypeWish("房产", "Property", "bank", ("customer", "deal"))


@pytest.fixture
def house(office, owner):
    """Answer the kind of an office that keeps its customers' properties."""
    kind = office.do(owner, record_types.add, key="house", wish=HOUSE)
    fields = {
        "address": own("text", "地址", searchable=True, in_list=True),
        "worth": own("money", "评估价", in_list=True),
        "loan": own("money", "按揭余额"),
        "free": own("formula", "净值", formula="worth - loan", result="money", in_list=True),
        "use": choice("home", "shop", in_list=True),
    }
    office.do(owner, publishing.publish, kind=kind, body=form(fields, kind=kind))
    return kind


@pytest.fixture
def zhang(office, actor_of):
    """Answer a customer of Mr Chen's, with a deal."""
    return office.do(
        actor_of("chen"), customers.add, values={"name": "张三", "phone": "13912345678"}
    )


def add(office, actor, kind, **values):
    return office.do(actor, own_records.add, kind=kind, values={"name": "锦绣花园", **values}).id


def names(office, actor, kind, **asked):
    found = office.ask(actor, own_record_list.table, kind=kind, query=ListQuery(**asked))
    assert found.total == len(found.rows)
    return [row.name for row in found.rows]


def test_a_record_of_an_own_kind_is_added_completed_listed_and_filtered(office, owner, house):
    first = add(office, owner, house, worth="2000000.00", loan="500000.00", use="home")
    add(office, owner, house, name="海岸城商铺", worth="900000.00", use="shop")
    shown = office.ask(owner, own_records.show, kind=house, record_id=first)
    assert shown.values["free"] == "1500000.00"
    assert names(office, owner, house) == ["海岸城商铺", "锦绣花园"]
    assert names(office, owner, house, sort=("name",)) == ["海岸城商铺", "锦绣花园"]
    rich = {"field": "worth", "op": "gt", "value": "1000000.00"}
    assert names(office, owner, house, where=rich) == ["锦绣花园"]
    assert names(office, owner, house, where={"field": "use", "op": "eq", "value": "shop"}) == [
        "海岸城商铺"
    ]
    assert office.ask(owner, conditions.count, kind=house, where=rich) == 1
    row = office.ask(
        owner, own_record_list.table, kind=house, query=ListQuery(where=rich), columns=("free",)
    ).rows[0]
    assert row.more == {"free": "1500000.00"}


def test_two_kinds_in_one_table_never_mix(office, owner, house):
    car = office.do(owner, record_types.add, key="car", wish=TypeWish("车辆", "Car", "swap"))
    mine = add(office, owner, house)
    assert names(office, owner, car) == []
    for act in (own_records.show,):
        with pytest.raises(Invalid):
            office.ask(owner, act, kind=car, record_id=mine)
    with pytest.raises(Invalid):
        office.do(owner, own_records.edit, kind=car, record_id=mine, values={"name": "别克"})
    refused = office.do(owner, own_records.remove, kind=car, record_ids=[mine]).refused
    assert [row.id for row in refused] == [mine]
    assert office.ask(owner, conditions.count, kind=car, where={}) == 0


def test_the_required_and_unique_of_the_form_hold_on_every_way_in(office, owner, house):
    fields = {"number": own("text", "产证号", required=True, unique="refuse", searchable=True)}
    office.do(owner, publishing.publish, kind=house, body=form(fields, kind=house))
    with pytest.raises(Invalid) as missing:
        add(office, owner, house)
    assert [problem.field for problem in missing.value.problems] == ["number"]
    first = add(office, owner, house, number="粤1")
    with pytest.raises(Invalid) as taken:
        add(office, owner, house, number="粤1")
    assert taken.value.problems[0].code == "taken"
    second = add(office, owner, house, number="粤2")
    with pytest.raises(Invalid):
        office.do(owner, own_records.edit, kind=house, record_id=second, values={"number": "粤1"})
    office.do(owner, own_records.remove, kind=house, record_ids=[first])
    office.do(owner, own_records.edit, kind=house, record_id=second, values={"number": "粤1"})
    back = office.do(owner, own_records.restore, kind=house, record_ids=[first])
    assert back.done == ()
    assert [row.id for row in back.refused] == [first]


def test_a_record_is_seen_with_its_customer_and_goes_with_it(office, owner, actor_of, house, zhang):
    chen, li = actor_of("chen"), actor_of("li")
    record = add(office, chen, house, customer=zhang.id, deal=zhang.deal_id)
    assert names(office, chen, house) == ["锦绣花园"]
    assert names(office, li, house) == []
    with pytest.raises(Refused):
        office.ask(li, own_records.show, kind=house, record_id=record)
    with pytest.raises(Refused):
        office.do(li, own_records.edit, kind=house, record_id=record, values={"name": "别处"})
    office.do(owner, customers.edit, customer_id=zhang.id, values={"owner": li.user_id})
    assert names(office, li, house) == ["锦绣花园"]
    assert names(office, chen, house) == []
    office.do(owner, customers.remove, customer_ids=[zhang.id])
    assert names(office, owner, house) == []
    office.do(owner, customers.restore, customer_ids=[zhang.id])
    assert names(office, owner, house) == ["锦绣花园"]


def test_a_record_of_nobody_in_particular_is_its_owners(office, owner, actor_of, house):
    chen, li = actor_of("chen"), actor_of("li")
    add(office, chen, house)
    assert names(office, chen, house) == names(office, owner, house) == ["锦绣花园"]
    assert names(office, li, house) == []


def test_a_record_of_a_deal_belongs_to_the_deals_customer(office, actor_of, house, zhang):
    chen = actor_of("chen")
    record = add(office, chen, house, deal=zhang.deal_id)
    shown = office.ask(chen, own_records.show, kind=house, record_id=record)
    assert shown.values["customer"] == zhang.id
    assert shown.customer_name == "张三"
    other = office.do(chen, customers.add, values={"name": "李四", "phone": "13900000001"})
    with pytest.raises(Invalid):
        add(office, chen, house, deal=zhang.deal_id, customer=other.id)
    office.do(chen, own_records.edit, kind=house, record_id=record, values={"customer": other.id})
    moved = office.ask(chen, own_records.show, kind=house, record_id=record)
    assert (moved.values["customer"], moved.values["deal"]) == (other.id, None)


def test_the_customer_page_shows_what_belongs_to_the_customer(office, actor_of, house, zhang):
    chen = actor_of("chen")
    for name in ("锦绣花园", "海岸城"):
        add(office, chen, house, name=name, customer=zhang.id, worth="100.00")
    linked = office.ask(chen, own_record_list.of_customer, customer_id=zhang.id)
    assert [(each.kind, each.count) for each in linked] == [(house, 2)]
    assert [row.name for row in linked[0].rows] == ["海岸城", "锦绣花园"]
    assert linked[0].rows[0].more["worth"] == "100.00"


def test_a_condition_on_customers_counts_and_reads_their_own_records(
    office, owner, actor_of, house, zhang
):
    chen = actor_of("chen")
    office.do(chen, customers.add, values={"name": "李四", "phone": "13900000001"})
    record = add(office, chen, house, customer=zhang.id, worth="100.00")
    some = {"count": house, "op": "ge", "value": 1}
    assert office.ask(owner, conditions.count, kind="customer", where=some) == 1
    here = {"field": "customer.name", "op": "eq", "value": "张三"}
    assert names(office, chen, house, where=here) == ["锦绣花园"]
    assert "房产" in office.ask(owner, conditions.word, kind="customer", where=some)
    office.do(chen, own_records.edit, kind=house, record_id=record, values={"customer": None})
    assert office.ask(owner, conditions.count, kind="customer", where=some) == 0


def test_words_find_a_record_by_name_by_searchable_text_and_by_its_customer(
    office, owner, actor_of, house, zhang
):
    chen = actor_of("chen")
    add(office, chen, house, address="福田区深南大道", customer=zhang.id)
    add(office, chen, house, name="海岸城")
    for words in ("锦绣", "深南", "张三", "锦绣 深南"):
        assert names(office, chen, house, search=words) == ["锦绣花园"], words
    assert names(office, chen, house, search="%") == []
    found = office.ask(chen, own_record_list.find, text="锦绣")
    assert [(one.kind, one.name, one.title_zh, one.customer_name) for one in found] == [
        (house, "锦绣花园", "房产", "张三")
    ]
    assert office.ask(actor_of("li"), own_record_list.find, text="锦绣") == ()
    assert office.ask(owner, own_record_list.find, text="  ") == ()


def test_a_saved_view_of_an_own_kind_counts_its_records(office, owner, house):
    add(office, owner, house, worth="5.00")
    body = {"where": {"field": "worth", "op": "gt", "value": "1.00"}, "columns": ["worth"]}
    view = office.do(owner, views.save, kind=house, name="有价", body=body)
    words = office.do(owner, views.save, kind=house, name="搜", body={"search": "没有"})
    assert office.ask(owner, views.counts, view_ids=[view, words]) == {view: 1, words: 0}


def test_two_people_changing_one_field_clash_and_different_fields_merge(office, owner, house):
    record = add(office, owner, house, worth="1.00")
    ask = {"kind": house, "record_id": record, "expected_revision": 1}
    office.do(owner, own_records.edit, **ask, values={"worth": "2.00"})
    office.do(owner, own_records.edit, **ask, values={"loan": "1.00"})
    with pytest.raises(Conflict):
        office.do(owner, own_records.edit, **ask, values={"worth": "3.00"})


@pytest.mark.parametrize("act", ["add", "edit", "remove", "change_many"])
def test_every_act_on_an_own_record_is_taken_back_whole(office, owner, house, act):
    record = add(office, owner, house, worth="1.00")
    before = content_of(office)
    if act == "add":
        add(office, owner, house, name="另一处")
    elif act == "edit":
        values = {"worth": "2.00", "name": "改名"}
        office.do(owner, own_records.edit, kind=house, record_id=record, values=values)
    elif act == "remove":
        office.do(owner, own_records.remove, kind=house, record_ids=[record])
    else:
        values = {"use": "shop"}
        office.do(owner, own_records.change_many, kind=house, record_ids=[record], values=values)
    assert content_of(office) != before
    office.do(owner, undoing.undo, seq=office.ask(owner, newest_number))
    assert content_of(office) == before


def test_a_retired_type_keeps_its_records_and_comes_back_with_them(office, owner, house):
    record = add(office, owner, house, worth="1.00")
    office.do(owner, record_types.retire, kind=house)
    assert office.ask(owner, record_types.page) == ()
    with pytest.raises(Invalid):
        add(office, owner, house)
    with pytest.raises(Invalid):
        names(office, owner, house)
    [kept] = office.ask(owner, record_types.page, retired=True, counted=True)
    assert (kept.kind, kept.retired, kept.records) == (house, True, 1)
    office.do(owner, record_types.restore, kind=house)
    assert names(office, owner, house) == ["锦绣花园"]
    assert (
        office.ask(owner, own_records.show, kind=house, record_id=record).values["worth"] == "1.00"
    )


def test_a_type_shut_to_a_role_is_not_there_for_it(office, owner, actor_of, house, zhang):
    chen = actor_of("chen")
    record = add(office, chen, house, customer=zhang.id)
    office.do(
        owner,
        record_types.edit,
        kind=house,
        wish=TypeWish("房产", "Property", "bank", ("customer",), hidden_for=("broker",)),
    )
    assert office.ask(chen, record_types.page) == ()
    assert office.ask(chen, own_record_list.find, text="锦绣") == ()
    assert office.ask(chen, own_record_list.of_customer, customer_id=zhang.id) == ()
    for function, more in (
        (own_records.show, {"record_id": record}),
        (own_record_list.table, {"query": ListQuery()}),
        (conditions.count, {"where": {}}),
    ):
        with pytest.raises(Refused):
            office.ask(chen, function, kind=house, **more)
    some = {"count": house, "op": "ge", "value": 1}
    with pytest.raises(Refused):
        office.ask(chen, conditions.count, kind="customer", where=some)
    assert names(office, owner, house) == ["锦绣花园"]


def test_a_type_only_to_look_at_for_a_role_is_not_changed_by_it(office, owner, actor_of, house):
    chen = actor_of("chen")
    record = add(office, chen, house)
    wish = TypeWish("房产", "Property", "bank", ("customer",), read_only_for=("broker",))
    office.do(owner, record_types.edit, kind=house, wish=wish)
    assert names(office, chen, house) == ["锦绣花园"]
    with pytest.raises(Refused):
        add(office, chen, house)
    with pytest.raises(Refused):
        office.do(chen, own_records.edit, kind=house, record_id=record, values={"name": "改"})
    sheet = office.ask(chen, own_records.show, kind=house, record_id=record)
    assert set(sheet.values) <= set(sheet.read_only)


def test_own_records_leave_the_office_with_the_others(office, owner, actor_of, house, zhang):
    add(office, actor_of("chen"), house, customer=zhang.id, worth="100.00", use="shop")
    tables = {
        table.name: table for table in office.ask(owner, exporting_tables, wish=ExportWish("all"))
    }
    table = tables[house]
    keys = [column.key for column in table.columns]
    row = dict(zip(keys, table.rows[0], strict=True))
    assert (table.label, row["name"], row["customer"]) == ("房产", "锦绣花园", "张三")
    assert (row["worth"], row["use"]) == ("100.00", "选项shop")
    [alone] = office.ask(owner, exporting_tables, wish=ExportWish(house))
    assert alone.rows == table.rows


def test_a_customer_that_is_merged_or_removed_for_good_takes_its_records_along(
    office, owner, actor_of, clock, house, zhang
):
    chen = actor_of("chen")
    record = add(office, chen, house, customer=zhang.id)
    other = office.do(chen, customers.add, values={"name": "张三丰", "phone": "13900000001"}).id
    office.do(owner, merging.merge, source_id=zhang.id, into_id=other)
    shown = office.ask(owner, own_records.show, kind=house, record_id=record)
    assert shown.values["customer"] == other
    office.do(owner, customers.remove, customer_ids=[other, zhang.id])
    clock.forward(days=31)
    done = office.do(owner, trash.purge, customer_ids=[other], confirmed=1)
    assert done.done == (other,)
    with pytest.raises(Invalid):
        office.ask(owner, own_records.show, kind=house, record_id=record)


def test_who_sees_a_field_covered_sees_it_covered_in_lists_and_in_the_history(
    office, owner, actor_of, house
):
    fields = {"card": own("text", "卡号", mask="card", sensitivity="secret", in_list=True)}
    office.do(owner, publishing.publish, kind=house, body=form(fields, kind=house))
    record = add(office, owner, house, card="6222021234567890")
    row = office.ask(
        owner, own_record_list.table, kind=house, query=ListQuery(), columns=("card",)
    ).rows[0]
    assert row.masked == ("card",)
    assert "02123456" not in row.more["card"]
    said = office.do(
        owner, sight_log.reveal, kind=house, record_id=record, field="card", reason="identity"
    )
    assert said.value == "6222021234567890"


@given(
    worth=st.integers(0, 10**11),
    address=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_comes_back_from_a_record_as_it_went_in(office, owner, house, worth, address):
    yuan = f"{worth // 100}.{worth % 100:02d}"
    clean = " ".join(address.split())
    assume(clean)
    record = add(office, owner, house, worth=yuan, address=clean)
    values = office.ask(owner, own_records.show, kind=house, record_id=record).values
    assert values["worth"] == yuan
    again = office.do(
        owner, own_records.edit, kind=house, record_id=record, values=_without_computed(values)
    )
    assert again.revision == 1, "what is sent back as it was shown is no change"


def _without_computed(values):
    return {key: value for key, value in values.items() if key not in ("free", "created_at")}
