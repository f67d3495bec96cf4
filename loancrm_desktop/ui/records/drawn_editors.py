"""The editor a field gets on a form that was designed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from loancrm_desktop import display
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.drawn_specs import words_in
from loancrm_desktop.ui.records.field_editors import FieldEditor, LineEditor
from loancrm_desktop.ui.records.form_editors import PickEditor, RadioEditor, form_editor_for
from loancrm_desktop.ui.records.record_editor import RecordEditor, is_found
from loancrm_desktop.ui.records.region_editor import RegionEditor
from loancrm_desktop.ui.records.slot_editor import SlotEditor
from loancrm_desktop.ui.records.sub_form import SubFormEditor
from loancrm_desktop.ui.records.yes_no import YesNoEditor

WIDE = frozenset({FieldType.LONG_TEXT, FieldType.SUB_FORM})


def drawn_editor(spec: FieldSpec, words: OfficeWords, raw: Mapping[str, Any]) -> FieldEditor:
    """Make the editor of a field as its form says: radio buttons or a list, rows, …."""
    made = _special(spec, words, raw) or form_editor_for(spec, words)
    if isinstance(made, LineEditor) and spec.type is FieldType.TIME:
        made.line.setPlaceholderText(tr("hours:minutes"))
    placeholder = words_in(raw.get("placeholder"), current_language())
    if placeholder:
        for part in (*made.findChildren(QLineEdit), *made.findChildren(QPlainTextEdit)):
            if not isinstance(part.parentWidget(), QComboBox):
                part.setPlaceholderText(placeholder)
    return made


def _special(spec: FieldSpec, words: OfficeWords, raw: Mapping[str, Any]) -> FieldEditor | None:
    """Make an editor that only designed forms have; None for the usual one."""
    control = raw.get("control")
    if spec.type is FieldType.RECORD and is_found(spec.links_to):
        return RecordEditor(spec, words.bridge)
    if spec.type in _MADE:
        return _MADE[spec.type](spec, words, raw)
    if spec.type is FieldType.CHOICE and control in ("radio", "drop_down"):
        language = current_language()
        offers = [(one.key, one.label(language)) for one in spec.options if not one.retired]
        return (RadioEditor if control == "radio" else PickEditor)(spec, offers)
    if spec.type is FieldType.BOOLEAN and control != "radio":
        return YesNoEditor(spec)
    return None


def _rows(spec: FieldSpec, words: OfficeWords, raw: Mapping[str, Any]) -> FieldEditor:
    return SubFormEditor(spec, raw.get("totals") or (), words)


def _region(spec: FieldSpec, words: OfficeWords, raw: Mapping[str, Any]) -> FieldEditor:
    del words, raw
    return RegionEditor(spec)


def _slot(spec: FieldSpec, words: OfficeWords, raw: Mapping[str, Any]) -> FieldEditor:
    return SlotEditor(spec, str(raw.get("document_kind") or ""), words)


_MADE: dict[FieldType, Callable[[FieldSpec, OfficeWords, Mapping[str, Any]], FieldEditor]] = {
    FieldType.SUB_FORM: _rows,
    FieldType.REGION: _region,
    FieldType.ATTACHMENT: _slot,
}


def value_said(value: object) -> str:
    """Say a plain value in a word."""
    if isinstance(value, bool):
        return display.yes_no(value)
    return tr("empty") if value in (None, "", []) else str(value)
