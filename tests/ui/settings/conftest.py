"""An office with real keys behind a bridge, and a key store of the system in memory."""

from __future__ import annotations

import shutil
import threading
from types import SimpleNamespace

import pytest

from loancrm_desktop.services import opening
from loancrm_desktop.services.vault import device_key, keys, members
from loancrm_desktop.services.vault.kdf import FLOOR
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.settings.opened_keys import OpenedKeys

PASSWORD = "violet anchor drum 47"


class FakeStore:
    """A key store of a system, in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.fixture(scope="session")
def founded_with_keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("offices") / "云岭"
    person = ("云岭融资咨询", "boss", "陈嘉木", PASSWORD)
    new = opening.NewOffice(*person, params=FLOOR, with_rules=False)
    opening.create_office(folder, new).opened.office.close()
    return folder


@pytest.fixture(autouse=True)
def _cheap_guesses(monkeypatch):
    for module in (members, keys):
        monkeypatch.setattr(module, "calibrated", lambda: FLOOR)


@pytest.fixture
def store(monkeypatch):
    """Give this computer a key store of its own."""
    store = FakeStore()
    monkeypatch.setattr(device_key, "system_key_store", lambda: store)
    return store


@pytest.fixture
def no_store(monkeypatch):
    monkeypatch.setattr(device_key, "system_key_store", lambda: None)


@pytest.fixture
def home(qtbot, dressed, founded_with_keys, tmp_path):
    """Answer an open office of one test: bridge, keys, words, folder, settle."""
    folder = tmp_path / "office"
    shutil.copytree(founded_with_keys, folder)
    opened = opening.open_office(folder, "boss", PASSWORD)
    bridge = Bridge()
    bridge.enter(opened.office, opened.actor)
    words = OfficeWords(bridge)

    def settle(wanted=lambda: True) -> None:
        qtbot.waitUntil(lambda: bridge.pending == 0 and bool(wanted()), timeout=20_000)

    def open_again(login, password):
        keys.unlock(folder, login, password)

    def past_the_bridge(act, function, **arguments):
        """`do` or `ask` as somebody at another desk."""
        answers = []

        def run():
            answers.append(getattr(opened.office, act)(opened.actor, function, **arguments))

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        return answers[0]

    words.load()
    settle(lambda: words.ready)
    yield SimpleNamespace(
        bridge=bridge, keys=OpenedKeys(opened), words=words, folder=folder, settle=settle,
        opened=opened, unlock=open_again, call=past_the_bridge,
    )  # fmt: skip
    words.deleteLater()
    bridge.shut_down()


@pytest.fixture
def show(qtbot, home):
    """Show a panel and wait until it has read what it shows."""

    def shown(panel):
        qtbot.addWidget(panel)
        panel.resize(1000, 700)
        panel.show()
        home.settle()
        return panel

    return shown
