"""Who works here: users, teams, roles, channels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from loancrm_desktop.errors import FieldProblem, Invalid, Refused
from loancrm_desktop.models.people import Channel, Role, Team, User
from loancrm_desktop.services import access
from loancrm_desktop.services.actor import Rights
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.forms.values.cells import one_line
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.vault.slots import clean_login, same_login
from loancrm_desktop.texts import Text, say

MOST_NAME = 100
SEEN_AGAIN = timedelta(hours=1)

_LOGIN = re.compile(r"[^\s/\\:*?\"<>|]{1,40}")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as the list of people shows them."""

    id: int
    login: str
    name: str
    role_key: str
    team_id: int | None
    active: bool
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role with its names."""

    key: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class RoleRights:
    """What a role may see and do.

    Attributes:
        scope: `own`, `team` or `all`: whose customers are seen.
        may: acts by name; `customers.*` for all of a kind, `*` for everything.
        masked: fields shown only in part, such as `customer.phone`.
        hidden: fields never shown.
    """

    key: str
    name_zh: str
    name_en: str
    scope: str
    may: tuple[str, ...]
    masked: tuple[str, ...]
    hidden: tuple[str, ...]

    def allows(self, act: str) -> bool:
        """Say whether an act is allowed."""
        return Rights(may=frozenset(self.may)).allows(act)


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One team."""

    id: int
    name: str
    supervisor_id: int | None


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel customers come from."""

    id: int
    key: str
    name: str
    retired: bool


@reader("people.page")
def page(work: Work) -> tuple[PersonRow, ...]:
    """Answer everybody, the active ones first."""
    rows = work.session.execute(
        select(
            User.id,
            User.login,
            User.name,
            User.role_key,
            User.team_id,
            User.active,
            User.last_seen_at,
        )
        .where(User.deleted_at.is_(None))
        .order_by(User.active.desc(), User.id)
    )
    return tuple(PersonRow(*row) for row in rows)


@reader("people.roles")
def roles(work: Work) -> tuple[RoleRow, ...]:
    """Answer every role."""
    rows = work.session.execute(select(Role.key, Role.name_zh, Role.name_en).order_by(Role.id))
    return tuple(RoleRow(*row) for row in rows)


@reader("people.role_rights")
def role_rights(work: Work) -> tuple[RoleRights, ...]:
    """Answer what every role may see and do.

    Raises:
        Refused: the actor may not manage people.
    """
    access.require(work, "users.manage")
    rows = work.session.execute(
        select(Role.key, Role.name_zh, Role.name_en, Role.rights).order_by(Role.id)
    )
    return tuple(_role_rights(row.key, (row.name_zh, row.name_en), row.rights) for row in rows)


def _role_rights(key: str, names: tuple[str, str], stored: Mapping[str, Any]) -> RoleRights:
    rights = access.rights_from(stored)
    lists = (tuple(sorted(each)) for each in (rights.may, rights.masked, rights.hidden))
    return RoleRights(key, *names, rights.scope, *lists)


@reader("people.teams")
def teams(work: Work) -> tuple[TeamRow, ...]:
    """Answer every team."""
    chosen = select(Team.id, Team.name, Team.supervisor_id).where(Team.deleted_at.is_(None))
    return tuple(TeamRow(*row) for row in work.session.execute(chosen.order_by(Team.id)))


@reader("people.channels")
def channels(work: Work) -> tuple[ChannelRow, ...]:
    """Answer every channel, in the office's order."""
    chosen = select(Channel.id, Channel.key, Channel.name, Channel.retired)
    return tuple(
        ChannelRow(*row) for row in work.session.execute(chosen.order_by(Channel.position))
    )


@operation("people.add_team")
def add_team(work: Work, name: str) -> int:
    """Add a team; answers its id.

    Raises:
        Invalid: the name is empty or taken.
    """
    access.require(work, "users.manage")
    wanted = _shown_name(name)
    if not wanted:
        raise _invalid("name", "empty", say("Give the team a name."))
    if work.session.execute(select(Team.id).where(Team.name == wanted)).first():
        raise _invalid("name", "taken", say("There is already a team named {name}.", name=wanted))
    team = Team(name=wanted, created_at=work.now, updated_at=work.now)
    work.session.add(team)
    work.session.flush()
    return team.id


