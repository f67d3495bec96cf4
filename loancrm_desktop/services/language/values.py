"""The value side of a comparison: JSON to constants, relative times, persons, other fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from loancrm_desktop.errors import FieldProblem
from loancrm_desktop.services.language.constants import Misread, read_constant
from loancrm_desktop.services.language.expressions import (
    LIST_OPS,
    SPAN_OPS,
    Constant,
    Day,
    Family,
    FieldValue,
    Me,
    MyTeam,
    Op,
    Range,
    Scalar,
    Several,
    Shifted,
    Unit,
    Value,
    comparable,
    family_of,
)
from loancrm_desktop.services.language.fields import FieldSpec, FieldType, Vocabulary
from loancrm_desktop.texts import Text, say

MAX_ITEMS = 1_000

_LIMITS = {
    Unit.MINUTES: 1_000_000,
    Unit.HOURS: 200_000,
    Unit.DAYS: 40_000,
    Unit.WORKING_DAYS: 2_000,
    Unit.MONTHS: 1_200,
}
_UNITS = {unit.value: unit for unit in Unit}
_TIMES = (Family.DATE, Family.DATETIME)
_WITHIN_A_DAY = (Unit.MINUTES, Unit.HOURS)


@dataclass(frozen=True, slots=True)
class ValueReader:
    """Reads values that stand beside one field; problems go to the list it was given.

    Attributes:
        kind: the kind of record the condition is asked of, for values that are fields.
        spec: the field on the left side.
    """

    vocabulary: Vocabulary
    kind: str
    spec: FieldSpec
    problems: list[FieldProblem]

    def read(
        self, op: Op, raw: object, place: str, *, constants_only: bool = False
    ) -> Value | None:
        """Answer the checked value, or None after noting what is wrong with it."""
        if op is Op.BETWEEN:
            return self._range(raw, place, constants_only=constants_only)
        if op in SPAN_OPS:
            return self._span(raw, place)
        if op in LIST_OPS and not _names_my_team(raw):
            return self._several(raw, place)
        if constants_only and isinstance(raw, Mapping):
            return self._wrong(
                place, "constant_expected", say("A count is compared with a number.")
            )
        return self._scalar(raw, place)

    def _range(self, raw: object, place: str, *, constants_only: bool) -> Range | None:
        ends = cast("list[object]", raw) if isinstance(raw, list) else []
        if len(ends) != 2:
            return self._wrong(
                place, "two_values_expected", say("between needs a list of two values.")
            )
        op = Op.GE
        low = self.read(op, ends[0], f"{place}[0]", constants_only=constants_only)
        high = self.read(op, ends[1], f"{place}[1]", constants_only=constants_only)
        if low is None or high is None or isinstance(low, Range | Several):
            return None
        return None if isinstance(high, Range | Several) else Range(low, high)

    def _span(self, raw: object, place: str) -> Shifted | None:
        if not isinstance(raw, Mapping):
            return self._wrong(place, "span_expected", say("A span is an amount such as 7 days."))
        span = self._reference(cast("Mapping[object, object]", raw), place)
        if span is None:
            return None
        if isinstance(span, Shifted) and span.amount > 0:
            return span
        return self._wrong(
            place, "span_expected", say("A span is an amount above zero such as 7 days.")
        )

    def _several(self, raw: object, place: str) -> Several | None:
        items = cast("list[object]", raw) if isinstance(raw, list) else [raw]
        if not items or len(items) > MAX_ITEMS:
            text = say("A list has at least one and at most {limit} values.", limit=MAX_ITEMS)
            return self._wrong(place, "list_length", text)
        read: list[Scalar] = []
        for number, item in enumerate(items):
            scalar = self._scalar(item, f"{place}[{number}]")
            if isinstance(scalar, FieldValue | MyTeam):
                text = say("A list holds constants, not other fields.")
                self._wrong(f"{place}[{number}]", "constant_expected", text)
            elif scalar is not None:
                read.append(scalar)
        return Several(tuple(read)) if len(read) == len(items) else None

    def _scalar(self, raw: object, place: str) -> Scalar | None:
        if isinstance(raw, Mapping):
            return self._reference(cast("Mapping[object, object]", raw), place)
        value = read_constant(self.spec, raw)
        if isinstance(value, Misread):
            return self._wrong(place, value.code, value.text)
        return Constant(value)

    def _reference(self, raw: Mapping[object, object], place: str) -> Scalar | None:
        if len(raw) != 1:
            return self._wrong(place, "unknown_value", _known_references())
        key, given = next(iter(raw.items()))
        if key == "field":
            return self._field(given, f"{place}.field")
        if isinstance(key, str) and (key == "today" or key in _UNITS):
            return self._time(key, given, f"{place}.{key}")
        if isinstance(key, str) and key in ("me", "my_team"):
            return self._person(key, given, place)
        return self._wrong(place, "unknown_value", _known_references())

    def _field(self, raw: object, place: str) -> FieldValue | None:
        path = self.vocabulary.field(self.kind, raw) if isinstance(raw, str) else None
        if path is None:
            text = say("There is no field of this name to compare with.")
            return self._wrong(place, "unknown_field", text)
        if not comparable(self.spec, path.spec):
            text = say(
                "{field} cannot be compared with {other}: they hold different things.",
                field=self.spec.key,
                other=path.name,
            )
            return self._wrong(place, "not_comparable", text)
        return FieldValue(path)

    def _time(self, key: str, raw: object, place: str) -> Shifted | Day | None:
        family = family_of(self.spec)
        unit = _UNITS.get(key)
        if family not in _TIMES or (family is Family.DATE and unit in _WITHIN_A_DAY):
            text = say("{field} cannot be compared with {unit}.", field=self.spec.key, unit=key)
            return self._wrong(place, "unfit_value", text)
        limit = _LIMITS[unit or Unit.DAYS]
        if isinstance(raw, bool) or not isinstance(raw, int) or abs(raw) > limit:
            text = say("{unit} is a whole number of at most {limit}.", unit=key, limit=limit)
            return self._wrong(place, "amount_expected", text)
        return Day(raw) if unit is None else Shifted(unit, raw)

    def _person(self, key: str, raw: object, place: str) -> Me | MyTeam | None:
        fitting = {"me": (FieldType.PERSON,), "my_team": (FieldType.PERSON, FieldType.TEAM)}
        if raw is not True:
            text = say("{key} is written with the value true.", key=key)
            return self._wrong(f"{place}.{key}", "true_expected", text)
        if self.spec.compared_as not in fitting[key]:
            text = say("{field} holds no person that could be {key}.", field=self.spec.key, key=key)
            return self._wrong(place, "unfit_value", text)
        return Me() if key == "me" else MyTeam()

    def _wrong(self, place: str, code: str, text: Text) -> None:
        self.problems.append(FieldProblem(place, code, text))


def _names_my_team(raw: object) -> bool:
    return isinstance(raw, Mapping) and "my_team" in raw


def _known_references() -> Text:
    known = ["field", "me", "my_team", "today", *_UNITS]
    return say("A value is a constant or has exactly one of: {known}.", known=", ".join(known))
