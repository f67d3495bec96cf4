"""The right side of a comparison: one value, a range, several, or a span of time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services.language.expressions import Family, Op, Unit, family_of
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.conditions.amount_edit import AmountEdit
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.constant_edits import (
    MY_TEAM,
    ChoiceConstant,
    ValueEdit,
    choices_of,
    constant_edit,
    from_key,
    to_key,
)
from loancrm_desktop.ui.conditions.operators import (
    Arity,
    Form,
    arity_of,
    comparable_fields,
    form_words,
    forms_of,
    unit_words,
    units_of,
)
from loancrm_desktop.ui.conditions.pick_list_model import PickEntry
from loancrm_desktop.ui.conditions.pick_token import PickToken
from loancrm_desktop.ui.conditions.value_words import value_words
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.parts import icon_button, label

_TIMES = (Family.DATE, Family.DATETIME)
_SHIFTED = {Form.AGO: -1, Form.AHEAD: 1}
_DAYS = {Form.DAYS_AGO: -1, Form.DAYS_AHEAD: 1}


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands on the left of a value, and the names it may use."""

    spec: FieldSpec
    op: Op
    fields: ConditionFields
    words: OfficeWords

    @property
    def forms(self) -> tuple[Form, ...]:
        """What one value may be."""
        return forms_of(self.spec, self.op, self.fields.kind, self.fields.vocabulary)

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units of relative time that fit."""
        return units_of(self.spec, self.op, self.fields.kind, self.fields.vocabulary)


def value_edit(asked: Asked) -> ValueEdit | None:
    """Make the input that fits a comparison, None for one that takes no value."""
    arity = arity_of(asked.op)
    if arity is Arity.NONE:
        return None
    if arity is Arity.SPAN:
        return SpanEdit(asked)
    if arity is Arity.TWO:
        return RangeEdit(asked)
    if arity is Arity.SEVERAL:
        entries = choices_of(asked.spec, asked.forms, asked.words)
        return ChoicesEdit(entries, namer_of(asked)) if entries else SeveralEdit(asked)
    return one_value_edit(asked)


def one_value_edit(asked: Asked) -> ValueEdit:
    """Make the input of a single value."""
    plain = {Form.CONSTANT, Form.ME, Form.MY_TEAM}
    entries = choices_of(asked.spec, asked.forms, asked.words)
    if set(asked.forms) <= plain:
        return _constant_edit(asked, entries)
    return ScalarEdit(asked, entries)


def namer_of(asked: Asked) -> Callable[[Hashable], str]:
    """Answer what names a value that is chosen but not offered any more."""

    def named(key: Hashable) -> str:
        return value_words(asked.spec, Op.EQ.value, from_key(key), asked.words, asked.fields)

    return named


def _constant_edit(asked: Asked, entries: list[PickEntry]) -> ValueEdit:
    return ChoiceConstant(entries, namer_of(asked)) if entries else constant_edit(asked.spec)


class SpanEdit(ValueEdit):
    """A length of time: 3 days."""

    def __init__(self, asked: Asked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.amount = AmountEdit()
        self.amount.show_amount(7)
        self.amount.edited.connect(self._told)
        self.unit = PickToken(tr("Unit"), "plain")
        self.unit.offer([PickEntry(unit.value, unit_words(unit)) for unit in asked.units])
        self.unit.pick([Unit.DAYS.value])
        self.unit.picked.connect(self._told)
        self._row.addWidget(self.amount)
        self._row.addWidget(self.unit)
        self.setFocusProxy(self.amount)

    def value(self) -> Any:
        """Answer the length."""
        return {self.unit.picks[0]: self.amount.amount}

    def set_value(self, value: Any) -> None:
        """Show a length."""
        if isinstance(value, Mapping) and len(cast("Mapping[str, Any]", value)) == 1:
            unit, amount = next(iter(cast("Mapping[str, Any]", value).items()))
            self.amount.show_amount(amount)
            self.unit.pick([unit])

    def set_broken(self, broken: bool) -> None:  # noqa: FBT001 - it is the state shown
        """Mark the unit, which stands for the whole."""
        self.unit.set_broken(broken)


class ScalarEdit(ValueEdit):
    """One value in one of several forms: fixed, relative to today, or another field."""

    def __init__(
        self, asked: Asked, entries: list[PickEntry], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._asked = asked
        self._constant = _constant_edit(asked, entries)
        self._constant.edited.connect(self._told)
        self.form = PickToken(tr("Kind of value"), "plain")
        shown = [form for form in asked.forms if form not in (Form.ME, Form.MY_TEAM)]
        self.form.offer([PickEntry(form.value, self._form_name(form)) for form in shown])
        self.form.picked.connect(self._on_form_picked)
        self.amount = AmountEdit()
        self.amount.show_amount(1)
        self.amount.edited.connect(self._told)
        self.unit = PickToken(tr("Unit"), "plain")
        self.unit.offer([PickEntry(unit.value, unit_words(unit)) for unit in asked.units])
        self.unit.pick([Unit.DAYS.value])
        self.unit.picked.connect(self._told)
        self.other = PickToken(tr("Field"))
        names = comparable_fields(asked.spec, asked.fields.kind, asked.fields.vocabulary)
        offers = [PickEntry(name, asked.fields.label(name)) for name in names]
        self.other.offer(offers, tr("Choose a field"))
        self.other.picked.connect(self._told)
        self._times = family_of(asked.spec) in _TIMES
        self.swap = icon_button("swap", tr("Compare with another field"))
        self.swap.setCheckable(True)
        self.swap.clicked.connect(self._on_swap_clicked)
        # Amounts are said before their form (3 days ago), the rest behind it.
        for part in (self.amount, self.unit, self.form, self._constant, self.other, self.swap):
            self._row.addWidget(part)
        self._show_form(Form.CONSTANT)

    @property
    def chosen_form(self) -> Form:
        """The form in force."""
        return Form(self.form.picks[0])

    def value(self) -> Any:
        """Answer the value in the form chosen."""
        form = self.chosen_form
        if form is Form.CONSTANT:
            return self._constant.value()
        if form is Form.FIELD:
            return {"field": self.other.picks[0]} if self.other.picks else None
        if form is Form.TODAY:
            return {"today": 0}
        if form in _DAYS:
            return {"today": _DAYS[form] * self.amount.amount}
        return {self.unit.picks[0]: _SHIFTED[form] * self.amount.amount}

    def set_value(self, value: Any) -> None:
        """Show a value in its form."""
        if not isinstance(value, Mapping) or "me" in value or "my_team" in value:
            self._constant.set_value(value)
            self._show_form(Form.CONSTANT)
            return
        key, given = next(iter(cast("Mapping[str, Any]", value).items()), ("", None))
        if key == "field":
            self.other.pick([str(given)])
            self._show_form(Form.FIELD)
        elif isinstance(given, int):
            self.amount.show_amount(abs(given))
            if key == "today":
                form = Form.DAYS_AGO if given < 0 else Form.DAYS_AHEAD if given else Form.TODAY
            else:
                self.unit.pick([key])
                form = Form.AGO if given < 0 else Form.AHEAD
            self._show_form(form)

    def set_broken(self, broken: bool) -> None:  # noqa: FBT001 - it is the state shown
        """Mark the part that holds the value."""
        self._constant.set_broken(broken)
        self.other.set_broken(broken)
        self.form.set_broken(broken and self.chosen_form not in (Form.CONSTANT, Form.FIELD))

    def _form_name(self, form: Form) -> str:
        fixed_day = form is Form.CONSTANT and family_of(self._asked.spec) in _TIMES
        return tr("a fixed day") if fixed_day else form_words(form)

    def _show_form(self, form: Form) -> None:
        self.form.pick([form.value])
        self.form.setVisible(self._times)
        self.swap.setVisible(not self._times)
        self.swap.setChecked(form is Form.FIELD)
        self.amount.setVisible(form in _DAYS or form in _SHIFTED)
        self.unit.setVisible(form in _SHIFTED)
        self._constant.setVisible(form is Form.CONSTANT)
        self.other.setVisible(form is Form.FIELD)
        inner = {Form.CONSTANT: self._constant, Form.FIELD: self.other}
        self.setFocusProxy(inner.get(form, self.form))

    def _on_swap_clicked(self) -> None:
        self._show_form(Form.FIELD if self.swap.isChecked() else Form.CONSTANT)
        self.edited.emit()

    def _on_form_picked(self) -> None:
        if self.amount.amount == 0:
            self.amount.show_amount(1)
        self._show_form(self.chosen_form)
        self.edited.emit()


class RangeEdit(ValueEdit):
    """From one value to another."""

    def __init__(self, asked: Asked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.low, self.high = one_value_edit(asked), one_value_edit(asked)
        for end in (self.low, self.high):
            end.edited.connect(self._told)
        self._row.addWidget(self.low)
        self._row.addWidget(label(tr("to"), role="secondary"))
        self._row.addWidget(self.high)
        self.setFocusProxy(self.low)

    def value(self) -> Any:
        """Answer both ends, None while both are missing."""
        ends = [self.low.value(), self.high.value()]
        return None if ends == [None, None] else ends

    def set_value(self, value: Any) -> None:
        """Show both ends."""
        ends = cast("list[Any]", value) if isinstance(value, list) else []
        if len(ends) == 2:
            self.low.set_value(ends[0])
            self.high.set_value(ends[1])

    def set_broken(self, broken: bool) -> None:  # noqa: FBT001 - it is the state shown
        """Mark both ends."""
        self.low.set_broken(broken)
        self.high.set_broken(broken)


class ChoicesEdit(ValueEdit):
    """Several of a list; my team stands alone."""

    def __init__(
        self,
        entries: list[PickEntry],
        name_other: Callable[[Hashable], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.token = PickToken(tr("Values"), several=True)
        self.token.name_others_by(name_other)
        self.token.offer(entries, tr("Choose"))
        self.token.picked.connect(self._on_token_picked)
        self._alone = False
        self._row.addWidget(self.token)
        self.setFocusProxy(self.token)

    def value(self) -> Any:
        """Answer what is ticked."""
        if self.token.picks == [MY_TEAM]:
            return from_key(MY_TEAM)
        return [from_key(key) for key in self.token.picks] or None

    def set_value(self, value: Any) -> None:
        """Tick values; those no longer offered stay."""
        items = cast("list[Any]", value) if isinstance(value, list) else [value]
        self.token.pick([to_key(item) for item in items if item is not None])
        self._alone = self.token.picks == [MY_TEAM]

    def set_broken(self, broken: bool) -> None:  # noqa: FBT001 - it is the state shown
        """Mark the value as not acceptable."""
        self.token.set_broken(broken)

    def _on_token_picked(self) -> None:
        picks = self.token.picks
        if MY_TEAM in picks and len(picks) > 1:
            picks = [MY_TEAM] if not self._alone else [key for key in picks if key != MY_TEAM]
            self.token.pick(picks)
            if self.token.opened is not None:
                self.token.opened.tick(picks)
        self._alone = picks == [MY_TEAM]
        self.edited.emit()


class SeveralEdit(ValueEdit):
    """Several values that are typed one after the other; Enter takes one in."""

    def __init__(self, asked: Asked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked = asked
        self._items: list[Any] = []
        self.next = one_value_edit(asked)
        self.next.edited.connect(self._told)
        self.add = icon_button("plus", tr("Add another value (Enter)"))
        self.add.clicked.connect(self.take_in)
        self.held = PickToken(tr("Values"), several=True)
        self.held.picked.connect(self._on_held_picked)
        self._row.addWidget(self.held)
        self._row.addWidget(self.next)
        self._row.addWidget(self.add)
        self.setFocusProxy(self.next)
        self._show()

    def value(self) -> Any:
        """Answer the values taken in and the one being typed."""
        typed = self.next.value()
        return [*self._items, *([] if typed is None else [typed])] or None

    def set_value(self, value: Any) -> None:
        """Show values; the input stays free for another one, unless there is only one."""
        items = list(cast("list[Any]", value)) if isinstance(value, list) else [value]
        items = [item for item in items if item is not None]
        self._items = items if len(items) != 1 else []
        self.next.set_value(items[0] if len(items) == 1 else None)
        self._show()

    def take_in(self) -> None:
        """Put the value being typed with the others and free the input."""
        typed = self.next.value()
        if typed is not None and typed not in self._items:
            self._items.append(typed)
        self.next.set_value(None)
        self._show()
        self.next.setFocus()
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the value in with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.next.value() is not None:
            self.take_in()
            return
        super().keyPressEvent(event)

    def _show(self) -> None:
        asked = self._asked
        self.held.offer(
            [
                PickEntry(
                    to_key(item),
                    value_words(asked.spec, Op.EQ.value, item, asked.words, asked.fields),
                )
                for item in self._items
            ]
        )
        self.held.pick([to_key(item) for item in self._items])
        self.held.setVisible(bool(self._items))

    def _on_held_picked(self) -> None:
        kept = set(self.held.picks)
        self._items = [item for item in self._items if to_key(item) in kept]
        self._show()
        self.edited.emit()
