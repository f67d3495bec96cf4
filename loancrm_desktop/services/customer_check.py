"""Says what is wrong with values of a customer before anybody saves them."""

from __future__ import annotations

from dataclasses import dataclass

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.states import value_problems
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.values_in import Values, read_values

KIND = "customer"


@dataclass(frozen=True, slots=True)
class FieldWrong:
    """A field that would not be taken, and why."""

    field: str
    text: str


@reader("customers.check_values")
def check_values(work: Work, values: Values) -> tuple[FieldWrong, ...]:
    """Answer which of some values would be refused; nothing is written.

    Raises:
        Refused: the actor may neither add nor see customers.
    """
    if not work.actor.rights.allows("customers.add"):
        access.require(work, "customers.see")
    try:
        read = read_values(work, KIND, values, whole=False)
    except Invalid as wrong:
        return tuple([FieldWrong(each.field, each.text.read()) for each in wrong.problems])
    design = catalog_of(work).forms.get(KIND)
    if design is None:
        return ()
    return tuple(
        FieldWrong(problem.field, problem.text.read())
        for key, value in read.items()
        for problem in value_problems(design.fields[key], value)
    )
