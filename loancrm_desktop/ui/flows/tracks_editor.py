"""The branches of a parallel node: pieces of work one after the other in each."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from loancrm_desktop.texts import current_language, say, tr
from loancrm_desktop.ui.flows.flow_body import Entry
from loancrm_desktop.ui.flows.flow_words import FlowWords, name_in
from loancrm_desktop.ui.flows.handler_editor import HandlerEditor
from loancrm_desktop.ui.forms.property_rows import PropertyRow
from loancrm_desktop.ui.widgets.parts import button, clear_layout, icon_button, row
from loancrm_desktop.ui.widgets.relay import relay


class TracksEditor(PropertyRow):
    """Edits parallel branches."""

    def __init__(self, name: str, words: FlowWords) -> None:
        super().__init__(name)
        self._words = words
        self._tracks: list[Entry] = []
        self._shape: object = None
        self.handlers: dict[tuple[int, int], HandlerEditor] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        add = button(tr("Add a branch"), kind="link", icon="plus")
        add.clicked.connect(self._on_add_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._lines)
        layout.addWidget(add)

    def show_value(self, value: Any) -> None:
        """Show the branches."""
        self._tracks = [dict(each) for each in value or ()]
        shape = [(each["key"], [one["key"] for one in each["steps"]]) for each in self._tracks]
        if shape != self._shape:
            self._shape = shape
            self._show()
        for (track, step), made in self.handlers.items():
            made.show_value(self._tracks[track]["steps"][step].get("handler"))

    def _show(self) -> None:
        clear_layout(self._lines)
        self.handlers = {}
        for number, each in enumerate(self._tracks):
            self._lines.addWidget(self._track(number, each))

    def _track(self, number: int, track: Entry) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "sunken")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(8, 6, 6, 6)
        inside.setSpacing(6)
        edit = QLineEdit(name_in(track))
        edit.setAccessibleName(tr("Name of branch {n}", n=number + 1))
        edit.editingFinished.connect(relay(edit, self._on_named, edit, number, -1))
        gone = icon_button("trash", tr("Remove branch {n}", n=number + 1))
        gone.clicked.connect(relay(gone, self._on_removed, number, -1))
        inside.addLayout(row(edit, gone, spacing=4))
        for at, step in enumerate(track["steps"]):
            named = QLineEdit(name_in(step))
            named.setAccessibleName(tr("Name of step {n}", n=at + 1))
            named.editingFinished.connect(relay(named, self._on_named, named, number, at))
            out = icon_button("x", tr("Remove step {n}", n=at + 1))
            out.setEnabled(len(track["steps"]) > 1)
            out.clicked.connect(relay(out, self._on_removed, number, at))
            inside.addLayout(row(named, out, spacing=4, margins=(12, 0, 0, 0)))
            handler = HandlerEditor(self._words, title=tr("Who does it"), may_fall_back=False)
            handler.changed.connect(relay(handler, self._on_handler, number, at))
            handler.setContentsMargins(12, 0, 0, 0)
            self.handlers[number, at] = handler
            inside.addWidget(handler)
        more = button(tr("Add a step"), kind="link", icon="plus")
        more.clicked.connect(relay(more, self._on_step_added, number))
        inside.addWidget(more)
        return frame

    def _put(self, number: int, track: Entry) -> None:
        kept = list(self._tracks)
        kept[number] = track
        self.changed.emit(kept)

    def _on_named(self, edit: QLineEdit, number: int, at: int) -> None:
        text, name = edit.text().strip(), f"name_{current_language()}"
        track = self._tracks[number]
        entry = track if at < 0 else track["steps"][at]
        if not text or name_in(entry) == text:
            return
        same = entry.get("name_zh") == entry.get("name_en")
        made = {**entry, "name_zh": text, "name_en": text} if same else {**entry, name: text}
        if at < 0:
            self._put(number, made)
        else:
            steps = list(track["steps"])
            steps[at] = made
            self._put(number, {**track, "steps": steps})

    def _on_handler(self, number: int, at: int, policy: object) -> None:
        track = self._tracks[number]
        steps = list(track["steps"])
        steps[at] = {**steps[at], "handler": policy or {"kind": "owner"}}
        self._put(number, {**track, "steps": steps})

    def _on_removed(self, number: int, at: int) -> None:
        if at < 0:
            kept = [*self._tracks[:number], *self._tracks[number + 1 :]]
            self.changed.emit(kept or None)
            return
        track = self._tracks[number]
        steps = [*track["steps"][:at], *track["steps"][at + 1 :]]
        self._put(number, {**track, "steps": steps})

    def _on_step_added(self, number: int) -> None:
        track = self._tracks[number]
        self._put(number, {**track, "steps": [*track["steps"], self._step(track["steps"])]})

    def _on_add_clicked(self) -> None:
        words = say("Branch {n}", n=len(self._tracks) + 1)
        key = _free("branch", {each["key"] for each in self._tracks})
        made: Entry = {"key": key, "name_zh": words.read("zh"), "name_en": words.read("en")}
        self.changed.emit([*self._tracks, {**made, "steps": [self._step([])]}])

    def _step(self, others: list[Entry]) -> Entry:
        words = say("Step {n}", n=len(others) + 1)
        key = _free("step", {each["key"] for each in others})
        names = {"name_zh": words.read("zh"), "name_en": words.read("en")}
        return {"key": key, **names, "handler": {"kind": "owner"}}


def _free(wanted: str, taken: set[str]) -> str:
    number = 1
    while f"{wanted}_{number}" in taken:
        number += 1
    return f"{wanted}_{number}"
