"""One condition asked of the other kind: of customers on the list, of their deals on the board.

What is asked of a customer is asked of a deal along its link. What is asked of a deal holds for a
customer who has such a deal; asked back, it is the deal's own condition again.
"""

from __future__ import annotations

from typing import Any, cast

Where = dict[str, Any]

_LINK = "customer."
_DEALS = "deals"


def as_deals(where: Where | None) -> Where | None:
    """Say a condition on customers of their deals; None lets all in."""
    return _joined([_of_deal(part) for part in _parts(where)])


def as_customers(where: Where | None) -> Where | None:
    """Say a condition on deals of the customers who have such a deal; None lets all in."""
    parts = _parts(where)
    own = [part for part in parts if _is_of_customer(part)]
    rest = _joined([part for part in parts if part not in own])
    having = [] if rest is None else [{"count": _DEALS, "where": rest, "op": "ge", "value": 1}]
    return _joined([cast("Where", _renamed(part, _without_link)) for part in own] + having)


def _parts(where: Where | None) -> list[Where]:
    if not where:
        return []
    return list(where["all"]) if set(where) == {"all"} else [where]


def _joined(parts: list[Where]) -> Where | None:
    flat = [inner for part in parts for inner in _parts(part)]
    if not flat:
        return None
    return flat[0] if len(flat) == 1 else {"all": flat}


def _of_deal(part: Where) -> Where:
    if part.get("count") == _DEALS and (part.get("op"), part.get("value")) == ("ge", 1):
        return part.get("where") or {}
    return cast("Where", _renamed(part, _with_link))


def _renamed(part: Any, name: Any) -> Any:
    """Answer a part with other names of fields and rows; what counted rows are asked stays."""
    if isinstance(part, list):
        return [_renamed(each, name) for each in cast("list[Any]", part)]
    if not isinstance(part, dict):
        return part
    given = cast("Where", part)
    renamed: Where = {}
    for key, value in given.items():
        if key in ("field", "count"):
            renamed[key] = name(str(value))
        elif key == "where" and "count" in given:
            renamed[key] = value
        else:
            renamed[key] = _renamed(value, name)
    return renamed


def _with_link(name: str) -> str:
    return name if name.startswith(_LINK) else f"{_LINK}{name}"


def _without_link(name: str) -> str:
    return name.removeprefix(_LINK)


def _is_of_customer(part: Any) -> bool:
    """Tell whether every name in a part leads over the customer."""
    if isinstance(part, list):
        return all(_is_of_customer(each) for each in cast("list[Any]", part))
    if not isinstance(part, dict):
        return True
    given = cast("Where", part)
    for key, value in given.items():
        if key in ("field", "count"):
            if not str(value).startswith(_LINK):
                return False
        elif not (key == "where" and "count" in given) and not _is_of_customer(value):
            return False
    return True
