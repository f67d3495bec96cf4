"""Names too long, two hundred tags, signs from right to left, services slow, failing or gone."""

from __future__ import annotations

import threading

import pytest
from look_audits import audit_cut_text, audit_overlaps, settle
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services import calls, customer_sheet, customer_table, customers
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.opening import Opened
from loancrm_desktop.texts import current_language, say, set_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.main_window import MainWindow
from loancrm_desktop.ui.records.customer_page import CustomerPage
from loancrm_desktop.ui.records.list_page import CustomerListPage

EMOJI = "👩🏽‍💼🏦 张小姐🎉"
RIGHT_TO_LEFT = "محمد بن سلمان \u200fالعتيبي"
LONG = "云岭融资咨询城南门店转介绍的老客户阿不都热依木"
NAMES = {"long": LONG, "emoji": EMOJI, "right to left": RIGHT_TO_LEFT}
PAGES = ("today", "customers", "board", "customer", "form")
SMALLEST = (1100, 700)


@pytest.fixture
def program(qtbot, dressed, office, owner, tmp_path):
    """Answer a way to open a small window at a page, with a customer of a bad name in it."""
    qapp = QApplication.instance()
    bridge = Bridge()
    faults: list[Exception] = []
    bridge.crashed.connect(faults.append)
    windows = []

    def wait(wanted=lambda: True) -> None:
        QCoreApplication.processEvents()
        qtbot.waitUntil(lambda: bridge.pending == 0 and bool(wanted()), timeout=20_000)

    def enter(name: str = "钱慧敏", scale: float = 1.0) -> MainWindow:
        theme.apply(qapp, "light", scale)
        values = {
            "name": name,
            "phone": "13900000872",
            "owner": owner.user_id,
            "company": name,
            "remark": f"{name}\n" * 5,
            "tags": [f"标签{number}" for number in range(200)],
        }
        office.do(owner, customers.add, values=values)
        window = MainWindow(bridge, DeskMemory(folder=tmp_path / "profile"))
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(*SMALLEST)
        window.show()
        window.activateWindow()
        window.enter(Opened(office, owner, None))
        wait(window.workspace.pages.count)
        return window

    yield enter, wait
    for window in windows:
        window.close()
    bridge.shut_down()
    theme.apply(qapp, "light")
    assert faults == []


def go(window, page: str, wait) -> QWidget:
    space = window.workspace
    if page == "customer":
        space.open_customer(1)
        wait(lambda: space.pages.currentWidget().sheet is not None)
    elif page == "form":
        space.edit_customer(1)
        wait(lambda: space.pages.currentWidget().form.is_whole)
        assert space.pages.currentWidget().form.editor("name").value()
    else:
        space.go_to(page)
        wait()
    settle()
    return space.pages.currentWidget()


@pytest.mark.parametrize("name", NAMES)
def test_bad_names_go_through_every_page(program, name):
    enter, wait = program
    window = enter(NAMES[name])
    for page in PAGES:
        shown = go(window, page, wait)
        assert audit_cut_text(shown) == [], page
        assert audit_overlaps(shown) == [], page
        shown.grab()
    window.workspace.open_palette()
    wait()
    QTest.qWait(20)
    box = QApplication.focusWidget()
    box.setText(NAMES[name][:6])
    wait()
    settle()
    assert audit_cut_text(window.workspace._palette.palette) == []
    window.grab()


@pytest.mark.parametrize("page", PAGES)
def test_text_twice_as_large_in_the_smallest_window(program, page):
    enter, wait = program
    window = enter(scale=2.0)
    shown = go(window, page, wait)
    assert window.width() == SMALLEST[0]
    assert audit_overlaps(shown) == []
    assert audit_cut_text(shown) == []
    shown.grab()


def test_no_customer_at_all(qtbot, dressed, office, owner, tmp_path):
    bridge = Bridge()
    window = MainWindow(bridge, DeskMemory(folder=tmp_path / "profile"))
    qtbot.addWidget(window)
    window.show()
    window.enter(Opened(office, owner, None))
    qtbot.waitUntil(lambda: bridge.pending == 0 and window.workspace.pages.count() > 0)
    for page in ("today", "customers", "board"):
        window.workspace.go_to(page)
        qtbot.waitUntil(lambda: bridge.pending == 0)
        settle()
        assert audit_cut_text(window) == [], page
        assert any(each.isVisible() for each in window.findChildren(QPushButton))
    window.close()
    bridge.shut_down()


def test_a_font_that_is_not_there(program, qapp):
    enter, wait = program
    before = qapp.font()
    qapp.setFont(QFont("No Such Font Anywhere", 9))
    window = enter(LONG)
    for page in PAGES:
        assert not go(window, page, wait).grab().isNull()
    qapp.setFont(before)


# Services that do not behave. The real bridge asks a real office; only the answer is held up.


