"""What a condition of the process asked of a deal, and what it saw: kept with the transition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import select

from loancrm_desktop.models.deals import Deal
from loancrm_desktop.services import conditions
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.staffing import field_value

_MOST_FIELDS = 20


def holds(work: Work, deal: Deal, where: Mapping[str, Any]) -> bool:
    """Say whether a condition drawn in the process holds for a deal, whoever asks."""
    work.session.flush()
    chosen = select(Deal.id).where(
        Deal.id == deal.id, conditions.design_sql(work, "deal", dict(where))
    )
    return work.session.execute(chosen).first() is not None


def fields_in(where: Any) -> Iterator[str]:
    """Answer the fields a condition's JSON names."""
    if isinstance(where, list):
        for part in cast("list[Any]", where):
            yield from fields_in(part)
    elif isinstance(where, dict):
        parts = cast("dict[str, Any]", where)
        if isinstance(parts.get("field"), str):
            yield parts["field"]
        for part in parts.values():
            yield from fields_in(part)


def seen_values(work: Work, deal: Deal, where: Mapping[str, Any]) -> dict[str, Any]:
    """Answer the values a condition saw, by field, as plain JSON."""
    found: dict[str, Any] = {}
    for field in list(dict.fromkeys(fields_in(dict(where))))[:_MOST_FIELDS]:
        kind = field.rpartition(".")[0]
        if kind in ("", "deal", "customer"):
            found[field] = plain(field_value(work, deal, field.removeprefix("deal."))[0])
    return found


def plain(value: Any) -> Any:
    """Answer a field's value as JSON can hold it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | tuple):
        return [plain(each) for each in cast("list[Any]", value)]
    return str(value)
