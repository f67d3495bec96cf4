"""The day's queue: the most urgent first, everybody once, each with what is to be known."""

import zlib
from datetime import datetime, timedelta

import pytest
from office_content import content_of, last_seq
from sqlalchemy import update

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.services import (
    customers,
    deals,
    follow_ups,
    task_reminders,
    tasks,
    today,
    today_sources,
    undoing,
)
from loancrm_desktop.services.today import GROUPS

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def li(actor_of):
    return actor_of("li")


@pytest.fixture(autouse=True)
def morning(clock):
    """It is Tuesday the 30th, 10 o'clock in Shanghai."""
    clock.now = clock.now.replace(hour=2, minute=0, second=0)


def person(office, actor, name, *stages, **values):
    """Add a customer whose deal has gone through some stages."""
    added = office.do(
        actor,
        customers.add,
        {
            "name": name,
            "phone": f"138{zlib.crc32(name.encode()) % 10**8:08d}",
            "requested_amount": "300000",
            "requested_term_months": 36,
            "product_type": "unsecured",
            **values,
        },
    )
    for stage in stages:
        office.do(actor, deals.move, added.deal_id, stage)
    return added


def groups(office, actor, **asked):
    found = office.ask(actor, today.queue, **asked)
    assert tuple(group.key for group in found.groups) == GROUPS
    return {
        group.key: [item.customer_name or item.title for item in group.items]
        for group in found.groups
    }


def group_of(office, actor, key):
    return office.ask(actor, today.queue).groups[GROUPS.index(key)]


def items(office, actor, **asked):
    found = office.ask(actor, today.queue, **asked)
    return {item.customer_name: item for group in found.groups for item in group.items}


def test_an_office_without_work_has_an_empty_queue(office, li):
    found = office.ask(li, today.queue)
    assert (found.count, found.done_today) == (0, 0)
    assert (found.longest_late_s, found.next_at) == (None, None)
    assert found.first_contact_minutes == 120


def test_a_new_lead_waits_with_the_time_left(office, li):
    person(office, li, "蒋玉婷", "first_call", level="A")
    assert groups(office, li)["new"] == ["蒋玉婷"]
    item = items(office, li)["蒋玉婷"]
    assert (item.reason, item.stage, item.kind, item.state) == (
        "limit",
        "first_call",
        "call",
        "on_time",
    )
    assert item.due_at - item.since == 2 * HOUR
    assert (item.product_type, item.amount_fen, item.term_months) == ("unsecured", 30_000_000, 36)
    assert item.level == "A"


def test_a_lead_past_its_limit_is_over_it_and_no_longer_new(office, li, clock):
    person(office, li, "赵明轩", "first_call")
    clock.forward(hours=4)
    assert groups(office, li)["limit"] == ["赵明轩"]
    assert groups(office, li)["new"] == []
    found = office.ask(li, today.queue)
    assert 2 * 3600 <= found.longest_late_s < 2 * 3600 + 100
    assert items(office, li)["赵明轩"].state == "breached"


def test_a_lead_that_was_called_is_not_new_any_more(office, li):
    lead = person(office, li, "蒋玉婷", "first_call")
    office.do(li, follow_ups.log, lead.id, "已接通", outcome="reached")
    # The limit of the stage itself still ends today.
    assert groups(office, li)["new"] == []
    assert groups(office, li)["today"] == ["蒋玉婷"]
    assert items(office, li)["蒋玉婷"].last_method == "phone"


def test_to_dos_are_overdue_or_due_today_and_later_ones_are_not_shown(office, li, clock):
    someone = person(office, li, "钱慧敏", "first_call", "qualification_review")
    other = person(office, li, "郑思远", "first_call", "qualification_review")
    third = person(office, li, "冯国栋", "first_call", "qualification_review")
    late, soon, far = clock.now - HOUR, clock.now + 2 * HOUR, clock.now + 2 * DAY
    for who, due in ((someone, late), (other, soon), (third, far)):
        office.do(li, tasks.add, "补充银行流水", who.id, None, None, due)
    found = groups(office, li)
    assert (found["overdue"], found["today"]) == (["钱慧敏"], ["郑思远"])
    item = items(office, li)["钱慧敏"]
    assert (item.reason, item.title, item.kind) == ("task", "补充银行流水", "papers")
    assert item.task_id


def test_somebody_with_three_reasons_stands_there_once_for_the_most_urgent(office, li, clock):
    someone = person(office, li, "钱慧敏", "first_call")
    office.do(li, tasks.add, "晚点再打", someone.id, None, None, clock.now + HOUR)
    office.do(li, tasks.add, "早该打了", someone.id, None, None, clock.now - HOUR)
    found = office.ask(li, today.queue)
    assert found.count == 1
    assert items(office, li)["钱慧敏"].title == "早该打了"


