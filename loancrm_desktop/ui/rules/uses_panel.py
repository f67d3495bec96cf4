"""Where a rule is used, and what of the office it names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.rules import rule_choices
from loancrm_desktop.ui.rules.chip_edit import FIELD
from loancrm_desktop.ui.rules.rule_desk import Body, RuleDesk
from loancrm_desktop.ui.widgets.parts import clear_layout, label, row


class UsesPanel(QWidget):
    """Lists fields, stages, people, and where its button stands."""

    def __init__(self, words: OfficeWords, desk: RuleDesk) -> None:
        super().__init__()
        self._words, self._desk = words, desk
        self.lines: list[tuple[str, str]] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 12, 0, 12)
        self._layout.setSpacing(8)

    def reload(self) -> None:
        """List what the rule on the table names."""
        clear_layout(self._layout)
        self.lines = list(dict.fromkeys(self._found()))
        for what, name in self.lines:
            title = label(what, role="secondary")
            title.setMinimumWidth(140)
            self._layout.addLayout(row(title, label(name), None))
        if not self.lines:
            self._layout.addWidget(label(tr("It names nothing of the office."), role="caption"))
        self._layout.addStretch(1)

    def _found(self) -> Iterator[tuple[str, str]]:
        body, when = self._desk.body, self._desk.when
        if when.get("on") == "button":
            place = tr("Menu of the customer's page")
            if self._desk.kind == "deal":
                place = tr("Menu of cards on the board")
            yield tr("Button"), place
        fields = ConditionFields(self._words, self._desk.kind)
        for name in when.get("fields") or ():
            yield tr("Wakes with the field"), fields.label(str(name))
        if when.get("field"):
            yield tr("Wakes with the field"), fields.label(str(when["field"]))
        for stage in when.get("stages") or ():
            yield tr("Wakes with the stage"), self._words.stage_name(str(stage))
        for name in _fields_in(body.get("if")):
            yield tr("Asks the field"), fields.label(name)
        for action in self._desk.actions:
            yield from self._of_action(action, fields)

    def _of_action(self, action: Body, fields: ConditionFields) -> Iterator[tuple[str, str]]:
        for found in FIELD.finditer(str(action.get("text") or "")):
            yield tr("Says the field"), fields.label(found[1])
        if action.get("field"):
            yield tr("Sets the field"), fields.label(str(action["field"]))
        if action.get("stage"):
            yield tr("Moves to the stage"), self._words.stage_name(str(action["stage"]))
        if action.get("do") in ("task", "notify"):
            key = rule_choices.key_of(action.get("to") or {})
            entries = {e.key: e.name for e in rule_choices.people(self._words, self._desk.kind)}
            yield tr("Tells"), entries.get(key, key)
        for one in action.get("people") or ():
            is_asked = action.get("do") == "approval"
            yield (
                tr("Asks for approval") if is_asked else tr("Gives to"),
                self._words.person_name(int(one)),
            )
        if action.get("team") is not None:
            yield tr("Gives to"), self._words.team_name(int(action["team"]))
        for line in action.get("table") or ():
            for channel in line.get("channels") or ():
                yield tr("Goes by the channel"), self._words.channel_name(int(channel))


def _fields_in(where: Any) -> Iterator[str]:
    """Answer every field a condition names."""
    if isinstance(where, dict):
        for key, value in where.items():  # pyright: ignore[reportUnknownVariableType] - plain JSON
            if key == "field" and isinstance(value, str):
                yield value
            else:
                yield from _fields_in(value)
    elif isinstance(where, list):
        for each in where:  # pyright: ignore[reportUnknownVariableType] - plain JSON
            yield from _fields_in(each)
