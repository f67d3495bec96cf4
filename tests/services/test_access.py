"""Who may do what to whom: right and scope, as they are now, for every way to a record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.people import Role
from loancrm_desktop.services import (
    conditions,
    customer_list,
    customer_sheet,
    customers,
    deal_board,
    deals,
    follow_ups,
    membership,
    people,
    tasks,
)
from loancrm_desktop.services.actor import Rights
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.office import Work


@pytest.fixture
def of_chen(office, actor_of):
    """A customer of another broker."""
    return office.do(
        actor_of("chen"), customers.add, values={"name": "陈客户", "phone": "13900001111"}
    )


@pytest.fixture
def of_li(office, actor_of):
    return office.do(
        actor_of("li"), customers.add, values={"name": "李客户", "phone": "13800001111"}
    )


@operation("tests.give_role")
def give_role(work: Work, role_key: str, rights: dict[str, object]) -> int:
    role = work.session.execute(select(Role).where(Role.key == role_key)).scalars().one()
    role.rights = rights
    return role.id


def test_a_disabled_person_at_an_open_desk_can_do_nothing_more(office, owner, actor_of):
    li = actor_of("li")
    office.do(owner, people.disable, login="li")
    with pytest.raises(Refused) as caught:
        office.do(li, customers.add, values={"name": "甲"})
    assert caught.value.forbidden
    with pytest.raises(Refused):
        office.ask(li, customer_list.page, ListQuery())


def test_a_right_taken_away_is_gone_at_desks_that_are_open_already(office, owner, actor_of):
    li = actor_of("li")
    office.do(li, customers.add, values={"name": "甲"})
    office.do(
        owner, give_role, role_key="broker", rights={"scope": "own", "may": ["customers.see"]}
    )
    with pytest.raises(Refused):
        office.do(li, customers.add, values={"name": "乙"})
    assert office.ask(li, customer_list.page, ListQuery()).total == 1


def test_a_scope_made_wider_is_seen_without_signing_in_again(office, owner, actor_of, of_chen):
    li = actor_of("li")
    assert office.ask(li, customer_list.page, ListQuery()).total == 0
    rights = {"scope": "all", "may": ["customers.see"]}
    office.do(owner, give_role, role_key="broker", rights=rights)
    assert office.ask(li, customer_list.page, ListQuery()).total == 1


READERS = (
    (customers.values, "customer_id"),
    (customer_sheet.show, "customer_id"),
    (follow_ups.page, "customer_id"),
    (deals.show, "deal_id"),
)
ACTS = (
    (customers.edit, "customer_id", {"values": {"remark": "x"}}),
    (customer_sheet.add_related, "customer_id", {"values": {"relation": "spouse", "name": "x"}}),
    (follow_ups.log, "customer_id", {"text": "x"}),
    (tasks.add, "customer_id", {"title": "x"}),
    (deals.open_deal, "customer_id", {}),
    (deals.edit, "deal_id", {"values": {"bank": "x"}}),
    (deals.move, "deal_id", {"to_stage": "first_call"}),
    (deals.submit, "deal_id", {"values": {"bank": "x"}}),
)


@pytest.mark.parametrize(
    ("call", "name"), READERS, ids=lambda part: getattr(part, "__name__", part)
)
def test_another_brokers_record_is_not_read(office, actor_of, of_chen, call, name):
    ids = {"customer_id": of_chen.id, "deal_id": of_chen.deal_id}
    with pytest.raises(Refused) as caught:
        office.ask(actor_of("li"), call, **{name: ids[name]})
    assert caught.value.forbidden


@pytest.mark.parametrize(("call", "name", "rest"), ACTS)
def test_another_brokers_record_is_not_touched(office, actor_of, of_chen, call, name, rest):
    ids = {"customer_id": of_chen.id, "deal_id": of_chen.deal_id}
    with pytest.raises(Refused) as caught:
        office.do(actor_of("li"), call, **{name: ids[name]}, **rest)
    assert caught.value.forbidden


@pytest.mark.parametrize(("call", "name", "rest"), ACTS)
def test_who_may_only_read_changes_nothing(office, actor_of, of_chen, call, name, rest):
    ids = {"customer_id": of_chen.id, "deal_id": of_chen.deal_id}
    with pytest.raises(Refused) as caught:
        office.do(actor_of("guest"), call, **{name: ids[name]}, **rest)
    assert caught.value.forbidden


def test_bulk_acts_leave_other_peoples_customers_alone(office, actor_of, of_chen, of_li):
    ids = [of_chen.id, of_li.id]
    result = office.do(
        actor_of("li"), customers.change_many, customer_ids=ids, values={"remark": "x"}
    )
    assert (result.done, [row.id for row in result.refused]) == ((of_li.id,), [of_chen.id])


def test_lists_boards_and_counts_agree_on_whom_a_broker_sees(office, actor_of, of_chen, of_li):
    li = actor_of("li")
    everyone = {"all": []}
    assert office.ask(li, customer_list.page, ListQuery()).total == 1
    assert office.ask(li, conditions.count, kind="customer", where=everyone) == 1
    assert office.ask(li, deal_board.page, ListQuery()).total == 1
    assert sum(stage.count for stage in office.ask(li, deal_board.board).stages) == 1
    assert office.ask(li, conditions.count, kind="deal", where=everyone) == 1


def test_a_deal_to_work_on_is_seen_and_counted_though_its_owner_is_another(
    office, owner, actor_of, of_chen
):
    li = actor_of("li")
    values = {"handler": li.user_id}
    office.do(owner, deals.edit, deal_id=of_chen.deal_id, values=values)
    assert office.ask(li, deals.show, deal_id=of_chen.deal_id).card.handler_id == li.user_id
    assert office.ask(li, deal_board.page, ListQuery()).total == 1
    assert office.ask(li, conditions.count, kind="deal", where={"all": []}) == 1


@pytest.mark.parametrize("kind", ["task", "person", "nothing", "follow_up"])
def test_counting_records_of_another_kind_is_refused_in_a_sentence(office, actor_of, kind):
    with pytest.raises(Invalid):
        office.ask(actor_of("li"), conditions.count, kind=kind, where={"all": []})


@pytest.mark.parametrize("key", ["owner", "team"])
def test_a_broker_cannot_give_customers_away(office, actor_of, of_li, key):
    chen = actor_of("chen")
    value = chen.user_id if key == "owner" else chen.team_id
    with pytest.raises(Invalid) as caught:
        office.do(actor_of("li"), customers.edit, customer_id=of_li.id, values={key: value})
    assert [(each.field, each.code) for each in caught.value.problems] == [(key, "read_only")]
    with pytest.raises(Invalid):
        office.do(actor_of("li"), customers.add, values={"name": "甲", key: value})


@pytest.mark.parametrize("key", ["owner", "team", "handler"])
def test_a_broker_cannot_give_deals_away_not_even_with_a_move(office, actor_of, of_li, key):
    chen = actor_of("chen")
    values = {key: chen.team_id if key == "team" else chen.user_id}
    li = actor_of("li")
    with pytest.raises(Invalid):
        office.do(li, deals.edit, deal_id=of_li.deal_id, values=values)
    with pytest.raises(Invalid):
        office.do(li, deals.move, deal_id=of_li.deal_id, to_stage="first_call", values=values)


def test_a_broker_may_name_himself_and_send_an_unchanged_owner_back(office, actor_of):
    li = actor_of("li")
    added = office.do(li, customers.add, values={"name": "甲", "owner": li.user_id})
    values = {"owner": li.user_id, "team": li.team_id, "remark": "x"}
    office.do(li, customers.edit, customer_id=added.id, values=values)
    shown = office.ask(li, customers.values, customer_id=added.id)
    assert {"owner", "team"} <= set(shown.read_only)


def test_a_new_owner_gets_the_running_deals_with_team_and_tasks_at_hand(office, actor_of, of_li):
    chen, lead = actor_of("chen"), actor_of("boss")
    office.do(lead, customers.edit, customer_id=of_li.id, values={"owner": chen.user_id})
    card = office.ask(chen, deals.show, deal_id=of_li.deal_id).card
    assert card.owner_id == chen.user_id
    assert office.ask(chen, customers.values, customer_id=of_li.id).values["team"] == chen.team_id


def test_a_deal_given_to_another_goes_to_the_others_team_and_desk(office, owner, actor_of, of_li):
    chen = actor_of("chen")
    office.do(owner, deals.move, deal_id=of_li.deal_id, to_stage="first_call")
    office.do(owner, deals.edit, deal_id=of_li.deal_id, values={"owner": chen.user_id})
    values = office.ask(chen, deals.show, deal_id=of_li.deal_id).values
    assert (values["owner"], values["team"], values["handler"]) == (
        chen.user_id,
        chen.team_id,
        chen.user_id,
    )


def test_a_team_lead_sees_what_the_team_lead_brought(office, actor_of):
    lead = actor_of("lead")
    added = office.do(lead, customers.add, values={"name": "甲"})
    values = office.ask(lead, customers.values, customer_id=added.id).values
    assert (values["owner"], values["team"]) == (None, lead.team_id)


def test_a_customer_without_an_owner_stays_with_its_team(office, actor_of, of_li):
    lead = actor_of("lead")
    office.do(lead, customers.edit, customer_id=of_li.id, values={"owner": None})
    assert office.ask(lead, customers.values, customer_id=of_li.id).values["owner"] is None


def test_a_team_lead_does_not_reach_into_the_other_team(office, actor_of, of_chen, of_li):
    lead = actor_of("lead")
    assert office.ask(lead, customers.values, customer_id=of_li.id).id == of_li.id
    with pytest.raises(Refused):
        office.ask(lead, customers.values, customer_id=of_chen.id)


def test_parts_of_the_page_that_a_role_may_not_see_are_empty(office, owner, of_li):
    office.do(owner, follow_ups.log, customer_id=of_li.id, text="电话已通")
    office.do(owner, tasks.add, title="回访", customer_id=of_li.id)
    bare = replace(owner, rights=Rights("all", frozenset({"customers.see"})))
    sheet = office.ask(bare, customer_sheet.show, customer_id=of_li.id)
    assert (sheet.deals, sheet.follow_ups, sheet.tasks, sheet.documents, sheet.stage_history) == (
        (),
        (),
        (),
        (),
        (),
    )
    whole = office.ask(owner, customer_sheet.show, customer_id=of_li.id)
    assert whole.deals
    assert whole.follow_ups
    assert whole.tasks


def test_nobody_hands_out_more_rights_than_the_own(office, actor_of):
    may = frozenset({"users.manage", "customers.*", "deals.*"})
    clerk = replace(actor_of("desk"), rights=Rights("all", may))
    with pytest.raises(Refused) as caught:
        office.do(clerk, people.add, login="new", name="x", role_key="owner")
    assert caught.value.forbidden
    with pytest.raises(Refused):
        office.do(clerk, people.add, login="new", name="x", role_key="supervisor")
    with pytest.raises(Refused):
        office.do(clerk, membership.note_password, login="boss")
    with pytest.raises(Refused):
        office.do(clerk, people.disable, login="boss")


def test_tasks_of_customers_in_the_trash_are_not_to_be_done(office, owner, of_li):
    office.do(owner, tasks.add, title="回访", customer_id=of_li.id)
    assert len(office.ask(owner, tasks.page)) == 1
    office.do(owner, customers.remove, customer_ids=[of_li.id])
    assert office.ask(owner, tasks.page) == ()
    with pytest.raises(Invalid):
        office.ask(owner, follow_ups.page, customer_id=of_li.id)
