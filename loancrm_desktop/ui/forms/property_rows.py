"""The rows of the property panel: each shows one property of a field and writes it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from loancrm_desktop.texts import current_language
from loancrm_desktop.ui.records.form_body import mapping
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import label, row, set_role, set_state
from loancrm_desktop.ui.widgets.segments import SegmentedControl
from loancrm_desktop.ui.widgets.switch import Switch


class PropertyRow(QWidget):
    """What all rows can do.

    Signals:
        changed: the person set the property (its value, None for the usual one).
    """

    changed = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.setObjectName(f"property {name}")

    def show_value(self, value: Any) -> None:
        """Show a value without telling."""
        raise NotImplementedError


class LineRow(PropertyRow):
    """One line of text."""

    def __init__(self, name: str, title: str, placeholder: str = "") -> None:
        super().__init__(name)
        self.title = label(title, role="secondary", font="caption")
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(title)
        self.title.setBuddy(self.edit)
        self.problem = label(role="error", font="caption", wrap=True)
        self.problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for part in (self.title, self.edit, self.problem):
            layout.addWidget(part)
        self.edit.textEdited.connect(self._on_edit_text_edited)
        self.setFocusProxy(self.edit)

    def show_value(self, value: Any) -> None:
        """Show a text; what is just being typed stays as it is."""
        text = "" if value is None else str(value)
        if self.edit.text() != text and not (self.edit.hasFocus() and self.read() == value):
            self.edit.setText(text)

    def show_problem(self, text: str) -> None:
        """Say what is wrong, empty for nothing."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        set_state(self.edit, "error" if text else "")

    def read(self) -> Any:
        """Answer the value typed."""
        return self.edit.text().strip() or None

    def _on_edit_text_edited(self) -> None:
        self.changed.emit(self.read())


class WordsRow(LineRow):
    """A text in the language of the window; the other language's stays."""

    def __init__(self, name: str, title: str, language: str = "", placeholder: str = "") -> None:
        super().__init__(name, title, placeholder)
        self.language = language or current_language()
        self._words: dict[str, str] = {}

    def show_value(self, value: Any) -> None:
        """Show the words."""
        self._words = dict(mapping(value))
        super().show_value(self._words.get(self.language) or None)

    def _on_edit_text_edited(self) -> None:
        text = self.edit.text().strip()
        words = {**self._words, self.language: text}
        kept = {language: each for language, each in words.items() if each}
        self.changed.emit(kept or None)


class NumberRow(LineRow):
    """A whole number, or a plain one; anything else is kept as it was typed."""

    def read(self) -> Any:
        """Answer the number typed."""
        text = self.edit.text().strip()
        if text.lstrip("-").isdigit():
            return int(text)
        return text or None


class SwitchRow(PropertyRow):
    """A yes or no."""

    def __init__(self, name: str, title: str, tip: str = "") -> None:
        super().__init__(name)
        self.switch = Switch(title)
        self.switch.setAccessibleName(title)
        self.switch.toggled.connect(self._on_switch_toggled)
        self._showing = False
        said = ElidedLabel(title)
        inside = row(said, self.switch)
        inside.setStretchFactor(said, 1)
        self.setLayout(inside)
        if tip:
            self.setToolTip(tip)
        self.setFocusProxy(self.switch)

    def show_value(self, value: Any) -> None:
        """Show a yes or no."""
        self._showing = True
        self.switch.setChecked(bool(value))
        self._showing = False

    def _on_switch_toggled(self) -> None:
        if not self._showing:
            self.changed.emit(self.switch.isChecked())


class ChoiceRow(PropertyRow):
    """One of several."""

    def __init__(self, name: str, title: str, choices: Sequence[tuple[Any, str]]) -> None:
        super().__init__(name)
        said = label(title, role="secondary", font="caption")
        self.box = CalmCombo()
        self.box.setAccessibleName(title)
        said.setBuddy(self.box)
        for value, words in choices:
            self.box.addItem(words, value)
        self.box.activated.connect(self._on_box_activated)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(said)
        layout.addWidget(self.box)
        self.setFocusProxy(self.box)

    def show_value(self, value: Any) -> None:
        """Show the value chosen; an unknown one as the first."""
        self.box.setCurrentIndex(max(0, self.box.findData(value)))

    def choose(self, value: Any) -> None:
        """Take a line, as a person does."""
        self.box.setCurrentIndex(self.box.findData(value))
        self._on_box_activated()

    def _on_box_activated(self) -> None:
        self.changed.emit(self.box.currentData())


class SegmentsRow(PropertyRow):
    """One of few, side by side."""

    def __init__(self, name: str, title: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(name)
        said = label(title, role="secondary", font="caption")
        self.segments = SegmentedControl(title)
        self.segments.set_choices([(key, words, "") for key, words in choices])
        self.segments.chosen.connect(self._on_segments_chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(said)
        layout.addWidget(self.segments)
        self.setFocusProxy(self.segments)

    def show_value(self, value: Any) -> None:
        """Show the value chosen."""
        self.segments.set_current(str(value or ""))

    def _on_segments_chosen(self, key: str) -> None:
        self.changed.emit(key)


def note(text: str, role: str = "caption") -> QWidget:
    """Make a line of explanation."""
    made = label(text, wrap=True)
    set_role(made, role)
    return made
