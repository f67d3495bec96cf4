"""Says what a rule did, would have done, or by which values it decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from loancrm_desktop import display
from loancrm_desktop.services.language.phrases import phrases
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.office_words import OfficeWords

_FIELD_VALUE = "{field} {value}"


def would_words(did: Sequence[Mapping[str, Any]]) -> str:
    """Say what a rule would do."""
    said = {
        "task": tr("would give a to-do"),
        "notify": tr("would notify"),
        "set": tr("would set a field"),
        "move": tr("would move the deal"),
        "approval": tr("would start the approval"),
        "assign": tr("would assign"),
        "pool": tr("would return to the pool"),
        "message": tr("would send a message"),
        "tag": tr("would tag"),
        "document": tr("would make a document"),
    }
    return _listed([said.get(str(each.get("do")), "") for each in did])


def did_words(did: Sequence[Mapping[str, Any]]) -> str:
    """Say what a rule did."""
    said = {
        "task": tr("to-do given"),
        "notify": tr("notified"),
        "set": tr("field set"),
        "move": tr("deal moved"),
        "approval": tr("approval started"),
        "assign": tr("assigned"),
        "pool": tr("returned to the pool"),
        "message": tr("message written"),
        "tag": tr("tagged"),
        "document": tr("document"),
    }
    return _listed([said.get(str(each.get("do")), "") for each in did])


def people_words(did: Sequence[Mapping[str, Any]], words: OfficeWords) -> str:
    """Name everybody whom actions told."""
    ids = [one for each in did for one in each.get("people") or ()]
    return _listed([words.person_name(int(one)) for one in ids])


def facts_words(facts: Mapping[str, Any], kind: str, words: OfficeWords) -> str:
    """Say the values that decided, field by field."""
    fields = ConditionFields(words, kind)
    said: list[str] = []
    for name, value in facts.items():
        spec = fields.spec(name)
        shown = _value(value) if spec is None else words.say(spec, value)
        said.append(_FIELD_VALUE.format(field=fields.label(name), value=shown or "—"))
    return _listed(said)


def _value(value: object) -> str:
    if isinstance(value, datetime):
        return display.time_exact(value)
    return "" if value is None else str(value)


def _listed(parts: Sequence[str]) -> str:
    return phrases(current_language())["list"].join(dict.fromkeys(each for each in parts if each))


def state_words(state: str) -> str:
    """Name what became of a firing."""
    return {
        "done": tr("Done"),
        "trial": tr("Trial"),
        "making": tr("The document is being made"),
        "failed": tr("Failed, is tried again"),
        "gave_up": tr("Failed"),
        "stopped": tr("Stopped: a loop"),
        "skipped": tr("Skipped"),
    }.get(state, state)
