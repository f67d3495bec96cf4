"""Rules that a change wakes: in the same transaction, once, undone with it, failing alone."""

from datetime import timedelta

import pytest
from office_content import content_of
from sqlalchemy import select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.rule_runs import Notice, RuleRun
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import customers, deals, journal, undoing
from loancrm_desktop.services.rules import drawing

FIRST_CONTACT = {
    "format": 1,
    "key": "first_contact",
    "title": {"zh": "首次联系", "en": "First contact"},
    "when": {"on": "created"},
    "then": [
        {
            "do": "task",
            "text": "首次联系{name}",
            "due": {"minutes": 120, "working": True},
            "priority": 1,
        }
    ],
}


def rows(office, model):
    with office.database.reading() as session:
        return session.execute(select(model).order_by(model.id)).scalars().all()


def entry_changes(office, seq):
    with office.database.reading() as session:
        entry = journal.entry(session, seq)
        assert entry is not None
        return journal.unpack(entry.changes).changes


@pytest.fixture
def add(office, owner):
    def run(name="钱慧敏", **values):
        return office.do(owner, customers.add, values={"name": name, **values}).id

    return run


def save(office, owner, body):
    return office.do(owner, drawing.save, body)


def test_a_new_customer_brings_a_first_contact_for_its_owner(office, owner, add):
    save(office, owner, FIRST_CONTACT)
    customer_id = add()
    (task,) = rows(office, Task)
    assert (task.title, task.customer_id, task.assignee_id) == (
        "首次联系钱慧敏", customer_id, owner.user_id,
    )  # fmt: skip
    # 2026-06-30 12:00 in Shanghai and two working hours.
    assert timedelta(0) <= task.due_at - task.created_at - timedelta(hours=2) < timedelta(seconds=1)
    (run,) = rows(office, RuleRun)
    assert (run.rule, run.state, run.record_id) == ("first_contact", "done", customer_id)


def test_what_a_rule_did_is_marked_in_the_history_and_undone_with_the_act(office, owner, add):
    save(office, owner, FIRST_CONTACT)
    before = content_of(office)
    add()
    newest = office.ask(owner, journal.latest, 1)[0]
    causes = {each.table: each.cause for each in entry_changes(office, newest.seq)}
    assert causes["customer"] is None
    assert isinstance(causes["task"], int)
    office.do(owner, undoing.undo, newest.seq)
    after = content_of(office)
    assert after["task"] == before["task"]
    assert after["customer"] == before["customer"]


def test_a_rule_asks_its_condition_of_the_one_record(office, owner, add):
    body = FIRST_CONTACT | {"if": {"field": "requested_amount", "op": "ge", "value": "1000000"}}
    save(office, owner, body)
    add("小额", requested_amount="200000")
    assert rows(office, Task) == []
    add("大额", requested_amount="2000000")
    (run,) = rows(office, RuleRun)
    assert run.facts == {"requested_amount": 200_000_000}


def test_a_changed_field_wakes_only_its_own_rule(office, owner, add):
    body = {
        "format": 1, "key": "status", "title": {"zh": "状态"},
        "when": {"on": "changed", "fields": ["level"]},
        "then": [{"do": "notify", "to": {"who": "role", "role": "owner"}, "text": "{name}等级变为{level}"}],
    }  # fmt: skip
    save(office, owner, body)
    customer_id = add()
    office.do(owner, customers.edit, customer_id, {"remark": "先聊聊"})
    assert rows(office, Notice) == []
    office.do(owner, customers.edit, customer_id, {"level": "A"})
    office.do(owner, customers.edit, customer_id, {"level": "B"})
    assert [each.title for each in rows(office, Notice)] == [
        "钱慧敏等级变为A 级", "钱慧敏等级变为B 级",
    ]  # fmt: skip


def test_a_deal_that_enters_a_stage_sets_a_field_of_its_customer(office, owner, add):
    body = {
        "format": 1, "key": "level_up", "title": {"zh": "升级"}, "kind": "deal",
        "when": {"on": "entered", "stages": ["first_call"]},
        "then": [{"do": "set", "field": "customer.level", "value": "A"}],
    }  # fmt: skip
    save(office, owner, body)
    deal_id = office.do(owner, deals.open_deal, add(), {}).id
    sheet = office.ask(owner, deals.show, deal_id)
    target = next(iter(sheet.card.may_move_to), None)
    assert rows(office, Customer)[0].level is None
    office.do(owner, deals.move, deal_id, "first_call")
    assert target is not None
    assert rows(office, Customer)[0].level == "A"


def test_rules_that_wake_one_another_come_to_an_end(office, owner, add):
    for key, level, other in (("up", "A", "B"), ("down", "B", "A")):
        save(
            office, owner,
            {
                "format": 1, "key": key, "title": {"zh": key},
                "when": {"on": "changed", "fields": ["level"]},
                "if": {"field": "level", "op": "eq", "value": other},
                "then": [{"do": "set", "field": "level", "value": level}],
            },
        )  # fmt: skip
    customer_id = add()
    office.do(owner, customers.edit, customer_id, {"level": "A"})
    # A → B by "down", B → A by "up"; neither fires a second time for this record.
    assert rows(office, Customer)[0].level == "A"
    assert sorted(each.rule for each in rows(office, RuleRun)) == ["down", "up"]


def test_a_rule_that_fails_is_rolled_back_alone_and_noted(office, owner, add):
    body = FIRST_CONTACT | {
        "then": [
            *FIRST_CONTACT["then"],
            {"do": "message", "text": "您好{name}", "channel": "sms"},
        ]
    }
    save(office, owner, body)
    customer_id = add()
    assert [each.id for each in rows(office, Customer)] == [customer_id]
    assert rows(office, Task) == []
    (run,) = rows(office, RuleRun)
    assert run.state == "failed"
    assert "number or address" in run.fault or "号码" in run.fault
    newest = office.ask(owner, journal.latest, 1)[0]
    tables = {each.table for each in entry_changes(office, newest.seq)}
    assert "task" not in tables


def test_a_rule_on_trial_notes_and_does_nothing(office, owner, add):
    save(office, owner, FIRST_CONTACT | {"trial": True})
    add()
    assert rows(office, Task) == []
    (run,) = rows(office, RuleRun)
    assert run.state == "trial"
    assert run.did["actions"] == [{"do": "task", "people": [owner.user_id]}]


def test_the_first_rule_stops_those_below_it(office, owner, add):
    save(office, owner, FIRST_CONTACT | {"stop": True, "position": 1})
    save(office, owner, FIRST_CONTACT | {"key": "second", "position": 2})
    add()
    assert [each.rule for each in rows(office, RuleRun)] == ["first_contact"]


def test_a_rule_that_names_a_field_that_is_gone_does_nothing_and_says_so(office, owner, add):
    save(office, owner, FIRST_CONTACT)
    from loancrm_desktop.models.designs import Design

    def spoil(work):
        design = work.session.execute(select(Design).where(Design.kind == "rule")).scalars().one()
        design.body = design.body | {"if": {"field": "gone", "op": "eq", "value": 1}}

    from loancrm_desktop.services.calls import operation

    office.do(owner, operation("test.spoil")(spoil))
    add()
    assert rows(office, Task) == []
    (row,) = office.ask(owner, drawing.list_rules)
    assert "gone" in row.broken
