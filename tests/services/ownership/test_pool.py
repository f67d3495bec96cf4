"""The public pool: seen by all in part, claimed by one, within limits, not by who had it last."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from office_content import content_of, last_seq
from office_fixtures import RAW_KEY, place_in

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.database import Database
from loancrm_desktop.services import customer_list, customers, deals, journal, undoing
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.opening import assemble
from loancrm_desktop.services.ownership.pool import claim, give_out, pool, release


@pytest.fixture
def pooled(office, owner, of_li):
    office.do(owner, release, [of_li.id], "长期无意向")
    return of_li


def test_a_broker_sees_in_the_pool_what_is_needed_to_choose(office, li, chen, pooled):
    page = office.ask(chen, pool)
    (row,) = page.rows
    assert (row.id, page.total) == (pooled.id, 1)
    assert "禾苗" not in row.title
    assert "13912345678" not in row.phone
    assert row.requested_amount_fen == 30_000_000
    assert (row.last_owner_id, row.claimable_at) == (li.user_id, None)
    assert office.ask(chen, customer_list.page, ListQuery()).total == 0
    with pytest.raises(Refused):
        office.ask(chen, customers.values, pooled.id)


def test_a_condition_on_the_pool_tells_no_part_of_a_number(office, chen, pooled):
    where = {"field": "level", "op": "is_empty"}
    assert office.ask(chen, pool, where).total == 1
    with pytest.raises(Refused):
        office.ask(chen, pool, {"field": "phone", "op": "contains", "value": "1391"})


def test_who_claims_has_customer_and_deals(office, chen, pooled):
    claimed = office.do(chen, claim, pooled.id)
    assert (claimed.id, claimed.claims_left) == (pooled.id, 19)
    values = office.ask(chen, customers.values, pooled.id).values
    assert (values["owner"], values["team"], values["status"]) == (
        chen.user_id,
        chen.team_id,
        "following",
    )
    assert office.ask(chen, deals.show, pooled.deal_id).card.owner_id == chen.user_id
    assert office.ask(chen, pool).rows == ()


def test_of_two_desks_that_claim_at_once_one_gets_it(office, clock, chen, actor_of, pooled):
    desk = actor_of("desk")
    other = assemble(
        Database(office.place.folder / "office.db", RAW_KEY, "local"),
        place_in(office.place.folder),
        clock,
    )
    begin = threading.Barrier(2)
    got: list[int] = []
    told: list[str] = []

    def try_at(where, who):
        begin.wait()
        try:
            where.do(who, claim, pooled.id)
            got.append(who.user_id)
        except Refused as refused:
            told.append(refused.text.read("en"))

    desks = [threading.Thread(target=try_at, args=pair) for pair in ((office, chen), (other, desk))]
    for each in desks:
        each.start()
    for each in desks:
        each.join()
    other.close()
    assert len(got) == len(told) == 1
    assert content_of(office)["customer"][pooled.id]["owner_id"] == got[0]
    assert "not in the pool any more" in told[0]
    claims = [row for row in content_of(office)["owner_change"].values() if row["cause"] == "claim"]
    assert len(claims) == 1


def test_a_claim_taken_back_leaves_the_whole_office_as_it_was(office, owner, chen, pooled):
    before = content_of(office)
    office.do(chen, claim, pooled.id)
    seq = last_seq(office, owner)
    changed = content_of(office)
    office.do(chen, undoing.undo, seq)
    assert content_of(office) == before
    office.do(chen, undoing.undo, seq + 1)
    assert content_of(office) == changed
    assert office.ask(owner, journal.verify).intact


def test_a_release_taken_back_leaves_the_whole_office_as_it_was(office, owner, li, of_li):
    before = content_of(office)
    office.do(li, release, [of_li.id])
    office.do(li, undoing.undo, last_seq(office, owner))
    assert content_of(office) == before


def test_the_days_claims_are_counted_also_those_taken_back(
    office, owner, clock, chen, pooled, rules
):
    rules(claims_per_day=1)
    bare = office.do(owner, customers.add, values={"name": "穗子"})
    office.do(owner, release, [bare.id])
    office.do(chen, claim, pooled.id)
    office.do(chen, undoing.undo, last_seq(office, owner))
    assert office.ask(chen, pool).claims_left == 0
    with pytest.raises(Refused) as caught:
        office.do(chen, claim, bare.id)
    assert "limit of a day" in caught.value.text.read("en")
    clock.forward(days=1)
    assert office.do(chen, claim, bare.id).claims_left == 0


def test_who_has_enough_claims_no_more(office, owner, chen, pooled, rules):
    rules(held_most=1)
    own = office.do(chen, customers.add, values={"name": "乙"})
    assert office.ask(chen, pool).room_left == 0
    with pytest.raises(Refused):
        office.do(chen, claim, pooled.id)
    office.do(owner, customers.edit, own.id, {"status": "lost"})
    office.do(chen, claim, pooled.id)


def test_who_had_it_last_waits_for_the_others(office, clock, li, pooled):
    (row,) = office.ask(li, pool).rows
    assert row.claimable_at is not None
    with pytest.raises(Refused) as caught:
        office.do(li, claim, pooled.id)
    assert "had this customer last" in caught.value.text.read("en")
    clock.now = row.claimable_at + timedelta(seconds=1)
    assert office.ask(li, pool).rows[0].claimable_at is None
    office.do(li, claim, pooled.id)


def test_what_is_not_in_the_pool_is_not_claimed(office, owner, li, chen, of_li):
    with pytest.raises(Refused):
        office.do(chen, claim, of_li.id)
    with pytest.raises(Invalid):
        office.do(chen, claim, 99_999)
    office.do(owner, release, [of_li.id])
    office.do(owner, customers.remove, [of_li.id])
    with pytest.raises(Invalid):
        office.do(chen, claim, of_li.id)
    assert office.ask(chen, pool).total == 0


def test_a_release_says_for_each_row_why_not(office, owner, li, chen, of_li, bare):
    of_chen = office.do(chen, customers.add, values={"name": "乙"})
    office.do(li, release, [bare.id])
    result = office.do(li, release, [of_li.id, bare.id, of_chen.id])
    assert result.done == (of_li.id,)
    assert [row.id for row in result.refused] == [bare.id, of_chen.id]
    again = office.do(owner, release, [of_li.id])
    assert (again.done, [row.id for row in again.refused]) == ((), [of_li.id])


@pytest.mark.parametrize("login", ["audit", "guest"])
def test_who_may_change_nothing_claims_and_releases_nothing(office, actor_of, pooled, login):
    for act, argument in ((claim, pooled.id), (release, [pooled.id])):
        with pytest.raises(Refused) as caught:
            office.do(actor_of(login), act, argument)
        assert caught.value.forbidden


def test_the_pool_says_how_and_why_a_customer_came_there(office, owner, li, chen, of_li, settled):
    office.do(li, release, [of_li.id], "王总不想贷了")
    (seen,) = office.ask(owner, pool).rows
    assert (seen.cause, seen.why) == ("release", "王总不想贷了")
    (covered,) = office.ask(chen, pool).rows
    assert (covered.cause, covered.why) == ("release", None)
    page = office.ask(chen, pool)
    assert (page.claims_per_day, page.held_most) == (20, 300)


def test_the_pool_is_given_out_by_who_may_assign(office, owner, li, chen, of_li, bare):
    office.do(owner, release, [of_li.id])
    result = office.do(owner, give_out, [of_li.id, bare.id, 99_999], chen.user_id)
    assert result.done == (of_li.id,)
    assert [each.id for each in result.refused] == [bare.id, 99_999]
    row = content_of(office)["customer"][of_li.id]
    assert (row["owner_id"], row["status"]) == (chen.user_id, "following")
    assert office.ask(chen, pool).claims_left == 20
    with pytest.raises(Refused):
        office.do(li, give_out, [of_li.id], li.user_id)
