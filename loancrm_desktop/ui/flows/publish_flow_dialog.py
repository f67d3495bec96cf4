"""Says what publishing a process would do to running deals."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from loancrm_desktop.services.process.effects import ProcessEffects
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.drafting.publish_dialog import PublishDialog

_MOST = 40


class PublishFlowDialog(PublishDialog):
    """Names what changes, and asks whether running deals follow."""

    def __init__(self, effects: ProcessEffects, version: int, parent: QWidget | None) -> None:
        super().__init__(version, parent)
        self.move_running = QCheckBox(tr("Also move running deals that fit to this version"))
        self._say_effects(effects)

    @property
    def moves_running(self) -> bool:
        """Whether running deals are to follow to the new version."""
        return self.move_running.isChecked()

    def _say_effects(self, effects: ProcessEffects) -> None:
        reminders = [each.text.read() for each in effects.problems]
        if reminders:
            self.add_heading(tr("Reminders"), len(reminders))
            self.add_lines(reminders, "alert", "warningText")
        if effects.changes:
            self.add_heading(tr("What changes"), len(effects.changes))
        for each in effects.changes[:_MOST]:
            said = each.text.read()
            if each.deals:
                said = tr("{change} ({count} deals there now)", change=said, count=each.deals)
            self.add_lines([said], "edit")
        self.add_heading(tr("Running deals"))
        if not effects.running:
            self.add_lines([tr("No deal runs in this process yet.")], "check")
            return
        said = tr(
            "{count} running deals stay on the version they began with.", count=effects.running
        )
        self.add_lines([said], "info")
        self.effects.addWidget(self.move_running)
        if effects.misfit_count:
            said = tr(
                "{count} of them stand at a node the new picture does not have; they stay.",
                count=effects.misfit_count,
            )
            self.add_lines([said], "alert", "warningText")
            self.add_lines([each.text.read() for each in effects.misfits[:8]], "dash")
