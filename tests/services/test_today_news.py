"""What others did on what is mine, the newest first; my own acts are no news to me."""

import pytest
from office_content import last_seq
from sqlalchemy import select

from loancrm_desktop.models.deals import Submission
from loancrm_desktop.services import customers, deals, drafts, follow_ups, tasks, today_news
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.task_handover import hand_over


@pytest.fixture
def li(actor_of):
    return actor_of("li")


@pytest.fixture
def mine(office, li):
    return office.do(li, customers.add, {"name": "赵明轩"})


def told(office, actor):
    found = office.ask(actor, today_news.news)
    return [(each.act, each.customer_name, each.actor_name) for each in found.items]


def test_my_own_acts_are_no_news(office, li, mine):
    office.do(li, deals.move, mine.deal_id, "first_call")
    assert told(office, li) == []


def test_a_lead_assigned_to_me_is_said_once_with_who_did_it(office, li, owner):
    office.do(owner, customers.add, {"name": "蒋玉婷", "owner": li.user_id})
    assert told(office, li) == [("assigned", "蒋玉婷", "王老板")]
    assert office.ask(li, today_news.news).unread == 1
    assert told(office, owner) == []


def test_a_deal_of_mine_that_moved_a_contact_and_a_to_do_are_news(office, li, owner, mine):
    office.do(owner, deals.move, mine.deal_id, "first_call")
    office.do(owner, follow_ups.log, mine.id, "客户来电", method="wechat")
    office.do(owner, tasks.add, "补充流水", mine.id, None, li.user_id)
    found = office.ask(li, today_news.news).items
    assert [(each.act, each.stage, each.detail) for each in found] == [
        ("task", None, "补充流水"),
        ("contacted", None, "wechat"),
        ("handed", "first_call", None),
    ]


def test_what_is_not_mine_is_not_told(office, li, owner, actor_of):
    other = office.do(owner, customers.add, {"name": "别人的"})
    office.do(owner, deals.move, other.deal_id, "first_call")
    office.do(owner, follow_ups.log, other.id, "聊了聊")
    assert told(office, li) == []


def test_a_customer_taken_away_meanwhile_is_no_news_any_more(office, li, owner, actor_of, mine):
    office.do(owner, follow_ups.log, mine.id, "客户来电")
    office.do(owner, customers.edit, mine.id, {"owner": actor_of("chen").user_id})
    assert told(office, li) == []
    assert ("assigned", "赵明轩", "王老板") in told(office, actor_of("chen"))


def test_a_limit_that_passed_is_told_by_the_clock(office, li, mine, clock):
    office.do(li, deals.move, mine.deal_id, "first_call")
    clock.forward(hours=4)
    assert told(office, li) == [("limit", "赵明轩", "")]
    clock.forward(days=2)
    assert told(office, li) == []


def test_what_was_read_is_no_longer_new_but_still_there(office, li, owner, mine):
    office.do(owner, follow_ups.log, mine.id, "客户来电")
    assert office.ask(li, today_news.news).unread == 1
    before = last_seq(office, owner)
    office.do(li, today_news.read_news)
    assert last_seq(office, owner) == before
    found = office.ask(li, today_news.news)
    assert (len(found.items), found.unread) == (1, 0)
    office.do(owner, follow_ups.log, mine.id, "又来电")
    assert office.ask(li, today_news.news).unread == 1
    assert office.ask(li, drafts.mine) == (), "a mark of what was read is no draft"


def test_news_grow_old(office, li, owner, mine, clock):
    office.do(owner, follow_ups.log, mine.id, "客户来电")
    clock.forward(days=today_news.DAYS + 1)
    office.do(owner, follow_ups.log, mine.id, "又来电")
    assert len(told(office, li)) == 1


def test_entries_read_before_are_not_unpacked_again(office, li, owner, mine, monkeypatch):
    office.do(owner, follow_ups.log, mine.id, "客户来电")
    assert len(told(office, li)) == 1
    unpacked = []
    real = today_news.journal.unpack
    monkeypatch.setattr(
        today_news.journal, "unpack", lambda packed: unpacked.append(1) or real(packed)
    )
    assert len(told(office, li)) == 1
    assert unpacked == []
    office.do(owner, follow_ups.log, mine.id, "又来电")
    assert len(told(office, li)) == 2
    assert len(unpacked) == 1


def test_a_to_do_handed_over_to_me_is_said_with_its_title_and_customer(office, li, owner, mine):
    task = office.do(owner, tasks.add, "补充流水", mine.id, None, owner.user_id)
    office.do(owner, hand_over, task, li.user_id)
    item = office.ask(li, today_news.news).items[0]
    assert (item.act, item.detail, item.customer_name) == ("task", "补充流水", "赵明轩")
    office.do(owner, hand_over, task, owner.user_id)
    assert "task" not in [each.act for each in office.ask(li, today_news.news).items]


@operation("tests.bank")
def bank_answers(work, deal_id, status):
    """Put a bank's answer into the deal's submission, made the first time."""
    row = work.session.execute(select(Submission)).scalars().first()
    if row is None:
        stamps = {"created_at": work.now, "updated_at": work.now}
        row = Submission(deal_id=deal_id, bank="建设银行", **stamps)
        work.session.add(row)
    row.status = status


def test_a_banks_answer_to_a_submission_of_mine_is_news(office, li, owner, mine):
    office.do(li, bank_answers, mine.deal_id, "submitted")
    assert told(office, li) == []
    office.do(owner, bank_answers, mine.deal_id, "approved")
    found = office.ask(li, today_news.news).items
    assert [(each.act, each.deal_id, each.detail) for each in found] == [
        ("bank", mine.deal_id, "approved")
    ]
