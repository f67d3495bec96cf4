"""Writes many new customers and deals at once; a named bulk place with its own journal piece."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from loancrm_desktop.errors import Refused
from loancrm_desktop.models import text_index
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.database import roomy
from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.ids import next_id
from loancrm_desktop.models.stored import to_stored
from loancrm_desktop.services import customers, deals
from loancrm_desktop.services.completing import complete
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.services.exchange.new_rows import BATCH, NewRows, NewValues
from loancrm_desktop.services.exchange.row_values import RowValues
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import running
from loancrm_desktop.services.process.paths import ProcessPath, path_named
from loancrm_desktop.services.search_words import words_of
from loancrm_desktop.texts import say

_MANY_WORDS = 2_000
"""From so many new customers on it pays to put the search index in order at once."""

_DEAL_FROM_CUSTOMER = ("product_type", "requested_amount", "requested_term_months", "purpose")


def write(work: Work, rows: Sequence[RowValues], progress: Progress) -> None:
    """Insert customers, their deals, first stage visits and search words.

    Raises:
        Refused: cancelled; the caller's transaction is rolled back.
    """
    if not rows:
        return
    made = _Made(work, path_named(work, None))
    for count, row in enumerate(rows):
        made.add(row)
        if count % BATCH == 0 and progress.cancelled:
            raise Refused(say("The import was cancelled. Nothing was changed."))
    with roomy(work.session, len(rows)):
        for table in (made.customers, made.deals, made.visits):
            table.write(work)
        text_index.add(work.session, made.words)
        if len(made.words) >= _MANY_WORDS:
            text_index.tidy(work.session)


class _Made:
    """Collects the rows of every table while the sheet's rows go by."""

    def __init__(self, work: Work, path: ProcessPath) -> None:
        self._work = work
        self._path = path
        self._stage = stage = path.stages[0]
        due_at = running.due_at(work, stage, work.now)
        self._customer_id = next_id(work.session, "customer")
        self._deal_id = next_id(work.session, "deal")
        self._visit_id = next_id(work.session, "stage_visit")
        prefix, number = deals.next_ref(work).rsplit("-", 1)
        self._ref_prefix, self._ref_number = prefix, int(number)
        catalog = catalog_of(work)
        self._customer_values = NewValues("customer", catalog.kind("customer").fields)
        self._deal_values = NewValues("deal", catalog.kind("deal").fields)
        self._handlers: dict[tuple[int | None, int | None], int | None] = {}
        standing = {"process_id": path.id, "stage": stage.key, "due_at": due_at}
        record = {"created_at": work.now, "updated_at": work.now, "revision": 1}
        self._shown = {
            "deal_stage": stage.key,
            "deal_stage_entered_at": to_stored(work.now),
            "deal_due_at": to_stored(due_at),
        }
        self.customers = NewRows(Customer, record)
        self.deals = NewRows(
            Deal,
            record
            | standing
            | {
                "stage_position": 0,
                "stage_entered_at": work.now,
                "created_month": deals.month_number(work),
            },
        )
        self.visits = NewRows(
            StageVisit, standing | {"entered_at": work.now, "entered_by": work.actor.user_id}
        )
        self.words: list[tuple[int, str]] = []

    def add(self, row: RowValues) -> None:
        """Take one row in."""
        whole = customers.with_defaults(self._work, row.customer)
        whole = complete(self._work, "customer", whole, check=False)
        values = self._customer_values.of(whole)
        values["id"] = self._customer_id
        if wants_deal(row):
            self._add_deal(row, whole, values)
        self.customers.add(values)
        get = values.get
        words = words_of(
            values["name"],
            get("phone"),
            get("phone2"),
            get("id_number"),
            get("company"),
            get("tags", ()),
        )
        self.words.append((self._customer_id, words))
        self._customer_id += 1

    def _add_deal(self, row: RowValues, whole: dict[str, Any], customer: dict[str, Any]) -> None:
        wanted = {key: whole.get(key) for key in _DEAL_FROM_CUSTOMER}
        wanted.update(row.deal)
        wanted["customer"] = self._customer_id
        for key in ("owner", "team", "channel"):
            if whole.get(key) is not None:
                wanted[key] = whole[key]
        wanted = complete(self._work, "deal", wanted, check=False)
        values = self._deal_values.of(wanted)
        values["id"] = self._deal_id
        values["ref"] = f"{self._ref_prefix}-{self._ref_number:05d}"
        handler_id = self._handler(values.get("owner_id"), values.get("team_id"))
        values["handler_id"] = handler_id
        self.deals.add(values)
        visit = {"id": self._visit_id, "deal_id": self._deal_id, "handler_id": handler_id}
        self.visits.add(visit)
        customer.update(self._shown)
        customer["deal_id"] = self._deal_id
        customer["deal_amount_fen"] = _amount_fen(values)
        self._ref_number += 1
        self._deal_id += 1
        self._visit_id += 1

    def _handler(self, owner_id: int | None, team_id: int | None) -> int | None:
        key = (owner_id, team_id)
        if key not in self._handlers:
            deal = Deal(
                ref="",
                customer_id=0,
                process_id=self._path.id,
                stage=self._stage.key,
                stage_position=0,
                stage_entered_at=self._work.now,
                owner_id=owner_id,
                team_id=team_id,
                created_at=self._work.now,
                updated_at=self._work.now,
            )
            self._handlers[key] = running.handler(self._work, deal, self._stage)
        return self._handlers[key]


def _amount_fen(deal: dict[str, Any]) -> int | None:
    for key in ("disbursed_amount_fen", "approved_amount_fen", "requested_amount_fen"):
        if deal.get(key) is not None:
            return int(deal[key])
    return None


def wants_deal(row: RowValues) -> bool:
    """Say whether a row speaks of a loan, so that a deal is opened for it."""
    customer = row.customer
    return bool(row.deal or customer.get("requested_amount") or customer.get("product_type"))
