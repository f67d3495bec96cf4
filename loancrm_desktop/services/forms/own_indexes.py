"""Indexes on fields the office added: made where a field is searchable or unique, dropped after."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, Index, MetaData, Table
from sqlalchemy.schema import CreateIndex, DropIndex

from loancrm_desktop.models.base import JsonType
from loancrm_desktop.services.forms.catalog import own_column
from loancrm_desktop.services.forms.records import MODELS
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
    name = f"ix_{table.name}_own_{spec.key}"
    if not isinstance(column, SqlValue):
        return Index(name, table.c.custom)
    return Index(name, comparison_column(spec, column))


def _table(name: str) -> Table:
    return Table(name, MetaData(), Column("custom", JsonType))
