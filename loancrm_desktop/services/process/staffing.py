"""Who works in a node: by the policy drawn there; somebody who left is never chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.people import Team, User
from loancrm_desktop.models.process_runs import NodeVisit
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import value_of
from loancrm_desktop.services.language.fields import FieldType
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.definition import Handler

OWNER_ROLE = "owner"
_LEADER_ROLE = "supervisor"
_MOST_DEEP = 6


@dataclass(frozen=True, slots=True)
class People:
    """Who works in the office.

    Attributes:
        team_of: each active person's team.
        by_role: the active people of each role, in the order they came.
        leader_of: each team's leader, while active.
    """

    team_of: dict[int, int | None]
    by_role: dict[str, tuple[int, ...]]
    leader_of: dict[int, int]


def people(work: Work) -> People:
    """Answer who works in the office, kept until somebody comes or goes."""
    kept: People | None = work.shelf.get("process_people")
    if kept is None:
        rows = work.session.execute(
            select(User.id, User.role_key, User.team_id)
            .where(User.active.is_(True), User.deleted_at.is_(None))
            .order_by(User.id)
        ).all()
        by_role: dict[str, list[int]] = {}
        for row in rows:
            by_role.setdefault(row.role_key, []).append(row.id)
        active = {row.id: row.team_id for row in rows}
        teams = work.session.execute(select(Team.id, Team.supervisor_id))
        leaders = {row.id: row.supervisor_id for row in teams if row.supervisor_id in active}
        kept = People(active, {key: tuple(ids) for key, ids in by_role.items()}, leaders)
        work.shelf["process_people"] = kept
    return kept


def resolve(work: Work, policy: Handler | None, deal: Deal, node: str) -> int | None:
    """Answer who works on a deal in a node; its owner where the policy finds nobody.

    Args:
        work: the operation.
        policy: as drawn; None for the owner.
        deal: which.
        node: the node's key, for turns.
    """
    found = by_policy(work, policy or Handler(), deal, node)
    if found is not None:
        return found
    return deal.owner_id if deal.owner_id in people(work).team_of else None


def by_policy(work: Work, policy: Handler, deal: Deal, node: str) -> int | None:
    """Answer whom a policy or its fallbacks find; None for nobody."""
    chosen: Handler | None = policy
    for _ in range(_MOST_DEEP):
        if chosen is None:
            return None
        found = _found(work, chosen, deal, node)
        if found is not None and found in people(work).team_of:
            return found
        chosen = chosen.fallback
    return None


def _found(work: Work, policy: Handler, deal: Deal, node: str) -> int | None:
    found: int | None = deal.owner_id
    match policy.kind:
        case "person":
            found = policy.person
        case "role":
            found = first_of_role(work, policy.role or "")
        case "leader":
            found = leader(work, deal.team_id, policy.level)
        case "field":
            found = _by_field(work, policy, deal, node)
        case "round_robin":
            found = _in_turn(work, _pool(work, policy), node)
        case "least_busy":
            found = _least_busy(work, _pool(work, policy))
        case "initiator":
            found = initiator(work, deal)
        case "owner":
            pass
    return found


def first_of_role(work: Work, role: str) -> int | None:
    """Answer who has been in a role longest."""
    return next(iter(people(work).by_role.get(role, ())), None)


def leader(work: Work, team_id: int | None, level: int) -> int | None:
    """Answer a team's leader; the leader's leader for level 2; at the top the office's owner."""
    known = people(work)
    direct = first_of_role(work, _LEADER_ROLE) if team_id is None else None
    found = known.leader_of.get(team_id) if team_id is not None else direct
    for _ in range(level - 1):
        if found is None:
            break
        team = known.team_of.get(found)
        above = known.leader_of.get(team) if team is not None else None
        found = above if above not in (None, found) else first_of_role(work, OWNER_ROLE)
    return found


def _by_field(work: Work, policy: Handler, deal: Deal, node: str) -> int | None:
    value, spec_type = field_value(work, deal, policy.field or "")
    if spec_type is FieldType.PERSON:
        return value if isinstance(value, int) else None
    values: set[str] = {str(each) for each in _each(value)}
    for line in policy.table:
        if values & set(line.values):
            return by_policy(work, line.handler, deal, node)
    return None


def _each(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - a field's value is what it is


def field_value(work: Work, deal: Deal, field: str) -> tuple[Any, FieldType | None]:
    """Answer a field of a deal, or of its customer by `customer.<key>`, with its type."""
    kind, _, key = field.rpartition(".")
    if kind == "customer":
        row: Any = row_of(work.session, Customer, deal.customer_id)
    else:
        kind, row = "deal", deal
    spec = catalog_of(work).kind(kind).fields.get(key)
    if spec is None or row is None:
        return None, None
    return value_of(row, kind, spec), spec.type


def _pool(work: Work, policy: Handler) -> tuple[int, ...]:
    known = people(work)
    if policy.people:
        return tuple(each for each in policy.people if each in known.team_of)
    return known.by_role.get(policy.role or "broker", ())


def _in_turn(work: Work, pool: tuple[int, ...], node: str) -> int | None:
    """Answer whose turn it is after the one who got the last deal here."""
    if not pool:
        return None
    work.session.flush()
    chosen = (
        select(NodeVisit.handler_id)
        .where(NodeVisit.node == node, NodeVisit.handler_id.in_(pool))
        .order_by(NodeVisit.id.desc())
        .limit(1)
    )
    last = work.session.execute(chosen).scalar()
    return pool[0] if last is None else pool[(pool.index(last) + 1) % len(pool)]


def _least_busy(work: Work, pool: tuple[int, ...]) -> int | None:
    if not pool:
        return None
    work.session.flush()
    rows = work.session.execute(
        select(Deal.handler_id, func.count())
        .where(Deal.outcome == "open", Deal.handler_id.in_(pool), Deal.deleted_at.is_(None))
        .group_by(Deal.handler_id)
    )
    busy = {row[0]: int(row[1]) for row in rows}
    return min(pool, key=lambda each: (busy.get(each, 0), pool.index(each)))


def initiator(work: Work, deal: Deal) -> int | None:
    """Answer who opened a deal."""
    chosen = select(StageVisit.entered_by).where(StageVisit.deal_id == deal.id)
    return work.session.execute(chosen.order_by(StageVisit.id).limit(1)).scalar()
