"""Customers that may be one person: said with the owner, covered where not to be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from loancrm_desktop.display import mask_phone, mask_text
from loancrm_desktop.errors import Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.services import access, editing, similar_names
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.conditions import names_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.text_keys import text_key
from loancrm_desktop.texts import say

KIND = "customer"
MOST_LOOK_ALIKES = 10

_PHONES = ("phone", "phone2")
NUMBERS = (*_PHONES, "id_number")
"""Keys of the fields that no two people share."""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A customer that may be the same person.

    Attributes:
        customer_id: None when the actor may not see that customer.
        title: the name; masked when it may not be seen.
        why: `phone`, `id_number` or `name`, for one that is the same or, in one city, alike.
    """

    customer_id: int | None
    title: str
    owner_name: str
    why: str


@reader("customers.look_alikes")
def look_alikes(
    work: Work,
    phone: str | None = None,
    id_number: str | None = None,
    name: str | None = None,
    except_id: int | None = None,
    region: str | None = None,
) -> tuple[LookAlike, ...]:
    """Answer customers with the same phone, ID number or name, or a name alike in one city.

    Others' are only told masked, with their owner.

    Args:
        work: the reading.
        phone: as typed or normalised.
        id_number: as typed or normalised.
        name: compared by its text key.
        except_id: the customer being edited.
        region: where the person lives; of the customer being edited when not given.

    Raises:
        Refused: the actor may neither add nor see customers.
    """
    if not work.actor.rights.allows("customers.add"):
        access.require(work, "customers.see")
    wanted = editing.normalised(KIND, {"phone": phone, "id_number": id_number}, work)
    found: dict[int, LookAlike] = {}
    for key, condition in _alike(wanted, name):
        chosen = select(Customer).where(condition, Customer.deleted_at.is_(None))
        for row in work.session.execute(chosen.limit(MOST_LOOK_ALIKES)).scalars():
            if row.id != except_id and row.id not in found:
                found[row.id] = _look_alike(work, row, key)
    for row in _like_by_name(work, name, region or _region_of(work, except_id)):
        if len(found) < MOST_LOOK_ALIKES and row.id != except_id and row.id not in found:
            found[row.id] = _look_alike(work, row, "name")
    return tuple(found.values())


def _region_of(work: Work, customer_id: int | None) -> str | None:
    row = None if customer_id is None else row_of(work.session, Customer, customer_id)
    return row.region if row is not None and access.sees_customer(work.actor, row) else None


def _like_by_name(work: Work, name: str | None, region: str | None) -> Sequence[Customer]:
    """Answer the customers of a city with a name alike; nobody where the role hides one of them."""
    covered = any(access.hidden(work.actor, KIND, key) for key in ("name", "region"))
    if not name or not name.strip() or covered:
        return ()
    ids = similar_names.similar(work, name, region)[: MOST_LOOK_ALIKES + 1]
    chosen = select(Customer).where(Customer.id.in_(ids)).order_by(Customer.id)
    return work.session.execute(chosen).scalars().all() if ids else ()


def _alike(numbers: Mapping[str, Any], name: str | None) -> list[tuple[str, ColumnElement[bool]]]:
    """Answer what tells that two are one person: the field, and as a condition."""
    asked: list[tuple[str, ColumnElement[bool]]] = [
        (key, or_(Customer.phone == numbers[key], Customer.phone2 == numbers[key]))
        for key in _PHONES
        if numbers.get(key)
    ]
    if id_number := numbers.get("id_number"):
        asked.append(("id_number", Customer.id_number == id_number))
    if name and name.strip():
        asked.append(("name", Customer.name_key == text_key(name)))
    return asked


def _look_alike(work: Work, row: Customer, key: str) -> LookAlike:
    visible = access.sees_customer(work.actor, row)
    owner = names_of(work).get(("person", row.owner_id or 0), "")
    open_name = visible and not _covers_names(work)
    title = row.name if open_name else mask_text(row.name)
    return LookAlike(row.id if visible else None, title, owner, "phone" if key in _PHONES else key)


def _covers_names(work: Work) -> bool:
    actor = work.actor
    return access.hidden(actor, KIND, "name") or access.masked(actor, KIND, "name")


def refuse_look_alike(work: Work, numbers: Mapping[str, Any], except_id: int | None = None) -> None:
    """Let numbers pass that nobody else here has.

    Raises:
        Refused: saying who has it, with the name covered when the actor may not see it.
    """
    for key, condition in _alike(numbers, None):
        others = select(Customer).where(
            condition, Customer.deleted_at.is_(None), Customer.id != (except_id or 0)
        )
        row = work.session.execute(others.order_by(Customer.id).limit(1)).scalars().first()
        if row is None:
            continue
        alike = _look_alike(work, row, key)
        raise Refused(
            say(
                "{name} ({hit}), owned by {owner}, is already here. Open that customer, or add "
                "this one as another person on purpose.",
                name=alike.title,
                hit=mask_phone(numbers[key]) if key in _PHONES else alike.title,
                owner=alike.owner_name or say("nobody"),
            ),
            allowed=[str(alike.customer_id)] if alike.customer_id else [],
        )
