"""What becomes of each row of a table: a new customer, a known one made fuller, or left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from loancrm_desktop.errors import Invalid, Need, Refused
from loancrm_desktop.models.people import Channel, Team, User
from loancrm_desktop.services import access
from loancrm_desktop.services.exchange.import_plan import (
    ImportPlan,
    Progress,
    RowDecision,
    RowProblem,
)
from loancrm_desktop.services.exchange.known_people import Known, KnownPeople
from loancrm_desktop.services.exchange.mapping import DEAL_PREFIX
from loancrm_desktop.services.exchange.row_forms import RowForms
from loancrm_desktop.services.exchange.row_values import Names, RowReader, RowValues, joined_remark
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable
from loancrm_desktop.services.exchange.unique_values import UniqueValues
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.terms import Term
from loancrm_desktop.texts import listed, say

PROGRESS_EVERY = 500
_KEPT_BY_BOTH = ("phone", "phone2", "remark")
"""No number and no word of either side is lost; they are joined."""


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row whose customer is known already, with what was settled for it."""

    values: RowValues
    twin: Known
    decision: RowDecision


@dataclass(slots=True)
class SortedRows:
    """Rows sorted by what becomes of them.

    Attributes:
        known: every row with a known phone or ID number, whatever happened to it.
        merged: how many rows said more about a person of an earlier row.
    """

    created: list[RowValues] = field(default_factory=list[RowValues])
    updated: list[tuple[int, RowValues]] = field(default_factory=list[tuple[int, RowValues]])
    known: list[KnownRow] = field(default_factory=list[KnownRow])
    fill_only: set[int] = field(default_factory=set[int])
    merged: int = 0
    skipped: int = 0
    rejected: int = 0
    problems: list[RowProblem] = field(default_factory=list[RowProblem])


def sort(work: Work, table: SheetTable, plan: ImportPlan, progress: Progress) -> SortedRows:
    """Sort a table's rows, without writing.

    Raises:
        Refused: it was cancelled, or a column goes to a field the role may not write.
        Invalid: no column is mapped to a name or a phone.
    """
    _require_names(plan)
    _require_writable(work, plan)
    progress.total = len(table.rows)
    sorter = _Sorter(work, plan)
    reader = row_reader(work, plan)
    for row in _tracked(table, progress):
        sorter.place(reader.read(row))
    return sorter.found


def row_reader(work: Work, plan: ImportPlan) -> RowReader:
    """Make the reader of a plan's rows."""
    catalog = catalog_of(work)
    return RowReader(
        plan,
        catalog.kind("customer").fields,
        catalog.kind("deal").fields,
        _names(work),
        work.place.zone,
    )


def _tracked(table: SheetTable, progress: Progress) -> Iterator[SheetRow]:
    for index, row in enumerate(table.rows):
        if index % PROGRESS_EVERY == 0:
            progress.done = index
            if progress.cancelled:
                raise Refused(say("The import was cancelled. Nothing was changed."))
        yield row
    progress.done = len(table.rows)


class _Sorter:
    """Places row after row; knows who is known and which values are taken."""

    def __init__(self, work: Work, plan: ImportPlan) -> None:
        self._plan = plan
        self._known = KnownPeople(work)
        mapped = [column.field for column in plan.columns if column.field]
        self._unique = UniqueValues(work, mapped)
        self._own = _Ownership(work)
        self._form = RowForms(work, plan)
        self.found = SortedRows()

    def place(self, values: RowValues) -> None:
        """Put a row where it belongs."""
        found = self.found
        if not values.rejected:
            self._own.settle(values)
        twin = None if values.rejected else self._known.find(values.customer)
        decision = self._plan.decision(values.row)
        written = twin is None or decision.choice != "skip"
        if written and not values.rejected:
            whose = twin.customer_id if twin is not None and decision.choice != "keep" else None
            taken = self._unique.problem(values, whose)
            if taken is not None:
                values.problems.append(taken)
            self._form.look_at(values, whose)
        found.problems.extend(values.problems)
        if values.rejected:
            found.rejected += 1
        elif twin is None:
            self._known.add(values.customer, len(found.created))
            self._unique.add(values, None)
            found.created.append(values)
        else:
            found.known.append(KnownRow(values, twin, decision))
            self._place_known(values, twin, decision)

    def _place_known(self, values: RowValues, twin: Known, decision: RowDecision) -> None:
        found = self.found
        if decision.choice == "keep":
            self._unique.add(values, None)
            found.created.append(values)
        elif decision.choice == "skip":
            found.skipped += 1
            found.problems.append(_duplicate(values, twin))
        else:
            self._merge(values, twin, decision)

    def _merge(self, values: RowValues, twin: Known, decision: RowDecision) -> None:
        found = self.found
        if twin.index is not None:
            merge_rows(found.created[twin.index], _taken(values, decision), decision)
            self._known.add(values.customer, twin.index)
            found.merged += 1
        elif twin.mine and twin.customer_id is not None:
            self._unique.add(values, twin.customer_id)
            self._own.leave(values)
            if decision.choice == "fill":
                found.fill_only.add(values.row)
            found.updated.append((twin.customer_id, _taken(values, decision)))
        else:
            found.rejected += 1
            text = say("This customer is known already and belongs to somebody else.")
            found.problems.append(RowProblem(values.row, "", "others_customer", text.read()))


