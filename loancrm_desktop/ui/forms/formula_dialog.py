"""Writes a formula: fields and functions beside it, its result on an example below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.services.forms import drawing, field_types, formulas
from loancrm_desktop.services.forms.drawing import FunctionHelp
from loancrm_desktop.services.forms.formula_functions import FormulaFault
from loancrm_desktop.services.forms.formula_values import Setting
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.forms.design_desk import DesignDesk
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.records.form_body import mapping
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    frame,
    label,
    row,
    set_role,
)

_WIDTH, _HEIGHT = 760, 560
_MOST_SAMPLES, _SAMPLE_TITLE = 6, 160
_NAMES = re.compile(r"[a-z_][a-z0-9_]*")


class FormulaDialog(QDialog):
    """Edits one formula; the result is worked out while it is typed."""

    def __init__(
        self,
        bridge: Bridge,
        desk: DesignDesk,
        which: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._key, self._column = which
        self.setModal(True)
        self.setWindowTitle(tr("Formula of {field}", field=desk.label(self._key)))
        self.resize(_WIDTH, _HEIGHT)
        self._specs = self._known()
        self._samples: dict[str, QLineEdit] = {}
        self._functions: Sequence[FunctionHelp] = ()
        self.area = QPlainTextEdit(str(self._raw().get("formula") or ""))
        self.area.setAccessibleName(tr("Formula"))
        self.area.setTabChangesFocus(True)
        self.area.textChanged.connect(self._judge)
        self.fields = QListWidget()
        self.fields.setProperty("role", "boxed")
        self.fields.setAccessibleName(tr("Fields"))
        for key, spec in self._specs.items():
            item = QListWidgetItem(f"{spec.label(current_language())}   {key}")
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.fields.addItem(item)
        self.fields.itemActivated.connect(self._on_field_activated)
        self.functions = QListWidget()
        self.functions.setProperty("role", "boxed")
        self.functions.setAccessibleName(tr("Functions"))
        self.functions.itemActivated.connect(self._on_function_activated)
        self.functions.currentRowChanged.connect(self._on_function_row)
        self.help = label(role="caption", wrap=True)
        self._sample_column = column(spacing=4)
        self.outcome = label(font="bodyStrong", wrap=True)
        self._build()
        bridge.ask(drawing.functions, then=self._on_functions, key="functions")
        self._judge()

    def _build(self) -> None:
        sides = QHBoxLayout()
        for title, part in ((tr("Fields"), self.fields), (tr("Functions"), self.functions)):
            sides.addLayout(
                column(label(title, role="secondary", font="caption"), part, spacing=3), 1
            )
        self.apply_button = button(tr("Take over the formula"), kind="primary", tip="Ctrl+Enter")
        self.apply_button.clicked.connect(self.apply)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        foot = frame("footer")
        foot.setLayout(row(None, cancel, self.apply_button, margins=(16, 10, 16, 10)))
        body = column(spacing=8, margins=(16, 14, 16, 12))
        body.addWidget(self.area, 1)
        body.addLayout(sides, 2)
        body.addWidget(self.help)
        body.addWidget(label(tr("Example"), role="secondary", font="caption"))
        body.addLayout(self._sample_column)
        body.addWidget(self.outcome)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(body, 1)
        layout.addWidget(foot)

    @property
    def sample_edits(self) -> dict[str, QLineEdit]:
        """The example's values, by field."""
        return self._samples

    def apply(self) -> None:
        """Take the formula over."""
        text = self.area.toPlainText().strip()
        if self._column:
            columns = [dict(each) for each in self._field_raw().get("columns") or ()]
            for each in columns:
                if each["key"] == self._column:
                    each["formula"] = text
            self._desk.set_field(self._key, "columns", columns)
        else:
            self._desk.set_field(self._key, "formula", text)
        self.accept()

    def _field_raw(self) -> dict[str, Any]:
        return form_body.field_raw(self._desk.body, self._key)

    def _raw(self) -> dict[str, Any]:
        raw = self._field_raw()
        if not self._column:
            return raw
        columns = raw.get("columns") or ()
        return next((each for each in columns if each["key"] == self._column), mapping(None))

    def _known(self) -> dict[str, FieldSpec]:
        if self._column:
            spec = self._desk.spec(self._key)
            columns = () if spec is None else spec.columns
            return {each.key: each for each in columns if each.key != self._column}
        return {key: spec for key, spec in self._desk.specs().items() if key != self._key}

    def _judge(self) -> None:
        text = self.area.toPlainText().strip()
        self._show_samples(
            [name for name in dict.fromkeys(_NAMES.findall(text)) if name in self._specs]
        )
        self._work_out()

    def _work_out(self) -> None:
        text = self.area.toPlainText().strip()
        wanted = FieldType(str(self._raw().get("result") or "number"))
        fault = ""
        said = ""
        try:
            formula = formulas.read(text) if text else None
            unknown = sorted(() if formula is None else formula.names - set(self._specs))
            if formula is None:
                fault = tr("Write the formula.")
            elif unknown:
                fault = tr("There is no field {name}.", name=unknown[0])
            else:
                now = Setting(system_clock(), field_types.OFFICE_ZONE)
                found = formulas.result_of(formula, self._values(), self._specs, wanted, now)
                spec = FieldSpec(key="result", type=wanted, label_zh="", label_en="")
                said = tr("Result: {value}", value=field_types.show(found, spec) or "—")
        except FormulaFault as wrong:
            fault = wrong.text.read()
        set_role(self.outcome, "error" if fault else "")
        self.outcome.setText(fault or said)
        self.apply_button.setEnabled(not fault)

    def _values(self) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, edit in self._samples.items():
            try:
                found[key] = field_types.parse(edit.text(), self._specs[key])
            except FieldFault:
                found[key] = None
        return found

    def _show_samples(self, names: list[str]) -> None:
        if names == list(self._samples):
            return
        before = {key: edit.text() for key, edit in self._samples.items()}
        clear_layout(self._sample_column)
        self._samples = {}
        for name in names[:_MOST_SAMPLES]:
            edit = QLineEdit(before.get(name, _sample(self._specs[name])))
            title = self._specs[name].label(current_language())
            edit.setAccessibleName(title)
            edit.setProperty("look", "inline")
            edit.textEdited.connect(self._work_out)
            said = ElidedLabel(title, role="secondary")
            said.setFixedWidth(_SAMPLE_TITLE)
            line = row(said, edit)
            line.setStretchFactor(edit, 1)
            self._samples[name] = edit
            self._sample_column.addLayout(line)

    def _on_functions(self, found: Sequence[FunctionHelp]) -> None:
        self._functions = found
        for each in found:
            self.functions.addItem(each.signature)

    def _on_function_row(self, at: int) -> None:
        if 0 <= at < len(self._functions):
            each = self._functions[at]
            help_text = each.help_en if current_language() == "en" else each.help_zh
            self.help.setText(
                tr("{help}  Example: {example}", help=help_text, example=each.example)
            )

    def _on_field_activated(self, item: QListWidgetItem) -> None:
        self.area.insertPlainText(str(item.data(Qt.ItemDataRole.UserRole)))
        self.area.setFocus()

    def _on_function_activated(self) -> None:
        at = self.functions.currentRow()
        if 0 <= at < len(self._functions):
            self.area.insertPlainText(f"{self._functions[at].name}()")
            self.area.moveCursor(self.area.textCursor().MoveOperation.Left)
            self.area.setFocus()


def _sample(spec: FieldSpec) -> str:
    kind = spec.compared_as
    if kind in (FieldType.INTEGER, FieldType.NUMBER):
        return "12"
    if kind is FieldType.MONEY:
        return "100000"
    if kind is FieldType.PERCENT:
        return "4.5%"
    return "2026-01-31" if kind in (FieldType.DATE, FieldType.DATETIME) else ""
