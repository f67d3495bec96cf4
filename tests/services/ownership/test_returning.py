"""Nobody gets in touch: the customer returns to the pool, once, with the time it was due."""

from datetime import timedelta

import pytest
from office_content import content_of, last_seq

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import customers, follow_ups, journal, own_acts, undoing
from loancrm_desktop.services.ownership import pool_rules, returning, transfer
from loancrm_desktop.services.ownership.pool_rules import PoolRule, PoolSettings
from loancrm_desktop.services.ownership.returning import countdown, return_due


def row(office, customer_id):
    return content_of(office)["customer"][customer_id]


def change(office):
    return list(content_of(office)["owner_change"].values())[-1]


def last_contact(office, li, customer_id):
    return office.ask(li, follow_ups.page, customer_id)[0].at


def test_after_thirty_silent_days_and_not_a_second_before(office, owner, clock, li, of_li, rules):
    rules()
    spoken = last_contact(office, li, of_li.id)
    clock.now = spoken + timedelta(days=30, seconds=-2)
    assert office.do(owner, return_due).returned == 0
    assert office.do(owner, return_due).returned == 1
    now = row(office, of_li.id)
    assert (now["owner_id"], now["team_id"], now["status"]) == (None, None, "pool")
    deal = content_of(office)["deal"][of_li.deal_id]
    assert (deal["owner_id"], deal["team_id"]) == (None, None)


def test_each_returns_once_however_often_it_runs(office, owner, clock, of_li, bare, rules):
    rules()
    clock.forward(days=40)
    assert office.do(owner, return_due).returned == 2
    assert office.do(owner, return_due).returned == 0
    assert len(content_of(office)["owner_change"]) == 2


def test_after_standing_still_it_notes_when_each_was_due(office, owner, clock, li, of_li, rules):
    rules()
    spoken = last_contact(office, li, of_li.id)
    clock.forward(days=90)
    office.do(owner, return_due)
    due_at = int((spoken + timedelta(days=30)).timestamp() * 1000)
    assert change(office)["due_at"] == due_at
    assert change(office)["at"] > due_at
    assert change(office)["reason"] == "30 天未跟进"


@pytest.mark.usefixtures("settled")
def test_a_contact_a_new_owner_or_a_take_back_begins_the_days_anew(
    office, owner, clock, actor_of, of_li, bare
):
    li, chen = actor_of("li"), actor_of("chen")
    clock.forward(days=29)
    office.do(li, follow_ups.log, of_li.id, "还在")
    office.do(owner, transfer.transfer, [bare.id], chen.user_id)
    clock.forward(days=2)
    assert office.do(owner, return_due).returned == 0
    clock.forward(days=29)
    assert office.do(owner, return_due).returned == 2
    office.do(owner, undoing.undo, last_seq(office, owner))
    assert office.do(owner, return_due).returned == 0
    assert row(office, bare.id)["owner_id"] == chen.user_id
    clock.forward(days=31)
    assert office.do(owner, return_due).returned == 2


@pytest.mark.usefixtures("settled")
def test_who_is_exempt_or_not_meant_stays(office, owner, clock, li, of_li, bare):
    office.do(li, customers.edit, of_li.id, {"level": "A"})
    office.do(owner, customers.edit, bare.id, {"status": "signed"})
    clock.forward(days=60)
    assert office.do(owner, return_due).returned == 0
    assert office.ask(li, countdown, of_li.id) is None
    assert office.ask(li, countdown, bare.id) is None


def test_a_rule_that_rests_returns_nobody(office, owner, clock, of_li):
    rule = PoolRule("silent", "静默", 30, active=False)
    office.do(owner, pool_rules.set_pool, PoolSettings((rule,)))
    clock.forward(days=60)
    assert office.do(owner, return_due).returned == 0


def test_a_return_taken_back_leaves_the_whole_office_as_it_was(
    office, owner, clock, of_li, bare, rules
):
    rules()
    clock.forward(days=40)
    before = content_of(office)
    office.do(owner, return_due)
    seq = last_seq(office, owner)
    changed = content_of(office)
    office.do(owner, undoing.undo, seq)
    assert content_of(office) == before
    office.do(owner, undoing.undo, seq + 1)
    assert content_of(office) == changed
    assert office.ask(owner, journal.verify).intact


