"""Who may see and do what; every face gets the same answer from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from loancrm_desktop.errors import Refused, Unavailable
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.designs import Design
from loancrm_desktop.models.ownership import Collaborator
from loancrm_desktop.models.people import Role, Team, User
from loancrm_desktop.services.actor import Actor, Grant, Rights
from loancrm_desktop.services.office import Work
from loancrm_desktop.terms import text_of
from loancrm_desktop.texts import say


def rights_from(stored: Mapping[str, Any]) -> Rights:
    """Read a role's rights from their stored form."""
    return Rights(
        scope=stored.get("scope", "own"),
        may=frozenset(stored.get("may", ())),
        hidden=frozenset(stored.get("hidden", ())),
        masked=frozenset(stored.get("masked", ())),
        read_only=frozenset(stored.get("read_only", ())),
    )


def actor_for(session: Session, login: str, *, desk: str, window: str = "") -> Actor:
    """Answer the person behind a login, with the rights of the role.

    Raises:
        Unavailable: the login was disabled or is not known in this office.
    """
    user = session.execute(select(User).where(User.login == login)).scalars().first()
    grant = _grant(session, user.id) if user is not None else None
    if user is None or grant is None:
        raise Unavailable(
            say("The login {login} is not active in this office. Ask the owner.", login=login),
            "disabled",
        )
    return Actor(
        user_id=user.id,
        login=user.login,
        name=user.name,
        role_key=grant.role_key,
        rights=grant.rights,
        desk=desk,
        team_id=grant.team_id,
        team_ids=grant.team_ids,
        window=window,
        granted=grant,
    )


def _grant(session: Session, user_id: int) -> Grant | None:
    """Answer what the office gives a person, None when the person is not active."""
    found = session.execute(
        select(User.role_key, User.team_id, Role.rights)
        .join(Role, Role.key == User.role_key)
        .where(User.id == user_id, User.active.is_(True), User.deleted_at.is_(None))
    ).first()
    if found is None:
        return None
    supervised = session.execute(
        select(Team.id).where(Team.supervisor_id == user_id, Team.deleted_at.is_(None))
    ).scalars()
    own = [found.team_id] if found.team_id is not None else []
    teams = tuple(dict.fromkeys([*own, *supervised]))
    rights = _within_forms(session, found.role_key, rights_from(found.rights))
    return Grant(found.role_key, rights, found.team_id, teams)


_FORM_FORMAT = 1


def _within_forms(session: Session, role_key: str, rights: Rights) -> Rights:
    """Take from a role's rights what the published forms hide from it or only show to it."""
    hidden, read_only, masked = set(rights.hidden), set(rights.read_only), set(rights.masked)
    _shut_types(session, role_key, hidden, read_only)
    chosen = select(Design.key, Design.body).where(
        Design.kind == "form", Design.state == "published"
    )
    for kind, body in session.execute(chosen):
        if body.get("format") != _FORM_FORMAT:
            continue  # of a newer version: the office works on without it
        for key, field in body.get("fields", {}).items():
            if role_key in field.get("hidden_for", ()):
                hidden.add(f"{kind}.{key}")
            if role_key in field.get("read_only_for", ()):
                read_only.add(f"{kind}.{key}")
        for key, sources in body.get("reads", {}).items():
            # What is worked out of a field tells of it.
            names = {f"{kind}.{source}" for source in sources}
            if names & hidden:
                hidden.add(f"{kind}.{key}")
            elif names & masked:
                masked.add(f"{kind}.{key}")
    if len(hidden) + len(read_only) + len(masked) == sum(
        map(len, (rights.hidden, rights.read_only, rights.masked))
    ):
        return rights
    return replace(
        rights, hidden=frozenset(hidden), read_only=frozenset(read_only), masked=frozenset(masked)
    )


def _shut_types(session: Session, role_key: str, hidden: set[str], read_only: set[str]) -> None:
    """Note the kinds of the office's own that are shut to a role as a whole, by their name."""
    chosen = select(Design.key, Design.body).where(Design.kind == "record_type")
    for kind, body in session.execute(chosen):
        if role_key in body.get("hidden_for", ()):
            hidden.add(kind)
        if role_key in body.get("read_only_for", ()):
            read_only.add(kind)


