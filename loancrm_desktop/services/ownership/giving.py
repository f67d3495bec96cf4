"""Gives a customer to somebody: the owner and the deals' owner change, and nothing else."""

from __future__ import annotations

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


def invalid(field: str, code: str, text: Text) -> Invalid:
    """Answer a problem of one field."""
    return Invalid(text, [FieldProblem(field, code, text)])
