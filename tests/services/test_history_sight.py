"""The history tells nobody more than the records themselves do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import customers, deals, follow_ups, journal, people, tasks
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType

ZHANG = {
    "name": "张三",
    "phone": "13800138000",
    "id_number": "360426199101010071",
    "company": "江西某某公司",
}


@pytest.fixture
def of_li(office, actor_of):
    return office.do(actor_of("li"), customers.add, values=ZHANG)


@pytest.fixture
def newest(office, owner):
    def seq():
        return office.ask(owner, journal.latest, limit=1)[0].seq

    return seq


def told(changes) -> str:
    return " ".join(f"{change.field} {change.old} {change.new}" for change in changes)


@pytest.mark.parametrize("login", ["li", "lead", "desk", "guest"])
def test_the_offices_whole_history_is_for_those_with_the_right(office, actor_of, login):
    with pytest.raises(Refused) as caught:
        office.ask(actor_of(login), journal.latest)
    assert caught.value.forbidden
    assert office.ask(actor_of("audit"), journal.latest)


def test_the_owner_of_a_customer_reads_its_history(office, actor_of, of_li, newest):
    li = actor_of("li")
    assert office.ask(li, journal.of_record, kind="customer", record_id=of_li.id)
    assert office.ask(li, journal.of_record, kind="deal", record_id=of_li.deal_id)
    assert "张三" in told(office.ask(li, journal.changes_of, seq=newest()))


def test_another_broker_reads_nothing_of_it(office, actor_of, of_li, newest):
    chen = actor_of("chen")
    for kind, record_id in (("customer", of_li.id), ("deal", of_li.deal_id), ("stage_visit", 1)):
        with pytest.raises(Refused) as caught:
            office.ask(chen, journal.of_record, kind=kind, record_id=record_id)
        assert caught.value.forbidden
    assert office.ask(chen, journal.changes_of, seq=newest()) == []


def test_one_act_on_many_customers_shows_each_person_the_own_ones(
    office, owner, actor_of, of_li, newest
):
    of_chen = office.do(actor_of("chen"), customers.add, values={"name": "李四"})
    ids = [of_li.id, of_chen.id]
    office.do(owner, customers.change_many, customer_ids=ids, values={"remark": "回访"})
    seen = office.ask(actor_of("li"), journal.changes_of, seq=newest())
    assert {change.record_id for change in seen} == {of_li.id}


@pytest.mark.parametrize("act", ["contact", "task", "move", "relative"])
def test_what_hangs_on_a_customer_is_seen_with_the_customer_only(
    office, actor_of, of_li, newest, act
):
    from loancrm_desktop.services import customer_sheet

    li = actor_of("li")
    secret = "只有我知道"
    if act == "contact":
        office.do(li, follow_ups.log, customer_id=of_li.id, text=secret)
    elif act == "task":
        office.do(li, tasks.add, title=secret, customer_id=of_li.id)
    elif act == "relative":
        values = {"relation": "spouse", "name": secret}
        office.do(li, customer_sheet.add_related, customer_id=of_li.id, values=values)
    else:
        office.do(li, deals.move, deal_id=of_li.deal_id, to_stage="lost", reason=secret)
    assert secret in told(office.ask(li, journal.changes_of, seq=newest()))
    assert office.ask(actor_of("chen"), journal.changes_of, seq=newest()) == []


def test_masked_and_hidden_fields_do_not_leak_through_the_history(office, owner, of_li, newest):
    masked = frozenset({"customer.phone", "customer.id_number", "customer.name"})
    rights = replace(owner.rights, masked=masked, hidden=frozenset({"customer.company"}))
    desk = replace(owner, rights=rights)
    everything = told(office.ask(desk, journal.changes_of, seq=newest()))
    for secret in ("13800138000", "360426199101010071", "张三", "江西某某公司"):
        assert secret not in everything


def test_the_compliance_desk_sees_all_entries_with_numbers_masked(office, actor_of, of_li, newest):
    everything = told(office.ask(actor_of("audit"), journal.changes_of, seq=newest()))
    assert "张三" in everything
    assert "13800138000" not in everything
    assert "360426199101010071" not in everything


def test_own_fields_of_the_office_are_hidden_in_the_history_too(office, owner, of_li, newest):
    spec = FieldSpec(key="secret_note", type=FieldType.TEXT, label_zh="密", label_en="Secret")
    office.do(owner, catalog.add_field, kind="customer", spec=spec)
    values = {"secret_note": "不可外传"}
    office.do(owner, customers.edit, customer_id=of_li.id, values=values)
    for part in ("hidden", "masked"):
        chosen = {part: frozenset({"customer.secret_note"})}
        desk = replace(owner, rights=replace(owner.rights, **chosen))
        assert "不可外传" not in told(office.ask(desk, journal.changes_of, seq=newest()))


def test_who_works_here_is_no_history_for_brokers(office, owner, actor_of, newest):
    user_id = office.do(owner, people.add, login="new", name="新人", role_key="broker")
    with pytest.raises(Refused):
        office.ask(actor_of("li"), journal.of_record, kind="app_user", record_id=user_id)
    assert office.ask(actor_of("desk"), journal.changes_of, seq=newest()) == []
    assert office.ask(owner, journal.of_record, kind="app_user", record_id=user_id)


def test_the_history_of_nothing_is_refused_or_empty_without_a_crash(office, owner, actor_of):
    for kind in ("nothing", "customer", "deal"):
        with pytest.raises(Refused):
            office.ask(actor_of("li"), journal.of_record, kind=kind, record_id=10**30)
    for record_id in (4711, 10**30):
        assert office.ask(owner, journal.of_record, kind="customer", record_id=record_id) == []
