"""From the drawn process to the one in force: what it would do, the question, the answer."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.process import drawing, effects, publishing
from loancrm_desktop.services.process.drawing import ProcessDrawing
from loancrm_desktop.services.process.effects import ProcessEffects
from loancrm_desktop.services.process.publishing import ProcessPublished
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_keeper import FlowKeeper
from loancrm_desktop.ui.flows.flow_versions import FlowVersions
from loancrm_desktop.ui.flows.flow_words import FlowWords
from loancrm_desktop.ui.flows.publish_flow_dialog import PublishFlowDialog


class FlowPublishing(QObject):
    """Publishes, goes back to a version, lets a draft go.

    Signals:
        published: a version is in force (its number).
        faulty: it holds not (faults).
        discarded: the draft is gone.
        failed: it did not work (Problem).
    """

    published = Signal(int)
    faulty = Signal(object)
    discarded = Signal()
    failed = Signal(object)

    def __init__(self, bridge: Bridge, desk: FlowDesk, keeper: FlowKeeper, window: QWidget) -> None:
        super().__init__(window)
        self._bridge, self._desk, self._keeper, self._window = bridge, desk, keeper, window
        self.drawing: ProcessDrawing | None = None
        self.dialog: PublishFlowDialog | None = None

    @property
    def next_version(self) -> int:
        """The number the next version gets."""
        found = self.drawing
        return 1 if found is None else max((each.version for each in found.versions), default=0) + 1

    def ask(self) -> None:
        """Ask what publishing would do; a dialog says it."""
        self._keeper.keep_now()
        self._bridge.ask(
            effects.effects,
            process=self._desk.key,
            body=self._desk.body,
            then=self._on_effects,
            failed=self._on_failed,
            key="effects",
        )

    def discard(self) -> None:
        """Let the draft go."""
        self._keeper.begin()
        self._bridge.do(
            drawing.discard_draft,
            process=self._desk.key,
            then=self._on_discarded,
            refused=self._on_failed,
        )

    def show_versions(self, words: FlowWords) -> FlowVersions | None:
        """Show the versions, each as a picture, and the way back to one."""
        if self.drawing is None:
            return None
        self._keeper.keep_now()
        dialog = FlowVersions(self._bridge, self.drawing, words, self._window)
        dialog.rolled_back.connect(self._on_published)
        dialog.draft_taken.connect(self._desk.open_step)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _on_effects(self, found: ProcessEffects) -> None:
        errors = tuple(each for each in found.problems if each.level == "error")
        if errors:
            self.faulty.emit(found.problems)
            return
        self.dialog = PublishFlowDialog(found, self.next_version, self._window)
        self.dialog.publish_requested.connect(self._on_publish_requested)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def _on_publish_requested(self) -> None:
        self._keeper.begin()
        self._bridge.do(
            publishing.publish,
            process=self._desk.key,
            body=self._desk.body,
            then=self._on_published,
            refused=self._on_publish_refused,
        )

    def _on_published(self, done: ProcessPublished) -> None:
        if self.dialog is not None:
            moves = self.dialog.moves_running
            self.dialog.accept()
            self.dialog = None
            if moves:
                self._bridge.do(
                    effects.move_running,
                    process=done.process,
                    then=self._on_moved,
                    refused=self._on_failed,
                )
        self.published.emit(done.version)

    def _on_moved(self, done: object) -> None:
        del done

    def _on_publish_refused(self, problem: Problem) -> None:
        if self.dialog is not None:
            self.dialog.show_refused(str(problem))

    def _on_discarded(self, had_one: bool) -> None:  # noqa: FBT001 - the operation's answer
        del had_one
        self.discarded.emit()

    def _on_failed(self, problem: Problem) -> None:
        self.failed.emit(problem)
