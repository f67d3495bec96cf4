"""Records of the office's own kinds: add, change, put into the trash; with their permissions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from loancrm_desktop.errors import FieldProblem, Invalid, Problem, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.own_records import OwnRecord
from loancrm_desktop.services import access, drafts, editing, record_types, sight
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.completing import complete
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import constructor_values, put_values, values_of
from loancrm_desktop.services.lists import BulkResult, RowRefusal, Saved
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.sight import Masks
from loancrm_desktop.services.values_in import Values, read_values, refuse_taken, write_values
from loancrm_desktop.texts import say


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """A record of an own kind with all its form shows.

    Attributes:
        masked: keys whose values are shown masked.
        read_only: keys that cannot be changed by the actor.
        revealable: those of `masked` that `sight_log.reveal` says.
        customer_name, deal_ref: what the links are called; None without one, or without the right.
    """

    id: int
    kind: str
    revision: int
    values: Values
    masked: tuple[str, ...]
    read_only: tuple[str, ...]
    revealable: tuple[str, ...]
    customer_name: str | None
    deal_ref: str | None


@operation("own_records.add")
def add(work: Work, kind: str, values: Values, draft_key: str | None = None) -> Saved:
    """Add a record of an own kind; the draft named goes with it.

    Raises:
        Invalid: naming every field that does not hold.
        Refused: the actor may not, or the customer belongs to somebody else.
    """
    record_types.in_use(work, kind)
    access.require_on(work, kind, "add")
    read = _with_links(work, read_values(work, kind, values, whole=True))
    refuse_taken(work, kind, read, None)
    fields = catalog_of(work).kind(kind).fields
    whole = complete(work, kind, _with_defaults(work, kind, read), given=read.keys())
    row = OwnRecord(
        kind=kind,
        **constructor_values(kind, fields, whole),
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(row)
    drafts.drop_with(work, draft_key)
    work.session.flush()
    return Saved(row.id, row.revision)


def _with_links(work: Work, read: Mapping[str, Any]) -> dict[str, Any]:
    """Let a record of a deal belong to the deal's customer.

    Raises:
        Invalid: the deal is another customer's.
    """
    whole = dict(read)
    deal_id = whole.get("deal")
    deal = None if deal_id is None else row_of(work.session, Deal, deal_id)
    if deal is None:
        return whole
    if whole.get("customer") not in (None, deal.customer_id):
        text = say("There is no deal number {id} of this customer.", id=deal.id)
        raise Invalid(text, [FieldProblem("deal", "unknown", text)])
    whole["customer"] = deal.customer_id
    return whole


def _with_defaults(work: Work, kind: str, read: Mapping[str, Any]) -> dict[str, Any]:
    """Give a new record an owner: the customer's, else whoever brings it."""
    whole = dict(read)
    for key, spec in catalog_of(work).kind(kind).fields.items():
        if key not in whole and spec.default is not None:
            whole[key] = spec.default
    customer = None
    if whole.get("customer") is not None:
        customer = row_of(work.session, Customer, whole["customer"])
    if whole.get("owner") is None and whole.get("team") is None:
        whole["owner"] = work.actor.user_id if customer is None else customer.owner_id
        whole["team"] = work.actor.team_id if customer is None else customer.team_id
    elif whole.get("team") is None and whole.get("owner") is not None:
        whole["team"] = access.team_of(work, int(whole["owner"]))
    return whole


@operation("own_records.edit")
def edit(  # noqa: PLR0913, PLR0917 - what the form holds, each with a default
    work: Work,
    kind: str,
    record_id: int,
    values: Values,
    expected_revision: int | None = None,
    original: Values | None = None,
    draft_key: str | None = None,
) -> Saved:
    """Change a record's fields; `original` is what the face showed, to tell who changed what.

    Raises:
        Conflict: somebody changed the same fields meanwhile.
        Invalid: naming every field that does not hold.
        Refused: the actor may not.
    """
    record_types.in_use(work, kind)
    access.require_on(work, kind, "edit")
    row = get(work, kind, record_id)
    read = read_values(work, kind, values, whole=False, row=row)
    shown = editing.Shown(expected_revision, original)
    editing.check_conflict(work, kind, row, read, shown)
    _change(work, row, read)
    drafts.drop_with(work, draft_key)
    work.session.flush()
    return Saved(row.id, row.revision)


def _change(work: Work, row: OwnRecord, read: Mapping[str, Any]) -> None:
    whole = dict(read)
    if whole.get("deal") is not None:
        given = {"customer": row.customer_id, **whole}
        whole["customer"] = _with_links(work, given)["customer"]
    if whole.get("customer") is not None and whole["customer"] != row.customer_id:
        _leave_other_deal(work, row, whole)
    refuse_taken(work, row.kind, whole, row.id)
    if whole.get("owner") is not None and "team" not in whole:
        whole["team"] = access.team_of(work, int(whole["owner"]))
    whole = complete(work, row.kind, whole, row=row, given=read.keys())
    put_values(row, row.kind, catalog_of(work).kind(row.kind).fields, whole)


