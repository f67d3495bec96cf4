"""One way to ask for a page of rows: condition, order, where to go on, how many there are."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, and_, bindparam, false, or_, tuple_
from sqlalchemy.sql import Select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.base import from_ms, to_ms
from loancrm_desktop.models.ids import LARGEST_ID
from loancrm_desktop.services import sight
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.own_columns import own_order
from loancrm_desktop.services.forms.records import home_of, is_own
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.language.reading import unknown_field
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

MAX_ROWS = 1000

_UNSORTABLE = frozenset(
    {FieldType.TAGS, FieldType.CHOICES, FieldType.ATTACHMENT, FieldType.SUB_FORM}
)


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list asks for.

    Attributes:
        where: a condition's JSON, or None for everything visible.
        sort: catalogue keys, `-` before one for descending; the id decides ties.
        limit: rows per page, at most MAX_ROWS.
        after: the `next` of the page before.
        offset: rows to skip instead, for a scroll bar that jumps.
        with_total: also count what the condition holds for.
        search: words of the search box, as `search.find` takes them.
        trash: True for what was deleted.
    """

    where: dict[str, Any] | None = None
    sort: tuple[str, ...] = ()
    limit: int = 50
    after: str | None = None
    offset: int | None = None
    with_total: bool = True
    search: str | None = None
    trash: bool = False


@dataclass(frozen=True, slots=True)
class SortKey:
    """One column of an order."""

    column: Any
    descending: bool

    def clause(self) -> ColumnElement[Any]:
        """Answer the ORDER BY part: empty values last when descending, first otherwise."""
        return self.column.desc() if self.descending else self.column.asc()


