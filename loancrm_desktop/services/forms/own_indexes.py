"""Indexes on fields the office added: made where a field is searchable or unique, dropped after."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, Index, MetaData, String, Table
from sqlalchemy.schema import CreateIndex, DropIndex

from loancrm_desktop.models.base import JsonType
from loancrm_desktop.services.forms.own_columns import own_column
from loancrm_desktop.services.forms.records import MODELS, is_own
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.language.in_sql import SqlValue, comparison_column
from loancrm_desktop.services.office import Work


def settle(work: Work, kind: str, specs: Iterable[FieldSpec]) -> None:
    """Make the indexes some own fields want, and drop those they do not want any more.

    An index is made of the very expression conditions compare by, so that it serves them; it is
    no part of the office's content and of no history.
    """
    connection = work.session.connection()
    for spec in specs:
        # Made anew, not looked for: under the same name may stand another type's expression.
        index = _index(kind, spec)
        connection.execute(DropIndex(index, if_exists=True))
        if wants_index(spec):
            connection.execute(CreateIndex(index))


def wants_index(spec: FieldSpec) -> bool:
    """Say whether conditions on an own field are served by an index."""
    searched = spec.searchable or spec.unique
    return searched and isinstance(own_column(_table("customer").c.custom, spec), SqlValue)


def _index(kind: str, spec: FieldSpec) -> Index:
    # A table of its own, so that the index is not taken for one of the schema.
    table = _table(str(MODELS[kind].__tablename__))
    column = own_column(table.c.custom, spec)
    if not isinstance(column, SqlValue):
        return Index(_name(kind, spec), table.c.custom)
    compared = comparison_column(spec, column)
    # Kinds of the office's own lie in one table: each looks only among its own rows.
    return Index(_name(kind, spec), *((table.c.kind,) if is_own(kind) else ()), compared)


def _name(kind: str, spec: FieldSpec) -> str:
    return f"ix_{kind if is_own(kind) else MODELS[kind].__tablename__}_own_{spec.key}"


def _table(name: str) -> Table:
    return Table(name, MetaData(), Column("custom", JsonType), Column("kind", String))
