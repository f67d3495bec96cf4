"""Deals, follow-ups and tasks filled in again: on their published forms, by those they belong to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from loancrm_desktop.errors import FieldProblem, Invalid, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.work_items import FollowUp, Task
from loancrm_desktop.services import access, deals, drafts, editing
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.completing import complete
from loancrm_desktop.services.customers import RecordValues, record_values
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import put_values
from loancrm_desktop.services.lists import Saved
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.node_fields import fields_here
from loancrm_desktop.services.sight import Masks
from loancrm_desktop.services.values_in import Values, read_values, refuse_taken
from loancrm_desktop.texts import say

FIXED: Mapping[str, frozenset[str]] = {
    "deal": frozenset({"customer"}),
    "follow_up": frozenset({"customer", "deal", "at", "author"}),
    "task": frozenset({"kind", "customer", "deal"}),
}
"""What stays as it was when the record was made."""


@reader("deals.values")
def deal_values(work: Work, deal_id: int, masks: Masks = "role") -> RecordValues:
    """Answer a deal's values for its form.

    Raises:
        Invalid: there is none.
        Refused: it belongs to somebody else.
    """
    access.require(work, "deals.see")
    deal = deals.get(work, deal_id, to_look=True)
    found = _values(work, "deal", deal, masks, may=work.actor.rights.allows("deals.edit"))
    here = fields_here(work, deal)
    shut = {*found.read_only, *here.not_open}
    return replace(
        found,
        read_only=tuple(key for key in found.values if key in shut),
        not_shown=here.not_shown,
    )


@reader("follow_ups.values")
def follow_up_values(work: Work, follow_up_id: int, masks: Masks = "role") -> RecordValues:
    """Answer a contact's values for its form; only its author can change them.

    Raises:
        Invalid: there is none.
        Refused: the customer belongs to somebody else.
    """
    access.require(work, "follow_ups.see")
    row = _follow_up(work, follow_up_id)
    own = row.author_id == work.actor.user_id
    may = own and work.actor.rights.allows("follow_ups.edit")
    return _values(work, "follow_up", row, masks, may=may)


@reader("tasks.values")
def task_values(work: Work, task_id: int, masks: Masks = "role") -> RecordValues:
    """Answer a to-do's values for its form.

    Raises:
        Invalid: there is none.
        Refused: it is another person's.
    """
    access.require(work, "tasks.see")
    row = task_of(work, task_id)
    may = row.done_at is None and work.actor.rights.allows("tasks.edit")
    return _values(work, "task", row, masks, may=may)


def _values(work: Work, kind: str, row: Any, masks: Masks, *, may: bool) -> RecordValues:
    found = record_values(work, kind, row, masks)
    locked = {*found.read_only, *FIXED[kind]} if may else {*found.values}
    return replace(found, read_only=tuple(key for key in found.values if key in locked))


@operation("follow_ups.edit")
def edit_follow_up(
    work: Work,
    follow_up_id: int,
    values: Values,
    expected_revision: int | None = None,
    original: Values | None = None,
) -> Saved:
    """Change a contact one wrote down oneself; whom it was with, and when, stays.

    A newer contact has set the next step anew; of the newest, the customer's follows.

    Raises:
        Conflict: somebody changed the same fields meanwhile.
        Invalid: naming every field that does not hold.
        Refused: it is somebody else's, or the actor may not.
    """
    access.require(work, "follow_ups.edit")
    row = _follow_up(work, follow_up_id)
    if row.author_id != work.actor.user_id:
        text = say("Only whoever wrote a follow-up down can change it.")
        raise Refused(text, forbidden=True)
    shown = editing.Shown(expected_revision, original)
    before = row.next_at
    _change(work, "follow_up", row, values, shown)
    if row.next_at != before:
        _check_next(row)
        _plan(work, row)
    work.session.flush()
    return Saved(row.id, row.revision)


@operation("tasks.edit")
def edit_task(
    work: Work,
    task_id: int,
    values: Values,
    expected_revision: int | None = None,
    original: Values | None = None,
    draft_key: str | None = None,
) -> Saved:
    """Change an open to-do; whom it is about stays.

    Raises:
        Conflict: somebody changed the same fields meanwhile.
        Invalid: naming every field that does not hold.
        Refused: it is finished or another person's, or the actor may not.
    """
    access.require(work, "tasks.edit")
    row = task_of(work, task_id)
    if row.done_at is not None:
        raise Refused(say("A finished task is not changed any more."))
    _change(work, "task", row, values, editing.Shown(expected_revision, original))
    drafts.drop_with(work, draft_key)
    work.session.flush()
    return Saved(row.id, row.revision)


def _change(work: Work, kind: str, row: Any, values: Values, shown: editing.Shown) -> None:
    read = read_values(work, kind, values, whole=False, row=row)
    _refuse_fixed(work, kind, read)
    editing.check_conflict(work, kind, row, read, shown)
    refuse_taken(work, kind, read, row.id)
    whole = complete(work, kind, read, row=row, given=read.keys())
    put_values(row, kind, catalog_of(work).kind(kind).fields, whole)


def _refuse_fixed(work: Work, kind: str, read: Collection[str]) -> None:
    fields = catalog_of(work).kind(kind).fields
    problems = [
        FieldProblem(
            key, "read_only", say("{label} cannot be changed here.", label=fields[key].label_zh)
        )
        for key in read
        if key in FIXED[kind]
    ]
    if problems:
        raise Invalid(problems[0].text, problems)


def _check_next(row: FollowUp) -> None:
    if row.next_at is not None and row.next_at < row.at:
        text = say("The next step comes after the contact. Check its day.")
        raise Invalid(text, [FieldProblem("next_at", "before_contact", text)])


def _plan(work: Work, row: FollowUp) -> None:
    """Let the customer's next step follow, where no newer contact has set another."""
    newer = select(FollowUp.id).where(
        FollowUp.customer_id == row.customer_id,
        FollowUp.deleted_at.is_(None),
        FollowUp.at > row.at,
    )
    customer = row_of(work.session, Customer, row.customer_id)
    if customer is not None and work.session.execute(newer.limit(1)).first() is None:
        customer.next_follow_up_at = row.next_at


def _follow_up(work: Work, follow_up_id: int) -> FollowUp:
    row = row_of(work.session, FollowUp, follow_up_id)
    if row is None or row.deleted_at is not None:
        raise Invalid(say("There is no follow-up number {id}.", id=follow_up_id))
    _require_customer(work, row.customer_id)
    return row


def task_of(work: Work, task_id: int) -> Task:
    """Answer a to-do the actor may see, open or done.

    Raises:
        Invalid: there is none.
        Refused: it is another person's.
    """
    row = row_of(work.session, Task, task_id)
    if row is None or row.deleted_at is not None:
        raise Invalid(say("There is no task number {id}.", id=task_id))
    if row.assignee_id != work.actor.user_id:
        if row.customer_id is None:
            access.require_in_scope(work, row.assignee_id, None)
        else:
            _require_customer(work, row.customer_id)
    return row


def _require_customer(work: Work, customer_id: int) -> None:
    customer = row_of(work.session, Customer, customer_id)
    if customer is None or customer.deleted_at is not None:
        raise Invalid(say("There is no customer number {id}.", id=customer_id))
    access.require_seen(work, customer)
