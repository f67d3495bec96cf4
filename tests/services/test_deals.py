"""Deals move through the checks of their process, and every move is kept."""

from datetime import UTC, datetime

import pytest

from loancrm_desktop.errors import Conflict, Invalid, Refused
from loancrm_desktop.services import (
    customers,
    deal_board,
    deals,
    follow_ups,
    founding,
    people,
    undoing,
)
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


@pytest.fixture
def lost(office, owner, case):
    office.do(owner, deals.move, deal_id=case.deal_id, to_stage="lost", reason="利率太高")
    return case


def status_of(office, actor, case):
    return office.ask(actor, customers.values, customer_id=case.id).values["status"]


def win(office, actor, deal_id):
    path = ("first_call", "qualification_review", "product_matching", "signing_support")
    for stage in (*path, "bank_approval", "disbursed"):
        office.do(actor, deals.move, deal_id=deal_id, to_stage=stage)


def test_a_lost_deal_that_is_taken_up_again_is_open_in_every_way(office, owner, lost):
    sheet = office.ask(owner, deals.show, deal_id=lost.deal_id)
    assert (sheet.card.outcome, sheet.values["lost_reason"]) == ("lost", "利率太高")
    assert sheet.values["closed_at"] is not None
    assert status_of(office, owner, lost) == "lost"
    office.do(owner, deals.move, deal_id=lost.deal_id, to_stage="first_call", reason="回心转意")
    again = office.ask(owner, deals.show, deal_id=lost.deal_id)
    assert (again.card.outcome, again.values["lost_reason"]) == ("open", None)
    assert again.values["closed_at"] is None
    assert status_of(office, owner, lost) == "following"


def test_a_customer_with_one_lost_and_one_running_deal_is_not_lost(office, owner, case):
    office.do(owner, follow_ups.log, customer_id=case.id, text="电话已通")
    second = office.do(owner, deals.open_deal, customer_id=case.id)
    office.do(owner, deals.move, deal_id=case.deal_id, to_stage="lost", reason="不合适")
    assert status_of(office, owner, case) == "following"
    office.do(owner, deals.move, deal_id=second.id, to_stage="lost", reason="也不合适")
    assert status_of(office, owner, case) == "lost"


def test_a_customer_who_got_a_loan_once_stays_won_when_the_next_deal_is_lost(office, owner, case):
    win(office, owner, case.deal_id)
    assert status_of(office, owner, case) == "closed"
    second = office.do(owner, deals.open_deal, customer_id=case.id)
    office.do(owner, deals.move, deal_id=second.id, to_stage="lost", reason="不需要了")
    assert status_of(office, owner, case) == "closed"


def test_a_new_deal_takes_a_lost_customer_up_again(office, owner, lost):
    office.do(owner, deals.open_deal, customer_id=lost.id)
    assert status_of(office, owner, lost) == "following"


def test_what_was_reached_once_counts_for_the_funnel_after_going_back(office, owner, case):
    from sqlalchemy import select

    from loancrm_desktop.models.deals import Deal

    for stage in ("first_call", "qualification_review", "first_call"):
        office.do(owner, deals.move, deal_id=case.deal_id, to_stage=stage)
    office.do(owner, deals.move, deal_id=case.deal_id, to_stage="lost", reason="x")
    with office.database.reading() as session:
        chosen = select(Deal.max_position, Deal.stage_position).where(Deal.id == case.deal_id)
        assert tuple(session.execute(chosen).one()) == (2, 9)


def test_disbursement_stays_the_day_of_closing_when_service_goes_on(office, owner, case, clock):
    win(office, owner, case.deal_id)
    closed_at = office.ask(owner, deals.show, deal_id=case.deal_id).values["closed_at"]
    clock.forward(days=2)
    office.do(owner, deals.move, deal_id=case.deal_id, to_stage="post_loan")
    assert office.ask(owner, deals.show, deal_id=case.deal_id).values["closed_at"] == closed_at


