"""Keeps the rule on the table in the office: saved, switched, ordered, taken away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.errors import Conflict, Invalid, Problem
from loancrm_desktop.services.rules import drawing
from loancrm_desktop.services.rules.drawing import RuleRow
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.rules.rule_desk import Body, RuleDesk
from loancrm_desktop.ui.widgets.confirm_dialog import ConfirmDialog, Question
from loancrm_desktop.ui.widgets.notices import Notice


class RuleKeeper(QObject):
    """Asks the office; says what stands in the way beside the rule.

    Signals:
        said: a sentence for the window to show, and the journal number that undoes it or 0.
        kept: the list is to be read again.
        removed: the rule on the table is gone.
    """

    said = Signal(str, int)
    kept = Signal()
    removed = Signal()

    def __init__(self, bridge: Bridge, desk: RuleDesk, notice: Notice, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._bridge, self._desk, self._notice = bridge, desk, notice
        self._may_edit = bridge.actor.rights.allows("rules.edit")
        self._sent: Body | None = None
        self.dialog: ConfirmDialog | None = None

    def save(self) -> None:
        """Save the rule as its next version; not a second time while that is under way."""
        if self._desk.body and self._desk.is_changed and self._may_edit and self._sent is None:
            self._sent = self._desk.body
            self._bridge.do(
                drawing.save,
                body=self._sent,
                expected_version=self._desk.version,
                then=self._on_saved,
                refused=self._on_not_saved,
            )

    def _on_saved(self, version: int) -> None:
        self._notice.hide()
        sent, self._sent = self._sent or {}, None
        if sent.get("key") == self._desk.key:
            self._desk.mark_saved(version, sent)
        self.said.emit(tr("The rule is saved as version {version}", version=version), 0)
        self.kept.emit()

    def _on_not_saved(self, problem: Problem) -> None:
        self._sent = None
        if isinstance(problem, Conflict):
            self._desk.version = problem.stored_revision
            text = tr("Somebody saved this rule meanwhile. Save again to replace it by yours.")
            self._notice.say(text, "warning", tr("Show theirs"))
            return
        if isinstance(problem, Invalid):
            self._desk.complain(problem.problems)
        self._on_refused(problem)

    def switch(self, key: str, is_on: bool) -> None:  # noqa: FBT001 - a signal's value
        """Put a rule into force, or out of it."""
        if self._may_edit:
            self._bridge.do(
                drawing.switch, key=key, is_on=is_on, then=self._on_kept,
                refused=self._on_refused,
            )  # fmt: skip

    def order(self, keys: Sequence[str]) -> None:
        """Let the rules fire in this order."""
        if self._may_edit:
            self._bridge.do(
                drawing.order, keys=list(keys), then=self._on_kept, refused=self._on_refused
            )

    def _on_kept(self, answer: object) -> None:
        del answer
        self.kept.emit()

    def _on_refused(self, problem: Problem) -> None:
        self._notice.say(str(problem), "danger")

    def ask_remove(self, row: RuleRow) -> None:
        """Ask whether a rule is to be taken away."""
        question = Question(
            tr("Remove the rule “{name}”?", name=row.title),
            tr("It does nothing any more. What it did stays in the log."),
            tr("Remove"),
        )
        self.dialog = ConfirmDialog(question, self._page)
        self.dialog.accepted.connect(self._on_dialog_accepted)
        self.dialog.open()

    def _on_dialog_accepted(self) -> None:
        self._bridge.do(
            drawing.remove, key=self._desk.key, then=self._on_removed, refused=self._on_refused
        )

    def _on_removed(self, version: int) -> None:
        del version
        self.removed.emit()
