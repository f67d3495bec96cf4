"""A record of the open office as a condition in memory asks it: values, links, related rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from loancrm_desktop.models.ids import row_of
from loancrm_desktop.services import conditions
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import MODELS, home_of, of_kind, value_of
from loancrm_desktop.services.language import in_memory, resolving
from loancrm_desktop.services.language.expressions import Condition
from loancrm_desktop.services.language.fields import KindFields
from loancrm_desktop.services.office import Work


@dataclass(frozen=True, slots=True)
class LiveRecord:
    """A row with the catalogue's eyes."""

    work: Work
    kind: str
    row: Any

    @property
    def known(self) -> KindFields:
        """What there is to ask."""
        return catalog_of(self.work).kind(self.kind)

    def value(self, key: str) -> object:
        """Answer the value of a field, None when it has none."""
        return value_of(self.row, self.kind, self.known.fields[key])

    def linked(self, key: str) -> LiveRecord | None:
        """Answer the record a link names, None when there is none."""
        spec = self.known.fields[key]
        named = self.value(key)
        if isinstance(named, bool) or not isinstance(named, int):
            return None
        found = row_of(self.work.session, MODELS[spec.links_to or spec.type.value], named)
        return None if found is None else LiveRecord(self.work, spec.links_to or "", found)

    def related(self, key: str) -> Iterable[LiveRecord]:
        """Answer the related rows, those in the trash left out."""
        relation = self.known.relations[key]
        model: Any = MODELS[relation.kind]
        home = home_of(relation.kind, relation.via)
        if home is None:
            return ()
        chosen = select(model).where(
            getattr(model, home.attribute) == self.row.id,
            model.deleted_at.is_(None),
            *of_kind(relation.kind, model),
        )
        rows = self.work.session.execute(chosen).scalars()
        return [LiveRecord(self.work, relation.kind, row) for row in rows]


def holds(work: Work, kind: str, row: Any, condition: Condition | None) -> bool:
    """Say whether a condition holds for a row as it is now, whoever asks."""
    if condition is None:
        return True
    ready = resolving.resolve(condition, conditions.moment_of(work))
    return in_memory.holds(ready, LiveRecord(work, kind, row))


def row_named(work: Work, kind: str, record_id: int) -> Any | None:
    """Answer a record by kind and id; None when there is none or it lies in the trash."""
    row: Any = row_of(work.session, MODELS[kind], record_id)
    return None if row is None or getattr(row, "deleted_at", None) is not None else row


def values_seen(work: Work, kind: str, row: Any, names: Iterable[str]) -> Mapping[str, Any]:
    """Answer the values a condition looked at, by the names it used, as plain JSON."""
    found: dict[str, Any] = {}
    for name in names:
        record: LiveRecord | None = LiveRecord(work, kind, row)
        *links, key = name.removeprefix(f"{kind}.").split(".")
        for link in links:
            record = record.linked(link) if record is not None else None
        if record is not None and key in record.known.fields:
            found[name] = plain(record.value(key))
    return found


def plain(value: Any) -> Any:
    """Answer a value as plain JSON."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]  # pyright: ignore[reportUnknownVariableType] - any JSON
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
