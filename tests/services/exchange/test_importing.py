"""A table becomes customers: who is new, known, wrong; nothing lost, everything can be undone."""

from dataclasses import replace

import pytest
from office_content import content_of, found_by_words, last_seq, rows_of

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import (
    checking,
    customers,
    deals,
    follow_ups,
    journal,
    people,
    search,
    undoing,
)
from loancrm_desktop.services.exchange import importing
from loancrm_desktop.services.exchange.import_plan import ImportPlan, Progress, RowDecision
from loancrm_desktop.services.exchange.reject_file import save_rejects
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable, read_table
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType

HEADER = ("姓名", "手机号", "贷款金额", "渠道", "备注")


def table(*rows, header=HEADER):
    return SheetTable(
        "客户.xlsx", header, 1, tuple(SheetRow(n, tuple(row)) for n, row in enumerate(rows, 2))
    )


def plan_for(office, actor, sheet, duplicates="skip", **more):
    return ImportPlan(office.ask(actor, importing.guess, sheet), duplicates, **more)


def take_over(office, actor, sheet, duplicates="skip", **more):
    return office.do(
        actor, importing.run, sheet, plan_for(office, actor, sheet, duplicates, **more)
    )


def counts(report):
    return (
        report.rows,
        report.created,
        report.updated,
        report.skipped,
        report.rejected,
        report.duplicates,
    )


def customer(office, actor, name):
    (hit,) = office.ask(actor, search.find, name, 5)
    return office.ask(actor, customers.values, hit.id).values


def everybody(office):
    return list(content_of(office)["customer"].values())


ROWS = (
    ("张三", "13800138000", "30万", "", ""),
    ("李四", "13900139000", "", "", "老客户"),
    ("张三", "138-0013-8000", "50万", "", "第二次"),
    ("", "", "10万", "", ""),
)


def test_rows_are_new_known_or_wrong_and_the_counts_add_up(office, owner):
    report = take_over(office, owner, table(*ROWS))
    assert counts(report) == (4, 2, 0, 1, 1, 1)
    assert report.mapping["手机号"] == "phone"
    assert [(each.row, each.code, each.rejects) for each in report.problems] == [
        (4, "duplicate", False),
        (5, "no_name", True),
    ]
    assert customer(office, owner, "张三")["requested_amount"] == "300000.00"
    assert checking.check(office, owner).problems == ()


def test_a_known_customer_is_skipped_updated_or_kept_as_the_plan_says(office, owner):
    office.do(owner, customers.add, {"name": "张三", "phone": "13800138000", "remark": "旧"})
    sheet = table(("张三丰", "+86 138 0013 8000", "", "", "新"))
    assert counts(take_over(office, owner, sheet)) == (1, 0, 0, 1, 0, 1)
    assert counts(take_over(office, owner, sheet, "update")) == (1, 0, 1, 0, 0, 1)
    assert customer(office, owner, "张三丰")["remark"] == "旧\n新"
    assert counts(take_over(office, owner, sheet, "keep")) == (1, 1, 0, 0, 0, 1)
    assert len(office.ask(owner, search.find, "张三丰", 5)) == 2


def test_duplicates_inside_the_file_say_more_about_one_person(office, owner):
    sheet = table(
        ("张三", "13800138000", "30万", "抖音", "甲"),
        ("张三", "13800138000 / 13700137000", "", "小红书", "乙"),
        ("张先生", "13700137000", "", "", ""),
    )
    report = take_over(office, owner, sheet, "update")
    assert counts(report) == (3, 1, 2, 0, 0, 2)
    values = customer(office, owner, "张先生")
    assert (values["phone"], values["phone2"]) == ("13800138000", "13700137000")
    assert values["remark"] == "甲\n乙"
    assert values["requested_amount"] == "300000.00"
    assert channel_of(office, values) == "小红书"


def channel_of(office, values):
    return content_of(office)["channel"][values["channel"]]["name"]


def test_an_update_loses_no_number(office, owner):
    office.do(
        owner, customers.add, {"name": "张三", "phone": "13800138000", "phone2": "13900139000"}
    )
    take_over(office, owner, table(("张三", "13900139000 13600136000", "", "", "")), "update")
    values = customer(office, owner, "张三")
    assert (values["phone"], values["phone2"]) == ("13800138000", "13900139000")
    assert "13600136000" in values["remark"]


