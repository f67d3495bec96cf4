"""The page that goes with a customer to the next owner, made at every change of owner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.changes import Change
from loancrm_desktop.models.base import to_ms
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.documents import Document
from loancrm_desktop.models.ownership import OwnerChange
from loancrm_desktop.models.work_items import FollowUp, Task
from loancrm_desktop.services.office import Work

LAST_CONTACTS = 5
SAID = "said"
"""Where a page keeps what the giver wrote; all else on it are numbers of records."""
_MOST_OF_A_KIND = 100
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Handing:
    """A customer goes from one person to another.

    Attributes:
        cause: `transfer`, `claim`, `return`, `release`, `leaver` or `edit`.
        due_at: of a return, when the rule's time ran out.
        occasion: of a return, what it is made for.
        said: what the giver wrote on the page, by its part.
    """

    customer_id: int
    from_owner_id: int | None
    to_owner_id: int | None
    cause: str
    reason: str | None = None
    due_at: datetime | None = None
    occasion: str | None = None
    said: Mapping[str, str] | None = None


def keep_pages(work: Work, changes: tuple[Change, ...]) -> None:
    """Write down every change of owner nobody wrote down yet: an edit, a merge, an import."""
    if work.undoes is not None:
        # What is taken back comes with its own rows.
        return
    moved = [each for each in changes if _changes_owner(each)]
    if not moved:
        return
    told = {each.new.get("customer_id") for each in changes if each.table == "owner_change"}
    note(
        work,
        [
            Handing(each.record_id, _id(each.old), _id(each.new), "edit")
            for each in moved
            if each.record_id not in told
        ],
    )


def _changes_owner(change: Change) -> bool:
    return change.table == "customer" and change.act == "update" and "owner_id" in change.new


def _id(side: Any) -> int | None:
    value = side.get("owner_id")
    return value if isinstance(value, int) else None


def note(work: Work, handings: Sequence[Handing]) -> None:
    """Write changes of owner down, each with the page for the person who has it now."""
    for some in _chunks(handings):
        pages = pages_of(work, [each.customer_id for each in some if each.to_owner_id is not None])
        work.session.add_all(
            OwnerChange(
                customer_id=each.customer_id,
                from_owner_id=each.from_owner_id,
                to_owner_id=each.to_owner_id,
                cause=each.cause,
                reason=each.reason,
                at=work.now,
                by_id=work.actor.user_id,
                due_at=each.due_at,
                occasion=each.occasion,
                page=_with_words(pages.get(each.customer_id, {}), each.said),
            )
            for each in some
        )
        work.session.flush()


def _with_words(page: dict[str, Any], said: Mapping[str, str] | None) -> dict[str, Any]:
    return {**page, SAID: dict(said)} if said else page


def _chunks(handings: Sequence[Handing]) -> Iterator[Sequence[Handing]]:
    return (handings[start : start + _CHUNK] for start in range(0, len(handings), _CHUNK))


def pages_of(work: Work, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Answer for each customer what there is at this moment, as numbers of records."""
    if not ids:
        return {}
    chosen = select(Customer.id, Customer.next_follow_up_at, Customer.deal_stage).where(
        Customer.id.in_(ids)
    )
    pages: dict[int, dict[str, Any]] = {
        row.id: {
            "next_follow_up_at": None
            if row.next_follow_up_at is None
            else to_ms(row.next_follow_up_at),
            "deal_stage": row.deal_stage,
            **{part: [] for part in ("contacts", "tasks", "deals", "documents")},
        }
        for row in work.session.execute(chosen)
    }
    for part, found in _parts(work, ids):
        for customer_id, row_id in found:
            listed: list[int] = pages[customer_id][part]
            if len(listed) < _MOST_OF_A_KIND:
                listed.append(row_id)
    return pages


def _parts(work: Work, ids: Sequence[int]) -> Iterator[tuple[str, Iterable[Any]]]:
    newest = func.row_number().over(
        partition_by=FollowUp.customer_id, order_by=(FollowUp.at.desc(), FollowUp.id.desc())
    )
    ranked = (
        select(FollowUp.customer_id, FollowUp.id, newest.label("place"))
        .where(FollowUp.customer_id.in_(ids), FollowUp.deleted_at.is_(None))
        .subquery()
    )
    contacts = (
        select(ranked.c.customer_id, ranked.c.id)
        .where(ranked.c.place <= LAST_CONTACTS)
        .order_by(ranked.c.customer_id, ranked.c.place)
    )
    tasks = (
        select(Task.customer_id, Task.id)
        .where(Task.customer_id.in_(ids), Task.done_at.is_(None), Task.deleted_at.is_(None))
        .order_by(Task.due_at.asc().nulls_last(), Task.id)
    )
    deals = (
        select(Deal.customer_id, Deal.id)
        .where(Deal.customer_id.in_(ids), Deal.outcome == "open", Deal.deleted_at.is_(None))
        .order_by(Deal.id)
    )
    documents = (
        select(Document.customer_id, Document.id)
        .where(Document.customer_id.in_(ids), Document.deleted_at.is_(None))
        .order_by(Document.id)
    )
    parts = (("contacts", contacts), ("tasks", tasks), ("deals", deals), ("documents", documents))
    for part, chosen in parts:
        yield part, work.session.execute(chosen)
