"""Takes deals along their process for a page: on, back, past, to somebody else, and answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem, Refused
from loancrm_desktop.services import approvals, deal_steps
from loancrm_desktop.services.approvals import Decided
from loancrm_desktop.services.calls import call_of
from loancrm_desktop.services.deal_steps import DealStepped
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.deal_mover import REASON, MissingFieldsDialog

_TAKES_VALUES = (deal_steps.advance, approvals.decide)


@dataclass(frozen=True, slots=True)
class _Step:
    """What is asked of the office.

    Attributes:
        reason: what the operation calls the reason given, empty where it takes none.
    """

    operation: Callable[..., Any]
    arguments: dict[str, Any]
    reason: str = "reason"


class DealStepper(QObject):
    """Makes steps; asks in a small form for what one needs, and makes it again with that.

    Signals:
        said: what was done, and the journal number that takes it back or 0.
        refused: why something was not done (Problem).
        settled: a step was answered, made or not; buttons may be pressed again.
    """

    said = Signal(str, int)
    refused = Signal(object)
    settled = Signal()

    def __init__(self, bridge: Bridge, words: OfficeWords, window: QWidget) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._words = words
        self._window = window
        self._seqs: dict[str, int] = {}
        self._asked: _Step | None = None
        self.asking: MissingFieldsDialog | None = None
        bridge.changed.connect(self._on_bridge_changed)

    def advance(self, deal_id: int, edge: str | None = None) -> None:
        """Take a deal on along an arrow; the only one for None."""
        self._send(_Step(deal_steps.advance, {"deal_id": deal_id, "edge": edge}))

    def send_back(self, deal_id: int) -> None:
        """Send a deal back to the node it came from."""
        self._send(_Step(deal_steps.send_back, {"deal_id": deal_id}))

    def skip(self, deal_id: int) -> None:
        """Take a deal past its node; a reason is asked for."""
        self._send(_Step(deal_steps.skip_node, {"deal_id": deal_id, "reason": ""}))

    def reassign(self, deal_id: int, person_id: int) -> None:
        """Give the work on a deal to somebody else."""
        self._send(_Step(deal_steps.reassign, {"deal_id": deal_id, "user_id": person_id}))

    def finish_part(self, deal_id: int, part: str) -> None:
        """Finish a piece of work (`branch/step`)."""
        arguments = {"deal_id": deal_id, "part": part}
        self._send(_Step(deal_steps.finish_part, arguments, reason=""))

    def decide(self, approval_id: int, *, approve: bool, comment: str = "") -> None:
        """Say yes or no to a deal."""
        arguments = {"approval_id": approval_id, "approve": approve, "comment": comment or None}
        self._send(_Step(approvals.decide, arguments, reason="comment"))

    def pass_on(self, approval_id: int, person_id: int, comment: str = "") -> None:
        """Have somebody else answer in one's place."""
        arguments = {"approval_id": approval_id, "user_id": person_id, "comment": comment or None}
        self._send(_Step(approvals.pass_on, arguments, reason="comment"))

    def add_approver(self, deal_id: int, person_id: int, comment: str = "") -> None:
        """Ask one more person."""
        arguments = {"deal_id": deal_id, "user_id": person_id, "comment": comment or None}
        self._send(_Step(approvals.add, arguments, reason="comment"))

    def _send(self, step: _Step) -> None:
        self._bridge.do(
            step.operation,
            **step.arguments,
            then=partial(self._on_done, step),
            refused=partial(self._on_refused, step),
        )

    def _on_done(self, step: _Step, answer: object) -> None:
        if self.asking is not None:
            dialog, self.asking, self._asked = self.asking, None, None
            dialog.accept()
        self.settled.emit()
        self.said.emit(self._said_of(step, answer), self._seq_of(step))

    def _seq_of(self, step: _Step) -> int:
        return self._seqs.pop(call_of(step.operation).name, 0)

    def _said_of(self, step: _Step, answer: object) -> str:
        made = answer.step if isinstance(answer, Decided) else answer
        if isinstance(made, DealStepped):
            return self._where(made)
        if isinstance(answer, Decided):
            return tr("Your answer is noted; others have still to answer")
        if step.operation in (deal_steps.reassign, approvals.pass_on, approvals.add):
            name = self._words.person_name(step.arguments["user_id"])
            if step.operation is deal_steps.reassign:
                return tr("{name} works on it now", name=name)
            return tr("{name} is asked now", name=name)
        return tr("This part is done")

    def _where(self, step: DealStepped) -> str:
        stage = self._words.stage_name(step.to_stage, step.card.process_id)
        return tr("{name} is now in {stage}", name=step.card.customer_name, stage=stage)

    def _on_refused(self, step: _Step, problem: Problem) -> None:
        self.settled.emit()
        if self.asking is not None:
            self.asking.show_problem(problem)
        elif isinstance(problem, Refused) and self._may_ask(step, problem):
            self._ask(step, problem)
        else:
            self.refused.emit(problem)

    def _may_ask(self, step: _Step, problem: Refused) -> bool:
        """Say whether everything missing is something this step can be given."""
        given = {need.field for need in problem.needs}
        rest = given - ({REASON} if step.reason else set())
        return bool(given) and (not rest or step.operation in _TAKES_VALUES)

    def _ask(self, step: _Step, problem: Refused) -> None:
        dialog = MissingFieldsDialog(problem, self._words, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filled.connect(self._on_dialog_filled)
        dialog.rejected.connect(self._on_dialog_rejected)
        self._asked, self.asking = step, dialog
        dialog.open()

    def _on_dialog_filled(self, values: dict[str, Any]) -> None:
        step = self._asked
        if step is None:
            return
        arguments = dict(step.arguments)
        given = dict(values)
        reason = given.pop(REASON, None)
        if step.reason and reason:
            arguments[step.reason] = reason
        if step.operation in _TAKES_VALUES and given:
            arguments["values"] = {**(arguments.get("values") or {}), **given}
        self._asked = replace(step, arguments=arguments)
        self._send(self._asked)

    def _on_dialog_rejected(self) -> None:
        self.asking = None
        self._asked = None

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.seq and changes.initiator == self._bridge.actor.window:
            self._seqs[changes.operation] = changes.seq