def test_others_customers_are_named_but_never_changed(office, actor_of, owner):
    office.do(actor_of("chen"), customers.add, {"name": "张三", "phone": "13800138000"})
    before = content_of(office)
    sheet = table(("张三丰", "13800138000", "", "", ""))
    lead = actor_of("lead")
    skipped = take_over(office, lead, sheet)
    assert counts(skipped) == (1, 0, 0, 1, 0, 1)
    report = take_over(office, lead, sheet, "update")
    assert counts(report) == (1, 0, 0, 0, 1, 1)
    assert report.problems[0].code == "others_customer"
    assert "陈" not in report.problems[0].message
    assert content_of(office) == before


def test_an_unknown_owner_is_kept_in_the_remark(office, owner):
    header = ("姓名", "手机号", "客户经理")
    sheet = table(
        ("张三", "13800138000", "李经理"), ("李四", "13900139000", "林某某"), header=header
    )
    report = take_over(office, owner, sheet)
    assert report.created == 2
    assert [(each.row, each.code, each.rejects) for each in report.problems] == [
        (3, "unknown_name", False)
    ]
    by_name = {row["name"]: row for row in everybody(office)}
    assert by_name["张三"]["owner_id"] is not None
    assert by_name["张三"]["team_id"] is not None
    assert by_name["李四"]["owner_id"] is None
    assert "林某某" in by_name["李四"]["remark"]


def test_a_new_channel_is_made_once(office, owner):
    sheet = table(
        ("张三", "13800138000", "", "抖音", ""),
        ("李四", "13900139000", "", "抖音", ""),
        ("王五", "13700137000", "", "朋友介绍", ""),
    )
    before = len(content_of(office)["channel"])
    take_over(office, owner, sheet)
    channels = content_of(office)["channel"]
    assert len(channels) == before + 1
    names = {row["name"]: channels[row["channel_id"]]["name"] for row in everybody(office)}
    assert names == {"张三": "抖音", "李四": "抖音", "王五": "朋友介绍"}


def test_a_deal_is_opened_where_a_row_speaks_of_a_loan(office, owner):
    header = ("姓名", "手机号", "贷款金额", "意向银行")
    sheet = table(
        ("张三", "13800138000", "30万", "工商银行"), ("李四", "13900139000", "", ""), header=header
    )
    take_over(office, owner, sheet)
    (deal,) = content_of(office)["deal"].values()
    assert deal["requested_amount_fen"] == 30_000_000
    by_name = {row["name"]: row for row in everybody(office)}
    assert by_name["张三"]["deal_stage"] == "lead_assignment"
    assert by_name["李四"]["deal_id"] is None
    moved = office.do(owner, deals.move, by_name["张三"]["deal_id"], "first_call")
    assert moved.card.customer_name == "张三"


def test_an_updated_customer_without_a_deal_gets_one(office, owner):
    office.do(owner, customers.add, {"name": "张三", "phone": "13800138000"}, open_deal=False)
    take_over(office, owner, table(("张三", "13800138000", "30万", "", "")), "update")
    (deal,) = content_of(office)["deal"].values()
    assert deal["requested_amount_fen"] == 30_000_000
    take_over(office, owner, table(("张三", "13800138000", "40万", "", "")), "update")
    assert len(content_of(office)["deal"]) == 1
    assert checking.check(office, owner).problems == ()


def test_a_row_without_a_name_is_named_by_its_phones_tail(office, owner):
    take_over(office, owner, table(("", "13800138000", "", "", "")))
    assert [row["name"] for row in everybody(office)] == ["客户8000"]


def test_several_phones_in_a_cell_are_all_kept(office, owner):
    sheet = table(("张三", "13800138000/0755-87654321、13700137000", "", "", ""))
    take_over(office, owner, sheet)
    (row,) = everybody(office)
    assert (row["phone"], row["phone2"]) == ("13800138000", "075587654321")
    assert "13700137000" in row["remark"]


