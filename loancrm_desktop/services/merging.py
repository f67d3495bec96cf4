"""Puts two records of one person together: everything moves along, nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import select

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.customers import Customer, RelatedPerson
from loancrm_desktop.models.journal import OutboxMessage
from loancrm_desktop.models.messages import MessageStop
from loancrm_desktop.models.stored import mapper_of, references_to
from loancrm_desktop.services import access, customers, summaries
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.completing import complete
from loancrm_desktop.services.customers import KIND
from loancrm_desktop.services.forms.catalog import Catalog, catalog_of
from loancrm_desktop.services.forms.records import put_values, values_of
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.lists import Saved
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

Side = Literal["source", "into"]

_JOINED_TYPES = (FieldType.TAGS,)


@operation("customers.merge")
def merge(work: Work, source_id: int, into_id: int, take: dict[str, Side] | None = None) -> Saved:
    """Put one customer into another; deals, contacts, tasks, documents, people move along.

    A field `take` does not name keeps the value of `into`, or takes the one of `source` where
    `into` has none. Tags and remarks are joined, a second phone number is kept. The source goes
    into the trash, with a remark that says where everything went.

    Args:
        work: the operation.
        source_id: the customer that goes.
        into_id: the customer that stays.
        take: per catalogue key, whose value is kept.

    Raises:
        Invalid: it is one and the same customer, one of them is not there, or a field in `take`
            is not known or cannot be chosen.
        Refused: the actor may not merge, or one of them belongs to somebody else.
    """
    access.require(work, "customers.merge")
    if source_id == into_id:
        raise Invalid(say("These are one and the same customer. Choose two different ones."))
    source = customers.get(work, source_id)
    into = customers.get(work, into_id)
    chosen = take or {}
    catalog = catalog_of(work)
    _check_take(catalog, chosen)
    _join_values(work, catalog, (source, into), chosen)
    _move_children(work, source_id, into_id)
    _put_away(work, source, into)
    work.session.flush()
    summaries.refresh(work, into_id)
    work.session.flush()
    return Saved(into.id, into.revision)


def _check_take(catalog: Catalog, take: Mapping[str, Side]) -> None:
    fields = catalog.kind(KIND).fields
    kept = catalog.read_only.get(KIND, frozenset[str]())
    problems = [
        FieldProblem(key, "unknown_field", say("The field {field} cannot be chosen.", field=key))
        for key in take
        if key not in fields or key in kept
    ]
    if problems:
        raise Invalid(problems[0].text, problems)


def _join_values(
    work: Work, catalog: Catalog, pair: tuple[Customer, Customer], take: Mapping[str, Side]
) -> None:
    source, into = pair
    fields = catalog.kind(KIND).fields
    kept = catalog.read_only.get(KIND, frozenset[str]())
    theirs, ours = values_of(source, KIND, fields), values_of(into, KIND, fields)
    merged: dict[str, Any] = {}
    for key, spec in fields.items():
        if key not in kept:
            merged[key] = _value(spec, theirs[key], ours[key], take.get(key))
    merged["phone2"] = _second_phone(merged, theirs, ours, take)
    if "owner" not in take and ours["owner"] is None and theirs["owner"] is not None:
        merged["team"] = theirs["team"]
    put_values(into, KIND, fields, complete(work, KIND, merged, row=into, check=False))


def _value(spec: FieldSpec, theirs: Any, ours: Any, side: Side | None) -> Any:
    if side is not None:
        return theirs if side == "source" else ours
    if spec.type in _JOINED_TYPES:
        return list(dict.fromkeys([*(ours or ()), *(theirs or ())]))
    if spec.key == "remark":
        return _joined_remark(ours, theirs)
    if spec.key == "status":
        # A prospect is somebody of whom nothing is known yet.
        return theirs if ours == "prospect" else ours
    if spec.key == "next_follow_up_at":
        return min((each for each in (ours, theirs) if each is not None), default=None)
    return theirs if _empty(ours) else ours


def _joined_remark(ours: str | None, theirs: str | None) -> str | None:
    if not ours or not theirs or theirs in ours:
        return ours or theirs
    return f"{ours}\n{theirs}"


def _second_phone(
    merged: Mapping[str, Any],
    theirs: Mapping[str, Any],
    ours: Mapping[str, Any],
    take: Mapping[str, Side],
) -> str | None:
    """Answer another number of either record, so that no number gets lost where one is free."""
    second: str | None = merged["phone2"]
    if "phone2" in take or (second and second != merged["phone"]):
        return second
    known = (ours["phone"], theirs["phone"], ours["phone2"], theirs["phone2"])
    return next((each for each in known if each and each != merged["phone"]), None)


def _empty(value: Any) -> bool:
    return value is None or value in ("", (), [])


def _move_children(work: Work, source_id: int, into_id: int) -> None:
    for table, column in references_to("customer"):
        _move(work, mapper_of(table).class_, column, source_id, into_id)
    _move(work, OutboxMessage, "customer_id", source_id, into_id)
    stopped = select(MessageStop.id).where(MessageStop.customer_id == into_id)
    if work.session.execute(stopped).first() is None:
        _move(work, MessageStop, "customer_id", source_id, into_id)
    work.session.flush()
    own = select(RelatedPerson).where(
        RelatedPerson.customer_id == into_id, RelatedPerson.linked_customer_id == into_id
    )
    for related in work.session.execute(own).scalars():
        # The two records stood for each other's relative; nobody is a relative of oneself.
        related.linked_customer_id = None


def _move(work: Work, model: Any, column: str, source_id: int, into_id: int) -> None:
    chosen = select(model).where(getattr(model, column) == source_id)
    for row in work.session.execute(chosen).scalars():
        setattr(row, column, into_id)


def _put_away(work: Work, source: Customer, into: Customer) -> None:
    gone = say("Merged into customer number {id}.", id=into.id).read()
    source.remark = f"{source.remark}\n{gone}" if source.remark else gone
    source.deleted_at = work.now
    summaries.show_deal(source, None)
