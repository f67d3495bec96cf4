"""Inputs for one fixed value beside a field, by the type of the field; values are JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.language.expressions import Family, family_of
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.conditions.operators import Form, form_words
from loancrm_desktop.ui.conditions.pick_list_model import PickEntry
from loancrm_desktop.ui.conditions.pick_token import PickToken
from loancrm_desktop.ui.conditions.tokens import grown
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.parts import set_state
from loancrm_desktop.ui.widgets.time_edits import DayEdit, MomentEdit, read_day

ME = '{"me": true}'
MY_TEAM = '{"my_team": true}'
"""Keys of the two entries of a list that stand for whoever asks."""

_WAN = 10_000
_WHOLE = re.compile(r"[-+]?\d+")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
_YUAN = re.compile(r"[-+]?\d+(\.\d{1,6})?")


class ValueEdit(QWidget):
    """What every input of a value can do.

    Signals:
        edited: the person changed the value.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)

    def value(self) -> Any:
        """Answer the value as conditions write it, None for none."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value without telling."""
        raise NotImplementedError

    def set_broken(self, broken: bool) -> None:  # noqa: FBT001 - it is the state shown
        """Mark the value as not acceptable."""
        for line in self.findChildren(QLineEdit):
            set_state(line, "error" if broken else "")

    def _told(self) -> None:
        self.edited.emit()


class LineConstant(ValueEdit):
    """One line of text."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setProperty("look", "inline")
        self.line.setAccessibleName(tr("Value"))
        self.line.setMinimumWidth(grown(90))
        self.line.setMaximumWidth(grown(260))
        self.line.setPlaceholderText(_hint(spec))
        self.line.textEdited.connect(self._told)
        self._row.addWidget(self.line)
        self.setFocusProxy(self.line)

    def value(self) -> Any:
        """Answer the text."""
        return self.line.text().strip() or None

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.line.setText("" if value is None else str(value))


class NumberConstant(LineConstant):
    """A number; what is none is answered as typed, so that the language says why not."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self._whole = spec.compared_as is FieldType.INTEGER or family_of(spec) is Family.LINK
        self.line.setMaximumWidth(grown(120))

    def value(self) -> Any:
        """Answer an int or a float."""
        text = super().value()
        plain = "" if text is None else re.sub(r"[,，\s]", "", text)
        if _WHOLE.fullmatch(plain):
            return int(plain)
        if not self._whole and _NUMBER.fullmatch(plain):
            return float(plain)
        return text


class MoneyConstant(LineConstant):
    """An amount in ten thousands of yuan or in yuan."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.line.setMaximumWidth(grown(110))
        self.unit = CalmCombo()
        self.unit.addItem(tr("10k yuan"), _WAN)
        self.unit.addItem(tr("yuan"), 1)
        self.unit.setAccessibleName(tr("Unit"))
        self.unit.activated.connect(self._told)
        self._given: Any = None
        self._shown = ("", 0)
        self._row.addWidget(self.unit)

    def value(self) -> Any:
        """Answer the amount in yuan, else the text typed."""
        if self._shown == (self.line.text(), self.unit.currentIndex()):
            return self._given
        text = super().value()
        plain = "" if text is None else re.sub(r"[,，\s¥￥]|元$", "", text)
        scale = int(self.unit.currentData())
        if plain.endswith("万"):
            plain, scale = plain.removesuffix("万"), _WAN
        if not _YUAN.fullmatch(plain):
            return text
        return f"{(Decimal(plain) * scale).normalize():f}"

    def set_value(self, value: Any) -> None:
        """Show an amount in the larger unit where that is short."""
        text = "" if value is None else str(value)
        if not _YUAN.fullmatch(text):
            self.line.setText(text)
        else:
            yuan = Decimal(text)
            in_wan = yuan == 0 or yuan % (_WAN // 100) == 0
            self.unit.setCurrentIndex(0 if in_wan else 1)
            self.line.setText(f"{(yuan / (_WAN if in_wan else 1)).normalize():f}")
        self._given, self._shown = value, (self.line.text(), self.unit.currentIndex())


class PercentConstant(LineConstant):
    """A rate in per cent."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.line.setMaximumWidth(grown(110))
        self.line.setPlaceholderText("%")

    def value(self) -> Any:
        """Answer the number without its sign."""
        text = super().value()
        return None if text is None else text.rstrip("%％ ") or None

    def set_value(self, value: Any) -> None:
        """Show a rate with its sign."""
        super().set_value(None if value is None else f"{str(value).rstrip('%')}%")