def _as_of_now(work: Work) -> None:
    """Let the actor act with what the office gives now, not with what it gave at sign-in.

    Raises:
        Refused: the person was disabled meanwhile.
    """
    actor = work.actor
    if actor.granted is None or actor.user_id is None:
        return
    grants: dict[int, Grant | None] = work.shelf.setdefault("grants", {})
    if actor.user_id not in grants:
        grants[actor.user_id] = _grant(work.session, actor.user_id)
    grant = grants[actor.user_id]
    if grant is None:
        raise Refused(
            say("The login {login} is not active in this office any more.", login=actor.login),
            forbidden=True,
        )
    if grant != actor.granted:
        work.actor = replace(
            actor,
            role_key=grant.role_key,
            rights=grant.rights,
            team_id=grant.team_id,
            team_ids=grant.team_ids,
            granted=grant,
        )
    _look_along(work)


def _look_along(work: Work) -> None:
    """Let the actor see those of others' customers whose time to look along is not over."""
    actor = work.actor
    if actor.user_id is None or actor.rights.scope == "all":
        return
    kept: dict[int, list[tuple[int, datetime]]] | None = work.shelf.get("collaborators")
    if kept is None:
        kept = {}
        chosen = select(Collaborator.user_id, Collaborator.customer_id, Collaborator.until)
        alive = chosen.where(Collaborator.until > work.now).order_by(Collaborator.customer_id)
        for user_id, customer_id, until in work.session.execute(alive):
            kept.setdefault(user_id, []).append((customer_id, until))
        work.shelf["collaborators"] = kept
    mine = kept.get(actor.user_id, ())
    shared = tuple(customer_id for customer_id, until in mine if until > work.now)
    if shared != actor.shared:
        work.actor = replace(actor, shared=shared)


def team_of(work: Work, user_id: int) -> int | None:
    """Answer a person's team."""
    teams: dict[int, int | None] | None = work.shelf.get("team_of")
    if teams is None:
        rows = work.session.execute(select(User.id, User.team_id))
        teams = work.shelf["team_of"] = {row.id: row.team_id for row in rows}
    return teams.get(user_id)


def require(work: Work, act: str) -> None:
    """Let the act pass, or say who may do it.

    Raises:
        Refused: the role does not have the right, or the person was disabled meanwhile.
    """
    _as_of_now(work)
    if not work.actor.rights.allows(act):
        raise Refused(
            say(
                "Your role may not do this ({act}). Ask the owner of the office.",
                act=text_of("act", act),
            ),
            forbidden=True,
        )


_OWN = "x_"
_OWN_ACTS = "own_records"


def act_on(kind: str, verb: str) -> str:
    """Name the act of doing something with records of a kind: `customers.see`."""
    return f"{_OWN_ACTS if kind.startswith(_OWN) else f'{kind}s'}.{verb}"


def may_on(actor: Actor, kind: str, verb: str) -> bool:
    """Say whether the actor may do something with records of a kind."""
    rights = actor.rights
    if kind in rights.hidden or (verb != "see" and kind in rights.read_only):
        return False
    return rights.allows(act_on(kind, verb))


def require_on(work: Work, kind: str, verb: str) -> None:
    """Let an act on records of a kind pass, or say who may do it.

    Raises:
        Refused: the role does not have the right, or this kind is shut to it.
    """
    act = act_on(kind, verb)
    require(work, act)
    if not may_on(work.actor, kind, verb):
        raise Refused(
            say(
                "Your role may not do this ({act}). Ask the owner of the office.",
                act=text_of("act", act),
            ),
            forbidden=True,
        )


_WIDTH = {"own": 0, "team": 1, "all": 2}


def require_rights(work: Work, given: Rights) -> None:
    """Let nobody hand out more than the own rights.

    Raises:
        Refused: the given rights go further than the actor's.
    """
    own = work.actor.rights
    covered = all(own.allows(act) for act in given.may if not act.endswith("*"))
    wide = {act for act in given.may if act.endswith("*")}
    if (
        covered
        and ("*" in own.may or wide <= own.may)
        and _WIDTH[given.scope] <= _WIDTH[own.scope]
        and given.hidden | given.masked >= own.hidden | own.masked
    ):
        return
    raise Refused(
        say("This role may do more than yours. Ask the owner of the office."), forbidden=True
    )


def scope_sql(actor: Actor, model: Any) -> ColumnElement[bool]:
    """Answer the actor's data scope as SQL over a model with `owner_id` and `team_id`."""
    mine: ColumnElement[bool] = model.owner_id == actor.user_id
    if actor.rights.scope == "all":
        return true()
    if actor.rights.scope == "team" and actor.team_ids:
        return or_(mine, model.team_id.in_(actor.team_ids))
    return mine


