"""A page without content says why, and what leads on."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from loancrm_desktop.ui.widgets.parts import button
from loancrm_desktop.ui.widgets.states import StateView


@pytest.fixture
def state(qtbot, dressed, english):
    state = StateView()
    qtbot.addWidget(state)
    state.resize(600, 400)
    state.show()
    return state


def test_an_empty_page_offers_the_ways_of_the_page(state):
    ways = [button("导入", kind="primary"), button("新建")]
    state.show_empty("users", "还没有客户", "从表格导入最快", ways)
    assert (state.title, state.text) == ("还没有客户", "从表格导入最快")
    assert state.buttons == tuple(ways)
    assert state.accessibleName() == "还没有客户"


def test_an_error_can_be_tried_again(qtbot, state):
    state.show_error("打不开", "其他都好")
    with qtbot.waitSignal(state.retry_requested):
        state.buttons[0].click()


def test_the_technical_part_is_shown_and_copied_on_request(qtbot, state):
    state.show_error("打不开", "其他都好", details="EBUSY")
    assert not state._details.isVisible()
    state.buttons[1].click()
    assert state._details.isVisible()
    state.buttons[2].click()
    assert "EBUSY" in QGuiApplication.clipboard().text()


def test_without_details_nothing_technical_is_offered(state):
    state.show_error("打不开", "其他都好", can_retry=False)
    assert state.buttons == ()


def test_another_state_takes_the_buttons_of_the_last_away(qtbot, state):
    state.show_error("打不开", "其他都好", details="EBUSY")
    state._on_details_clicked()
    state.show_no_right("不归你负责", "负责人是周启航")
    assert state.buttons == ()
    assert not state._details.isVisible()
    assert state._line.count() == 0


def test_in_a_narrow_place_the_buttons_stand_below_each_other(qtbot, state):
    state.show_error("打不开", "其他都好", details="EBUSY")
    state.resize(190, 500)
    qtbot.waitUntil(lambda: len({one.y() for one in state.buttons}) == 3)
