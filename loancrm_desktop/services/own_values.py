"""Values of the office's own fields on new contacts and tasks, held against their form."""

from __future__ import annotations

from typing import Any

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services.completing import complete
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import put_values, values_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.values_in import Values, read_values
from loancrm_desktop.texts import say


def put_new_values(work: Work, kind: str, row: Any, values: Values) -> None:
    """Write the values of own fields into a new row, completed and checked by its form.

    Args:
        work: the operation.
        kind: the record kind.
        row: the new record with its built-in values; not yet in the session.
        values: of own fields, as JSON by key.

    Raises:
        Invalid: naming every field that does not hold.
    """
    catalog = catalog_of(work)
    fields = catalog.kind(kind).fields
    built_in = [key for key in values if key in fields and fields[key].built_in]
    if built_in:
        text = say("{label} is not given among the values.", label=fields[built_in[0]].label_zh)
        raise Invalid(text, [FieldProblem(key, "built_in", text) for key in built_in])
    if not values and kind not in catalog.forms:
        return
    read = read_values(work, kind, values, whole=False) if values else {}
    given = {
        key: value
        for key, value in values_of(row, kind, fields).items()
        if fields[key].built_in and value is not None
    }
    # Every own field counts as looked at, so that a required one is missed.
    own = [key for key, spec in fields.items() if not spec.built_in]
    whole = complete(work, kind, {**given, **read}, given=own)
    put_values(row, kind, fields, {key: whole[key] for key in whole if key not in given})
