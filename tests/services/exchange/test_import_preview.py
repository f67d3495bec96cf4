"""Before anything is written the window shows every column's outcome and every known customer."""

from dataclasses import replace

from loancrm_desktop.services import customers, people
from loancrm_desktop.services.exchange import import_preview, importing
from loancrm_desktop.services.exchange.import_plan import ImportPlan
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable

HEADER = ("姓名", "手机", "贷多少", "做什么用", "渠道", "业务员")


def table(*rows):
    return SheetTable(
        "客户.xlsx", HEADER, 1, tuple(SheetRow(n, tuple(row)) for n, row in enumerate(rows, 2))
    )


def previewed(office, owner, sheet, duplicates="fill", **more):
    plan = ImportPlan(office.ask(owner, importing.guess, sheet), duplicates, **more)
    return office.ask(owner, import_preview.preview, sheet, plan)


SHEET = table(
    ("周德海", "138 0013 8000", "50万", "经营周转", "抖音", "王老板"),
    ("马小军", "1380012345", "30万", "装修", "抖音", ""),
    ("何秀兰", "13500006608", "200万", "盖庙", "朋友介绍", "小赵"),
    ("", "", "", "装修", "", ""),
)


def test_the_counts_are_those_of_the_dry_run(office, owner):
    found = previewed(office, owner, SHEET)
    plan = ImportPlan(office.ask(owner, importing.guess, SHEET), "fill")
    assert found.report == office.ask(owner, importing.dry_run, SHEET, plan)
    assert (found.report.created, found.report.rejected) == (2, 2)


def test_each_column_says_what_comes_of_it(office, owner):
    columns = {HEADER[each.place]: each for each in previewed(office, owner, SHEET).columns}
    assert (columns["姓名"].filled, columns["手机"].refused, columns["手机"].mended) == (3, 1, True)
    assert columns["贷多少"].example[0] == "50万"
    assert "50" in columns["贷多少"].example[1]
    assert columns["做什么用"].unknown == ("盖庙",)
    assert columns["业务员"].unknown == ("小赵",)


def test_rows_with_a_mended_number_are_counted(office, owner):
    assert previewed(office, owner, SHEET).mended == 1


def test_a_word_that_was_mapped_is_known(office, owner):
    maps = {"purpose": {"盖庙": "renovation"}, "owner": {"小赵": str(owner.user_id)}}
    found = previewed(office, owner, SHEET, value_maps=maps)
    assert [each.unknown for each in found.columns if each.unknown] == []


def test_a_known_customer_is_shown_beside_the_row(office, owner):
    values = {"name": "何秀兰", "phone": "13500006608", "requested_amount": "2200000.00"}
    added = office.do(owner, customers.add, {**values, "owner": owner.user_id})
    (twin,) = previewed(office, owner, SHEET).twins
    assert (twin.row, twin.customer_id, twin.alike) == (4, added.id, ("phone", "name"))
    assert twin.owner == owner.name
    fields = {each.key: (each.there, each.here) for each in twin.fields}
    assert fields["requested_amount"] == ("¥ 2,200,000.00", "¥ 2,000,000.00")
    assert fields["channel"] == ("", "朋友介绍")
    assert "phone" not in fields


def test_somebody_elses_customer_is_not_shown(office, owner, actor_of):
    office.do(owner, customers.add, {"name": "何秀兰", "phone": "13500006608"})
    office.do(owner, people.add, "lin", "林若溪", "broker")
    actor = actor_of("lin")
    may = frozenset({*actor.rights.may, "customers.import"})
    actor = replace(actor, rights=replace(actor.rights, may=may), granted=None)
    (twin,) = previewed(office, actor, SHEET).twins
    assert (twin.customer_id, twin.mine, twin.owner, twin.fields) == (None, False, "", ())
