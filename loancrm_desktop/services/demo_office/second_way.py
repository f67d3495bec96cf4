"""What a demo office shows of processes: a second one, approvals that wait, limits, a calendar."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import timedelta

from loancrm_desktop.services import customer_list, deal_steps, deals, office_calendar
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.deal_cards import DealCard
from loancrm_desktop.services.demo_office.player import Stage
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.process import publishing, starters, timekeeping

PROCESS = "business_loan"
_LOOKED = 200
_AMOUNTS_YUAN = (800_000, 1_500_000, 600_000, 2_000_000, 1_200_000)
_FAR = (1, 2, 3, 5, 5)
"""How many steps each case has gone; after the fifth its approval waits."""
_PASSED = "qualification_review>site_visit"
_OUTING_DAYS = 21


def open_cases(stage: Stage, busy: AbstractSet[int]) -> dict[str, int]:
    """Publish a second process and begin some cases in it; answers what was made, by kind.

    Args:
        stage: where it is acted.
        busy: customers with whom something still happens; they have a case already.
    """
    boss, office = stage.actors["boss"], stage.office
    (starter,) = (each for each in office.ask(boss, starters.starters) if each.key == PROCESS)
    office.do(boss, publishing.publish, PROCESS, starter.body)
    where = {"field": "status", "op": "in", "value": ["signed", "closed", "following"]}
    query = ListQuery(where=where, sort=("created_at",), limit=_LOOKED)
    rows = office.ask(boss, customer_list.page, query=query).rows
    chosen = [row for row in rows if row.owner_id is not None and row.id not in busy]
    cases = list(zip(chosen, _AMOUNTS_YUAN, _FAR, strict=False))
    for row, amount, steps in cases:
        values = {"requested_amount": str(amount)}
        owner = _actor(stage, row.owner_id)
        card = office.do(owner, deals.open_deal, row.id, values, PROCESS)
        _go(stage, card, steps)
    moves = sum(steps for _, _, steps in cases)
    return {"deals": len(cases), "stage_visits": len(cases) + moves}


def _go(stage: Stage, card: DealCard, steps: int) -> None:
    for _ in range(steps):
        edge = _PASSED if card.stage == "qualification_review" else None
        worker = _actor(stage, card.handler_id)
        card = stage.office.do(worker, deal_steps.advance, card.id, edge).card


def _actor(stage: Stage, person_id: int | None) -> Actor:
    found = (each for each in stage.actors.values() if each.user_id == person_id)
    return next(found, stage.actors["boss"])


def keep_time(stage: Stage) -> None:
    """Let the process clock do what is due, and settle a day off of the office's own."""
    boss, office = stage.actors["boss"], stage.office
    while office.do(boss, timekeeping.run_limits, timekeeping.MOST_AT_ONCE).more:
        pass
    today = stage.clock().astimezone(office.place.zone).date()
    outing = today + timedelta(days=_OUTING_DAYS)
    week = list(office.ask(boss, office_calendar.calendar).week)
    office.do(boss, office_calendar.edit_calendar, week, [outing.isoformat()])
