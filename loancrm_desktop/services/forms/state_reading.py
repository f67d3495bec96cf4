"""The states of a form's fields: JSON to conditions, every fault at its place, circles refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.forms.form_faults import Faults
from loancrm_desktop.services.forms.form_parts import (
    Complaint,
    FieldDesign,
    FieldRules,
    OptionRule,
)
from loancrm_desktop.services.language import reading
from loancrm_desktop.services.language.expressions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Count,
    Emptiness,
    FieldValue,
    Not,
    Range,
    Several,
    Value,
)
from loancrm_desktop.services.language.fields import FieldPath, Vocabulary
from loancrm_desktop.texts import say

MAX_RULES = 50

_PARTS = frozenset({"shown", "required", "locked", "options", "invalid"})


@dataclass(frozen=True, slots=True)
class StateReader:
    """Reads the states of one form.

    Attributes:
        fields: those the form has.
        vocabulary: the names conditions may use.
    """

    kind: str
    fields: Mapping[str, FieldDesign]
    vocabulary: Vocabulary
    faults: Faults

    def read(self, raw: object) -> dict[str, FieldRules]:
        """Answer the states of every field that has any."""
        if raw is None:
            return {}
        found: dict[str, FieldRules] = {}
        for key, part in self.faults.mapping(raw, "$.states").items():
            place = f"$.states.{key}"
            if key not in self.fields:
                text = say("This form has no field {field}.", field=key)
                self.faults.add(place, "unknown_field", text)
            else:
                found[key] = self._rules(key, part, place)
        self._refuse_circles(found)
        return found

    def _rules(self, key: str, raw: object, place: str) -> FieldRules:
        given = self.faults.mapping(raw, place)
        self.faults.only(given, _PARTS, place)
        plain = {
            part: self._condition(given[part], f"{place}.{part}")
            for part in ("shown", "required", "locked")
            if given.get(part) is not None
        }
        options = tuple(self._options(key, given, f"{place}.options"))
        invalid = tuple(self._complaints(given, f"{place}.invalid"))
        for part, condition in plain.items():
            self._refuse_itself(key, condition, f"{place}.{part}")
        for number, rule in enumerate(options):
            self._refuse_itself(key, rule.when, f"{place}.options[{number}].when")
        conditions = [*plain.values(), *(o.when for o in options), *(c.when for c in invalid)]
        asks = frozenset(name for each in conditions if each for name in asked_fields(each))
        return FieldRules(
            plain.get("shown"),
            plain.get("required"),
            plain.get("locked"),
            options,
            invalid,
            asks,
        )

    def _condition(self, raw: object, place: str) -> Condition | None:
        try:
            condition = reading.read(raw, self.kind, self.vocabulary)
        except Invalid as fault:
            for problem in fault.problems:
                where = problem.field.removeprefix("$")
                self.faults.add(f"{place}{where}", problem.code, problem.text)
            return None
        if any(path is None for path in _paths(condition)):
            text = say("A state asks only about fields of the same form.")
            self.faults.add(place, "other_record", text)
            return None
        return condition

    def _options(self, key: str, given: Mapping[str, Any], place: str) -> Iterator[OptionRule]:
        known = {option.key for option in self.fields[key].spec.options}
        for number, raw in enumerate(self.faults.items(given.get("options"), place, MAX_RULES)):
            here = f"{place}[{number}]"
            rule = self.faults.mapping(raw, here)
            self.faults.only(rule, frozenset({"when", "only"}), here)
            condition = self._condition(rule.get("when"), f"{here}.when")
            only = self.faults.names(rule, "only", here)
            unknown = [each for each in only if each not in known]
            if unknown or not known:
                text = say(
                    "The field {field} has no option {option}.",
                    field=key,
                    option=unknown[0] if unknown else "",
                )
                self.faults.add(f"{here}.only", "unknown_option", text)
            elif condition is not None:
                yield OptionRule(condition, only)

    def _complaints(self, given: Mapping[str, Any], place: str) -> Iterator[Complaint]:
        for number, raw in enumerate(self.faults.items(given.get("invalid"), place, MAX_RULES)):
            here = f"{place}[{number}]"
            rule = self.faults.mapping(raw, here)
            self.faults.only(rule, frozenset({"when", "say"}), here)
            condition = self._condition(rule.get("when"), f"{here}.when")
            words = self.faults.words(rule.get("say"), f"{here}.say", needed=True)
            if condition is not None:
                yield Complaint(condition, words)

    def _refuse_itself(self, key: str, condition: Condition | None, place: str) -> None:
        if condition is not None and key in asked_fields(condition):
            text = say("The state of {field} depends on {field} itself.", field=key)
            self.faults.add(place, "circle", text)

    def _refuse_circles(self, found: Mapping[str, FieldRules]) -> None:
        for part, of in (("shown", _shown), ("locked", _locked)):
            edges = {
                key: frozenset(asked_fields(condition)) - {key}
                for key, rules in found.items()
                if (condition := of(rules)) is not None
            }
            for circle in circles(edges):
                text = say(
                    "These fields depend on each other in a circle: {fields}.",
                    fields=" → ".join((*circle, circle[0])),
                )
                self.faults.add(f"$.states.{circle[0]}.{part}", "circle", text)


def _shown(rules: FieldRules) -> Condition | None:
    return rules.shown


def _locked(rules: FieldRules) -> Condition | None:
    return rules.locked


def circles(edges: Mapping[str, frozenset[str]]) -> list[tuple[str, ...]]:
    """Find the circles in what depends on what, each once, beginning at its first key."""
    done: set[str] = set()
    found: list[tuple[str, ...]] = []
    for start in edges:
        path: list[str] = []
        reached: list[tuple[str, Iterator[str]]] = []
        _enter(start, edges, path, reached, done)
        while reached:
            key, rest = reached[-1]
            after = next(rest, None)
            if after is None:
                reached.pop()
                path.pop()
                done.add(key)
            elif after in path:
                circle = path[path.index(after) :]
                first = circle.index(min(circle))
                found.append((*circle[first:], *circle[:first]))
            else:
                _enter(after, edges, path, reached, done)
    return list(dict.fromkeys(found))


def _enter(
    key: str,
    edges: Mapping[str, frozenset[str]],
    path: list[str],
    reached: list[tuple[str, Iterator[str]]],
    done: set[str],
) -> None:
    if key in edges and key not in done:
        path.append(key)
        reached.append((key, iter(sorted(edges[key]))))


def in_order(edges: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Answer keys so that each comes after those it depends on; there are no circles."""
    ordered: dict[str, None] = {}
    waiting = sorted(edges)
    while waiting:
        ready = [key for key in waiting if not (edges[key] & set(waiting)) - {key}]
        if not ready:
            break
        ordered.update(dict.fromkeys(ready))
        waiting = [key for key in waiting if key not in ordered]
    return tuple(ordered)


def asked_fields(condition: Condition) -> set[str]:
    """Answer the own fields a condition reads."""
    return {path.spec.key for path in _paths(condition) if path is not None}


def _paths(condition: Condition) -> Iterator[FieldPath | None]:
    """Yield the fields a condition reads; None for each that is of another record."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _paths(part)
        case Not(part):
            yield from _paths(part)
        case Emptiness(path, _):
            yield None if path.links else path
        case Compare(path, _, value):
            yield None if path.links else path
            yield from _paths_of(value)
        case Count():
            yield None


def _paths_of(value: Value) -> Iterator[FieldPath | None]:
    match value:
        case FieldValue(path):
            yield None if path.links else path
        case Range(low, high):
            yield from _paths_of(low)
            yield from _paths_of(high)
        case Several(items):
            for item in items:
                yield from _paths_of(item)
        case _:
            return
