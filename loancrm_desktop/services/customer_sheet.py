"""One customer whole: values, deals, follow-ups, tasks, documents, stage history, related people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.customers import Customer, RelatedPerson
from loancrm_desktop.models.documents import Document
from loancrm_desktop.models.ids import LARGEST_ID
from loancrm_desktop.models.prepared import Prepared
from loancrm_desktop.services import access, customers, follow_ups, sight, tasks
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.deal_cards import DealCard, cards_of_customer
from loancrm_desktop.services.follow_ups import FollowUpRow
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import constructor_values, values_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.visits import StageVisitRow, visits_of_customer
from loancrm_desktop.services.sight import Masks
from loancrm_desktop.services.tasks import TaskRow
from loancrm_desktop.services.values_in import Values, read_values, write_values
from loancrm_desktop.texts import say

MOST_ROWS = 50

_one = Prepared(select(Customer.__table__).where(Customer.__table__.c.id == bindparam("id")))
_papers = Prepared(
    select(Document.id, Document.name, Document.kind, Document.size_bytes, Document.created_at)
    .where(Document.customer_id == bindparam("customer"), Document.deleted_at.is_(None))
    .order_by(Document.id.desc())
)
_people_around = Prepared(
    select(
        RelatedPerson.id,
        RelatedPerson.relation,
        RelatedPerson.name,
        RelatedPerson.phone,
        RelatedPerson.linked_customer_id,
    )
    .where(RelatedPerson.customer_id == bindparam("customer"), RelatedPerson.deleted_at.is_(None))
    .order_by(RelatedPerson.id)
)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One file of the customer."""

    id: int
    name: str
    kind: str
    size_bytes: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """A person around the customer."""

    id: int
    relation: str
    name: str
    phone: str | None
    linked_customer_id: int | None


_AROUND = sight.fields_of("related_person", RelatedRow.__dataclass_fields__)
_AROUND_INSTEAD = (None, "", "", None, None)


@dataclass(frozen=True, slots=True)
class CustomerSheet:
    """Everything about one customer.

    Attributes:
        values: JSON values by catalogue key.
        masked: keys whose values are shown masked.
        follow_ups: newest first, at most MOST_ROWS.
        revealable: those of `masked` that `sight_log.reveal` says.
    """

    id: int
    revision: int
    values: Values
    masked: tuple[str, ...]
    deals: tuple[DealCard, ...]
    follow_ups: tuple[FollowUpRow, ...]
    tasks: tuple[TaskRow, ...]
    documents: tuple[DocumentRow, ...]
    stage_history: tuple[StageVisitRow, ...]
    related: tuple[RelatedRow, ...]
    revealable: tuple[str, ...] = ()


@reader("customers.show")
def show(work: Work, customer_id: int, masks: Masks = "role") -> CustomerSheet:
    """Answer the whole page of one customer; parts the role may not see are empty.

    Args:
        work: the reading.
        customer_id: who.
        masks: `display` masks phones and numbers for everybody.

    Raises:
        Invalid: there is none.
        Refused: it belongs to somebody else.
    """
    access.require(work, "customers.see")
    row = _customer(work, customer_id)
    may = work.actor.rights.allows
    fields = catalog_of(work).kind("customer").fields
    shown = sight.as_shown(work, masks)
    values, masked = write_values(shown, "customer", fields, values_of(row, "customer", fields))
    return CustomerSheet(
        id=row.id,
        revision=row.revision,
        values=values,
        masked=masked,
        deals=cards_of_customer(work, row) if may("deals.see") else (),
        follow_ups=(
            follow_ups.of_customer(work, customer_id, MOST_ROWS) if may("follow_ups.see") else ()
        ),
        tasks=tasks.of_customer(work, row) if may("tasks.see") else (),
        documents=_documents(work, customer_id) if may("documents.see") else (),
        stage_history=visits_of_customer(work, customer_id) if may("deals.see") else (),
        related=_related(shown, customer_id),
        revealable=sight.revealable(work, "customer", masks),
    )


def _customer(work: Work, customer_id: int) -> Any:
    fits = 0 < customer_id <= LARGEST_ID
    found = _one.records(work.session, id=customer_id) if fits else ()
    if not found or found[0].deleted_at is not None:
        raise Invalid(say("There is no customer number {id}.", id=customer_id))
    access.require_seen(work, found[0])
    return found[0]


def _documents(work: Work, customer_id: int) -> tuple[DocumentRow, ...]:
    rows = _papers.rows(work.session, customer=customer_id)
    return tuple([DocumentRow(*row) for row in rows])


def _related(work: Work, customer_id: int) -> tuple[RelatedRow, ...]:
    veil = sight.veil(work.actor, catalog_of(work).vocabulary, _AROUND, _AROUND_INSTEAD)
    found: list[RelatedRow] = []
    for row in _people_around.rows(work.session, customer=customer_id):
        values = list(row)
        veil.over(values)
        found.append(RelatedRow(*values))
    return tuple(found)


@operation("customers.add_related")
def add_related(work: Work, customer_id: int, values: Values) -> int:
    """Add a person around a customer; answers the related person's id.

    Raises:
        Invalid: naming every field that does not hold.
        Refused: the actor may not.
    """
    access.require(work, "customers.edit")
    customers.get(work, customer_id)
    read = read_values(work, "related_person", {**values, "customer": customer_id}, whole=True)
    fields = catalog_of(work).kind("related_person").fields
    row = RelatedPerson(
        **constructor_values("related_person", fields, read),
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row.id
