"""Several handlers one after the other: those who approve besides the first."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.flows.flow_body import Entry
from loancrm_desktop.ui.flows.flow_words import FlowWords
from loancrm_desktop.ui.flows.handler_editor import HandlerEditor
from loancrm_desktop.ui.forms.property_rows import PropertyRow
from loancrm_desktop.ui.widgets.parts import button, clear_layout, label
from loancrm_desktop.ui.widgets.relay import relay


class HandlerList(PropertyRow):
    """Edits a list of handlers; nobody takes a line out."""

    def __init__(self, name: str, title: str, words: FlowWords) -> None:
        super().__init__(name)
        self._words = words
        self._handlers: list[Entry] = []
        self.editors: list[HandlerEditor] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        add = button(tr("Add somebody"), kind="link", icon="plus")
        add.clicked.connect(self._on_add_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label(title, role="secondary", font="caption"))
        layout.addLayout(self._lines)
        layout.addWidget(add)

    def show_value(self, value: Any) -> None:
        """Show the handlers."""
        self._handlers = [dict(each) for each in value or ()]
        if len(self.editors) != len(self._handlers):
            clear_layout(self._lines)
            self.editors = []
            for number in range(len(self._handlers)):
                title = tr("Person {n}", n=number + 2)
                made = HandlerEditor(self._words, title=title, may_fall_back=False)
                made.changed.connect(relay(made, self._on_changed, number))
                self.editors.append(made)
                self._lines.addWidget(made)
        for made, each in zip(self.editors, self._handlers, strict=True):
            made.show_value(each)

    def _on_changed(self, number: int, policy: object) -> None:
        kept: list[Any] = list(self._handlers)
        kept[number] = policy
        self.changed.emit([each for each in kept if each is not None] or None)

    def _on_add_clicked(self) -> None:
        first: Entry = {"kind": "leader"}
        self.changed.emit([*(self._handlers or [{"kind": "owner"}]), first])
