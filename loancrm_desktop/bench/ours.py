"""Our side at work: whole service calls through the office, as a window or the command line asks.

Every call passes permission, catalogue, condition language, search words, journal and hash chain.
The one who acts is the owner, who sees every customer, as the limit does.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from loancrm_desktop.bench import memory, office_seed, workload
from loancrm_desktop.bench.office_seed import BenchClock
from loancrm_desktop.bench.workload import FilterQuestion, questions
from loancrm_desktop.models.base import from_ms
from loancrm_desktop.services import (
    customer_list,
    customer_sheet,
    deals,
    follow_ups,
    lists,
    opening,
    search,
    task_reminders,
)
from loancrm_desktop.services.exchange import importing, sheets
from loancrm_desktop.services.exchange.import_plan import ImportPlan, ImportReport
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.opening import Opened
from loancrm_desktop.services.vault.office_folder import read_office

_Asked = TypeVar("_Asked")

_NOTE = "电话回访，客户表示本周内可以到店签约，需准备征信授权书"
_MOST_HITS = 50
_QUIET_DAYS = 3
_CHILD = "loancrm_desktop.bench.fresh_process"
_YUAN = 100


class Ours:
    """One open office of ours; method wN does workload N and answers how much it found.

    The n-th call asks the n-th question, as the limit's does. Deals have the same numbers on
    both sides, so that W7 moves the same ones.
    """

    def __init__(
        self,
        folder: Path,
        count: int,
        deep_cursor: tuple[int, int] | None,
        movable_stages: Mapping[int, int],
    ) -> None:
        self.folder = folder
        self._questions = questions(count)
        self._clock = BenchClock()
        self._opened = office_seed.open_office(folder, self._clock)
        self._actor = self._opened.actor
        self._ask = self._opened.office.ask
        self._do = self._opened.office.do
        self._second: Opened | None = None
        self._movable = tuple(movable_stages)
        known = office_seed.known_in(self._opened)
        self._path = known.path
        self._stages = {deal: known.stage(number).key for deal, number in movable_stages.items()}
        self._filter = ListQuery(where=condition(self._questions.filter, known), sort=_OLDEST_FIRST)
        self._deep = ListQuery(after=_cursor(deep_cursor), with_total=False)

    def close(self) -> None:
        """Close the office."""
        self.forget_open()
        self._opened.office.close()

    def w2_list_page(self, _index: int) -> int:
        """Read the newest 50 rows of the customer list and count all."""
        return self._ask(self._actor, customer_list.page, ListQuery()).total or 0

    def w3_deep_page(self, _index: int) -> int:
        """Read 50 rows after the first nine tenths of the list."""
        return len(self._ask(self._actor, customer_list.page, self._deep).rows)

    def w4_filter(self, _index: int) -> int:
        """Read 50 customers of the filter question and count all."""
        return self._ask(self._actor, customer_list.page, self._filter).total or 0

    def w5_name(self, index: int) -> int:
        """Find customers by a piece of the name."""
        return self._hits(_turn(self._questions.name_fragments, index))

    def w5_last4(self, index: int) -> int:
        """Find customers by the last four digits of the phone."""
        return self._hits(_turn(self._questions.phone_tails, index))

    def w5_pinyin(self, index: int) -> int:
        """Find customers by pinyin initials."""
        return self._hits(_turn(self._questions.initials, index))

    def w6_customer_page(self, index: int) -> int:
        """Read one customer with deal, follow-ups, tasks, documents and history."""
        customer = _turn(self._questions.customers_opened, index)
        sheet = self._ask(self._actor, customer_sheet.show, customer)
        parts = (sheet.deals, sheet.follow_ups, sheet.tasks, sheet.documents, sheet.related)
        # The stay a deal began with is a visit of ours, but no move of the limit's.
        moves = len(sheet.stage_history) - len(sheet.deals)
        return 1 + moves + sum(map(len, parts))

    def w7_move(self, index: int) -> None:
        """Move a deal to its next stage, on the disk when this returns."""
        deal_id = _turn(self._movable, index)
        self._clock.now_s = workload.NOW_S + index
        self._do(self._actor, deals.move, deal_id, self._next_stage(deal_id))

    def w8_follow_up(self, index: int) -> None:
        """Log a follow-up, on the disk when this returns."""
        customer = _turn(self._questions.customers_contacted, index)
        self._clock.now_s = workload.NOW_S + index
        self._do(self._actor, follow_ups.log, customer, _NOTE)

    def w10_idle_scan(self, index: int) -> int:
        """Remind of every silent customer with an open deal; answer how many are new."""
        self._clock.now_s = workload.NOW_S + index
        return self._do(self._actor, task_reminders.remind_idle, _QUIET_DAYS).created

    def w11_open(self, _index: int) -> int:
        """Open the office once more with its keys; `forget_open` undoes it."""
        vault = self._opened.vault
        self._second = opening.open_with(
            self.folder, read_office(self.folder), vault, clock=self._clock
        )
        return 1

    def w11_open_and_list(self, index: int) -> int:
        """Open the office once more and read the first page of the list."""
        self.w11_open(index)
        if self._second is None:
            return 0
        ask = self._second.office.ask
        return ask(self._second.actor, customer_list.page, ListQuery()).total or 0

    def forget_open(self) -> None:
        """Close what W11 opened and ask the system to drop the file from its cache."""
        if self._second is not None:
            self._second.office.close()
            self._second = None
        memory.forget_cached(self.folder / opening.DATABASE)

    def forget_reminders(self) -> None:
        """Put the office back before its first idle scan."""
        office_seed.forget_reminders(self._opened.office.database)

    def _next_stage(self, deal_id: int) -> str:
        here = self._path.stage(self._stages[deal_id])
        if here is None:
            raise LookupError(self._stages[deal_id])
        self._stages[deal_id] = self._path.stages[here.position + 1].key
        return self._stages[deal_id]

    def _hits(self, text: str) -> int:
        return len(self._ask(self._actor, search.find, text, _MOST_HITS))


_OLDEST_FIRST = ("last_contact_at",)


def condition(asked: FilterQuestion, known: office_seed.Known) -> dict[str, object]:
    """Write the filter question as a list would send it."""
    amounts = [
        f"{fen // _YUAN}.{fen % _YUAN:02d}" for fen in (asked.amount_from_fen, asked.amount_to_fen)
    ]
    stages = [known.stage(number).key for number in asked.stages]
    return {
        "all": [
            {"field": "owner", "op": "eq", "value": known.employees[asked.owner]},
            {"field": "deal_stage", "op": "in", "value": stages},
            {"field": "deal_amount", "op": "between", "value": amounts},
            {"field": "last_contact_at", "op": "older_than", "value": {"days": _QUIET_DAYS}},
        ]
    }


class Importing:
    """W1 for our side: an empty office put back before every import."""

    def __init__(self, empty: Path, folder: Path) -> None:
        self._empty = empty
        self._folder = folder
        self._opened: Opened | None = None

    def put_back(self) -> None:
        """Open a fresh copy of the empty office."""
        self.close()
        office_seed.copy(self._empty, self._folder)
        self._opened = office_seed.open_office(self._folder)

    def w1_import(self, sheet: Path) -> int:
        """Read a CSV in the child process, guess its columns, write it; answer the new ones."""
        return self.report(sheet).created

    def report(self, sheet: Path) -> ImportReport:
        """Take in a CSV as a person does who accepts every guess."""
        if self._opened is None:
            message = "there is no office to import into"
            raise RuntimeError(message)
        office, actor = self._opened.office, self._opened.actor
        table = sheets.read_table(sheet).chosen
        plan = ImportPlan(columns=office.ask(actor, importing.guess, table))
        return office.do(actor, importing.run, table, plan)

    def close(self) -> None:
        """Close the copy and remove it."""
        if self._opened is not None:
            self._opened.office.close()
            self._opened = None
            shutil.rmtree(self._folder)


def memory_mb(folder: Path) -> float | None:
    """Answer the most memory a fresh process takes that opens the office and reads W2, W4, W6.

    None in a frozen build, which has no interpreter to start.
    """
    if getattr(sys, "frozen", False):
        return None
    question = json.dumps({"folder": str(folder)})
    answered = subprocess.run(  # noqa: S603 - our own module, in our own interpreter
        [sys.executable, "-m", _CHILD], input=question, capture_output=True, text=True, check=True
    )
    return float(json.loads(answered.stdout)["peak_mb"])


def _cursor(found: tuple[int, int] | None) -> str | None:
    return None if found is None else lists.cursor_of((from_ms(found[0] * 1000), found[1]))


def _turn(values: Sequence[_Asked], index: int) -> _Asked:
    return values[index % len(values)]