class DayConstant(ValueEdit):
    """A day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = DayEdit()
        self.day.setProperty("look", "inline")
        self.day.setFixedWidth(grown(150))
        self.day.setAccessibleName(tr("Day"))
        self.day.edited.connect(self._told)
        self._row.addWidget(self.day)
        self.setFocusProxy(self.day)

    def value(self) -> Any:
        """Answer `YYYY-MM-DD`, or what was typed where it is no day."""
        day = self.day.day()
        return day.isoformat() if day is not None else self.day.text().strip() or None

    def set_value(self, value: Any) -> None:
        """Show a day."""
        self.day.set_text("" if value is None else str(value))


class MomentConstant(ValueEdit):
    """A moment in the office's time; a day alone means that whole day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.moment = MomentEdit()
        self.moment.setProperty("look", "inline")
        self.moment.setFixedWidth(grown(180))
        self.moment.setAccessibleName(tr("Day, or day and time"))
        self.moment.edited.connect(self._told)
        self._given: Any = None
        self._shown = ""
        self._row.addWidget(self.moment)
        self.setFocusProxy(self.moment)

    def value(self) -> Any:
        """Answer a day or ISO with offset, or what was typed where it is neither."""
        text = self.moment.text().strip()
        if text == self._shown:
            return self._given
        day = read_day(text)
        if day is not None:
            return day.isoformat()
        found = self.moment.moment()
        return found.isoformat() if found is not None else text or None

    def set_value(self, value: Any) -> None:
        """Show a moment to the minute; untouched, it is answered as exact as it was given."""
        self._given, self._shown = value, _moment_text(value)
        self.moment.setText(self._shown)


class TimeConstant(LineConstant):
    """A time of day."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.line.setMaximumWidth(grown(90))
        self.line.setPlaceholderText("09:30")

    def value(self) -> Any:
        """Answer `HH:MM`, else the text typed."""
        text = super().value()
        found = None if text is None else re.fullmatch(r"(\d{1,2})[:：](\d{2})", text)
        return f"{int(found.group(1)):02d}:{found.group(2)}" if found else text


class ChoiceConstant(ValueEdit):
    """One of a list: an option, a person, a team, yes or no."""

    def __init__(
        self,
        entries: Sequence[PickEntry],
        name_other: Callable[[Hashable], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.token = PickToken(tr("Value"))
        self.token.name_others_by(name_other)
        self.token.offer(entries, tr("Choose"))
        self.token.picked.connect(self._told)
        self._row.addWidget(self.token)
        self.setFocusProxy(self.token)

    def value(self) -> Any:
        """Answer what is picked."""
        return from_key(self.token.picks[0]) if self.token.picks else None

    def set_value(self, value: Any) -> None:
        """Pick one; what is no longer offered stays and is said as it is written."""
        self.token.pick([] if value is None else [to_key(value)])

    def set_broken(self, broken: bool) -> None:  # noqa: FBT001 - it is the state shown
        """Mark the value as not acceptable."""
        self.token.set_broken(broken)


def to_key(value: Any) -> Hashable:
    """Answer what stands for a value in a list: itself, or its JSON where it is a reference."""
    return json.dumps(value) if isinstance(value, dict | list) else value


def from_key(key: Hashable) -> Any:
    """Answer the value a list's key stands for."""
    return {ME: {"me": True}, MY_TEAM: {"my_team": True}}.get(str(key), key)


def choices_of(spec: FieldSpec, forms: Sequence[Form], words: OfficeWords) -> list[PickEntry]:
    """List what a field that is picked from a list may be; none for a field that is typed."""
    family, language = family_of(spec), current_language()
    if family is Family.BOOLEAN:
        return [PickEntry(value, display.yes_no(value)) for value in (True, False)]
    if family is Family.LINK:
        own = {Form.ME: ME, Form.MY_TEAM: MY_TEAM}
        asking = [PickEntry(own[form], form_words(form)) for form in forms if form in own]
        kind = spec.links_to or spec.compared_as.value
        return [*asking, *(PickEntry(one, name) for one, name in words.links(kind))]
    return [
        PickEntry(option.key, option.label(language))
        for option in spec.options
        if not option.retired
    ]


def constant_edit(spec: FieldSpec) -> ValueEdit:
    """Make the input of a field that is typed."""
    kind = spec.compared_as
    if kind is FieldType.DATE:
        return DayConstant()
    if kind is FieldType.DATETIME:
        return MomentConstant()
    return _TYPED.get(kind, LineConstant)(spec)


_TYPED: dict[FieldType, type[LineConstant]] = {
    FieldType.INTEGER: NumberConstant,
    FieldType.NUMBER: NumberConstant,
    FieldType.MONEY: MoneyConstant,
    FieldType.PERCENT: PercentConstant,
    FieldType.TIME: TimeConstant,
    FieldType.RECORD: NumberConstant,
    FieldType.PERSON: NumberConstant,
    FieldType.TEAM: NumberConstant,
}


def _moment_text(value: Any) -> str:
    text = "" if value is None else str(value)
    if not text or read_day(text) is not None:
        return text
    try:
        return display.time_exact(datetime.fromisoformat(text))
    except ValueError:
        return text


def _hint(spec: FieldSpec) -> str:
    return {
        FieldType.REGION: tr("such as Shenzhen"),
        FieldType.PHONE: tr("digits"),
        FieldType.RECORD: tr("number of the record"),
    }.get(spec.compared_as, "")
