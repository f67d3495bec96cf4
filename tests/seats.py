"""A place at a real window with an open office, and hands on its keyboard, for tests of keys."""

from __future__ import annotations

import time
from dataclasses import dataclass

import shiboken6
from hands import focus_window
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from loancrm_desktop.services import customers
from loancrm_desktop.services.opening import Opened
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.main_window import MainWindow

PEOPLE = (("钱慧敏", "13900000872"), ("冯国栋", "13700002215"), ("何秀兰", "13500006608"))
TEXT_FIELDS = (QLineEdit, QPlainTextEdit)


@dataclass
class Seat:
    """A person before the window."""

    window: MainWindow
    bridge: Bridge
    wait: object
    previewed: bool = False
    quiet: set[int] | None = None

    @property
    def space(self):
        return self.window.workspace

    @property
    def page(self):
        return self.space.pages.currentWidget()

    @property
    def focus(self):
        return QApplication.focusWidget()

    def press(self, *sequences: str) -> None:
        for sequence in sequences:
            keys = QKeySequence.fromString(sequence, QKeySequence.SequenceFormat.PortableText)[0]
            QTest.keyClick(focus_window(), keys.key(), keys.keyboardModifiers())
            self.wait()

    def go(self, place: str) -> None:
        if place == "customer":
            self.go("customers")
            self.page.view.go_to_row(1)
            self.space.open_customer(self.page.view.current_row.id)
        elif place == "form":
            self.space.edit_customer(1)
        else:
            self.space.go_to(place)
        self.wait()
        if place == "customers":
            self.wait(lambda: self.page.model.total == len(PEOPLE))
            self.page.view.setFocus()
            self.page.view.go_to_row(0)
        elif place == "board":
            self.wait(lambda: self.page.area.columns)
            self.page.focus_content()
        elif place == "customer":
            self.wait(lambda: self.page.sheet is not None)
            self.page.timeline.setFocus()
        elif place == "today":
            self.wait()
            self.page.view.setFocus()
        elif place == "form":
            self.wait(lambda: self.page.form.editor("name").value())
        self.wait()

    def popup(self):
        shown = QApplication.activePopupWidget()
        return shown if shown is not None and shown.isVisible() else None

    def dialogs(self) -> list[str]:
        return [type(each).__name__ for each in QApplication.topLevelWidgets()
                if each.isVisible() and each is not self.window]  # fmt: skip


def sit_down(bridge: Bridge, office, actor, profile) -> Seat:
    """Open the window of an office with a few customers."""
    for name, phone in PEOPLE:
        values = {"name": name, "phone": phone, "owner": actor.user_id}
        office.do(actor, customers.add, values=values)
    window = MainWindow(bridge, DeskMemory(folder=profile))

    def wait(wanted=lambda: True) -> None:
        QCoreApplication.processEvents()
        limit = time.monotonic() + 60
        while bridge.pending or not wanted():
            assert time.monotonic() < limit, "it did not come to that"
            QTest.qWait(5)

    window.show()
    window.activateWindow()
    wait(window.isActiveWindow)
    window.enter(Opened(office, actor, None))
    wait(window.workspace.pages.count)
    return Seat(window, bridge, wait)


def stand_up(seat: Seat) -> None:
    """Close the window and what is open over it."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    seat.window.close()
    seat.bridge.shut_down()
    seat.window.deleteLater()


def running_timers() -> set[int]:
    """Answer which timers run now."""
    everything = shiboken6.getAllValidWrappers()
    return {id(each) for each in everything if isinstance(each, QTimer) and each.isActive()}


def office_named(folder) -> str:
    return "测试机构"
