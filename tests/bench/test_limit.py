from collections import Counter

import pytest
from pypinyin import Style, lazy_pinyin

from loancrm_desktop.bench import limit, limit_schema, workload
from loancrm_desktop.bench.limit import Limit
from loancrm_desktop.bench.seeds import PAID_OUT
from loancrm_desktop.bench.workload import DAY_S, NOW_S

COUNT = 1_500


@pytest.fixture(scope="module")
def cases():
    return list(workload.cases(COUNT))


@pytest.fixture(scope="module")
def read_office(tmp_path_factory):
    path = tmp_path_factory.mktemp("limit") / "office.db"
    limit.build(path, COUNT)
    opened = Limit(path, COUNT)
    yield opened
    opened.close()


@pytest.fixture
def office(tmp_path):
    path = tmp_path / "office.db"
    limit.build(path, 300)
    opened = Limit(path, 300)
    yield opened
    opened.close()


def rows(opened, statement, *values):
    return opened._connection.execute(statement, values).fetchall()


def by_last_contact(cases):
    return sorted(cases, key=lambda case: (-case.last_contact_s, -case.customer.number))


def test_the_file_is_plain_sqlite_in_wal_and_durable(read_office):
    assert read_office._path.read_bytes()[:15] == b"SQLite format 3"
    assert rows(read_office, "PRAGMA journal_mode") == [("wal",)]
    assert rows(read_office, "PRAGMA synchronous") == [(2,)]


def test_every_row_of_the_workload_is_stored(read_office, cases):
    stored = {
        table: len(rows(read_office, f"SELECT id FROM {table}"))  # noqa: S608 - literals below
        for table in ("customer", "deal", "stage_move", "follow_up", "task", "document")
    }
    assert stored == {
        "customer": COUNT,
        "deal": COUNT,
        "stage_move": sum(len(case.moves) for case in cases),
        "follow_up": sum(len(case.follow_ups) for case in cases),
        "task": sum(len(case.tasks) for case in cases),
        "document": sum(len(case.documents) for case in cases),
    }


def test_building_replaces_an_older_file_and_its_companions(tmp_path):
    path = tmp_path / "office.db"
    limit.build(path, 10)
    path.with_name("office.db-wal").write_bytes(b"stale")
    limit.build(path, 5)
    opened = Limit(path, 5)
    assert opened.w2_list_page(0) == 5
    opened.close()


def test_the_list_counts_everyone_and_shows_the_newest_first(read_office, cases):
    assert read_office.w2_list_page(0) == COUNT
    newest = [row[0] for row in rows(read_office, limit_schema.LIST_PAGE)]
    assert newest == [case.customer.number for case in by_last_contact(cases)[:50]]


def test_the_deep_page_continues_where_nine_tenths_end(read_office, cases):
    assert read_office.w3_deep_page(0) == 50
    deep = rows(read_office, limit_schema.DEEP_PAGE, *read_office.deep_cursor)
    expected = by_last_contact(cases)[1_350:1_400]
    assert [row[0] for row in deep] == [case.customer.number for case in expected]


def test_the_filter_counts_what_the_rows_themselves_say(read_office, cases):
    asked = workload.FilterQuestion()
    hits = [
        case
        for case in cases
        if case.deal.owner == asked.owner
        and case.deal.stage in asked.stages
        and asked.amount_from_fen <= case.deal.amount_fen <= asked.amount_to_fen
        and case.last_contact_s < asked.quiet_since_s
    ]
    assert hits
    assert read_office.w4_filter(0) == len(hits)


def test_a_piece_of_a_name_finds_whoever_carries_it(read_office, cases):
    fragments = workload.questions(COUNT).name_fragments
    found = [read_office.w5_name(index) for index in range(len(fragments))]
    assert found == [
        min(50, sum(fragment in case.customer.name for case in cases)) for fragment in fragments
    ]
    assert any(found)


def test_the_last_four_digits_find_the_phones_that_end_so(read_office, cases):
    tails = workload.questions(COUNT).phone_tails
    found = [read_office.w5_last4(index) for index in range(len(tails))]
    assert found == [sum(case.customer.phone.endswith(tail) for case in cases) for tail in tails]
    assert any(found)