class Service:
    """Stands before a service function: holds the answer up, or lets it fail."""

    def __init__(self, function) -> None:
        self._function = function
        self.released = threading.Event()
        self.released.set()
        self.fault: Exception | None = None
        self.asked = 0

    def stand_in(self, monkeypatch, module) -> None:
        service, function = self, self._function

        def slow(work: Work, **arguments):
            service.asked += 1
            service.released.wait(timeout=60)
            if service.fault is not None:
                raise service.fault
            return function(work, **arguments)

        monkeypatch.setitem(calls._by_function, slow, calls.call_of(function))
        monkeypatch.setattr(module, function.__name__, slow)


@pytest.fixture
def table(monkeypatch):
    service = Service(customer_table.table)
    service.stand_in(monkeypatch, customer_table)
    yield service
    service.released.set()


@pytest.fixture
def sheet(monkeypatch):
    service = Service(customer_sheet.show)
    service.stand_in(monkeypatch, customer_sheet)
    yield service
    service.released.set()


def shown_list(qtbot, desk) -> CustomerListPage:
    page = CustomerListPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(*SMALLEST)
    page.show()
    return page


def test_an_answer_that_takes_its_time_shows_a_page_that_waits(qtbot, desk, table):
    table.released.clear()
    page = shown_list(qtbot, desk)
    qtbot.waitUntil(lambda: table.asked > 0)
    beats = []
    QTimer.singleShot(400, lambda: beats.append("the window goes on"))
    qtbot.waitUntil(lambda: bool(beats))
    assert page.model.total == 0
    assert audit_cut_text(page) == []
    table.released.set()
    desk.settle(lambda: page.model.total == 4)


def test_the_last_wish_is_shown_when_answers_come_late(qtbot, desk, table):
    table.released.clear()
    page = shown_list(qtbot, desk)
    qtbot.waitUntil(lambda: table.asked > 0)
    for text in ("冯", "何", "钱慧敏"):
        page.toolbar.search.setText(text)
        QTest.qWait(10)
    page.toolbar.search.returnPressed.emit()
    table.released.set()
    desk.settle(lambda: page.model.total == 1)
    assert page.model.peek(0).name == "钱慧敏"


FAULTS = {"unavailable": Unavailable(say("The disk is gone."), "disk"), "a bug": KeyError("x")}


@pytest.mark.parametrize("kind", FAULTS)
def test_what_fails_is_said_and_can_be_tried_again(qtbot, desk, table, kind):
    crashed = []
    desk.bridge.crashed.connect(crashed.append)
    table.fault = FAULTS[kind]
    page = shown_list(qtbot, desk)
    desk.settle(lambda: table.asked > 0)
    again = [each for each in page.findChildren(QPushButton)
             if each.isVisible() and each.text().strip() == tr("Try again")]  # fmt: skip
    assert len(again) == 1
    assert len(crashed) == (kind == "a bug")
    table.fault = None
    again[0].click()
    desk.settle(lambda: page.model.total == 4)


@pytest.mark.parametrize("kind", ["an answer", *FAULTS])
def test_a_window_closed_meanwhile_hears_nothing(qtbot, desk, sheet, kind):
    sheet.released.clear()
    sheet.fault = FAULTS.get(kind)
    page = CustomerPage(desk.bridge, desk.words)
    page.show()
    page.show_customer(1)
    qtbot.waitUntil(lambda: sheet.asked > 0)
    page.close()
    page.deleteLater()
    del page
    settle()
    sheet.released.set()
    desk.settle()


@pytest.mark.parametrize("kind", ["an answer", "unavailable"])
def test_theme_and_size_change_while_an_answer_is_awaited(qtbot, qapp, desk, sheet, kind):
    sheet.released.clear()
    sheet.fault = FAULTS.get(kind)
    page = CustomerPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(*SMALLEST)
    page.show()
    page.show_customer(desk.customers["钱慧敏"])
    qtbot.waitUntil(lambda: sheet.asked > 0)
    theme.apply(qapp, "dark", 1.3)
    settle()
    sheet.released.set()
    desk.settle()
    page.grab()
    theme.apply(qapp, "light")
    settle()
    assert audit_cut_text(page) == []
    assert (page.sheet is None) == (kind != "an answer")


def test_the_language_changes_while_the_list_is_awaited(program, table, qtbot):
    enter, wait = program
    window = enter()
    wait(lambda: table.asked > 0)
    table.released.clear()
    window.workspace.go_to("customers")
    window.workspace.reload()
    old = window.workspace
    set_language("en" if current_language() == "zh" else "zh")
    window.rebuild()
    QTest.qWait(100)
    table.released.set()
    qtbot.waitUntil(lambda: window.workspace is not old, timeout=10_000)
    wait(window.workspace.pages.count)
    wait(lambda: window.workspace.page("customers").model.total == 1)
