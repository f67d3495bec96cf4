"""A list's filter, sort and columns under a name: a person's own, or shared by the office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from loancrm_desktop.errors import FieldProblem, Invalid, Problem
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.designs import SavedView
from loancrm_desktop.services import access, conditions, own_search, search
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import MODELS, is_own
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import Text, say

MOST_NAME = 60

_BODY_KEYS = frozenset({"where", "sort", "columns", "search", "group", "widths"})


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """One saved view.

    Attributes:
        shared: whether everybody in the office sees it.
        pinned: whether it stands among the tabs.
        body: {"where": a condition's JSON, "sort": [keys], "columns": [keys], "search": text,
            "group": key, "widths": {key: pixels}}; all of them optional.
    """

    id: int
    name: str
    shared: bool
    pinned: bool
    body: dict[str, Any]


@reader("views.page")
def page(work: Work, kind: str) -> tuple[SavedViewRow, ...]:
    """Answer the actor's own and the shared views of a record kind, in their order."""
    rows = work.session.execute(
        select(SavedView)
        .where(
            SavedView.kind == kind,
            SavedView.deleted_at.is_(None),
            _is_mine(work),
        )
        .order_by(SavedView.position, SavedView.id)
    ).scalars()
    return tuple(
        SavedViewRow(row.id, row.name, row.owner_id is None, row.pinned, row.body) for row in rows
    )


@reader("views.counts")
def counts(work: Work, view_ids: list[int]) -> dict[int, int]:
    """Answer how many records each view shows now.

    A view that is gone, another person's, or whose condition no longer holds is left out.
    """
    chosen = select(SavedView).where(
        SavedView.id.in_(view_ids), SavedView.deleted_at.is_(None), _is_mine(work)
    )
    found: dict[int, int] = {}
    for row in work.session.execute(chosen).scalars():
        seen = access.may_on(work.actor, row.kind, "see")
        if not seen or not conditions.is_counted(work, row.kind):
            continue
        try:
            found[row.id] = _count(work, row)
        except Problem:
            continue  # its condition names a field that is gone or hidden: no number is shown
    return found


def _count(work: Work, view: SavedView) -> int:
    where, words = view.body.get("where"), str(view.body.get("search") or "").strip()
    whose = _said(work, view.kind, words) if words else None
    if whose is None:
        return conditions.count(work, view.kind, where or {})
    model: Any = MODELS[view.kind]
    chosen = select(func.count()).select_from(model)
    return work.session.execute(
        chosen.where(conditions.sql(work, view.kind, where), whose)
    ).scalar_one()


def _said(work: Work, kind: str, words: str) -> ColumnElement[bool] | None:
    """Answer which records of a kind are meant by words; None for all of them."""
    if is_own(kind):
        return own_search.condition(work, kind, words)
    found = search.condition(work, words)
    if found is None or kind == "customer":
        return found
    return Deal.customer_id.in_(select(Customer.id).where(found))


@operation("views.save")
def save(
    work: Work,
    kind: str,
    name: str,
    body: dict[str, Any],
    shared: bool = False,  # noqa: FBT001, FBT002 - a switch of the dialog, sent by name
    view_id: int | None = None,
) -> int:
    """Save a view, a new one or one there is; answers its id.

    Raises:
        Invalid: naming the field that does not hold.
        Refused: the actor may not save views, or not shared ones.
    """
    access.require(work, "views.share" if shared else "views.own")
    wanted = name.strip()
    _check(work, kind, wanted, body)
    row = _get(work, view_id) if view_id is not None else _made(work, kind)
    if row.kind != kind:
        raise _unknown(row.id)
    owner_id = None if shared else work.actor.user_id
    _refuse_same_name(work, row, wanted, owner_id)
    row.name = wanted
    row.body = body
    row.owner_id = owner_id
    work.session.add(row)
    work.session.flush()
    return row.id


@operation("views.pin")
def pin(work: Work, view_id: int, pinned: bool) -> int:  # noqa: FBT001 - it is the value
    """Put a view among the tabs, or take it from there; answers its id."""
    row = _get(work, view_id)
    row.pinned = pinned
    return row.id


@operation("views.remove")
def remove(work: Work, view_id: int) -> int:
    """Delete a view; answers its id.

    Raises:
        Invalid: there is none, or it is another person's.
        Refused: it is shared and the actor may not change shared views.
    """
    row = _get(work, view_id)
    work.session.delete(row)
    return row.id


def _is_mine(work: Work) -> ColumnElement[bool]:
    return or_(SavedView.owner_id.is_(None), SavedView.owner_id == work.actor.user_id)


def _made(work: Work, kind: str) -> SavedView:
    last = work.session.execute(
        select(SavedView.position)
        .where(SavedView.kind == kind)
        .order_by(SavedView.position.desc())
        .limit(1)
    ).scalar()
    return SavedView(
        kind=kind,
        name="",
        position=0 if last is None else last + 1,
        created_at=work.now,
        updated_at=work.now,
    )


def _get(work: Work, view_id: int) -> SavedView:
    """Answer a view the actor may change."""
    row = work.session.get(SavedView, view_id)
    if row is None or row.deleted_at is not None:
        raise _unknown(view_id)
    if row.owner_id not in {None, work.actor.user_id}:
        raise _unknown(view_id)
    access.require(work, "views.share" if row.owner_id is None else "views.own")
    return row


def _check(work: Work, kind: str, name: str, body: dict[str, Any]) -> None:
    if kind not in catalog_of(work).vocabulary.kinds:
        raise _invalid("kind", "unknown", say("There are no records named {kind}.", kind=kind))
    if not name or len(name) > MOST_NAME:
        text = say("Give the view a name of 1 to {count} characters.", count=MOST_NAME)
        raise _invalid("name", "length", text)
    unknown = sorted(set(body) - _BODY_KEYS)
    if unknown:
        text = say("A view has no part named {part}.", part=unknown[0])
        raise _invalid("body", "unknown", text)
    if body.get("where"):
        conditions.read(work, kind, body["where"])


def _refuse_same_name(work: Work, row: SavedView, name: str, owner_id: int | None) -> None:
    same = select(SavedView.id).where(
        SavedView.kind == row.kind,
        SavedView.name == name,
        SavedView.deleted_at.is_(None),
        SavedView.owner_id.is_(None) if owner_id is None else SavedView.owner_id == owner_id,
    )
    others = [found for found in work.session.execute(same).scalars() if found != row.id]
    if others:
        text = say("There is already a view named {name}. Choose another name.", name=name)
        raise _invalid("name", "taken", text)


def _unknown(view_id: int) -> Invalid:
    return Invalid(say("There is no saved view number {id}.", id=view_id))


def _invalid(field: str, code: str, text: Text) -> Invalid:
    return Invalid(text, [FieldProblem(field, code, text)])
