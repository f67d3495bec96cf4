"""What is done to customers from the list: one or many, said afterwards, taken back with one act.

Whoever asks first (more than twenty rows, the trash) does it here, so that menu, key and bulk bar
do the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customers, deal_moves, task_batches
from loancrm_desktop.services.calls import call_of
from loancrm_desktop.services.lists import BulkResult
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.confirm_dialog import ConfirmDialog, Question

ASKS_ABOVE = 20
_REFUSALS_SAID = 5


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An act that may still have to be confirmed."""

    operation: Any
    arguments: dict[str, Any]
    count: int
    said: Callable[[str], str]
    question: Question | None


class RowActs(QObject):
    """Does things to customers by their ids.

    Attributes:
        took_away: whether the act just over takes the customers out of the list they were in.

    Signals:
        said: what was done, and the journal number that takes it back or 0.
        refused: sentences about what was not done (list).
        finished: an act is over, the ids it was done to (list).
    """

    said = Signal(str, int)
    refused = Signal(list)
    finished = Signal(list)

    def __init__(self, bridge: Bridge, words: OfficeWords, window: QWidget) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._words = words
        self._window = window
        self._seq_of: dict[str, int] = {}
        self._waiting: _Wanted | None = None
        self.dialog: ConfirmDialog | None = None
        self.took_away = False
        bridge.changed.connect(self._on_bridge_changed)

    def tag(self, ids: Sequence[int], add: list[str], remove: list[str]) -> None:
        """Stick tags on customers and take others off."""

        def said(count: str) -> str:
            return tr("Tags of {count} customers changed", count=count)

        self._start(customers.tag_many, ids, said, tr("Change tags"), add=add, remove=remove)

    def add_task(
        self, ids: Sequence[int], title: str, due_at: datetime | None, assignee_id: int | None
    ) -> None:
        """Make a to-do for each customer."""

        def said(count: str) -> str:
            return tr("{count} tasks added", count=count)

        self._start(
            task_batches.add_many, ids, said, tr("Add tasks"),
            title=title, due_at=due_at, assignee_id=assignee_id,
        )  # fmt: skip

    def trash(self, ids: Sequence[int]) -> None:
        """Put customers into the trash."""

        def said(count: str) -> str:
            return tr("{count} customers put into the trash", count=count)

        self._start(customers.remove, ids, said, tr("Put into the trash"))

    def restore(self, ids: Sequence[int]) -> None:
        """Take customers out of the trash."""

        def said(count: str) -> str:
            return tr("{count} customers taken out of the trash", count=count)

        self._start(customers.restore, ids, said, tr("Put back"))

    def move(self, deal_ids: Sequence[int], to_stage: str, reason: str | None) -> None:
        """Send deals to a stage; whoever calls has shown what will happen."""
        name = self._words.stage_name(to_stage)

        def said(count: str) -> str:
            return tr("{count} deals moved to {stage}", count=count, stage=name)

        wanted = {"deal_ids": list(deal_ids), "to_stage": to_stage, "reason": reason}
        verb = tr("Move to {stage}", stage=name)
        question = self._question(len(deal_ids), verb) if len(deal_ids) > ASKS_ABOVE else None
        self._ask(_Wanted(deal_moves.move_many, wanted, len(deal_ids), said, question))

    def _start(
        self,
        operation: Any,
        ids: Sequence[int],
        said: Callable[[str], str],
        verb: str,
        **more: Any,
    ) -> None:
        if not ids:
            return
        wanted = {"customer_ids": list(ids), **more}
        question = self._question(len(ids), verb) if len(ids) > ASKS_ABOVE else None
        self._ask(_Wanted(operation, wanted, len(ids), said, question))

    def _question(self, count: int, verb: str) -> Question:
        return Question(
            tr("{verb}: {count} customers?", verb=verb, count=f"{count:,}"),
            tr("It is done as one act, which you can take back."),
            verb,
            loses_something=False,
        )

    def _ask(self, wanted: _Wanted) -> None:
        if wanted.question is None:
            self._run(wanted)
            return
        self._waiting = wanted
        dialog = ConfirmDialog(wanted.question, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._on_dialog_accepted)
        dialog.finished.connect(self._on_dialog_finished)
        self.dialog = dialog
        dialog.open()

    def _on_dialog_accepted(self) -> None:
        wanted, self._waiting = self._waiting, None
        if wanted is not None:
            self._run(wanted)

    def _on_dialog_finished(self) -> None:
        self.dialog = None

    def _run(self, wanted: _Wanted) -> None:
        self._bridge.do(
            wanted.operation,
            **wanted.arguments,
            then=partial(self._on_done, wanted),
            refused=self._on_refused,
        )

    def _on_done(self, wanted: _Wanted, result: BulkResult) -> None:
        self.took_away = wanted.operation in (customers.remove, customers.restore)
        ids = list(result.done)
        if result.refused:
            texts = [refusal.text for refusal in result.refused]
            self.refused.emit(told_once(texts))
        if ids:
            self.said.emit(wanted.said(f"{len(ids):,}"), self.seq_of(wanted.operation))
        self.finished.emit(ids)

    def _on_refused(self, problem: Problem) -> None:
        self.refused.emit([str(problem)])

    def seq_of(self, operation: Any) -> int:
        """Answer the journal number of the newest run of an operation from this window, or 0."""
        return self._seq_of.get(call_of(operation).name, 0)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.seq and changes.initiator == self._bridge.actor.window:
            self._seq_of[changes.operation] = changes.seq


def told_once(texts: Sequence[str]) -> list[str]:
    """Answer refusals, those that say the same said once with how many there are."""
    counted: dict[str, int] = {}
    for text in texts:
        counted[text] = counted.get(text, 0) + 1
    said = [
        text if count == 1 else tr("{count} times: {text}", count=count, text=text)
        for text, count in counted.items()
    ]
    rest = len(said) - _REFUSALS_SAID
    return said if rest <= 0 else [*said[:_REFUSALS_SAID], tr("and {count} more", count=rest)]
