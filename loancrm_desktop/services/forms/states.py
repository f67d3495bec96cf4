"""What a form asks of a record just now: shown, required, locked, options, problems; pure.

States are no acts: they follow from the values, so that taking a value back takes its states
back. Windows and services ask the same function.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, cast

from loancrm_desktop.errors import FieldProblem
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.form_parts import (
    COMPUTED,
    Complaint,
    FieldDesign,
    FieldRules,
    FormDesign,
)
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language import in_memory
from loancrm_desktop.services.language.expressions import Condition
from loancrm_desktop.services.language.fields import FieldType
from loancrm_desktop.services.language.in_memory import PlainRecord
from loancrm_desktop.services.language.resolving import Moment, resolve
from loancrm_desktop.services.language.working_days import is_working_day
from loancrm_desktop.terms import Term
from loancrm_desktop.texts import Text, say

_T = FieldType
_LENGTHS = frozenset({_T.TEXT, _T.LONG_TEXT})
_MANY = frozenset({_T.CHOICES, _T.TAGS, _T.SUB_FORM, _T.ATTACHMENT})


@dataclass(frozen=True, slots=True)
class FieldState:
    """A field's state.

    Attributes:
        options: the keys that may be chosen now, without retired ones; None where the field has
            no options.
        problems: what is wrong with the value it has; a missing one is no problem of these.
    """

    shown: bool = True
    required: bool = False
    locked: bool = False
    options: tuple[str, ...] | None = None
    problems: tuple[FieldProblem, ...] = ()


def moment_here(
    now: datetime,
    zone: tzinfo,
    me: int | None = None,
    my_teams: tuple[int, ...] = (),
    my_team_members: tuple[int, ...] = (),
) -> Moment:
    """Answer when, where and by whom states are asked, for a window."""
    return Moment(now, zone, me, my_teams, my_team_members, is_working_day)


def states_of(
    design: FormDesign, values: Mapping[str, object], moment: Moment
) -> dict[str, FieldState]:
    """Answer the state of every field, in the form's order.

    Args:
        design: the form.
        values: the record's in Python form, by key.
        moment: when, where, by whom.
    """
    asked = _Asked(PlainRecord(values), moment)
    return {
        key: _state(field, design.states.get(key), values.get(key), asked)
        for key, field in design.fields.items()
    }


def values_from_json(
    design: FormDesign, values: Mapping[str, Any], zone: tzinfo
) -> tuple[dict[str, object], tuple[FieldProblem, ...]]:
    """Read what stands in a form's editors; what cannot be read is empty and has a problem."""
    read: dict[str, object] = {}
    problems: list[FieldProblem] = []
    for key, raw in values.items():
        field = design.fields.get(key)
        if field is None:
            continue
        try:
            read[key] = field_types.from_json(raw, field.spec, cast("Any", zone))
        except FieldFault as fault:
            problems.append(FieldProblem(key, fault.code, fault.text))
    return read, tuple(problems)


@dataclass(frozen=True, slots=True)
class _Asked:
    record: PlainRecord
    moment: Moment

    def holds(self, condition: Condition) -> bool:
        return in_memory.holds(resolve(condition, self.moment), self.record)


_NO_RULES = FieldRules()


def _state(
    field: FieldDesign, rules: FieldRules | None, value: object, asked: _Asked
) -> FieldState:
    options = _offered(field)
    if rules is None:
        return FieldState(
            required=field.spec.required,
            options=options,
            problems=tuple(value_problems(field, value)),
        )
    shown = rules.shown is None or asked.holds(rules.shown)
    required = field.spec.required or (rules.required is not None and asked.holds(rules.required))
    locked = rules.locked is not None and asked.holds(rules.locked)
    for rule in rules.options:
        if options is not None and asked.holds(rule.when):
            options = tuple(key for key in options if key in rule.only)
    problems = [*value_problems(field, value)]
    if shown:
        problems.extend(_not_offered(field, value, options, rules))
        problems.extend(_complaints(field, rules.invalid, asked))
    return FieldState(shown, shown and required, locked, options, tuple(problems))


def _offered(field: FieldDesign) -> tuple[str, ...] | None:
    if not field.spec.options:
        return None
    return tuple(option.key for option in field.spec.options if not option.retired)


