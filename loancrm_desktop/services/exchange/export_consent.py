"""Who agrees that data leaves the office: a reason always, a second person for many records.

Handing on fifty items of credit or property information without leave is a serious crime under
Chinese law (criminal interpretation of 2017, art. 5); nobody takes that many out alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from loancrm_desktop.errors import FieldProblem, Invalid, Refused
from loancrm_desktop.models.people import Role, User
from loancrm_desktop.services import access
from loancrm_desktop.services.access import rights_from
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.office import Office, Work
from loancrm_desktop.services.vault import keys
from loancrm_desktop.services.vault.slots import same_login
from loancrm_desktop.texts import say

SECOND_PERSON_FROM = 50
"""From so many records of people on, somebody else must agree with a password."""
LONGEST_REASON = 200
_WITNESSES = ("office.export", "customers.import", "journal.see", "customers.assign")
"""Whoever may do one of these is somebody the office trusts with more than the own customers."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who may agree."""

    login: str
    name: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """A second person who proved to be there; made by `prove` only.

    Attributes:
        login: as the key file writes it.
    """

    login: str


@dataclass(frozen=True, slots=True)
class Consent:
    """Why data leaves, and who agreed.

    Attributes:
        reason: in words; a window asks for it.
        second: who else agreed, None for nobody.
        unattended: asked for where no second person can be asked: the owner's command line.
    """

    reason: str = ""
    second: Agreed | None = None
    unattended: bool = False


@reader("exporting.witnesses")
def witnesses(work: Work) -> tuple[Witness, ...]:
    """Answer who may agree to an export beside the actor.

    Raises:
        Refused: the actor may not take data out.
    """
    access.require(work, "office.export")
    return tuple(
        Witness(user.login, user.name) for user in _others(work) if user.id != work.actor.user_id
    )


def _others(work: Work) -> Sequence[User]:
    rights = {
        role.key: rights_from(role.rights) for role in work.session.execute(select(Role)).scalars()
    }
    chosen = (
        select(User).where(User.active.is_(True), User.deleted_at.is_(None)).order_by(User.name)
    )
    return [
        user
        for user in work.session.execute(chosen).scalars()
        if (may := rights.get(user.role_key)) is not None and any(map(may.allows, _WITNESSES))
    ]


def prove(folder: Path, login: str, password: str) -> Agreed:
    """Have a second person's password tried; runs where keys are derived.

    Raises:
        Unavailable: the password is wrong, or one has to wait after wrong ones.
    """
    return Agreed(keys.unlock(folder, login, password).login)


def agree(office: Office, login: str, password: str) -> Agreed:
    """Have a second person of an open office agree; see `prove`."""
    return prove(office.place.folder, login, password)


def require(work: Work, consent: Consent, personal_rows: int) -> None:
    """Let an export of so many records of people pass.

    In an office of one person nobody else can be asked; the history says so.

    Raises:
        Invalid: no reason was given.
        Refused: somebody else has to agree, or who agreed may not.
    """
    access.require(work, "office.export")
    if consent.unattended:
        # No window: only who may do everything starts such an export; the history tells of it.
        access.require(work, "users.manage")
        return
    if not consent.reason.strip():
        text = say("Say why this leaves the office; it stands in the history.")
        raise Invalid(text, [FieldProblem("reason", "required", text)])
    if personal_rows < SECOND_PERSON_FROM:
        return
    able = {same_login(each.login) for each in witnesses(work)}
    if not able:
        return
    second = "" if consent.second is None else same_login(consent.second.login)
    if second not in able:
        raise Refused(
            say(
                "{count} records of people: from {least} on a second person has to agree with a "
                "password of their own.",
                count=personal_rows,
                least=SECOND_PERSON_FROM,
            )
        )


def told(consent: Consent) -> str:
    """Answer what the history says of an agreement."""
    if consent.unattended:
        return say("from the command line").read()
    reason = " ".join(consent.reason.split())[:LONGEST_REASON]
    if consent.second is None:
        return say("reason: {reason}", reason=reason).read()
    return say(
        "reason: {reason}; agreed: {login}", reason=reason, login=consent.second.login
    ).read()
