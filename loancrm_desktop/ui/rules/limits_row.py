"""How often a rule may fire, when it rests, and whether it only tries."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.conditions.pick_token import PickToken
from loancrm_desktop.ui.rules import rule_choices
from loancrm_desktop.ui.rules.rule_desk import RuleDesk
from loancrm_desktop.ui.rules.rule_tokens import TimeToken
from loancrm_desktop.ui.rules.sentence_row import SentenceRow
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.relay import relay

_ALWAYS = "always"


class LimitsRow(QWidget):
    """Shows and changes the limits."""

    def __init__(self, desk: RuleDesk) -> None:
        super().__init__()
        self._desk = desk
        self.repeat = PickToken(tr("How often"), "plain")
        self.repeat.picked.connect(self._on_repeat_picked)
        self.repeat.name_others_by(_named)
        sentence = SentenceRow()
        sentence.lay(tr("For one record {repeat}", repeat="{repeat}"), {"repeat": self.repeat})
        self.boxes: dict[str, QCheckBox] = {}
        flow_holder = QWidget()
        flow = FlowLayout(flow_holder, spacing=14)
        for part, title, tip in (
            ("stop", tr("Rules below rest then"), tr("They do not wake for the same record")),
            ("working_days", tr("On working days only"), tr("What falls on others waits")),
            (
                "trial",
                tr("Trial: only note, do nothing"),
                tr("Whom it would have reminded is noted"),
            ),
            ("quiet", tr("Quiet hours"), tr("What falls into them is told afterwards")),
        ):
            box = QCheckBox(title)
            box.setToolTip(tip)
            box.toggled.connect(relay(box, self._on_box_toggled, part))
            self.boxes[part] = box
            flow.addWidget(box)
        self.begins = TimeToken(tr("Quiet from"), "21:00")
        self.ends = TimeToken(tr("Quiet until"), "08:00")
        for token in (self.begins, self.ends):
            token.edited.connect(self._on_hours_edited)
            flow.addWidget(token)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 8)
        layout.setSpacing(2)
        layout.addWidget(sentence)
        layout.addWidget(flow_holder)
        desk.changed.connect(self._on_desk_changed)

    def _on_desk_changed(self) -> None:
        body = self._desk.body
        self.repeat.offer(rule_choices.repeats())
        every = body.get("every_days")
        self.repeat.pick(["once" if body.get("once") else str(every) if every else _ALWAYS])
        for part, box in self.boxes.items():
            is_on = body.get(part) not in (None, False)  # quiet hours may be the usual ones: {}
            if box.isChecked() != is_on:
                box.blockSignals(True)  # noqa: FBT003 - Qt's own
                box.setChecked(is_on)
                box.blockSignals(False)  # noqa: FBT003 - Qt's own
        quiet: dict[str, Any] = body.get("quiet") or {}
        for token, usual, key in ((self.begins, "21:00", "from"), (self.ends, "08:00", "to")):
            token.value = str(quiet.get(key) or usual)
            token.say(token.value)
            token.setVisible(body.get("quiet") is not None)

    def _on_repeat_picked(self) -> None:
        key = str(self.repeat.picks[0])
        once = True if key == "once" else None
        days = int(key) if key.isdigit() else None
        self._desk.put_all({"once": once, "every_days": days})

    def _on_box_toggled(self, part: str, is_on: bool) -> None:  # noqa: FBT001 - Qt's own
        if part == "quiet":
            self._desk.put(("quiet",), self._hours() if is_on else None)
        else:
            self._desk.put((part,), True if is_on else None)

    def _on_hours_edited(self) -> None:
        self._desk.put(("quiet",), self._hours())

    def _hours(self) -> dict[str, str]:
        return {"from": self.begins.value, "to": self.ends.value}


def _named(key: object) -> str:
    return rule_choices.say_every(int(str(key))) if str(key).isdigit() else str(key)