def _leave_other_deal(work: Work, row: OwnRecord, whole: dict[str, Any]) -> None:
    """Let go of the deal when a record goes over to another customer."""
    deal = None if row.deal_id is None else row_of(work.session, Deal, row.deal_id)
    if deal is not None and "deal" not in whole and deal.customer_id != whole["customer"]:
        whole["deal"] = None


@operation("own_records.change_many")
def change_many(work: Work, kind: str, record_ids: list[int], values: Values) -> BulkResult:
    """Give several records the same values, as one change set.

    Raises:
        Invalid: a value does not hold.
        Refused: the actor may not.
    """
    record_types.in_use(work, kind)
    access.require_on(work, kind, "edit")
    read = read_values(work, kind, values, whole=False)

    def change(row: OwnRecord) -> None:
        _change(work, row, read)
        work.session.flush()

    return _each(work, kind, record_ids, change)


@operation("own_records.remove")
def remove(work: Work, kind: str, record_ids: list[int]) -> BulkResult:
    """Put records into the trash.

    Raises:
        Refused: the actor may not.
    """
    record_types.in_use(work, kind)
    access.require_on(work, kind, "delete")

    def throw(row: OwnRecord) -> None:
        row.deleted_at = work.now

    return _each(work, kind, record_ids, throw)


@operation("own_records.restore")
def restore(work: Work, kind: str, record_ids: list[int]) -> BulkResult:
    """Take records out of the trash; one whose unique value was given away stays there.

    Raises:
        Refused: the actor may not.
    """
    record_types.in_use(work, kind)
    access.require_on(work, kind, "delete")
    fields = catalog_of(work).kind(kind).fields

    def take_out(row: OwnRecord) -> None:
        refuse_taken(work, kind, values_of(row, kind, fields), row.id)
        row.deleted_at = None
        work.session.flush()

    return _each(work, kind, record_ids, take_out, trash=True)


def _each(
    work: Work,
    kind: str,
    ids: Sequence[int],
    act: Callable[[OwnRecord], None],
    *,
    trash: bool = False,
) -> BulkResult:
    done: list[int] = []
    refused: list[RowRefusal] = []
    for record_id in dict.fromkeys(ids):
        try:
            act(get(work, kind, record_id, trash=trash))
        except Problem as problem:
            refused.append(RowRefusal(record_id, problem.text.read()))
        else:
            done.append(record_id)
    return BulkResult(tuple(done), tuple(refused))


def get(work: Work, kind: str, record_id: int, *, trash: bool = False) -> OwnRecord:
    """Answer a record's row the actor may see.

    Raises:
        Invalid: there is none of this kind.
        Refused: it belongs to somebody else.
    """
    row = row_of(work.session, OwnRecord, record_id)
    if row is None or row.kind != kind or (row.deleted_at is not None) != trash:
        raise Invalid(say("There is no record number {id}.", id=record_id))
    if not access.sees_own(work, row):
        raise Refused(
            say("This record belongs to another person. Ask its owner or your team lead."),
            forbidden=True,
        )
    return row


@reader("own_records.show")
def show(work: Work, kind: str, record_id: int, masks: Masks = "role") -> OwnSheet:
    """Answer a record whole; `display` masks numbers for everybody.

    Raises:
        Invalid: there is none.
        Refused: it belongs to somebody else.
    """
    access.require_on(work, kind, "see")
    row = get(work, kind, record_id)
    catalog = catalog_of(work)
    fields = catalog.kind(kind).fields
    shown = sight.as_shown(work, masks)
    told, masked = write_values(shown, kind, fields, values_of(row, kind, fields))
    kept = catalog.read_only.get(kind, frozenset())
    whole = not catalog.types[kind].retired and access.may_on(work.actor, kind, "edit")
    locked = tuple(
        key
        for key in fields
        if not whole or key in kept or not access.writable(work.actor, kind, key)
    )
    revealable = sight.revealable(work, kind, masks)
    customer, deal = link_names(work, [row])
    return OwnSheet(
        *(row.id, kind, row.revision, told, masked, locked, revealable),
        customer.get(row.customer_id or 0),
        deal.get(row.deal_id or 0),
    )


def link_names(work: Work, rows: Sequence[Any]) -> tuple[dict[int, str], dict[int, str]]:
    """Answer what the customers and deals of some records are called, as far as the role shows."""
    customer_ids = {row.customer_id for row in rows if row.customer_id is not None}
    deal_ids = {row.deal_id for row in rows if row.deal_id is not None}
    covered = work.actor.rights.hidden | work.actor.rights.masked
    customers: dict[int, str] = {}
    if customer_ids and "customer.name" not in covered:
        chosen = select(Customer.id, Customer.name).where(Customer.id.in_(customer_ids))
        customers = {row.id: row.name for row in work.session.execute(chosen)}
    deals: dict[int, str] = {}
    if deal_ids and work.actor.rights.allows("deals.see"):
        found = select(Deal.id, Deal.ref).where(Deal.id.in_(deal_ids))
        deals = {row.id: row.ref for row in work.session.execute(found)}
    return customers, deals
