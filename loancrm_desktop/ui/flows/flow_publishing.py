"""From the drawn process to the one in force: deals that follow, versions, drafts of others."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services.lists import BulkResult
from loancrm_desktop.services.process import effects, process_drafts, publishing
from loancrm_desktop.services.process.drawing import ProcessDrawing
from loancrm_desktop.services.process.effects import ProcessEffects
from loancrm_desktop.services.process.publishing import ProcessPublished
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.drafting.draft_desk import DraftCalls
from loancrm_desktop.ui.drafting.draft_keeper import DraftKeeper
from loancrm_desktop.ui.drafting.draft_publishing import DraftPublishing
from loancrm_desktop.ui.flows.flow_desk import FlowDesk
from loancrm_desktop.ui.flows.flow_versions import FlowVersions
from loancrm_desktop.ui.flows.flow_words import FlowWords
from loancrm_desktop.ui.flows.publish_flow_dialog import PublishFlowDialog

CALLS = DraftCalls(
    process_drafts.save_draft, process_drafts.discard_draft, effects.effects, publishing.publish
)


class FlowPublishing(DraftPublishing):
    """Publishes a process, goes back to a version, lets a draft go.

    Signals:
        told: how many running deals followed (a sentence).
    """

    told = Signal(str)

    def __init__(
        self, bridge: Bridge, desk: FlowDesk, keeper: DraftKeeper, window: QWidget
    ) -> None:
        super().__init__(bridge, desk, keeper, window)
        self._desk = desk
        self.drawing: ProcessDrawing | None = None

    def drawn(self) -> ProcessDrawing | None:
        """Answer the process as its service told it."""
        return self.drawing

    def dialog_for(self, found: ProcessEffects) -> PublishFlowDialog | None:
        """Answer the question that names the effects; None when faults stand in the way."""
        if any(each.level == "error" for each in found.problems):
            self.faulty.emit(found.problems)
            return None
        return PublishFlowDialog(found, self.next_version, self._window)

    def show_versions(self, words: FlowWords) -> FlowVersions | None:
        """Show versions and drafts, each as a picture, and the way to one."""
        if self.drawing is None:
            return None
        self._keeper.keep_now()
        dialog = FlowVersions(self._bridge, self.drawing, words, self._window)
        dialog.rolled_back.connect(self._on_published)
        dialog.draft_taken.connect(self._desk.open_step)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _on_published(self, done: ProcessPublished) -> None:
        dialog = self.dialog
        super()._on_published(done)
        if isinstance(dialog, PublishFlowDialog) and dialog.moves_running:
            self._bridge.do(
                effects.move_running,
                process=done.process,
                then=self._on_moved,
                refused=self._on_failed,
            )

    def _on_moved(self, done: BulkResult) -> None:
        said = tr(
            "{count} running deals follow the new version; {left} stay on theirs.",
            count=len(done.done),
            left=len(done.refused),
        )
        self.told.emit(said)
