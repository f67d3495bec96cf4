"""Takes follow-ups of another system over, each with its original author and its own time.

Nothing is done again: no task is made, nobody told, no rule fires for what is long past.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from loancrm_desktop.errors import Refused
from loancrm_desktop.models.database import roomy
from loancrm_desktop.models.ids import next_id
from loancrm_desktop.models.stored import to_stored
from loancrm_desktop.models.work_items import FollowUp
from loancrm_desktop.services import access, summaries
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.exchange import contact_columns
from loancrm_desktop.services.exchange.contact_lines import Contact, ContactList, read_contacts
from loancrm_desktop.services.exchange.history_people import HistoryPeople
from loancrm_desktop.services.exchange.import_plan import Progress, RowProblem
from loancrm_desktop.services.exchange.map_files import GivenMap
from loancrm_desktop.services.exchange.new_rows import NewRows
from loancrm_desktop.services.exchange.sheets import SheetTable, collector_paused
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say


@dataclass(frozen=True, slots=True)
class ContactPlan:
    """How a list is to be read.

    Attributes:
        columns: heading to part (see contact_columns.HEADINGS); None to guess them.
    """

    columns: GivenMap | None = None


@dataclass(frozen=True, slots=True)
class ContactReport:
    """What taking a list over did, or would do.

    Attributes:
        rows: lines of the file.
        created: follow-ups taken over.
        customers: how many customers they belong to.
        rejected: lines left out.
        strangers: authors who are not of the office; they are kept as former colleagues.
        first_at, last_at: the time they span, None for none.
    """

    rows: int
    created: int
    customers: int
    rejected: int
    strangers: tuple[str, ...]
    first_at: datetime | None
    last_at: datetime | None
    mapping: dict[str, str]
    problems: tuple[RowProblem, ...] = field(default_factory=tuple[RowProblem, ...])


@reader("importing.follow_ups_preview")
def preview(work: Work, table: SheetTable, plan: ContactPlan) -> ContactReport:
    """Say what taking a list of follow-ups over would do, without writing.

    Raises:
        Invalid: time, text or customer is not to be found.
        Refused: the actor may not import.
    """
    _require(work)
    columns = contact_columns.columns_of(table, plan.columns)
    with collector_paused():
        found = read_contacts(work, table, columns, Progress())
    return _report(work, table, contact_columns.mapping(columns, table.header), found)


@operation("importing.follow_ups")
def run(
    work: Work, table: SheetTable, plan: ContactPlan, progress: Progress | None = None
) -> ContactReport:
    """Write a list of follow-ups in one change set.

    A customer's last contact and next step are worked out again; nothing newer moves back.

    Raises:
        Invalid: time, text or customer is not to be found.
        Refused: the actor may not import, nothing can be taken over, or it was cancelled.
    """
    _require(work)
    watch = progress or Progress()
    columns = contact_columns.columns_of(table, plan.columns)
    with collector_paused():
        found = read_contacts(work, table, columns, watch)
        if watch.cancelled:
            raise Refused(say("The import was cancelled. Nothing was changed."))
        report = _report(work, table, contact_columns.mapping(columns, table.header), found)
        if found.contacts:
            _write(work, found.contacts)
    work.note = table.name
    return report


def _require(work: Work) -> None:
    for act in ("customers.import", "follow_ups.log"):
        access.require(work, act)


def _report(
    work: Work, table: SheetTable, mapping: dict[str, str], found: ContactList
) -> ContactReport:
    times = [contact.at for contact in found.contacts]
    return ContactReport(
        rows=len(table.rows),
        created=len(found.contacts),
        customers=len({contact.customer_id for contact in found.contacts}),
        rejected=sum(problem.rejects for problem in found.problems),
        strangers=HistoryPeople(work).strangers(contact.author for contact in found.contacts),
        first_at=min(times, default=None),
        last_at=max(times, default=None),
        mapping=mapping,
        problems=found.problems,
    )


def _write(work: Work, contacts: tuple[Contact, ...]) -> None:
    people = HistoryPeople(work)
    authors = {name: people.named(name) for name in {contact.author for contact in contacts}}
    base = next_id(work.session, "follow_up")
    table = NewRows(FollowUp, {"updated_at": work.now, "revision": 1})
    for number, contact in enumerate(contacts, base):
        table.add(
            {
                "id": number,
                "customer_id": contact.customer_id,
                "deal_id": contact.deal_id,
                "at": to_stored(contact.at),
                "method": contact.method,
                "outcome": contact.outcome,
                "text": contact.text,
                "next_at": to_stored(contact.next_at),
                "author_id": authors[contact.author],
                "created_at": to_stored(contact.at),
            }
        )
    work.session.flush()
    with roomy(work.session, len(contacts)):
        table.write(work)
    for customer_id in sorted({contact.customer_id for contact in contacts}):
        _catch_up(work, customer_id)


def _catch_up(work: Work, customer_id: int) -> None:
    """Bring the customer's last contact up to date, and the next step where none is planned."""
    summaries.refresh(work, customer_id)
    customer = summaries.customer_of(work, customer_id)
    if customer is None or customer.next_follow_up_at is not None:
        return
    ahead = select(func.min(FollowUp.next_at)).where(
        FollowUp.customer_id == customer_id,
        FollowUp.deleted_at.is_(None),
        FollowUp.next_at > work.now,
    )
    customer.next_follow_up_at = work.session.execute(ahead).scalar_one()
