"""Who belongs to the office: the row in the list of people and the key to the file, together.

The row comes first and the key last when somebody joins; the other way round when somebody
leaves nothing is ever open: a key without a row would open the file for a person the office does
not know, while a row without a key opens nothing. Each act can simply be repeated after a crash
between the two: it finds the one half and makes the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select

from loancrm_desktop.errors import FieldProblem, Invalid, Problem, Refused
from loancrm_desktop.models.people import Team, User
from loancrm_desktop.services import access, people
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.opening import Opened
from loancrm_desktop.services.people import PersonRow
from loancrm_desktop.services.vault import members
from loancrm_desktop.services.vault.kdf import Argon2Cost
from loancrm_desktop.services.vault.password_strength import refuse_weak
from loancrm_desktop.services.vault.slots import same_login
from loancrm_desktop.services.vault.surroundings import Surroundings
from loancrm_desktop.texts import say


@dataclass(frozen=True, slots=True, repr=False)
class NewPerson:
    """Somebody who is to join; the repr shows no password.

    Attributes:
        team: the team's name, or None.
        make_team: True to make the team where there is none of this name.
    """

    login: str
    name: str
    role_key: str
    team: str | None
    password: str
    make_team: bool = False


def add(
    opened: Opened,
    person: NewPerson,
    params: Argon2Cost | None = None,
    *,
    here: Surroundings | None = None,
) -> int:
    """Add a person and give a key to the office; answers the user id.

    Args:
        opened: the open office and who acts.
        person: who is to join.
        params: cost of a password guess; measured on this computer when None.
        here: clocks and randomness.

    Raises:
        Invalid: the login is taken or none, the password is weak, role or team are not known.
        Refused: the actor may not manage people.
        Unavailable: the key files or the disk; nobody was added.
    """
    refuse_weak(person.password, [person.login, person.name])
    half = _row_without_key(opened, person.login)
    user_id = half if half is not None else _add_row(opened, person)
    try:
        members.add_user_slot(opened.vault, person.login, person.password, params, here=here)
    except Problem:
        if half is None:
            opened.office.do(opened.actor, withdraw, user_id)
        raise
    return user_id


def _add_row(opened: Opened, person: NewPerson) -> int:
    return opened.office.do(
        opened.actor,
        people.add,
        person.login,
        person.name,
        person.role_key,
        person.team,
        make_team=person.make_team,
    )


def _row_without_key(opened: Opened, login: str) -> int | None:
    """Answer the row of a person whose key was never made: the program ended in between."""
    row = _row_of(opened, login)
    if row is None or not row.active or not opened.actor.rights.allows("users.manage"):
        return None
    return None if _has_key(opened, login) else row.id


def _row_of(opened: Opened, login: str) -> PersonRow | None:
    everybody = opened.office.ask(opened.actor, people.page)
    return next((row for row in everybody if row.login == login), None)


def _has_key(opened: Opened, login: str) -> bool:
    wanted = same_login(login)
    return any(same_login(each) == wanted for each in members.logins(opened.vault))


def disable(opened: Opened, login: str, *, here: Surroundings | None = None) -> int:
    """Take a person's access away: first in the list of people, then the key.

    Raises:
        Invalid: there is nobody with this login.
        Refused: the actor may not, or nobody with a key and the owner's role would be left.
        Unavailable: the key files or the disk; the person is disabled already, repeat it.
    """
    refuse_last_key(opened, login)
    user_id = opened.office.do(opened.actor, people.disable, login)
    if _has_key(opened, login):
        members.remove_user_slot(opened.vault, login, here=here)
    return user_id


def refuse_last_key(opened: Opened, login: str) -> None:
    """Let anybody be disabled but the last owner with a key.

    Raises:
        Refused: nobody with a key and the owner's role would be left.
    """
    everybody = opened.office.ask(opened.actor, people.page)
    if not any(row.login == login and row.role_key == "owner" for row in everybody):
        return
    others = [
        row for row in everybody if row.login != login and row.role_key == "owner" and row.active
    ]
    if not any(_has_key(opened, row.login) for row in others):
        raise Refused(say("The last owner cannot be disabled. Make another person owner first."))


def change_password(
    opened: Opened,
    old: str,
    new: str,
    params: Argon2Cost | None = None,
    *,
    here: Surroundings | None = None,
) -> Opened:
    """Change the acting person's own password; answers the office with the vault as it is now.

    Raises:
        Invalid: the new password is weak.
        Unavailable: `wrong_password` or `waiting` for the old one; the key files; the disk.
    """
    login = opened.actor.login
    vault = members.change_password(opened.vault, login, old, new, params, here=here)
    opened.office.do(opened.actor, note_password, login)
    return replace(opened, vault=vault)


def reset_password(
    opened: Opened,
    login: str,
    new: str,
    params: Argon2Cost | None = None,
    *,
    here: Surroundings | None = None,
) -> Opened:
    """Give another person who forgot the password a new one.

    The history is written first: that somebody reached for another's key must be seen even
    when the disk fails right afterwards.

    Raises:
        Invalid: the password is weak, or there is nobody with this login.
        Refused: the actor may not manage people.
        Unavailable: the key files or the disk; the old password still holds.
    """
    refuse_weak(new, [login])
    opened.office.do(opened.actor, note_password, login)
    vault = members.reset_password(opened.vault, login, new, params, here=here)
    return replace(opened, vault=vault) if login == opened.actor.login else opened


@operation("people.note_password")
def note_password(work: Work, login: str) -> int:
    """Write into the history that a person gets a new password; answers the user id.

    Raises:
        Invalid: there is nobody with this login.
        Refused: it is another person's, and the actor may not manage people.
    """
    if login != work.actor.login:
        access.require(work, "users.manage")
    user = work.session.execute(
        select(User.id, User.role_key).where(User.login == login, User.active.is_(True))
    ).first()
    if user is None:
        text = say("There is nobody with the login {login}.", login=login)
        raise Invalid(text, [FieldProblem("login", "unknown", text)])
    if login != work.actor.login:
        # Whoever sets a password can sign in with it.
        access.require_rights(work, people.rights_of_role(work, user.role_key))
    work.note = login
    work.touches.append(("app_user", user.id))
    return user.id


@operation("people.withdraw")
def withdraw(work: Work, user_id: int) -> int:
    """Take out the row of a person who could not be given a key; answers the user id.

    Raises:
        Invalid: there is no such person.
        Refused: the actor may not manage people, or the person has worked here.
    """
    access.require(work, "users.manage")
    user = work.session.get(User, user_id)
    if user is None:
        raise Invalid(say("There is nobody with the number {id}.", id=user_id))
    if user.last_seen_at is not None:
        raise Refused(say("{login} has worked here; disable the login.", login=user.login))
    led = select(Team).where(Team.supervisor_id == user_id)
    for team in work.session.execute(led).scalars():
        team.supervisor_id = None
    work.session.delete(user)
    work.session.flush()
    return user_id
