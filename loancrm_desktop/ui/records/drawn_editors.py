"""The editor a field gets on a form that was designed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from loancrm_desktop import display
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.drawn_specs import words_in
from loancrm_desktop.ui.records.field_editors import FieldEditor
from loancrm_desktop.ui.records.form_editors import PickEditor, RadioEditor, form_editor_for
from loancrm_desktop.ui.records.sub_form import SubFormEditor
from loancrm_desktop.ui.records.yes_no import YesNoEditor

WIDE = frozenset({FieldType.LONG_TEXT, FieldType.SUB_FORM})


def drawn_editor(spec: FieldSpec, words: OfficeWords, raw: Mapping[str, Any]) -> FieldEditor:
    """Make the editor of a field as its form says: radio buttons or a list, rows, …."""
    control = raw.get("control")
    if spec.type is FieldType.SUB_FORM:
        made: FieldEditor = SubFormEditor(spec, raw.get("totals") or (), words)
    elif spec.type is FieldType.CHOICE and control in ("radio", "drop_down"):
        language = current_language()
        offers = [(one.key, one.label(language)) for one in spec.options if not one.retired]
        made = (RadioEditor if control == "radio" else PickEditor)(spec, offers)
    elif spec.type is FieldType.BOOLEAN and control != "radio":
        made = YesNoEditor(spec)
    else:
        made = form_editor_for(spec, words)
    placeholder = words_in(raw.get("placeholder"), current_language())
    if placeholder:
        for part in (*made.findChildren(QLineEdit), *made.findChildren(QPlainTextEdit)):
            if not isinstance(part.parentWidget(), QComboBox):
                part.setPlaceholderText(placeholder)
    return made


def value_said(value: object) -> str:
    """Say a plain value in a word."""
    if isinstance(value, bool):
        return display.yes_no(value)
    return tr("empty") if value in (None, "", []) else str(value)
