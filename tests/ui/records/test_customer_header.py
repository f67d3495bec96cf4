"""The header says who it is and whose, and gives way to long names before its buttons do."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QToolButton

from loancrm_desktop.services import customer_sheet, customers
from loancrm_desktop.services.ownership.returning import Countdown
from loancrm_desktop.ui.records.call_popover import CallPopover
from loancrm_desktop.ui.records.customer_header import CustomerHeader
from loancrm_desktop.ui.records.tags_popover import TagsPopover

WHO = "钱慧敏"


@pytest.fixture
def header(qtbot, desk):
    header = CustomerHeader(desk.bridge, desk.words)
    qtbot.addWidget(header)
    header.resize(1160, 80)
    header.show()
    show(header, desk)
    return header


def show(header, desk) -> None:
    sheet = desk.ask(customer_sheet.show, customer_id=desk.customers[WHO], masks="display")
    header.show_sheet(sheet, sheet.deals[0])


def test_the_line_below_names_deal_entry_and_owner(header, desk):
    sheet = desk.ask(customer_sheet.show, customer_id=desk.customers[WHO])
    assert sheet.deals[0].ref in header.about
    assert desk.actor.name in header.about


def test_buttons_keep_their_room_beside_any_name_and_two_hundred_tags(header, desk):
    values = {"name": "阿卜杜勒·买买提江" * 10, "tags": [f"标签第{n}号" for n in range(200)]}
    desk.do(customers.edit, customer_id=desk.customers[WHO], values=values)
    header.resize(760, 80)
    show(header, desk)
    QApplication.processEvents()
    assert header.more.geometry().right() <= header.width()
    assert header.advance.width() >= header.advance.sizeHint().width()
    assert header._name.is_elided
    assert header.name == values["name"]


def test_every_icon_has_a_name_and_a_tip(header):
    for button in header.findChildren(QToolButton):
        assert button.accessibleName()
        assert button.toolTip()


def test_without_neighbours_there_is_nothing_to_step_to(header):
    header.show_place(None, None)
    assert not header._before.isVisible()
    header.show_place(3, None)
    assert header._before.isEnabled()
    assert not header._after.isEnabled()


def test_calling_tags_and_handing_over_open_where_they_are_asked_for(header):
    header.call.click()
    shown = header.findChild(CallPopover)
    assert shown.number.text() == "139 **** 0872"
    shown.close()
    header.add_tag.click()
    header.findChild(TagsPopover).close()


def test_handing_over_is_asked_for_by_its_button(header, qtbot):
    with qtbot.waitSignal(header.hand_over_requested):
        header.hand_over.click()


def test_the_countdown_is_shown_once_it_is_time_to_warn(header, desk):
    due = desk.office.clock()
    header.show_countdown(Countdown("30 天", due, 20, warned=False))
    assert not header.pool.isVisible()
    header.show_countdown(Countdown("30 天", due, 3, warned=True))
    assert header.pool.isVisible()
    assert "3" in header.pool.text()
    assert "30 天" in header.pool.toolTip()
    header.show_countdown(None)
    assert not header.pool.isVisible()
