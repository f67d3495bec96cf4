"""One deal on the picture of its process: where it went, where it is, who and until when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import deal_runs, people
from loancrm_desktop.services.deal_runs import NodeRun, PathStep, RunView
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.flows.flow_canvas import FlowCanvas
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_words import FlowWords, node_name
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, clear_layout, frame, label, line, row, scrolled

_WIDTH, _HEIGHT, _SIDE = 1100, 660, 280


def open_run(bridge: Bridge, words: OfficeWords, deal_id: int, over: QWidget) -> RunDialog:
    """Open a deal on the picture of its process."""
    dialog = RunDialog(bridge, words, deal_id, over)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


class RunDialog(QDialog):
    """Shows a deal's way; nothing can be changed here."""

    def __init__(
        self, bridge: Bridge, words: OfficeWords, deal_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(tr("The deal in its process"))
        self.resize(_WIDTH, _HEIGHT)
        self._words = words
        self.run: RunView | None = None
        self.notice = Notice()
        self.notice.hide()
        self.desk = FlowDesk(self)
        self._flow_words = FlowWords(words)
        self.canvas = FlowCanvas(self.desk, self._flow_words, read_only=True)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        column.addWidget(label(tr("Where it went"), font="bodyStrong"))
        self.version = label(role="caption", wrap=True)
        column.addWidget(self.version)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        column.addLayout(self._lines)
        column.addStretch(1)
        side = scrolled(content)
        side.setFixedWidth(_SIDE)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.canvas, 1)
        body.addWidget(line(vertical=True))
        body.addWidget(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notice)
        layout.addLayout(body, 1)
        layout.addWidget(self._foot())
        bridge.ask(people.roles, then=self._on_roles, key="roles")
        bridge.ask(
            deal_runs.run_view,
            deal_id=deal_id,
            then=self._on_run,
            failed=self._on_failed,
            key="run",
        )

    def _foot(self) -> QWidget:
        close = button(tr("Close"), kind="primary")
        close.clicked.connect(self.accept)
        foot = frame("footer")
        foot.setLayout(row(None, close, margins=(16, 10, 16, 10)))
        return foot

    def _on_roles(self, roles: Sequence[people.RoleRow]) -> None:
        self._flow_words.take_roles(roles)
        self.canvas.scene.show_body()

    def _on_run(self, found: RunView) -> None:
        self.run = found
        self.desk.open(found.body)
        states = {each.node: each.state for each in found.nodes if each.state != "ahead"}
        said = {each.node: self._line(each) for each in found.nodes if each.state != "ahead"}
        gone = frozenset(
            f"{each.from_node}>{each.node}" for each in found.path if each.from_node is not None
        )
        self.canvas.scene.layers.show_run(states, said, gone)
        self.canvas.scene.refresh()
        self.canvas.view.fit()
        newest = (
            tr("the newest one")
            if found.version == found.newest
            else tr("the newest one is {number}", number=found.newest)
        )
        self.version.setText(tr("Version {number}, {newest}", number=found.version, newest=newest))
        clear_layout(self._lines)
        for each in found.path:
            self._show_step(each)

    def _line(self, each: NodeRun) -> str:
        who = self._words.person_name(each.handler_id)
        if each.state in ("now", "late") and each.due_at is not None:
            due = display.time_exact(each.due_at)
            return tr("{who} until {when}", who=who, when=due) if who else due
        return who

    def _show_step(self, each: PathStep) -> None:
        name = node_name(self.desk.body, each.node)
        self._lines.addWidget(label(name, font="bodyStrong", wrap=True))
        who = self._words.person_name(each.entered_by)
        when = display.time_exact(each.entered_at)
        notes = [tr("{when} by {who}", when=when, who=who) if who else when]
        if each.reason:
            notes.append(tr("Because: {reason}", reason=each.reason))
        if each.left_at is not None:
            stayed = display.duration(each.left_at - each.entered_at)
            notes.append(tr("stayed {time}", time=stayed))
        elif each.due_at is not None:
            notes.append(tr("due {time}", time=display.time_exact(each.due_at)))
        for note in notes:
            self._lines.addWidget(label(note, role="caption", wrap=True))

    def _on_failed(self, problem: Problem) -> None:
        self.notice.say(str(problem))
