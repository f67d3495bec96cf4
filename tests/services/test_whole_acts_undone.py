"""A merge, a bulk edit, imports: each undone, the whole database is as it was before."""

from __future__ import annotations

import pytest
from office_content import content_of, found_by_words, last_seq

from loancrm_desktop.services import (
    customer_sheet,
    customers,
    deals,
    follow_ups,
    merging,
    tasks,
    undoing,
)
from loancrm_desktop.services.exchange import history, importing
from loancrm_desktop.services.exchange.import_plan import ImportPlan
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable

HEADER = ("姓名", "手机号", "期望贷款金额", "公司", "备注")
ROWS = (
    ("周德海", "13800138000", "50万", "甲公司", "老客户介绍"),  # known: filled in
    ("刘芸", "13900138001", "120万", "乙公司", "周末联系"),
    ("唐颖", "", "30万", "", ""),
)
LOG = (
    ("A-1", "初步电联", "2025-01-02 10:00", "李经理"),
    ("A-1", "资质审核", "2025-01-05 09:30", "李经理"),
    ("A-2", "初步电联", "2025-02-01 08:00", "离职的人"),
)


@pytest.fixture
def people(office, owner):
    """Answer three customers with everything that hangs on one."""
    made = []
    for name, phone in (("周德海", "13800138000"), ("周德海", "13900139000"), ("马小军", None)):
        values = {"name": name, "phone": phone, "company": "甲公司", "tags": ["老客户", name]}
        added = office.do(owner, customers.add, values, "allow")
        office.do(owner, follow_ups.log, added.id, f"第一次通话 {name}")
        office.do(owner, tasks.add, title="补流水", customer_id=added.id)
        office.do(owner, deals.move, deal_id=added.deal_id, to_stage="first_call")
        office.do(owner, deals.submit, added.deal_id, {"bank": "甲银行"})
        related = {"relation": "spouse", "name": "麦子"}
        office.do(owner, customer_sheet.add_related, added.id, values=related)
        made.append(added.id)
    return made


@pytest.fixture
def undone(office, owner, people):
    """Do something, see that it changed much, and undo it."""

    def check(function, *args, **arguments):
        before, found = content_of(office), found_by_words(office, owner)
        office.do(owner, function, *args, **arguments)
        after, seq = content_of(office), last_seq(office, owner)
        assert after != before
        office.do(owner, undoing.undo, seq=seq)
        assert content_of(office) == before
        assert found_by_words(office, owner) == found
        office.do(owner, undoing.undo, seq=last_seq(office, owner))  # undo the undo: redo
        assert content_of(office) == after

    return check


def sheet(header, rows):
    numbered = tuple(SheetRow(number, row) for number, row in enumerate(rows, 2))
    return SheetTable("x.csv", header, 1, numbered)


def test_a_merge_is_taken_back_with_all_that_moved(people, undone):
    source, into, _ = people
    undone(merging.merge, source_id=source, into_id=into, take={"phone": "source"})


def test_a_bulk_edit_is_taken_back_in_every_row(actor_of, people, undone):
    values = {"level": "A", "owner": actor_of("li").user_id, "remark": "批量"}
    undone(customers.change_many, people, values={"owner": values["owner"]})
    undone(customers.tag_many, people, add=["重点"], remove=["老客户"])
    undone(customers.change_many, people, values={"remark": values["remark"]})


def test_a_removal_of_many_is_taken_back(people, undone):
    undone(customers.remove, people)


@pytest.mark.parametrize("choice", ["skip", "update", "fill", "keep"])
def test_an_import_is_taken_back_whatever_it_does_with_known_ones(office, owner, undone, choice):
    table = sheet(HEADER, ROWS)
    plan = ImportPlan(office.ask(owner, importing.guess, table), duplicates=choice)
    undone(importing.run, table, plan)


def test_a_history_taken_over_is_taken_back_with_its_people(undone):
    table = sheet(("案件号", "阶段", "时间", "处理人"), LOG)
    undone(history.run, table, history.HistoryPlan("old.csv"))
