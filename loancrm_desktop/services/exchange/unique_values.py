"""Values that only one record may have: those of the office and of the rows read so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from sqlalchemy import select

from loancrm_desktop.services.exchange.import_plan import RowProblem
from loancrm_desktop.services.exchange.row_values import RowValues
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import MODELS, value_of
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.office import Work
from loancrm_desktop.terms import Term
from loancrm_desktop.texts import say

_KINDS = ("customer", "deal")


class UniqueValues:
    """Knows who has which value of the fields that must be unique.

    Built-in numbers (phone, ID card) are not looked at: a row with a known one is a known person,
    which is decided elsewhere.
    """

    def __init__(self, work: Work, mapped: Iterable[str]) -> None:
        wanted = frozenset(mapped)
        self._specs: list[tuple[str, FieldSpec]] = []
        self._taken: dict[tuple[str, str], dict[Any, int | None]] = {}
        for kind in _KINDS:
            prefix = "" if kind == "customer" else f"{kind}."
            specs = [
                spec
                for key, spec in catalog_of(work).kind(kind).fields.items()
                if spec.unique and not spec.built_in and prefix + key in wanted
            ]
            if specs:
                self._read(work, kind, specs)

    def _read(self, work: Work, kind: str, specs: list[FieldSpec]) -> None:
        model: Any = MODELS[kind]
        self._specs += [(kind, spec) for spec in specs]
        whose = model.id if kind == "customer" else model.customer_id
        chosen = select(whose, model.custom).where(model.deleted_at.is_(None))
        for row in work.session.execute(chosen):
            customer_id = row[0]
            for spec in specs:
                value = _key(value_of(row, kind, spec))
                if value is not None:
                    self._taken.setdefault((kind, spec.key), {})[value] = customer_id

    def problem(self, row: RowValues, customer_id: int | None) -> RowProblem | None:
        """Answer why a row cannot be taken, None when nobody else has its values.

        Args:
            row: one row of the sheet.
            customer_id: the known customer it becomes part of, who may have the value already.
        """
        for kind, spec in self._specs:
            value = _key(_values(row, kind).get(spec.key))
            taken = self._taken.get((kind, spec.key), {})
            if value is None or value not in taken:
                continue
            if taken[value] is not None and taken[value] == customer_id:
                continue
            label = Term(f"field.{spec.key}", spec.label_zh, spec.label_en)
            text = say("{label}: another record has this value already.", label=label)
            return RowProblem(row.row, str(label), "taken", text.read())
        return None

    def add(self, row: RowValues, customer_id: int | None) -> None:
        """Remember the values of a row that is taken in."""
        for kind, spec in self._specs:
            value = _key(_values(row, kind).get(spec.key))
            if value is not None:
                self._taken.setdefault((kind, spec.key), {}).setdefault(value, customer_id)


def _values(row: RowValues, kind: str) -> Mapping[str, Any]:
    return row.customer if kind == "customer" else row.deal


def _key(value: Any) -> Any:
    """Answer a value as it is compared; text without regard to case and outer blanks."""
    if value in (None, "", [], ()):
        return None
    if isinstance(value, list):
        return tuple(cast("list[Any]", value))
    return value.strip().casefold() if isinstance(value, str) else value
