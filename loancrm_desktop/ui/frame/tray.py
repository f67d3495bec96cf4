"""The program's sign in the system's tray, for people who leave it running behind."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme


def tray_is_there() -> bool:
    """Say whether this desktop has a tray at all."""
    return QSystemTrayIcon.isSystemTrayAvailable()


class Tray(QObject):
    """A sign with four commands; says nothing of any customer.

    Signals:
        open_requested: show the window.
        new_requested: show the window with an empty form.
        lock_requested: lock the office.
        quit_requested: end the program.
    """

    open_requested = Signal()
    new_requested = Signal()
    lock_requested = Signal()
    quit_requested = Signal()

    def __init__(self, icon: QIcon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.menu = QMenu()
        self._sign = QSystemTrayIcon(icon, self)
        self._sign.setContextMenu(self.menu)
        self._sign.activated.connect(self._on_sign_activated)
        self._sign.messageClicked.connect(self.open_requested)
        self._is_open = False
        self.name_again()

    def name_again(self) -> None:
        """Write everything in the language in force."""
        self._sign.setToolTip(tr("Loan customer management"))
        self.menu.clear()
        self.menu.addAction(tr("Open"), self.open_requested.emit)
        look = theme.current()
        self.new = QAction(look.icon("plus"), tr("New customer"), self.menu)
        self.new.triggered.connect(self.new_requested)
        self.lock = QAction(look.icon("lock"), tr("Lock"), self.menu)
        self.lock.triggered.connect(self.lock_requested)
        self.menu.addActions([self.new, self.lock])
        self.menu.addSeparator()
        self.menu.addAction(tr("Quit"), self.quit_requested.emit)
        self.show_open(is_open=self._is_open)

    def show_open(self, *, is_open: bool) -> None:
        """Offer what needs an open office, or not."""
        self._is_open = is_open
        self.new.setEnabled(is_open)
        self.lock.setEnabled(is_open)

    def set_shown(self, *, shown: bool) -> None:
        """Show the sign, or take it away."""
        self._sign.setVisible(shown)

    def tell(self, count: int) -> None:
        """Say through the system that something is new: how much, and of nobody."""
        self._sign.showMessage(
            tr("Loan customer management"),
            tr("{count} new notices", count=count),
            QSystemTrayIcon.MessageIcon.Information,
        )

    def end(self) -> None:
        """Take sign and menu away for good."""
        self._sign.hide()
        self.menu.deleteLater()

    def _on_sign_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        wanted = QSystemTrayIcon.ActivationReason
        if reason in (wanted.Trigger, wanted.DoubleClick):
            self.open_requested.emit()
