"""What becomes of a row's value when another comparison is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from loancrm_desktop.services.language.expressions import Op
from loancrm_desktop.ui.conditions.operators import Arity, arity_of, known_op


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
