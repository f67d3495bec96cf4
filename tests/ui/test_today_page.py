"""Today shows what is to be done, the overdue first, and ticks it off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QPushButton

from loancrm_desktop.services import tasks
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.ui.today_page import TodayPage


@pytest.fixture
def page(qtbot, desk):
    page = TodayPage(desk.bridge)
    qtbot.addWidget(page)
    page.show()
    desk.settle()
    return page


def titles(page) -> list[str]:
    return [task.title for task in page.shown]


def test_a_task_typed_in_is_added(page, desk):
    page.new_title.setText("  补充银行流水 ")
    page.new_title.returnPressed.emit()
    desk.settle(lambda: titles(page) == ["补充银行流水"])
    assert page.new_title.text() == ""


def test_an_empty_line_adds_nothing(page, desk):
    page.new_title.setText("   ")
    page.new_title.returnPressed.emit()
    desk.settle()
    assert titles(page) == []


def test_a_task_with_a_customer_opens_that_customer(page, desk, qtbot):
    wanted = desk.customers["钱慧敏"]
    desk.do(tasks.add, title="确认银行", customer_id=wanted)
    desk.settle(lambda: titles(page) == ["确认银行"])
    button = page.findChild(QPushButton, str(wanted))
    with qtbot.waitSignal(page.customer_opened) as opened:
        button.click()
    assert opened.args == [wanted]


def test_the_overdue_come_first_and_are_counted(page, desk, qtbot):
    now = system_clock()
    counted = []
    page.counted.connect(counted.append)
    for title, days in (("later", 400), ("late", -400)):
        desk.do(tasks.add, title=title, due_at=now + timedelta(days=days))
    desk.settle(lambda: len(titles(page)) == 2)
    assert titles(page) == ["late", "later"]
    assert counted[-1] == 1


def test_a_task_ticked_off_is_gone(page, desk):
    task_id = desk.do(tasks.add, title="打电话")
    desk.settle(lambda: titles(page) == ["打电话"])
    done = [b for b in page.findChildren(QPushButton) if b.objectName() == str(task_id)]
    done[0].click()
    desk.settle(lambda: titles(page) == [])
