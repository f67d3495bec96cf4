"""Who a rule means: the owner, the owner's leader, a role, a team; nobody who has left."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.people import Team, User
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.rules.design import Person


def meant(work: Work, person: Person, kind: str, row: Any) -> tuple[int, ...]:
    """Answer who is meant for a record; whoever has left is left out.

    Where the owner is meant and there is none, or the owner has left, it is the leader of the
    record's team, and else the office's owner: nothing is told to nobody.
    """
    match person.who:
        case "owner":
            found = _owner(work, kind, row)
        case "leader":
            found = _leader(work, kind, row)
        case "handler":
            found = _active(work, getattr(row, "handler_id", None)) or _owner(work, kind, row)
        case "role":
            found = _of_role(work, person.role)
        case "person":
            found = _active(work, person.person)
        case "team":
            found = members(work, person.team)
    return found or _of_role(work, "owner")[:1]


def owner_of(work: Work, kind: str, row: Any) -> int | None:
    """Answer whose a record is; a follow-up's or a to-do's customer decides."""
    if kind == "task" and row.assignee_id is not None:
        return int(row.assignee_id)
    if hasattr(row, "owner_id"):
        return row.owner_id
    customer = customer_of(work, kind, row)
    return customer.owner_id if customer is not None else None


def customer_of(work: Work, kind: str, row: Any) -> Customer | None:
    """Answer the customer a record is about: itself, or the one it names."""
    if kind == "customer":
        return row
    customer_id = getattr(row, "customer_id", None)
    return row_of(work.session, Customer, customer_id) if customer_id is not None else None


def members(work: Work, team_id: int | None) -> tuple[int, ...]:
    """Answer the active people of a team, in the order they came."""
    chosen = select(User.id).where(
        User.team_id == team_id, User.active.is_(True), User.deleted_at.is_(None)
    )
    return tuple(work.session.execute(chosen.order_by(User.id)).scalars())


def _owner(work: Work, kind: str, row: Any) -> tuple[int, ...]:
    return _active(work, owner_of(work, kind, row)) or _leader(work, kind, row)


def _leader(work: Work, kind: str, row: Any) -> tuple[int, ...]:
    """Answer the leader of the record's team, else of the owner's team."""
    team_id = getattr(row, "team_id", None)
    owner_id = owner_of(work, kind, row)
    if team_id is None and owner_id is not None:
        owner = row_of(work.session, User, owner_id)
        team_id = owner.team_id if owner is not None else None
    if team_id is None:
        return ()
    team = row_of(work.session, Team, team_id)
    return _active(work, team.supervisor_id) if team is not None else ()


def _of_role(work: Work, role: str) -> tuple[int, ...]:
    chosen = select(User.id).where(
        User.role_key == role, User.active.is_(True), User.deleted_at.is_(None)
    )
    return tuple(work.session.execute(chosen.order_by(User.id)).scalars())


def _active(work: Work, person_id: int | None) -> tuple[int, ...]:
    person = row_of(work.session, User, person_id) if person_id is not None else None
    if person is None or not person.active or person.deleted_at is not None:
        return ()
    return (person.id,)
