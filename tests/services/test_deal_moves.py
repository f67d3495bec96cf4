"""Several deals moved at once go through the same gates as one, and come back with one undo."""

import pytest
from office_content import content_of, last_seq

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import checking, customers, deal_moves, deals, journal, undoing


@pytest.fixture
def cases(office, owner):
    """Answer three deals: two at the first call, one a stage further."""
    found = []
    for number in range(3):
        values = {"name": f"客户{number}", "phone": f"1380013800{number}"}
        found.append(office.do(owner, customers.add, values=values).deal_id)
        office.do(owner, deals.move, found[-1], "first_call")
    office.do(owner, deals.move, found[2], "qualification_review")
    return found


def stages(office, owner, ids):
    return [office.ask(owner, deals.show, each).card.stage for each in ids]


def test_a_preview_says_which_go_and_why_others_stay(office, owner, cases):
    before = last_seq(office, owner), content_of(office)
    found = office.ask(owner, deal_moves.preview_move_many, cases, "qualification_review")
    assert found.will_move == tuple(cases[:2])
    assert [each.id for each in found.skipped] == cases[2:]
    assert found.skipped[0].text
    assert not found.needs_reason
    assert (last_seq(office, owner), content_of(office)) == before


def test_a_preview_tells_that_a_reason_will_be_asked_for(office, owner, cases):
    found = office.ask(owner, deal_moves.preview_move_many, cases, "lost")
    assert found.will_move == tuple(cases)
    assert found.needs_reason


def test_those_that_may_go_move_in_one_entry_and_the_others_stay(office, owner, cases):
    before = last_seq(office, owner)
    done = office.do(owner, deal_moves.move_many, cases, "qualification_review")
    assert done.done == tuple(cases[:2])
    assert [each.id for each in done.refused] == cases[2:]
    assert stages(office, owner, cases) == ["qualification_review"] * 3
    assert last_seq(office, owner) == before + 1
    assert checking.check(office, owner).problems == ()


def test_what_is_said_before_is_what_happens(office, owner, cases):
    for stage in ("product_matching", "lost", "lead_assignment", "disbursed"):
        said = office.ask(owner, deal_moves.preview_move_many, cases, stage)
        done = office.do(owner, deal_moves.move_many, cases, stage, reason="联系不上")
        assert (done.done, done.refused) == (said.will_move, said.skipped), stage


def test_one_undo_brings_all_back(office, owner, cases):
    before = content_of(office)
    office.do(owner, deal_moves.move_many, cases, "lost", reason="联系不上")
    assert stages(office, owner, cases) == ["lost"] * 3
    entry = office.ask(owner, journal.latest, limit=1)[0]
    assert (entry.operation, entry.note) == ("deals.move_many", "联系不上")
    office.do(owner, undoing.undo, entry.seq)
    assert content_of(office) == before


def test_without_the_reason_a_way_asks_for_nothing_is_written(office, owner, cases):
    before = last_seq(office, owner), content_of(office)
    done = office.do(owner, deal_moves.move_many, cases, "lost")
    assert done.done == ()
    assert len(done.refused) == 3
    assert (last_seq(office, owner), content_of(office)) == before


def test_deals_of_others_and_deals_that_are_not_there_are_refused_one_by_one(
    office, owner, actor_of, cases
):
    own = office.do(actor_of("li"), customers.add, values={"name": "李的客户"}).deal_id
    asked = [own, cases[0], 999]
    done = office.do(actor_of("li"), deal_moves.move_many, asked, "first_call")
    assert done.done == (own,)
    assert [each.id for each in done.refused] == [cases[0], 999]


def test_who_may_move_none_is_told_so_at_once(office, actor_of, cases):
    with pytest.raises(Refused):
        office.ask(actor_of("guest"), deal_moves.preview_move_many, cases, "lost")
    with pytest.raises(Refused):
        office.do(actor_of("guest"), deal_moves.move_many, cases, "lost")