def test_initials_find_names_anywhere_in_them(read_office, cases):
    assert sum(read_office.w5_pinyin(index) for index in range(10)) > 0
    found = {row[1] for row in rows(read_office, limit_schema.SEARCH_GRAM, '"pxd"')}
    names = {case.customer.name for case in cases}
    spelt = {name: "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)) for name in names}
    meant = {name for name in names if "xd" in spelt[name]}
    assert meant
    assert found == meant


def test_the_customer_page_reads_everything_of_that_customer(read_office, cases):
    number = workload.questions(COUNT).customers_opened[3]
    case = cases[number - 1]
    hanging = case.moves + case.follow_ups + case.tasks + case.documents
    assert read_office.w6_customer_page(3) == 2 + len(hanging)


def test_a_move_is_stored_with_its_history_and_its_journal_entry(office):
    deal = office.movable_deals[0]
    (stage,) = rows(office, "SELECT stage FROM deal WHERE id = ?", deal)[0]
    office.w7_move(0)
    assert rows(office, "SELECT stage, stage_entered_s FROM deal WHERE id = ?", deal) == [
        (stage + 1, NOW_S)
    ]
    assert rows(office, "SELECT deal_stage FROM customer WHERE id = ?", deal) == [(stage + 1,)]
    last = rows(office, "SELECT deal_id, from_stage, to_stage FROM stage_move ORDER BY id")[-1]
    assert last == (deal, stage, stage + 1)
    assert rows(office, "SELECT entity, entity_id, action FROM journal") == [
        ("deal", deal, "stage")
    ]


def test_deals_offered_for_moving_can_go_three_stages_on(office):
    stages = dict(rows(office, "SELECT id, stage FROM deal"))
    assert len(set(office.movable_deals)) == len(office.movable_deals) > 50
    assert all(stages[deal] <= 3 for deal in office.movable_deals)


def test_a_follow_up_makes_its_customer_the_newest_of_the_list(office):
    customer = workload.questions(300).customers_contacted[5]
    before = rows(office, "SELECT count(*) FROM follow_up")[0][0]
    office.w8_follow_up(5)
    assert rows(office, "SELECT count(*) FROM follow_up") == [(before + 1,)]
    assert rows(office, limit_schema.LIST_PAGE)[0][0] == customer
    assert rows(office, "SELECT last_contact_s FROM deal WHERE id = ?", customer) == [(NOW_S + 5,)]


def test_the_dashboard_adds_up_to_the_office(read_office, cases):
    assert read_office.w9_dashboard(0) > 30
    channels = dict(rows(read_office, limit_schema.DASHBOARD["channel"]))
    assert channels == Counter(case.deal.channel for case in cases)
    employees = rows(read_office, limit_schema.DASHBOARD["employee"])
    assert sum(row[2] for row in employees) == sum(c.deal.stage == PAID_OUT for c in cases)
    assert sum(row[3] for row in employees) == sum(c.deal.disbursed_fen for c in cases)


def test_an_idle_deal_is_reminded_of_once(office):
    quiet = sum(
        case.deal.stage <= 6 and case.last_contact_s < NOW_S - 3 * DAY_S
        for case in workload.cases(300)
    )
    created = office.w10_idle_scan(0)
    assert rows(office, "SELECT count(*) FROM reminder WHERE kind = 1") == [(quiet,)]
    assert created == quiet
    assert office.w10_idle_scan(0) == 0
    office.forget_reminders()
    assert office.w10_idle_scan(0) == created


def test_opening_reads_the_schema_and_is_undone(office):
    assert office.w11_open(0) == 1
    office.forget_open()
    assert office.w11_open(1) == 1


def test_an_import_takes_each_phone_once(tmp_path):
    sheet = tmp_path / "broker.csv"
    workload.write_import_csv(sheet, 1_000)
    written = [row[1] for row in workload.import_rows(1_000)]
    phones = {phone.replace(" ", "").removeprefix("+86") for phone in written}
    empty = Limit.empty(tmp_path / "empty.db")
    assert empty.w1_import(sheet) == len(phones)
    assert {row[0] for row in rows(empty, "SELECT phone FROM customer")} == phones
    assert rows(empty, "SELECT count(*) FROM deal") == [(len(phones),)]
    assert rows(empty, "SELECT count(*) FROM journal") == [(len(phones),)]
    assert empty.w1_import(sheet) == 0
    empty.close()
