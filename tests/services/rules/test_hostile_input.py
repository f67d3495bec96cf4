"""Threats T12, T19 and T24 where they touch rules and messages; a clock that is set back."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from loancrm_desktop.errors import Invalid, Problem, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.rule_runs import RuleRun
from loancrm_desktop.services import customers
from loancrm_desktop.services.messages import templates, writing
from loancrm_desktop.services.rules import clock as rules_clock
from loancrm_desktop.services.rules import drawing, log, pressing, saying, trying

HOSTILE = (
    'name"; DROP TABLE customer; --',
    "') OR 1=1 --",
    "name' UNION SELECT password FROM app_user --",
    "custom.\"') or",
    "__class__.__mro__",
    "name}{owner.login",
    "\x00name",
    "名" * 300,
)
BASE = {
    "format": 1, "key": "tell", "title": {"zh": "提醒"}, "when": {"on": "created"},
    "then": [{"do": "notify", "text": "看{name}"}],
}  # fmt: skip
PHONE, ID_NUMBER = "13912345678", "440301199003070019"


def bodies(words):
    yield {**BASE, "key": words}
    yield {**BASE, "kind": words}
    yield {**BASE, "when": {"on": "changed", "fields": [words]}}
    yield {**BASE, "when": {"on": "date", "field": words}}
    yield {**BASE, "kind": "deal", "when": {"on": "entered", "stages": [words]}}
    yield {**BASE, "if": {"field": words, "op": "eq", "value": "x"}}
    yield {**BASE, "if": {"field": "name", "op": words, "value": "x"}}
    yield {**BASE, "then": [{"do": "set", "field": words, "value": "x"}]}
    yield {**BASE, "then": [{"do": "notify", "to": {"who": "role", "role": words}, "text": "x"}]}
    yield {**BASE, "then": [{"do": "message", "template": words}]}
    yield {**BASE, "then": [{"do": "message", "text": "x", "via": words}]}


@pytest.mark.parametrize("words", HOSTILE)
def test_names_that_carry_sql_are_refused_wherever_a_rule_has_a_name(office, owner, words):
    office.do(owner, customers.add, values={"name": "钱慧敏"})
    for body in bodies(words):
        said = office.ask(owner, saying.say_rule, body)
        assert said.problems, body
        assert said.matching is None
        for call, values in ((drawing.save, {"body": body}), (trying.dry_run, {"body": body})):
            with pytest.raises(Invalid):
                (office.do if call is drawing.save else office.ask)(owner, call, **values)
    with office.database.reading() as session:
        assert len(session.execute(select(Customer.id)).all()) == 1


@pytest.mark.parametrize("words", HOSTILE)
def test_values_that_carry_sql_are_only_values(office, owner, words):
    value = words.replace("\x00", "")[:100]
    office.do(owner, customers.add, values={"name": "钱慧敏"})
    body = {**BASE, "if": {"field": "name", "op": "eq", "value": value}}
    assert office.ask(owner, trying.count_matching, body) == 0
    for op in ("contains", "starts"):
        looked = {**BASE, "if": {"field": "name", "op": op, "value": value}}
        said = office.ask(owner, saying.say_rule, looked)
        assert said.problems or said.matching == 0


def test_a_text_reaches_no_further_than_fields(office, owner):
    for place in ("{name.__class__}", "{owner.password}", "{0}", "{name!r}"):
        body = {**BASE, "then": [{"do": "notify", "text": f"看{place}"}]}
        try:
            office.do(owner, drawing.save, body=body)
        except Invalid:
            continue
        office.do(owner, customers.add, values={"name": "钱慧敏"})
        with office.database.reading() as session:
            runs = session.execute(select(RuleRun)).scalars().all()
            assert all(each.state == "done" for each in runs)


def test_a_foreign_record_is_neither_pressed_written_to_nor_previewed(office, owner, actor_of):
    button = {**BASE, "when": {"on": "button", "label": {"zh": "叫"}}}
    office.do(owner, drawing.save, body=button)
    chen, li = actor_of("chen"), actor_of("li")
    theirs = office.do(chen, customers.add, values={"name": "禾苗", "phone": PHONE}).id
    with pytest.raises(Problem):
        office.do(li, pressing.press, key="tell", record_id=theirs)
    with pytest.raises(Refused):
        office.do(li, writing.write, customer_id=theirs, text="您好")
    with pytest.raises(Refused):
        office.ask(li, templates.preview, text="{name}{phone}", record_id=theirs)
    with office.database.reading() as session:
        assert session.execute(select(RuleRun)).scalars().all() == []


def test_who_sees_rules_but_not_the_customer_reads_no_values_in_the_log(office, owner, actor_of):
    asks = {"field": "phone", "op": "is_filled"}
    office.do(owner, drawing.save, body={**BASE, "if": asks})
    values = {"name": "禾苗", "phone": PHONE, "owner": actor_of("chen").user_id}
    office.do(owner, customers.add, values=values)
    (row,) = office.ask(actor_of("lead"), log.log).rows
    assert row.name == ""
    assert PHONE not in repr(row)


def test_no_log_line_carries_what_a_failing_rule_was_about(office, owner, caplog, monkeypatch):
    from loancrm_desktop.services.rules import actions

    def breaks(*_given):
        message = f"cannot: {PHONE} {ID_NUMBER} 禾苗"
        raise RuntimeError(message)

    monkeypatch.setitem(actions._ACTIONS, "notify", breaks)
    office.do(owner, drawing.save, body=BASE)
    with caplog.at_level(logging.DEBUG):
        values = {"name": "禾苗", "phone": PHONE, "id_number": ID_NUMBER}
        office.do(owner, customers.add, values=values)
    for marker in (PHONE, ID_NUMBER, "禾苗"):
        assert marker not in caplog.text
    with office.database.reading() as session:
        (run,) = session.execute(select(RuleRun)).scalars().all()
        assert (run.state, run.fault) == ("failed", "RuntimeError")


def test_a_clock_set_back_and_forward_again_fires_nothing_twice(office, owner, clock):
    daily = {**BASE, "when": {"on": "daily", "at": "09:00"}}
    silent = {**BASE, "key": "silent", "when": {"on": "silent", "days": 3}}
    for body in (daily, silent):
        office.do(owner, drawing.save, body=body)
    office.do(owner, customers.add, values={"name": "钱慧敏"})
    clock.forward(days=4)

    def fired():
        return sorted(each.rule for each in office.do(owner, rules_clock.run).fired)

    assert fired() == ["silent", "tell"]
    clock.now -= timedelta(days=2)
    again = fired()
    assert "silent" not in again
    clock.now += timedelta(days=2)
    assert fired() == []
    with office.database.reading() as session:
        keys = session.execute(select(RuleRun.occasion)).scalars().all()
    assert len(keys) == len(set(keys))
