"""A process as drawn: everything wrong in it is named, and one bad drawing stops no other."""

from __future__ import annotations

import copy

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import customers, deals, founding
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import design, paths


@pytest.fixture
def body():
    return copy.deepcopy(founding.preset("processes/standard.json"))


def places(body) -> set[str]:
    return {problem.field for problem in design.faults(body)}


def test_the_shipped_process_has_no_faults(body):
    assert places(body) == set()


def test_everything_that_is_wrong_is_named_with_its_place(body):
    body["stages"][1]["name_zh"] = ""
    body["stages"][2]["outcome"] = "maybe"
    body["stages"].append(dict(body["stages"][0]))
    body["edges"][0]["to"] = "nowhere"
    body["start"] = "nowhere"
    body["rules"]["reopen_to"] = ["nowhere"]
    body["rules"]["lose_from_open"] = "nowhere"
    found = places(body)
    assert {"stages.1", "stages.2", "stages.0", "stages.10", "edges.0.to", "start"} <= found
    assert {"rules.reopen_to", "rules.lose_from_open"} <= found


@pytest.mark.parametrize("stages", [None, [], {}, "x", ["x"], [None]])
def test_stages_that_are_none_are_refused_without_a_crash(body, stages):
    body["stages"] = stages
    with pytest.raises(Invalid):
        design.read_design(body)


def test_a_process_of_another_format_is_told(body):
    body["format"] = 99
    assert places(body) == {"format"}


def test_a_stage_no_arrow_leads_to_is_named(body):
    body["stages"].insert(1, {"key": "island", "name_zh": "孤岛"})
    assert places(body) == {"stages.1"}


@operation("tests.plant_process")
def plant_process(work: Work, key: str) -> int:
    planted = founding.preset("processes/standard.json")
    planted["key"] = key
    process = founding.add_process(work, planted, is_default=False)
    return process.id


@operation("tests.spoil_design")
def spoil_design(work: Work, key: str) -> int:
    from sqlalchemy import select

    from loancrm_desktop.models.designs import Design

    row = work.session.execute(select(Design).where(Design.key == key)).scalars().one()
    row.body = {**row.body, "start": "nowhere"}
    return row.id


def test_a_process_that_cannot_be_read_stops_only_its_own_deals(office, owner, caplog):
    office.do(owner, plant_process, key="second")
    added = office.do(owner, customers.add, values={"name": "张三"})
    card = office.do(owner, deals.open_deal, customer_id=added.id, process="second")
    office.do(owner, spoil_design, key="second")
    assert [path.key for path in office.ask(owner, paths.all_paths)] == ["standard"]
    assert "second" in caplog.text
    office.do(owner, deals.move, deal_id=added.deal_id, to_stage="first_call")
    assert office.ask(owner, deals.show, deal_id=card.id).card.may_move_to == ()
    with pytest.raises(Refused):
        office.do(owner, deals.move, deal_id=card.id, to_stage="first_call")
