"""A main window with an open office, for tests of what is around the pages."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from loancrm_desktop.services import customers
from loancrm_desktop.services.opening import Opened
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.main_window import MainWindow


@pytest.fixture
def shell(qtbot, dressed, office, owner, tmp_path, monkeypatch):
    """Answer a shown, active window with two customers and its surroundings."""
    monkeypatch.setattr("loancrm_desktop.ui.vault_calls.office_name", lambda _folder: "测试机构")
    for name, phone in (("钱慧敏", "13900000872"), ("冯国栋", "13700002215")):
        office.do(owner, customers.add, values={"name": name, "phone": phone})
    bridge = Bridge()
    memory = DeskMemory(folder=tmp_path / "profile")
    window = MainWindow(bridge, memory)
    qtbot.addWidget(window)

    def settle(wanted=lambda: True) -> None:
        QCoreApplication.processEvents()
        qtbot.waitUntil(lambda: bridge.pending == 0 and bool(wanted()), timeout=10_000)

    def enter(actor=owner) -> None:
        window.enter(Opened(office, actor, None))
        settle(lambda: window.workspace.pages.count() > 0)

    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    enter()
    yield SimpleNamespace(
        window=window, bridge=bridge, memory=memory, settle=settle, enter=enter, office=office,
        owner=owner,
    )  # fmt: skip
    window.close()
    bridge.shut_down()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
