"""Somebody leaves: everything goes to one, evenly to several, or to the pool; one undo."""

import pytest
from office_content import content_of, last_seq

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import customers, deals, journal, people, tasks, undoing
from loancrm_desktop.services.ownership.leavers import POOLED, LeavePlan, estate, leave


@pytest.fixture
def left_behind(office, owner, li, chen, of_li, bare):
    """What Li has: two customers with deals, a task of a customer, one of nobody's, a deal to do."""
    of_chen = office.do(chen, customers.add, values={"name": "陈客户"})
    office.do(owner, deals.edit, of_chen.deal_id, {"handler": li.user_id})
    office.do(li, tasks.add, title="交月报")
    return of_chen


def test_the_preview_counts_what_there_is(office, owner, li, left_behind):
    found = office.ask(owner, estate, li.user_id)
    assert (found.customers, found.deals, found.tasks) == (2, 3, 2)
    assert found.by_status == {"following": 1, "prospect": 1}


def test_all_goes_to_one(office, owner, li, chen, left_behind):
    left = office.do(owner, leave, li.user_id, LeavePlan("one", (chen.user_id,)))
    assert (left.customers, left.deals, left.tasks) == (2, 3, 2)
    assert left.shares == {str(chen.user_id): 2}
    after = content_of(office)
    assert {row["owner_id"] for row in after["customer"].values()} == {chen.user_id}
    whose = [(row["owner_id"], row["handler_id"]) for row in after["deal"].values()]
    assert li.user_id not in {each for pair in whose for each in pair}
    assert {row["assignee_id"] for row in after["task"].values()} == {chen.user_id}
    assert office.ask(owner, estate, li.user_id).customers == 0
    assert {row["cause"] for row in after["owner_change"].values()} == {"leaver"}


def test_evenly_means_nobody_gets_two_more_than_another(office, owner, li, chen, actor_of):
    for number in range(7):
        office.do(li, customers.add, values={"name": f"客户{number}"})
    ids = (chen.user_id, actor_of("lead").user_id, owner.user_id)
    left = office.do(owner, leave, li.user_id, LeavePlan("evenly", ids))
    assert sorted(left.shares.values()) == [2, 2, 3]


def test_to_the_pool_the_actor_keeps_the_promises(office, owner, li, of_li, left_behind):
    office.do(owner, leave, li.user_id, LeavePlan("pool"))
    after = content_of(office)
    assert after["customer"][of_li.id]["status"] == "pool"
    assert {row["assignee_id"] for row in after["task"].values()} == {owner.user_id}


def test_what_ended_keeps_the_name(office, owner, li, chen, of_li):
    office.do(owner, deals.move, of_li.deal_id, "lost", reason="no_need")
    office.do(owner, leave, li.user_id, LeavePlan("one", (chen.user_id,)))
    assert content_of(office)["deal"][of_li.deal_id]["owner_id"] == li.user_id


@pytest.mark.parametrize("way", ["one", "pool"])
def test_taken_back_the_whole_office_is_as_it_was(office, owner, li, chen, left_behind, way):
    before = content_of(office)
    plan = LeavePlan("pool") if way == "pool" else LeavePlan("one", (chen.user_id,))
    office.do(owner, leave, li.user_id, plan)
    office.do(owner, undoing.undo, last_seq(office, owner))
    assert content_of(office) == before
    assert office.ask(owner, journal.verify).intact


def test_plans_that_do_not_fit_are_refused(office, owner, li, chen, actor_of, of_li):
    before = content_of(office)
    for plan in (
        LeavePlan("one"),
        LeavePlan("one", (chen.user_id, owner.user_id)),
        LeavePlan("evenly"),
        LeavePlan("pool", (chen.user_id,)),
        LeavePlan("one", (li.user_id,)),
        LeavePlan("one", (actor_of("guest").user_id,)),
        LeavePlan("one", (99_999,)),
    ):
        with pytest.raises(Invalid):
            office.do(owner, leave, li.user_id, plan)
    with pytest.raises(Invalid):
        office.do(owner, leave, 99_999, LeavePlan("pool"))
    with pytest.raises(Invalid):
        office.ask(owner, estate, 99_999)
    assert content_of(office) == before


def test_somebody_already_disabled_can_still_be_cleared(office, owner, li, chen, of_li):
    office.do(owner, people.disable, "li")
    left = office.do(owner, leave, li.user_id, LeavePlan("one", (chen.user_id,)))
    assert left.customers == 1


@pytest.mark.parametrize("login", ["lead", "li", "desk", "audit", "guest"])
def test_who_does_not_manage_people_clears_nobody(office, actor_of, li, chen, login):
    with pytest.raises(Refused) as caught:
        office.do(actor_of(login), leave, li.user_id, LeavePlan("one", (chen.user_id,)))
    assert caught.value.forbidden
    with pytest.raises(Refused):
        office.ask(actor_of(login), estate, li.user_id)


def test_a_table_gives_each_status_to_its_receiver(office, owner, li, chen, left_behind):
    table = (("following", chen.user_id), ("prospect", POOLED))
    plan = LeavePlan("table", table=table, note="请先联系抵押客户")
    left = office.do(owner, leave, li.user_id, plan)
    assert left.shares == {str(chen.user_id): 1, "pool": 1}
    after = content_of(office)
    assert {row["reason"] for row in after["owner_change"].values()} == {"请先联系抵押客户"}
    assert {row["assignee_id"] for row in after["task"].values()} == {chen.user_id}


def test_a_table_that_leaves_somebody_out_is_refused(office, owner, li, chen, left_behind):
    before = content_of(office)
    for table in ((), (("following", chen.user_id),), (("following", li.user_id),)):
        with pytest.raises(Invalid):
            office.do(owner, leave, li.user_id, LeavePlan("table", table=table))
    assert content_of(office) == before
