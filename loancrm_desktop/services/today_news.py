"""What others did on my customers and to-dos, read from the history; limits; what I am told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import bindparam, func, literal, select

from loancrm_desktop.changes import Change
from loancrm_desktop.models import text_index
from loancrm_desktop.models.base import UtcTime
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal, Submission
from loancrm_desktop.models.journal import JournalEntry
from loancrm_desktop.models.prepared import Prepared, fixed
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import access, drafts, journal, notices, sight
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.conditions import names_of
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.office import Work

NewsAct = Literal["assigned", "handed", "moved", "bank", "task", "contacted", "limit", "notice"]

SEEN = "news:seen"
"""The draft that says until when a person has read."""
SHOWN = 30
DAYS = 3
_LOOKED_BACK = 400
_MOST_READ_BYTES = 60_000
_PASSED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One thing that happened.

    Attributes:
        act: `assigned` and `handed` to me, `moved` to a stage, a `bank`'s answer, a `task` for me,
            `contacted` by somebody else, a `limit` that passed, a `notice` of a rule.
        actor_name: who did it; empty where the clock did.
        detail: the to-do's title, the key of the bank's answer, or what the notice says.
        notice_id: of a notice, so that it can be put off or marked as read.
    """

    key: str
    at: datetime
    act: NewsAct
    actor_name: str
    customer_id: int | None
    customer_name: str
    deal_id: int | None
    stage: str | None
    detail: str | None
    unread: bool
    notice_id: int | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What happened lately, the newest first, and how much of it is new."""

    items: tuple[NewsItem, ...]
    unread: int


@dataclass(frozen=True, slots=True)
class _Told:
    """What a change says, before it is known whose customer it is about."""

    seq: int
    at: datetime
    actor_id: int | None
    act: NewsAct
    customer_id: int | None = None
    deal_id: int | None = None
    stage: str | None = None
    detail: str | None = None
    task_id: int | None = None
    submission_id: int | None = None


@reader("today.news")
def news(work: Work) -> News:
    """Answer what happened on the actor's customers, deals and to-dos in the last days.

    Raises:
        Refused: the actor may not see customers.
    """
    access.require(work, "customers.see")
    told = [*_told(work), *_passed(work)]
    seen = _seen_at(work)
    items = [replace(item, unread=item.at > seen) for item in _mine(work, told)]
    items += _noticed(work)
    items.sort(key=_by_time, reverse=True)
    return News(tuple(items[:SHOWN]), sum(item.unread for item in items[:SHOWN]))


@operation("today.read_news")
def read_news(work: Work) -> datetime:
    """Remember that the actor has read everything until now; answers when."""
    if work.actor.rights.allows("tasks.see"):
        notices.read(work)
    return drafts.keep(work, SEEN, {"at": work.now.isoformat()})


def _noticed(work: Work) -> Iterator[NewsItem]:
    """Answer what the actor is told, by rules and time limits."""
    if not work.actor.rights.allows("tasks.see"):
        return
    page = notices.mine(work, SHOWN)
    of_deals = [each.record_id for each in page.rows if each.record_kind == "deal"]
    deals = _by_id(work, _deals, of_deals)
    since = work.now - timedelta(days=DAYS)
    for each in page.rows:
        if each.is_read and each.at < since:
            continue
        deal = deals.get(each.record_id) if each.record_kind == "deal" else None
        customer_id = deal[1] if deal is not None else None
        yield NewsItem(
            key=f"notice:{each.id}",
            at=each.at,
            act="notice",
            actor_name="",
            customer_id=each.record_id if each.record_kind == "customer" else customer_id,
            customer_name="",
            deal_id=deal[0] if deal is not None else None,
            stage=None,
            detail=each.title,
            unread=not each.is_read,
            notice_id=each.id,
        )


def _by_time(item: NewsItem) -> tuple[datetime, str]:
    return item.at, item.key


def _seen_at(work: Work) -> datetime:
    kept = drafts.read(work, SEEN)
    since = work.now - timedelta(days=DAYS)
    return since if kept is None else max(since, datetime.fromisoformat(str(kept.body["at"])))


_entry = JournalEntry.__table__.c
_entries = Prepared(
    select(_entry.seq, _entry.at, _entry.actor_id, _entry.changes)
    .where(
        _entry.seq > bindparam("after"),
        _entry.seq > select(func.max(_entry.seq) - fixed(_LOOKED_BACK)).scalar_subquery(),
        _entry.actor_id != bindparam("me"),
        _entry.at >= bindparam("since", type_=UtcTime()),
        func.length(_entry.changes) < fixed(_MOST_READ_BYTES),
    )
    .order_by(_entry.seq.desc())
)


def _told(work: Work) -> list[_Told]:
    """Answer what the newest entries say; those read before are kept on the shelf."""
    shelved = f"news:{work.me}"
    kept: tuple[int, list[_Told]] = work.shelf.get(shelved, (0, []))
    after, known = kept
    since = work.now - timedelta(days=DAYS)
    rows = _entries.rows(work.session, after=after, me=work.me, since=since)
    if rows:
        fresh = [told for row in rows for told in _of_entry(work.me, *row)]
        known = [told for told in (*fresh, *known) if told.at >= since]
        work.shelf[shelved] = (rows[0][0], known)
    return known


def _of_entry(
    me: int, seq: int, at: datetime, actor_id: int | None, changes: bytes
) -> Iterator[_Told]:
    for change in journal.unpack(changes).changes:
        said = _of_change(me, change)
        if said is not None:
            yield _Told(seq, at, actor_id, **said)


def _of_change(me: int, change: Change) -> dict[str, Any] | None:
    if change.act == "delete":
        return None
    readers = {
        "customer": _of_customer,
        "deal": _of_deal,
        "task": _of_task,
        "follow_up": _of_contact,
        "submission": _of_submission,
    }
    read = readers.get(change.table)
    return read(me, change, change.new) if read is not None else None


def _of_customer(me: int, change: Change, new: Mapping[str, Any]) -> dict[str, Any] | None:
    if new.get("owner_id") != me:
        return None
    return {"act": "assigned", "customer_id": change.record_id}


def _of_deal(me: int, change: Change, new: Mapping[str, Any]) -> dict[str, Any] | None:
    if change.act == "update" and "stage" in new:
        act = "handed" if new.get("handler_id") == me else "moved"
        return {"act": act, "deal_id": change.record_id, "stage": new["stage"]}
    if new.get("handler_id") == me:
        return {"act": "handed", "deal_id": change.record_id, "stage": new.get("stage")}
    return None


def _of_task(me: int, change: Change, new: Mapping[str, Any]) -> dict[str, Any] | None:
    if new.get("assignee_id") != me or new.get("kind", "todo") != "todo":
        return None
    return {"act": "task", "task_id": change.record_id}


def _of_contact(_me: int, change: Change, new: Mapping[str, Any]) -> dict[str, Any] | None:
    if change.act != "insert":
        return None
    return {"act": "contacted", "customer_id": new["customer_id"], "detail": new.get("method")}


def _of_submission(_me: int, change: Change, new: Mapping[str, Any]) -> dict[str, Any] | None:
    if "status" not in new:
        return None
    # An update says what it changed, and not whose submission it is: that stands in its row.
    return {"act": "bank", "submission_id": change.record_id, "detail": new["status"]}


_deal = Deal.__table__.c
_late = Prepared(
    select(_deal.id, _deal.due_at, _deal.customer_id, _deal.stage)
    .where(
        _deal.outcome == literal("open", literal_execute=True),
        _deal.handler_id == bindparam("me"),
        _deal.due_at >= bindparam("since", type_=UtcTime()),
        _deal.due_at < bindparam("now", type_=UtcTime()),
        _deal.deleted_at.is_(None),
    )
    .order_by(_deal.due_at.desc())
    .limit(fixed(SHOWN))
)


def _passed(work: Work) -> list[_Told]:
    rows = _late.rows(work.session, me=work.me, since=work.now - _PASSED, now=work.now)
    return [_Told(0, row[1], None, "limit", row[2], row[0], row[3]) for row in rows]


_customer, _task = Customer.__table__.c, Task.__table__.c
_submission = Submission.__table__.c
_tasks = Prepared(
    select(_task.id, _task.title, _task.customer_id, _task.assignee_id).where(
        _task.id.in_(text_index.given_ids("ids")), _task.deleted_at.is_(None)
    )
)
_deals = Prepared(
    select(_deal.id, _deal.customer_id, _deal.owner_id, _deal.handler_id).where(
        _deal.id.in_(text_index.given_ids("ids")), _deal.deleted_at.is_(None)
    )
)
_submissions = Prepared(
    select(_submission.id, _submission.deal_id).where(
        _submission.id.in_(text_index.given_ids("ids")), _submission.deleted_at.is_(None)
    )
)
_customers = Prepared(
    select(_customer.id, _customer.name, _customer.owner_id).where(
        _customer.id.in_(text_index.given_ids("ids")), _customer.deleted_at.is_(None)
    )
)
_WEIGHT: Mapping[NewsAct, int] = {
    "assigned": 0,
    "handed": 1,
    "bank": 2,
    "moved": 3,
    "task": 4,
    "contacted": 5,
    "limit": 6,
}


def _mine(work: Work, told: Iterable[_Told]) -> list[NewsItem]:
    """Answer what is about the actor's own, of one entry and customer the weightiest."""
    wanted = list(_with_deals(work, list(_with_tasks(work, list(told)))))
    deals = _by_id(work, _deals, (each.deal_id for each in wanted))
    people = [
        each.customer_id or (deals[each.deal_id][1] if each.deal_id in deals else None)
        for each in wanted
    ]
    customers = _by_id(work, _customers, people)
    names = names_of(work)
    veil = sight.veil(work.actor, catalog_of(work).vocabulary, (("customer", "name"),), ("",))
    found: dict[tuple[int, int | None, int | None], NewsItem] = {}
    for each, customer_id in sorted(zip(wanted, people, strict=True), key=_weight):
        deal, customer = deals.get(each.deal_id), customers.get(customer_id)
        if not _concerns(work.me, each, deal, customer):
            continue
        name = ["" if customer is None else customer[1]]
        veil.over(name)
        key = (each.seq, customer_id, each.deal_id if not each.seq else None)
        found.setdefault(
            key,
            NewsItem(
                key=f"{each.seq}:{each.act}:{customer_id}:{each.deal_id}",
                at=each.at,
                act=each.act,
                actor_name=names.get(("person", each.actor_id or 0), ""),
                customer_id=customer_id if customer is not None else None,
                customer_name=name[0],
                deal_id=each.deal_id,
                stage=each.stage,
                detail=each.detail,
                unread=False,
            ),
        )
    return list(found.values())


