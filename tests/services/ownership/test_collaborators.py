"""Others look along for a time: they see and log, change nothing, take nothing out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from office_content import last_seq

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import (
    conditions,
    customer_list,
    customer_sheet,
    customer_timeline,
    customers,
    deals,
    follow_ups,
    search,
    tasks,
)
from loancrm_desktop.services.exchange import export_tables
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.ownership import collaborators, pool, transfer
from loancrm_desktop.services.undoing import undo


@pytest.fixture
def until(office):
    return office.clock() + timedelta(days=7)


@pytest.fixture
def shared(office, li, chen, of_li, until):
    return office.do(li, collaborators.share, of_li.id, chen.user_id, until)


def total(office, actor):
    return office.ask(actor, customer_list.page, ListQuery()).total


def test_whoever_looks_along_finds_and_reads_the_customer(office, chen, of_li, shared):
    assert total(office, chen) == 1
    assert [hit.id for hit in office.ask(chen, search.find, "禾苗")] == [of_li.id]
    assert office.ask(chen, conditions.count, kind="customer", where={"all": []}) == 1
    assert office.ask(chen, conditions.count, kind="deal", where={"all": []}) == 1
    assert office.ask(chen, customer_sheet.show, of_li.id).id == of_li.id
    assert office.ask(chen, customers.values, of_li.id).id == of_li.id
    assert office.ask(chen, deals.show, of_li.deal_id).id == of_li.deal_id
    assert office.ask(chen, customer_timeline.timeline, of_li.id).moments


def test_whoever_looks_along_logs_contacts_and_promises(office, li, chen, of_li, shared):
    office.do(chen, follow_ups.log, of_li.id, "代为回访")
    office.do(chen, tasks.add, title="提醒带资料", customer_id=of_li.id)
    assert office.ask(li, follow_ups.page, of_li.id)[0].author_id == chen.user_id


@pytest.mark.parametrize(
    ("act", "values"),
    [
        (customers.edit, {"values": {"remark": "x"}}),
        (customer_sheet.add_related, {"values": {"relation": "spouse", "name": "x"}}),
        (deals.open_deal, {}),
    ],
)
def test_whoever_looks_along_changes_nothing(office, chen, of_li, shared, act, values):
    with pytest.raises(Refused) as caught:
        office.do(chen, act, customer_id=of_li.id, **values)
    assert caught.value.forbidden


def test_deals_are_not_moved_and_the_customer_is_not_passed_on(
    office, chen, actor_of, of_li, shared, until
):
    with pytest.raises(Refused):
        office.do(chen, deals.move, of_li.deal_id, "first_call")
    with pytest.raises(Refused):
        office.do(chen, collaborators.share, of_li.id, actor_of("desk").user_id, until)
    with pytest.raises(Refused):
        office.do(chen, collaborators.unshare, shared)
    assert office.do(chen, pool.release, [of_li.id]).done == ()


def test_what_is_only_looked_along_at_is_not_taken_out(office, chen, of_li, shared):
    rights = chen.rights
    own = office.do(chen, customers.add, values={"name": "自己的"})
    may = replace(chen, rights=replace(rights, may=rights.may | {"office.export"}), granted=None)
    may = replace(may, shared=(of_li.id,))
    taken = {row.id for row in office.ask(may, rows_taken, "customer")}
    assert taken == {own.id}
    assert {row.id for row in office.ask(may, rows_taken, "deal")} == {own.deal_id}


def rows_taken(work, kind):
    return export_tables._chosen(work, kind, None)


def test_by_the_clock_it_is_over(office, clock, chen, li, of_li, shared):
    clock.forward(days=8)
    assert total(office, chen) == 0
    with pytest.raises(Refused):
        office.ask(chen, customer_sheet.show, of_li.id)
    with pytest.raises(Refused):
        office.do(chen, follow_ups.log, of_li.id, "x")
    (row,) = office.ask(li, collaborators.collaborators, of_li.id)
    assert row.expired


def test_taken_away_it_is_over_at_once(office, li, chen, of_li, shared):
    assert office.do(li, collaborators.unshare, shared) == of_li.id
    assert total(office, chen) == 0


def test_sharing_again_sets_the_new_time(office, li, chen, of_li, shared, until):
    later = until + timedelta(days=3)
    assert office.do(li, collaborators.share, of_li.id, chen.user_id, later) == shared
    (row,) = office.ask(li, collaborators.collaborators, of_li.id)
    assert row.until == later


def test_sharing_can_be_taken_back(office, owner, li, chen, of_li, shared):
    office.do(li, undo, last_seq(office, owner))
    assert total(office, chen) == 0


def test_a_team_lead_who_looks_along_takes_back_no_act_of_the_owner(
    office, owner, actor_of, chen, until
):
    lead = actor_of("lead")
    of_chen = office.do(chen, customers.add, values={"name": "稻穗"})
    office.do(chen, collaborators.share, of_chen.id, lead.user_id, until)
    office.do(chen, customers.edit, of_chen.id, {"remark": "x"})
    with pytest.raises(Refused) as caught:
        office.do(lead, undo, last_seq(office, owner))
    assert caught.value.forbidden


def test_only_the_owner_shares_and_only_for_a_time_ahead(office, li, chen, of_li, until):
    with pytest.raises(Refused):
        office.do(chen, collaborators.share, of_li.id, chen.user_id, until)
    with pytest.raises(Refused):
        office.do(li, collaborators.share, of_li.id, li.user_id, until)
    for wrong in (
        until - timedelta(days=30),
        until + timedelta(days=400),
        until.replace(tzinfo=None),
    ):
        with pytest.raises(Invalid):
            office.do(li, collaborators.share, of_li.id, chen.user_id, wrong)
    with pytest.raises(Invalid):
        office.do(li, collaborators.share, of_li.id, 99_999, until)
    with pytest.raises(Invalid):
        office.do(li, collaborators.unshare, 99_999)


def test_too_many_do_not_look_along(office, li, actor_of, of_li, until, monkeypatch):
    chen = actor_of("chen")
    monkeypatch.setattr(collaborators, "MOST_OF_A_CUSTOMER", 1)
    office.do(li, collaborators.share, of_li.id, chen.user_id, until)
    with pytest.raises(Refused):
        office.do(li, collaborators.share, of_li.id, actor_of("desk").user_id, until)
    monkeypatch.setattr(collaborators, "MOST_OF_A_CUSTOMER", 9)
    monkeypatch.setattr(collaborators, "MOST_OF_A_PERSON", 1)
    other = office.do(li, customers.add, values={"name": "乙"})
    with pytest.raises(Refused):
        office.do(li, collaborators.share, other.id, chen.user_id, until)


def test_a_transfer_leaves_those_who_look_along(office, owner, chen, actor_of, of_li, shared):
    office.do(owner, transfer.transfer, [of_li.id], actor_of("lead").user_id)
    assert total(office, chen) == 1