def test_within_a_group_the_longest_late_comes_first_and_important_ones_before_all(
    office, li, clock
):
    for name, hours in (("甲", 1), ("乙", 5), ("丙", 3)):
        someone = person(office, li, name, "first_call", "qualification_review")
        due = clock.now - hours * HOUR
        office.do(li, tasks.add, "回电", someone.id, None, None, due)
    assert groups(office, li)["overdue"] == ["乙", "丙", "甲"]


def test_an_appointed_contact_is_due_today_or_late(office, li, clock):
    first = person(office, li, "孙浩然", "first_call", "qualification_review")
    second = person(office, li, "李雅琴", "first_call", "qualification_review")
    office.do(li, follow_ups.log, first.id, "约下午", next_at=clock.now + 3 * HOUR)
    office.do(
        li, follow_ups.log, second.id, "约今早", next_at=clock.now + 60 * timedelta(seconds=1)
    )
    clock.forward(hours=1)
    found = groups(office, li)
    assert (found["overdue"], found["today"]) == (["李雅琴"], ["孙浩然"])
    item = items(office, li)["孙浩然"]
    assert (item.reason, item.task_id, item.kind) == ("appointment", None, "call")
    assert office.ask(li, today.queue).next_at == item.due_at


def test_silence_is_counted_with_the_money_it_is_about(office, li, clock):
    for name in ("陈晓燕", "褚建军"):
        someone = person(office, li, name, "first_call", "qualification_review")
        office.do(li, follow_ups.log, someone.id, "第一次")
        clock.forward(minutes=5)
    clock.forward(days=3)
    # The limits of their stage passed, too: they stand there once, as overdue.
    assert groups(office, li)["idle"] == []
    free_of_limits(office)
    found = office.ask(li, today.queue)
    assert groups(office, li)["idle"] == ["褚建军", "陈晓燕"]
    assert (found.idle_days, found.idle_amount_fen) == (3, 60_000_000)
    assert items(office, li)["陈晓燕"].kind == "visit"


def test_the_reminder_of_a_silence_is_finished_with_its_item(office, li, owner, clock):
    someone = person(office, li, "陈晓燕", "first_call", "qualification_review")
    office.do(li, follow_ups.log, someone.id, "第一次")
    clock.forward(days=4)
    free_of_limits(office)
    office.do(owner, task_reminders.remind_idle, days=3)
    item = items(office, li)["陈晓燕"]
    assert item.group == "idle"
    assert item.task_id == office.ask(li, tasks.page)[0].id


def test_what_stands_with_others_waits_apart(office, li, owner, actor_of):
    path = ("first_call", "qualification_review", "product_matching", "signing_support")
    person(office, li, "王丽华", *path, "bank_approval")
    found = office.ask(li, today.queue)
    assert groups(office, li)["waiting"] == ["王丽华"]
    assert found.waiting_stages == ("bank_approval",)
    item = items(office, li)["王丽华"]
    assert item.handler_id == actor_of("desk").user_id
    assert item.reason == "others_turn"


def test_whose_turn_it_is_sees_it_though_the_customer_is_anothers(office, li, actor_of, clock):
    path = ("first_call", "qualification_review", "product_matching", "signing_support")
    person(office, li, "王丽华", *path, "bank_approval")
    clock.forward(days=11)
    assert groups(office, actor_of("desk"))["limit"] == ["王丽华"]


def test_a_team_lead_sees_the_teams_day_and_a_broker_only_the_own(office, li, actor_of, clock):
    person(office, li, "赵明轩", "first_call")
    person(office, actor_of("chen"), "别组的", "first_call")
    assert groups(office, actor_of("lead"))["new"] == []
    assert groups(office, actor_of("lead"), scope="team")["new"] == ["赵明轩"]
    assert groups(office, li, scope="team")["new"] == ["赵明轩"]
    assert set(groups(office, actor_of("boss"), scope="team")["new"]) == {"赵明轩", "别组的"}


def test_numbers_are_masked_and_say_which_may_be_looked_at(office, li):
    someone = person(office, li, "赵明轩", "first_call")
    whole = office.ask(li, customers.values, someone.id).values["phone"]
    found = office.ask(li, today.queue)
    assert items(office, li)["赵明轩"].phone == f"{whole[:3]} **** {whole[-4:]}"
    assert "phone" in found.revealable