@operation("people.add")
def add(
    work: Work,
    login: str,
    name: str,
    role_key: str,
    team: str | None = None,
    *,
    make_team: bool = False,
) -> int:
    """Add a person; answers the user id. The password slot is made by the vault.

    Args:
        work: as everywhere.
        login: what the person types to sign in.
        name: what others read.
        role_key: the role's key.
        team: the team's name.
        make_team: True to make a team of this name where there is none.

    Raises:
        Invalid: the login is taken or not a usable name, or role or team are not known.
        Refused: the actor may not manage people, or the role may do more than the actor's.
    """
    access.require(work, "users.manage")
    clean = _free_login(work, login)
    access.require_rights(work, rights_of_role(work, role_key))
    team_id = _team_id(work, team, make=make_team)
    user = User(
        login=clean,
        name=_shown_name(name) or clean,
        role_key=role_key,
        team_id=team_id,
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(user)
    work.session.flush()
    found = work.session.get(Team, team_id) if team_id is not None else None
    if found is not None and role_key == "supervisor" and found.supervisor_id is None:
        found.supervisor_id = user.id
    return user.id


@operation("people.disable")
def disable(work: Work, login: str) -> int:
    """Take a person's access away; records keep the name. Answers the user id.

    Raises:
        Invalid: there is nobody with this login.
        Refused: the last active owner would be shut out, or the person may more than the actor.
    """
    access.require(work, "users.manage")
    user = work.session.execute(select(User).where(User.login == login)).scalars().first()
    if user is None:
        raise _invalid(
            "login", "unknown", say("There is nobody with the login {login}.", login=login)
        )
    access.require_rights(work, rights_of_role(work, user.role_key))
    others = select(User.id).where(
        User.role_key == "owner", User.active.is_(True), User.id != user.id
    )
    if user.role_key == "owner" and not work.session.execute(others).first():
        raise Refused(say("The last owner cannot be disabled. Make another person owner first."))
    user.active = False
    return user.id


@operation("people.note_seen")
def note_seen(work: Work) -> bool:
    """Note that the acting person is here; answers whether it was worth a line.

    Within SEEN_AGAIN of the last time it is not: who looks in often fills no history.
    """
    user = work.session.get(User, work.me)
    if user is None or not user.active:
        return False
    if user.last_seen_at is not None and work.now - user.last_seen_at < SEEN_AGAIN:
        return False
    user.last_seen_at = work.now
    return True


@operation("people.note_recovery")
def note_recovery(work: Work) -> int:
    """Write into the history that the acting person came in by the recovery key."""
    work.note = work.actor.login
    work.touches.append(("app_user", work.me))
    return work.me


def checked_login(login: str) -> str:
    """Answer a login as the list of people and the key slots both keep it.

    Raises:
        Invalid: it is no usable login.
    """
    clean = clean_login(login)
    if not _LOGIN.fullmatch(clean):
        raise _invalid(
            "login",
            "form",
            say('A login has 1 to 40 characters, without spaces and without / \\ : * ? " < > |.'),
        )
    return clean


def _free_login(work: Work, login: str) -> str:
    clean = checked_login(login)
    wanted = same_login(clean)
    taken = work.session.execute(select(User.login)).scalars()
    if any(same_login(each) == wanted for each in taken):
        raise _invalid("login", "taken", say("The login {login} is already taken.", login=clean))
    return clean


def rights_of_role(work: Work, role_key: str) -> Rights:
    """Answer what a role may see and do.

    Raises:
        Invalid: there is no such role.
    """
    stored = work.session.execute(select(Role.rights).where(Role.key == role_key)).scalar()
    if stored is None:
        known = work.session.execute(select(Role.key).order_by(Role.id)).scalars()
        raise _invalid(
            "role",
            "unknown",
            say(
                "There is no role {role}; known are {known}.", role=role_key, known=", ".join(known)
            ),
        )
    return access.rights_from(stored)


def _shown_name(name: str) -> str:
    shown = one_line(name)
    if len(shown) > MOST_NAME:
        text = say("A name has at most {count} characters.", count=MOST_NAME)
        raise _invalid("name", "too_long", text)
    return shown


def _team_id(work: Work, team: str | None, *, make: bool) -> int | None:
    if team is None:
        return None
    found = work.session.execute(select(Team.id).where(Team.name == team)).scalar()
    if found is None and make:
        return add_team(work, team)
    if found is None:
        raise _invalid("team", "unknown", say("There is no team named {name}.", name=team))
    return found


def _invalid(field: str, code: str, text: Text) -> Invalid:
    return Invalid(text, [FieldProblem(field, code, text)])
