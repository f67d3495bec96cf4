"""Says what publishing a process would do to running deals, and publishes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from loancrm_desktop.services.process.effects import ProcessEffects
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, frame, label, row, scrolled

_WIDTH, _HEIGHT, _MOST = 560, 480, 40


class PublishFlowDialog(QDialog):
    """Names the effects; the verb publishes.

    Signals:
        publish_requested: the person agreed.
    """

    publish_requested = Signal()

    def __init__(self, effects: ProcessEffects, version: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(tr("Publish version {number}", number=version))
        self.resize(_WIDTH, _HEIGHT)
        self.said: list[str] = []
        self.notice = Notice()
        self.notice.hide()
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(6)
        self._column.addWidget(self.notice)
        self.move_running = QCheckBox(tr("Also move running deals that fit to this version"))
        self._say_effects(effects)
        self._column.addStretch(1)
        self.publish_button = button(
            tr("Publish version {number}", number=version), kind="primary", icon="upload"
        )
        self.publish_button.clicked.connect(self._on_publish_clicked)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        foot = frame("footer")
        foot.setLayout(row(None, cancel, self.publish_button, margins=(16, 10, 16, 10)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(content), 1)
        layout.addWidget(foot)

    @property
    def moves_running(self) -> bool:
        """Whether running deals are to follow to the new version."""
        return self.move_running.isChecked()

    def show_refused(self, text: str) -> None:
        """Say why it was not published."""
        self.notice.say(text)
        self.publish_button.setEnabled(True)

    def _say_effects(self, effects: ProcessEffects) -> None:
        reminders = [each.text.read() for each in effects.problems]
        if reminders:
            self._heading(tr("Reminders"), len(reminders))
            self._lines(reminders, "alert", "warningText")
        if effects.changes:
            self._heading(tr("What changes"), len(effects.changes))
        for each in effects.changes[:_MOST]:
            said = each.text.read()
            if each.deals:
                said = tr("{change} ({count} deals there now)", change=said, count=each.deals)
            self._lines([said], "edit")
        self._heading(tr("Running deals"))
        if not effects.running:
            self._lines([tr("No deal runs in this process yet.")], "check")
            return
        said = tr(
            "{count} running deals stay on the version they began with.", count=effects.running
        )
        self._lines([said], "info")
        self._column.addWidget(self.move_running)
        if effects.misfit_count:
            said = tr(
                "{count} of them stand at a node the new picture does not have; they stay.",
                count=effects.misfit_count,
            )
            self._lines([said], "alert", "warningText")
            self._lines([each.text.read() for each in effects.misfits[:8]], "dash")

    def _heading(self, title: str, count: int = 0) -> None:
        self._column.addSpacing(6)
        self.said.append(title)
        counted = label(str(count) if count else "", role="caption")
        self._column.addLayout(row(label(title, font="bodyStrong"), counted, None))

    def _lines(self, lines: Sequence[str], icon: str, role: str = "textSecondary") -> None:
        for each in lines:
            self.said.append(each)
            words = label(each, wrap=True)
            line = row(IconMark(icon, role), words)
            line.setStretchFactor(words, 1)
            self._column.addLayout(line)

    def _on_publish_clicked(self) -> None:
        self.publish_button.setEnabled(False)
        self.publish_requested.emit()