def test_a_card_another_desk_already_moved_there_says_so(office, owner, case):
    office.do(owner, deals.move, deal_id=case.deal_id, to_stage="first_call")
    with pytest.raises(Refused, match="初步电联"):
        office.do(
            owner, deals.move, deal_id=case.deal_id, to_stage="first_call", expected_revision=1
        )


def test_a_deal_stays_with_its_customer(office, owner, case):
    other = office.do(owner, customers.add, values={"name": "赵六"})
    with pytest.raises(Invalid) as caught:
        office.do(owner, deals.edit, deal_id=case.deal_id, values={"customer": other.id})
    assert caught.value.problems[0].field == "customer"
    office.do(owner, deals.edit, deal_id=case.deal_id, values={"customer": case.id, "bank": "建行"})


def test_an_ended_deal_goes_to_no_bank(office, owner, lost):
    with pytest.raises(Refused):
        office.do(owner, deals.submit, deal_id=lost.deal_id, values={"bank": "建设银行"})


def test_a_reason_is_not_blank_and_not_a_book(office, owner, case):
    with pytest.raises(Refused) as caught:
        office.do(owner, deals.move, deal_id=case.deal_id, to_stage="lost", reason=" \n")
    assert [need.field for need in caught.value.needs] == ["reason"]
    with pytest.raises(Invalid):
        office.do(owner, deals.move, deal_id=case.deal_id, to_stage="lost", reason="x" * 5000)


@operation("tests.renumber")
def renumber(work: Work, deal_id: int, ref: str) -> str:
    from loancrm_desktop.models.deals import Deal

    work.session.get_one(Deal, deal_id).ref = ref
    work.session.flush()
    return deals.next_ref(work)


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("D202606-00009", "D202606-00010"),
        ("D202606-99999", "D202606-100000"),
        ("D202606-100000", "D202606-100001"),
        ("D202606-100099", "D202606-100100"),
    ],
)
def test_deal_numbers_go_on_past_five_digits(office, owner, case, last, following):
    if last == "D202606-100099":
        more = office.do(owner, deals.open_deal, customer_id=case.id)
        office.do(owner, renumber, deal_id=more.id, ref="D202606-100000")
        more = office.do(owner, deals.open_deal, customer_id=case.id)
        office.do(owner, renumber, deal_id=more.id, ref="D202606-99998")
    assert office.do(owner, renumber, deal_id=case.deal_id, ref=last) == following


def test_a_new_month_begins_at_the_offices_midnight(office, owner, case, clock):
    assert office.ask(owner, deals.show, deal_id=case.deal_id).card.ref == "D202606-00001"
    clock.now = datetime(2026, 6, 30, 16, 0, tzinfo=UTC)  # 1 July, 0:00 in Shanghai
    assert office.do(owner, deals.open_deal, customer_id=case.id).ref == "D202607-00001"


def test_somebody_who_left_leads_no_team_and_gets_no_new_leads(office, owner, actor_of):
    lead = actor_of("lead").user_id
    first = office.do(actor_of("li"), customers.add, values={"name": "甲"})
    assert office.ask(owner, deals.show, deal_id=first.deal_id).card.handler_id == lead
    office.do(owner, people.disable, login="lead")
    second = office.do(actor_of("li"), customers.add, values={"name": "乙"})
    card = office.ask(owner, deals.show, deal_id=second.deal_id).card
    assert card.handler_id == actor_of("li").user_id


def test_the_list_of_deals_is_searched_by_customer_and_by_number(office, owner, case):
    office.do(owner, customers.add, values={"name": "赵六"})
    found = office.ask(owner, deal_board.page, ListQuery(search="王五")).rows
    assert [card.customer_name for card in found] == ["王五"]
    found = office.ask(owner, deal_board.page, ListQuery(search="d202606-00002")).rows
    assert [card.customer_name for card in found] == ["赵六"]
    office.do(owner, customers.remove, customer_ids=[case.id])
    found = office.ask(owner, deal_board.page, ListQuery(trash=True)).rows
    assert [card.customer_name for card in found] == ["王五"]
