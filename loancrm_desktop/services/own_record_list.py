"""Lists of the office's own records: any field as a column, filtered, sorted, counted, linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.sql import Select

from loancrm_desktop.models.own_records import OwnRecord
from loancrm_desktop.services import access, conditions, customers, lists, own_search, sight
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.conditions import Saying
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import values_of
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.own_records import link_names
from loancrm_desktop.services.record_types import in_use
from loancrm_desktop.services.sight import Masks
from loancrm_desktop.services.values_in import Values, write_values

DEFAULT_SORT = ("-created_at",)
MOST_LINKED = 20
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One line of a list of own records.

    Attributes:
        customer_name: None without a customer, or where the role does not show it.
        more: JSON values of the columns asked for, by key.
        masked: those of them that are covered.
    """

    id: int
    revision: int
    name: str
    customer_id: int | None
    customer_name: str | None
    deal_id: int | None
    deal_ref: str | None
    owner_id: int | None
    created_at: datetime
    more: Values = field(default_factory=dict[str, Any])
    masked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Some rows of a list; `total` is how many the condition holds for, when asked."""

    rows: tuple[OwnRow, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class LinkedRecords:
    """The records of one type that belong to a customer.

    Attributes:
        count: how many there are; `rows` are the newest of them.
    """

    kind: str
    title_zh: str
    title_en: str
    icon: str
    count: int
    rows: tuple[OwnRow, ...]
    may_add: bool

    def title(self, language: str) -> str:
        """Name the type in `zh` or `en`."""
        return self.title_en if language == "en" else self.title_zh


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """An own record that words mean, and what it belongs to."""

    kind: str
    id: int
    name: str
    title_zh: str
    title_en: str
    icon: str
    customer_name: str | None

    def title(self, language: str) -> str:
        """Name the type in `zh` or `en`."""
        return self.title_en if language == "en" else self.title_zh


_NAMES = tuple(OwnRecord.__table__.columns.keys())


@reader("own_records.table")
def table(
    work: Work,
    kind: str,
    query: ListQuery,
    columns: tuple[str, ...] = (),
    masks: Masks = "display",
) -> OwnPage:
    """Answer a page of the list with the columns chosen; a column nobody knows is left out.

    Raises:
        Invalid: the condition or order does not hold, or there is no such type in use.
        Refused: the actor may not see such records; the trash is for those who may empty it.
    """
    _require(work, kind, query)
    limit = lists.checked_limit(query.limit)
    order = lists.order_of(work, kind, OwnRecord, query.sort, DEFAULT_SORT)

    def statements(where: ColumnElement[bool] | None) -> tuple[Select[Any], Select[Any]]:
        wanted = _wanted(work, kind, query, where)
        chosen = order.apply(select(OwnRecord.__table__).where(wanted))
        counted = select(func.count()).select_from(OwnRecord).where(wanted)
        return chosen.limit(limit).offset(query.offset or 0), counted

    asked = conditions.ask(work, query.where, Saying(kind, statements, None))
    total = asked.rows(1)[0][0] if query.with_total else None
    found = [SimpleNamespace(**dict(zip(_NAMES, row, strict=True))) for row in asked.rows(0)]
    return OwnPage(_rows(work, kind, found, columns, masks), total)


@reader("own_records.ids")
def ids(work: Work, kind: str, query: ListQuery) -> list[int]:
    """Answer the ids of everything a list's condition holds for, in the list's order."""
    _require(work, kind, query)
    order = lists.order_of(work, kind, OwnRecord, query.sort, DEFAULT_SORT)

    def statements(where: ColumnElement[bool] | None) -> tuple[Select[Any]]:
        return (order.apply(select(OwnRecord.id).where(_wanted(work, kind, query, where))),)

    asked = conditions.ask(work, query.where, Saying(kind, statements, None))
    return [row[0] for row in asked.rows(0)]


@reader("own_records.of_customer")
def of_customer(
    work: Work, customer_id: int, masks: Masks = "display"
) -> tuple[LinkedRecords, ...]:
    """Answer a customer's own records by type, empty types too; the newest of each first.

    Raises:
        Invalid: there is no such customer.
        Refused: the customer belongs to somebody else, or the actor sees no own records.
    """
    access.require(work, "own_records.see")
    customers.seen(work, customer_id)
    found: list[LinkedRecords] = []
    for own in catalog_of(work).types.values():
        shut = own.retired or not access.may_on(work.actor, own.kind, "see")
        if shut or "customer" not in own.links:
            continue
        here = and_(
            OwnRecord.kind == own.kind,
            OwnRecord.customer_id == customer_id,
            OwnRecord.deleted_at.is_(None),
        )
        newest = select(OwnRecord.__table__).where(here).order_by(OwnRecord.id.desc())
        rows = work.session.execute(newest.limit(MOST_LINKED)).all()
        columns = shown_columns(catalog_of(work).kind(own.kind).fields)
        count = len(rows)
        if count == MOST_LINKED:
            counted = select(func.count()).select_from(OwnRecord).where(here)
            count = work.session.execute(counted).scalar_one()
        found.append(
            LinkedRecords(
                *(own.kind, own.title_zh, own.title_en, own.icon, count),
                _rows(work, own.kind, rows, columns, masks),
                access.may_on(work.actor, own.kind, "add"),
            )
        )
    return tuple(found)


@reader("own_records.find")
def find(work: Work, text: str, limit: int = 8) -> tuple[FoundRecord, ...]:
    """Answer the visible own records that words mean, of all types in use, the newest first.

    Raises:
        Refused: the actor sees no own records.
    """
    access.require(work, "own_records.see")
    most = max(0, min(limit, MOST_FOUND))
    found: list[FoundRecord] = []
    for own in catalog_of(work).types.values():
        if own.retired or not access.may_on(work.actor, own.kind, "see") or len(found) >= most:
            continue
        wanted = _wanted(work, own.kind, ListQuery(search=text), None)
        if not text.strip():
            return ()
        chosen = select(OwnRecord.__table__).where(wanted).order_by(OwnRecord.id.desc())
        rows = work.session.execute(chosen.limit(most - len(found))).all()
        found += [
            FoundRecord(
                *(own.kind, row.id, row.name, own.title_zh, own.title_en, own.icon),
                row.customer_name,
            )
            for row in _rows(work, own.kind, rows, (), "display")
        ]
    return tuple(found)


def shown_columns(fields: Any) -> tuple[str, ...]:
    """Answer the fields a list shows when nobody has chosen others."""
    return tuple(key for key, spec in fields.items() if spec.in_list and key != "name")


def _require(work: Work, kind: str, query: ListQuery) -> None:
    in_use(work, kind)
    access.require_on(work, kind, "delete" if query.trash else "see")


def _wanted(
    work: Work, kind: str, query: ListQuery, where: ColumnElement[bool] | None
) -> ColumnElement[bool]:
    gone = OwnRecord.deleted_at
    parts: list[ColumnElement[bool]] = [
        OwnRecord.kind == kind,
        gone.is_not(None) if query.trash else gone.is_(None),
        access.of_living_sql(OwnRecord),
    ]
    if work.actor.rights.scope != "all":
        parts.append(access.visible_sql(work.actor, kind, OwnRecord))
    if where is not None:
        parts.append(where)
    found = own_search.condition(work, kind, query.search or "")
    if found is not None:
        parts.append(found)
    return and_(*parts)


def _rows(
    work: Work, kind: str, found: Sequence[Any], columns: Sequence[str], masks: Masks
) -> tuple[OwnRow, ...]:
    fields = catalog_of(work).kind(kind).fields
    asked: dict[str, FieldSpec] = {key: fields[key] for key in columns if key in fields}
    asked["name"] = fields["name"]
    shown = sight.as_shown(work, masks)
    customer_names, deal_refs = link_names(work, found)
    rows: list[OwnRow] = []
    for row in found:
        told, masked = write_values(shown, kind, asked, values_of(row, kind, asked))
        rows.append(
            OwnRow(
                row.id,
                row.revision,
                str(told.pop("name", "") or ""),
                row.customer_id,
                customer_names.get(row.customer_id or 0),
                row.deal_id,
                deal_refs.get(row.deal_id or 0),
                None if access.hidden(work.actor, kind, "owner") else row.owner_id,
                row.created_at,
                told,
                masked,
            )
        )
    return tuple(rows)
