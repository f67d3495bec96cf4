"""Pictures of the outbox and of writing to a customer; nothing is sent."""

from __future__ import annotations

from loancrm_desktop.ui.frame.places import OUTBOX
from loancrm_desktop.ui.messages.write_dialog import WriteDialog
from loancrm_desktop.ui.screens.stage import Stage

_CUSTOMER = 1


def take(stage: Stage) -> None:
    """Show the outbox and the dialog; channels and templates stand with the settings."""
    stage.workspace.go_to(OUTBOX)
    stage.settle()
    stage.picture("messages")
    dialog = WriteDialog(stage.bridge, _CUSTOMER, stage.workspace)
    dialog.text.setPlainText("尊敬的{name}，您的资料已收到，我们会尽快与您联系。")
    dialog.open()
    stage.wait(0.5)
    stage.settle()
    stage.picture("message_write")
    dialog.reject()
    dialog.deleteLater()
