"""One editor per field type: shows a record's value, gives back what the person typed.

Values are those of records as services carry them: money a decimal yuan text, a date
`YYYY-MM-DD`, a moment ISO with offset, a person an id, choices a list of keys; None is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop import display
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.office_words import OfficeWords, fen_of
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import label, set_state
from loancrm_desktop.ui.widgets.time_edits import DayEdit, MomentEdit

LONG_TEXT_HEIGHT = 72
_YUAN = re.compile(r"-?\d+(?:\.\d{1,2})?")


class FieldEditor(QWidget):
    """What every editor can do.

    Signals:
        edited: the person changed the value.
        left: the person is done with the field.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self._inside: QWidget = self

    def _hold(self, inside: QWidget) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(inside)
        self._inside = inside
        inside.setAccessibleName(self.spec.label(current_language()))
        self.setFocusProxy(inside)

    def value(self) -> Any:
        """Answer the value as records carry it, None for empty."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def set_problem(self, has_problem: bool) -> None:  # noqa: FBT001 - it is the state shown
        """Mark the field as not acceptable, or take the mark away."""
        set_state(self._inside, "error" if has_problem else "")


class LineEditor(FieldEditor):
    """One line of text: names, phones, ID numbers, times of day."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_hint(spec))
        self.line.setToolTip(_hint(spec))
        self.line.textEdited.connect(self._on_line_text_edited)
        self.line.editingFinished.connect(self.left)
        self._hold(self.line)

    def value(self) -> Any:
        """Answer the text, None when nothing was typed."""
        return self.line.text().strip() or None

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.line.setText("" if value is None else str(value))

    def _on_line_text_edited(self) -> None:
        self.edited.emit()


class NumberEditor(LineEditor):
    """A number; what is no number is handed on as typed, for the service to say why not."""

    def value(self) -> Any:
        """Answer an int or float, else the text typed."""
        text = super().value()
        if text is None:
            return None
        plain = text.replace(",", "")
        if self.spec.compared_as is FieldType.INTEGER and re.fullmatch(r"-?\d+", plain):
            return int(plain)
        if self.spec.compared_as is FieldType.NUMBER and re.fullmatch(r"-?\d+(\.\d+)?", plain):
            return float(plain)
        return text


class MoneyEditor(LineEditor):
    """An amount; `30万` and `300,000` are taken, and said back below."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.line.setPlaceholderText(tr("300000 or 30万"))
        self._said = QLabel(self.line)
        self._said.setProperty("role", "caption")
        self.line.textChanged.connect(self._on_line_text_changed)

    def value(self) -> Any:
        """Answer the amount in yuan, else the text typed."""
        text = super().value()
        return None if text is None else _yuan(text)

    def set_value(self, value: Any) -> None:
        """Show an amount without needless decimals."""
        text = "" if value is None else str(value)
        super().set_value(text.removesuffix(".00"))

    def _on_line_text_changed(self) -> None:
        value = self.value()
        self._said.setText(display.money_short(fen_of(value)) if readable_yuan(value) else "")
        self._said.adjustSize()
        middle = (self.line.height() - self._said.height()) // 2
        self._said.move(max(0, self.line.width() - self._said.width() - 10), max(0, middle))
        self._said.show()


class PercentEditor(LineEditor):
    """A rate in per cent."""

    def value(self) -> Any:
        """Answer the number without its sign."""
        text = super().value()
        return None if text is None else text.rstrip("%％ ")


class LongTextEditor(FieldEditor):
    """Several lines of text."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.area = QPlainTextEdit()
        self.area.setFixedHeight(LONG_TEXT_HEIGHT)
        self.area.setTabChangesFocus(True)
        self.area.textChanged.connect(self.edited)
        self._hold(self.area)

    def value(self) -> Any:
        """Answer the text."""
        return self.area.toPlainText().strip() or None

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.area.setPlainText("" if value is None else str(value))