class _Ownership:
    """Lets a row name its owner or team only where the role may give customers away."""

    def __init__(self, work: Work) -> None:
        actor = work.actor
        self._shut = [
            key for key in ("owner", "team") if not access.writable(actor, "customer", key)
        ]
        self._mine = {"owner": (actor.user_id,), "team": actor.team_ids}
        self._message = say(
            "Your role may not give customers to others; the row becomes your own."
        ).read()

    def settle(self, values: RowValues) -> None:
        """Take away what the actor may not give; the own name and team may stand."""
        for key in self._shut:
            given = values.customer.get(key)
            if given is not None and given not in self._mine[key]:
                del values.customer[key]
                values.problems.append(
                    RowProblem(values.row, "", "not_yours_to_give", self._message, rejects=False)
                )

    def leave(self, values: RowValues) -> None:
        """Leave a known customer with whom it is, unless the actor may give it away."""
        for key in self._shut:
            values.customer.pop(key, None)


def _taken(values: RowValues, decision: RowDecision) -> RowValues:
    """Leave out of a row what a person wants to stay as the office has it."""
    if decision.take is not None:
        for key in tuple(values.customer):
            if key not in decision.take and key not in _KEPT_BY_BOTH:
                del values.customer[key]
        if "channel" not in decision.take:
            values.channel = None
    return values


def merge_rows(earlier: RowValues, later: RowValues, decision: RowDecision) -> None:
    """Let a later row of the file say more about the same person; no number and no word is lost."""
    remark = joined_remark(earlier.customer.get("remark"), later.customer.get("remark"))
    phones = phones_of(earlier.customer, later.customer)
    if decision.choice == "fill":
        earlier.customer.update({**later.customer, **earlier.customer})
        earlier.deal.update({**later.deal, **earlier.deal})
        has_channel = earlier.channel or "channel" in earlier.customer
        earlier.channel = earlier.channel if has_channel else later.channel
    else:
        earlier.customer.update(later.customer)
        earlier.deal.update(later.deal)
        earlier.channel = later.channel or earlier.channel
        if later.channel:
            earlier.customer.pop("channel", None)
    put_phones(earlier.customer, phones, remark)


def phones_of(there: Mapping[str, Any], fresh: Mapping[str, Any]) -> list[str]:
    """Answer every number of a person: the one known as the first stays the first."""
    numbers = [there.get("phone"), there.get("phone2"), fresh.get("phone"), fresh.get("phone2")]
    return list(dict.fromkeys(number for number in numbers if number))


def put_phones(customer: dict[str, Any], numbers: list[str], remark: str) -> None:
    """Put two numbers into their fields, and what is more into the remark."""
    customer.update(zip(("phone", "phone2"), numbers, strict=False))
    remark = joined_remark(remark, *numbers[2:])
    if remark:
        customer["remark"] = remark


def _duplicate(values: RowValues, twin: Known) -> RowProblem:
    if twin.index is not None:
        text = say("The same phone or ID number stands in an earlier row of this file.")
    elif twin.mine:
        text = say("Customer number {id} has the same phone or ID number.", id=twin.customer_id)
    else:
        text = say("This customer is known already and belongs to somebody else.")
    return RowProblem(values.row, "", "duplicate", text.read(), rejects=False)


def _require_names(plan: ImportPlan) -> None:
    mapped = {column.field for column in plan.columns}
    if plan.number_unnamed and mapped != {None}:
        return
    if not mapped & {"name", "phone", "phone2"}:
        raise Invalid(
            say(
                "No column of this table looks like a name or a phone number. Say which column "
                "is which field, or choose another sheet."
            )
        )


def _require_writable(work: Work, plan: ImportPlan) -> None:
    shut: dict[str, Need] = {}
    for column in plan.columns:
        if column.field is None or may_write(work, column.field):
            continue
        kind, key = kind_and_key(column.field)
        spec = catalog_of(work).kind(kind).fields[key]
        label = Term(f"field.{key}", spec.label_zh, spec.label_en)
        shut[column.column] = Need(column.field, label)
    if shut:
        raise Refused(
            say(
                "Your role may not write what the columns {columns} go to. Leave these columns "
                "out, or ask the owner of the office.",
                columns=listed(shut),
            ),
            needs=list(shut.values()),
            forbidden=True,
        )


def may_write(work: Work, field_key: str) -> bool:
    """Say whether the actor may fill a field of a mapping by an import.

    Owner and team are looked at row by row: one's own name may always stand.
    """
    kind, key = kind_and_key(field_key)
    own_name = kind == "customer" and access.assigns(kind, key)
    return own_name or access.writable(work.actor, kind, key)


def kind_and_key(field_key: str) -> tuple[str, str]:
    """Split a mapping's field into the record kind and the catalogue's key."""
    if field_key.startswith(DEAL_PREFIX):
        return "deal", field_key.removeprefix(DEAL_PREFIX)
    return "customer", field_key


def _names(work: Work) -> Names:
    found: dict[tuple[str, str], int] = {}
    for kind, chosen in (
        ("channel", select(Channel.id, Channel.name).where(Channel.deleted_at.is_(None))),
        ("channel", select(Channel.id, Channel.key).where(Channel.deleted_at.is_(None))),
        ("team", select(Team.id, Team.name).where(Team.deleted_at.is_(None))),
        ("person", select(User.id, User.login).where(User.active.is_(True))),
        ("person", select(User.id, User.name).where(User.active.is_(True))),
    ):
        for row_id, name in work.session.execute(chosen):
            found[(kind, name.casefold())] = row_id
    return found
