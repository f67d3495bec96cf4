"""Customers: add, change, put into the trash, find look-alikes; each with its permission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.services import access, deals, drafts, editing, sight, summaries
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.completing import complete
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import constructor_values, put_values, values_of
from loancrm_desktop.services.forms.values.id_numbers import birth_date_of, gender_of
from loancrm_desktop.services.lists import BulkResult, Duplicates, RowRefusal, Saved
from loancrm_desktop.services.look_alikes import NUMBERS, refuse_look_alike
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.sight import Masks
from loancrm_desktop.services.values_in import Values, read_values, refuse_taken, write_values
from loancrm_desktop.texts import say

KIND = "customer"


@dataclass(frozen=True, slots=True)
class Added:
    """A new customer and the deal opened for it."""

    id: int
    deal_id: int | None


@dataclass(frozen=True, slots=True)
class RecordValues:
    """A record's values for a form.

    Attributes:
        masked: keys whose values are shown masked.
        read_only: keys that cannot be changed here.
        revealable: those of `masked` that `sight_log.reveal` says.
        not_shown: keys the form leaves out just now.
    """

    id: int
    kind: str
    revision: int
    values: Values
    masked: tuple[str, ...]
    read_only: tuple[str, ...]
    revealable: tuple[str, ...] = ()
    not_shown: tuple[str, ...] = ()


@operation("customers.add")
def add(
    work: Work,
    values: Values,
    duplicates: Duplicates = "refuse",
    *,
    open_deal: bool = True,
    draft_key: str | None = None,
) -> Added:
    """Add a customer, and open a deal in the default process; the draft named goes with it.

    Raises:
        Invalid: naming every field that does not hold.
        Refused: the actor may not, or somebody has the same phone or ID number.
    """
    access.require(work, "customers.add")
    read = read_values(work, KIND, values, whole=True)
    if duplicates == "refuse":
        refuse_look_alike(work, read)
    refuse_taken(work, KIND, read, None)
    customer = insert(work, read)
    deal = deals.open_for(work, customer) if open_deal else None
    drafts.drop_with(work, draft_key)
    return Added(customer.id, deal.id if deal else None)


def insert(work: Work, read: Mapping[str, Any]) -> Customer:
    """Write a new customer from values in Python form; the caller has checked them."""
    fields = catalog_of(work).kind(KIND).fields
    whole = complete(work, KIND, with_defaults(work, read), given=read.keys())
    customer = Customer(
        **constructor_values(KIND, fields, whole), created_at=work.now, updated_at=work.now
    )
    work.session.add(customer)
    work.session.flush()
    return customer


def with_defaults(work: Work, read: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in what follows from other values: owner and team, gender and birth date, defaults.

    Whoever brings a customer sees it afterwards: with nobody named it is the actor's own, or
    waits in the actor's team.
    """
    whole = dict(read)
    actor = work.actor
    if whole.get("owner") is None and whole.get("team") is None:
        if actor.rights.scope == "team" and actor.team_id is not None:
            whole["team"] = actor.team_id
        elif actor.rights.scope != "all":
            whole["owner"] = actor.user_id
    owner = whole.get("owner")
    if whole.get("team") is None and owner is not None:
        whole["team"] = team_of(work, int(owner))
    for key, value in _defaults(work):
        if key not in whole or (key == "status" and not whole[key]):
            whole[key] = value
    _fill_from_id_number(whole)
    return whole


def _defaults(work: Work) -> Sequence[tuple[str, Any]]:
    kept = work.shelf.get("customer defaults")
    if kept is None:
        fields = catalog_of(work).kind(KIND).fields
        kept = work.shelf["customer defaults"] = tuple(
            (key, spec.default) for key, spec in fields.items() if spec.default is not None
        )
    return cast("Sequence[tuple[str, Any]]", kept)


def _fill_from_id_number(whole: dict[str, Any]) -> None:
    number = whole.get("id_number")
    if number:
        whole["birth_date"] = whole.get("birth_date") or birth_date_of(number)
        whole["gender"] = whole.get("gender") or gender_of(number)


