"""The lines of the day's queue: a reason to do something, and what is to be known for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, Literal

from sqlalchemy import select

from loancrm_desktop.models import text_index
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.prepared import Prepared
from loancrm_desktop.services import access, sight
from loancrm_desktop.services import today_sources as sources
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.sight import Masks
from loancrm_desktop.services.today_kinds import WorkKind, kind_of
from loancrm_desktop.services.today_sources import Asked
from loancrm_desktop.services.today_standing import GroupKey

Reason = Literal["task", "limit", "appointment", "silence", "approval", "others_turn"]
DueState = Literal["none", "on_time", "due_soon", "breached"]

_SOON = timedelta(hours=1)
_SOON_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One thing to do; a customer stands in the queue once, for the most urgent reason.

    Attributes:
        key: stays the same as long as the reason does: `task:5`, `deal:7`, `customer:9`,
            `approval:3`.
        reason: why it is here: a to-do, a stage's limit, an appointed contact, a silence, a
            yes or no that is asked for, or somebody else's turn.
        kind: what sort of work it is, for the filter above the queue.
        title: what the to-do says; None where the reason says it.
        phone: masked for everybody, where it is shown at all.
        due_at: when the to-do, the limit or the appointment is or was due.
        since: what a time limit began with.
        handler_id: whose turn it is.
        approval_id: the question that is asked.
        node_names: what the step asked about is called, in Chinese and English.
    """

    key: str
    group: GroupKey
    reason: Reason
    kind: WorkKind
    title: str | None
    task_id: int | None
    customer_id: int | None
    customer_name: str
    phone: str | None
    level: str | None
    priority: int
    deal_id: int | None
    product_type: str | None
    amount_fen: int | None
    term_months: int | None
    stage: str | None
    since: datetime | None
    due_at: datetime | None
    state: DueState
    last_contact_at: datetime | None
    last_method: str | None
    channel_id: int | None
    created_at: datetime | None
    owner_id: int | None
    handler_id: int | None
    approval_id: int | None = None
    node_names: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Claim:
    """A reason why somebody may stand in the queue, before it is known which one counts."""

    group: GroupKey
    reason: Reason
    due_at: datetime | None = None
    customer_id: int | None = None
    deal_id: int | None = None
    since: datetime | None = None
    task: sources.TaskDue | None = None
    handler_id: int | None = None
    approval_id: int | None = None
    node_names: tuple[str, str] = ("", "")

    @property
    def key(self) -> str:
        """The name of the item, the same as long as the reason lasts."""
        if self.approval_id is not None:
            return f"approval:{self.approval_id}"
        if self.task is not None:
            return f"task:{self.task.id}"
        return f"deal:{self.deal_id}" if self.deal_id else f"customer:{self.customer_id}"


_customer, _deal = Customer.__table__.c, Deal.__table__.c
_CUSTOMER = (
    *("id", "name", "phone", "level", "product_type", "requested_amount_fen"),
    *("requested_term_months", "channel_id", "created_at", "last_contact_at", "owner_id"),
    *("deal_id", "deal_stage", "next_follow_up_at", "team_id"),
)
_TOLD_ALWAYS = frozenset({"id", "name", "owner_id", "team_id", "next_follow_up_at"})
"""What a to-do says of a customer who is somebody else's by now."""
_FIELDS = sight.fields_of("customer", _CUSTOMER)
_INSTEAD = tuple("" if name == "name" else None for name in _CUSTOMER)
_DEAL = (
    *("id", "product_type", "requested_amount_fen", "requested_term_months", "stage"),
    *("stage_entered_at", "handler_id"),
)
_DEAL_FIELDS = sight.fields_of("deal", _DEAL)
_customers = Prepared(
    select(*(_customer[name] for name in _CUSTOMER)).where(
        _customer.id.in_(text_index.given_ids("ids")), _customer.deleted_at.is_(None)
    )
)
_deals = Prepared(
    select(*(_deal[name] for name in _DEAL)).where(
        _deal.id.in_(text_index.given_ids("ids")), _deal.deleted_at.is_(None)
    )
)
_NOBODY = SimpleNamespace(**{**dict.fromkeys(_CUSTOMER), "name": ""})
_NO_DEAL = SimpleNamespace(**dict.fromkeys(_DEAL))


