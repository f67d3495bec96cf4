"""The trash says who and when; after thirty days who may removes for good, and nothing is left."""

from __future__ import annotations

import pytest
from office_content import content_of, last_seq

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.stored import references_to
from loancrm_desktop.services import (
    checking,
    customer_sheet,
    customers,
    deals,
    drafts,
    follow_ups,
    journal,
    search,
    tasks,
    trash,
    undoing,
)
from loancrm_desktop.services.ownership import transfer


@pytest.fixture
def thrown(office, owner, actor_of):
    """A customer with everything that hangs on one, in the trash."""
    li = actor_of("li")
    added = office.do(li, customers.add, values={"name": "禾苗", "phone": "13912345678"})
    office.do(li, follow_ups.log, added.id, "第一次通话")
    office.do(li, tasks.add, title="补流水", customer_id=added.id)
    office.do(li, deals.submit, added.deal_id, {"bank": "甲银行"})
    office.do(
        li, customer_sheet.add_related, added.id, values={"relation": "spouse", "name": "麦子"}
    )
    office.do(li, drafts.keep, key=f"customer:{added.id}", body={"name": "禾苗"})
    office.do(owner, transfer.transfer, [added.id], owner.user_id)
    office.do(owner, customers.remove, [added.id])
    return added


def test_the_trash_says_who_put_what_there_and_until_when(office, owner, actor_of, thrown):
    page = office.ask(owner, trash.page)
    (row,) = page.rows
    assert (row.id, row.name, row.deleted_by, row.deals) == (thrown.id, "禾苗", owner.user_id, 1)
    assert (row.purge_from - row.deleted_at).days == 30
    assert (page.total, page.due) == (1, 0)
    assert "13912345678" not in str(office.ask(owner, trash.page, masks="display"))
    assert office.ask(actor_of("lead"), trash.page).rows == ()


def test_restored_it_is_out_of_the_trash(office, owner, thrown):
    office.do(owner, customers.restore, [thrown.id])
    assert office.ask(owner, trash.page).total == 0
    assert office.ask(owner, customers.values, thrown.id).id == thrown.id


def test_before_thirty_days_nothing_is_removed(office, owner, clock, thrown):
    assert office.ask(owner, trash.due) == []
    clock.forward(days=29)
    result = office.do(owner, trash.purge, [thrown.id], confirmed=1)
    assert (result.done, [row.id for row in result.refused]) == ((), [thrown.id])


def test_after_thirty_days_nothing_of_it_is_left(office, owner, clock, thrown):
    other = office.do(owner, customers.add, values={"name": "乙"})
    before = content_of(office)
    clock.forward(days=31)
    assert office.ask(owner, trash.due) == [thrown.id]
    assert office.do(owner, trash.purge, [thrown.id], confirmed=1).done == (thrown.id,)
    after = content_of(office)
    for table, column in (*references_to("customer"), ("customer", "id")):
        assert not [row for row in after[table].values() if row[column] == thrown.id], table
    for table, column in references_to("deal"):
        assert not [row for row in after[table].values() if row[column] == thrown.deal_id], table
    assert after["customer"][other.id] == before["customer"][other.id]
    assert after["deal"][other.deal_id] == before["deal"][other.deal_id]
    assert office.ask(owner, search.find, "禾苗") == ()
    assert checking.check(office, owner).problems == ()


def test_the_history_says_who_removed_which_number_and_no_word(office, owner, clock, thrown):
    clock.forward(days=31)
    office.do(owner, trash.purge, [thrown.id], confirmed=1)
    newest = office.ask(owner, journal.latest, limit=1)[0]
    assert (newest.operation, newest.actor) == ("trash.purge", owner.name)
    assert office.ask(owner, journal.of_record, "customer", thrown.id)[0].seq == (newest.seq)
    assert office.ask(owner, journal.changes_of, newest.seq) == []
    assert office.ask(owner, journal.verify).intact
    with pytest.raises(Refused):
        office.do(owner, undoing.undo, newest.seq)


def test_what_was_agreed_to_must_be_what_is_chosen(office, owner, clock, thrown):
    clock.forward(days=31)
    for ids, confirmed in (([thrown.id], 0), ([thrown.id], 2), ([thrown.id, thrown.id], 2)):
        with pytest.raises(Invalid):
            office.do(owner, trash.purge, ids, confirmed=confirmed)
    with pytest.raises(Invalid):
        office.do(owner, trash.purge, list(range(1, 502)), confirmed=501)
    assert office.ask(owner, trash.page).total == 1


def test_what_others_name_and_what_was_funded_stays(office, owner, clock, thrown):
    other = office.do(owner, customers.add, values={"name": "乙"})
    values = {"relation": "spouse", "name": "禾苗", "linked_customer": thrown.id}
    office.do(owner, customers.restore, [thrown.id])
    related = office.do(owner, customer_sheet.add_related, other.id, values=values)
    office.do(owner, customers.remove, [thrown.id])
    clock.forward(days=31)
    result = office.do(owner, trash.purge, [thrown.id, 99_999], confirmed=2)
    assert result.done == ()
    assert str(other.id) in result.refused[0].text
    assert related
    office.do(owner, customers.remove, [other.id])
    clock.forward(days=31)
    both = [thrown.id, other.id]
    assert office.do(owner, trash.purge, both, confirmed=2).done == tuple(both)
    assert checking.check(office, owner).problems == ()


def test_a_link_out_of_the_trash_is_taken_out_and_its_row_stays(office, owner, clock, thrown):
    other = office.do(owner, customers.add, values={"name": "乙"})
    values = {"relation": "spouse", "name": "禾苗", "linked_customer": thrown.id}
    office.do(owner, customers.restore, [thrown.id])
    related = office.do(owner, customer_sheet.add_related, other.id, values=values)
    office.do(owner, customers.remove, [thrown.id, other.id])
    clock.forward(days=31)
    assert office.do(owner, trash.purge, [thrown.id], confirmed=1).done == (thrown.id,)
    assert content_of(office)["related_person"][related]["linked_customer_id"] is None


def test_an_older_act_on_somebody_removed_cannot_be_taken_back(office, owner, clock, thrown):
    seq = last_seq(office, owner)
    clock.forward(days=31)
    office.do(owner, trash.purge, [thrown.id], confirmed=1)
    with pytest.raises(Refused):
        office.do(owner, undoing.undo, seq)


@pytest.mark.parametrize("login", ["li", "desk", "audit", "guest"])
def test_who_may_not_remove_for_good_is_refused(office, actor_of, clock, thrown, login):
    clock.forward(days=31)
    who = actor_of(login)
    with pytest.raises(Refused) as caught:
        office.do(who, trash.purge, [thrown.id], confirmed=1)
    assert caught.value.forbidden
    with pytest.raises(Refused):
        office.ask(who, trash.due)
    with pytest.raises(Refused):
        office.ask(who, trash.page)


def test_a_team_lead_removes_nobody_of_another_team(office, actor_of, clock, thrown):
    clock.forward(days=31)
    lead = actor_of("lead")
    assert office.ask(lead, trash.due) == []
    result = office.do(lead, trash.purge, [thrown.id], confirmed=1)
    assert (result.done, len(result.refused)) == ((), 1)