def team_of(work: Work, user_id: int) -> int | None:
    """Answer the team that a person's customers belong to."""
    return access.team_of(work, user_id)


@operation("customers.edit")
def edit(  # noqa: PLR0913, PLR0917 - what the form holds, each with a default
    work: Work,
    customer_id: int,
    values: Values,
    expected_revision: int | None = None,
    original: Values | None = None,
    duplicates: Duplicates = "refuse",
    draft_key: str | None = None,
) -> Saved:
    """Change a customer's fields.

    Args:
        work: the operation.
        customer_id: who.
        values: the new JSON values by key; fields not named stay.
        expected_revision: the revision the face showed.
        original: the values the face showed, to tell who changed what.
        duplicates: whether a phone or ID number may become that of another customer.
        draft_key: the draft that is stored with this and goes.

    Raises:
        Conflict: somebody changed the same fields meanwhile.
        Invalid: naming every field that does not hold.
        Refused: the actor may not, or somebody has the same phone or ID number.
    """
    access.require(work, "customers.edit")
    customer = get(work, customer_id)
    read = read_values(work, KIND, values, whole=False, row=customer)
    shown = editing.Shown(expected_revision, original)
    editing.check_conflict(work, KIND, customer, read, shown)
    _change(work, customer, read, duplicates)
    drafts.drop_with(work, draft_key)
    work.session.flush()
    return Saved(customer.id, customer.revision)


def _change(
    work: Work, customer: Customer, read: Mapping[str, Any], duplicates: Duplicates
) -> None:
    """Write checked values; everything that may stand against it is asked before the first."""
    if duplicates == "refuse":
        refuse_look_alike(work, _other_numbers(customer, read), customer.id)
    refuse_taken(work, KIND, read, customer.id)
    whole = dict(read)
    if whole.get("owner") is not None and "team" not in whole:
        # With nobody to look after it, a customer stays with its team.
        whole["team"] = team_of(work, whole["owner"])
    if whole.get("id_number") and _says_nothing_else(customer):
        for key in ("birth_date", "gender"):
            whole.setdefault(key, None)
        _fill_from_id_number(whole)
    fields = catalog_of(work).kind(KIND).fields
    owner_before = customer.owner_id
    whole = complete(work, KIND, whole, row=customer, given=read.keys())
    put_values(customer, KIND, fields, whole)
    if customer.owner_id != owner_before:
        deals.follow_owner(work, customer, owner_before)


def _says_nothing_else(customer: Customer) -> bool:
    """Say whether the birth date is missing, or only came from the ID number that goes."""
    if customer.birth_date is None:
        return True
    number = customer.id_number
    return number is not None and customer.birth_date == birth_date_of(number)


def _other_numbers(customer: Customer, read: Mapping[str, Any]) -> dict[str, Any]:
    """Answer the numbers that were not this customer's before."""
    own = {customer.phone, customer.phone2, customer.id_number}
    return {key: read[key] for key in NUMBERS if key in read and read[key] not in own}


@operation("customers.change_many")
def change_many(work: Work, customer_ids: list[int], values: Values) -> BulkResult:
    """Give several customers the same values, as one change set.

    Raises:
        Invalid: a value does not hold.
        Refused: the actor may not.
    """
    access.require(work, "customers.edit")
    read = read_values(work, KIND, values, whole=False)

    def change(customer: Customer) -> None:
        _change(work, customer, read, "refuse")
        work.session.flush()

    return _each(work, customer_ids, change)


@operation("customers.tag_many")
def tag_many(
    work: Work, customer_ids: list[int], add: list[str], remove: list[str] | None = None
) -> BulkResult:
    """Stick tags on several customers and take others off, as one change set.

    Raises:
        Invalid: a tag does not hold.
        Refused: the actor may not.
    """
    access.require(work, "customers.edit")
    wanted = list(read_values(work, KIND, {"tags": add}, whole=False)["tags"] or ())
    unwanted = set(read_values(work, KIND, {"tags": remove or []}, whole=False)["tags"] or ())

    def stick(customer: Customer) -> None:
        kept = [tag for tag in customer.tags if tag not in unwanted]
        tags = list(dict.fromkeys([*kept, *(tag for tag in wanted if tag not in unwanted)]))
        if tags != customer.tags:
            read = read_values(work, KIND, {"tags": tags}, whole=False, row=customer)
            _change(work, customer, read, "allow")
            work.session.flush()

    return _each(work, customer_ids, stick)


