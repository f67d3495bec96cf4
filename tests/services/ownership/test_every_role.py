"""Every new call, asked by every role about a colleague's customer (threat T19)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from office_content import content_of

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import calls, customers, duplicate_finder, trash
from loancrm_desktop.services.ownership import (
    collaborators,
    hand_over,
    leavers,
    overview,
    pool,
    pool_rules,
    returning,
    transfer,
    transfer_preview,
)
from loancrm_desktop.services.ownership.leavers import LeavePlan
from loancrm_desktop.services.ownership.pool_rules import PoolSettings

MODULES = (
    *(collaborators, duplicate_finder, hand_over, leavers, overview, pool, pool_rules, returning),
    *(transfer, transfer_preview, trash),
)
ROLES = ("boss", "lead", "li", "desk", "audit", "guest")
"""None of them is the owner of the customer; `lead` and `li` do not see it either."""

FOREIGN = {
    transfer.transfer: {"boss", "desk"},
    transfer.history: {"boss", "desk", "audit", "guest"},
    hand_over.hand_over: {"boss", "desk", "audit", "guest"},
    hand_over.draft: {"boss", "desk", "audit", "guest"},
    hand_over.acknowledge: set(),
    hand_over.waiting: {"boss", "lead", "li", "desk", "audit", "guest"},
    collaborators.collaborators: {"boss", "desk", "audit", "guest"},
    collaborators.share: {"boss", "desk"},
    collaborators.unshare: {"boss", "desk"},
    pool.pool: {"boss", "lead", "li", "desk", "audit", "guest"},
    pool.claim: set(),
    pool.release: {"boss", "desk"},
    pool.give_out: set(),
    overview.overview: {"boss", "desk", "audit", "guest"},
    transfer_preview.loads: {"boss", "lead", "desk"},
    transfer_preview.preview: {"boss", "lead", "desk"},
    pool_rules.pool_settings: {"boss", "lead", "li", "desk", "audit", "guest"},
    pool_rules.set_pool: {"boss"},
    returning.return_due: {"boss", "lead", "li", "desk"},
    returning.countdown: {"boss", "desk", "audit", "guest"},
    returning.countdowns: {"boss", "lead", "li", "desk", "audit", "guest"},
    returning.would_return: {"boss"},
    returning.returning: {"boss", "lead", "li", "desk", "audit", "guest"},
    leavers.estate: {"boss"},
    leavers.leave: {"boss"},
    trash.page: {"boss", "lead"},
    trash.due: {"boss", "lead"},
    trash.purge: set(),
    duplicate_finder.duplicates: {"boss", "lead", "li", "desk", "audit", "guest"},
}
"""Who gets through to the customer of another, by call."""


@pytest.fixture
def asked(office, owner, actor_of):
    """Answer the arguments of each call about a customer of Chen's."""
    chen, lead = actor_of("chen"), actor_of("lead")
    found = office.do(owner, customers.add, values={"name": "禾苗", "owner": owner.user_id}).id
    office.do(owner, transfer.transfer, [found], chen.user_id)
    until = office.clock() + timedelta(days=1)
    row = office.do(chen, collaborators.share, found, actor_of("audit").user_id, until)
    office.do(chen, collaborators.unshare, row)
    row = office.do(chen, collaborators.share, found, actor_of("guest").user_id, until)
    change = office.ask(chen, hand_over.hand_over, found).id
    one = {"customer_id": found}
    return {
        transfer.transfer: {"customer_ids": [found], "to_id": lead.user_id},
        transfer.history: one,
        hand_over.hand_over: one,
        hand_over.draft: one,
        overview.overview: one,
        transfer_preview.preview: {"customer_ids": [found], "to_id": lead.user_id},
        hand_over.acknowledge: {"change_id": change},
        collaborators.collaborators: one,
        collaborators.share: {**one, "user_id": lead.user_id, "until": until},
        collaborators.unshare: {"collaborator_id": row},
        pool.claim: one,
        pool.release: {"customer_ids": [found]},
        pool.give_out: {"customer_ids": [found], "to_id": lead.user_id},
        pool_rules.set_pool: {"settings": PoolSettings()},
        returning.countdown: one,
        returning.countdowns: {"customer_ids": [found]},
        returning.would_return: {"settings": PoolSettings()},
        leavers.estate: {"user_id": chen.user_id},
        leavers.leave: {"user_id": chen.user_id, "plan": LeavePlan("pool")},
        trash.purge: {"customer_ids": [found], "confirmed": 1},
    }


def test_no_new_call_is_forgotten_here():
    names = {module.__name__ for module in MODULES}
    made = {each.function for each in calls.all_calls() if each.function.__module__ in names}
    assert made == set(FOREIGN)


def kind_of(call):
    return calls.call_of(call).kind


def name_of(part):
    return part if isinstance(part, str) else calls.call_of(part).name


def gets_through(office, actor, call, arguments):
    """Ask, and say whether something was told or done; outsiders are never told the name."""
    run = office.do if kind_of(call) == "operation" else office.ask
    try:
        answer = run(actor, call, **arguments)
    except Refused:
        return False
    if actor.login in ("lead", "li") and kind_of(call) == "reader":
        assert "禾苗" not in calls.write_result(call, answer)
    return bool(answer.done) if hasattr(answer, "done") else True


@pytest.mark.parametrize("call", FOREIGN, ids=name_of)
def test_who_may_not_changes_nothing_and_who_asks_neither(office, actor_of, asked, call):
    before = content_of(office)
    for login in ROLES:
        may = login in FOREIGN[call]
        if may and kind_of(call) == "operation":
            continue
        assert gets_through(office, actor_of(login), call, asked.get(call, {})) == may, login
        assert content_of(office) == before, login


@pytest.mark.parametrize(
    ("call", "login"),
    [
        (call, login)
        for call, may in FOREIGN.items()
        for login in sorted(may)
        if kind_of(call) == "operation"
    ],
    ids=name_of,
)
def test_who_may_gets_through(office, actor_of, asked, call, login):
    assert gets_through(office, actor_of(login), call, asked.get(call, {}))
