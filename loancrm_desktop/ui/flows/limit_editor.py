"""Until when a deal may stay, and what happens before, at and after that."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.flows.flow_body import Entry
from loancrm_desktop.ui.flows.flow_words import FlowWords, limit_units
from loancrm_desktop.ui.flows.limit_actions import LimitActions
from loancrm_desktop.ui.forms.property_rows import ChoiceRow, NumberRow, PropertyRow, SwitchRow
from loancrm_desktop.ui.widgets.parts import label, row, set_role

_FRESH: Entry = {
    "amount": 1,
    "unit": "working_days",
    "actions": [{"when": "before", "share": 25}, {"when": "at", "do": "remind_leader"}],
}


class LimitEditor(PropertyRow):
    """Edits a limit; off means none."""

    def __init__(self, name: str, title: str, words: FlowWords) -> None:
        super().__init__(name)
        self._limit: Entry | None = None
        self.switch = SwitchRow("on", title)
        self.switch.changed.connect(self._on_switched)
        self.amount = NumberRow("amount", tr("How long"))
        units = [(each.value, each.words) for each in limit_units()]
        self.unit = ChoiceRow("unit", tr("Unit"), units)
        dates = [(each.value, each.words) for each in words.fields(dates_only=True)]
        choices = [(None, tr("from the moment it comes here")), *dates]
        self.field = ChoiceRow("field", tr("Counted from"), choices)
        self.note = label(role="caption", wrap=True)
        self.around = LimitActions()
        self._parts = (self.amount, self.unit, self.field, self.note, self.around)
        for each in (self.amount, self.unit, self.field):
            each.changed.connect(self._on_part_changed)
        self.around.changed.connect(self._on_actions_changed)
        inside = row(self.amount, self.unit, spacing=8)
        inside.setStretch(0, 2)
        inside.setStretch(1, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.switch)
        layout.addLayout(inside)
        for part in (self.field, self.note, self.around):
            layout.addWidget(part)
        self.setFocusProxy(self.amount)
        self.show_value(None)

    def show_value(self, value: Any) -> None:
        """Show a limit."""
        self._limit = value
        self.switch.show_value(value is not None)
        for part in self._parts:
            part.setVisible(value is not None)
        found: Entry = value or {}
        self.amount.show_value(found.get("amount", 1))
        self.unit.show_value(found.get("unit", "working_hours"))
        self.field.show_value(found.get("field"))
        self.around.show_value(found.get("actions"))
        by_date = bool(found.get("field"))
        working = str(found.get("unit", "working_hours")).startswith("working")
        self.unit.setEnabled(not by_date)
        said = tr("Only office hours count, by the office's calendar.") if working else ""
        if by_date:
            said = tr("Days from that date; a number below zero is before it.")
        self.note.setText(said)
        set_role(self.note, "caption")
        self.note.setVisible(bool(said) and value is not None)

    def _on_switched(self, on: bool) -> None:  # noqa: FBT001 - the state
        self.changed.emit(dict(_FRESH) if on else None)

    def _on_part_changed(self, value: object) -> None:
        part = self.sender()
        if not isinstance(part, PropertyRow):
            return
        if part is self.amount:
            typed = value if isinstance(value, int) else None
            self.amount.show_problem("" if typed is not None else tr("Type a whole number."))
            if typed is None:
                return
        limit = {**(self._limit or {}), part.name: value}
        self.changed.emit({name: each for name, each in limit.items() if each is not None})

    def _on_actions_changed(self, actions: object) -> None:
        limit = {**(self._limit or {}), "actions": actions}
        self.changed.emit({name: each for name, each in limit.items() if each is not None})
