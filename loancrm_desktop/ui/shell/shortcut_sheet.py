"""The shortcut sheet: what the keys do on the page that is shown, and everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.keycap import KeyCap
from loancrm_desktop.ui.widgets.parts import button, column, frame, label, row, scrolled

WIDTH = 760
HEIGHT = 560


class ShortcutSheet(QDialog):
    """Reads the commands off the page and the window; whatever has keys stands on it.

    Signals:
        handbook_requested: open the handbook.
    """

    handbook_requested = Signal()

    def __init__(
        self,
        title: str,
        page: Sequence[QAction],
        general: Sequence[QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Shortcuts"))
        self.setModal(True)
        self.resize(WIDTH, HEIGHT)
        self.lines: dict[str, str] = {}
        body = QWidget()
        sides = QHBoxLayout(body)
        sides.setContentsMargins(20, 16, 20, 16)
        sides.setSpacing(32)
        own = _with_keys(page)
        names = {action.objectName() for action in own}
        rest = [action for action in _with_keys(general) if action.objectName() not in names]
        sides.addLayout(self._column(title, own), 1)
        sides.addLayout(self._column(tr("Everywhere"), rest), 1)
        handbook = button(tr("Handbook"), icon="help")
        handbook.clicked.connect(self._on_handbook_clicked)
        close = button(tr("Close"), kind="primary")
        close.clicked.connect(self.accept)
        close.setDefault(True)
        foot = frame("footer")
        foot.setLayout(row(handbook, None, close, margins=(20, 10, 20, 10)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(body), 1)
        layout.addWidget(foot)
        close.setFocus()

    def _column(self, title: str, actions: Sequence[QAction]) -> QVBoxLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for place, action in enumerate(actions):
            words = plain_title(action)
            grid.addWidget(ElidedLabel(words), place, 0)
            caps = QHBoxLayout()
            caps.setSpacing(4)
            caps.addStretch(1)
            shown: list[str] = []
            for keys in action.shortcuts():
                written = keys.toString(QKeySequence.SequenceFormat.PortableText)
                cap = KeyCap(written.replace("Return", "Enter"))  # a keyboard has both; one word
                if cap.text not in shown:
                    caps.addWidget(cap)
                    shown.append(cap.text)
            grid.addLayout(caps, place, 1)
            self.lines[words] = " / ".join(shown)
        whole = column(label(title, font="subtitle"), spacing=10)
        if not actions:
            whole.addWidget(label(tr("This page has no keys of its own."), role="secondary"))
        whole.addLayout(grid)
        whole.addStretch(1)
        return whole

    def _on_handbook_clicked(self) -> None:
        self.accept()
        self.handbook_requested.emit()


def plain_title(action: QAction) -> str:
    """Answer a command's title without the sign for its letter in menus."""
    return action.text().replace("&", "")


def _with_keys(actions: Sequence[QAction]) -> list[QAction]:
    found: dict[str, QAction] = {}
    for action in actions:
        if action.shortcuts():
            found.setdefault(action.objectName(), action)
    return list(found.values())
