"""The line at the foot of the main window: is it safe, who shares it, the backup, the keys."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QPushButton, QStatusBar, QWidget

from loancrm_desktop import display
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.parts import set_state

SAVED_SHOWN_MS = 6_000
_ICON = 28  # at most; the parts show it as large as their text


class StatusBar(QStatusBar):
    """Says how things stand; every part is a button with more behind it.

    Signals:
        shortcuts_requested: show the shortcuts.
        device_requested: show what this computer keeps, and the key.
    """

    shortcuts_requested = Signal()
    device_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setAccessibleName(tr("Status"))
        self.safe = _part("unlock")
        self.desks = _part("hub")
        self.saving = _part("alert")
        self.backup = _part("db")
        self.keys = _part("keyboard")
        self.safe.clicked.connect(self.device_requested)
        self.backup.clicked.connect(self.device_requested)
        self.keys.clicked.connect(self.shortcuts_requested)
        self.said = ElidedLabel(role="accent", font="caption")
        for part in (self.safe, self.desks, self.saving):
            self.addWidget(part)
        self.addWidget(self.said, 1)
        for part in (self.backup, self.keys):
            self.addPermanentWidget(part)
        self._saved_timer = QTimer(self)
        self._saved_timer.setSingleShot(True)
        self._saved_timer.setInterval(SAVED_SHOWN_MS)
        self._saved_timer.timeout.connect(self.saving.hide)
        self.fit()
        self.show_closed()

    def fit(self) -> None:
        """Take the height the text needs."""
        look = theme.current()
        self.setFont(look.font("caption"))
        self.setFixedHeight(look.layout("statusBar") + 4)
        side = look.icon_side - 2
        for part in (self.safe, self.desks, self.saving, self.backup, self.keys):
            part.setFont(look.font("caption"))
            part.setIconSize(QSize(side, side))

    def say(self, text: str) -> None:
        """Say for a while what a page is about, beside how things stand; empty for nothing."""
        self.said.setText(text)

    def show_closed(self) -> None:
        """Say that no office is open."""
        _show(self.safe, tr("Not open"), "unlock", "textTertiary")
        set_state(self.safe, "")
        self.safe.setToolTip("")
        self.safe.show()
        self.keys.setText(f" {tr('Shortcuts: F1')}")
        self._saved_timer.stop()
        for part in (self.desks, self.saving, self.backup, self.keys):
            part.hide()

    def show_open(self, folder: Path) -> None:
        """Say that an office is open, and is kept encrypted."""
        _show(self.safe, tr("Encrypted, kept on this computer"), "lock", "successText")
        set_state(self.safe, "success")
        self.safe.setToolTip(str(folder))
        self.keys.show()

    def show_desks(self, count: int) -> None:
        """Say how many desks have the shared office open."""
        _show(self.desks, tr("Shared folder, desks open: {count}", count=count), "hub")
        self.desks.show()

    def show_backup(self, moment: datetime | None) -> None:
        """Say when the last backup was made; nothing where none is known."""
        self.backup.setVisible(moment is not None)
        if moment is not None:
            from loancrm_desktop.services.office import system_clock  # late: it imports much

            when = display.time_relative(moment, system_clock())
            _show(self.backup, tr("Last backup {when}", when=when), "db")
            self.backup.setToolTip(display.time_exact(moment))

    def show_unsaved(self) -> None:
        """Say that something could not be saved."""
        self._saved_timer.stop()
        _show(self.saving, tr("Not saved"), "alert", "dangerText")
        set_state(self.saving, "danger")
        self.saving.show()

    def show_saved(self) -> None:
        """Say that saving works again, if it did not before."""
        if not self.saving.isHidden() and not self._saved_timer.isActive():
            _show(self.saving, tr("Saved"), "check-circle", "successText")
            set_state(self.saving, "success")
            self._saved_timer.start()


def _part(icon: str) -> QPushButton:
    part = QPushButton()
    part.setProperty("kind", "status")
    part.setAutoDefault(False)
    part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    part.setIcon(theme.current().icon(icon, "textTertiary", _ICON))
    part.hide()
    return part


def _show(part: QPushButton, text: str, icon: str, role: str = "textTertiary") -> None:
    part.setText(f" {text}")
    part.setAccessibleName(text)
    part.setIcon(theme.current().icon(icon, role, _ICON))