@operation("customers.remove")
def remove(work: Work, customer_ids: list[int]) -> BulkResult:
    """Put customers into the trash; their deals go with them.

    Raises:
        Refused: the actor may not.
    """
    access.require(work, "customers.delete")

    def throw(customer: Customer) -> None:
        customer.deleted_at = work.now
        deals.trash_of(work, customer, work.now)

    return _each(work, customer_ids, throw)


@operation("customers.restore")
def restore(work: Work, customer_ids: list[int], duplicates: Duplicates = "refuse") -> BulkResult:
    """Take customers out of the trash, with the deals that went in with them.

    Those whose phone or ID number another customer was given meanwhile stay there, unless
    `duplicates` allows it.

    Raises:
        Refused: the actor may not.
    """
    access.require(work, "customers.delete")
    fields = catalog_of(work).kind(KIND).fields

    def take_out(customer: Customer) -> None:
        if duplicates == "refuse":
            numbers = {key: getattr(customer, key) for key in NUMBERS}
            refuse_look_alike(work, numbers, customer.id)
        refuse_taken(work, KIND, values_of(customer, KIND, fields), customer.id)
        deals.untrash_of(work, customer)
        customer.deleted_at = None
        work.session.flush()
        summaries.refresh(work, customer.id)

    return _each(work, customer_ids, take_out, trash=True)


def _each(work: Work, ids: Sequence[int], act: Any, *, trash: bool = False) -> BulkResult:
    done: list[int] = []
    refused: list[RowRefusal] = []
    for customer_id in dict.fromkeys(ids):
        try:
            act(get(work, customer_id, trash=trash))
        except Problem as problem:
            refused.append(RowRefusal(customer_id, problem.text.read()))
        else:
            done.append(customer_id)
    return BulkResult(tuple(done), tuple(refused))


def get(work: Work, customer_id: int, *, trash: bool = False) -> Customer:
    """Answer a customer's row the actor may see.

    Raises:
        Invalid: there is none.
        Refused: it belongs to somebody else.
    """
    customer = summaries.customer_of(work, customer_id)
    if customer is None or (customer.deleted_at is not None) != trash:
        raise Invalid(say("There is no customer number {id}.", id=customer_id))
    access.require_in_scope(work, customer.owner_id, customer.team_id)
    return customer


def seen(work: Work, customer_id: int) -> Customer:
    """Answer a customer's row the actor may see, if only by looking along.

    Raises:
        Invalid: there is none.
        Refused: it belongs to somebody else.
    """
    customer = summaries.customer_of(work, customer_id)
    if customer is None or customer.deleted_at is not None:
        raise Invalid(say("There is no customer number {id}.", id=customer_id))
    access.require_seen(work, customer)
    return customer


@reader("customers.values")
def values(work: Work, customer_id: int, masks: Masks = "role") -> RecordValues:
    """Answer a customer's values for the form; `display` masks numbers for everybody.

    Raises:
        Invalid: there is none.
        Refused: it belongs to somebody else.
    """
    access.require(work, "customers.see")
    return record_values(work, KIND, seen(work, customer_id), masks)


def record_values(work: Work, kind: str, row: Any, masks: Masks = "role") -> RecordValues:
    """Answer a row's values in JSON form, masked as the role or the screen says."""
    catalog = catalog_of(work)
    fields = catalog.kind(kind).fields
    shown = sight.as_shown(work, masks)
    told, masked = write_values(shown, kind, fields, values_of(row, kind, fields))
    kept = catalog.read_only.get(kind, frozenset())
    locked = tuple(
        key for key in fields if key in kept or not access.writable(work.actor, kind, key)
    )
    revealable = sight.revealable(work, kind, masks)
    return RecordValues(row.id, kind, row.revision, told, masked, locked, revealable)
