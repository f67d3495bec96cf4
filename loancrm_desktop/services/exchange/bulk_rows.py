"""Writes many new customers and deals at once; a named bulk place with its own journal piece."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import JSON, Date, insert

from loancrm_desktop.errors import Refused
from loancrm_desktop.models import text_index
from loancrm_desktop.models.base import UtcTime
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.database import json_text
from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.ids import next_id
from loancrm_desktop.models.stored import to_stored
from loancrm_desktop.services import customers, deals
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.services.exchange.row_values import RowValues
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import constructor_values
from loancrm_desktop.services.office import BulkWrite, Work
from loancrm_desktop.services.process import running
from loancrm_desktop.services.process.paths import ProcessPath, path_named
from loancrm_desktop.services.search_words import words_of
from loancrm_desktop.texts import say

BATCH = 5_000

_DEAL_FROM_CUSTOMER = ("product_type", "requested_amount", "requested_term_months", "purpose")
_SUMMARY = (
    "deal_id",
    "deal_stage",
    "deal_stage_entered_at",
    "deal_due_at",
    "deal_amount_fen",
)


def write(work: Work, rows: Sequence[RowValues], progress: Progress) -> None:
    """Insert customers, their deals, first stage visits and search words.

    Raises:
        Refused: cancelled; the caller's transaction is rolled back.
    """
    if not rows:
        return
    path = path_named(work, None)
    first_customer = next_id(work.session, "customer")
    first_deal = next_id(work.session, "deal")
    made = _Made(work, path, first_customer, first_deal)
    for row in rows:
        made.add(row)
        if len(made.customers) % BATCH == 0 and progress.cancelled:
            raise Refused(say("The import was cancelled. Nothing was changed."))
    _insert(work, Customer, made.customers)
    if made.deals:
        _insert(work, Deal, made.deals)
        _insert(work, StageVisit, made.visits)
    text_index.put(work.session, made.words)
    text_index.tidy(work.session)


def wants_deal(row: RowValues) -> bool:
    """Say whether a row speaks of a loan, so that a deal is opened for it."""
    customer = row.customer
    return bool(row.deal or customer.get("requested_amount") or customer.get("product_type"))


class _Made:
    """Collects the rows of every table while the sheet's rows go by."""

    def __init__(self, work: Work, path: ProcessPath, first_customer: int, first_deal: int) -> None:
        self._work = work
        self._path = path
        self._stage = path.stages[0]
        self._due_at = running.due_at(work, self._stage, work.now)
        self._customer_id = first_customer
        self._deal_id = first_deal
        self._visit_id = next_id(work.session, "stage_visit")
        self._ref = deals.next_ref(work)
        self._month = deals.month_number(work)
        catalog = catalog_of(work)
        self._customer_fields = catalog.kind("customer").fields
        self._deal_fields = catalog.kind("deal").fields
        self._handlers: dict[tuple[int | None, int | None], int | None] = {}
        self.customers: list[dict[str, Any]] = []
        self.deals: list[dict[str, Any]] = []
        self.visits: list[dict[str, Any]] = []
        self.words: list[tuple[int, str]] = []

    def add(self, row: RowValues) -> None:
        """Take one row in."""
        whole = customers.with_defaults(self._work, row.customer)
        values = constructor_values("customer", self._customer_fields, whole)
        values.update(self._always(self._customer_id))
        if wants_deal(row):
            self._add_deal(row, whole, values)
        self.customers.append(values)
        self.words.append(
            (
                self._customer_id,
                words_of(
                    values["name"],
                    values.get("phone"),
                    values.get("phone2"),
                    values.get("id_number"),
                    values.get("company"),
                    values.get("tags", ()),
                ),
            )
        )
        self._customer_id += 1

    def _always(self, row_id: int) -> dict[str, Any]:
        return {
            "id": row_id,
            "created_at": self._work.now,
            "updated_at": self._work.now,
            "revision": 1,
        }

    def _add_deal(self, row: RowValues, whole: dict[str, Any], customer: dict[str, Any]) -> None:
        wanted = {key: whole[key] for key in _DEAL_FROM_CUSTOMER if whole.get(key) is not None}
        wanted.update(row.deal)
        wanted["customer"] = self._customer_id
        for key in ("owner", "team", "channel"):
            if whole.get(key) is not None:
                wanted[key] = whole[key]
        values = constructor_values("deal", self._deal_fields, wanted)
        values.update(self._always(self._deal_id))
        values.update(
            ref=self._ref,
            process_id=self._path.id,
            stage=self._stage.key,
            stage_position=0,
            stage_entered_at=self._work.now,
            due_at=self._due_at,
            handler_id=self._handler(values.get("owner_id"), values.get("team_id")),
            created_month=self._month,
        )
        self.deals.append(values)
        self.visits.append(
            {
                "id": self._visit_id,
                "deal_id": self._deal_id,
                "process_id": self._path.id,
                "stage": self._stage.key,
                "entered_at": self._work.now,
                "entered_by": self._work.actor.user_id,
                "handler_id": values["handler_id"],
                "due_at": self._due_at,
            }
        )
        customer.update(
            zip(
                _SUMMARY,
                (
                    self._deal_id,
                    self._stage.key,
                    self._work.now,
                    self._due_at,
                    _amount_fen(values),
                ),
                strict=True,
            )
        )
        prefix, number = self._ref.rsplit("-", 1)
        self._ref = f"{prefix}-{int(number) + 1:05d}"
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


