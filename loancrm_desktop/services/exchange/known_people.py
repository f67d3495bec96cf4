"""Who is known already: phones and ID numbers of the office and of the rows read so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.services import access
from loancrm_desktop.services.office import Work


@dataclass(frozen=True, slots=True)
class Known:
    """A duplicate's other half.

    Attributes:
        customer_id: in the office, or None when it is an earlier row of the file.
        index: of the earlier row among the new ones, or None.
        mine: False when the customer belongs to somebody whose records the actor may not see.
    """

    customer_id: int | None
    index: int | None
    mine: bool = True


class KnownPeople:
    """Finds a customer by normalised phone or ID number, in the office and in the file."""

    def __init__(self, work: Work) -> None:
        self._phones: dict[str, Known] = {}
        self._numbers: dict[str, Known] = {}
        rows = work.session.execute(
            select(
                Customer.id,
                Customer.phone,
                Customer.phone2,
                Customer.id_number,
                Customer.owner_id,
                Customer.team_id,
            ).where(Customer.deleted_at.is_(None))
        )
        everything = work.actor.rights.scope == "all"
        for customer_id, phone, phone2, number, owner_id, team_id in rows:
            mine = everything or access.in_scope(work.actor, owner_id, team_id)
            known = Known(customer_id, None, mine)
            for each in (phone, phone2):
                if each:
                    self._phones.setdefault(each, known)
            if number:
                self._numbers.setdefault(number, known)

    def find(self, customer: dict[str, Any]) -> Known | None:
        """Answer who has the same phone or ID number, None when nobody has."""
        number = customer.get("id_number")
        if number and number in self._numbers:
            return self._numbers[number]
        for key in ("phone", "phone2"):
            phone = customer.get(key)
            if phone and phone in self._phones:
                return self._phones[phone]
        return None

    def add(self, customer: dict[str, Any], index: int) -> None:
        """Remember a row that becomes a new customer."""
        known = Known(None, index)
        for key in ("phone", "phone2"):
            if customer.get(key):
                self._phones.setdefault(customer[key], known)
        if customer.get("id_number"):
            self._numbers.setdefault(customer["id_number"], known)
