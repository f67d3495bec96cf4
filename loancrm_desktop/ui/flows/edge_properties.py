"""The properties of an arrow."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.summary import ConditionSummary
from loancrm_desktop.ui.flows import flow_body
from loancrm_desktop.ui.flows.flow_body import Entry
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_words import FlowWords, choices_of, node_name
from loancrm_desktop.ui.flows.token_rows import TokensRow
from loancrm_desktop.ui.forms.property_rows import ChoiceRow, LineRow, PropertyRow, SwitchRow
from loancrm_desktop.ui.widgets.parts import label, line


class EdgeProperties(QWidget):
    """Shows and changes one arrow."""

    def __init__(self, desk: FlowDesk, key: str, words: FlowWords, bridge: Bridge) -> None:
        super().__init__()
        self._desk, self.key = desk, key
        self.rows: dict[str, PropertyRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        start = flow_body.node(desk.body, str(self._entry.get("from"))) or {}
        kind = start.get("kind")
        ends = tr(
            "From {start} to {end}",
            start=node_name(desk.body, str(self._entry.get("from"))),
            end=node_name(desk.body, str(self._entry.get("to"))),
        )
        self._column.addWidget(label(ends, role="secondary", wrap=True))
        self._add(LineRow("name_zh", tr("Name in Chinese")))
        self._add(LineRow("name_en", tr("Name in English")))
        self._column.addWidget(line())
        if kind == "approval":
            answers: list[tuple[Any, str]] = [
                ("approved", tr("approved")), ("rejected", tr("not approved")),
            ]  # fmt: skip
            self._add(ChoiceRow("on", tr("Taken when the answer is"), answers))
        if kind == "branch":
            self._add(SwitchRow("else", tr("Else: when no other condition holds")))
        title = tr("Condition") if kind == "branch" else tr("May be taken only when")
        self._said = label(title, font="bodyStrong")
        self._column.addWidget(self._said)
        self.when = ConditionSummary(bridge, words.words, "deal")
        self.when.changed.connect(self._on_when_changed)
        self._column.addWidget(self.when)
        self._column.addWidget(line())
        self._add(TokensRow("requires", tr("Must be filled to go this way"), words.fields()))
        self._add(SwitchRow("needs_reason", tr("Ask for a reason")))
        statuses: list[tuple[Any, str]] = [(None, tr("stays as it is"))]
        statuses += [(each.value, each.words) for each in choices_of("status")]
        self._add(ChoiceRow("customer_status", tr("The customer becomes"), statuses))
        self._column.addStretch(1)
        self.show_values()

    @property
    def _entry(self) -> Entry:
        return flow_body.edge(self._desk.body, self.key) or {}

    def show_values(self) -> None:
        """Show the arrow as it is now."""
        entry = self._entry
        for name, made in self.rows.items():
            made.show_value(entry.get(name))
        is_else = bool(entry.get("else"))
        self._said.setVisible(not is_else)
        self.when.setVisible(not is_else)
        if self.when.where() != entry.get("when"):
            self.when.set_where(entry.get("when"))

    def _add(self, made: PropertyRow) -> None:
        self.rows[made.name] = made
        made.changed.connect(self._on_row_changed)
        self._column.addWidget(made)

    def _on_row_changed(self, value: object) -> None:
        made = self.sender()
        if isinstance(made, PropertyRow):
            values: dict[str, Any] = {made.name: value or None}
            if made.name == "else" and value:
                values["when"] = None
            self._desk.set_edge(self.key, values)

    def _on_when_changed(self) -> None:
        self._desk.set_edge(self.key, {"when": self.when.where()})
