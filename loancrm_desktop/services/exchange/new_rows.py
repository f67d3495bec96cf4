"""Many new rows at once: their values in stored form, for the database and, the same, the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, insert

from loancrm_desktop.models.database import json_text
from loancrm_desktop.models.stored import to_stored
from loancrm_desktop.services.forms.records import constructor_values, home_of
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.office import BulkWrite, Work
from loancrm_desktop.text_keys import text_key

BATCH = 5_000

_AS_STORED = frozenset({str, int})


class NewValues:
    """Turns a record's values in Python form into columns in stored form, many times over."""

    def __init__(self, kind: str, fields: Mapping[str, FieldSpec]) -> None:
        self._kind = kind
        self._fields = fields
        self._homes = {
            key: home_of(kind, key) if spec.built_in else None for key, spec in fields.items()
        }

    def of(self, read: Mapping[str, Any]) -> dict[str, Any]:
        """Answer the columns a new row fills."""
        made: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for key, value in read.items():
            home = self._homes[key]
            if value is None:
                continue
            if home is None:
                own[key] = value
                continue
            made[home.attribute] = value if value.__class__ in _AS_STORED else to_stored(value)
            if home.key_attribute is not None:
                made[home.key_attribute] = text_key(str(value))
        if own:
            made.update(constructor_values(self._kind, self._fields, own))
        return made


class NewRows:
    """New rows of one table in stored form, for the database and, the same, for the journal.

    A row is a list with a place for every column: made by copying one that holds what all have
    in common, which is quicker than asking each row for each column.
    """

    def __init__(self, model: Any, alike: Mapping[str, object]) -> None:
        self._table: Any = model.__table__
        self._place = {column.name: at for at, column in enumerate(self._table.columns)}
        common = _defaults(self._table) | {name: to_stored(each) for name, each in alike.items()}
        self._common: list[Any] = [common.get(column.name) for column in self._table.columns]
        self._used = {"id", *common}
        self._rows: list[list[Any]] = []

    def add(self, values: Mapping[str, Any]) -> None:
        """Take a row's own values, by column, in stored form."""
        row = self._common.copy()
        place = self._place
        for name, value in values.items():
            row[place[name]] = value
        self._used.update(values)
        self._rows.append(row)

    def write(self, work: Work) -> None:
        """Insert the rows and hand them to the journal."""
        if not self._rows:
            return
        connection = work.session.connection()
        names = ["id", *(name for name in self._place if name in self._used and name != "id")]
        columns = itemgetter(*(self._place[name] for name in names))
        journaled = [columns(row) for row in self._rows]
        compiled = insert(self._table).compile(dialect=connection.dialect, column_keys=names)
        in_order = itemgetter(*(self._place[name] for name in compiled.positiontup or names))
        for start in range(0, len(self._rows), BATCH):
            batch = self._rows[start : start + BATCH]
            self._write_json(batch)
            connection.exec_driver_sql(str(compiled), [in_order(row) for row in batch])
        work.bulk.append(BulkWrite(self._table.name, names, journaled))

    def _write_json(self, rows: Iterable[list[Any]]) -> None:
        """Turn lists and objects into the text the database keeps; the journal has them as such."""
        places = [
            at for name, at in self._place.items() if name in self._used and self._is_json(name)
        ]
        for row in rows:
            for at in places:
                value = row[at]
                row[at] = "[]" if value == [] else "{}" if value == {} else json_text(value)

    def _is_json(self, name: str) -> bool:
        return isinstance(self._table.c[name].type, JSON)


def _defaults(table: Any) -> dict[str, Any]:
    """Answer what columns hold when a row does not say."""
    found: dict[str, Any] = {}
    for column in table.columns:
        if column.name == "id" or column.nullable:
            continue
        if column.name in ("assets", "tags"):
            found[column.name] = []
        elif column.name == "custom":
            found[column.name] = {}
        elif column.default is not None and column.default.is_scalar:
            found[column.name] = column.default.arg
    return found
