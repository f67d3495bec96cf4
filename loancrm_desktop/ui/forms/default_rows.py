"""What a new record begins with in a field: nothing, a fixed value, today, oneself, a formula."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from loancrm_desktop.services.forms.formulas import RESULTS
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.forms.property_rows import PropertyRow
from loancrm_desktop.ui.records.form_body import listed, mapping
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.parts import label

_T = FieldType


class DefaultRow(PropertyRow):
    """The way a default is made, and the fixed value or formula of it."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__("default")
        self._spec = spec
        self.way = CalmCombo()
        self.way.setAccessibleName(tr("Default"))
        ways = [("", tr("Empty")), ("fixed", tr("A fixed value"))]
        if spec.type in (_T.DATE, _T.DATETIME):
            ways.append(("today", tr("Today") if spec.type is _T.DATE else tr("Now")))
        if spec.type is _T.PERSON:
            ways.append(("me", tr("Who fills it in")))
        if spec.type in RESULTS:
            ways.append(("formula", tr("A formula")))
        for value, words in ways:
            self.way.addItem(words, value)
        self.way.activated.connect(self._on_way_activated)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(tr("The default's value"))
        self.edit.textEdited.connect(self._on_edited)
        self.pick = CalmCombo()
        self.pick.setAccessibleName(tr("The default's value"))
        for option in spec.options:
            self.pick.addItem(option.label(current_language()), option.key)
        self.pick.activated.connect(self._on_edited)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(label(tr("Default"), role="secondary", font="caption"))
        for part in (self.way, self.edit, self.pick):
            layout.addWidget(part)
        self.setFocusProxy(self.way)
        self.show_value(None)

    def show_value(self, value: Any) -> None:
        """Show a default as the body has it."""
        given = mapping(value)
        way = next(iter(given), "")
        self.way.setCurrentIndex(max(0, self.way.findData(way)))
        inside = given.get(way)
        if way == "fixed" and self._spec.options:
            key = next(iter(listed(inside)), inside)
            self.pick.setCurrentIndex(max(0, self.pick.findData(key)))
        elif way in ("fixed", "formula"):
            text = str(inside if inside is not None else "")
            if self.edit.text().strip() != text:
                self.edit.setText(text)
        self._show_parts()

    def _show_parts(self) -> None:
        way = self.way.currentData()
        picks = way == "fixed" and bool(self._spec.options)
        self.pick.setVisible(picks)
        self.edit.setVisible(way in ("fixed", "formula") and not picks)

    def _on_way_activated(self) -> None:
        self._show_parts()
        self._on_edited()

    def _on_edited(self) -> None:
        way, text = self.way.currentData(), self.edit.text().strip()
        if way in ("today", "me"):
            self.changed.emit({way: True})
        elif way == "formula" and text:
            self.changed.emit({"formula": text})
        elif way == "fixed" and (text or self._spec.options):
            self.changed.emit({"fixed": self._fixed(text)})
        else:
            self.changed.emit(None)

    def _fixed(self, text: str) -> Any:
        if self._spec.options:
            key = self.pick.currentData()
            return [key] if self._spec.type is _T.CHOICES else key
        if self._spec.type is _T.BOOLEAN:
            return text.casefold() in ("1", "yes", "true", "是")
        if self._spec.type is _T.TAGS:
            return text.split()
        return text
