"""Windows of other areas that a customer's page asks for: a message, a deal in its process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from loancrm_desktop.ui.bridge import Bridge

if TYPE_CHECKING:
    from loancrm_desktop.ui.workspace import Workspace


class CustomerDialogs(QObject):
    """Opens them over the page that asks; they are built when they are first wanted."""

    def __init__(self, bridge: Bridge, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._bridge, self._workspace = bridge, workspace
        self.dialog: QDialog | None = None

    def write_message(self, customer_id: int) -> None:
        """Write a message to a customer."""
        from loancrm_desktop.ui.messages.write_dialog import WriteDialog

        dialog = WriteDialog(self._bridge, customer_id, self._over())
        dialog.said.connect(self._workspace.show_toast)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()
        self.dialog = dialog

    def show_run(self, deal_id: int) -> None:
        """Show a deal on the picture of its process."""
        from loancrm_desktop.ui.flows.run_dialog import open_run

        dialog = open_run(self._bridge, self._workspace.words, deal_id, self._over())
        dialog.finished.connect(self._on_dialog_finished)
        self.dialog = dialog

    def _over(self) -> QWidget:
        asks = self.sender()
        return asks if isinstance(asks, QWidget) else self._workspace

    def _on_dialog_finished(self) -> None:
        self.dialog = None