def _not_offered(
    field: FieldDesign, value: object, options: tuple[str, ...] | None, rules: FieldRules
) -> Iterable[FieldProblem]:
    """Name a value that another one shuts out; a retired option alone is no problem here."""
    if not rules.options or options is None or empty(value):
        return
    named = cast("Iterable[str]", value) if isinstance(value, list | tuple) else (str(value),)
    retired = {option.key for option in field.spec.options if option.retired}
    wrong = [key for key in named if key not in options and key not in retired]
    if wrong:
        option = field.spec.option(wrong[0])
        text = say(
            "{label}: {option} cannot be chosen here.",
            label=label_of(field),
            option=Term("form.option", option.label_zh, option.label_en) if option else wrong[0],
        )
        yield FieldProblem(field.key, "option_shut", text)


def _complaints(
    field: FieldDesign, complaints: Iterable[Complaint], asked: _Asked
) -> Iterable[FieldProblem]:
    for each in complaints:
        if asked.holds(each.when):
            yield FieldProblem(
                field.key, "invalid", Term("form.says", each.words.zh, each.words.en)
            )


def value_problems(field: FieldDesign, value: object) -> Iterable[FieldProblem]:
    """Name what a field's own rules have against a value: bounds, pattern, rows."""
    if empty(value):
        if field.low and field.spec.compared_as in _MANY and field.spec.required:
            yield FieldProblem(field.key, "too_few", _too_few(field))
        return
    measured = _measured(field, value)
    if field.low is not None and measured < cast("Any", field.low):
        yield FieldProblem(field.key, "too_small", _too_few(field))
    if field.high is not None and measured > cast("Any", field.high):
        yield FieldProblem(field.key, "too_large", _too_many(field))
    if field.pattern is not None and isinstance(value, str) and not field.pattern.fullmatch(value):
        text = say("{label} does not have the form that is asked for.", label=label_of(field))
        yield FieldProblem(field.key, "pattern", text)
    if field.columns:
        yield from _row_problems(field, value)


def _measured(field: FieldDesign, value: object) -> Any:
    kind = field.spec.compared_as
    return len(cast("Any", value)) if kind in _LENGTHS | _MANY else value


def _too_few(field: FieldDesign) -> Text:
    return _bound_text(field, field.low, smallest=True)


def _too_many(field: FieldDesign) -> Text:
    return _bound_text(field, field.high, smallest=False)


def _bound_text(field: FieldDesign, bound: object, *, smallest: bool) -> Text:
    kind, label = field.spec.compared_as, label_of(field)
    if kind in _LENGTHS:
        if smallest:
            return say("{label} has at least {count} characters.", label=label, count=bound)
        return say("{label} has at most {count} characters.", label=label, count=bound)
    if kind in _MANY:
        if smallest:
            return say("{label} needs at least {count} entries.", label=label, count=bound)
        return say("{label} takes at most {count} entries.", label=label, count=bound)
    written = field_types.show(bound, field.spec)
    if smallest:
        return say("{label} is at least {bound}.", label=label, bound=written)
    return say("{label} is at most {bound}.", label=label, bound=written)


def _row_problems(field: FieldDesign, value: object) -> Iterable[FieldProblem]:
    rows = cast("Iterable[Mapping[str, object]]", value) if isinstance(value, list | tuple) else ()
    for number, row in enumerate(rows, 1):
        for column in field.columns:
            cell = row.get(column.key)
            if column.spec.required and empty(cell):
                text = say("Row {row}: fill in {label}.", row=number, label=label_of(column))
                yield FieldProblem(field.key, "row_required", text)
            for problem in value_problems(column, cell):
                text = say("Row {row}: {why}", row=number, why=problem.text)
                yield FieldProblem(field.key, f"row_{problem.code}", text)


def left_to_form(design: FormDesign, key: str) -> bool:
    """Say whether only the form can tell, once all else is known, whether a value is missing."""
    field, rules = design.fields[key], design.states.get(key)
    begins = field.default is not None or field.spec.default is not None
    hides = rules is not None and rules.shown is not None
    return begins or hides or field.spec.type in COMPUTED


def label_of(field: FieldDesign) -> Text:
    """Name a field in both languages."""
    return Term(f"field.{field.key}", field.spec.label_zh, field.spec.label_en)


def empty(value: object) -> bool:
    """Say whether a value is none."""
    return value is None or value in ("", (), [])
