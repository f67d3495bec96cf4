"""How the value of a field an office added lies in the JSON of its record, and back.

Dates are ISO text, datetimes whole milliseconds since 1970 in UTC, everything else is JSON as the
Python form is: money in fen, rates in parts per million, lists as lists.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import cast

from loancrm_desktop.services.language.fields import FieldSpec, FieldType

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


def pack(spec: FieldSpec, value: object) -> object:
    """Turn the Python form of a value into JSON."""
    del spec
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
    return stored