@dataclass(frozen=True, slots=True)
class Order:
    """A whole order, ending with the id."""

    keys: tuple[SortKey, ...]

    def apply(self, chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """Put the order on a statement."""
        return chosen.order_by(*(key.clause() for key in self.keys))

    @property
    def columns(self) -> tuple[Any, ...]:
        """Answer the columns whose values a cursor holds."""
        return tuple(key.column for key in self.keys)


def order_of(
    work: Work, kind: str, entity: Any, sort: Sequence[str], default: Sequence[str]
) -> Order:
    """Read an order by the catalogue; what stands behind the id in it decides nothing.

    Raises:
        Invalid: a field is not known or cannot be sorted by.
        Refused: the order would tell what the actor's role does not show.
    """
    catalog = catalog_of(work)
    keys: list[SortKey] = []
    down: bool | None = None
    for name in sort or default:
        descending = name.startswith("-")
        key = name.removeprefix("-")
        if key == "id":
            down = descending
            break
        spec = catalog.kind(kind).fields.get(key)
        if spec is None:
            raise Invalid(unknown_field(key, kind, catalog.vocabulary))
        column = _column(kind, entity, spec)
        if column is None:
            raise Invalid(
                say("The list cannot be sorted by {field}. Choose another column.", field=key)
            )
        if sort:
            sight.refuse_unseen_order(work.actor, kind, spec)
        keys.append(SortKey(column, descending))
    if down is None:
        down = keys[0].descending if keys else True
    return Order((*keys, SortKey(entity.id, down)))


def _column(kind: str, entity: Any, spec: FieldSpec) -> Any:
    """Answer what a field is sorted by, None for none; own fields in lists of own records only."""
    if spec.compared_as in _UNSORTABLE:
        return None
    home = home_of(kind, spec.key) if spec.built_in else None
    if home is not None:
        return getattr(entity, home.key_attribute or home.attribute)
    return own_order(entity.custom, spec) if is_own(kind) else None


def cursor_of(values: Sequence[Any]) -> str:
    """Write the last row's sort values as a text to go on from."""
    text = json.dumps([_plain(value) for value in values], ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def after_cursor(
    order: Order, cursor: str
) -> tuple[ColumnElement[bool], ColumnElement[bool] | None]:
    """Answer the condition for rows behind a cursor.

    Its places have the names of `cursor_values`, so that a prepared statement can be asked again
    with another cursor of the same shape.

    Returns:
        A condition an index can serve, and one for the rows with an empty first sort value
        that come after those (None when there are none).

    Raises:
        Invalid: the cursor is not one of ours.
    """
    values = list(cursor_values(order, cursor).values())
    # Typed by its column, or a time would be sent as a text, above every number.
    places = [
        bindparam(_place(at), value, type_=key.column.type)
        for at, (key, value) in enumerate(zip(order.keys, values, strict=True))
    ]
    first = order.keys[0]
    alike = len({key.descending for key in order.keys}) == 1
    if len(order.keys) == 2 and alike and values[0] is not None:
        if first.descending:
            return tuple_(*order.columns) < tuple_(*places), first.column.is_(None)
        return tuple_(*order.columns) > tuple_(*places), None
    if len(order.keys) == 1:
        column = first.column
        return (column < places[0] if first.descending else column > places[0]), None
    return _lexicographic(order.keys, values, places), None


def cursor_values(order: Order, cursor: str) -> dict[str, Any]:
    """Answer what a cursor holds, by the names `after_cursor` gives the places.

    Raises:
        Invalid: the cursor is not one of ours.
    """
    values = _read_cursor(cursor, len(order.keys))
    return {_place(at): value for at, value in enumerate(values)}


def _place(at: int) -> str:
    return f"after_{at}"


def _lexicographic(
    keys: Sequence[SortKey], values: Sequence[Any], places: Sequence[Any]
) -> ColumnElement[bool]:
    options: list[ColumnElement[bool]] = []
    same: list[ColumnElement[bool]] = []
    for key, value, place in zip(keys, values, places, strict=True):
        options.append(and_(*same, _behind(key, value, place)))
        same.append(key.column.is_(None) if value is None else key.column == place)
    return or_(*options)


def _behind(key: SortKey, value: Any, place: Any) -> ColumnElement[bool]:
    if key.descending:
        return false() if value is None else or_(key.column < place, key.column.is_(None))
    return key.column.is_not(None) if value is None else key.column > place


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": to_ms(value)}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return value


def _read_cursor(cursor: str, length: int) -> list[Any]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        values = [_unplain(value) for value in json.loads(text)]
    except (ValueError, TypeError, KeyError, OverflowError, binascii.Error) as fault:
        raise _bad_cursor() from fault
    if len(values) != length or not all(_holds(value) for value in values):
        raise _bad_cursor()
    return values


def _holds(value: Any) -> bool:
    """Say whether a database can be asked with a value."""
    if isinstance(value, int):
        return abs(value) <= LARGEST_ID
    return value is None or isinstance(value, str | float | date)


def _unplain(value: Any) -> Any:
    if isinstance(value, dict):
        packed = cast("dict[str, Any]", value)
        if "t" in packed:
            return from_ms(int(packed["t"])).astimezone(UTC)
        return date.fromisoformat(packed["d"])
    return value


def _bad_cursor() -> Invalid:
    return Invalid(say("The place to go on from is not one this list gave out. Start again."))


def checked_limit(limit: int) -> int:
    """Answer the limit.

    Raises:
        Invalid: it is not between 1 and MAX_ROWS.
    """
    if not 1 <= limit <= MAX_ROWS:
        raise Invalid(say("A page has between 1 and {most} rows.", most=MAX_ROWS))
    return limit


@dataclass(frozen=True, slots=True)
class Saved:
    """A record that was saved, and its new revision."""

    id: int
    revision: int


@dataclass(frozen=True, slots=True)
class RowRefusal:
    """One row a bulk act could not do, and why."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What a bulk act did, row by row."""

    done: tuple[int, ...]
    refused: tuple[RowRefusal, ...]


Duplicates = Literal["refuse", "allow"]
