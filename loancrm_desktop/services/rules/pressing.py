"""Rules that a person sets off by a button on a record."""

from __future__ import annotations

from dataclasses import dataclass

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.base import to_ms
from loancrm_desktop.services import access, customers, deals, live_record
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.rules.firing import Occasion, fire
from loancrm_desktop.services.rules.kept import rules_in_force
from loancrm_desktop.texts import say


@dataclass(frozen=True, slots=True)
class RuleButton:
    """A button that sets a rule off."""

    rule: str
    label: str


@reader("rules.buttons")
def buttons(work: Work, kind: str, language: str = "zh") -> tuple[RuleButton, ...]:
    """Answer the buttons that records of a kind carry."""
    access.require(work, f"{kind}s.see")
    return tuple(
        RuleButton(
            each.rule.key, each.rule.when.label.read(language) or each.rule.title.read(language)
        )
        for each in rules_in_force(work).rules
        if each.rule.kind == kind and each.rule.when.on == "button" and not each.broken
    )


@operation("rules.press")
def press(work: Work, key: str, record_id: int) -> bool:
    """Set a rule off for a record; answers whether it fired.

    Raises:
        Invalid: there is no such button or record.
        Refused: the condition does not hold, or the actor may not.
    """
    kept = next((each for each in rules_in_force(work).rules if each.rule.key == key), None)
    if kept is None or kept.broken or kept.rule.when.on != "button":
        raise Invalid(say("There is no such button any more."))
    kind = kept.rule.kind
    access.require(work, f"{kind}s.edit")
    getter = {"customer": customers.get, "deal": deals.get}.get(kind)
    row = (
        getter(work, record_id)
        if getter is not None
        else live_record.row_named(work, kind, record_id)
    )
    if row is None:
        raise Invalid(say("This record is not there any more."))
    if not live_record.holds(work, kind, row, kept.condition):
        raise Refused(say("The condition of this rule does not hold for this record."))
    return fire(work, Occasion(kept, kind, row, f"press:{to_ms(work.now)}"), checked=True)
