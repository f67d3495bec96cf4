"""Words looked for among the records of the office's own kinds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.own_records import OwnRecord
from loancrm_desktop.services import access, search
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.language.expressions import Family, family_of
from loancrm_desktop.services.language.json_columns import json_member
from loancrm_desktop.services.office import Work
from loancrm_desktop.text_keys import text_key


def condition(work: Work, kind: str, text: str) -> ColumnElement[bool] | None:
    """Answer which own records are meant by some words; every word must be found. None for none.

    Looked through are the name, the own texts that are searchable and shown to the actor, and
    whoever is meant by the words among the customers.
    """
    pieces = [text_key(piece) for piece in text.split() if text_key(piece)]
    if not pieces:
        return None
    parts = [_says(work, kind, piece) for piece in pieces]
    whole = and_(*parts)
    if "customer" not in catalog_of(work).types[kind].links:
        return whole
    if not work.actor.rights.allows("customers.see"):
        return whole
    customers = search.condition(work, text)
    if customers is None:
        return whole
    return or_(whole, OwnRecord.customer_id.in_(select(Customer.id).where(customers)))


def _says(work: Work, kind: str, piece: str) -> ColumnElement[bool]:
    columns: list[Any] = []
    custom: Any = OwnRecord.custom
    if not access.hidden(work.actor, kind, "name") and not access.masked(work.actor, kind, "name"):
        columns.append(OwnRecord.name_key)
    for key, spec in catalog_of(work).kind(kind).fields.items():
        shut = access.hidden(work.actor, kind, key) or access.masked(work.actor, kind, key)
        if not spec.built_in and spec.searchable and not shut and family_of(spec) is Family.TEXT:
            columns.append(func.lower(json_member(custom, spec)))
    return or_(*(column.contains(piece, autoescape=True) for column in columns))
