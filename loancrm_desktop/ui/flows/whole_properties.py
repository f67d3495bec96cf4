"""The properties of the process itself: its names, the order of its stages, what holds always."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.flows import flow_body
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_words import Choice, name_in
from loancrm_desktop.ui.flows.token_rows import TokensRow
from loancrm_desktop.ui.forms.property_rows import ChoiceRow, LineRow, PropertyRow, SwitchRow
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import clear_layout, icon_button, label, line, row
from loancrm_desktop.ui.widgets.relay import relay


class WholeProperties(QWidget):
    """Shows and changes what belongs to no node."""

    def __init__(self, desk: FlowDesk) -> None:
        super().__init__()
        self._desk = desk
        self.rows: dict[str, PropertyRow] = {}
        self._shown: object = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for made in (
            LineRow("name_zh", tr("Name in Chinese")),
            LineRow("name_en", tr("Name in English")),
        ):
            self.rows[made.name] = made
            made.changed.connect(self._on_name_changed)
            column.addWidget(made)
        column.addWidget(line())
        column.addWidget(label(tr("Stages, in the order of the board"), font="bodyStrong"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        column.addLayout(self._lines)
        column.addWidget(line())
        column.addWidget(label(tr("What holds everywhere"), font="bodyStrong"))
        stages = self._stages()
        picks: list[tuple[Any, str]] = [(None, tr("not allowed"))]
        picks += [(each.value, each.words) for each in stages]
        for made in (
            SwitchRow("back_among_open", tr("Deals may go back to earlier stages")),
            SwitchRow("skip_forward", tr("Deals may jump over stages")),
            ChoiceRow("lose_from_open", tr("Every deal may be given up to"), picks),
            TokensRow("reopen_to", tr("Ended deals may come back to"), stages),
        ):
            self.rows[made.name] = made
            made.changed.connect(self._on_rule_changed)
            column.addWidget(made)
        column.addStretch(1)
        self.show_values()

    def show_values(self) -> None:
        """Show the process as it is now."""
        body = self._desk.body
        rules: dict[str, Any] = body.get("rules") or {}
        for name, made in self.rows.items():
            if name.startswith("name_"):
                made.show_value(body.get(name))
            else:
                made.show_value(rules.get(name, name == "back_among_open" or None))
        stages = flow_body.stages(body)
        if stages != self._shown:
            self._shown = stages
            self._show_stages()

    def _stages(self) -> list[Choice]:
        return [
            Choice(str(each["key"]), name_in(each)) for each in flow_body.stages(self._desk.body)
        ]

    def _show_stages(self) -> None:
        clear_layout(self._lines)
        stages = self._stages()
        for number, each in enumerate(stages):
            inside = row(ElidedLabel(each.words), spacing=2)
            inside.setStretch(0, 1)
            for icon, step, tip in (
                ("up", -1, tr("Earlier: {name}", name=each.words)),
                ("down", 1, tr("Later: {name}", name=each.words)),
            ):
                made = icon_button(icon, tip)
                made.setEnabled(0 <= number + step < len(stages))
                made.clicked.connect(relay(made, self._on_moved, each.value, step))
                inside.addWidget(made)
            self._lines.addLayout(inside)

    def _on_moved(self, key: str, step: int) -> None:
        body = flow_body.move_stage(self._desk.body, key, step)
        self._desk.change(body, tr("Change the order of the stages"))

    def _on_name_changed(self, value: object) -> None:
        made = self.sender()
        if isinstance(made, PropertyRow):
            self._desk.set_whole({made.name: value or ""})

    def _on_rule_changed(self, value: object) -> None:
        made = self.sender()
        if isinstance(made, PropertyRow):
            rules: dict[str, Any] = dict(self._desk.body.get("rules") or {})
            rules[made.name] = value
            kept = {name: each for name, each in rules.items() if each is not None}
            self._desk.set_whole({"rules": kept})
