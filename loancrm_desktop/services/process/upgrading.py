"""Brings the first format of a process (stages and arrows) to the present one, losing nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loancrm_desktop.services.process.definition import FORMAT

FIRST_FORMAT = 1
START = "start"

REMINDERS: tuple[dict[str, Any], ...] = (
    {"when": "before", "do": "remind_handler", "share": 25},
    {"when": "at", "do": "remind_handler"},
    {"when": "at", "do": "remind_leader"},
)
"""What a limit of the first format means: the handler is reminded, then the team lead too."""


def upgraded(body: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a sound body of the first format in the present one; a present one as it is."""
    if body.get("format") != FIRST_FORMAT:
        return dict(body)
    rules = dict(body.get("rules", {}))
    nodes = [{"key": START, "kind": "start", "name_zh": "开始", "name_en": "Start"}]
    nodes += [_node(stage) for stage in body["stages"]]
    edges = [{"from": START, "to": body["start"]}]
    edges += [
        {key: value for key, value in edge.items() if key in _EDGE_KEYS}
        for edge in body.get("edges", ())
    ]
    return {
        "format": FORMAT,
        "key": body["key"],
        "name_zh": body["name_zh"],
        "name_en": body.get("name_en") or body["name_zh"],
        "stages": [_stage(stage) for stage in body["stages"]],
        "nodes": nodes,
        "edges": edges,
        "rules": {key: value for key, value in rules.items() if key in _RULE_KEYS},
    }


_EDGE_KEYS = frozenset(
    {"from", "to", "name_zh", "name_en", "when", "requires", "needs_reason", "customer_status"}
)
_RULE_KEYS = frozenset({"back_among_open", "skip_forward", "lose_from_open", "reopen_to"})


def _stage(stage: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": stage["key"],
        "name_zh": stage["name_zh"],
        "name_en": stage.get("name_en") or stage["name_zh"],
        "outcome": stage.get("outcome", "open"),
        "funnel_step": stage.get("funnel_step"),
        "customer_status": stage.get("customer_status"),
    }


def _node(stage: Mapping[str, Any]) -> dict[str, Any]:
    ended = stage.get("outcome", "open") in ("archived", "lost")
    node: dict[str, Any] = {
        "key": stage["key"],
        "kind": "end" if ended else "handle",
        "name_zh": stage["name_zh"],
        "name_en": stage.get("name_en") or stage["name_zh"],
        "stage": stage["key"],
    }
    if not ended:
        node["handler"] = handler(stage.get("handler", "owner"))
        minutes = stage.get("limit_minutes")
        if minutes is not None:
            node["limit"] = _limit(minutes, working=bool(stage.get("limit_working")))
    return node


def handler(written: str) -> dict[str, Any]:
    """Answer a stage's handler (`owner`, `supervisor`, `role:<key>`) in the present form."""
    if written == "supervisor":
        return {"kind": "leader", "fallback": {"kind": "owner"}}
    if written.startswith("role:"):
        role = written.removeprefix("role:")
        return {"kind": "role", "role": role, "fallback": {"kind": "owner"}}
    return {"kind": "owner"}


def _limit(minutes: int, *, working: bool) -> dict[str, Any]:
    sizes = (
        (("working_hours", 60), ("working_minutes", 1))
        if working
        else (("days", 1440), ("hours", 60), ("minutes", 1))
    )
    unit, size = next((unit, size) for unit, size in sizes if minutes % size == 0)
    return {"amount": minutes // size, "unit": unit, "actions": [dict(one) for one in REMINDERS]}
