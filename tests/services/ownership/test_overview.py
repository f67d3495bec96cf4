"""All that a customer's page shows of ownership comes in one reading."""

from __future__ import annotations

from datetime import timedelta

import pytest

from loancrm_desktop.errors import Refused
from loancrm_desktop.services.ownership import (
    collaborators,
    hand_over,
    overview,
    returning,
    transfer,
)
from loancrm_desktop.services.ownership.giving import Brief


def test_it_says_what_its_parts_say(office, owner, li, chen, of_li, settled):
    office.do(owner, transfer.transfer, [of_li.id], chen.user_id, "调组", Brief(need="急用"))
    until = office.clock() + timedelta(days=5)
    office.do(chen, collaborators.share, of_li.id, li.user_id, until)
    found = office.ask(chen, overview.overview, of_li.id)
    assert found.history == office.ask(chen, transfer.history, of_li.id)
    assert found.collaborators == office.ask(chen, collaborators.collaborators, of_li.id)
    assert found.page == office.ask(chen, hand_over.hand_over, of_li.id, "display")
    assert found.countdown == office.ask(chen, returning.countdown, of_li.id)
    assert found.countdown is not None
    assert found.page.brief == Brief(need="急用")


def test_whose_customer_it_is_not_is_told_nothing(office, chen, of_li):
    with pytest.raises(Refused):
        office.ask(chen, overview.overview, of_li.id)
