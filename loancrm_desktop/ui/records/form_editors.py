"""The roomier editors of a form: amounts with their unit, choices all in sight, masked numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QRadioButton, QStackedWidget, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.office_words import OfficeWords, fen_of
from loancrm_desktop.ui.records.field_editors import (
    FieldEditor,
    LineEditor,
    LongTextEditor,
    editor_for,
    readable_yuan,
)
from loancrm_desktop.ui.records.growing_text import GrowingText
from loancrm_desktop.ui.widgets.amount_edit import AmountEdit
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.masked_field import MaskedValue
from loancrm_desktop.ui.widgets.parts import frame, icon_button
from loancrm_desktop.ui.widgets.pick_box import Pick, PickBox

FEW_OPTIONS = 4
MANY_LINES = 8
_LONG_LABELS = 28
_BARE_LARGE = re.compile(r"\d{5,}(?:\.\d*)?|\d{1,3}(?:,\d{3})+(?:\.\d*)?")


class AmountEditor(FieldEditor):
    """An amount, bare numbers counted in 万元 where loans are; said back in capitals below."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        loans = spec.key.endswith("_amount") and current_language() == "zh"
        self.amount = AmountEdit("wan" if loans else "yuan")
        self.line = self.amount.line
        self.amount.edited.connect(self._on_amount_edited)
        self.amount.left.connect(self.left)
        self._hold(self.amount)
        self.line.setAccessibleName(spec.label(current_language()))

    def value(self) -> Any:
        """Answer the amount in yuan, else the text typed."""
        text = self.line.text().strip()
        if not text:
            return None
        fen = self.amount.amount_fen()
        return text if fen is None else display.yuan_text(fen)

    def set_value(self, value: Any) -> None:
        """Show an amount; what was no amount is shown as it was typed."""
        if value is None or readable_yuan(value):
            self.amount.set_amount_fen(None if value is None else fen_of(str(value)))
        else:
            self.line.setText(str(value))

    def set_problem(self, has_problem: bool) -> None:  # noqa: FBT001 - it is the state shown
        """Mark the line."""
        self.amount.set_state("error" if has_problem else "")

    def _on_amount_edited(self) -> None:
        text = self.line.text()
        if self.amount.unit == "wan" and _BARE_LARGE.fullmatch(text.strip()):
            # 300000 in a field counted in ten thousands is meant in yuan; the unit says so.
            self.line.setText("")
            self.amount.set_unit("yuan")
            self.line.setText(text)
        self.edited.emit()


