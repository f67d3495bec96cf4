"""A table of a handler by field: these values, this person or role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.flows.flow_body import Entry
from loancrm_desktop.ui.flows.flow_words import FlowWords
from loancrm_desktop.ui.forms.property_rows import PropertyRow
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.parts import button, clear_layout, icon_button, row
from loancrm_desktop.ui.widgets.relay import relay


class TableRows(PropertyRow):
    """Lines of values and handlers; values are typed with commas between them."""

    def __init__(self, name: str, words: FlowWords, field: Callable[[], str]) -> None:
        super().__init__(name)
        self._words, self._field = words, field
        self._table: list[Entry] = []
        self.edits: list[QLineEdit] = []
        self.boxes: list[CalmCombo] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        add = button(tr("Add a line"), kind="link", icon="plus")
        add.clicked.connect(self._on_add_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._lines)
        layout.addWidget(add)

    def show_value(self, value: Any) -> None:
        """Show the lines."""
        table: list[Entry] = list(value or ())
        if table == self._table and self.edits:
            return
        typing = len(table) == len(self.edits) and any(each.hasFocus() for each in self.edits)
        self._table = table
        if not typing:
            self._show()

    def _options(self) -> dict[str, str]:
        kind, _, key = self._field().rpartition(".")
        spec = self._words.words.fields(kind or "deal").get(key)
        language = current_language()
        return {} if spec is None else {each.key: each.label(language) for each in spec.options}

    def _show(self) -> None:
        clear_layout(self._lines)
        self.edits, self.boxes = [], []
        options = self._options()
        for number, each in enumerate(self._table):
            values: list[str] = each.get("values") or []
            edit = QLineEdit("，".join(options.get(one, one) for one in values))
            edit.setPlaceholderText(tr("values, with commas"))
            edit.setAccessibleName(tr("Values of line {n}", n=number + 1))
            edit.editingFinished.connect(relay(edit, self._on_edited, number))
            box = CalmCombo()
            box.setAccessibleName(tr("Handler of line {n}", n=number + 1))
            for role, name in self._words.roles.items():
                box.addItem(name, f"role:{role}")
            for person, name in self._words.words.links("person"):
                box.addItem(name, f"person:{person}")
            box.setCurrentIndex(max(0, box.findData(_written(each.get("handler") or {}))))
            box.activated.connect(relay(box, self._on_chosen, number))
            gone = icon_button("x", tr("Remove line {n}", n=number + 1))
            gone.clicked.connect(relay(gone, self._on_removed, number))
            line = row(edit, box, gone, spacing=4)
            line.setStretch(0, 1)
            line.setStretch(1, 1)
            self._lines.addLayout(line)
            self.edits.append(edit)
            self.boxes.append(box)

    def _put(self, number: int, name: str, value: Any) -> None:
        table = list(self._table)
        if table[number].get(name) != value:
            table[number] = {**table[number], name: value}
            self._table = table
            self.changed.emit(table)

    def _on_edited(self, number: int) -> None:
        typed = self.edits[number].text().replace("，", ",").replace("、", ",")
        keys = {words: key for key, words in self._options().items()}
        values = [each.strip() for each in typed.split(",") if each.strip()]
        self._put(number, "values", [keys.get(each, each) for each in values])

    def _on_chosen(self, number: int) -> None:
        kind, _, value = str(self.boxes[number].currentData()).partition(":")
        handler: Entry = {"kind": kind, kind: int(value) if kind == "person" else value}
        self._put(number, "handler", handler)

    def _on_removed(self, number: int) -> None:
        self.changed.emit([*self._table[:number], *self._table[number + 1 :]] or None)

    def _on_add_clicked(self) -> None:
        role = next(iter(self._words.roles), "")
        self.changed.emit([*self._table, {"values": [], "handler": {"kind": "role", "role": role}}])


def _written(handler: Entry) -> str:
    kind = str(handler.get("kind", ""))
    return f"{kind}:{handler.get(kind)}"
