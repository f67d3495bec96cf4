"""What a transfer would do is said before, and who has how much."""

from __future__ import annotations

import pytest
from office_content import content_of

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services import deals
from loancrm_desktop.services.ownership import transfer, transfer_preview


def test_the_preview_says_what_the_transfer_then_does(office, owner, li, chen, of_li, bare):
    ids = [of_li.id, bare.id, 99_999]
    told = office.ask(owner, transfer_preview.preview, ids, chen.user_id)
    before = content_of(office)
    done = office.do(owner, transfer.transfer, ids, chen.user_id)
    assert told.customers == done.done
    assert [each.id for each in told.refused] == [each.id for each in done.refused] == [99_999]
    after = content_of(office)["deal"]
    moved = [
        key for key, row in after.items() if row["owner_id"] != before["deal"][key]["owner_id"]
    ]
    assert told.deals == len(moved) == 2
    assert told.tasks == 1


def test_a_deal_of_somebody_else_does_not_go_along(office, owner, li, chen, lead, of_li):
    office.do(owner, deals.edit, of_li.deal_id, {"owner": lead.user_id})
    assert office.ask(owner, transfer_preview.preview, [of_li.id], chen.user_id).deals == 0


@pytest.fixture
def lead(actor_of):
    return actor_of("lead")


def test_who_has_the_customer_already_is_said(office, owner, li, of_li):
    told = office.ask(owner, transfer_preview.preview, [of_li.id], li.user_id)
    assert told.customers == ()
    assert len(told.refused) == 1


def test_nobody_is_previewed_for_somebody_unknown(office, owner, of_li):
    with pytest.raises(Invalid):
        office.ask(owner, transfer_preview.preview, [of_li.id], 99_999)


def test_loads_count_what_is_at_hand_of_those_who_may_look_after_customers(
    office, owner, li, actor_of, of_li, bare
):
    found = {each.user_id: each for each in office.ask(owner, transfer_preview.loads)}
    assert (found[li.user_id].customers, found[li.user_id].deals) == (2, 2)
    assert found[li.user_id].tasks == 1
    assert actor_of("guest").user_id not in found
    office.do(owner, deals.move, of_li.deal_id, "lost", reason="no_need")
    found = {each.user_id: each for each in office.ask(owner, transfer_preview.loads)}
    assert found[li.user_id].deals == 1
