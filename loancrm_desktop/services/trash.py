"""The trash: who put what there and when, and removing for good after thirty days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select

from loancrm_desktop.changes import Change
from loancrm_desktop.errors import FieldProblem, Invalid, Problem, Refused
from loancrm_desktop.models import text_index
from loancrm_desktop.models.customers import Customer, RelatedPerson
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.drafts import Draft
from loancrm_desktop.models.journal import JournalEntry, JournalTouch, OutboxMessage
from loancrm_desktop.models.messages import MessageDispatch, MessageStop
from loancrm_desktop.models.stored import mapper_of, references_to
from loancrm_desktop.services import access, customer_list, customers, sight
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.collecting import collector_of
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.lists import BulkResult, ListQuery, RowRefusal, checked_limit
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.sight import Masks
from loancrm_desktop.texts import say

KEPT_DAYS = 30
MOST_AT_ONCE = 500
_MOST_FOUND = 5_000
_PUT_THERE = ("customers.remove", "customers.merge")


@dataclass(frozen=True, slots=True)
class TrashRow:
    """A customer in the trash.

    Attributes:
        deleted_by: who put it there, None when the history does not say.
        purge_from: from when on it may be removed for good.
        deals: how many deals lie there with it.
    """

    id: int
    name: str
    phone: str | None
    owner_id: int | None
    deleted_at: datetime
    deleted_by: int | None
    purge_from: datetime
    deals: int


@dataclass(frozen=True, slots=True)
class TrashPage:
    """Some of the trash.

    Attributes:
        total: how many customers lie there.
        due: how many of them may be removed for good now.
    """

    rows: tuple[TrashRow, ...]
    total: int
    due: int


_FACTS = ("id", "name", "phone", "owner_id", "deleted_at")
_FIELDS = sight.fields_of("customer", _FACTS)
_INSTEAD = (0, "", None, None, None)


@reader("trash.page")
def page(
    work: Work,
    limit: int = 50,
    offset: int = 0,
    masks: Masks = "role",
    search: str | None = None,
) -> TrashPage:
    """Answer what lies in the trash, the newest first; `search` leaves out who is not meant.

    Raises:
        Invalid: a page has no such size.
        Refused: the actor may not delete customers.
    """
    access.require(work, "customers.delete")
    inside = [Customer.deleted_at.is_not(None), access.scope_sql(work.actor, Customer)]
    if search and search.strip():
        inside.append(Customer.id.in_(_meant(work, search)))
    deals = (
        select(func.count())
        .where(Deal.customer_id == Customer.id, Deal.deleted_at.is_not(None))
        .scalar_subquery()
    )
    chosen = (
        select(*(getattr(Customer, name) for name in _FACTS), deals)
        .where(*inside)
        .order_by(Customer.deleted_at.desc(), Customer.id.desc())
        .limit(checked_limit(limit))
        .offset(max(0, offset))
    )
    found = [list(row) for row in work.session.execute(chosen)]
    who = _who(work, [row[0] for row in found])
    shown = sight.as_shown(work, masks)
    veil = sight.veil(shown.actor, catalog_of(work).vocabulary, _FIELDS, _INSTEAD)
    rows: list[TrashRow] = []
    for *facts, count in found:
        veil.over(facts)
        customer_id, name, phone, owner_id, deleted_at = facts
        purge_from = deleted_at + timedelta(days=KEPT_DAYS)
        by = who.get(customer_id)
        rows.append(TrashRow(customer_id, name, phone, owner_id, deleted_at, by, purge_from, count))
    counted = select(func.count()).select_from(Customer).where(*inside)
    total = work.session.execute(counted).scalar_one()
    due = work.session.execute(counted.where(Customer.deleted_at <= _before(work))).scalar_one()
    return TrashPage(tuple(rows), total, due)


def _meant(work: Work, search: str) -> list[int]:
    """Answer who in the trash is found by words, as the list finds them."""
    query = ListQuery(search=search, trash=True)
    return list(customer_list.ids(work, query))[:_MOST_FOUND]


def _before(work: Work) -> datetime:
    return work.now - timedelta(days=KEPT_DAYS)


def _who(work: Work, ids: Sequence[int]) -> dict[int, int | None]:
    """Answer who put customers into the trash, as the history has it."""
    chosen = (
        select(JournalTouch.record_id, JournalEntry.actor_id)
        .join(JournalEntry, JournalEntry.seq == JournalTouch.seq)
        .where(
            JournalTouch.kind == "customer",
            JournalTouch.record_id.in_(ids),
            JournalEntry.operation.in_(_PUT_THERE),
        )
        .order_by(JournalEntry.seq)
    )
    return {row.record_id: row.actor_id for row in work.session.execute(chosen)}


@reader("trash.due")
def due(work: Work, limit: int = MOST_AT_ONCE) -> list[int]:
    """Answer the customers that may be removed for good now, the oldest first.

    Raises:
        Refused: the actor may not remove customers for good.
    """
    access.require(work, "customers.purge")
    chosen = (
        select(Customer.id)
        .where(Customer.deleted_at <= _before(work), access.scope_sql(work.actor, Customer))
        .order_by(Customer.deleted_at, Customer.id)
        .limit(max(0, min(limit, MOST_AT_ONCE)))
    )
    return list(work.session.execute(chosen).scalars())


@operation("trash.purge")
def purge(work: Work, customer_ids: list[int], confirmed: int) -> BulkResult:
    """Remove customers for good, with everything that hangs on them; no undo brings them back.

    The history says who did it and which numbers went, and no word of theirs. With the row of a
    document goes the only key to its file.

    Args:
        work: the operation.
        customer_ids: which of the trash.
        confirmed: how many the person was told and agreed to.

    Raises:
        Invalid: another number was agreed to, or too many at once.
        Refused: the actor may not.
    """
    access.require(work, "customers.purge")
    ids = list(dict.fromkeys(customer_ids))
    if confirmed != len(ids):
        text = say(
            "{count} customers are chosen, {confirmed} were agreed to. Look at the list again.",
            count=len(ids),
            confirmed=confirmed,
        )
        raise Invalid(text, [FieldProblem("confirmed", "count", text)])
    if len(ids) > MOST_AT_ONCE:
        text = say("At most {most} customers are removed at once.", most=MOST_AT_ONCE)
        raise Invalid(text, [FieldProblem("customer_ids", "too_many", text)])
    done: list[int] = []
    refused: list[RowRefusal] = []
    for customer_id in ids:
        try:
            _refuse_kept(work, customer_id, ids)
        except Problem as problem:
            refused.append(RowRefusal(customer_id, problem.text.read()))
        else:
            done.append(customer_id)
    _remove(work, done)
    if done:
        work.note = say("{count} customers removed for good.", count=len(done)).read()
    return BulkResult(tuple(done), tuple(refused))


def _refuse_kept(work: Work, customer_id: int, ids: Sequence[int]) -> None:
    """Let those pass whose time in the trash is over and on whom nothing living depends."""
    customer = customers.get(work, customer_id, trash=True)
    deleted_at = customer.deleted_at
    if deleted_at is None or deleted_at > _before(work):
        raise Refused(
            say(
                "Customer number {id} lies in the trash for less than {days} days.",
                id=customer_id,
                days=KEPT_DAYS,
            )
        )
    funded = select(Deal.ref).where(Deal.customer_id == customer_id, Deal.outcome == "won")
    ref = work.session.execute(funded.limit(1)).scalar()
    if ref is not None:
        raise Refused(
            say("Deal {ref} was funded: it stays for the books, and its customer with it.", ref=ref)
        )
    alive = select(Deal.id).where(Deal.customer_id == customer_id, Deal.deleted_at.is_(None))
    if work.session.execute(alive.limit(1)).first() is not None:
        raise Refused(say("Customer number {id} still has a deal.", id=customer_id))
    linked = (
        select(RelatedPerson.customer_id)
        .join(Customer, Customer.id == RelatedPerson.customer_id)
        .where(
            RelatedPerson.linked_customer_id == customer_id,
            RelatedPerson.customer_id.not_in(ids),
            RelatedPerson.deleted_at.is_(None),
            Customer.deleted_at.is_(None),
        )
    )
    other = work.session.execute(linked.limit(1)).scalar()
    if other is not None:
        raise Refused(
            say(
                "Customer number {id} is named as a related person of customer number {other}. "
                "Take the link out there first.",
                id=customer_id,
                other=other,
            )
        )


def _remove(work: Work, ids: Sequence[int]) -> None:
    """Delete customers and all that hangs on them, past the session: a named bulk place.

    The history gets the numbers alone, for the old values are what is to be gone.
    """
    if not ids:
        return
    work.session.flush()
    work.session.expunge_all()
    deal_ids = list(
        work.session.execute(select(Deal.id).where(Deal.customer_id.in_(ids))).scalars()
    )
    gone: list[Change] = []
    _unlink(work, ids)
    gone += _delete_children(work, "deal", deal_ids)
    gone += _delete_children(work, "customer", ids)
    gone += _delete(work, Customer, Customer.id.in_(ids))
    messages = select(OutboxMessage.id).where(OutboxMessage.customer_id.in_(ids))
    work.session.execute(delete(MessageDispatch).where(MessageDispatch.message_id.in_(messages)))
    work.session.execute(delete(MessageStop).where(MessageStop.customer_id.in_(ids)))
    work.session.execute(delete(OutboxMessage).where(OutboxMessage.customer_id.in_(ids)))
    keys = [name for each in ids for name in (f"customer:{each}", f"follow_up:{each}")]
    work.session.execute(delete(Draft).where(Draft.key.in_(keys)))
    text_index.drop(work.session, ids)
    collector_of(work.session).add(gone)


def _unlink(work: Work, ids: Sequence[int]) -> None:
    """Take links out of rows in the trash that stay there for now."""
    chosen = select(RelatedPerson).where(
        RelatedPerson.linked_customer_id.in_(ids), RelatedPerson.customer_id.not_in(ids)
    )
    for row in work.session.execute(chosen).scalars():
        row.linked_customer_id = None
    work.session.flush()


def _delete_children(work: Work, table: str, ids: Sequence[int]) -> Iterable[Change]:
    """Delete what points at rows, children of deals before the deals."""
    for child, column in references_to(table):
        if not ids or column == "linked_customer_id":
            continue
        model: Any = mapper_of(child).class_
        yield from _delete(work, model, getattr(model, column).in_(ids))


def _delete(work: Work, model: Any, chosen: Any) -> list[Change]:
    ids = list(work.session.execute(select(model.id).where(chosen)).scalars())
    if ids:
        work.session.execute(delete(model).where(chosen))
    table = str(model.__tablename__)
    return [Change(table, row_id, "delete") for row_id in ids]
