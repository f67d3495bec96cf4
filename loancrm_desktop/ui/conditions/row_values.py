"""What becomes of a row when another field or comparison is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from loancrm_desktop.services.language.expressions import Op
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.condition_tree import Row
from loancrm_desktop.ui.conditions.operators import Arity, arity_of, first_comparison, known_op


def new_row(field: str, fields: ConditionFields) -> Row:
    """Begin a condition about a field with the comparison most often asked of it."""
    spec = fields.spec(field)
    return Row(field, "" if spec is None else first_comparison(spec).value)


def moved_to_field(asked: Row, field: str, fields: ConditionFields) -> Row:
    """Ask another field; comparison and value stay where they fit it."""
    old, spec = fields.spec(asked.field), fields.spec(field)
    if old is None or spec is None:
        return replace(new_row(field, fields), id=asked.id)
    kept = replace(asked, field=field)
    alike = (old.compared_as, old.options, old.links_to)
    if alike == (spec.compared_as, spec.options, spec.links_to):
        return kept
    if old.compared_as is spec.compared_as:
        return replace(kept, value=None)
    return replace(new_row(field, fields), id=asked.id)


def value_for(op: Op, old_op: str, value: Any) -> Any:
    """Keep what of a value fits the new comparison; None for nothing."""
    arity, old = arity_of(op), known_op(old_op)
    if value is None or old is None:
        return None
    before = arity_of(old)
    if before is arity or (arity is Arity.SEVERAL and value == {"my_team": True}):
        return value
    return None if Arity.SPAN in (arity, before) else _reshaped(arity, value)


def _reshaped(arity: Arity, value: Any) -> Any:
    items = cast("list[Any]", value) if isinstance(value, list) else [value]
    if arity is Arity.ONE:
        return items[0] if items else None
    if arity is Arity.TWO:
        return [*items, None][:2] if items else None
    if arity is Arity.SEVERAL:
        return [item for item in items if _may_be_listed(item)] or None
    return None


def _may_be_listed(item: Any) -> bool:
    if not isinstance(item, Mapping):
        return item is not None
    return not {"field", "my_team"} & set(cast("Mapping[str, Any]", item))
