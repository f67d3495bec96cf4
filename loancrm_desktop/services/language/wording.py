"""Says a condition as one sentence, for the builder, the log and the audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from loancrm_desktop import display
from loancrm_desktop.services.language.expressions import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    Constant,
    Count,
    Day,
    Emptiness,
    Family,
    FieldValue,
    Me,
    MyTeam,
    Not,
    Op,
    Plain,
    Range,
    Scalar,
    Several,
    Shifted,
    Value,
    family_of,
)
from loancrm_desktop.services.language.fields import FieldPath, FieldSpec, FieldType
from loancrm_desktop.services.language.phrases import Phrases, phrase_of, phrases, span
from loancrm_desktop.services.language.writing import COUNTED

Names = Mapping[tuple[str, int], str]

NO_NAMES: Names = {}


def word(
    condition: Condition,
    names: Names = NO_NAMES,
    language: str = "zh",
    zone: ZoneInfo = display.OFFICE_ZONE,
) -> str:
    """Say an unresolved condition.

    Args:
        condition: as `reading.read` gives it.
        names: of persons, teams and records by kind and id; who has none is said by number.
        language: `zh` or `en`.
        zone: the office's clock, for times.
    """
    return _Speaker(language, phrases(language), names, zone).condition(condition)


@dataclass(frozen=True, slots=True)
class _Speaker:
    language: str
    words: Phrases
    names: Names
    zone: ZoneInfo

    def condition(self, condition: Condition, *, inner: bool = False) -> str:
        match condition:
            case AllOf(parts):
                return self._group(parts, "and", "always", inner=inner)
            case AnyOf(parts):
                return self._group(parts, "or", "never", inner=inner)
            case Not(part):
                return self._say("not", part=self.condition(part))
            case Compare(path, op, value):
                return self._compare(self._path(path), path.spec, op, value)
            case Emptiness(path, filled):
                return self._say("is_filled" if filled else "is_empty", field=self._path(path))
            case _:
                return self._count(condition)

    def _group(self, parts: Sequence[Condition], joint: str, of_none: str, *, inner: bool) -> str:
        if not parts:
            return self.words[of_none]
        if len(parts) == 1:
            return self.condition(parts[0], inner=inner)
        said = self.words[joint].join(self.condition(part, inner=True) for part in parts)
        return self._say("group", parts=said) if inner else said

    def _compare(self, field: str, spec: FieldSpec, op: Op, value: Value) -> str:
        if isinstance(value, Range):
            low, high = self._scalar(spec, value.low), self._scalar(spec, value.high)
            return self._say("between", field=field, low=low, high=high)
        if isinstance(value, Several):
            return self._several(field, spec, op, value)
        if op in {Op.WITHIN_LAST, Op.WITHIN_NEXT, Op.OLDER_THAN} and isinstance(value, Shifted):
            length = span(self.words, value.unit, value.amount)
            return self._say(op.value, field=field, span=length)
        if isinstance(value, MyTeam) and op in {Op.IN, Op.NOT_IN}:
            op = Op.EQ if op is Op.IN else Op.NE
        said = self._scalar(spec, value)
        return self._say(phrase_of(op, family_of(spec)), field=field, value=said)

    def _several(self, field: str, spec: FieldSpec, op: Op, value: Several) -> str:
        said = [self._scalar(spec, item) for item in value.items]
        if len(said) == 1:
            single = {Op.IN: "eq", Op.NOT_IN: "ne", Op.HAS_ANY: "has", Op.HAS_ALL: "has"}
            return self._say(single[op], field=field, value=said[0])
        return self._say(op.value, field=field, values=self._listed(said))

    def _count(self, count: Count) -> str:
        relation = count.rows.relation
        rows = self._reached(count.rows.links, relation.label(self.language))
        if count.where != AllOf(()):
            rows = self._say("rows where", rows=rows, where=self.condition(count.where))
        if (count.op, count.value) in {(Op.GE, Constant(1)), (Op.GT, Constant(0))}:
            return self._say("some", rows=rows)
        if (count.op, count.value) == (Op.EQ, Constant(0)):
            return self._say("none", rows=rows)
        number = self._say("number of", rows=rows)
        return self._compare(number, COUNTED, count.op, count.value)

    def _scalar(self, spec: FieldSpec, value: Scalar) -> str:
        match value:
            case Constant(constant):
                return self._constant(spec, constant)
            case FieldValue(path):
                return self._say("value of", field=self._path(path))
            case Me():
                return self.words["me"]
            case MyTeam():
                of_persons = spec.compared_as is FieldType.PERSON
                return self.words["my_team_member" if of_persons else "my_team"]
            case _:
                return self._time(spec, value)

    def _time(self, spec: FieldSpec, value: Shifted | Day) -> str:
        of_days = family_of(spec) is Family.DATE
        if isinstance(value, Shifted):
            if value.amount == 0:
                return self.words["today" if of_days else "now"]
            length = span(self.words, value.unit, value.amount)
            return self._say("ago" if value.amount < 0 else "from now", span=length)
        near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(value.offset_days)
        if near:
            return self.words[near]
        length = self.words["days"].format(count=abs(value.offset_days))
        return self._say("day ago" if value.offset_days < 0 else "day from now", span=length)

    def _constant(self, spec: FieldSpec, constant: Plain) -> str:
        if isinstance(constant, bool):
            return self._quoted(display.yes_no(constant, self.language))
        if isinstance(constant, datetime):
            return display.time_exact(constant, self.zone)
        if isinstance(constant, date):
            return constant.isoformat()
        if isinstance(constant, str):
            option = spec.option(constant)
            return self._quoted(option.label(self.language) if option else constant)
        return self._number(spec, constant)

    def _number(self, spec: FieldSpec, number: float) -> str:
        if family_of(spec) is Family.LINK:
            kind = spec.links_to or spec.compared_as.value
            return self.names.get((kind, int(number))) or f"#{number}"
        if spec.compared_as is FieldType.MONEY:
            return display.money_exact(int(number))
        if spec.compared_as is FieldType.PERCENT:
            return display.percent(int(number))
        return str(number)

    def _path(self, path: FieldPath) -> str:
        return self._reached(path.links, path.spec.label(self.language))

    def _reached(self, links: Iterable[FieldSpec], last: str) -> str:
        names = [*(link.label(self.language) for link in links), last]
        if self.language == "en":
            names.reverse()
        said = names[0]
        for name in names[1:]:
            link, field = (name, said) if self.language == "en" else (said, name)
            said = self._say("path", link=link, field=field)
        return said

    def _listed(self, said: Sequence[str]) -> str:
        return self.words["list"].join(said)

    def _quoted(self, text: str) -> str:
        return self._say("quoted", text=text)

    def _say(self, phrase: str, **values: str) -> str:
        return self.words[phrase].format(**values)