class RadioEditor(FieldEditor):
    """One of a few, all in sight; pressing the chosen one again, or Del, chooses none."""

    def __init__(
        self, spec: FieldSpec, offers: Sequence[tuple[Any, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(spec, parent)
        self._radios: list[tuple[Any, QRadioButton]] = []
        self._retired: Any = None
        holder = QWidget()
        layout = FlowLayout(holder, spacing=14)
        for value, name in offers:
            radio = QRadioButton(name)
            radio.setAutoExclusive(False)
            radio.setMinimumHeight(26)
            radio.clicked.connect(self._on_radio_clicked)
            radio.installEventFilter(self)
            self._radios.append((value, radio))
            layout.addWidget(radio)
        self._hold(holder)
        if self._radios:
            self.setFocusProxy(self._radios[0][1])

    def value(self) -> Any:
        """Answer the key chosen, None for none."""
        chosen = next((value for value, radio in self._radios if radio.isChecked()), None)
        return self._retired if chosen is None else chosen

    def set_value(self, value: Any) -> None:
        """Choose one; a value no longer offered is kept."""
        for key, radio in self._radios:
            radio.setChecked(key == value)
        known = any(key == value for key, _ in self._radios)
        self._retired = None if known else value

    def show_only(self, offered: Sequence[Any]) -> None:
        """Offer some of the choices; the one chosen stays in sight."""
        for key, radio in self._radios:
            radio.setVisible(key in offered or radio.isChecked())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Step with the arrows, choose none with Del."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            radios = [radio for _, radio in self._radios]
            here = next((n for n, radio in enumerate(radios) if radio is watched), -1)
            steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1,
                     Qt.Key.Key_Up: -1}  # fmt: skip
            step = steps.get(Qt.Key(event.key()))
            if here >= 0 and step is not None:
                self._take(radios[(here + step) % len(radios)])
                return True
            if here >= 0 and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self.set_value(None)
                self.edited.emit()
                return True
        return super().eventFilter(watched, event)

    def _take(self, radio: QAbstractButton) -> None:
        for _, each in self._radios:
            each.setChecked(each is radio)
        self._retired = None
        radio.setFocus()
        self.edited.emit()
        self.left.emit()

    def _on_radio_clicked(self) -> None:
        radio = self.sender()
        if isinstance(radio, QRadioButton):
            if radio.isChecked():
                self._take(radio)
            else:
                self._retired = None
                self.edited.emit()


class PickEditor(FieldEditor):
    """One of many, narrowed by typing words or pinyin."""

    def __init__(
        self, spec: FieldSpec, offers: Sequence[tuple[Any, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(spec, parent)
        self.box = PickBox()
        self._picks = [Pick(value, name) for value, name in offers]
        self.box.set_picks(self._picks)
        self.box.picked.connect(self._on_box_picked)
        self._hold(self.box)

    def value(self) -> Any:
        """Answer the key or id chosen."""
        return self.box.value()

    def set_value(self, value: Any) -> None:
        """Choose a line; a value no longer offered gets a line of its own."""
        if value is not None and all(pick.value != value for pick in self._picks):
            self._picks.append(Pick(value, str(value)))
            self.box.set_picks(self._picks)
        self.box.set_value(value)

    def show_only(self, offered: Sequence[Any]) -> None:
        """Offer some of the lines; the one chosen stays."""
        here = self.value()
        self.box.set_picks([pick for pick in self._picks if pick.value in (*offered, here)])
        self.box.set_value(here)

    def _on_box_picked(self) -> None:
        self.edited.emit()
        self.left.emit()


class GrowingTextEditor(LongTextEditor):
    """Several lines of text, as high as they need."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.area = GrowingText()
        self.area.textChanged.connect(self.edited)
        self.area.left.connect(self.left)
        old = self._inside
        layout = self.layout()
        if layout is not None:
            layout.replaceWidget(old, self.area)
        old.deleteLater()
        self._inside = self.area
        self.area.setAccessibleName(spec.label(current_language()))
        self.setFocusProxy(self.area)


class MaskedEditor(FieldEditor):
    """A number that stays masked while the rest is edited; typing anew replaces it."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        name = spec.label(current_language())
        self._kept: str | None = None
        self.masked = MaskedValue(name)
        self.again = icon_button("edit", tr("Type {field} anew", field=name))
        self.again.clicked.connect(self.type_anew)
        self.again.installEventFilter(self)
        self._cover = frame("sunken")
        covered = QHBoxLayout(self._cover)
        covered.setContentsMargins(10, 0, 4, 0)
        covered.addWidget(self.masked, 1)
        covered.addWidget(self.again)
        self._typing = LineEditor(spec)
        self.line = self._typing.line
        self.line.setAccessibleName(name)
        self._typing.edited.connect(self.edited)
        self._typing.left.connect(self.left)
        self.back = icon_button("undo", tr("Keep the number as it was"))
        self.back.clicked.connect(self._on_back_clicked)
        typed = QWidget()
        beside = QHBoxLayout(typed)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(4)
        beside.addWidget(self._typing, 1)
        beside.addWidget(self.back)
        self._stack = QStackedWidget()
        self._stack.addWidget(typed)
        self._stack.addWidget(self._cover)
        self._hold(self._stack)
        self._inside = self.line
        self._show()

    @property
    def is_covered(self) -> bool:
        """Whether the number is still the one that was there."""
        return self._stack.currentIndex() == 1

    def show_masked(self, masked: str, *, may_reveal: bool) -> None:
        """Show a number that is there, masked."""
        self._kept = masked
        self.masked.show_value(masked, may_reveal)
        self.line.clear()
        self._stack.setCurrentIndex(1)
        self._show()

    def value(self) -> Any:
        """Answer what was typed; the masked number itself while it was left alone."""
        return self._kept if self.is_covered else self._typing.value()

    def set_value(self, value: Any) -> None:
        """Show a number to be typed on; a mask is shown by `show_masked`."""
        if self._kept is not None and value == self._kept:
            self._stack.setCurrentIndex(1)
        else:
            self._stack.setCurrentIndex(0)
            self._typing.set_value(value)
        self._show()

    def forget(self) -> None:
        """Begin without a number."""
        self._kept = None
        self.masked.cover()
        self.set_value(None)

    def type_anew(self) -> None:
        """Put an empty field in place of the mask."""
        self._stack.setCurrentIndex(0)
        self._show()
        self.line.setFocus()
        self.edited.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to type anew with the first digit."""
        if isinstance(event, QKeyEvent) and watched is self.again:
            typed = event.text().strip()
            if event.type() == QEvent.Type.KeyPress and typed.isalnum():
                self.type_anew()
                self.line.insert(typed)
                return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        self.back.setVisible(self._kept is not None)
        self.setFocusProxy(self.again if self.is_covered else self.line)

    def _on_back_clicked(self) -> None:
        self.line.clear()
        self._stack.setCurrentIndex(1)
        self._show()
        self.edited.emit()


def form_editor_for(spec: FieldSpec, words: OfficeWords) -> FieldEditor:
    """Make the editor of a field on a form."""
    kind = spec.type
    plain = {FieldType.MONEY: AmountEditor, FieldType.LONG_TEXT: GrowingTextEditor}.get(kind)
    if plain is not None:
        return plain(spec)
    if spec.mask is not None and kind in (FieldType.PHONE, FieldType.ID_NUMBER, FieldType.TEXT):
        return MaskedEditor(spec)
    if kind is FieldType.CHOICE:
        return _choice(spec)
    if kind is FieldType.BOOLEAN:
        return RadioEditor(spec, [(yes, display.yes_no(yes)) for yes in (True, False)])
    if kind in (FieldType.PERSON, FieldType.TEAM, FieldType.RECORD):
        offers = words.links("team" if kind is FieldType.TEAM else spec.links_to)
        if len(offers) >= MANY_LINES:
            return PickEditor(spec, offers)
    return editor_for(spec, words)


def _choice(spec: FieldSpec) -> FieldEditor:
    language = current_language()
    offers = [(one.key, one.label(language)) for one in spec.options if not one.retired]
    short = sum(len(name) for _, name in offers) <= _LONG_LABELS
    if len(offers) <= FEW_OPTIONS and short:
        return RadioEditor(spec, offers)
    return PickEditor(spec, offers)
