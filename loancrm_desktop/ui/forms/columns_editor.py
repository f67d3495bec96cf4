"""The columns of a sub-form: title, type, required, options, sums, order."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from loancrm_desktop.services.language.fields import FieldType
from loancrm_desktop.texts import current_language, say, tr
from loancrm_desktop.ui.forms.controls import type_title
from loancrm_desktop.ui.forms.options_editor import OptionsEditor
from loancrm_desktop.ui.records.drawn_specs import words_in
from loancrm_desktop.ui.records.form_body import free_key, in_both, listed, mapping
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.parts import button, clear_layout, frame, icon_button, row
from loancrm_desktop.ui.widgets.relay import relay

Column = dict[str, Any]
_T = FieldType
TYPES = (
    _T.TEXT, _T.LONG_TEXT, _T.INTEGER, _T.NUMBER, _T.MONEY, _T.PERCENT, _T.DATE, _T.TIME,
    _T.DATETIME, _T.CHOICE, _T.CHOICES, _T.BOOLEAN, _T.PHONE, _T.FORMULA,
)  # fmt: skip
SUMMED = frozenset({"integer", "number", "money"})


class ColumnsEditor(QWidget):
    """Lists the columns of a sub-form.

    Signals:
        changed: the columns, and the keys of those that are summed.
        formula_requested: the formula of a column is to be edited (its key).
    """

    changed = Signal(object, object)
    formula_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._columns: list[Column] = []
        self._totals: list[str] = []
        self.titles: list[QLineEdit] = []
        self.types: list[QComboBox] = []
        self.options: dict[int, OptionsEditor] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.add_button = button(tr("Add a column"), kind="link", icon="plus")
        self.add_button.clicked.connect(self.add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._lines)
        layout.addLayout(row(self.add_button, None))

    def show_columns(self, columns: list[Column], totals: list[str]) -> None:
        """Show columns without telling."""
        before = [(each["key"], each.get("type")) for each in self._columns]
        self._columns = [dict(each) for each in columns]
        self._totals = list(totals)
        if before != [(each["key"], each.get("type")) for each in self._columns]:
            self._draw()
            return
        for edit, each in zip(self.titles, self._columns, strict=True):
            title = words_in(each.get("label"), current_language())
            if edit.text().strip() != title:
                edit.setText(title)

    def add(self) -> None:
        """Add a column and begin to type its title."""
        key = free_key({str(each["key"]) for each in self._columns}, "column")
        title = in_both(say("Column {number}", number=len(self._columns) + 1))
        made = {"key": key, "type": "text", "label": title}
        self._tell([*self._columns, made])
        self.titles[-1].setFocus()
        self.titles[-1].selectAll()

    def _ask_formula(self, key: str) -> None:
        self.formula_requested.emit(key)

    def set_type(self, at: int, value: str) -> None:
        """Give a column another type."""
        columns = [dict(each) for each in self._columns]
        kept = {
            name: columns[at][name] for name in ("key", "label", "required") if name in columns[at]
        }
        kept["type"] = value
        if value in ("choice", "choices"):
            title = in_both(say("Option {number}", number=1))
            kept["options"] = [{"key": "option_1", "label": title}]
        if value == "formula":
            kept |= {"result": "number", "formula": ""}
        columns[at] = kept
        self._totals = [key for key in self._totals if key != kept["key"] or value in SUMMED]
        self._tell(columns)

    def remove(self, at: int) -> None:
        """Take a column out; the last one stays."""
        if len(self._columns) > 1:
            self._tell([each for number, each in enumerate(self._columns) if number != at])

    def move_column(self, at: int, step: int) -> None:
        """Move a column left or right."""
        if 0 <= at + step < len(self._columns):
            columns = list(self._columns)
            columns.insert(at + step, columns.pop(at))
            self._tell(columns)

    def _draw(self) -> None:
        clear_layout(self._lines)
        self.titles, self.types, self.options = [], [], {}
        for at, column in enumerate(self._columns):
            self._lines.addWidget(self._card(at, column))

    def _card(self, at: int, column: Column) -> QFrame:
        card = frame("sunken")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        title = QLineEdit(words_in(column.get("label"), current_language()))
        title.setAccessibleName(tr("Title of column {number}", number=at + 1))
        title.textEdited.connect(relay(title, self._on_title_edited, at))
        kind = CalmCombo()
        kind.setAccessibleName(tr("Type of column {number}", number=at + 1))
        for each in TYPES:
            kind.addItem(type_title(each), each.value)
        kind.setCurrentIndex(max(0, kind.findData(column.get("type"))))
        kind.activated.connect(relay(kind, self._on_kind_activated, at))
        self.titles.append(title)
        self.types.append(kind)
        layout.addWidget(title)
        tools = row(kind, spacing=2)
        tools.setStretchFactor(kind, 1)
        for icon, name, run in (
            ("arrow-up", tr("Move the column left"), partial(self.move_column, at, -1)),
            ("arrow-down", tr("Move the column right"), partial(self.move_column, at, 1)),
            ("trash", tr("Take the column out"), partial(self.remove, at)),
        ):
            tool = icon_button(icon, name)
            tool.clicked.connect(run)
            tools.addWidget(tool)
        layout.addLayout(tools)
        layout.addLayout(self._ticks(at, column))
        self._add_special(at, column, layout)
        return card

    def _ticks(self, at: int, column: Column) -> Any:
        required = QCheckBox(tr("Required"))
        required.setChecked(bool(column.get("required")))
        required.toggled.connect(relay(required, self._on_required_toggled, at))
        ticks = row(required, None)
        if column.get("type") in SUMMED:
            summed = QCheckBox(tr("Sum below"))
            summed.setChecked(column["key"] in self._totals)
            summed.toggled.connect(relay(summed, self._on_summed_toggled, at))
            ticks.insertWidget(1, summed)
        return ticks

    def _add_special(self, at: int, column: Column, layout: QVBoxLayout) -> None:
        if column.get("type") in ("choice", "choices"):
            options = OptionsEditor()
            options.show_options(listed(column.get("options")))
            options.changed.connect(relay(options, self._on_options_changed, at))
            self.options[at] = options
            layout.addWidget(options)
        elif column.get("type") == "formula":
            edit = button(tr("Edit the formula"), kind="link", icon="formula")
            edit.clicked.connect(relay(edit, self._ask_formula, str(column["key"])))
            layout.addLayout(row(edit, None))

    def _tell(self, columns: list[Column]) -> None:
        keys = {each["key"] for each in columns}
        totals = [key for key in self._totals if key in keys]
        self.show_columns(columns, totals)
        self.changed.emit([dict(each) for each in columns], totals)

    def _set(self, at: int, name: str, value: object) -> None:
        columns = [dict(each) for each in self._columns]
        columns[at][name] = value
        self._tell(columns)

    def _on_title_edited(self, at: int, text: str) -> None:
        if text.strip():
            words = dict(mapping(self._columns[at].get("label")))
            if words.get("zh") == words.get("en"):
                words = {"zh": text.strip(), "en": text.strip()}
            words[current_language()] = text.strip()
            self._set(at, "label", words)

    def _on_kind_activated(self, at: int) -> None:
        self.set_type(at, self.types[at].currentData())

    def _on_required_toggled(self, at: int, is_on: bool) -> None:  # noqa: FBT001 - Qt's own
        self._set(at, "required", is_on)

    def _on_summed_toggled(self, at: int, is_on: bool) -> None:  # noqa: FBT001 - Qt's own
        key = self._columns[at]["key"]
        self._totals = [each for each in self._totals if each != key] + ([key] if is_on else [])
        self._tell(self._columns)

    def _on_options_changed(self, at: int, options: object) -> None:
        self._set(at, "options", options)
