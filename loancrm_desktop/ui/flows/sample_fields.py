"""Which fields a process asks for: those its conditions and handlers look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from loancrm_desktop.ui.flows import flow_body
from loancrm_desktop.ui.flows.flow_body import Body


def fields_asked(body: Body) -> list[str]:
    """Answer the fields by catalogue name, in the order of the picture."""
    found: list[str] = []
    for edge in flow_body.edges(body):
        found += [*_in(edge.get("when")), *(edge.get("requires") or ())]
    for node in flow_body.nodes(body):
        found += node.get("required") or ()
        policy: Mapping[str, Any] = node.get("handler") or {}
        if policy.get("kind") == "field" and policy.get("field"):
            found.append(str(policy["field"]))
    return list(dict.fromkeys(found))


def _in(where: object) -> Iterator[str]:
    if isinstance(where, list):
        for each in cast("list[Any]", where):
            yield from _in(each)
    if isinstance(where, dict):
        part = cast("dict[str, Any]", where)
        if isinstance(part.get("field"), str):
            yield part["field"]
        for name, each in part.items():
            if name in ("all", "any", "not"):
                yield from _in(each)
