"""The trial run beside the picture: a made-up or real deal, what is decided, the way it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.process import trial
from loancrm_desktop.services.process.trial import Trial, TrialStep
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.flows import flow_body
from loancrm_desktop.ui.flows.flow_canvas import FlowCanvas
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_words import FlowWords, edge_name, node_name
from loancrm_desktop.ui.flows.sample_fields import fields_asked
from loancrm_desktop.ui.records.record_editor import RecordEditor
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    icon_button,
    label,
    line,
    row,
    scrolled,
)
from loancrm_desktop.ui.widgets.relay import relay

_AFTER_MS = 250
_DEAL = FieldSpec(
    key="deal", type=FieldType.RECORD, label_zh="业务单", label_en="Deal", links_to="deal"
)


class TrialPanel(QFrame):
    """Runs a made-up or a real deal through the picture; nothing is written.

    Signals:
        closed: the trial is over.
    """

    closed = Signal()

    def __init__(
        self, bridge: Bridge, desk: FlowDesk, words: FlowWords, canvas: FlowCanvas
    ) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self._bridge, self._desk, self._words, self._canvas = bridge, desk, words, canvas
        self.setFixedWidth(theme.current().layout("propertyPanel"))
        self._values: dict[str, Any] = {}
        self.choices: dict[str, str] = {}
        self.trial: Trial | None = None
        self._asked: tuple[str, ...] = ()
        self._editors: dict[str, QLineEdit | CalmCombo] = {}
        self.deal_id: int | None = None
        self.deal = RecordEditor(_DEAL, bridge)
        self.deal.setAccessibleName(tr("A real deal, found by its customer"))
        self.deal.edited.connect(self._on_deal_edited)
        close = icon_button("x", tr("End the trial (Esc)"))
        close.clicked.connect(self.close_trial)
        head = row(
            IconMark("play", "accentText"), label(tr("Trial run"), font="bodyStrong"), None, close,
            margins=(14, 8, 10, 8),
        )  # fmt: skip
        self._fields, self._steps = QVBoxLayout(), QVBoxLayout()
        self.said = label(wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(line())
        whole.addWidget(scrolled(self._content()), 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self.run)
        desk.changed.connect(self._on_desk_changed)

    def _content(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(14, 12, 14, 16)
        column.setSpacing(8)
        column.addWidget(label(tr("A sample deal"), font="bodyStrong"))
        note = tr("Choose a real deal, or fill in what the conditions ask for. Nothing is saved.")
        column.addWidget(label(note, role="caption", wrap=True))
        column.addWidget(self.deal)
        self._fields.setSpacing(6)
        column.addLayout(self._fields)
        column.addWidget(line())
        column.addWidget(label(tr("The way it goes"), font="bodyStrong"))
        self._steps.setSpacing(6)
        column.addLayout(self._steps)
        column.addWidget(self.said)
        again = button(tr("Begin again"), icon="refresh")
        again.clicked.connect(self.begin)
        column.addWidget(again)
        column.addStretch(1)
        return content

    def begin(self) -> None:
        """Begin with an empty deal."""
        self._values, self.choices, self._asked = {}, {}, ()
        self.deal_id = None
        self.deal.set_value(None)
        clear_layout(self._fields)
        self._show_fields()
        self.run()

    def run(self) -> None:
        """Find the way."""
        self._timer.stop()
        self._bridge.ask(
            trial.trial,
            body=self._desk.body,
            values=self._values,
            deal_id=self.deal_id,
            choices=self.choices,
            then=self._on_trial,
            failed=self._on_failed,
            key="trial",
        )

    def take_deal(self, deal_id: int | None) -> None:
        """Run a real deal: its values fill what is left empty; None goes back to a made-up one."""
        self.deal_id = deal_id
        self.run()

    def set_value(self, field: str, value: Any) -> None:
        """Fill in a value of the sample; None takes it away."""
        if value is None:
            self._values.pop(field, None)
        else:
            self._values[field] = value
        self._timer.start()

    def choose_way(self, node: str, edge: str) -> None:
        """Decide which way goes on from a node."""
        self.choices[node] = edge
        self.run()

    def close_trial(self) -> None:
        """End it; the picture is as before."""
        self._timer.stop()
        self._canvas.scene.layers.show_run({}, {}, frozenset())
        self._canvas.scene.refresh()
        self.closed.emit()

    def _show_fields(self) -> None:
        wanted = tuple(fields_asked(self._desk.body))
        if wanted == self._asked and self._fields.count():
            return
        self._asked = wanted
        self._editors = {}
        clear_layout(self._fields)
        for name in wanted:
            kind, _, key = name.rpartition(".")
            spec = self._words.words.fields(kind or "deal").get(key)
            if spec is None:
                continue
            self._fields.addWidget(
                label(spec.label(current_language()), role="secondary", font="caption")
            )
            editor = self._editors[name] = self._editor(name, spec)
            self._fields.addWidget(editor)
        if not wanted:
            said = tr("No condition asks for a value.")
            self._fields.addWidget(label(said, role="caption", wrap=True))

    def _editor(self, name: str, spec: FieldSpec) -> QLineEdit | CalmCombo:
        title = spec.label(current_language())
        if spec.options or spec.compared_as.value == "boolean":
            box = CalmCombo()
            box.setAccessibleName(title)
            box.addItem("", None)
            for each in spec.options:
                box.addItem(each.label(current_language()), each.key)
            if spec.compared_as.value == "boolean":
                for value in (True, False):
                    box.addItem(display.yes_no(value), value)
            box.setCurrentIndex(max(0, box.findData(self._values.get(name))))
            box.activated.connect(relay(box, self._on_box, box, name))
            return box
        edit = QLineEdit(str(self._values.get(name) or ""))
        edit.setAccessibleName(title)
        edit.textEdited.connect(relay(edit, self._on_edit, edit, name))
        return edit

    def _show_sample(self, sample: Mapping[str, Any]) -> None:
        """Say in what is left empty which value of the real deal holds there."""
        for name, editor in self._editors.items():
            kind, _, key = name.rpartition(".")
            known = f"customer.{key}" if kind == "customer" else key
            said = self._said_value(name, sample[known]) if known in sample else ""
            if isinstance(editor, QLineEdit):
                editor.setPlaceholderText(said)
            else:
                editor.setItemText(0, said)

    def _on_deal_edited(self) -> None:
        self.take_deal(self.deal.value())

    def _on_box(self, box: CalmCombo, name: str) -> None:
        self.set_value(name, box.currentData())

    def _on_edit(self, edit: QLineEdit, name: str) -> None:
        self.set_value(name, edit.text().strip() or None)

    def _on_trial(self, found: Trial) -> None:
        self.trial = found
        self._show_sample(found.sample)
        states = {each.node: "done" for each in found.steps}
        if found.steps:
            states[found.steps[-1].node] = "done" if found.end else "now"
        said: dict[str, str] = {}
        for each in found.steps:
            words = self._step_words(each)
            if words:
                said[each.node] = words
        lit = frozenset(each.edge for each in found.steps if each.edge)
        self._canvas.scene.layers.show_run(states, said, lit)
        self._canvas.scene.refresh()
        self._show_steps(found.steps)
        if found.problem is not None:
            self.said.setText(found.problem.read())
        elif found.end is not None:
            ended = node_name(self._desk.body, found.end)
            self.said.setText(tr("It ends at {node}.", node=ended))
        else:
            self.said.setText(tr("It goes round; choose another way somewhere."))

    def _step_words(self, each: TrialStep) -> str:
        who = self._words.words.person_name(each.handler)
        if each.due_at is None:
            return who
        when = display.time_exact(each.due_at)
        return tr("{who} until {when}", who=who, when=when) if who else when

    def _show_steps(self, steps: Sequence[TrialStep]) -> None:
        clear_layout(self._steps)
        body = self._desk.body
        for number, each in enumerate(steps):
            name = label(f"{number + 1}  {node_name(body, each.node)}", font="bodyStrong")
            self._steps.addWidget(name)
            notes = [self._step_words(each), self._facts(each.facts)]
            for note in notes:
                if note:
                    self._steps.addWidget(label(note, role="caption", wrap=True))
            ways = flow_body.out_of(body, each.node)
            kind = (flow_body.node(body, each.node) or {}).get("kind")
            if len(ways) > 1 and kind != "branch":
                self._steps.addWidget(self._way_box(each.node, [*ways]))

    def _way_box(self, node: str, ways: Sequence[Mapping[str, Any]]) -> CalmCombo:
        box = CalmCombo()
        box.setAccessibleName(tr("Which way on from {node}", node=node_name(self._desk.body, node)))
        for each in ways:
            key = flow_body.edge_key(each)
            box.addItem(edge_name(self._desk.body, key), key)
        box.setCurrentIndex(max(0, box.findData(self.choices.get(node))))
        box.activated.connect(relay(box, self._on_way, box, node))
        return box

    def _on_way(self, box: CalmCombo, node: str) -> None:
        self.choose_way(node, str(box.currentData()))

    def _facts(self, facts: Mapping[str, Any]) -> str:
        found = [
            tr("{field}: {value}", field=self._words.field(name), value=self._said_value(name, one))
            for name, one in facts.items()
        ]
        return " · ".join(found)

    def _said_value(self, name: str, value: Any) -> str:
        kind, _, key = name.rpartition(".")
        spec = self._words.words.fields(kind or "deal").get(key)
        if value is None:
            return "—"
        return str(value) if spec is None else self._words.words.say(spec, value)

    def _on_failed(self, problem: Problem) -> None:
        self.said.setText(str(problem))

    def _on_desk_changed(self) -> None:
        if self.isVisible():
            self._show_fields()
            self._timer.start()
