"""One row of a mapped sheet turned into values: names joined, second numbers kept, gaps filled.

A sheet's cell holds what several fields want: two phone numbers, or an ID number that also tells
birth date and gender. What a row says itself always wins over what is derived.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast
from zoneinfo import ZoneInfo

from loancrm_desktop.display import OFFICE_ZONE
from loancrm_desktop.errors import FieldProblem
from loancrm_desktop.services.exchange.mapping import (
    DEAL_PREFIX,
    ColumnGuess,
    importable_fields,
)
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.value_words import items_of
from loancrm_desktop.services.forms.values.amounts import Unit
from loancrm_desktop.services.forms.values.cells import is_blank, one_line
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.forms.values.id_numbers import birth_date_of, gender_of
from loancrm_desktop.services.forms.values.names import full_name
from loancrm_desktop.services.forms.values.phones import parse_phones
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import say

_MOST_KEPT = 4096
_LINKS = frozenset({FieldType.RECORD, FieldType.PERSON, FieldType.TEAM})


@dataclass(slots=True)
class RowReading:
    """What one row says.

    Attributes:
        customer: stored values by key; empty cells are absent.
        deal: the same for deal fields, without the prefix.
        links: names of channels, people and teams still to be looked up, by mapped field key.
        problems: cells that cannot be taken; their fields are absent.
    """

    customer: dict[str, object] = field(default_factory=dict[str, object])
    deal: dict[str, object] = field(default_factory=dict[str, object])
    links: dict[str, str] = field(default_factory=dict[str, str])
    problems: list[FieldProblem] = field(default_factory=list[FieldProblem])


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one column is read.

    Attributes:
        kept: what texts met before came to; sheets say the same things over and over.
    """

    place: int
    key: str
    spec: FieldSpec
    unit: Unit | None
    several: bool
    kept: dict[str, object] = field(default_factory=dict[str, object])


def _plan(place: int, key: str, spec: FieldSpec, unit: Unit | None) -> _Plan:
    return _Plan(place, key, spec, unit, field_types.TYPES[spec.compared_as].several)


class RowReader:
    """Reads the rows of one sheet; made once from its mapping."""

    def __init__(
        self,
        mapping: Sequence[ColumnGuess],
        fields: Mapping[str, FieldSpec],
        deal_fields: Mapping[str, FieldSpec],
        zone: ZoneInfo = OFFICE_ZONE,
    ) -> None:
        specs = importable_fields(fields, deal_fields)
        self._zone = zone
        self._parts = {
            guess.part: guess.place for guess in mapping if guess.part and guess.field == "name"
        }
        self._fields = fields
        plans = [
            _plan(guess.place, guess.field, specs[guess.field], guess.unit_hint)
            for guess in mapping
            if guess.field in specs and not (guess.part and guess.field == "name")
        ]
        self._phones = [plan for plan in plans if plan.key in {"phone", "phone2"}]
        self._links = [plan for plan in plans if plan.spec.type in _LINKS]
        special = {id(plan) for plan in (*self._phones, *self._links)}
        self._customer = [
            plan
            for plan in plans
            if id(plan) not in special and not plan.key.startswith(DEAL_PREFIX)
        ]
        self._deal = [
            plan for plan in plans if id(plan) not in special and plan.key.startswith(DEAL_PREFIX)
        ]

    def read(self, cells: Sequence[object]) -> RowReading:
        """Read one row."""
        reading = RowReading()
        self._read_plans(self._customer, cells, reading, reading.customer)
        if self._deal:
            self._read_plans(self._deal, cells, reading, reading.deal)
        if self._phones:
            self._read_phones(cells, reading)
        for plan in self._links:
            cell = cells[plan.place]
            if not is_blank(cell):
                reading.links[plan.key] = one_line(cell)
        if self._parts:
            self._join_name(cells, reading)
        if "id_number" in reading.customer:
            self._derive(reading.customer)
        return reading

    def _read_plans(
        self,
        plans: Sequence[_Plan],
        cells: Sequence[object],
        reading: RowReading,
        into: dict[str, object],
    ) -> None:
        parse, zone = field_types.parse, self._zone
        for plan in plans:
            cell = cells[plan.place]
            if cell is None or cell == "":
                continue
            is_text = cell.__class__ is str
            if is_text and cell in plan.kept:
                value = plan.kept[cast("str", cell)]
            else:
                try:
                    value = parse(cell, plan.spec, zone, plan.unit)
                except FieldFault as fault:
                    reading.problems.append(fault.at(plan.key))
                    continue
                if is_text and len(plan.kept) < _MOST_KEPT:
                    plan.kept[cast("str", cell)] = value
            if value is not None and value != []:
                into[plan.spec.key] = list(items_of(value)) if plan.several else value

    def _read_phones(self, cells: Sequence[object], reading: RowReading) -> None:
        """Put the first number into the phone, the next different one into the second phone."""
        numbers: list[str] = []
        for plan in self._phones:
            if is_blank(cells[plan.place]):
                continue
            try:
                numbers.extend(parse_phones(cells[plan.place]))
            except FieldFault as fault:
                reading.problems.append(fault.at(plan.key))
        different = list(dict.fromkeys(numbers))
        reading.customer.update(zip(("phone", "phone2"), different, strict=False))
        if len(different) > 2:
            reading.problems.append(
                FieldProblem(
                    "phone2",
                    "several_phones",
                    say("There are {count} phone numbers; only two fit.", count=len(different)),
                )
            )

    def _join_name(self, cells: Sequence[object], reading: RowReading) -> None:
        words = {
            part: "" if is_blank(cells[place]) else one_line(cells[place])
            for part, place in self._parts.items()
        }
        try:
            name = full_name(words.get("first", ""), words.get("last", ""))
        except FieldFault as fault:
            reading.problems.append(fault.at("name"))
            return
        if name:
            reading.customer.setdefault("name", name)

    def _derive(self, values: dict[str, object]) -> None:
        """Read birth date and gender off the ID number where the row is silent."""
        number = str(values["id_number"])
        if "birth_date" in self._fields and "birth_date" not in values:
            born = birth_date_of(number)
            if born is not None:
                values["birth_date"] = born
        if "gender" in self._fields:
            values.setdefault("gender", gender_of(number))
