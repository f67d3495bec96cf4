"""What the office has drawn that made a change of its own, in words."""

from __future__ import annotations

from typing import Any, cast

from loancrm_desktop.models.designs import Design
from loancrm_desktop.services.office import Work
from loancrm_desktop.terms import Term
from loancrm_desktop.texts import Text, say


def cause_text(work: Work, cause: int | None) -> Text | None:
    """Say which drawing made a change: a process or a rule; None for a person's own hand.

    A change whose drawing is gone is still said to be no hand's.
    """
    if cause is None:
        return None
    design = work.session.get(Design, cause)
    if design is None:
        return say("by a rule or process that is gone")
    name = _name(design)
    if design.kind == "process":
        return say("by the process {name}, version {version}", name=name, version=design.version)
    if design.kind == "rule":
        return say("by the rule {name}, version {version}", name=name, version=design.version)
    return say("by {name}, version {version}", name=name, version=design.version)


def _name(design: Design) -> Text:
    body = design.body
    told = cast("dict[str, Any]", body["name"]) if isinstance(body.get("name"), dict) else body
    told = {"zh": told.get("zh"), "en": told.get("en")}
    zh = str(told.get("zh") or body.get("name_zh") or "")
    en = str(told.get("en") or body.get("name_en") or "")
    return Term(f"design.{design.key}", zh or en or design.key, en or zh or design.key)