def _with_tasks(work: Work, told: Sequence[_Told]) -> Iterator[_Told]:
    """Say of a to-do what it is and about whom: a hand-over changes neither, so it tells neither."""
    tasks = _by_id(work, _tasks, (each.task_id for each in told))
    for each in told:
        if each.task_id is None:
            yield each
        elif (task := tasks.get(each.task_id)) is not None and task[3] == work.me:
            yield replace(each, detail=task[1], customer_id=task[2])


def _with_deals(work: Work, told: Sequence[_Told]) -> Iterator[_Told]:
    """Say of a bank's answer which deal it is about."""
    rows = _by_id(work, _submissions, (each.submission_id for each in told))
    for each in told:
        if each.submission_id is None:
            yield each
        elif (row := rows.get(each.submission_id)) is not None:
            yield replace(each, deal_id=row[1])


def _weight(pair: tuple[_Told, int | None]) -> int:
    return _WEIGHT[pair[0].act]


def _concerns(me: int, told: _Told, deal: Any, customer: Any) -> bool:
    """Say whether something is the actor's own concern now, whatever it was then."""
    if told.act == "task" and told.customer_id is None:
        return True
    if customer is None:
        return False
    if told.act in ("task", "limit"):
        return True
    return customer[2] == me or (deal is not None and me in (deal[2], deal[3]))


def _by_id(work: Work, statement: Prepared, ids: Iterable[int | None]) -> dict[int | None, Any]:
    wanted = sorted({each for each in ids if each is not None})
    return {row[0]: row for row in statement.rows(work.session, ids=json.dumps(wanted))}
