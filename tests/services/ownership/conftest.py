"""Customers of two brokers, with what hangs on them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from loancrm_desktop.services import customers, follow_ups, tasks
from loancrm_desktop.services.ownership import pool_rules
from loancrm_desktop.services.ownership.pool_rules import PoolRule, PoolSettings


@pytest.fixture
def li(actor_of):
    return actor_of("li")


@pytest.fixture
def chen(actor_of):
    return actor_of("chen")


@pytest.fixture
def of_li(office, li):
    """A customer of Li with a running deal, seven contacts, a promise and a next call."""
    added = office.do(
        li,
        customers.add,
        values={"name": "禾苗", "phone": "13912345678", "requested_amount": "300000.00"},
    )
    for number in range(7):
        office.do(li, follow_ups.log, added.id, f"第{number}次通话")
    tomorrow = office.clock() + timedelta(days=1)
    office.do(li, follow_ups.log, added.id, "约好明天回电", next_at=tomorrow)
    office.do(li, tasks.add, title="补银行流水", customer_id=added.id, due_at=tomorrow)
    return added


@pytest.fixture
def bare(office, li):
    """A customer of Li to whom nobody has spoken yet."""
    return office.do(li, customers.add, values={"name": "穗子", "phone": "13887654321"})


@pytest.fixture
def rules(office, owner):
    """Settle the pool: thirty silent days, signed and A customers exempt."""

    def settle(**more):
        rule = PoolRule(
            "silent",
            "30 天未跟进",
            30,
            where={"field": "status", "op": "in", "value": ["prospect", "following"]},
            unless={"field": "level", "op": "eq", "value": "A"},
        )
        settings = PoolSettings(rules=(rule,), **more)
        office.do(owner, pool_rules.set_pool, settings)
        return settings

    return settle


@pytest.fixture
def settled(rules):
    """Settle the pool with the usual limits."""
    return rules()
