"""Reads a list of follow-ups into contacts: whose, when, by whom, what was said and comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.work_items import FollowUp
from loancrm_desktop.services import access
from loancrm_desktop.services.exchange.contact_columns import ContactColumns
from loancrm_desktop.services.exchange.import_plan import Progress, RowProblem
from loancrm_desktop.services.exchange.known_people import KnownPeople
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.field_types import MAX_TEXT_LENGTH
from loancrm_desktop.services.forms.values.cells import cell_text, plain_text
from loancrm_desktop.services.forms.values.choices import option_for
from loancrm_desktop.services.forms.values.dates import parse_moment
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.forms.values.id_numbers import parse_id_number
from loancrm_desktop.services.forms.values.phones import parse_phone
from loancrm_desktop.services.office import Work
from loancrm_desktop.text_keys import text_key
from loancrm_desktop.texts import Text, say

_STEP = 500


@dataclass(frozen=True, slots=True)
class Contact:
    """One follow-up of the list.

    Attributes:
        author: as the file writes them; empty for nobody.
    """

    customer_id: int
    deal_id: int | None
    at: datetime
    text: str
    method: str
    outcome: str | None
    next_at: datetime | None
    author: str


@dataclass(frozen=True, slots=True)
class ContactList:
    """A whole list: what can be taken over, and what was left out or noted."""

    contacts: tuple[Contact, ...]
    problems: tuple[RowProblem, ...]


class _LeftOut(Exception):  # noqa: N818 - a line that is left out, not a fault of the program
    """A line that is left out, and why."""

    def __init__(self, column: int | None, code: str, text: Text) -> None:
        super().__init__(code)
        self.column, self.code, self.text = column, code, text


class _Whose:
    """Finds the customer a line names: by deal number, phone, ID number, else by a sole name."""

    def __init__(self, work: Work) -> None:
        self._people = KnownPeople(work)
        sight = (Customer.id, Customer.name_key, Customer.owner_id, Customer.team_id)
        living = select(*sight).where(Customer.deleted_at.is_(None))
        self._named: dict[str, list[int]] = {}
        self._mine: set[int] = set()
        everything = work.actor.rights.scope == "all"
        for number, key, owner_id, team_id in work.session.execute(living):
            if everything or access.in_scope(work.actor, owner_id, team_id):
                self._mine.add(number)
            self._named.setdefault(key, []).append(number)
        deals = select(Deal.ref, Deal.id, Deal.customer_id).where(Deal.deleted_at.is_(None))
        self._deals = {ref: (number, whose) for ref, number, whose in work.session.execute(deals)}
        self._shown: dict[int, int | None] = {}
        for number, deal_id in work.session.execute(select(Customer.id, Customer.deal_id)):
            self._shown[number] = deal_id

    def find(self, said: dict[str, str]) -> tuple[int, int | None]:
        """Answer the customer and the deal.

        Raises:
            _LeftOut: nobody is known so, several are, or they belong to somebody else.
        """
        customer_id, deal_id = self._found(said)
        if customer_id not in self._mine:
            text = say("The customer belongs to another person; the line was left out.")
            raise _LeftOut(None, "not_in_scope", text)
        return customer_id, deal_id or self._shown.get(customer_id)

    def _found(self, said: dict[str, str]) -> tuple[int, int | None]:
        if said["deal"] in self._deals:
            deal_id, customer_id = self._deals[said["deal"]]
            return customer_id, deal_id
        numbers = {"phone": said["phone"], "id_number": said["id_number"]}
        known = self._people.find(numbers)
        if known is not None and known.customer_id is not None:
            return known.customer_id, None
        named = [] if any(numbers.values()) else self._named.get(text_key(said["name"]), [])
        if len(named) > 1:
            text = say(
                "Several customers have this name; a phone or an ID number tells them apart."
            )
            raise _LeftOut(None, "ambiguous", text)
        if not named:
            text = say("This customer is not here yet. Import the customers first.")
            raise _LeftOut(None, "unknown_customer", text)
        return named[0], None


class _Reading:
    """Takes the lines in one by one."""

    def __init__(self, work: Work, table: SheetTable, columns: ContactColumns) -> None:
        self._work = work
        self._header = table.header
        self._columns = columns
        self._whose = _Whose(work)
        fields = catalog_of(work).kind("follow_up").fields
        self._choices = {"method": fields["method"], "outcome": fields["outcome"]}
        there = select(FollowUp.customer_id, FollowUp.at, FollowUp.text)
        rows = work.session.execute(there.where(FollowUp.deleted_at.is_(None)))
        self._there = {(customer_id, at, text) for customer_id, at, text in rows}
        self.contacts: list[Contact] = []
        self.problems: list[RowProblem] = []

    def take_in(self, row: SheetRow) -> None:
        """Take a line in, or note why not."""
        try:
            contact = self._contact(row)
        except _LeftOut as out:
            self._note(row, out.column, out.code, str(out.text), rejects=True)
            return
        mark = (contact.customer_id, contact.at, contact.text)
        if mark in self._there:
            text = say("This follow-up is here already; the line was left out.")
            self._note(row, None, "known", str(text), rejects=True)
            return
        self._there.add(mark)
        self.contacts.append(contact)

    def _contact(self, row: SheetRow) -> Contact:
        columns = self._columns
        at = self._moment(row, columns.at)
        if at is None:
            raise self._empty(columns.at)
        if at > self._work.now:
            text = say("A contact cannot lie in the future.")
            raise _LeftOut(columns.at, "in_future", text)
        said = plain_text(self._raw(row, columns.text))
        if not said:
            raise self._empty(columns.text)
        customer_id, deal_id = self._whose.find(self._who(row))
        method, outcome = (self._choice(row, part) for part in ("method", "outcome"))
        return Contact(
            customer_id,
            deal_id,
            at,
            self._whole_text(row, said),
            method or "other",
            outcome,
            self._next(row, at),
            self._text(row, columns.author),
        )

    def _who(self, row: SheetRow) -> dict[str, str]:
        columns = self._columns
        return {
            "deal": self._text(row, columns.deal),
            "phone": self._number(row, columns.phone, parse_phone),
            "id_number": self._number(row, columns.id_number, parse_id_number),
            "name": self._text(row, columns.name),
        }

    def _whole_text(self, row: SheetRow, said: str) -> str:
        """Answer the text, and below it what the file says that no option stands for."""
        unread: list[str] = []
        for part in ("method", "outcome"):
            column = getattr(self._columns, part)
            written = self._text(row, column)
            if written and option_for(written, self._choices[part]) is None:
                unread.append(f"{self._header[column]}: {written}")
        whole = "\n".join([said, *unread])
        if len(whole) > MAX_TEXT_LENGTH:
            text = say(
                "This text has {count} characters; at most {most} fit.",
                count=len(whole),
                most=MAX_TEXT_LENGTH,
            )
            raise _LeftOut(self._columns.text, "too_long", text)
        return whole

    def _choice(self, row: SheetRow, part: str) -> str | None:
        written = self._text(row, getattr(self._columns, part))
        return option_for(written, self._choices[part]) if written else None

    def _next(self, row: SheetRow, at: datetime) -> datetime | None:
        column = self._columns.next_at
        if column is None:
            return None
        try:
            planned = self._moment(row, column)
        except _LeftOut as out:
            self._note(row, column, out.code, str(out.text), rejects=False)
            return None
        return planned if planned is not None and planned >= at else None

    def _moment(self, row: SheetRow, column: int) -> datetime | None:
        try:
            return parse_moment(self._raw(row, column), self._work.place.zone)
        except FieldFault as fault:
            raise _LeftOut(column, fault.code, fault.text) from fault

    def _number(self, row: SheetRow, column: int | None, parse: Any) -> str:
        if column is None:
            return ""
        try:
            return str(parse(self._raw(row, column)) or "")
        except FieldFault:
            return ""

    def _raw(self, row: SheetRow, column: int) -> Any:
        return row.cells[column] if column < len(row.cells) else None

    def _text(self, row: SheetRow, column: int | None) -> str:
        return "" if column is None else cell_text(self._raw(row, column))

    def _empty(self, column: int) -> _LeftOut:
        heading = self._header[column]
        text = say("The cell {column} is empty; the line was left out.", column=heading)
        return _LeftOut(column, "empty", text)

    def _note(
        self, row: SheetRow, column: int | None, code: str, text: str, *, rejects: bool
    ) -> None:
        heading = "" if column is None else self._header[column]
        self.problems.append(RowProblem(row.number, heading, code, text, rejects))


def read_contacts(
    work: Work, table: SheetTable, columns: ContactColumns, progress: Progress
) -> ContactList:
    """Read a table as a list of follow-ups; times without an offset are the office's."""
    reading = _Reading(work, table, columns)
    progress.total = len(table.rows)
    for count, row in enumerate(table.rows, 1):
        reading.take_in(row)
        if count % _STEP == 0:
            progress.done = count
            if progress.cancelled:
                break
    return ContactList(tuple(reading.contacts), tuple(reading.problems))