def test_a_customer_in_the_trash_is_nobodys_work(office, li, owner, clock):
    someone = person(office, li, "赵明轩", "first_call")
    office.do(li, tasks.add, "回电", someone.id, None, None, clock.now - HOUR)
    office.do(owner, customers.remove, [someone.id])
    found = office.ask(li, today.queue)
    assert found.count == 0


def test_a_to_do_about_nobody_is_there_too(office, li, clock):
    office.do(li, tasks.add, "打印合同", None, None, None, clock.now + HOUR)
    found = office.ask(li, today.queue)
    (item,) = found.groups[GROUPS.index("today")].items
    assert (item.title, item.customer_id, item.customer_name) == ("打印合同", None, "")


def test_midnight_is_the_offices_midnight(office, li, clock):
    someone = person(office, li, "赵明轩", "first_call", "qualification_review")
    before = datetime.combine(clock.now.date(), clock.now.timetz()).replace(hour=15, minute=59)
    office.do(li, tasks.add, "今晚", someone.id, None, None, before)
    office.do(li, tasks.add, "明早", None, None, None, before + timedelta(minutes=2))
    assert groups(office, li)["today"] == ["赵明轩"]


def test_finishing_writes_the_contact_and_ends_the_to_do_in_one_entry(office, li, owner, clock):
    someone = person(office, li, "钱慧敏", "first_call", "qualification_review")
    task = office.do(li, tasks.add, "补充银行流水", someone.id, None, None, clock.now - HOUR)
    before, entry = content_of(office), last_seq(office, owner)
    done = office.do(
        li,
        today.finish,
        customer_id=someone.id,
        task_id=task,
        text="流水明天发来",
        method="wechat",
        outcome="reached",
        next_at=clock.now + DAY,
    )
    assert done.task_id == task
    assert last_seq(office, owner) == entry + 1
    assert groups(office, li)["overdue"] == []
    assert office.ask(li, today.queue).done_today == 1
    (row,) = office.ask(li, follow_ups.page, someone.id)
    assert (row.text, row.method, row.outcome) == ("流水明天发来", "wechat", "reached")
    office.do(owner, undoing.undo, entry + 1)
    assert content_of(office) == before


def test_an_outcome_alone_is_enough_to_finish(office, li):
    someone = person(office, li, "赵明轩", "first_call")
    office.do(li, today.finish, customer_id=someone.id, outcome="no_answer")
    (row,) = office.ask(li, follow_ups.page, someone.id)
    assert row.text in ("未接", "no answer")
    with pytest.raises(Invalid):
        office.do(li, today.finish, customer_id=someone.id)


def test_a_to_do_that_was_finished_meanwhile_writes_no_contact(office, li, owner, clock):
    someone = person(office, li, "钱慧敏", "first_call")
    task = office.do(li, tasks.add, "回电", someone.id, None, None, clock.now - HOUR)
    office.do(owner, tasks.done, task)
    entry = last_seq(office, owner)
    with pytest.raises(Refused):
        office.do(li, today.finish, customer_id=someone.id, task_id=task, text="打过了")
    assert last_seq(office, owner) == entry


def test_amounts_hidden_from_a_role_are_not_summed_up(office, li):
    from dataclasses import replace

    blind = replace(
        li,
        rights=replace(
            li.rights, hidden=frozenset({"customer.requested_amount", "deal.requested_amount"})
        ),
    )
    person(office, li, "赵明轩", "first_call")
    assert items(office, blind)["赵明轩"].amount_fen is None
    assert office.ask(blind, today.queue).idle_amount_fen is None


def test_who_may_not_see_customers_is_refused(office, li):
    from dataclasses import replace

    with pytest.raises(Refused):
        office.ask(replace(li, rights=replace(li.rights, may=frozenset())), today.queue)


def test_more_than_fits_is_counted_though_not_shown(office, li, clock, monkeypatch):
    monkeypatch.setattr(today, "SHOWN", 2)
    for number in range(4):
        person(office, li, f"客户{number}", "first_call")
    clock.forward(hours=5)
    overdue = group_of(office, li, "limit")
    assert (overdue.count, len(overdue.items)) == (4, 2)


def test_what_lies_behind_is_read_block_by_block_in_the_same_order(office, li, clock, monkeypatch):
    for number in range(5):
        person(office, li, f"客户{number}", "first_call")
    clock.forward(hours=5)
    whole = [item.key for item in group_of(office, li, "limit").items]
    monkeypatch.setattr(today, "SHOWN", 2)
    found = [item.key for item in group_of(office, li, "limit").items]
    while block := office.ask(li, today.more, "limit", len(found)):
        found += [item.key for item in block]
    assert len(whole) == 5
    assert found == whole