class Details:
    """What the items say of their customers and deals, read once for all that are shown."""

    def __init__(self, work: Work, claims: Sequence[Claim], masks: Masks) -> None:
        shown = sight.as_shown(work, masks)
        people = [claim.customer_id for claim in claims if claim.customer_id is not None]
        self._customers = _covered(shown, _customers, people, (_CUSTOMER, _FIELDS, _INSTEAD))
        self._me = work.me
        self._foreign = {
            number
            for number, who in self._customers.items()
            if not access.in_scope(work.actor, who.owner_id, who.team_id)
        }
        for number in self._foreign:
            for name in set(_CUSTOMER) - _TOLD_ALWAYS:
                setattr(self._customers[number], name, None)
        kept = [each.deal_id for each in self._customers.values()]
        deals = {*kept, *(claim.deal_id for claim in claims)} - {None}
        instead = (None,) * len(_DEAL)
        self._deals = _covered(shown, _deals, sorted(deals), (_DEAL, _DEAL_FIELDS, instead))
        self._methods = sources.last_methods(work, people)
        silent = [claim.customer_id for claim in claims if claim.reason == "silence"]
        self._reminders = sources.reminders(work, [each for each in silent if each is not None])

    def items(self, claims: Iterable[Claim], day: Asked) -> Iterable[QueueItem]:
        """Answer the items of some claims, without those that turn out to be none.

        A customer may be in the trash; one who is silent may have been put off to another day.
        """
        for claim in claims:
            who = self._customers.get(claim.customer_id or 0)
            planned = who.next_follow_up_at if who is not None else None
            put_off = claim.reason == "silence" and planned is not None and planned >= day.ends
            if claim.customer_id is None or (who is not None and not put_off):
                yield self._item(claim, day)

    def _item(self, claim: Claim, day: Asked) -> QueueItem:
        who = self._customers.get(claim.customer_id or 0, _NOBODY)
        deal_id = claim.deal_id or who.deal_id
        deal = self._deals.get(deal_id or 0, _NO_DEAL)
        asked_of = claim.handler_id if claim.approval_id is not None else deal.handler_id
        if claim.customer_id in self._foreign and asked_of != self._me:
            deal_id, deal = None, _NO_DEAL
        stage = deal.stage or who.deal_stage
        title = claim.task.title if claim.task is not None else None
        task_id = claim.task.id if claim.task is not None else None
        return QueueItem(
            key=claim.key,
            group=claim.group,
            reason=claim.reason,
            kind=kind_of(title, claim.reason, stage),
            title=title,
            task_id=task_id or self._reminders.get(claim.customer_id or 0),
            customer_id=claim.customer_id,
            customer_name=who.name,
            phone=who.phone,
            level=who.level,
            priority=claim.task.priority if claim.task is not None else 0,
            deal_id=deal_id,
            product_type=deal.product_type or who.product_type,
            amount_fen=_first(deal.requested_amount_fen, who.requested_amount_fen),
            term_months=_first(deal.requested_term_months, who.requested_term_months),
            stage=stage,
            since=claim.since or deal.stage_entered_at,
            due_at=claim.due_at,
            state=_state(claim, day),
            last_contact_at=who.last_contact_at,
            last_method=self._methods.get(claim.customer_id or 0),
            channel_id=who.channel_id,
            created_at=who.created_at,
            owner_id=who.owner_id,
            handler_id=claim.handler_id or deal.handler_id,
            approval_id=claim.approval_id,
            node_names=claim.node_names,
        )


def _covered(
    work: Work,
    statement: Prepared,
    ids: Sequence[Any],
    columns: tuple[Sequence[str], Sequence[sight.Column], Sequence[Any]],
) -> dict[int, Any]:
    """Answer rows by their id, without what the actor's role does not show."""
    names, fields, instead = columns
    veil = sight.veil(work.actor, catalog_of(work).vocabulary, fields, instead)
    found: dict[int, Any] = {}
    for row in statement.rows(work.session, ids=json.dumps(list(ids))):
        values = list(row)
        veil.over(values)
        found[row[0]] = SimpleNamespace(**dict(zip(names, values, strict=True)))
    return found


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)


def _state(claim: Claim, day: Asked) -> DueState:
    if claim.due_at is None:
        return "none"
    left = claim.due_at - day.now
    if left < timedelta():
        return "breached"
    if claim.reason == "limit" and claim.since is not None:
        return "due_soon" if left < (claim.due_at - claim.since) * _SOON_SHARE else "on_time"
    return "due_soon" if left < _SOON else "on_time"
