"""The options every list takes, and pages put together where more is wanted than one holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, Protocol

import typer

from loancrm_desktop.cli import state
from loancrm_desktop.cli.session import Session
from loancrm_desktop.services.lists import MAX_ROWS, ListQuery
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import tr

MOST_ROWS = 1_000_000

Where = Annotated[
    str | None, typer.Option(metavar="COND", help=tr("A condition as JSON, inline or @file."))
]
Sort = Annotated[str | None, typer.Option(metavar="FIELD,-FIELD", help=tr("The order."))]
Limit = Annotated[int, typer.Option(min=1, max=MOST_ROWS, help=tr("How many rows at most."))]
Start = Annotated[
    str | None, typer.Option("--after", metavar="CURSOR", help=tr("`next` of the page before."))
]


class Page(Protocol):
    """One page of a list."""

    @property
    def rows(self) -> tuple[Any, ...]:
        """Answer the rows."""
        ...

    @property
    def total(self) -> int | None:
        """Answer how many rows there are in all."""
        ...

    @property
    def next(self) -> str | None:
        """Answer where the next page begins."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """As many rows as were asked for."""

    rows: tuple[Any, ...]
    total: int | None
    next: str | None


def list_query(
    where: str | None, sort: str | None, limit: int, after: str | None, offset: int = 0
) -> ListQuery:
    """Make a list's query from the options of the line.

    Raises:
        Invalid: the condition is no JSON object.
    """
    return ListQuery(
        where=state.json_object(where) if where else None,
        sort=tuple(part.strip() for part in sort.split(",") if part.strip()) if sort else (),
        limit=limit,
        after=after,
        offset=offset or None,
    )


def rows_of(session: Session, page: Callable[[Work, ListQuery], Page], query: ListQuery) -> Found:
    """Read as many rows as are wanted, page by page; `next` only where another row follows.

    Raises:
        Invalid: condition, order or cursor do not hold.
    """
    first = session.ask(page, replace(query, limit=min(query.limit, MAX_ROWS)))
    rows, following = list(first.rows), first.next
    while following and len(rows) < query.limit:
        more = replace(
            query, limit=min(query.limit - len(rows), MAX_ROWS), after=following, with_total=False
        )
        part = session.ask(page, more)
        rows += part.rows
        following = part.next
    if following and not session.ask(page, _one_after(query, following)).rows:
        following = None
    return Found(tuple(rows), first.total, following)


def _one_after(query: ListQuery, cursor: str) -> ListQuery:
    return replace(query, limit=1, after=cursor, with_total=False)