@pytest.mark.parametrize(("typed", "kept"), [("1380013800", False), ("905-555-1234", True)])
def test_a_mistyped_phone_is_rejected_and_a_foreign_one_kept(office, owner, typed, kept):
    report = take_over(office, owner, table(("张三", typed, "", "", "")))
    assert (report.created, report.rejected) == ((1, 0) if kept else (0, 1))


def test_words_instead_of_a_phone_do_not_cost_a_row_with_a_name(office, owner):
    sheet = table(
        ("张三", "见微信", "", "", ""), ("", "1380013", "", "", ""), *ROWS[1:3], header=HEADER
    )
    report = take_over(office, owner, sheet)
    assert counts(report) == (4, 3, 0, 0, 1, 0)
    row = next(row for row in everybody(office) if row["phone"] is None)
    assert "手机号：见微信" in row["remark"]
    assert [(each.row, each.code, each.rejects) for each in report.problems] == [
        (2, "not_a_phone", False),
        (3, "no_area_code", True),
    ]


@pytest.mark.parametrize("blank", ["-", "——", " - ", "/", "N/A", "\u3000", "null"])
def test_a_dash_stands_for_nothing(office, owner, blank):
    header = ("姓名", "手机号", "贷款金额", "渠道", "客户经理", "身份证号", "客户等级")
    sheet = table(("张三", *[blank] * 6), header=header)
    report = take_over(office, owner, sheet)
    assert counts(report) == (1, 1, 0, 0, 0, 0)
    assert report.problems == ()
    (row,) = everybody(office)
    assert row["remark"] is None
    assert row["channel_id"] is None


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        (("姓", "名", "手机号"), ("张", "三", "13800138000"), "张三"),
        (("First Name", "Last Name", "Mobile"), ("John", "Doe", "13800138000"), "John Doe"),
        (("Last Name", "First Name", "Mobile"), ("Doe", "John", "13800138000"), "John Doe"),
        (("First Name", "Last Name", "Mobile"), ("三", "张", "13800138000"), "张三"),
        (("First Name", "Last Name", "Mobile"), ("", "Doe", "13800138000"), "Doe"),
    ],
)
def test_a_name_in_two_columns_is_joined_as_its_people_write_it(office, owner, header, row, name):
    take_over(office, owner, table(row, header=header))
    assert [each["name"] for each in everybody(office)] == [name]


def test_a_dry_run_writes_nothing_and_says_what_the_run_will_do(office, owner):
    office.do(owner, customers.add, {"name": "李四", "phone": "13900139000"})
    for duplicates in ("skip", "update", "keep"):
        sheet = table(*ROWS, ("王五", "13600136000", "", "快手", ""))
        plan = plan_for(office, owner, sheet, duplicates)
        before, head = rows_of(office), office.ask(owner, journal.head)
        dry = office.ask(owner, importing.dry_run, sheet, plan)
        assert rows_of(office) == before
        assert office.ask(owner, journal.head) == head
        assert office.do(owner, importing.run, sheet, plan) == dry
        office.do(owner, undoing.undo, last_seq(office, owner))


def test_a_cancelled_import_writes_nothing(office, owner):
    class Impatient(Progress):
        """Somebody presses the button as soon as the first rows went by."""

        def __setattr__(self, name, value):
            super().__setattr__(name, value)
            if name == "done" and value:
                super().__setattr__("cancelled", True)

    sheet = table(*[(f"客户{n}", f"138{n:08d}", "1万", "", "") for n in range(1_500)])
    plan = plan_for(office, owner, sheet)
    before, head = rows_of(office), office.ask(owner, journal.head)
    with pytest.raises(Refused):
        office.do(owner, importing.run, sheet, plan, Impatient())
    assert rows_of(office) == before
    assert office.ask(owner, journal.head) == head
    assert office.ask(owner, search.check_index) == ()


def test_progress_counts_the_rows(office, owner):
    progress = Progress()
    sheet = table(*[(f"客户{n}", f"138{n:08d}", "", "", "") for n in range(20)])
    office.do(owner, importing.run, sheet, plan_for(office, owner, sheet), progress)
    assert (progress.done, progress.total) == (20, 20)


