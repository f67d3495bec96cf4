"""The switch remembers this computer where a key store may be trusted, and says why not elsewhere."""

from __future__ import annotations

from loancrm_desktop.services import opening
from loancrm_desktop.services.vault import device_key
from loancrm_desktop.ui.settings.device_panel import DevicePanel


def panel_in(show, home):
    return show(DevicePanel(home.bridge, home.keys))


def test_without_a_key_store_the_switch_is_off_and_says_why(show, home, no_store):
    panel = panel_in(show, home)
    assert not panel.switch.isEnabled()
    assert "Secret Service" in panel.state.text()


def test_switched_on_the_office_opens_without_the_password(show, home, store):
    panel = panel_in(show, home)
    assert panel.switch.isEnabled()
    panel.switch.click()
    home.settle(panel.switch.isEnabled)
    assert panel.switch.isChecked()
    assert len(store.kept) == 1
    opened = opening.open_by_device(home.folder, "boss")
    opened.office.close()
    assert opened.actor.login == "boss"


def test_the_end_of_the_thirty_days_is_said(show, home, store):
    panel = panel_in(show, home)
    panel.switch.click()
    home.settle(panel.switch.isEnabled)
    until = device_key.remembered_until(home.folder, "boss")
    assert f"{until:%Y-%m}" in panel.state.text()


def test_switched_off_again_it_is_forgotten(show, home, store):
    panel = panel_in(show, home)
    for _ in range(2):
        panel.switch.click()
        home.settle(panel.switch.isEnabled)
    assert not panel.switch.isChecked()
    assert store.kept == {}
    assert device_key.remembered_until(home.folder, "boss") is None


def test_a_key_store_that_refuses_leaves_the_switch_off(show, home, store, monkeypatch):
    from keyring.errors import KeyringLocked

    def locked(*_names):
        raise KeyringLocked

    monkeypatch.setattr(store, "set_password", locked)
    panel = panel_in(show, home)
    panel.switch.click()
    home.settle(panel.notice.isVisible)
    assert panel.notice.text