def visible_sql(actor: Actor, kind: str, model: Any) -> ColumnElement[bool]:
    """Answer which customers or deals the actor sees.

    They are those of the scope, deals to work on, and what the actor looks along at. A record of
    the office's own kinds is seen with its customer, and by its owner while it has none.
    """
    scope = scope_sql(actor, model)
    if kind.startswith(_OWN):
        seen = select(Customer.id).where(
            visible_sql(actor, "customer", Customer), Customer.deleted_at.is_(None)
        )
        return or_(and_(model.customer_id.is_(None), scope), model.customer_id.in_(seen))
    parts = [scope] if kind != "deal" else [scope, model.handler_id == actor.user_id]
    if actor.shared and actor.rights.scope != "all":
        whose = model.customer_id if kind == "deal" else model.id
        parts.append(whose.in_(actor.shared))
    return or_(*parts) if len(parts) > 1 else scope


def taken_out_sql(actor: Actor, kind: str, model: Any) -> ColumnElement[bool]:
    """Answer which customers or deals the actor may take out of the office as a file.

    Who only looks along takes nothing out.
    """
    return visible_sql(replace(actor, shared=()), kind, model)


def of_living_sql(model: Any) -> ColumnElement[bool]:
    """Answer which own records have no customer, or one that is not in the trash."""
    gone = select(Customer.id).where(Customer.deleted_at.is_not(None))
    return or_(model.customer_id.is_(None), model.customer_id.not_in(gone))


def in_scope(actor: Actor, owner_id: int | None, team_id: int | None) -> bool:
    """Say whether a record with this owner and team is visible to the actor."""
    if actor.rights.scope == "all" or owner_id == actor.user_id:
        return True
    return actor.rights.scope == "team" and team_id is not None and team_id in actor.team_ids


def sees_customer(actor: Actor, customer: Any) -> bool:
    """Say whether a customer is visible to the actor: of the scope, or to look along at."""
    return in_scope(actor, customer.owner_id, customer.team_id) or customer.id in actor.shared


def sees_own(work: Work, row: Any) -> bool:
    """Say whether a record of the office's own kinds is visible to the actor."""
    if row.kind in work.actor.rights.hidden:
        return False
    if row.customer_id is None:
        return in_scope(work.actor, row.owner_id, row.team_id)
    customer = work.session.get(Customer, row.customer_id)
    return (
        customer is not None and customer.deleted_at is None and sees_customer(work.actor, customer)
    )


def require_seen(work: Work, customer: Any) -> None:
    """Let only those pass who see the customer; to change it asks for more.

    Raises:
        Refused: the customer belongs to somebody else.
    """
    if not sees_customer(work.actor, customer):
        require_in_scope(work, customer.owner_id, customer.team_id)


def require_in_scope(work: Work, owner_id: int | None, team_id: int | None) -> None:
    """Let only those pass who may see the record.

    Raises:
        Refused: the record belongs to somebody else.
    """
    if not in_scope(work.actor, owner_id, team_id):
        raise Refused(
            say("This record belongs to another person. Ask its owner or your team lead."),
            forbidden=True,
        )


_ASSIGNED: Mapping[str, frozenset[str]] = {
    "customer": frozenset({"owner", "team"}),
    "deal": frozenset({"owner", "team", "handler"}),
}


def assigns(kind: str, key: str) -> bool:
    """Say whether a field gives a record to somebody, which asks for a right of its own."""
    known = "customer" if kind.startswith(_OWN) else kind
    return key in _ASSIGNED.get(known, ())


def hidden(actor: Actor, kind: str, key: str) -> bool:
    """Say whether a field is never shown to the actor."""
    return f"{kind}.{key}" in actor.rights.hidden or kind in actor.rights.hidden


def masked(actor: Actor, kind: str, key: str) -> bool:
    """Say whether a field is shown masked to the actor."""
    return f"{kind}.{key}" in actor.rights.masked


def writable(actor: Actor, kind: str, key: str) -> bool:
    """Say whether the actor may change a field."""
    name = f"{kind}.{key}"
    rights = actor.rights
    if assigns(kind, key) and not rights.allows(act_on(kind, "assign")):
        return False
    return name not in rights.read_only and name not in rights.hidden
