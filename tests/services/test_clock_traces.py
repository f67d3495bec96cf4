"""What the clock did to records goes with them when the act that made them is taken back."""

import pytest
from office_content import content_of, found_by_words, last_seq
from sqlalchemy import func, select

from loancrm_desktop.errors import Refused
from loancrm_desktop.models.rule_runs import Notice
from loancrm_desktop.services import customers, deals, notices, task_reminders, tasks, undoing
from loancrm_desktop.services.exchange import importing
from loancrm_desktop.services.exchange.import_plan import ImportPlan
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable
from loancrm_desktop.services.ownership import pool_rules, returning
from loancrm_desktop.services.ownership.pool_rules import PoolRule, PoolSettings
from loancrm_desktop.services.process import timekeeping
from loancrm_desktop.services.rules import clock as rules_clock

HEADER = ("姓名", "手机号", "期望贷款金额", "公司")
ROWS = (
    ("刘芸", "13900138001", "120万", "乙公司"),
    ("唐颖", "13900138002", "30万", "甲公司"),
    ("马小军", "13900138003", "80万", "甲公司"),
)


@pytest.fixture
def imported(office, owner):
    """Answer the number of an import, and the whole office before it."""
    numbered = tuple(SheetRow(number, row) for number, row in enumerate(ROWS, 2))
    table = SheetTable("x.csv", HEADER, 1, numbered)
    before = content_of(office), found_by_words(office, owner)
    office.do(owner, importing.run, table, ImportPlan(office.ask(owner, importing.guess, table)))
    return last_seq(office, owner), before


def run_all_clocks(office, owner):
    fired = 0
    while True:
        run = office.do(owner, timekeeping.run_limits, most=500)
        fired += len(run.fired)
        if not run.more:
            break
    office.do(owner, rules_clock.run)
    office.do(owner, task_reminders.remind_idle)
    office.do(owner, returning.return_due)
    return fired


def notices_of(office):
    with office.database.reading() as session:
        return session.execute(select(func.count()).select_from(Notice)).scalar_one()


def reminder_of(office):
    rows = content_of(office)["task"]
    return min(each for each, row in rows.items() if str(row["kind"]).startswith("limit"))


def test_an_import_the_clock_acted_on_is_taken_back_to_the_last_row(office, owner, clock, imported):
    seq, (before, found) = imported
    told = notices_of(office)
    clock.forward(days=6)
    assert run_all_clocks(office, owner)
    after = content_of(office)
    assert len(after["limit_event"]) > 0
    assert len(after["task"]) > 0
    office.do(owner, undoing.undo, seq)
    assert content_of(office) == before
    assert found_by_words(office, owner) == found
    assert notices_of(office) == told
    office.do(owner, undoing.undo, last_seq(office, owner))  # redo
    assert content_of(office) == after
    office.do(owner, undoing.undo, last_seq(office, owner))
    assert content_of(office) == before


def test_a_notice_somebody_read_does_not_hold_an_import_fast(office, owner, clock, imported):
    seq, (before, _) = imported
    clock.forward(days=6)
    run_all_clocks(office, owner)
    office.do(owner, notices.read)
    office.do(owner, undoing.undo, seq)
    assert content_of(office) == before


def test_a_reminder_somebody_worked_on_holds_the_import_and_is_named(
    office, owner, clock, imported
):
    seq, (before, _) = imported
    clock.forward(days=6)
    run_all_clocks(office, owner)
    office.do(owner, tasks.done, reminder_of(office))
    done = last_seq(office, owner)
    with pytest.raises(Refused) as caught:
        office.do(owner, undoing.undo, seq)
    assert str(done) in caught.value.text.read("en")
    office.do(owner, undoing.undo, done)
    office.do(owner, undoing.undo, seq)
    assert content_of(office) == before


def test_a_customer_somebody_edited_after_the_clock_holds_the_import(
    office, owner, clock, imported
):
    seq, _ = imported
    clock.forward(days=6)
    run_all_clocks(office, owner)
    first = min(content_of(office)["customer"])
    office.do(owner, customers.edit, first, {"company": "丙公司"})
    edited = last_seq(office, owner)
    with pytest.raises(Refused) as caught:
        office.do(owner, undoing.undo, seq)
    assert str(edited) in caught.value.text.read("en")


def test_a_move_taken_back_takes_the_reminders_of_its_limit_along(office, owner, clock):
    added = office.do(owner, customers.add, {"name": "张三"})
    office.do(owner, deals.move, deal_id=added.deal_id, to_stage="first_call")
    before = content_of(office)
    told = notices_of(office)
    office.do(owner, deals.move, deal_id=added.deal_id, to_stage="qualification_review")
    seq = last_seq(office, owner)
    clock.forward(days=20)
    assert office.do(owner, timekeeping.run_limits).fired
    office.do(owner, undoing.undo, seq)
    assert content_of(office) == before
    assert notices_of(office) == told


def test_a_change_the_clock_went_on_from_is_refused_with_what_to_do_instead(
    office, owner, clock, actor_of
):
    added = office.do(owner, customers.add, {"name": "李四"})
    office.do(owner, customers.edit, added.id, {"remark": "x"})
    remark = last_seq(office, owner)
    office.do(owner, customers.edit, added.id, {"owner": actor_of("li").user_id})
    handed = last_seq(office, owner)
    rules = (PoolRule("idle", "无人联系", 2),)
    office.do(owner, pool_rules.set_pool, settings=PoolSettings(rules=rules))
    clock.forward(days=6)
    assert office.do(owner, returning.return_due).returned
    with pytest.raises(Refused) as caught:
        office.do(owner, undoing.undo, handed)
    said = caught.value.text.read("en")
    assert "the clock went on from it" in said
    assert "by hand" in said
    # What the clock did beside a field is not in the way of that field.
    office.do(owner, undoing.undo, remark)
    assert content_of(office)["customer"][added.id]["remark"] is None
