"""How the value of a field an office added lies in the JSON of its record, and back.

Dates are ISO text, datetimes whole milliseconds since 1970 in UTC, everything else is JSON as the
Python form is: money in fen, rates in parts per million, lists as lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import cast

from loancrm_desktop.services.language.fields import FieldSpec, FieldType

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def pack(spec: FieldSpec, value: object) -> object:
    """Turn the Python form of a value into JSON."""
    if spec.columns:
        return _each_row(spec, value, pack)
    if isinstance(value, datetime):
        return (value - _EPOCH) // _MS
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(cast("tuple[object, ...]", value))
    return value


def unpack(spec: FieldSpec, stored: object) -> object:
    """Turn JSON into the Python form; None for what the field cannot hold."""
    if spec.compared_as is FieldType.DATETIME:
        whole = isinstance(stored, int) and not isinstance(stored, bool)
        return _EPOCH + stored * _MS if whole and isinstance(stored, int) else None
    if spec.compared_as is FieldType.DATE:
        try:
            return date.fromisoformat(stored) if isinstance(stored, str) else None
        except ValueError:
            return None
    return _each_row(spec, stored, unpack) if spec.columns else stored


def _each_row(
    spec: FieldSpec, rows: object, turn: Callable[[FieldSpec, object], object]
) -> list[dict[str, object]] | None:
    """Turn every cell of a sub-form; cells of columns it does not have any more stay as they are."""
    if not isinstance(rows, list | tuple):
        return None
    columns = {column.key: column for column in spec.columns}
    turned: list[dict[str, object]] = []
    for row in cast("Sequence[object]", rows):
        if isinstance(row, Mapping):
            cells = cast("Mapping[str, object]", row)
            turned.append(
                {
                    key: turn(columns[key], cell) if key in columns else cell
                    for key, cell in cells.items()
                }
            )
    return turned
