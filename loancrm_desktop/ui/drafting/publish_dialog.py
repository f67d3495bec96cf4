"""Says what publishing a design would do, and publishes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, frame, label, row, scrolled

_WIDTH, _HEIGHT = 560, 480


class PublishDialog(QDialog):
    """Names the effects, which each kind of design puts into it; the verb publishes.

    Signals:
        publish_requested: the person agreed.
    """

    publish_requested = Signal()

    def __init__(self, version: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(tr("Publish version {number}", number=version))
        self.resize(_WIDTH, _HEIGHT)
        self.said: list[str] = []
        self.notice = Notice()
        self.notice.hide()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(6)
        column.addWidget(self.notice)
        self.effects = QVBoxLayout()
        self.effects.setSpacing(6)
        column.addLayout(self.effects)
        column.addStretch(1)
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

    def show_refused(self, text: str) -> None:
        """Say why it was not published."""
        self.notice.say(text)
        self.publish_button.setEnabled(True)

    def add_heading(self, title: str, count: int = 0) -> None:
        """Begin a group of effects."""
        self.effects.addSpacing(6)
        self.said.append(title)
        counted = label(str(count) if count else "", role="caption")
        self.effects.addLayout(row(label(title, font="bodyStrong"), counted, None))

    def add_lines(self, lines: Sequence[str], icon: str, role: str = "textSecondary") -> None:
        """Name effects, one a line."""
        for each in lines:
            self.said.append(each)
            words = label(each, wrap=True)
            line = row(IconMark(icon, role), words)
            line.setStretchFactor(words, 1)
            self.effects.addLayout(line)

    def _on_publish_clicked(self) -> None:
        self.publish_button.setEnabled(False)
        self.publish_requested.emit()
