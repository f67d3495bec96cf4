"""What a form adds to a record before it is saved, and what it refuses; on every way in.

Defaults, sub-form and record formulas, numbers; then states, bounds, patterns, options. Only what
a save touches is held against it: an old record that does not fit a newer form can be mended field
by field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from loancrm_desktop import display
from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services.conditions import moment_of
from loancrm_desktop.services.forms import auto_numbers, formulas
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.form_parts import Default, FieldDesign, FormDesign
from loancrm_desktop.services.forms.formula_functions import FormulaFault
from loancrm_desktop.services.forms.formula_values import Setting
from loancrm_desktop.services.forms.records import values_of
from loancrm_desktop.services.forms.states import (
    FieldState,
    empty,
    label_of,
    left_to_form,
    states_of,
)
from loancrm_desktop.services.language.fields import FieldType
from loancrm_desktop.services.language.resolving import Moment
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say


def complete(
    work: Work,
    kind: str,
    read: Mapping[str, Any],
    *,
    row: Any = None,
    given: Collection[str] | None = None,
    check: bool = True,
) -> dict[str, Any]:
    """Complete a record's values by its published form, and hold them against it.

    Args:
        work: the operation.
        kind: the record kind.
        read: what is to be written, in Python form.
        row: the record that is changed; None for a new one.
        given: those of `read` that somebody chose; all of them when it is not said.
        check: False where nobody typed anything, as when records are put together.

    Returns:
        What is to be written, with what follows from it; `read` itself where there is no form.

    Raises:
        Invalid: naming every field that the form does not take.
    """
    design = catalog_of(work).forms.get(kind)
    if design is None:
        return dict(read)
    written, problems = checked(work, design, read, row, given)
    if problems and check:
        raise Invalid(problems[0].text, problems)
    give_numbers(work, design, written, row)
    return written


def checked(
    work: Work,
    design: FormDesign,
    read: Mapping[str, Any],
    row: Any = None,
    given: Collection[str] | None = None,
) -> tuple[dict[str, Any], list[FieldProblem]]:
    """Answer what is to be written without its numbers, and what the form has against it."""
    fields = {key: each.spec for key, each in design.fields.items()}
    stored = {} if row is None else values_of(row, design.kind, fields)
    saving = _Saving(design, moment_of(work), stored, is_new=row is None)
    return saving.run(read, read.keys() if given is None else given)


def give_numbers(work: Work, design: FormDesign, written: dict[str, Any], row: Any) -> None:
    """Give a record the numbers it does not have yet."""
    for key, field in design.fields.items():
        if field.number is None or (row is not None and row.custom.get(key)):
            continue
        written[key] = auto_numbers.next_number(work, design.kind, key, field.number)


def begun(work: Work, design: FormDesign, read: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Answer what a new record begins with: the defaults of fields that are not given."""
    return _with_defaults(design, dict(read or {}), moment_of(work))


@dataclass(frozen=True, slots=True)
class _Saving:
    design: FormDesign
    moment: Moment
    stored: Mapping[str, Any]
    is_new: bool

    def run(
        self, read: Mapping[str, Any], typed: Collection[str]
    ) -> tuple[dict[str, Any], list[FieldProblem]]:
        written = dict(read)
        if self.is_new:
            written = _with_defaults(self.design, written, self.moment)
        for key, field in self.design.fields.items():
            if field.columns and written.get(key):
                written[key] = _with_row_formulas(field, written[key], self._setting)
        whole = {**self.stored, **written}
        for key in self.design.computed:
            whole[key] = _computed(self.design, key, whole, self._setting)
            if whole[key] != self.stored.get(key):
                written[key] = whole[key]
        return written, list(self._problems(typed, written, whole))

    @property
    def _setting(self) -> Setting:
        return Setting(self.moment.now, self.moment.zone)

    def _problems(
        self, typed: Collection[str], written: Mapping[str, Any], whole: Mapping[str, Any]
    ) -> Iterable[FieldProblem]:
        states = states_of(self.design, whole, self.moment)
        before = self._states_before(written, typed)
        changed = {key for key, value in written.items() if not same(value, self.stored.get(key))}
        given = {key for key in changed if key in typed}
        for key, state in states.items():
            field = self.design.fields[key]
            asks = self._asks(key)
            touched = self.is_new or key in changed or bool(asks & changed)
            if key in given:
                shut = _shut(field, state, before[key])
                if shut is not None and not empty(whole.get(key)):
                    yield shut
                    continue
                yield from _retired(field, whole.get(key), self.stored.get(key))
            if touched:
                yield from state.problems
                if state.required and empty(whole.get(key)) and self._is_asked(key, typed):
                    text = say("Fill in {label}.", label=label_of(field))
                    yield FieldProblem(key, "required", text)

    def _states_before(
        self, written: Mapping[str, Any], typed: Collection[str]
    ) -> Mapping[str, FieldState]:
        """Answer the states as they were before anything was typed."""
        if self.is_new:
            begun = {key: value for key, value in written.items() if key not in typed}
            return states_of(self.design, begun, self.moment)
        return states_of(self.design, self.stored, self.moment)

    def _asks(self, key: str) -> frozenset[str]:
        rules = self.design.states.get(key)
        return frozenset() if rules is None else rules.asks

    def _is_asked(self, key: str, typed: Collection[str]) -> bool:
        """Say whether a missing value counts: always by a state, else where nobody looked yet.

        Fields that are simply required were looked at when the values were read.
        """
        field = self.design.fields[key]
        if field.spec.type in (FieldType.FORMULA, FieldType.AUTONUMBER):
            return False
        return left_to_form(self.design, key) or not field.spec.required or key in typed


