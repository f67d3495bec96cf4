"""What happens around a time limit, as lines: when, what, how often."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.flows.flow_body import Entry
from loancrm_desktop.ui.forms.property_rows import PropertyRow
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.parts import button, clear_layout, icon_button, label, row
from loancrm_desktop.ui.widgets.relay import relay

_SHARE = "share"


def moments() -> Sequence[tuple[str, str]]:
    """Answer when something may happen."""
    return (
        (_SHARE, tr("% of the time left")),
        ("before", tr("minutes before")),
        ("at", tr("when reached")),
        ("after", tr("minutes after")),
    )


def acts() -> Sequence[tuple[str, str]]:
    """Answer what may happen."""
    return (
        ("remind_handler", tr("remind the handler")),
        ("remind_leader", tr("remind the team lead")),
        ("pass_on", tr("pass on to the next")),
        ("return", tr("send back")),
    )


class LimitActions(PropertyRow):
    """Edits the actions of a limit."""

    def __init__(self) -> None:
        super().__init__("actions")
        self._actions: list[Entry] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self.add_button = button(tr("Add a reminder"), kind="link", icon="plus")
        self.add_button.clicked.connect(self._on_add_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._lines)
        layout.addWidget(self.add_button)
        self.edits: list[dict[str, QLineEdit]] = []
        self.boxes: list[tuple[CalmCombo, CalmCombo]] = []

    def show_value(self, value: Any) -> None:
        """Show the lines."""
        wanted: list[Entry] = [dict(each) for each in value or ()]
        if wanted == self._actions:
            return
        shapes = [_shape(each) for each in wanted] == [_shape(each) for each in self._actions]
        self._actions = wanted
        if not shapes:
            self._show()

    def _show(self) -> None:
        clear_layout(self._lines)
        self.edits, self.boxes = [], []
        for number, each in enumerate(self._actions):
            self._lines.addWidget(self._line(number, each))

    def _line(self, number: int, each: Entry) -> QFrame:
        when, do = CalmCombo(), CalmCombo()
        when.setAccessibleName(tr("When"))
        do.setAccessibleName(tr("What happens"))
        for value, words in moments():
            when.addItem(words, value)
        for value, words in acts():
            do.addItem(words, value)
        when.setCurrentIndex(max(0, when.findData(_moment(each))))
        do.setCurrentIndex(max(0, do.findData(each.get("do", "remind_handler"))))
        when.activated.connect(relay(when, self._on_when, number))
        do.activated.connect(relay(do, self._on_do, number))
        gone = icon_button("x", tr("Remove"))
        gone.clicked.connect(relay(gone, self._on_removed, number))
        fields: dict[str, QLineEdit] = {}
        amount = {_SHARE: "share", "before": "minutes", "after": "minutes"}.get(_moment(each))
        if amount is not None:
            fields[amount] = self._edit(number, amount, str(each.get(amount) or ""))
        again = self._edit(number, "repeat_minutes", str(each.get("repeat_minutes") or ""))
        most = self._edit(number, "most", str(each.get("most") or ""))
        first = row(when, *fields.values(), gone, spacing=4)
        first.setStretchFactor(when, 3)
        words = label(tr("again after min."), role="caption")
        last = row(words, again, label("×", role="caption"), most, None, spacing=4)
        frame = QFrame()
        frame.setProperty("role", "sunken")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(8, 6, 6, 6)
        inside.setSpacing(4)
        inside.addLayout(first)
        inside.addWidget(do)
        inside.addLayout(last)
        for box in (when, do):
            box.setMinimumWidth(60)
        self.edits.append({**fields, "repeat_minutes": again, "most": most})
        self.boxes.append((when, do))
        return frame

    def _edit(self, number: int, name: str, text: str) -> QLineEdit:
        made = QLineEdit(text)
        made.setMaximumWidth(64)
        titles = {
            "share": tr("Percent"),
            "minutes": tr("Minutes"),
            "repeat_minutes": tr("Again after so many minutes; empty: once"),
            "most": tr("How many times at most"),
        }
        made.setAccessibleName(titles[name])
        made.setToolTip(titles[name])
        made.editingFinished.connect(relay(made, self._on_edited, number, name))
        return made

    def _put(self, number: int, values: Entry) -> None:
        kept = list(self._actions)
        found = {**kept[number], **values}
        kept[number] = {name: each for name, each in found.items() if each is not None}
        if kept != self._actions:
            self.changed.emit(kept)

    def _on_when(self, number: int) -> None:
        when = str(self.boxes[number][0].currentData())
        if when == _SHARE:
            self._put(number, {"when": "before", "share": 25, "minutes": None})
        else:
            minutes = None if when == "at" else 30
            self._put(number, {"when": when, "share": None, "minutes": minutes})

    def _on_do(self, number: int) -> None:
        self._put(number, {"do": self.boxes[number][1].currentData()})

    def _on_edited(self, number: int, name: str) -> None:
        edit = self.edits[number][name]
        text = edit.text().strip()
        most = {"share": 99, "most": 99}.get(name, 525_600)
        value = min(max(int(text), 1), most) if text.isdigit() else None
        if value is None and name in ("share", "minutes"):
            edit.setText(str(self._actions[number].get(name, "")))
            return
        self._put(number, {name: value})

    def _on_removed(self, number: int) -> None:
        self.changed.emit([*self._actions[:number], *self._actions[number + 1 :]] or None)

    def _on_add_clicked(self) -> None:
        self.changed.emit([*self._actions, {"when": "at", "do": "remind_handler"}])


def _moment(each: Entry) -> str:
    return _SHARE if each.get("share") else str(each.get("when", "at"))


def _shape(each: Entry) -> tuple[str, object]:
    return _moment(each), each.get("do", "remind_handler")
