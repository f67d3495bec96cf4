"""The customer list: pages that fit together whatever the order, totals, scope, plans by index."""

import shutil
from dataclasses import replace

import pytest
from office_fixtures import RAW_KEY, FrozenClock, place_in

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.database import Database
from loancrm_desktop.services import access, customer_list, customers, follow_ups
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.opening import assemble

ORDERS = (
    (),
    ("last_contact_at",),
    ("-last_contact_at",),
    ("name",),
    ("-name", "created_at"),
    ("requested_amount",),
    ("-requested_amount", "-created_at"),
    ("id",),
    ("-id",),
    ("name", "-id"),
    ("-last_contact_at", "id"),
)


@pytest.fixture(scope="module")
def filled_file(founded_file, tmp_path_factory):
    """Make an office file with 23 customers, some never contacted, some without an amount."""
    folder = tmp_path_factory.mktemp("filled")
    shutil.copy(founded_file, folder / "office.db")
    clock = FrozenClock()
    office = assemble(Database(folder / "office.db", RAW_KEY, "local"), place_in(folder), clock)
    with office.database.reading() as session:
        owner = access.actor_for(session, "boss", desk="desk-1")
    for number in range(23):
        values = {"name": f"客户{number % 7}", "phone": f"1380000{number:04d}"}
        if number % 3:
            values["requested_amount"] = f"{number % 5}0000.00"
        added = office.do(owner, customers.add, values=values)
        if number % 4:
            clock.forward(hours=number % 6)
            office.do(owner, follow_ups.log, customer_id=added.id, text="电话")
    office.close()
    return folder / "office.db"


@pytest.fixture
def filled(filled_file, tmp_path, clock):
    """Answer an office of its own with these customers, three days later."""
    folder = tmp_path / "filled"
    folder.mkdir()
    shutil.copy(filled_file, folder / "office.db")
    clock.forward(days=3)
    opened = assemble(Database(folder / "office.db", RAW_KEY, "local"), place_in(folder), clock)
    yield opened
    opened.close()


def ids(page):
    return [row.id for row in page.rows]


@pytest.mark.parametrize("sort", ORDERS)
@pytest.mark.parametrize("limit", [1, 4, 23])
def test_pages_one_after_the_other_show_everyone_once(filled, owner, sort, limit):
    whole = ids(filled.ask(owner, customer_list.page, query=ListQuery(sort=sort, limit=100)))
    assert len(set(whole)) == 23
    walked, after = [], None
    while True:
        query = ListQuery(sort=sort, limit=limit, after=after, with_total=False)
        page = filled.ask(owner, customer_list.page, query=query)
        walked += ids(page)
        after = page.next
        if after is None:
            break
    assert walked == whole


@pytest.mark.parametrize("sort", ORDERS)
def test_skipping_rows_and_going_on_agree(filled, owner, sort):
    whole = ids(filled.ask(owner, customer_list.page, query=ListQuery(sort=sort, limit=100)))
    page = filled.ask(owner, customer_list.page, query=ListQuery(sort=sort, limit=5, offset=9))
    assert ids(page) == whole[9:14]


def test_never_contacted_customers_come_last_of_the_newest_first(filled, owner):
    page = filled.ask(owner, customer_list.page, query=ListQuery(limit=100))
    contacts = [row.last_contact_at for row in page.rows]
    spoken = [moment for moment in contacts if moment is not None]
    assert contacts == sorted(spoken, reverse=True) + [None] * (23 - len(spoken))


def test_the_total_leaves_out_the_trash_and_counts_it_when_asked(filled, owner):
    first = ids(filled.ask(owner, customer_list.page, query=ListQuery(limit=3)))
    filled.do(owner, customers.remove, customer_ids=first)
    assert filled.ask(owner, customer_list.page, query=ListQuery()).total == 20
    trash = filled.ask(owner, customer_list.page, query=ListQuery(trash=True))
    assert (trash.total, sorted(ids(trash))) == (3, sorted(first))


def test_a_broker_counts_and_sees_only_the_own_customers(filled, owner, actor_of):
    broker = actor_of("li")
    assert filled.ask(broker, customer_list.page, query=ListQuery()).total == 0
    filled.do(broker, customers.add, values={"name": "我的", "phone": "13900000001"})
    page = filled.ask(broker, customer_list.page, query=ListQuery())
    assert (page.total, [row.name for row in page.rows]) == (1, ["我的"])
    assert filled.ask(owner, customer_list.page, query=ListQuery()).total == 24


def test_another_constant_in_the_same_condition_finds_other_customers(filled, owner):
    def named(name):
        where = {"field": "name", "op": "eq", "value": name}
        page = filled.ask(owner, customer_list.page, query=ListQuery(where=where))
        return page.total, {row.name for row in page.rows}

    assert named("客户0") == (4, {"客户0"})
    assert named("客户6") == (3, {"客户6"})


def test_a_relative_time_is_counted_from_the_moment_of_asking(filled, owner, clock):
    query = ListQuery(where={"field": "last_contact_at", "op": "older_than", "value": {"days": 30}})
    assert filled.ask(owner, customer_list.page, query=query).total == 0
    clock.forward(days=30)
    assert filled.ask(owner, customer_list.page, query=query).total == 17


def test_a_cursor_of_another_order_is_refused(filled, owner):
    page = filled.ask(owner, customer_list.page, query=ListQuery(limit=3, sort=("name",)))
    query = ListQuery(limit=3, sort=("-name", "created_at"), after=page.next)
    with pytest.raises(Invalid):
        filled.ask(owner, customer_list.page, query=query)


def test_a_summary_speaks_of_the_whole_list_not_of_the_page(office, owner, clock):
    for number, amount in enumerate(("100000", "200000", "300000")):
        values = {"name": f"客户{number}", "requested_amount": amount, "level": "A"}
        office.do(owner, customers.add, values=values)
    clock.forward(hours=2)
    told = office.ask(owner, customer_list.summary, ListQuery(limit=1))
    assert (told.count, told.amount_fen) == (3, 60_000_000)
    assert 7200 <= told.average_dwell_s <= 7300
    where = {"field": "requested_amount", "op": "ge", "value": "200000.00"}
    assert office.ask(owner, customer_list.summary, ListQuery(where=where)).amount_fen == 50_000_000


def test_a_summary_of_nobody_has_no_dwell(office, owner):
    where = {"field": "name", "op": "eq", "value": "无此人"}
    told = office.ask(owner, customer_list.summary, ListQuery(where=where))
    assert told == customer_list.ListSummary(0, 0, None)


def test_a_summary_counts_only_who_is_in_sight_and_hides_hidden_amounts(office, owner, actor_of):
    li = actor_of("li")
    office.do(li, customers.add, values={"name": "甲", "requested_amount": "100000"})
    office.do(owner, customers.add, values={"name": "乙", "requested_amount": "200000"})
    told = office.ask(li, customer_list.summary, ListQuery())
    assert (told.count, told.amount_fen) == (1, 10_000_000)
    blind = replace(
        owner, rights=replace(owner.rights, hidden=frozenset({"customer.requested_amount"}))
    )
    assert office.ask(blind, customer_list.summary, ListQuery()).amount_fen is None
