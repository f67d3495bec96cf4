"""Deals move through the checks of their process, and every move is kept."""

import pytest

from loancrm_desktop.errors import Conflict, Refused
from loancrm_desktop.services import customers, deal_board, deals, follow_ups, founding, undoing
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.office import Work


@pytest.fixture
def case(office, actor_of):
    return office.do(actor_of("li"), customers.add, values={"name": "王五", "phone": "13912345678"})


def test_a_move_closes_one_stay_and_opens_the_next(office, actor_of, case, clock):
    clock.forward(hours=1)
    moved = office.do(actor_of("li"), deals.move, deal_id=case.deal_id, to_stage="first_call")
    assert (moved.from_stage, moved.to_stage) == ("lead_assignment", "first_call")
    history = office.ask(actor_of("li"), deals.show, deal_id=case.deal_id).stage_history
    assert [visit.stage for visit in history] == ["lead_assignment", "first_call"]
    assert history[0].dwell_s == 3601
    assert moved.card.due_at is not None


def test_a_way_that_is_not_drawn_is_refused_with_the_allowed_ones(office, actor_of, case):
    with pytest.raises(Refused, match="线索分配") as caught:
        office.do(actor_of("li"), deals.move, deal_id=case.deal_id, to_stage="bank_approval")
    assert caught.value.allowed == ("first_call", "lost")


@operation("tests.add_strict_process")
def add_strict_process(work: Work) -> int:
    body = founding.preset("processes/standard.json")
    body["key"] = "strict"
    body["edges"][0]["requires"] = ["bank", "product"]
    body["edges"][1]["when"] = {"field": "requested_amount", "op": "ge", "value": "100000"}
    return founding.add_process(work, body, is_default=False).id


def test_a_way_with_a_condition_says_it_in_words(office, owner, case):
    office.do(owner, add_strict_process)
    card = office.do(
        owner,
        deals.open_deal,
        customer_id=case.id,
        values={"requested_amount": "50000", "bank": "建行", "product": "快贷"},
        process="strict",
    )
    office.do(owner, deals.move, deal_id=card.id, to_stage="first_call")
    with pytest.raises(Refused, match="10"):
        office.do(owner, deals.move, deal_id=card.id, to_stage="qualification_review")
    office.do(owner, deals.edit, deal_id=card.id, values={"requested_amount": "150000"})
    office.do(owner, deals.move, deal_id=card.id, to_stage="qualification_review")


def test_missing_fields_are_named_and_can_be_sent_along(office, owner, case):
    office.do(owner, add_strict_process)
    card = office.do(owner, deals.open_deal, customer_id=case.id, process="strict")
    with pytest.raises(Refused) as caught:
        office.do(owner, deals.move, deal_id=card.id, to_stage="first_call")
    assert [need.field for need in caught.value.needs] == ["bank", "product"]
    moved = office.do(
        owner,
        deals.move,
        deal_id=card.id,
        to_stage="first_call",
        values={"bank": "建设银行", "product": "快贷"},
    )
    assert moved.card.bank == "建设银行"


def test_review_not_passed_archives_with_a_reason(office, actor_of, case):
    li = actor_of("li")
    for stage in ("first_call", "qualification_review"):
        office.do(li, deals.move, deal_id=case.deal_id, to_stage=stage)
    with pytest.raises(Refused) as caught:
        office.do(li, deals.move, deal_id=case.deal_id, to_stage="archived")
    assert [need.field for need in caught.value.needs] == ["reason"]
    office.do(li, deals.move, deal_id=case.deal_id, to_stage="archived", reason="逾期过多")
    sheet = office.ask(li, deals.show, deal_id=case.deal_id)
    assert sheet.card.outcome == "archived"
    assert sheet.stage_history[-1].reason == "逾期过多"


def test_two_desks_moving_one_card_conflict(office, actor_of, case):
    li = actor_of("li")
    shown = office.ask(li, deals.show, deal_id=case.deal_id)
    office.do(li, deals.move, deal_id=case.deal_id, to_stage="first_call")
    with pytest.raises(Conflict):
        office.do(
            li,
            deals.move,
            deal_id=case.deal_id,
            to_stage="lost",
            reason="x",
            expected_revision=shown.revision,
        )


def test_a_follow_up_keeps_the_rows_in_step(office, actor_of, case, clock):
    li = actor_of("li")
    office.do(li, follow_ups.log, customer_id=case.id, text="约明天面谈", next_at=clock.now)
    values = office.ask(li, customers.values, customer_id=case.id).values
    assert values["status"] == "following"
    assert values["last_contact_at"] is not None
    assert office.ask(li, deals.show, deal_id=case.deal_id).card.last_contact_at is not None


def test_the_board_counts_sums_and_names_the_late(office, actor_of, case, clock):
    clock.forward(days=3)
    board = office.ask(actor_of("li"), deal_board.board)
    first = board.stages[0]
    assert (first.key, first.count, first.overdue) == ("lead_assignment", 1, 1)
    cards = office.ask(actor_of("li"), deal_board.column, stage="lead_assignment").rows
    assert cards[0].customer_name == "王五"
    assert cards[0].may_move_to == ("first_call", "lost")
    page = office.ask(
        actor_of("li"),
        deal_board.page,
        query=ListQuery(where={"field": "customer.name", "op": "eq", "value": "王五"}),
    )
    assert page.total == 1


def test_a_move_can_be_undone(office, actor_of, case):
    li = actor_of("li")
    heard = []
    office.feed.subscribe(heard.append)
    office.do(li, deals.move, deal_id=case.deal_id, to_stage="first_call")
    office.do(li, undoing.undo, seq=heard[-1].seq)
    sheet = office.ask(li, deals.show, deal_id=case.deal_id)
    assert sheet.card.stage == "lead_assignment"
    assert [visit.left_at for visit in sheet.stage_history] == [None]


def test_a_later_change_stands_in_the_way_of_undo(office, actor_of, case):
    li = actor_of("li")
    heard = []
    office.feed.subscribe(heard.append)
    office.do(li, deals.move, deal_id=case.deal_id, to_stage="first_call")
    office.do(li, deals.move, deal_id=case.deal_id, to_stage="qualification_review")
    with pytest.raises(Refused, match=str(heard[-1].seq)):
        office.do(li, undoing.undo, seq=heard[0].seq)