def test_rejected_rows_are_mended_and_imported_again(office, owner, tmp_path):
    header = ("姓名", "手机号", "身份证号")
    sheet = table(
        ("张三", "13800138000", ""), ("李四", "13900139000", "360426199101010072"), header=header
    )
    report = take_over(office, owner, sheet)
    assert counts(report) == (2, 1, 0, 0, 1, 0)
    path = tmp_path / "rejects.xlsx"
    assert save_rejects(path, sheet, report, office) == 1
    again = read_table(path).chosen
    assert [row.cells[0] for row in again.rows] == ["李四"]
    place = again.header.index("身份证号")
    cells = list(again.rows[0].cells)
    cells[place] = "360426199101010071"
    mended = SheetTable(again.name, again.header, again.header_row, (SheetRow(2, tuple(cells)),))
    assert counts(take_over(office, owner, mended)) == (1, 1, 0, 0, 0, 0)
    assert {row["name"] for row in everybody(office)} == {"张三", "李四"}


def test_an_import_is_one_act_that_can_be_taken_back_and_done_again(office, owner):
    office.do(owner, customers.add, {"name": "李四", "phone": "13900139000"})
    before, found = content_of(office), found_by_words(office, owner)
    take_over(office, owner, table(*ROWS, ("王五", "13600136000", "8万", "快手", "")), "update")
    after, seq = content_of(office), last_seq(office, owner)
    assert after != before
    office.do(owner, undoing.undo, seq)
    assert content_of(office) == before
    assert found_by_words(office, owner) == found
    office.do(owner, undoing.undo, last_seq(office, owner))
    assert content_of(office) == after
    assert office.ask(owner, search.check_index) == ()
    assert checking.check(office, owner).problems == ()


def test_an_import_somebody_worked_on_since_is_not_taken_back(office, owner):
    take_over(office, owner, table(*ROWS))
    seq = last_seq(office, owner)
    first = min(content_of(office)["customer"])
    office.do(owner, customers.edit, first, {"wechat": "zhang3"})
    with pytest.raises(Refused, match=str(last_seq(office, owner))):
        office.do(owner, undoing.undo, seq)
    office.do(owner, undoing.undo, last_seq(office, owner))
    office.do(owner, follow_ups.log, first, "电话")
    with pytest.raises(Refused, match=str(last_seq(office, owner))):
        office.do(owner, undoing.undo, seq)
    office.do(owner, undoing.undo, last_seq(office, owner))
    office.do(owner, undoing.undo, seq)
    assert everybody(office) == []


def test_a_table_without_names_or_phones_is_refused(office, owner):
    sheet = table(("2026-01-01", "3"), header=("日期", "数量"))
    with pytest.raises(Invalid):
        take_over(office, owner, sheet)


def test_only_who_may_import_imports(office, owner, actor_of):
    sheet = table(*ROWS)
    plan = plan_for(office, owner, sheet)
    for login in ("li", "guest", "audit"):
        with pytest.raises(Refused):
            office.do(actor_of(login), importing.run, sheet, plan)
        with pytest.raises(Refused):
            office.ask(actor_of(login), importing.dry_run, sheet, plan)


def test_own_words_of_a_column_are_mapped_by_the_plan(office, owner):
    header = ("姓名", "手机号", "客户等级")
    sheet = table(("张三", "13800138000", "很好"), ("李四", "13900139000", "-"), header=header)
    options = {"level": {"很好": "A", "-": "C"}}
    report = take_over(office, owner, sheet, value_maps=options)
    assert report.created == 2
    assert {row["name"]: row["level"] for row in everybody(office)} == {"张三": "A", "李四": "C"}


def test_a_blank_is_filled_and_nothing_else_when_the_plan_says_fill(office, owner):
    office.do(
        owner,
        customers.add,
        {"name": "张三", "phone": "13800138000", "requested_amount": "100000.00"},
    )
    sheet = table(("张三", "13800138000", "50万", "抖音", "说过"))
    assert counts(take_over(office, owner, sheet, "fill")) == (1, 0, 1, 0, 0, 1)
    values = customer(office, owner, "张三")
    assert values["requested_amount"] == "100000.00"
    assert values["remark"] == "说过"
    assert values["channel"] is not None