@pytest.mark.usefixtures("settled", "of_li", "bare")
def test_more_than_fit_at_once_are_returned_by_the_next_run(office, owner, clock, monkeypatch):
    monkeypatch.setattr(returning, "MOST_AT_ONCE", 1)
    clock.forward(days=40)
    first, second = office.do(owner, return_due), office.do(owner, return_due)
    assert (first.returned, first.more) == (1, True)
    assert (second.returned, second.more) == (1, False)


def test_it_means_the_same_at_every_desk(office, clock, chen, of_li, rules):
    rules()
    clock.forward(days=40)
    assert office.do(chen, return_due).returned == 1


@pytest.mark.parametrize("login", ["audit", "guest"])
def test_who_may_change_nothing_runs_no_rule(office, actor_of, login):
    with pytest.raises(Refused) as caught:
        office.do(actor_of(login), return_due)
    assert caught.value.forbidden


def test_the_countdown_says_the_day_and_warns_three_days_before(office, clock, li, of_li, rules):
    rules()
    spoken = last_contact(office, li, of_li.id)
    first = office.ask(li, countdown, of_li.id)
    assert first.due_at == spoken + timedelta(days=30)
    assert (first.days_left, first.warned, first.rule) == (30, False, "30 天未跟进")
    assert office.ask(li, returning.returning) == ()
    clock.forward(days=27)
    soon = office.ask(li, countdown, of_li.id)
    assert (soon.days_left, soon.warned) == (3, True)
    (listed,) = office.ask(li, returning.returning)
    assert (listed.customer_id, listed.due_at, listed.days_left) == (of_li.id, soon.due_at, 3)
    clock.forward(days=10)
    assert office.ask(li, countdown, of_li.id).days_left == 0


def test_warnings_are_the_owners_own_or_those_in_sight(office, actor_of, chen, clock, of_li, rules):
    rules()
    clock.forward(days=28)
    assert office.ask(chen, returning.returning) == ()
    assert office.ask(chen, returning.returning, mine=False) == ()
    lead = actor_of("lead")
    assert office.ask(lead, returning.returning) == ()
    assert [each.customer_id for each in office.ask(lead, returning.returning, mine=False)] == [
        of_li.id
    ]
    with pytest.raises(Refused):
        office.ask(chen, countdown, of_li.id)


@pytest.mark.usefixtures("settled")
def test_a_list_is_told_who_of_it_returns_soon(office, clock, li, chen, of_li, bare):
    clock.forward(days=28)
    asked = [of_li.id, bare.id, 99_999]
    rows = office.ask(li, returning.countdowns, asked)
    assert rows == office.ask(li, returning.returning)
    assert {row.customer_id for row in rows} == {of_li.id, bare.id}
    assert office.ask(li, returning.countdowns, [bare.id])[0].days_left == 2
    assert office.ask(chen, returning.countdowns, asked) == ()
    assert office.ask(li, returning.countdowns, []) == ()


def test_rules_not_kept_yet_say_whom_they_would_return(office, owner, clock, of_li, bare, rules):
    settings = rules()
    assert [each.count for each in office.ask(owner, returning.would_return, settings)] == [0]
    clock.forward(days=10)
    before = content_of(office)
    shorter = PoolSettings(
        rules=(PoolRule("short", "7 天", 7), PoolRule("off", "无", 1, active=False))
    )
    (told,) = office.ask(owner, returning.would_return, shorter)
    assert (told.key, told.count, set(told.names)) == ("short", 2, {"禾苗", "穗子"})
    assert content_of(office) == before
    office.do(owner, pool_rules.set_pool, shorter)
    assert office.do(owner, return_due).returned == told.count


def test_rules_that_do_not_hold_are_not_previewed(office, owner):
    with pytest.raises(Invalid):
        office.ask(owner, returning.would_return, PoolSettings(rules=(PoolRule("short", "", 7),)))


def test_what_the_clock_did_is_not_the_next_act_to_take_back(office, owner, clock, of_li, rules):
    rules()
    clock.forward(days=40)
    office.do(owner, customers.edit, of_li.id, {"remark": "x"})
    mine = office.ask(owner, own_acts.undoable).seq
    assert office.do(owner, return_due).returned == 1
    assert office.ask(owner, own_acts.undoable).seq == mine
