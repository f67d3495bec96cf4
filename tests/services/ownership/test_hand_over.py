"""The page that came with a customer: need, last contacts, promises, next step; acknowledged."""

from dataclasses import replace

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import customers, tasks
from loancrm_desktop.services.actor import Rights
from loancrm_desktop.services.ownership import hand_over, transfer


@pytest.fixture
def handed(office, owner, chen, of_li):
    office.do(owner, transfer.transfer, [of_li.id], chen.user_id, "换区")
    return office.ask(chen, hand_over.hand_over, of_li.id)


def test_the_page_says_need_contacts_promises_and_next_step(handed, li, chen):
    assert (handed.from_owner_id, handed.to_owner_id) == (li.user_id, chen.user_id)
    assert [row.text for row in handed.contacts] == [
        "约好明天回电",
        *(f"第{number}次通话" for number in (6, 5, 4, 3)),
    ]
    assert handed.needs[0]["requested_amount"] == "300000.00"
    assert [each.title for each in handed.promises] == ["补银行流水"]
    assert handed.next_step == "补银行流水"
    assert handed.next_follow_up_at is not None
    assert (handed.reason, handed.acknowledged_at) == ("换区", None)


def test_a_promise_that_was_kept_is_no_next_step_any_more(office, owner, chen, handed):
    office.do(owner, tasks.done, task_id=handed.promises[0].id)
    page = office.ask(chen, hand_over.hand_over, handed.customer_id)
    assert page.promises[0].done_at is not None
    assert page.next_step is None


def test_a_customer_that_never_changed_hands_has_no_page(office, li, bare):
    assert office.ask(li, hand_over.hand_over, bare.id) is None


def test_the_receiver_acknowledges_once_and_nobody_else(office, owner, li, chen, handed):
    assert [each.id for each in office.ask(chen, hand_over.waiting)] == [handed.id]
    for other in (owner, li):
        with pytest.raises(Refused) as caught:
            office.do(other, hand_over.acknowledge, handed.id)
        assert caught.value.forbidden
    assert office.do(chen, hand_over.acknowledge, handed.id) == handed.customer_id
    assert office.ask(chen, hand_over.waiting) == ()
    assert office.ask(chen, hand_over.hand_over, handed.customer_id).acknowledged_at is not None
    with pytest.raises(Refused):
        office.do(chen, hand_over.acknowledge, handed.id)
    with pytest.raises(Invalid):
        office.do(chen, hand_over.acknowledge, 99_999)


def test_who_gave_it_away_reads_no_page_any_more(office, li, handed):
    with pytest.raises(Refused):
        office.ask(li, hand_over.hand_over, handed.customer_id)


def test_a_page_waits_for_nobody_once_the_customer_has_gone_on(office, owner, chen, handed):
    office.do(owner, customers.edit, handed.customer_id, {"owner": owner.user_id})
    assert office.ask(chen, hand_over.waiting) == ()


def test_parts_a_role_does_not_show_are_empty(office, owner, handed):
    rights = Rights(
        "all", frozenset({"customers.see"}), hidden=frozenset({"customer.requested_amount"})
    )
    bare = replace(owner, rights=rights)
    page = office.ask(bare, hand_over.hand_over, handed.customer_id)
    assert (page.contacts, page.promises, page.documents, page.next_step) == ((), (), (), None)
    assert "requested_amount" not in page.needs[0]
