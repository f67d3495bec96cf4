"""Holds the rows of a table against the published forms, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from loancrm_desktop.errors import FieldProblem
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.services import customers
from loancrm_desktop.services.completing import checked
from loancrm_desktop.services.exchange.import_plan import ImportPlan, RowProblem
from loancrm_desktop.services.exchange.mapping import DEAL_PREFIX
from loancrm_desktop.services.exchange.row_values import RowValues
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.office import Work


class RowForms:
    """The forms of customers and deals, as far as the office has published any."""

    def __init__(self, work: Work, plan: ImportPlan) -> None:
        self._work = work
        forms = catalog_of(work).forms
        self._customer = forms.get("customer")
        self._deal = forms.get("deal")
        self._columns: Mapping[str, str] = {
            column.field: column.column for column in plan.columns if column.field
        }

    def look_at(self, values: RowValues, customer_id: int | None) -> None:
        """Note in a row what the forms do not take; nothing where there are no forms."""
        if self._customer is not None:
            row = None if customer_id is None else self._work.session.get(Customer, customer_id)
            whole: dict[str, Any] = dict(values.customer)
            if row is None:
                whole = customers.with_defaults(self._work, whole)
            _, problems = checked(self._work, self._customer, whole, row, values.customer.keys())
            self._note(values, problems, "")
        if self._deal is not None and values.deal:
            _, problems = checked(self._work, self._deal, values.deal)
            # A deal from a table may still be filled in by hand.
            said = [each for each in problems if each.code != "required"]
            self._note(values, said, DEAL_PREFIX)

    def _note(self, values: RowValues, problems: Iterable[FieldProblem], prefix: str) -> None:
        for problem in problems:
            column = self._columns.get(prefix + problem.field, "")
            values.problems.append(
                RowProblem(values.row, column, problem.code, problem.text.read(), rejects=True)
            )
