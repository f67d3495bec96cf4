"""A number is shown in full only with a reason, one at a time, and never to the next customer."""

from __future__ import annotations

import pytest

from loancrm_desktop.services import journal, sight_log
from loancrm_desktop.ui.records.revealing import Revealing
from loancrm_desktop.ui.widgets.masked_field import MaskedValue


@pytest.fixture
def revealing(qtbot, desk):
    value = MaskedValue("电话")
    qtbot.addWidget(value)
    value.show_value("139 **** 0872", may_reveal=True)
    value.show()
    revealing = Revealing(desk.bridge, value)
    revealing.attach("phone", value)
    revealing.show_customer(desk.customers["钱慧敏"])
    revealing.value = value
    return revealing


def test_the_look_is_shown_and_written_down(revealing, desk):
    revealing.value.reveal_requested.emit("核对身份")
    desk.settle(lambda: revealing.value.is_revealed)
    assert revealing.value.text == "13900000872"
    assert desk.ask(journal.latest, limit=1)[0].operation == "sight_log.reveal"
    assert desk.ask(sight_log.looks_today).count == 1


def test_an_answer_for_the_customer_before_is_not_shown(revealing, desk):
    revealing.value.reveal_requested.emit("核对身份")
    revealing.show_customer(desk.customers["赵明轩"])
    desk.settle()
    assert not revealing.value.is_revealed


def test_another_customer_covers_what_was_shown(revealing, desk):
    revealing.value.reveal_requested.emit("核对身份")
    desk.settle(lambda: revealing.value.is_revealed)
    revealing.show_customer(desk.customers["赵明轩"])
    assert revealing.value.text == "139 **** 0872"


def test_asking_tells_how_many_looks_were_taken(revealing, desk):
    revealing.value.asking.emit()
    desk.settle(lambda: revealing.value._looks is not None)
    assert revealing.value._looks == (0, sight_log.DAILY_LIMIT)


def test_a_number_asked_for_is_not_shown_once_one_left_the_page(revealing, desk):
    revealing.value.reveal_requested.emit("核对身份")
    revealing.value.hide()
    desk.settle()
    assert not revealing.value.is_revealed
