"""Orders a document for a deal: it is made after the change is saved, by rule_papers.py."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from loancrm_desktop.models.rule_runs import RuleRun

MAKING = "making"
"""The state of a firing whose documents are ordered, but not all made."""


def order(deal_id: int, template: str) -> dict[str, Any]:
    """Answer what stands in the log until the document is made."""
    return {"deal": deal_id, "template": template, "document": None}


def unmade(did: Mapping[str, Any]) -> list[int]:
    """Answer which actions of a firing ordered a document that is not made yet, by their place."""
    actions: list[Mapping[str, Any]] = did.get("actions", [])
    return [
        at
        for at, each in enumerate(actions)
        if each.get("do") == "document" and each.get("document") is None
    ]


def try_again(run: RuleRun, now: datetime) -> None:
    """Order again what could not be made; what else the rule did is not done twice."""
    run.state, run.fault, run.tries, run.next_try_at = MAKING, None, 0, now
