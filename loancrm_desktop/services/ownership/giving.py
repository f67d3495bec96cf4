"""Gives a customer to somebody: the owner and the deals' owner change, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.people import User
from loancrm_desktop.services import access, deals, people
from loancrm_desktop.services.forms.values.cells import plain_text
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import Text, say

POOL = "pool"
"""The status of a customer whom anybody may claim."""
MOST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Brief:
    """What the giver wrote on the page; an empty part leaves what the records say.

    Attributes:
        promises: what was promised to the customer.
        next_step: what the receiver should do first.
    """

    need: str = ""
    promises: str = ""
    next_step: str = ""

    @property
    def parts(self) -> dict[str, str]:
        """The parts that were written, by name."""
        said = {"need": self.need, "promises": self.promises, "next_step": self.next_step}
        return {name: text for name, text in said.items() if text}


def give(work: Work, customer: Customer, to_id: int | None) -> None:
    """Make a customer and the open deals somebody's, None for nobody's."""
    before = customer.owner_id
    customer.owner_id = to_id
    customer.team_id = access.team_of(work, to_id) if to_id is not None else None
    if to_id is not None and customer.status == POOL:
        customer.status = "prospect" if customer.last_contact_at is None else "following"
    deals.follow_owner(work, customer, before)


def to_pool(work: Work, customer: Customer) -> None:
    """Put a customer into the pool: nobody's, for anybody to claim."""
    give(work, customer, None)
    customer.status = POOL


def receiver(work: Work, user_id: int, field: str = "to_id") -> User:
    """Answer who is to get customers.

    Raises:
        Invalid: nobody active has this number, or the person's role sees no customers.
    """
    user = row_of(work.session, User, user_id)
    if user is None or not user.active or user.deleted_at is not None:
        text = say("There is nobody active with the number {id}.", id=user_id)
        raise invalid(field, "unknown", text)
    if not people.rights_of_role(work, user.role_key).allows("customers.edit"):
        text = say("{name} cannot look after customers. Choose another person.", name=user.name)
        raise invalid(field, "role", text)
    return user


def checked_reason(reason: str | None) -> str | None:
    """Answer a reason, None when there is none.

    Raises:
        Invalid: it is too long.
    """
    clean = plain_text(reason or "")
    if len(clean) > MOST_REASON:
        text = say("A reason has at most {count} characters.", count=MOST_REASON)
        raise invalid("reason", "too_long", text)
    return clean or None


def checked_brief(brief: Brief | None) -> dict[str, str]:
    """Answer the parts of a page that were written.

    Raises:
        Invalid: one is too long.
    """
    if brief is None:
        return {}
    found: dict[str, str] = {}
    for name, text in brief.parts.items():
        clean = plain_text(text)
        if len(clean) > MOST_REASON:
            said = say("A part of the page has at most {count} characters.", count=MOST_REASON)
            raise invalid(f"brief.{name}", "too_long", said)
        if clean:
            found[name] = clean
    return found


def invalid(field: str, code: str, text: Text) -> Invalid:
    """Answer a problem of one field."""
    return Invalid(text, [FieldProblem(field, code, text)])
