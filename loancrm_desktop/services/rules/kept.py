"""The rules in force, read once and kept until a design changes, sorted by what wakes them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.designs import Design
from loancrm_desktop.services import conditions
from loancrm_desktop.services.language.expressions import Condition, fields_in
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.rules import reading
from loancrm_desktop.services.rules.design import AT_ONCE, Rule

_log = logging.getLogger(__name__)
_SHELF = "rules"


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A rule in force.

    Attributes:
        design_id: of the version; what it causes is marked with it in the history.
        condition: read; None for always.
        asks: the fields the condition names, for the log of what decided.
        broken: why it cannot run, such as a field that is gone; it does nothing then.
    """

    design_id: int
    version: int
    rule: Rule
    condition: Condition | None = None
    asks: tuple[str, ...] = ()
    broken: str = ""


@dataclass(frozen=True, slots=True)
class KeptRules:
    """All rules in force, in their order."""

    rules: tuple[KeptRule, ...] = ()
    woken: dict[tuple[str, str], tuple[KeptRule, ...]] = field(
        default_factory=dict[tuple[str, str], tuple[KeptRule, ...]]
    )

    def waking(self, kind: str, trigger: str) -> tuple[KeptRule, ...]:
        """Answer the rules about a kind that a trigger wakes at once, in their order."""
        return self.woken.get((kind, trigger), ())


def rules_in_force(work: Work) -> KeptRules:
    """Answer the rules that are on, kept until a design changes."""
    kept: KeptRules | None = work.shelf.get(_SHELF)
    if kept is None:
        kept = work.shelf[_SHELF] = _load(work)
    return kept


def _load(work: Work) -> KeptRules:
    rules = sorted(_read(work), key=lambda each: (each.rule.position, each.rule.key))
    woken: dict[tuple[str, str], list[KeptRule]] = {}
    for each in rules:
        if each.rule.when.on in AT_ONCE and not each.broken:
            woken.setdefault((each.rule.kind, each.rule.when.on), []).append(each)
    return KeptRules(tuple(rules), {key: tuple(found) for key, found in woken.items()})


def _read(work: Work) -> Iterator[KeptRule]:
    chosen = select(Design).where(Design.kind == "rule", Design.state == "published")
    for design in work.session.execute(chosen).scalars():
        try:
            rule = reading.read(design.body)
        except Invalid as problem:
            # Of a newer version of the program, or edited by hand: the office works on without it.
            _log.warning("rule %s is left out: %s", design.key, type(problem).__name__)
            continue
        if rule.is_on:
            yield kept(work, rule, design.id, design.version)


def kept(work: Work, rule: Rule, design_id: int, version: int) -> KeptRule:
    """Answer a rule ready to run, or with why it cannot."""
    found = reading.problems(work, rule)
    if found:
        return KeptRule(design_id, version, rule, broken=found[0].text.read())
    if rule.condition is None:
        return KeptRule(design_id, version, rule)
    condition = conditions.read(work, rule.kind, dict(rule.condition))
    asks = tuple(dict.fromkeys(path.name for path in fields_in(condition)))
    return KeptRule(design_id, version, rule, condition, asks)
