"""The board's figures and cards: by urgency, with priority and the next step of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import board_cards, customers, deal_board, deals, tasks
from loancrm_desktop.services.actor import Actor, Rights
from loancrm_desktop.services.board_cards import BoardAsk


def add(office, owner, name, amount, **values):
    number = f"139{sum(name.encode()) % 100_000_000:08d}"
    whole = {"name": name, "phone": number, "requested_amount": amount, **values}
    return office.do(owner, customers.add, values={"owner": owner.user_id, **whole})


@pytest.fixture
def three(office, owner, clock):
    """Answer the deals of three customers in their first stage, each a minute after the last."""
    found = {}
    for name, amount in (("钱慧敏", "500000.00"), ("冯国栋", "900000.00"), ("何秀兰", "100000.00")):
        found[name] = add(office, owner, name, amount, level="A").deal_id
        clock.forward(minutes=1)
    return found


def names(page):
    return [card.customer_name for card in page.rows]


def cards(office, owner, **ask):
    return office.ask(owner, board_cards.cards, ask=BoardAsk(**ask), stage="lead_assignment")


def test_cards_stand_by_urgency_by_amount_or_the_newest_first(office, owner, three):
    assert names(cards(office, owner)) == ["钱慧敏", "冯国栋", "何秀兰"]
    assert names(cards(office, owner, sort="amount")) == ["冯国栋", "钱慧敏", "何秀兰"]
    assert names(cards(office, owner, sort="newest")) == ["何秀兰", "冯国栋", "钱慧敏"]


@pytest.mark.parametrize("sort", ["urgent", "amount", "newest"])
def test_pages_follow_each_other_without_gap_or_repetition(office, owner, three, sort):
    ask, seen, after = BoardAsk(sort=sort), [], None
    for _ in range(4):
        page = office.ask(
            owner, board_cards.cards, ask=ask, stage="lead_assignment", limit=1, after=after
        )
        seen += names(page)
        after = page.next
        if after is None:
            break
    assert seen == names(cards(office, owner, sort=sort))


def test_a_cursor_nobody_gave_out_is_refused(office, owner, three):
    with pytest.raises(Invalid):
        office.ask(
            owner, board_cards.cards, ask=BoardAsk(), stage="lead_assignment", after="nonsense"
        )


def test_the_next_step_is_the_nearest_of_to_dos_and_the_planned_follow_up(office, owner, three):
    shown = dict(zip(names(page := cards(office, owner)), page.marks, strict=True))
    assert not shown["钱慧敏"].has_step
    assert shown["钱慧敏"].level == "A"
    customer = page.rows[0].customer_id
    soon, late = owner_time(office, days=1), owner_time(office, days=3)
    office.do(owner, tasks.add, title="收流水", customer_id=customer, due_at=late)
    office.do(owner, tasks.add, title="约面谈", customer_id=customer, due_at=soon)
    marks = cards(office, owner).marks[0]
    assert marks.has_step
    assert marks.step_at == soon


def owner_time(office, **ahead):
    return office.clock().replace(microsecond=0) + timedelta(**ahead)


def test_a_to_do_without_a_time_is_a_step_too_and_a_done_one_is_none(office, owner, three):
    customer = cards(office, owner).rows[0].customer_id
    task = office.do(owner, tasks.add, title="打电话", customer_id=customer)
    marks = cards(office, owner).marks[0]
    assert (marks.has_step, marks.step_at) == (True, None)
    office.do(owner, tasks.done, task_id=task)
    assert not cards(office, owner).marks[0].has_step


def test_figures_count_what_is_late_soon_late_and_without_a_step(office, owner, three, clock):
    lane = office.ask(owner, board_cards.lanes, ask=BoardAsk()).stages[0]
    assert (lane.count, lane.amount_fen, lane.no_step) == (3, 150_000_000, 3)
    assert (lane.overdue, lane.due_soon) == (0, 0)
    clock.forward(days=60)
    lane = office.ask(owner, board_cards.lanes, ask=BoardAsk()).stages[0]
    assert lane.overdue == 3
    assert lane.average_stay_s > 59 * 86_400


def test_states_of_the_limit_divide_the_deals_among_them(office, owner, three, clock):
    card = cards(office, owner).rows[0]
    whole = card.due_at - card.stage_entered_at
    for share, state in ((0.1, "on_time"), (0.9, "due_soon"), (1.5, "overdue")):
        clock.now = card.stage_entered_at + whole * share
        found = names(cards(office, owner, only=(state,)))
        assert "钱慧敏" in found, state
        for other in {"on_time", "due_soon", "overdue"} - {state}:
            assert "钱慧敏" not in names(cards(office, owner, only=(other,))), (state, other)


def test_the_first_sight_is_what_the_single_readings_say(office, owner, three):
    office.do(owner, deals.move, deal_id=three["何秀兰"], to_stage="first_call")
    first = office.ask(owner, board_cards.first, ask=BoardAsk())
    again = office.ask(owner, board_cards.lanes, ask=BoardAsk())
    assert [lane.count for lane in first.lanes.stages] == [lane.count for lane in again.stages]
    assert [lane.count for lane in again.stages][:2] == [2, 1]
    assert set(first.pages) == {"lead_assignment", "first_call"}
    assert names(first.pages["first_call"]) == ["何秀兰"]


def test_the_first_sight_only_counts_and_leaves_out_the_trash(office, owner, three):
    gone = office.ask(owner, board_cards.cards, ask=BoardAsk(), stage="lead_assignment").rows[0]
    office.do(owner, customers.remove, customer_ids=[gone.customer_id])
    first = office.ask(owner, board_cards.first, ask=BoardAsk()).lanes.stages[0]
    lane = office.ask(owner, board_cards.lanes, ask=BoardAsk()).stages[0]
    assert (first.count, first.amount_fen, first.summed) == (2, 0, False)
    assert (lane.count, lane.summed) == (2, True)
    assert lane.amount_fen > 0


def test_where_something_is_filtered_the_first_sight_is_summed(office, owner, three):
    where = {"field": "requested_amount", "op": "ge", "value": "500000.00"}
    asked = BoardAsk(where=where)
    lane = office.ask(owner, board_cards.first, ask=asked).lanes.stages[0]
    assert (lane.count, lane.amount_fen, lane.summed) == (2, 140_000_000, True)


def test_a_condition_narrows_figures_and_cards(office, owner, three):
    where = {"field": "requested_amount", "op": "ge", "value": "500000.00"}
    assert names(cards(office, owner, where=where)) == ["钱慧敏", "冯国栋"]
    assert office.ask(owner, board_cards.lanes, ask=BoardAsk(where=where)).stages[0].count == 2


def test_each_sees_only_deals_in_sight_and_what_the_role_shows(office, owner, actor_of, three):
    broker = actor_of("li")
    assert names(cards(office, broker)) == []
    blind = Actor(
        owner.user_id,
        "boss",
        "王老板",
        "owner",
        Rights(
            "all",
            frozenset({"deals.see"}),
            hidden=frozenset({"customer.level", "customer.next_follow_up_at"}),
        ),
    )
    marks = cards(office, blind).marks[0]
    assert (marks.level, marks.has_step) == (None, False)
    nobody = Actor(owner.user_id, "boss", "王老板", "owner", Rights("all", frozenset()))
    with pytest.raises(Refused):
        office.ask(nobody, board_cards.lanes, ask=BoardAsk())


@pytest.mark.parametrize("cover", ["hidden", "masked"])
def test_a_role_without_amounts_learns_them_neither_by_sum_nor_by_order(
    office, owner, three, cover
):
    rights = replace(owner.rights, **{cover: frozenset({"deal.requested_amount"})})
    actor = replace(owner, rights=rights)
    lanes = office.ask(actor, board_cards.lanes, ask=BoardAsk())
    assert {lane.amount_fen for lane in lanes.stages} == {0}
    assert sum(lane.count for lane in lanes.stages) == 3
    assert names(cards(office, actor, sort="amount")) == names(cards(office, owner, sort="urgent"))
    board = office.ask(actor, deal_board.board)
    assert {stage.amount_fen for stage in board.stages} == {0}