def _shut(field: FieldDesign, state: FieldState, before: FieldState) -> FieldProblem | None:
    if not state.shown:
        text = say("{label} is not asked for here; leave it empty.", label=label_of(field))
        return FieldProblem(field.key, "not_shown", text)
    if state.locked and before.locked:
        text = say("{label} is locked here.", label=label_of(field))
        return FieldProblem(field.key, "locked", text)
    return None


def _retired(field: FieldDesign, value: Any, before: Any) -> Iterable[FieldProblem]:
    """Refuse options that are offered no more; what a record already has may stay."""
    retired = {option.key for option in field.spec.options if option.retired}
    if not retired or empty(value):
        return
    had = set(_each(before))
    fresh = [key for key in _each(value) if key in retired and key not in had]
    if fresh:
        option = field.spec.option(fresh[0])
        text = say(
            "{label}: the option {option} is offered no more. Choose another.",
            label=label_of(field),
            option=option.label_zh if option else fresh[0],
        )
        yield FieldProblem(field.key, "option_retired", text)


def _each(value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(cast("Iterable[str]", value))
    return () if value is None else (str(value),)


def same(one: Any, other: Any) -> bool:
    """Say whether two values are the same, an empty one whichever way it is written."""
    if empty(one) or empty(other):
        return empty(one) and empty(other)
    return _bare(one) == _bare(other)


def _bare(value: Any) -> Any:
    return list(cast("Iterable[Any]", value)) if isinstance(value, tuple) else value


def _with_defaults(design: FormDesign, written: dict[str, Any], moment: Moment) -> dict[str, Any]:
    later: list[tuple[str, FieldDesign]] = []
    for key, field in design.fields.items():
        if key in written:
            continue
        if field.default is None:
            if field.spec.default is not None:
                written[key] = field.spec.default
        elif field.default.kind == "formula":
            later.append((key, field))
        else:
            written[key] = _begin(field, field.default, moment)
    for key, field in later:
        specs = {name: each.spec for name, each in design.fields.items()}
        formula = cast("Default", field.default).formula
        if formula is not None:
            setting = Setting(moment.now, moment.zone)
            written[key] = _result(formula, written, specs, field.spec.type, setting)
    return written


def _begin(field: FieldDesign, default: Default, moment: Moment) -> Any:
    if default.kind == "fixed":
        return default.value
    if default.kind == "me":
        return moment.me
    if field.spec.type is FieldType.DATETIME:
        return moment.now
    return display.office_time(moment.now, cast("Any", moment.zone)).date()


def _computed(design: FormDesign, key: str, whole: Mapping[str, Any], setting: Setting) -> Any:
    specs = {name: each.spec for name, each in design.fields.items()}
    return _worked_out(design.fields[key], whole, specs, setting)


def _worked_out(
    field: FieldDesign, values: Mapping[str, Any], specs: Mapping[str, Any], setting: Setting
) -> Any:
    if field.formula is None or field.spec.result is None:
        return None
    return _result(field.formula, values, specs, field.spec.result, setting)


def _with_row_formulas(field: FieldDesign, rows: Any, setting: Setting) -> list[dict[str, Any]]:
    specs = {column.key: column.spec for column in field.columns}
    formulas_of = {column.key: column for column in field.columns if column.formula is not None}
    if not formulas_of:
        return [dict(row) for row in rows]
    completed: list[dict[str, Any]] = []
    for row in rows:
        cells = dict(row)
        # Each pass settles at least one column more; they do not go in circles.
        for _ in formulas_of:
            for key, column in formulas_of.items():
                cells[key] = _worked_out(column, cells, specs, setting)
        completed.append({key: cell for key, cell in cells.items() if not empty(cell)})
    return completed


def _result(
    formula: formulas.Formula,
    values: Mapping[str, Any],
    specs: Mapping[str, Any],
    wanted: FieldType,
    setting: Setting,
) -> Any:
    """Work a formula out; what cannot be worked out is empty and never stands in the way."""
    try:
        return formulas.result_of(formula, values, specs, wanted, setting)
    except FormulaFault:
        return None
