"""The properties of a node."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.summary import ConditionSummary
from loancrm_desktop.ui.flows import flow_body
from loancrm_desktop.ui.flows.acts_editor import ActsEditor
from loancrm_desktop.ui.flows.flow_body import Entry
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_words import (
    Choice,
    FlowWords,
    choices_of,
    funnel_steps,
    outcomes,
)
from loancrm_desktop.ui.flows.handler_editor import HandlerEditor
from loancrm_desktop.ui.flows.handler_list import HandlerList
from loancrm_desktop.ui.flows.limit_editor import LimitEditor
from loancrm_desktop.ui.flows.token_rows import TokensRow
from loancrm_desktop.ui.flows.tracks_editor import TracksEditor
from loancrm_desktop.ui.flows.ways_list import WaysList
from loancrm_desktop.ui.forms.property_rows import (
    ChoiceRow,
    LineRow,
    PropertyRow,
    SegmentsRow,
    SwitchRow,
)
from loancrm_desktop.ui.widgets.parts import label, line

_HANDLED = ("handle", "approval")
_GATED = ("handle", "approval", "parallel", "wait")
_ACTING = ("handle", "approval", "action", "wait", "parallel", "end")


class NodeProperties(QWidget):
    """Shows and changes one node.

    Signals:
        edge_requested: an arrow's properties are wanted (its key).
        new_way_requested: another way out of the node is wanted.
    """

    edge_requested = Signal(str)
    new_way_requested = Signal()

    def __init__(
        self,
        desk: FlowDesk,
        key: str,
        words: FlowWords,
        bridge: Bridge,
        processes: list[Choice] | None = None,
    ) -> None:
        super().__init__()
        self._desk, self.key, self._words, self._bridge = desk, key, words, bridge
        self._processes = processes or []
        self.rows: dict[str, PropertyRow] = {}
        self.handler: HandlerEditor | None = None
        self.until: ConditionSummary | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._kind = str(self._entry.get("kind"))
        self._build()
        self.show_values()

    @property
    def _entry(self) -> Entry:
        return flow_body.node(self._desk.body, self.key) or {}

    @property
    def _stage(self) -> Entry:
        return flow_body.stage(self._desk.body, self._entry.get("stage")) or {}

    def show_values(self) -> None:
        """Show the node as it is now."""
        entry, stage = self._entry, self._stage
        for name, made in self.rows.items():
            if name in ("outcome", "funnel_step", "customer_status"):
                made.show_value(stage.get(name) or ("open" if name == "outcome" else None))
            elif name == "may_return":
                made.show_value(entry.get(name, True))
            else:
                made.show_value(entry.get(name))
        for name, default in (("mode", "any"), ("join", "all")):
            if name in self.rows:
                self.rows[name].show_value(entry.get(name, default))
        zh, en = flow_body.names_of(self._desk.body, self.key)
        self.rows["name_zh"].show_value(zh)
        self.rows["name_en"].show_value(en)
        if self.handler is not None:
            self.handler.show_value(entry.get("handler"))
        if self.until is not None and self.until.where() != entry.get("until"):
            self.until.set_where(entry.get("until"))
        self.ways.show_ways(self._desk.body, self.key)

    def _build(self) -> None:
        kind = self._kind
        if kind in _HANDLED:
            self._heading(tr("Handler"))
            self.handler = HandlerEditor(self._words)
            self.handler.changed.connect(self._on_handler_changed)
            self._column.addWidget(self.handler)
        if kind == "approval":
            modes = [("any", tr("Anyone")), ("all", tr("All")), ("in_turn", tr("In turn"))]
            self._add(SegmentsRow("mode", tr("Who has to approve"), modes))
            self._add(HandlerList("approvers", tr("Others who are asked"), self._words))
        if kind == "parallel":
            self._heading(tr("Parallel branches"))
            joins = [("all", tr("all branches")), ("any", tr("any branch"))]
            self._add(SegmentsRow("join", tr("Goes on after"), joins))
            self._add(TracksEditor("tracks", self._words))
        if kind == "sub_process":
            choices: list[tuple[Any, str]] = [(None, tr("no process yet"))]
            choices += [(each.value, each.words) for each in self._processes]
            self._add(ChoiceRow("process", tr("Which process"), choices))
        if kind in (*_HANDLED, "parallel", "wait"):
            self._rule()
            title = tr("Waits for a time") if kind == "wait" else tr("Time limit")
            self._add(LimitEditor("limit", title, self._words))
        if kind == "wait":
            self._heading(tr("… or until this holds"))
            self.until = ConditionSummary(self._bridge, self._words.words, "deal")
            self.until.changed.connect(self._on_until_changed)
            self._column.addWidget(self.until)
        if kind != "end":
            self._rule()
        self.ways = WaysList()
        self.ways.setVisible(kind != "end")
        self.ways.chosen.connect(self.edge_requested)
        self.ways.added.connect(self.new_way_requested)
        self.ways.moved.connect(self._on_way_moved)
        self._column.addWidget(self.ways)
        self._build_gates()
        self._build_acts()
        self._build_names()
        self._column.addStretch(1)

    def _build_gates(self) -> None:
        if self._kind not in _GATED:
            return
        self._rule()
        fields = self._words.fields()
        self._add(TokensRow("required", tr("Must be filled before leaving"), fields))
        documents = choices_of("document_kind")
        self._add(TokensRow("documents", tr("Documents needed before leaving"), documents))

    def _build_acts(self) -> None:
        if self._kind not in _ACTING:
            return
        self._rule()
        self._add(ActsEditor("on_entry", tr("Done by itself on entry"), self._words))
        if self._kind not in ("action", "end"):
            self._add(ActsEditor("on_exit", tr("Done by itself on leaving"), self._words))

    def _build_names(self) -> None:
        self._heading(tr("Name and stage"))
        self._add(LineRow("name_zh", tr("Name in Chinese")))
        self._add(LineRow("name_en", tr("Name in English")))
        if self._kind not in flow_body.RESTING:
            return
        stages: list[tuple[Any, str]] = [
            (str(each["key"]), str(each.get("name_zh") or each["key"]))
            for each in flow_body.stages(self._desk.body)
        ]
        if not flow_body.stage(self._desk.body, self.key):
            stages.append(("", tr("A stage of its own")))
        self._add(ChoiceRow("stage", tr("Stage on the board"), stages))
        funnel: list[tuple[Any, str]] = [(None, tr("none"))]
        funnel += [(each.value, each.words) for each in funnel_steps()]
        self._add(ChoiceRow("funnel_step", tr("Step of the funnel"), funnel))
        ends = [(each.value, each.words) for each in outcomes()]
        self._add(ChoiceRow("outcome", tr("Deals there are"), ends))
        statuses: list[tuple[Any, str]] = [(None, tr("stays as it is"))]
        statuses += [(each.value, each.words) for each in choices_of("status")]
        self._add(ChoiceRow("customer_status", tr("The customer becomes"), statuses))
        if self._kind == "end":
            return
        self._heading(tr("What people may do here"))
        self._add(SwitchRow("may_return", tr("Send the deal back")))
        self._add(SwitchRow("may_skip", tr("Skip this node")))
        fields = self._words.fields()
        self._add(TokensRow("visible", tr("Only these fields are shown"), fields))
        self._add(TokensRow("editable", tr("Only these fields can be changed"), fields))

    def _add(self, made: PropertyRow) -> None:
        self.rows[made.name] = made
        made.changed.connect(self._on_row_changed)
        self._column.addWidget(made)

    def _heading(self, words: str) -> None:
        if self._column.count():
            self._rule()
        self._column.addWidget(label(words, font="bodyStrong"))

    def _rule(self) -> None:
        if self._column.count():
            self._column.addSpacing(2)
            self._column.addWidget(line())
            self._column.addSpacing(2)

    def _on_row_changed(self, value: object) -> None:
        made = self.sender()
        if not isinstance(made, PropertyRow):
            return
        name = made.name
        if name in ("funnel_step", "outcome", "customer_status"):
            wanted = None if value == "open" else value
            self._desk.set_stage(str(self._entry.get("stage")), {name: wanted})
        elif name in ("name_zh", "name_en"):
            self._rename(name, str(value or ""))
        elif name == "stage":
            self._take_stage(str(value))
        elif name == "may_return":
            self._desk.set_node(self.key, {name: None if value else False})
        else:
            self._desk.set_node(self.key, {name: value or None})

    def _rename(self, name: str, text: str) -> None:
        """Rename the node, and its stage while both have one name."""
        body, entry, stage = self._desk.body, self._entry, self._stage
        was = entry.get(name) or stage.get(name) or ""
        changed = flow_body.set_node(body, self.key, {name: text or None})
        if stage and text and stage.get(name, "") == was:
            changed = flow_body.set_stage(changed, str(stage["key"]), {name: text})
        self._desk.change(changed, tr("Rename the node"), f"name {self.key} {name}")

    def _take_stage(self, stage: str) -> None:
        body, mine = self._desk.body, self._stage
        if not stage:
            made = {"key": self.key, **dict(zip(("name_zh", "name_en"), self._both, strict=True))}
            body = {**body, "stages": [*flow_body.stages(body), made]}
            stage = self.key
        body = flow_body.set_node(body, self.key, {"stage": stage})
        used = {each.get("stage") for each in flow_body.nodes(body)}
        if mine and mine["key"] not in used:
            kept = [each for each in flow_body.stages(body) if each is not mine]
            body = {**body, "stages": kept}
        self._desk.change(body, tr("Change the stage"))

    @property
    def _both(self) -> tuple[str, str]:
        return flow_body.names_of(self._desk.body, self.key)

    def _on_handler_changed(self, policy: object) -> None:
        self._desk.set_node(self.key, {"handler": policy})

    def _on_until_changed(self) -> None:
        if self.until is not None:
            self._desk.set_node(self.key, {"until": self.until.where()})

    def _on_way_moved(self, edge: str, step: int) -> None:
        body = flow_body.move_edge(self._desk.body, edge, step)
        self._desk.change(body, tr("Change the order of the ways"))
