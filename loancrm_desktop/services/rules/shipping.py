"""The rules an office starts with, and those it can take over from a file or from another office."""

from __future__ import annotations

from typing import Any

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.founding import preset
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.rules import drawing, reading
from loancrm_desktop.texts import say

MOST_AT_ONCE = 200


@operation("rules.ship")
def ship(work: Work) -> int:
    """Write the rules every office starts with, those left out that are there; answers how many.

    Raises:
        Refused: the actor may not.
    """
    access.require(work, "rules.edit")
    known = {row["key"] for row in drawing.export(work)}
    fresh = [body for body in templates() if body["key"] not in known]
    for body in fresh:
        drawing.save(work, body)
    return len(fresh)


@reader("rules.templates")
def list_templates(work: Work) -> list[dict[str, Any]]:
    """Answer the shipped rules, to begin a new one from."""
    access.require(work, "rules.see")
    return templates()


def templates() -> list[dict[str, Any]]:
    """Answer the shipped rules."""
    return list(preset("rules/standard.json"))


@operation("rules.import")
def take_over(work: Work, bodies: list[dict[str, Any]]) -> list[str]:
    """Save rules from another office; answers their keys.

    One that is known is saved as its next version. One whose people, teams or channels are not
    those of this office is saved switched off.

    Raises:
        Invalid: a rule cannot be read; none is saved then.
        Refused: the actor may not.
    """
    access.require(work, "rules.edit")
    if not 0 < len(bodies) <= MOST_AT_ONCE:
        raise Invalid(say("The file holds no rules, or more than {most}.", most=MOST_AT_ONCE))
    keys: list[str] = []
    for body in bodies:
        rule = reading.read(reading.body_of(body))
        if reading.problems(work, rule):
            rule = rule.model_copy(update={"is_on": False})
        drawing.save(work, rule.body())
        keys.append(rule.key)
    return keys