class ListEditor(FieldEditor):
    """One of several: an option, a person, a team, a channel; the first line is empty."""

    def __init__(
        self, spec: FieldSpec, offers: Sequence[tuple[Any, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(spec, parent)
        self.box = CalmCombo()
        self.box.addItem("", None)
        for value, name in offers:
            self.box.addItem(name, value)
        self.box.activated.connect(self._on_box_activated)
        self._hold(self.box)

    def value(self) -> Any:
        """Answer the key or id chosen."""
        return self.box.currentData()

    def set_value(self, value: Any) -> None:
        """Choose a line; a value no longer offered gets a line of its own."""
        position = self.box.findData(value)
        if position < 0:
            self.box.addItem(str(value), value)
            position = self.box.count() - 1
        self.box.setCurrentIndex(position)

    def _on_box_activated(self) -> None:
        self.edited.emit()
        self.left.emit()


class ChoicesEditor(FieldEditor):
    """Several of several, each with its own box."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self._boxes: dict[str, QCheckBox] = {}
        holder = QWidget()
        layout = FlowLayout(holder, spacing=14)
        for option in spec.options:
            if not option.retired:
                box = QCheckBox(option.label(current_language()))
                box.clicked.connect(self._on_box_clicked)
                self._boxes[option.key] = box
                layout.addWidget(box)
        self._hold(holder)
        if self._boxes:
            self.setFocusProxy(next(iter(self._boxes.values())))

    def value(self) -> Any:
        """Answer the keys ticked, None for none."""
        return [key for key, box in self._boxes.items() if box.isChecked()] or None

    def set_value(self, value: Any) -> None:
        """Tick keys."""
        for key, box in self._boxes.items():
            box.setChecked(key in (value or ()))

    def _on_box_clicked(self) -> None:
        self.edited.emit()


class TagsEditor(LineEditor):
    """Tags, divided by commas or spaces."""

    def value(self) -> Any:
        """Answer the tags."""
        text = super().value()
        return None if text is None else [part for part in re.split(r"[,，、;；\s]+", text) if part]

    def set_value(self, value: Any) -> None:
        """Show tags."""
        super().set_value("、".join(str(each) for each in value or ()))


class DateEditor(FieldEditor):
    """A day, perhaps none."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.day = DayEdit()
        self.day.edited.connect(self.edited)
        self.day.left.connect(self.left)
        self._hold(self.day)

    def value(self) -> Any:
        """Answer `YYYY-MM-DD`, or the text typed where it is no day."""
        return self.day.text() or None

    def set_value(self, value: Any) -> None:
        """Show a day."""
        self.day.set_text("" if value is None else str(value))


class DateTimeEditor(FieldEditor):
    """A moment, perhaps none, in the office's time."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.moment = MomentEdit()
        self.moment.edited.connect(self.edited)
        self._hold(self.moment)

    def value(self) -> Any:
        """Answer ISO with offset, or the text typed where it is no moment."""
        found = self.moment.moment()
        if found is not None:
            return found.isoformat()
        return self.moment.text() or None

    def set_value(self, value: Any) -> None:
        """Show a moment."""
        self.moment.set_moment(None if value is None else datetime.fromisoformat(str(value)))


class ShownEditor(FieldEditor):
    """A value nobody types: numbers given by the program, formulas, attachments."""

    def __init__(self, spec: FieldSpec, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self._words = words
        self._value: Any = None
        self._shown = label(role="secondary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 6)
        layout.addWidget(self._shown)

    def value(self) -> Any:
        """Answer the value shown."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a value."""
        self._value = value
        self._shown.setText(self._words.say(self.spec, value) or "—")


Maker = Callable[[FieldSpec, OfficeWords], FieldEditor]


def _line(spec: FieldSpec, words: OfficeWords) -> FieldEditor:
    del words
    return LineEditor(spec)


def _options(spec: FieldSpec, words: OfficeWords) -> FieldEditor:
    del words
    language = current_language()
    offers = [(one.key, one.label(language)) for one in spec.options if not one.retired]
    return ListEditor(spec, offers)


def _links(spec: FieldSpec, words: OfficeWords) -> FieldEditor:
    links_to = "team" if spec.type is FieldType.TEAM else spec.links_to
    offers = words.links(links_to)
    if spec.type is FieldType.RECORD and links_to != "channel":
        return ShownEditor(spec, words)
    return ListEditor(spec, offers)


def _yes_no(spec: FieldSpec, words: OfficeWords) -> FieldEditor:
    del words
    return ListEditor(spec, [(True, display.yes_no(True)), (False, display.yes_no(False))])  # noqa: FBT003 - the values themselves


def _plain(kind: type[FieldEditor]) -> Maker:
    def make(spec: FieldSpec, words: OfficeWords) -> FieldEditor:
        del words
        return kind(spec)

    return make


_EDITORS: dict[FieldType, Maker] = {
    FieldType.TEXT: _line,
    FieldType.LONG_TEXT: _plain(LongTextEditor),
    FieldType.INTEGER: _plain(NumberEditor),
    FieldType.NUMBER: _plain(NumberEditor),
    FieldType.MONEY: _plain(MoneyEditor),
    FieldType.PERCENT: _plain(PercentEditor),
    FieldType.DATE: _plain(DateEditor),
    FieldType.TIME: _line,
    FieldType.DATETIME: _plain(DateTimeEditor),
    FieldType.CHOICE: _options,
    FieldType.CHOICES: _plain(ChoicesEditor),
    FieldType.BOOLEAN: _yes_no,
    FieldType.PHONE: _line,
    FieldType.ID_NUMBER: _line,
    FieldType.EMAIL: _line,
    FieldType.REGION: _line,
    FieldType.PERSON: _links,
    FieldType.TEAM: _links,
    FieldType.RECORD: _links,
    FieldType.TAGS: _plain(TagsEditor),
    FieldType.ATTACHMENT: ShownEditor,
    FieldType.SUB_FORM: ShownEditor,
    FieldType.FORMULA: ShownEditor,
    FieldType.AUTONUMBER: ShownEditor,
}


def editor_for(spec: FieldSpec, words: OfficeWords, parent: QObject | None = None) -> FieldEditor:
    """Make the editor of a field."""
    made = _EDITORS[spec.type](spec, words)
    if isinstance(parent, QWidget):
        made.setParent(parent)
    return made


def _hint(spec: FieldSpec) -> str:
    return spec.help_en if current_language() == "en" else spec.help_zh


def readable_yuan(value: object) -> bool:
    """Tell whether what a money editor answers is an amount, or text it could not read."""
    return isinstance(value, str) and _YUAN.fullmatch(value) is not None


def _yuan(text: str) -> str:
    """Turn `30万` and `300,000` into plain yuan; anything else is handed on as typed."""
    plain = re.sub(r"[\s,，¥￥元]", "", text)
    found = re.fullmatch(r"(\d+)(?:\.(\d{1,4}))?万", plain)
    if found:
        whole, rest = found.group(1), (found.group(2) or "").ljust(4, "0")
        return str(int(whole + rest))
    return plain if _YUAN.fullmatch(plain) else text
