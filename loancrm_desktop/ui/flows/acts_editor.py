"""What is done by itself when a deal comes or leaves."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.flows.flow_body import Entry
from loancrm_desktop.ui.flows.flow_words import Choice, FlowWords, choices_of
from loancrm_desktop.ui.forms.property_rows import PropertyRow
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.parts import button, clear_layout, icon_button, label, row
from loancrm_desktop.ui.widgets.relay import relay

_FRESH: dict[str, Entry] = {
    "add_task": {"do": "add_task", "title": "", "minutes": 1440},
    "set_field": {"do": "set_field", "field": None, "value": ""},
    "add_tag": {"do": "add_tag", "value": ""},
    "customer_status": {"do": "customer_status", "value": "following"},
}


class ActsEditor(PropertyRow):
    """Edits the acts of one moment."""

    def __init__(self, name: str, title: str, words: FlowWords) -> None:
        super().__init__(name)
        self._words = words
        self._acts: list[Entry] = []
        self.edits: list[dict[str, QLineEdit | CalmCombo]] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        add = icon_button("plus", tr("Add: {name}", name=title))
        add.clicked.connect(self._on_add_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(row(label(title, font="bodyStrong"), None, add))
        layout.addLayout(self._lines)

    def show_value(self, value: Any) -> None:
        """Show the acts."""
        wanted = [dict(each) for each in value or ()]
        same = [each.get("do") for each in wanted] == [each.get("do") for each in self._acts]
        self._acts = wanted
        if not same:
            self._show()

    def _show(self) -> None:
        clear_layout(self._lines)
        self.edits = []
        for number, each in enumerate(self._acts):
            self._lines.addWidget(self._line(number, each))

    def _line(self, number: int, each: Entry) -> QFrame:
        do = self._combo(
            (
                Choice("add_task", tr("Make a task")),
                Choice("set_field", tr("Set a field")),
                Choice("add_tag", tr("Add a tag")),
                Choice("customer_status", tr("Set the customer's status")),
            ),
            str(each.get("do")),
        )
        do.setAccessibleName(tr("What is done"))
        do.activated.connect(relay(do, self._on_do, number))
        gone = button("×", size="small", tip=tr("Remove"))
        gone.setAccessibleName(tr("Remove"))
        gone.clicked.connect(relay(gone, self._on_removed, number))
        parts = self._parts(number, each)
        self.edits.append(parts)
        head = row(do, gone, spacing=4)
        head.setStretchFactor(do, 1)
        frame = QFrame()
        frame.setProperty("role", "sunken")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(8, 6, 6, 6)
        inside.setSpacing(4)
        inside.addLayout(head)
        for made in parts.values():
            inside.addWidget(made)
        return frame

    def _parts(self, number: int, each: Entry) -> dict[str, QLineEdit | CalmCombo]:
        do, parts = each.get("do"), dict[str, QLineEdit | CalmCombo]()
        if do == "add_task":
            parts["title"] = self._edit(number, "title", tr("Title of the task"), each)
            parts["minutes"] = self._edit(number, "minutes", tr("Due in minutes"), each)
        elif do == "set_field":
            box = self._combo(self._words.fields(), str(each.get("field") or ""))
            box.setAccessibleName(tr("Field"))
            box.activated.connect(relay(box, self._on_box, number, "field"))
            parts["field"] = box
            parts["value"] = self._edit(number, "value", tr("Value"), each)
        elif do == "add_tag":
            parts["value"] = self._edit(number, "value", tr("Tag"), each)
        else:
            box = self._combo(choices_of("status"), str(each.get("value") or ""))
            box.setAccessibleName(tr("Status"))
            box.activated.connect(relay(box, self._on_box, number, "value"))
            parts["value"] = box
        return parts

    def _combo(self, choices: Any, value: str) -> CalmCombo:
        made = CalmCombo()
        made.setMinimumWidth(60)
        for each in choices:
            made.addItem(each.words, each.value)
        made.setCurrentIndex(made.findData(value))
        return made

    def _edit(self, number: int, name: str, title: str, each: Entry) -> QLineEdit:
        value = each.get(name)
        made = QLineEdit("" if value is None else str(value))
        made.setPlaceholderText(title)
        made.setAccessibleName(title)
        made.setToolTip(title)
        made.editingFinished.connect(relay(made, self._on_edited, number, name))
        return made

    def _put(self, number: int, name: str, value: Any) -> None:
        kept = list(self._acts)
        if kept[number].get(name) != value:
            kept[number] = {**kept[number], name: value}
            self._acts = kept
            self.changed.emit(kept)

    def _on_edited(self, number: int, name: str) -> None:
        edit = self.edits[number][name]
        if isinstance(edit, QLineEdit):
            text = edit.text().strip()
            if name == "minutes":
                self._put(number, name, int(text) if text.isdigit() else 1440)
            else:
                self._put(number, name, text)

    def _on_box(self, number: int, name: str) -> None:
        box = self.edits[number][name]
        if isinstance(box, CalmCombo):
            self._put(number, name, box.currentData())

    def _on_do(self, number: int) -> None:
        made = self.sender()
        do = made.parent()
        if isinstance(do, CalmCombo):
            kept = list(self._acts)
            kept[number] = dict(_FRESH[str(do.currentData())])
            self.changed.emit(kept)

    def _on_removed(self, number: int) -> None:
        self.changed.emit([*self._acts[:number], *self._acts[number + 1 :]] or None)

    def _on_add_clicked(self) -> None:
        self.changed.emit([*self._acts, dict(_FRESH["add_task"])])