def test_single_rows_are_decided_apart_from_the_others(office, owner):
    for name, phone in (("张三", "13800138000"), ("李四", "13900139000"), ("王五", "13700137000")):
        values = {"name": name, "phone": phone, "requested_amount": "100000.00"}
        office.do(owner, customers.add, {**values, "region": "深圳"})
    sheet = table(
        ("张三", "13800138000", "50万", "广州"),
        ("李四", "13900139000", "50万", "广州"),
        ("王五", "13700137000", "50万", "广州"),
        header=("姓名", "手机号", "贷款金额", "所在城市"),
    )
    decisions = {
        2: RowDecision("update", ("region",)),
        3: RowDecision("keep"),
    }
    report = take_over(office, owner, sheet, decisions=decisions)
    assert counts(report) == (3, 1, 1, 1, 0, 3)
    mended = customer(office, owner, "张三")
    assert (mended["region"], mended["requested_amount"]) == ("广州", "100000.00")
    assert len(office.ask(owner, search.find, "李四", 5)) == 2
    assert customer(office, owner, "王五")["region"] == "深圳"


@pytest.fixture
def numbered(office, owner):
    """Answer an office with a field of its own that only one customer may have."""
    spec = FieldSpec(
        key="card", type=FieldType.TEXT, label_zh="会员卡", label_en="Card", unique=True
    )
    office.do(owner, catalog.add_field, kind="customer", spec=spec)
    values = {"name": "张三", "phone": "13800138000", "card": "A-1"}
    office.do(owner, customers.add, values)
    return office


def test_a_value_only_one_customer_may_have_is_not_imported_twice(numbered, owner):
    header = ("姓名", "手机号", "会员卡")
    sheet = table(
        ("李四", "13900139000", "a-1"),
        ("王五", "13700137000", "B-2"),
        ("赵六", "13600136000", "B-2"),
        ("钱七", "13500135000", ""),
        ("孙八", "13400134000", ""),
        header=header,
    )
    report = take_over(numbered, owner, sheet)
    assert counts(report) == (5, 3, 0, 0, 2, 0)
    assert [(each.row, each.code) for each in report.problems] == [(2, "taken"), (4, "taken")]
    same = table(("张三", "13800138000", "A-1"), header=header)
    assert counts(take_over(numbered, owner, same, "update")) == (1, 0, 1, 0, 0, 1)
    assert counts(take_over(numbered, owner, same, "keep")) == (1, 0, 0, 0, 1, 0)


def test_a_field_the_role_may_not_write_is_not_imported(office, owner, actor_of):
    limited = replace(
        owner.rights, read_only=frozenset({"customer.requested_amount", "deal.annual_rate"})
    )
    actor = replace(owner, rights=limited, granted=None)
    sheet = table(("张三", "13800138000", "50万", "", ""))
    guesses = office.ask(actor, importing.guess, sheet)
    assert {each.column: each.field for each in guesses}["贷款金额"] is None
    assert take_over(office, actor, sheet).created == 1
    by_hand = ImportPlan(office.ask(owner, importing.guess, sheet))
    with pytest.raises(Refused) as refusal:
        office.ask(actor, importing.dry_run, sheet, by_hand)
    assert [need.field for need in refusal.value.needs] == ["requested_amount"]
    assert "贷款金额" in str(refusal.value)


def test_who_may_not_assign_imports_only_for_the_own_name(office, owner):
    may = frozenset({"customers.import", "customers.add", "deals.open"})
    actor = replace(owner, rights=replace(owner.rights, may=may), granted=None)
    office.do(owner, people.add, "lin", "林若溪", "broker")
    sheet = table(
        ("张三", "13800138000", owner.name),
        ("李四", "13900139000", "林若溪"),
        header=("姓名", "手机号", "业务员"),
    )
    report = take_over(office, actor, sheet)
    assert report.created == 2
    assert [(each.row, each.code) for each in report.problems] == [(3, "not_yours_to_give")]
    assert customer(office, owner, "张三")["owner"] == owner.user_id
    assert customer(office, owner, "李四")["owner"] is None


def test_the_rows_left_out_are_never_written_over_the_offices_own_files(office, owner):
    sheet = table(("张三", "138"), header=("姓名", "手机号"))
    report = take_over(office, owner, sheet)
    with pytest.raises(Invalid):
        save_rejects(office.place.folder / "office.db", sheet, report, office)
