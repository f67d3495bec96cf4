"""Processes at work: the board, a step through gates and rules, the pass over the time limits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from loancrm_desktop.bench import limit_flow, office_seed
from loancrm_desktop.bench.seeds import LAST_OPEN_STAGE
from loancrm_desktop.bench.workload import NOW_S
from loancrm_desktop.models.database import DRIVER
from loancrm_desktop.services import board_cards, deal_steps, deals
from loancrm_desktop.services.board_cards import BoardAsk
from loancrm_desktop.services.process import publishing, timekeeping
from loancrm_desktop.services.rules import drawing

RULES = 50
STEPS = 200
"""How many deals stand ready for a step; a call beyond takes the next step of one of them."""

_PROCESS = "bench_flow"
_MS_PER_S = 1000
_ALL_OPEN = "UPDATE deal SET outcome = 'open', closed_at = NULL, due_at = coalesce(due_at, ?)"
_NO_STAYS = "DELETE FROM node_visit"
_STAYS = (
    "INSERT INTO node_visit (deal_id, version, node, stage, way, entered_at, handler_id, due_at,"
    " timer_at, facts) SELECT id, 1, stage, stage, 'moved', stage_entered_at, handler_id, due_at,"
    " CASE WHEN id % 2 THEN ? + id * 1000 END, '{}' FROM deal"
)
"""Each deal has its stay: half of them have been told of their limit, for the others it comes."""


class Flowing:
    """One open office with a drawn process, fifty rules for deals, and deals ready for a step."""

    def __init__(self, folder: Path) -> None:
        self._opened = office_seed.open_office(folder)
        office, actor = self._opened.office, self._opened.actor
        office.do(actor, publishing.publish, _PROCESS, _body())
        for number in range(RULES):
            office.do(actor, drawing.save, _sleeping(number))
        values = {"requested_amount": "50000", "bank": "建设银行"}
        self._deals = [
            office.do(actor, deals.open_deal, customer, values, _PROCESS).id
            for customer in self._customers()
        ]
        self._path = office_seed.known_in(self._opened).path

    def close(self) -> None:
        """Close the office."""
        self._opened.office.close()

    def due_s(self) -> list[tuple[int | None, int]]:
        """Answer when each deal is due, and its number, for the limit."""
        with self._opened.office.database.reading() as session:
            found = session.info[DRIVER].execute("SELECT due_at, id FROM deal").fetchall()
        return [(due and due // _MS_PER_S, number) for due, number in found]

    def first(self, _index: int) -> int:
        """Read what a board shows at first; answers how many deals its columns have."""
        found = self._opened.office.ask(self._opened.actor, board_cards.first, BoardAsk())
        return sum(lane.count for lane in found.lanes.stages)

    def lanes(self, _index: int) -> int:
        """Read the columns with their figures."""
        found = self._opened.office.ask(self._opened.actor, board_cards.lanes, BoardAsk())
        return sum(lane.count for lane in found.stages)

    def cards(self, index: int) -> int:
        """Read the most urgent cards of a column."""
        stage = self._path.stages[index % LAST_OPEN_STAGE].key
        found = self._opened.office.ask(
            self._opened.actor, board_cards.cards, BoardAsk(), stage, limit_flow.CARDS
        )
        return len(found.rows)

    def advance(self, index: int) -> None:
        """Take a deal on: its gate asks for a field, a branch chooses, fifty rules are asked."""
        deal_id = self._deals[index % len(self._deals)]
        self._opened.office.do(self._opened.actor, deal_steps.advance, deal_id)

    def open_all(self) -> None:
        """Have every deal run and stand in a stay, with nothing due, as on an usual day."""
        office = self._opened.office
        with office.database.writing() as session:
            run = session.info[DRIVER].execute
            run(_ALL_OPEN, ((NOW_S + 1) * _MS_PER_S,))
            run(_NO_STAYS)
            run(_STAYS, ((NOW_S + 1) * _MS_PER_S,))
            office.database.commit(session)

    def scan(self, _index: int) -> int:
        """Do what time limits ask for by now: nothing, so that it is the search alone."""
        found = self._opened.office.do(self._opened.actor, timekeeping.run_limits)
        return len(found.fired)

    def _customers(self) -> Sequence[int]:
        with self._opened.office.database.reading() as session:
            said = "SELECT id FROM customer ORDER BY id * 7919 % 1000003, id LIMIT ?"
            found = session.info[DRIVER].execute(said, (STEPS,)).fetchall()
        return [found[at % len(found)][0] for at in range(STEPS)]


def _sleeping(number: int) -> dict[str, Any]:
    """Answer a rule a step wakes, whose condition is asked and does not hold."""
    return {
        "format": 1,
        "key": f"bench_deal_{number}",
        "kind": "deal",
        "title": {"zh": f"{number}"},
        "when": {"on": "entered"} if number % 2 else {"on": "changed"},
        "if": {"field": "requested_amount", "op": "gt", "value": "90000000"},
        "then": [{"do": "notify", "text": "{ref}"}],
    }


def _body() -> dict[str, Any]:
    """Answer a process with a gate, a branch on the amount, and steps with time limits."""
    stages = [
        {"key": key, "name_zh": key, "name_en": key, "funnel_step": step, **more}
        for key, step, more in (
            ("bench_intake", "lead", {}),
            ("bench_review", "interested", {}),
            ("bench_paid", "disbursed", {"outcome": "won"}),
            ("bench_lost", "lost", {"outcome": "lost"}),
        )
    ]
    limit = {"amount": 2, "unit": "working_hours", "actions": [{"when": "at"}]}
    owner = {"kind": "owner"}
    nodes: list[dict[str, Any]] = [
        {"key": "start", "kind": "start"},
        {
            "key": "intake",
            "kind": "handle",
            "stage": "bench_intake",
            "handler": owner,
            "required": ["bank"],
            "limit": limit,
        },
        {"key": "size", "kind": "branch", "name_zh": "size", "name_en": "size"},
        {"key": "large", "kind": "handle", "stage": "bench_review", "handler": owner},
        {
            "key": "small",
            "kind": "handle",
            "stage": "bench_review",
            "handler": owner,
            "name_zh": "small",
            "name_en": "small",
            "limit": limit,
        },
        {"key": "paid", "kind": "end", "stage": "bench_paid"},
        {"key": "lost", "kind": "end", "stage": "bench_lost"},
    ]
    much = {"field": "requested_amount", "op": "ge", "value": "100000"}
    edges: list[dict[str, Any]] = [
        {"from": "start", "to": "intake"},
        {"from": "intake", "to": "size"},
        {"from": "size", "to": "large", "when": much},
        {"from": "size", "to": "small", "else": True},
        {"from": "large", "to": "paid"},
        {"from": "small", "to": "paid"},
    ]
    return {
        "format": 2,
        "key": _PROCESS,
        "name_zh": "基准流程",
        "name_en": "Bench",
        "stages": stages,
        "nodes": nodes,
        "edges": edges,
        "rules": {"lose_from_open": "bench_lost", "reopen_to": ["bench_intake"]},
    }
