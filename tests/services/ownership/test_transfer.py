"""A customer goes over to another: the owner changes, nothing else; one entry, one undo."""

import pytest
from office_content import content_of, last_seq

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import customers, deals, journal, people, undoing
from loancrm_desktop.services.ownership import transfer

OWNING = {
    "customer": {"owner_id", "team_id"},
    "deal": {"owner_id", "team_id", "handler_id"},
}


def test_only_the_owner_changes_of_customer_and_deal(office, owner, chen, of_li):
    before = content_of(office)
    result = office.do(owner, transfer.transfer, [of_li.id], chen.user_id, "换区")
    assert result.done == (of_li.id,)
    after = content_of(office)
    for table, rows in before.items():
        for row_id, row in rows.items():
            now = after[table][row_id]
            changed = {name for name in row if now[name] != row[name]}
            assert changed <= OWNING.get(table, set()), table
    assert after["customer"][of_li.id]["owner_id"] == chen.user_id
    assert after["customer"][of_li.id]["team_id"] == chen.team_id
    assert after["deal"][of_li.deal_id]["owner_id"] == chen.user_id
    assert [set(after[table]) ^ set(before[table]) for table in before if table != "owner_change"]
    assert len(after["owner_change"]) == 1


def test_a_transfer_taken_back_leaves_the_whole_office_as_it_was(office, owner, chen, of_li, bare):
    before = content_of(office)
    office.do(owner, transfer.transfer, [of_li.id, bare.id], chen.user_id)
    seq = last_seq(office, owner)
    changed = content_of(office)
    office.do(owner, undoing.undo, seq)
    assert content_of(office) == before
    office.do(owner, undoing.undo, seq + 1)
    assert content_of(office) == changed
    assert office.ask(owner, journal.verify).intact


def test_each_row_that_was_refused_says_why(office, owner, actor_of, chen, of_li, bare):
    lead = actor_of("lead")
    of_chen = office.do(chen, customers.add, values={"name": "陈客户"})
    office.do(owner, customers.remove, [bare.id])
    ids = [of_li.id, of_li.id, of_chen.id, bare.id, 99_999]
    result = office.do(lead, transfer.transfer, ids, lead.user_id)
    assert result.done == (of_li.id,)
    assert [row.id for row in result.refused] == [of_chen.id, bare.id, 99_999]
    assert all(row.text for row in result.refused)
    again = office.do(lead, transfer.transfer, [of_li.id], lead.user_id)
    assert (again.done, len(again.refused)) == ((), 1)


def test_a_deal_somebody_else_owns_or_works_on_stays_there(office, owner, li, chen, of_li):
    other = office.do(owner, deals.open_deal, of_li.id, values={"owner": owner.user_id})
    office.do(owner, transfer.transfer, [of_li.id], chen.user_id)
    assert content_of(office)["deal"][other.id]["owner_id"] == owner.user_id


def test_nobody_gets_customers_who_cannot_look_after_them(office, owner, actor_of, of_li):
    office.do(owner, people.disable, "chen")
    for wanted in (0, 99_999, actor_of("guest").user_id, actor_of("audit").user_id):
        with pytest.raises(Invalid):
            office.do(owner, transfer.transfer, [of_li.id], wanted)
    chen_id = next(row.id for row in office.ask(owner, people.page) if row.login == "chen")
    with pytest.raises(Invalid):
        office.do(owner, transfer.transfer, [of_li.id], chen_id)
    with pytest.raises(Invalid):
        office.do(owner, transfer.transfer, [of_li.id], owner.user_id, "长" * 3000)


@pytest.mark.parametrize("login", ["li", "audit", "guest"])
def test_who_may_not_assign_transfers_nothing(office, actor_of, chen, of_li, login):
    with pytest.raises(Refused) as caught:
        office.do(actor_of(login), transfer.transfer, [of_li.id], chen.user_id)
    assert caught.value.forbidden


def test_the_history_names_every_owner_also_those_of_an_edit(office, owner, li, chen, of_li):
    office.do(owner, transfer.transfer, [of_li.id], chen.user_id, "换区")
    office.do(owner, customers.edit, of_li.id, {"owner": owner.user_id})
    rows = office.ask(owner, transfer.history, of_li.id)
    assert [(row.from_owner_id, row.to_owner_id, row.cause) for row in rows] == [
        (chen.user_id, owner.user_id, "edit"),
        (li.user_id, chen.user_id, "transfer"),
    ]
    assert rows[1].reason == "换区"
    with pytest.raises(Refused):
        office.ask(li, transfer.history, of_li.id)
    with pytest.raises(Invalid):
        office.ask(owner, transfer.history, 99_999)
