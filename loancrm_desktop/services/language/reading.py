"""Stored JSON to a checked condition, or every problem with its place.

A place is the path into the JSON: `$.all[1].value`. Nothing is guessed and nothing is dropped: a
condition either holds as a whole or is refused with all that is wrong in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services.language.expressions import (
    ALWAYS,
    COUNT_OPS,
    EMPTINESS_OPS,
    NEVER,
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Constant,
    Count,
    Emptiness,
    Not,
    Op,
    Range,
    ops_of,
)
from loancrm_desktop.services.language.fields import FieldPath, Vocabulary
from loancrm_desktop.services.language.names import is_name, shown, unknown_field
from loancrm_desktop.services.language.values import ValueReader
from loancrm_desktop.services.language.writing import COUNTED
from loancrm_desktop.texts import Text, say

MAX_DEPTH = 20
MAX_NODES = 500
MAX_JSON_LENGTH = 200_000

_SHAPES = ("all", "any", "not", "field", "count")


def read(raw: object, kind: str, vocabulary: Vocabulary) -> Condition:
    """Check a condition about records of `kind`.

    Args:
        raw: the JSON, already parsed.
        kind: the kind of record it is asked of.
        vocabulary: the names it may use.

    Raises:
        Invalid: with every problem; its `field` is the place, its `code` a word for programs.
    """
    reader = _Reader(vocabulary)
    condition = reader.condition(raw, _Place("$", kind, 1))
    if reader.problems:
        first = reader.problems[0]
        raise Invalid(
            say("The condition does not hold at {place}: {why}", place=first.field, why=first.text),
            reader.problems,
        )
    return condition


def read_text(text: str, kind: str, vocabulary: Vocabulary) -> Condition:
    """Check a condition given as JSON text.

    Raises:
        Invalid: it is no JSON, or the condition has problems.
    """
    try:
        raw = json.loads(text) if len(text) <= MAX_JSON_LENGTH else None
    except (ValueError, RecursionError):
        raw = None
    if raw is None:
        why = say(
            "This is not a condition in JSON of at most {limit} characters.", limit=MAX_JSON_LENGTH
        )
        raise Invalid(why, [FieldProblem("$", "not_json", why)])
    return read(raw, kind, vocabulary)


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    kind: str
    depth: int

    def part(self, step: str) -> _Place:
        return _Place(f"{self.path}.{step}", self.kind, self.depth)

    def below(self, step: str, kind: str | None = None) -> _Place:
        return _Place(f"{self.path}.{step}", kind or self.kind, self.depth + 1)


@dataclass(slots=True)
class _Reader:
    vocabulary: Vocabulary
    problems: list[FieldProblem] = field(default_factory=list[FieldProblem])
    nodes: int = 0

    def condition(self, raw: object, place: _Place) -> Condition:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            text = say("The condition has more than {limit} parts.", limit=MAX_NODES)
            return self._wrong(place, "too_large", text)
        if place.depth > MAX_DEPTH:
            text = say("The condition is nested deeper than {limit} levels.", limit=MAX_DEPTH)
            return self._wrong(place, "too_deep", text)
        if not isinstance(raw, Mapping):
            return self._wrong(place, "object_expected", say("A condition is a JSON object."))
        given = cast("Mapping[object, object]", raw)
        shapes = [shape for shape in _SHAPES if shape in given]
        if len(shapes) != 1:
            return self._wrong(
                place,
                "unknown_shape",
                say("A condition has exactly one of: {shapes}.", shapes=", ".join(_SHAPES)),
            )
        return self._shaped(shapes[0], given, place)

    def _shaped(self, shape: str, given: Mapping[object, object], place: _Place) -> Condition:
        self._check_keys(shape, given, place)
        if shape == "field":
            return self._compare(given, place)
        if shape == "count":
            return self._count(given, place)
        if shape == "not":
            return Not(self.condition(given["not"], place.below("not")))
        parts = given[shape]
        if not isinstance(parts, list):
            return self._wrong(
                place.part(shape), "list_expected", say("all and any hold a list of conditions.")
            )
        read_parts = tuple(
            self.condition(part, place.below(f"{shape}[{number}]"))
            for number, part in enumerate(cast("list[object]", parts))
            if self.nodes <= MAX_NODES
        )
        return AllOf(read_parts) if shape == "all" else AnyOf(read_parts)

    def _compare(self, given: Mapping[object, object], place: _Place) -> Condition:
        path = self._field(given["field"], place.part("field"))
        op = self._op(given.get("op"), place.part("op"))
        if path is None or op is None:
            return NEVER
        if op not in ops_of(path.spec):
            allowed = ", ".join(one.value for one in ops_of(path.spec))
            text = say(
                "{op} cannot be asked of {field}; these can: {allowed}.",
                op=op.value,
                field=path.name,
                allowed=allowed,
            )
            return self._wrong(place.part("op"), "unfit_op", text)
        if op in EMPTINESS_OPS:
            if "value" in given:
                text = say("{op} takes no value.", op=op.value)
                return self._wrong(place.part("value"), "unexpected_value", text)
            return Emptiness(path, filled=op is Op.IS_FILLED)
        if "value" not in given:
            return self._wrong(place, "value_missing", say("{op} needs a value.", op=op.value))
        values = ValueReader(self.vocabulary, place.kind, path.spec, self.problems)
        value = values.read(op, given["value"], place.part("value").path)
        return NEVER if value is None else Compare(path, op, value)

    def _count(self, given: Mapping[object, object], place: _Place) -> Condition:
        name = given["count"]
        rows = self.vocabulary.relation(place.kind, name) if is_name(name) else None
        if rows is None:
            known = ", ".join(self.vocabulary.kind(place.kind).relations)
            text = say(
                "There are no rows {name} to count here; there are: {known}.",
                name=shown(name),
                known=known,
            )
            self._wrong(place.part("count"), "unknown_rows", text)
        op = self._op(given.get("op"), place.part("op"))
        if op is not None and op not in COUNT_OPS:
            allowed = ", ".join(one.value for one in COUNT_OPS)
            text = say(
                "{op} cannot be asked of a count; these can: {allowed}.",
                op=op.value,
                allowed=allowed,
            )
            self._wrong(place.part("op"), "unfit_op", text)
        where: Condition = ALWAYS
        if rows is not None and "where" in given:
            where = self.condition(given["where"], place.below("where", rows.relation.kind))
        if rows is None or op not in COUNT_OPS or op is None:
            return NEVER
        if "value" not in given:
            return self._wrong(place, "value_missing", say("{op} needs a value.", op=op.value))
        values = ValueReader(self.vocabulary, place.kind, COUNTED, self.problems)
        value = values.read(op, given["value"], place.part("value").path, constants_only=True)
        return Count(rows, where, op, value) if isinstance(value, Constant | Range) else NEVER

    def _field(self, raw: object, place: _Place) -> FieldPath | None:
        path = self.vocabulary.field(place.kind, raw) if is_name(raw) else None
        if path is None:
            self._wrong(place, "unknown_field", unknown_field(raw, place.kind, self.vocabulary))
        return path

    def _op(self, raw: object, place: _Place) -> Op | None:
        try:
            return Op(raw) if isinstance(raw, str) else self._no_op(raw, place)
        except ValueError:
            return self._no_op(raw, place)

    def _no_op(self, raw: object, place: _Place) -> None:
        known = ", ".join(op.value for op in Op)
        text = say("There is no operator {name}; there are: {known}.", name=shown(raw), known=known)
        self._wrong(place, "unknown_op", text)

    def _check_keys(self, shape: str, given: Mapping[object, object], place: _Place) -> None:
        allowed = {"field": {"field", "op", "value"}, "count": {"count", "where", "op", "value"}}
        for key in given:
            if key not in allowed.get(shape, {shape}):
                text = say("{key} has no meaning here.", key=shown(key))
                self._wrong(place, "unknown_key", text)

    def _wrong(self, place: _Place, code: str, text: Text) -> Condition:
        self.problems.append(FieldProblem(place.path, code, text))
        return NEVER
