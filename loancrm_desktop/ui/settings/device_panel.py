"""This computer: whether it may open the office without the password, and for how long."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.opening import Opened
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import vault_calls
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.panel_parts import SettingsPanel
from loancrm_desktop.ui.settings.opened_keys import OpenedKeys
from loancrm_desktop.ui.vault_calls import DeviceState
from loancrm_desktop.ui.widgets.parts import column, frame, label, row
from loancrm_desktop.ui.widgets.switch import Switch


class DevicePanel(SettingsPanel):
    """Lets this computer remember the acting person, or forget."""

    def __init__(self, bridge: Bridge, keys: OpenedKeys, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("This computer"), tr("How you get in at this computer. Others are not touched."),
            parent,
        )  # fmt: skip
        self._bridge = bridge
        self._keys = keys
        title = tr("Unlock without the password on this computer")
        self.switch = Switch(title)
        self.switch.setEnabled(False)
        self.switch.clicked.connect(self._on_switch_clicked)
        self.state = label(tr("Looking for the key store of this computer …"), role="secondary",
                           wrap=True)  # fmt: skip
        card = frame("card")
        inner = column(spacing=6, margins=(16, 12, 16, 12))
        inner.addLayout(row(label(title, font="bodyStrong"), None, self.switch))
        inner.addWidget(self.state)
        card.setLayout(inner)
        self.body.addWidget(card)
        for sentence in (
            tr("It lasts 30 days; then the password is asked for once again."),
            tr("The key store of the system keeps a random secret, never your password."),
            tr("Adding and disabling people asks for your password all the same."),
        ):
            self.body.addWidget(label(sentence, role="secondary", wrap=True))
        self.body.addStretch(1)
        self.lay_out()
        keys.replaced.connect(self._on_keys_replaced)

    def reload(self) -> None:
        """Ask what this computer remembers."""
        opened = self._keys.opened
        self._bridge.outside(
            vault_calls.device_state,
            folder=opened.office.place.folder,
            login=opened.actor.login,
            then=self._on_state,
            failed=self._on_state_failed,
            key="state",
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Look again each time the panel is looked at."""
        super().showEvent(event)
        self.reload()

    def _on_state(self, state: DeviceState) -> None:
        self.switch.setEnabled(state.trusted)
        self.switch.setChecked(state.until is not None)
        if not state.trusted:
            text = tr(
                "This computer has no key store of its own that may be trusted with a key "
                "(Windows Credential Manager, macOS Keychain or Secret Service). The password "
                "is needed each time."
            )
        elif state.until is None:
            text = tr("Off: the password is asked for each time.")
        else:
            text = tr("On until {moment}.", moment=display.time_exact(state.until))
        self.state.setText(text)
        self.switch.setAccessibleDescription(text)

    def _on_switch_clicked(self) -> None:
        wanted = self.switch.isChecked()
        self.notice.hide()
        self.switch.setEnabled(False)
        self._bridge.outside(
            vault_calls.remember_device if wanted else vault_calls.forget_device,
            opened=self._keys.opened,
            then=self._on_switched,
            failed=self._on_switch_failed,
            key="switch",
        )

    def _on_switched(self, opened: Opened) -> None:
        self._keys.replace(opened)

    def _on_keys_replaced(self) -> None:
        self.reload()

    def _on_state_failed(self, problem: Problem) -> None:
        self.switch.setEnabled(False)
        self.state.setText(str(problem))

    def _on_switch_failed(self, problem: Problem) -> None:
        self.notice.say(str(problem))
        self.reload()
