"""Every way a customer changes hands is taken back whole: not a cell of the office is left over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from office_content import content_of, last_seq

from loancrm_desktop.services import journal, tasks, undoing
from loancrm_desktop.services.ownership import (
    collaborators,
    leavers,
    pool,
    pool_rules,
    returning,
    transfer,
)
from loancrm_desktop.services.ownership.giving import Brief
from loancrm_desktop.services.ownership.leavers import POOLED, LeavePlan
from loancrm_desktop.services.ownership.pool_rules import PoolRule, PoolSettings


@pytest.fixture
def everything(office, owner, li, chen, of_li, bare):
    """What there is to change: two customers of Li, one with a task, one in the pool."""
    office.do(owner, pool_rules.set_pool, PoolSettings(rules=(PoolRule("silent", "30 天", 30),)))
    office.do(li, tasks.add, title="交月报")
    until = office.clock() + timedelta(days=9)
    office.do(li, collaborators.share, of_li.id, chen.user_id, until)
    office.do(owner, pool.release, [bare.id], "无意向")
    return of_li.id, bare.id


def by_table(chen):
    return LeavePlan("table", table=(("following", chen.user_id), ("pool", POOLED)), note="离职")


ACTS = {
    "transfer": lambda office, owner, li, chen, ids: office.do(
        owner,
        transfer.transfer,
        [ids[0]],
        chen.user_id,
        "调组",
        Brief("急用", "三天内答复", "回电"),
    ),
    "claim": lambda office, owner, li, chen, ids: office.do(chen, pool.claim, ids[1]),
    "give_out": lambda office, owner, li, chen, ids: office.do(
        owner, pool.give_out, [ids[1]], chen.user_id
    ),
    "release": lambda office, owner, li, chen, ids: office.do(owner, pool.release, [ids[0]]),
    "share": lambda office, owner, li, chen, ids: office.do(
        owner, collaborators.share, ids[0], owner.user_id, office.clock() + timedelta(days=3)
    ),
    "leave to one": lambda office, owner, li, chen, ids: office.do(
        owner, leavers.leave, li.user_id, LeavePlan("one", (chen.user_id,))
    ),
    "leave evenly": lambda office, owner, li, chen, ids: office.do(
        owner, leavers.leave, li.user_id, LeavePlan("evenly", (chen.user_id, owner.user_id))
    ),
    "leave by table": lambda office, owner, li, chen, ids: office.do(
        owner, leavers.leave, li.user_id, by_table(chen)
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_taken_back_the_whole_office_is_as_it_was(office, owner, li, chen, everything, act):
    before = content_of(office)
    ACTS[act](office, owner, li, chen, everything)
    assert content_of(office) != before
    office.do(owner, undoing.undo, last_seq(office, owner))
    assert content_of(office) == before
    assert office.ask(owner, journal.verify).intact


def test_returns_by_the_clock_are_taken_back_whole(office, owner, everything, clock):
    clock.forward(days=40)
    before = content_of(office)
    assert office.do(owner, returning.return_due).returned == 1
    office.do(owner, undoing.undo, last_seq(office, owner))
    assert content_of(office) == before
