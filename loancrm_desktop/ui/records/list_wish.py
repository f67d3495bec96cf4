"""What a list is asked for, and the same as a saved view keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.ui.records.list_columns import DEFAULT_KEYS, PINNED
from loancrm_desktop.ui.records.table_model import BLOCK_ROWS

DEFAULT_SORT = "-last_contact_at"
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ListWish:
    """Condition, words, order and columns of a list.

    Attributes:
        where: a condition's JSON, None for everybody.
        sort: one key, `-` before it for descending; empty for the usual order.
        columns: the keys of the columns, without the pinned ones.
        widths: what the person has dragged, by column.
        trash: whether what was deleted is shown.
        usual: the columns nobody has chosen, of the kind of record listed.
        usual_sort: the order nobody has chosen.
    """

    where: dict[str, Any] | None = None
    search: str = ""
    sort: str = ""
    columns: tuple[str, ...] = DEFAULT_KEYS[1:]
    widths: Mapping[str, int] = field(default_factory=dict[str, int])
    trash: bool = False
    usual: tuple[str, ...] = DEFAULT_KEYS[1:]
    usual_sort: str = DEFAULT_SORT

    @property
    def filtering(self) -> bool:
        """Whether rows are left out."""
        return bool(self.where or self.search)

    @property
    def usual_columns(self) -> bool:
        """Whether the columns are those nobody has chosen."""
        return self.columns == self.usual

    @property
    def asked_columns(self) -> tuple[str, ...]:
        """The columns to ask the service for: a product is shown with its term."""
        more = ("requested_term_months",) if "product_type" in self.columns else ()
        return (*self.columns, *more)

    def query(self, block: int = 0) -> ListQuery:
        """Answer what to ask the service for a block of rows."""
        return ListQuery(
            where=self.where,
            sort=(self.sort or self.usual_sort,),
            limit=BLOCK_ROWS,
            offset=block * BLOCK_ROWS,
            with_total=block == 0,
            search=self.search or None,
            trash=self.trash,
        )

    def body(self) -> Body:
        """Answer what a saved view keeps; what is as usual is left out."""
        body: Body = {}
        if self.where:
            body["where"] = self.where
        if self.sort:
            body["sort"] = [self.sort]
        if not self.usual_columns:
            body["columns"] = list(self.columns)
        if self.widths:
            body["widths"] = dict(self.widths)
        if self.search:
            body["search"] = self.search
        return body


def wish_of(body: Mapping[str, Any] | None, like: ListWish | None = None) -> ListWish:
    """Read a saved view's body; parts of another make are taken as not there.

    Args:
        body: the body, None for the list as it usually is.
        like: a wish of the same kind of record; None for customers.
    """
    kind = ListWish() if like is None else like
    stored = dict(body or {})
    where, sort, columns = stored.get("where"), stored.get("sort"), stored.get("columns")
    widths = stored.get("widths")
    return ListWish(
        where=cast("dict[str, Any]", where) if isinstance(where, dict) and where else None,
        search=str(stored.get("search") or ""),
        sort=str(cast("list[object]", sort)[0]) if isinstance(sort, list) and sort else "",
        columns=_keys(columns) or kind.usual,
        widths=_widths(widths),
        usual=kind.usual,
        usual_sort=kind.usual_sort,
    )


def _keys(stored: object) -> tuple[str, ...]:
    if not isinstance(stored, list):
        return ()
    keys = [str(each) for each in cast("list[object]", stored)]
    return tuple(key for key in dict.fromkeys(keys) if key not in PINNED)


def _widths(stored: object) -> dict[str, int]:
    if not isinstance(stored, dict):
        return {}
    given = cast("dict[object, object]", stored)
    return {str(key): width for key, width in given.items() if isinstance(width, int)}
