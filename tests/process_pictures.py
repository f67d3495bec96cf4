"""Pictures of processes for tests: everything an engine can do, small enough to read."""

from __future__ import annotations

import copy
from typing import Any

from loancrm_desktop.models.deals import Process
from loancrm_desktop.services import founding
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import paths

AMOUNT = {"field": "requested_amount", "op": "ge", "value": "100000"}


_NODES: list[dict[str, Any]] = [
    {"key": "start", "kind": "start"},
    {
        "key": "intake",
        "kind": "handle",
        "stage": "intake",
        "handler": {"kind": "owner"},
        "required": ["bank"],
        "limit": {
            "amount": 2,
            "unit": "working_hours",
            "actions": [
                {"when": "before", "share": 25},
                {"when": "at"},
                {"when": "at", "do": "remind_leader"},
                {"when": "after", "minutes": 60, "repeat_minutes": 60, "most": 3},
            ],
        },
    },
    {"key": "size", "kind": "branch", "name_zh": "金额", "name_en": "Size"},
    {
        "key": "check",
        "kind": "handle",
        "stage": "review",
        "name_zh": "初审",
        "name_en": "Check",
        "handler": {"kind": "leader", "fallback": {"kind": "owner"}},
    },
    {
        "key": "sign_off",
        "kind": "approval",
        "stage": "review",
        "name_zh": "审批",
        "name_en": "Sign-off",
        "handler": {"kind": "leader"},
        "mode": "all",
        "approvers": [{"kind": "leader"}, {"kind": "role", "role": "back_office"}],
    },
    {
        "key": "prepare",
        "kind": "parallel",
        "stage": "papers",
        "tracks": [
            {
                "key": "bank",
                "steps": [
                    {
                        "key": "form",
                        "name_zh": "填表",
                        "handler": {"kind": "role", "role": "back_office"},
                    },
                    {"key": "send", "name_zh": "寄送", "handler": {"kind": "owner"}},
                ],
            },
            {
                "key": "client",
                "steps": [{"key": "sign", "name_zh": "签字", "handler": {"kind": "owner"}}],
            },
        ],
    },
    {
        "key": "pause",
        "kind": "wait",
        "stage": "papers",
        "name_zh": "等待",
        "name_en": "Wait",
        "limit": {"amount": 1, "unit": "days"},
    },
    {"key": "paid", "kind": "end", "stage": "paid"},
    {"key": "refused", "kind": "end", "stage": "refused"},
    {"key": "lost", "kind": "end", "stage": "lost"},
]

_EDGES: list[dict[str, Any]] = [
    {"from": "start", "to": "intake"},
    {"from": "intake", "to": "size"},
    {"from": "size", "to": "sign_off", "when": AMOUNT},
    {"from": "size", "to": "check", "else": True},
    {"from": "check", "to": "prepare"},
    {"from": "check", "to": "refused", "name_zh": "不通过", "needs_reason": True},
    {"from": "sign_off", "to": "prepare", "on": "approved"},
    {"from": "sign_off", "to": "refused", "on": "rejected", "needs_reason": True},
    {"from": "prepare", "to": "pause"},
    {"from": "pause", "to": "paid"},
]


def rich(key: str = "rich") -> dict[str, Any]:
    """Answer a process with a branch, an approval, parallel work and a wait."""
    return {
        "format": 2,
        "key": key,
        "name_zh": "大额流程",
        "name_en": "Large loans",
        "stages": [
            {"key": "intake", "name_zh": "进件", "name_en": "Intake", "funnel_step": "lead"},
            {"key": "review", "name_zh": "审核", "name_en": "Review", "funnel_step": "interested"},
            {"key": "papers", "name_zh": "备料", "name_en": "Papers", "funnel_step": "signed"},
            {"key": "paid", "name_zh": "放款", "name_en": "Paid", "outcome": "won"},
            {"key": "refused", "name_zh": "拒绝", "name_en": "Refused", "outcome": "archived"},
            {"key": "lost", "name_zh": "流失", "name_en": "Lost", "outcome": "lost"},
        ],
        "nodes": copy.deepcopy(_NODES),
        "edges": copy.deepcopy(_EDGES),
        "rules": {"lose_from_open": "lost", "reopen_to": ["intake"]},
    }


@operation("tests.plant")
def plant(work: Work, body: dict[str, Any]) -> int:
    """Put a process into the office as it is, checked or not."""
    process: Process = founding.add_process(work, body, is_default=False)
    paths.forget(work)
    return process.id
