"""The properties of a field: words, width, default, checks, and what only its type has."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.services.forms.field_design import FIXED_OPTIONS
from loancrm_desktop.services.language.fields import KEY_PATTERN, FieldSpec, FieldType
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.forms.canvas_menu import width_title
from loancrm_desktop.ui.forms.columns_editor import ColumnsEditor
from loancrm_desktop.ui.forms.controls import type_title
from loancrm_desktop.ui.forms.default_rows import DefaultRow
from loancrm_desktop.ui.forms.design_desk import DesignDesk
from loancrm_desktop.ui.forms.options_editor import OptionsEditor
from loancrm_desktop.ui.forms.property_rows import (
    ChoiceRow,
    LineRow,
    NumberRow,
    PropertyRow,
    SegmentsRow,
    SwitchRow,
    WordsRow,
)
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.records.form_body import listed, mapping
from loancrm_desktop.ui.widgets.parts import button, label, row
from loancrm_desktop.ui.widgets.relay import relay

_T = FieldType
_TEXTS = frozenset({_T.TEXT, _T.PHONE, _T.EMAIL, _T.ID_NUMBER, _T.REGION})
_TYPED = _TEXTS | {_T.LONG_TEXT, _T.INTEGER, _T.NUMBER, _T.MONEY, _T.PERCENT}
_BOUND = frozenset(
    {_T.TEXT, _T.LONG_TEXT, _T.INTEGER, _T.NUMBER, _T.MONEY, _T.PERCENT, _T.DATE, _T.CHOICES}
) | {_T.SUB_FORM, _T.ATTACHMENT}
_ALONE = frozenset({_T.CHOICE, _T.CHOICES, _T.TAGS, _T.SUB_FORM, _T.ATTACHMENT, _T.BOOLEAN})
_COMPUTED = frozenset({_T.FORMULA, _T.AUTONUMBER})
_TYPE_CHOICES = (
    _T.TEXT, _T.LONG_TEXT, _T.INTEGER, _T.NUMBER, _T.MONEY, _T.PERCENT, _T.DATE, _T.TIME,
    _T.DATETIME, _T.CHOICE, _T.CHOICES, _T.BOOLEAN, _T.PHONE, _T.ID_NUMBER, _T.EMAIL,
    _T.REGION, _T.PERSON, _T.TAGS,
)  # fmt: skip
WIDTHS = ("1/4", "1/3", "1/2", "2/3", "1")


class FieldProperties(QWidget):
    """The properties of one field.

    Signals:
        formula_requested: a formula is to be edited (field key, column key or empty).
    """

    formula_requested = Signal(str, str)

    def __init__(self, desk: DesignDesk, key: str) -> None:
        super().__init__()
        self._desk, self._key = desk, key
        self.rows: dict[str, PropertyRow] = {}
        self.options: OptionsEditor | None = None
        self.columns: ColumnsEditor | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)
        spec = desk.spec(key)
        if spec is not None:
            self._build(spec)
        self._layout.addStretch(1)
        desk.changed.connect(self._show)
        self._show()

    def _build(self, spec: FieldSpec) -> None:
        self._add(WordsRow("label", tr("Title")))
        self.setFocusProxy(self.rows["label"])
        self._add_special(spec)
        self._add(WordsRow("help", tr("Explanation below the field")))
        if spec.type in _TYPED:
            self._add(WordsRow("placeholder", tr("Hint inside the empty field")))
        widths = [(width, width_title(width)) for width in WIDTHS]
        self._add(SegmentsRow("width", tr("Width"), widths))
        if spec.type not in _COMPUTED:
            self._add_checks(spec)
        if spec.type not in _COMPUTED | {_T.SUB_FORM, _T.ATTACHMENT}:
            default = DefaultRow(spec)
            self._add(default)
        self._heading(tr("More"))
        other = "zh" if current_language() == "en" else "en"
        title = tr("English title") if other == "en" else tr("Chinese title")
        foreign = WordsRow("label", title, other)
        foreign.name = "label_other"
        self._add(foreign)
        if not self._desk.is_built_in(self._key):
            self._add_identity(spec)

    def _add_special(self, spec: FieldSpec) -> None:
        if spec.options and spec.type in (_T.CHOICE, _T.CHOICES):
            self._heading(tr("Options"))
            self.options = OptionsEditor(fixed=self._key in FIXED_OPTIONS)
            self.options.changed.connect(relay(self.options, self._on_part_changed, "options"))
            self._layout.addWidget(self.options)
            if spec.type is _T.CHOICE:
                ways = (("radio", tr("Radio buttons")), ("drop_down", tr("Drop-down")))
                self._add(SegmentsRow("control", tr("Shown as"), ways))
        elif spec.type is _T.SUB_FORM:
            self._heading(tr("Columns"))
            self.columns = ColumnsEditor()
            self.columns.changed.connect(self._on_columns_changed)
            self.columns.formula_requested.connect(self._on_column_formula)
            self._layout.addWidget(self.columns)
        elif spec.type is _T.FORMULA and not spec.built_in:
            results = (_T.NUMBER, _T.INTEGER, _T.MONEY, _T.PERCENT, _T.TEXT, _T.DATE, _T.BOOLEAN)
            self._add(
                ChoiceRow(
                    "result", tr("Result"), [(each.value, type_title(each)) for each in results]
                )
            )
            self._add(LineRow("formula", tr("Formula")))
            edit = button(tr("Edit the formula"), kind="link", icon="formula")
            edit.clicked.connect(self._on_formula_clicked)
            self._layout.addLayout(row(edit, None))
        elif spec.type is _T.AUTONUMBER and not spec.built_in:
            self._add_number()
        elif spec.type is _T.ATTACHMENT:
            self._add(LineRow("document_kind", tr("Kind of document")))
        elif spec.type is _T.RECORD and not spec.built_in:
            self._add(ChoiceRow("links_to", tr("Links to"), self._desk.link_kinds))

    def _add_number(self) -> None:
        self._add(LineRow("number.prefix", tr("Begins with")))
        self._add(NumberRow("number.digits", tr("Digits")))
        ways = (
            ("never", tr("Counts on for ever")),
            ("year", tr("Begins anew each year")),
            ("month", tr("Begins anew each month")),
        )
        self._add(ChoiceRow("number.reset", tr("Counting"), ways))

    def _add_checks(self, spec: FieldSpec) -> None:
        self._heading(tr("Checks"))
        self._add(SwitchRow("required", tr("Required")))
        shipped = self._desk.shipped.get(self._key)
        if shipped is not None and shipped.built_in and shipped.required:
            self.rows["required"].setEnabled(False)
            self.rows["required"].setToolTip(tr("The program needs this field."))
        if spec.type not in _ALONE:
            ways = (
                ("no", tr("Allowed")),
                ("warn", tr("Warns, can be saved")),
                ("refuse", tr("Not allowed")),
            )
            self._add(ChoiceRow("unique", tr("The same value twice"), ways))
        if spec.type in _BOUND:
            self._add_bounds(spec)
        if spec.type in _TEXTS:
            self._add(LineRow("pattern", tr("Pattern"), "[A-Z]{2}[0-9]{6}"))

    def _add_bounds(self, spec: FieldSpec) -> None:
        if spec.type in (_T.TEXT, _T.LONG_TEXT):
            titles = (tr("At least characters"), tr("At most characters"))
        elif spec.type in (_T.CHOICES, _T.SUB_FORM, _T.ATTACHMENT):
            titles = (tr("At least entries"), tr("At most entries"))
        else:
            titles = (tr("Smallest"), tr("Largest"))
        for name, title in zip(("min", "max"), titles, strict=True):
            self.rows[name] = NumberRow(name, title)
            self.rows[name].changed.connect(relay(self.rows[name], self._on_row_changed, name))
        self._layout.addLayout(row(self.rows["min"], self.rows["max"]))

    def _add_identity(self, spec: FieldSpec) -> None:
        key_row = LineRow("key", tr("Key in formulas, contracts and imports"))
        key_row.edit.setReadOnly(self._desk.is_published(self._key))
        key_row.edit.editingFinished.connect(self._on_key_finished)
        self.rows["key"] = key_row
        self._layout.addWidget(key_row)
        if spec.type in _TYPE_CHOICES:
            types = [(each.value, type_title(each)) for each in _TYPE_CHOICES]
            self._add(ChoiceRow("type", tr("Type"), types))

    def _add(self, made: PropertyRow) -> None:
        self.rows[made.name] = made
        made.changed.connect(relay(made, self._on_row_changed, made.name))
        self._layout.addWidget(made)

    def _heading(self, title: str) -> None:
        self._layout.addSpacing(4)
        self._layout.addWidget(label(title, font="bodyStrong"))

    def _show(self) -> None:
        spec = self._desk.spec(self._key)
        if spec is None:
            return
        raw = form_body.field_raw(self._desk.body, self._key)
        for name, made in self.rows.items():
            made.show_value(self._value(name, raw, spec))
        if self.options is not None:
            self.options.show_options(_option_bodies(raw, spec))
        if self.columns is not None:
            self.columns.show_columns(listed(raw.get("columns")), listed(raw.get("totals")))

    def _value(self, name: str, raw: dict[str, Any], spec: FieldSpec) -> Any:
        spot = form_body.find_field(self._desk.body, self._key)
        item = None if spot is None else form_body.item_at(self._desk.body, spot)
        titles = {"zh": spec.label_zh, "en": spec.label_en}
        plain: dict[str, Any] = {
            "label": titles,
            "label_other": titles,
            "width": (item or {}).get("width"),
            "required": spec.required,
            "unique": raw.get("unique") or ("refuse" if spec.unique else "no"),
            "key": self._key,
            "control": raw.get("control") or ("radio" if len(spec.options) <= 4 else "drop_down"),
            "type": spec.type.value,
        }
        if name.startswith("number."):
            part = name.partition(".")[2]
            return (mapping(raw.get("number"))).get(part, {"digits": 5, "reset": "never"}.get(part))
        return plain[name] if name in plain else raw.get(name)

    def _on_row_changed(self, name: str, value: Any) -> None:
        desk, key = self._desk, self._key
        if name in ("label", "label_other"):
            self._set_label(value, is_other=name == "label_other")
        elif name == "width":
            spot = form_body.find_field(desk.body, key)
            if spot is not None:
                desk.change(form_body.set_width(desk.body, spot, value), tr("Change the width"))
        elif name == "type":
            self._set_type(value)
        elif name.startswith("number."):
            number = dict(form_body.mapping(form_body.field_raw(desk.body, key).get("number")))
            number[name.partition(".")[2]] = "" if value is None else value
            desk.set_field(key, "number", number)
        elif name == "unique" and not desk.is_built_in(key):
            desk.set_field(key, name, None if value == "no" else value)
        else:
            desk.set_field(key, name, value or None)

    def _set_label(self, words: dict[str, str] | None, *, is_other: bool) -> None:
        if not words:
            return
        spec = self._desk.spec(self._key)
        # While both titles were the same, typing one of them types both.
        if spec is not None and spec.label_zh == spec.label_en and not is_other:
            made = self.rows["label"]
            text = words.get(made.language, "") if isinstance(made, WordsRow) else ""
            words = {"zh": text, "en": text} if text else words
        self._desk.set_field(self._key, "label", words)

    def _set_type(self, value: str) -> None:
        """Give the field another type; what the old type alone had goes."""
        raw = dict(form_body.field_raw(self._desk.body, self._key))
        spec = self._desk.spec(self._key)
        shared = {"label", "help", "required", "placeholder", "hidden_for", "read_only_for"}
        kept = {name: each for name, each in raw.items() if name in shared}
        kept["type"] = value
        if value in ("choice", "choices"):
            kept["options"] = (_option_bodies(raw, spec) if spec is not None else []) or [
                {"key": "option_1", "label": {"zh": "选项 1", "en": "Option 1"}}
            ]
        if value == "person":
            kept["links_to"] = "person"
        body = form_body.put_field(self._desk.body, self._key, kept)
        self._desk.change(body, tr("Change the type of {name}", name=self._desk.label(self._key)))

    def _on_part_changed(self, name: str, value: Any) -> None:
        self._desk.set_field(self._key, name, value)

    def _on_columns_changed(self, columns: Any, totals: Any) -> None:
        body = form_body.set_field(self._desk.body, self._key, "columns", columns)
        body = form_body.set_field(body, self._key, "totals", totals or None)
        text = tr("Change {name}", name=self._desk.label(self._key))
        self._desk.change(body, text, f"columns {self._key}")

    def _on_key_finished(self) -> None:
        made = self.rows["key"]
        if not isinstance(made, LineRow) or made.edit.isReadOnly():
            return
        wanted = made.edit.text().strip()
        taken = {*self._desk.specs()} - {self._key}
        if wanted == self._key:
            made.show_problem("")
        elif not KEY_PATTERN.fullmatch(wanted) or "__" in wanted:
            made.show_problem(
                tr("A field key is written in small letters, digits and _, like file_no.")
            )
        elif wanted in taken:
            made.show_problem(tr("Another field has this key."))
        else:
            body = form_body.rename_key(self._desk.body, self._key, wanted)
            self._key, desk = wanted, self._desk
            desk.change(body, tr("Change the key"))
            desk.choose_field(wanted)

    def _on_formula_clicked(self) -> None:
        self.formula_requested.emit(self._key, "")

    def _on_column_formula(self, column: str) -> None:
        self.formula_requested.emit(self._key, column)


def _option_bodies(raw: dict[str, Any], spec: FieldSpec) -> list[dict[str, Any]]:
    if raw.get("options"):
        return raw["options"]
    return [
        {"key": one.key, "label": {"zh": one.label_zh, "en": one.label_en}} for one in spec.options
    ]
