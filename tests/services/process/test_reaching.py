"""Where deals may go from each stage, in words, before anybody tries."""

from __future__ import annotations

import pytest

from loancrm_desktop.errors import Refused
from loancrm_desktop.services import customers, deals
from loancrm_desktop.services.process import paths, reaching


@pytest.fixture
def reach(office, owner):
    found = office.ask(owner, reaching.reaches)
    return {(each.start, each.end): each for each in found}


def test_every_pair_of_stages_is_answered(office, owner, reach):
    stages = office.ask(owner, paths.stages).stages
    assert len(reach) == len(stages) * (len(stages) - 1)


def test_the_next_stage_is_an_advance_an_earlier_one_a_way_back_an_ending_an_end(reach):
    assert reach["first_call", "qualification_review"].way == "advance"
    assert reach["qualification_review", "first_call"].way == "back"
    assert reach["qualification_review", "archived"].way == "end"
    assert reach["qualification_review", "lost"].needs_reason


def test_a_stage_too_far_names_the_one_to_complete_first(reach):
    blocked = reach["lead_assignment", "bank_approval"]
    assert blocked.way == "blocked"
    assert blocked.why_not.read("zh").endswith("初步电联")
    assert blocked.why_not.read("en") == "First complete First call"


def test_what_is_said_is_what_the_office_does(office, owner, reach):
    """The words on the board and the office's own answer never differ."""
    values = {"name": "钱慧敏", "phone": "13900000872", "owner": owner.user_id}
    deal = office.do(owner, customers.add, values=values).deal_id
    card = office.ask(owner, deals.show, deal_id=deal).card
    for (start, end), each in reach.items():
        if start == card.stage:
            assert (each.way != "blocked") == (end in card.may_move_to), end
    blocked = next(
        end for (start, end), each in reach.items() if start == card.stage and each.way == "blocked"
    )
    with pytest.raises(Refused):
        office.do(owner, deals.move, deal_id=deal, to_stage=blocked)


def test_who_may_not_move_deals_is_told_so_everywhere(office, actor_of):
    found = office.ask(actor_of("guest"), reaching.reaches)
    assert {each.way for each in found} == {"blocked"}
    assert {each.why_not.read("en") for each in found} == {"Your role may not move deals."}
