"""The facts of a customer, read from the catalogue: label left, value right, by section."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.form_view import customer_sections
from loancrm_desktop.ui.widgets.parts import (
    clear_layout,
    icon_button,
    label,
    line,
    row,
)

_LEFT_OUT = frozenset({"tags", "owner"})
LABEL_WIDTH = 96


class FactsPanel(QWidget):
    """Shows what is known about a customer; empty fields are left out.

    Signals:
        edit_requested: the pencil was pressed.
    """

    edit_requested = Signal()

    def __init__(self, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14, 12, 14, 12)
        self._layout.setSpacing(10)
        self._shown: dict[str, str] = {}

    @property
    def shown(self) -> Mapping[str, str]:
        """The facts shown, by field key."""
        return self._shown

    def show_facts(self, values: Mapping[str, Any], masked: Collection[str]) -> None:
        """Show a customer's values."""
        clear_layout(self._layout)
        self._shown = {}
        first = True
        for section in customer_sections(self._words.fields("customer"), _LEFT_OUT):
            grid = QGridLayout()
            grid.setHorizontalSpacing(8)
            grid.setVerticalSpacing(6)
            grid.setColumnMinimumWidth(0, LABEL_WIDTH)
            grid.setColumnStretch(1, 1)
            for spec in section.specs:
                said = self._said(spec.key, values.get(spec.key), masked)
                if said:
                    self._add(grid, spec.label(current_language()), said)
                    self._shown[spec.key] = said
            if not grid.count():
                continue
            if not first:
                self._layout.addWidget(line())
            self._layout.addLayout(self._heading(section.title, with_pencil=first))
            self._layout.addLayout(grid)
            first = False
        self._layout.addStretch(1)

    def _said(self, key: str, value: Any, masked: Collection[str]) -> str:
        if value in (None, "", []):
            return ""
        if key in masked:
            return str(value)
        return self._words.say(self._words.fields("customer")[key], value)

    def _heading(self, title: str, *, with_pencil: bool) -> Any:
        heading = row(label(title, font="bodyStrong"), None)
        if with_pencil:
            pencil = icon_button("edit", tr("Edit customer (E)"))
            pencil.clicked.connect(self.edit_requested)
            heading.addWidget(pencil)
        return heading

    def _add(self, grid: QGridLayout, name: str, said: str) -> None:
        number = grid.rowCount()
        title = label(name, role="caption")
        title.setAlignment(Qt.AlignmentFlag.AlignTop)
        value = label(said, wrap=True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(title, number, 0)
        grid.addWidget(value, number, 1)
