"""Acts on many rows say what was done, what was not and why, and how to take it back."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services import customers, undoing
from loancrm_desktop.ui.records.bulk_popovers import TaskPopover, tags_of
from loancrm_desktop.ui.records.row_acts import ASKS_ABOVE, RowActs, told_once


@pytest.fixture
def acts(qtbot, desk):
    window = QWidget()
    qtbot.addWidget(window)
    return RowActs(desk.bridge, desk.words, window)


def test_an_act_is_taken_back_whole_by_its_number(acts, desk, qtbot):
    ids = [desk.customers["赵明轩"], desk.customers["何秀兰"]]
    with qtbot.waitSignal(acts.said) as said:
        acts.tag(ids, ["优质"], [])
    desk.do(undoing.undo, seq=said.args[1])
    for customer_id in ids:
        assert not desk.ask(customers.values, customer_id=customer_id).values["tags"]


def test_rows_that_could_not_be_done_are_said_with_the_reason(acts, desk, qtbot):
    refused = []
    acts.refused.connect(refused.append)
    with qtbot.waitSignal(acts.said) as said:
        acts.trash([desk.customers["赵明轩"], 99_999])
    assert len(refused[0]) == 1
    assert "99999" in refused[0][0].replace(",", "")
    assert "1" in said.args[0]


def test_twenty_are_not_asked_about_and_one_more_is(acts, desk, qtbot):
    with qtbot.waitSignal(acts.finished):
        acts.trash(range(90_000, 90_000 + ASKS_ABOVE))
    assert acts.dialog is None
    acts.trash(range(90_000, 90_001 + ASKS_ABOVE))
    assert acts.dialog is not None
    acts.dialog.reject()
    desk.settle()
    assert acts.dialog is None


def test_what_another_window_did_is_not_taken_for_ones_own(acts, desk):
    assert acts.seq_of(customers.remove) == 0
    desk.do(customers.remove, customer_ids=[desk.customers["赵明轩"]])
    desk.settle()
    own = acts.seq_of(customers.remove)
    assert (own > 0) == (desk.actor.window == desk.bridge.actor.window)


def test_the_same_reason_is_said_once_with_how_many():
    said = told_once(["缺少银行", "缺少银行", "没有权限"])
    assert len(said) == 2
    assert "2" in said[0]
    assert said[1] == "没有权限"
    assert len(told_once([str(number) for number in range(30)])) == 6


def test_tags_are_divided_by_the_commas_of_either_script():
    assert tags_of("优质，装修, 急 、优质;") == ["优质", "装修", "急"]
    assert tags_of("  ") == []


def test_a_task_with_an_unreadable_time_stays_open(qtbot, desk):
    popover = TaskPopover(desk.words)
    qtbot.addWidget(popover)
    heard = []
    popover.chosen.connect(lambda *given: heard.append(given))
    popover.go.click()
    popover.title_edit.setText("补材料")
    popover.when.moment_edit.setText("下个世纪")
    popover.show()
    popover.go.click()
    assert heard == []
    assert popover.problem.isVisible()
    popover.when.moment_edit.setText("2026-11-24 10:00")
    popover.go.click()
    assert heard[0][0] == "补材料"
    assert heard[0][1].hour == 10