def _insert(work: Work, model: Any, rows: list[dict[str, Any]]) -> None:
    """Insert rows and hand the same values to the journal, both from one list in stored form."""
    table = model.__table__
    columns = _columns(table, rows)
    stored = _stored_rows(table, columns, rows)
    connection = work.session.connection()
    compiled = insert(table).compile(dialect=connection.dialect, column_keys=columns)
    order = [columns.index(name) for name in compiled.positiontup or columns]
    lists = [place for place, name in enumerate(columns) if isinstance(table.c[name].type, JSON)]
    for start in range(0, len(stored), BATCH):
        batch = stored[start : start + BATCH]
        given = [_for_driver(row, order, lists) for row in batch]
        connection.exec_driver_sql(str(compiled), given)
    work.bulk.append(BulkWrite(table.name, columns, stored))


def _stored_rows(
    table: Any, columns: Sequence[str], rows: Iterable[dict[str, Any]]
) -> list[list[Any]]:
    defaults = _defaults(table)
    pattern = [(name, defaults.get(name)) for name in columns]
    whole = [[row.get(name, default) for name, default in pattern] for row in rows]
    times = [
        place
        for place, name in enumerate(columns)
        if isinstance(table.c[name].type, UtcTime | Date)
    ]
    known: dict[Any, Any] = {}
    for row in whole:
        for place in times:
            value = row[place]
            if value is None:
                continue
            if value not in known:
                known[value] = to_stored(value)
            row[place] = known[value]
    return whole


def _for_driver(row: list[Any], order: Sequence[int], lists: Sequence[int]) -> tuple[Any, ...]:
    if lists:
        row = row.copy()
        for place in lists:
            value = row[place]
            row[place] = "[]" if value == [] else "{}" if value == {} else json_text(value)
    return tuple([row[place] for place in order])


def _columns(table: Any, rows: Iterable[dict[str, Any]]) -> list[str]:
    used = set(_defaults(table)).union(*rows)
    names = [column.name for column in table.columns if column.name in used]
    names.remove("id")
    return ["id", *names]


@cache
def _defaults(table: Any) -> dict[str, Any]:
    """Answer what columns hold when a row does not say."""
    found: dict[str, Any] = {}
    for column in table.columns:
        if column.name == "id" or column.nullable:
            continue
        if column.name in ("assets", "tags"):
            found[column.name] = []
        elif column.name == "custom":
            found[column.name] = {}
        elif column.default is not None and column.default.is_scalar:
            found[column.name] = column.default.arg
    return found