def test_a_customer_of_an_earlier_group_is_in_no_later_block(office, li, clock, monkeypatch):
    monkeypatch.setattr(today, "SHOWN", 1)
    for name in ("陈一", "陈二", "陈三"):
        added = person(office, li, name, "first_call")
        office.do(li, follow_ups.log, added.id, "谈过")
    clock.forward(days=6)
    found = office.ask(li, today.queue)
    assert [(group.key, group.count) for group in found.groups if group.count] == [("limit", 3)]
    assert office.ask(li, today.more, "idle", 0) == ()


def test_appointments_and_what_was_done_are_counted_whole_however_many(office, li, clock):
    for number in range(7):
        added = person(office, li, f"客户{number}", "first_call")
        planned = (clock.now + HOUR).isoformat()
        office.do(li, follow_ups.log, added.id, "谈过")
        office.do(li, customers.edit, added.id, {"next_follow_up_at": planned})
    free_of_limits(office)
    found = {group.key: group.count for group in office.ask(li, today.queue).groups}
    assert found["today"] == 7
    assert office.ask(li, today.queue).done_today == 7


def test_the_contacts_of_today_are_found_however_far_back_they_begin(
    office, li, clock, monkeypatch
):
    monkeypatch.setattr(today_sources, "_STEP_BACK", 1)
    for number in range(3):
        added = person(office, li, f"客户{number}", "first_call")
        office.do(li, follow_ups.log, added.id, "gestern")
    clock.forward(days=1)
    for number in range(3, 9):
        added = person(office, li, f"客户{number}", "first_call")
        office.do(li, follow_ups.log, added.id, "heute")
    assert office.ask(li, today.queue).done_today == 6


def free_of_limits(office):
    """Have the deals stand in stages without a limit."""
    from sqlalchemy import update

    from loancrm_desktop.models.deals import Deal

    with office.database.writing() as session:
        session.execute(update(Deal).values(due_at=None))
        office.database.commit(session)


def test_a_silent_customer_put_off_to_another_day_is_left_alone_until_then(office, li, clock):
    someone = person(office, li, "陈晓燕", "first_call", "qualification_review")
    office.do(li, follow_ups.log, someone.id, "第一次")
    clock.forward(days=4)
    free_of_limits(office)
    assert groups(office, li)["idle"] == ["陈晓燕"]
    until = (clock.now + 2 * DAY).isoformat()
    office.do(li, customers.edit, someone.id, {"next_follow_up_at": until})
    found = office.ask(li, today.queue)
    assert groups(office, li)["idle"] == []
    assert found.count == 0


def test_a_late_deal_whose_customer_also_has_a_late_to_do_is_counted_once(
    office, li, clock, monkeypatch
):
    monkeypatch.setattr(today, "SHOWN", 2)
    for number in range(4):
        added = person(office, li, f"客户{number}", "first_call")
        if number < 2:
            due = clock.now + HOUR
            office.do(li, tasks.add, title="回电", customer_id=added.id, due_at=due)
    clock.forward(days=2)
    assert group_of(office, li, "overdue").count == 2
    assert group_of(office, li, "limit").count == 2


def test_the_money_of_silent_customers_leaves_out_whom_one_put_off(office, li, clock):
    for name in ("周一", "周二"):
        added = person(office, li, name, "first_call")
        office.do(li, follow_ups.log, added.id, "谈过")
        if name == "周二":
            values = {"next_follow_up_at": (clock.now + 30 * DAY).isoformat()}
            office.do(li, customers.edit, added.id, values)
    clock.forward(days=5)
    with office.database.writing() as session:
        session.execute(update(Deal).values(due_at=None))
        office.database.commit(session)
    found = office.ask(li, today.queue)
    assert [item.customer_name for item in found.groups[GROUPS.index("idle")].items] == ["周一"]
    assert (found.groups[GROUPS.index("idle")].count, found.idle_amount_fen) == (1, 30_000_000)


def test_a_to_do_left_after_the_customer_went_to_a_colleague_tells_nothing_but_the_name(
    office, owner, li, actor_of, clock
):
    added = person(office, li, "禾苗", "first_call", level="A")
    office.do(li, tasks.add, title="回电", customer_id=added.id, due_at=clock.now + HOUR)
    chen = actor_of("chen")
    office.do(owner, customers.change_many, [added.id], {"owner": chen.user_id})
    clock.forward(hours=2)
    item = items(office, li)["禾苗"]
    assert (item.title, item.phone, item.level) == ("回电", None, None)
    assert (item.deal_id, item.amount_fen, item.product_type, item.stage) == (None,) * 4
