"""The columns of a list: ticked, ordered, dragged."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt

from loancrm_desktop.ui.conditions.column_list_model import ColumnListModel, ColumnOffer

OFFERS = (
    ColumnOffer("name", "客户姓名", "基本", fixed=True),
    ColumnOffer("phone", "联系电话", "基本"),
    ColumnOffer("amount", "金额", "需求"),
    ColumnOffer("stage", "阶段", "业务单"),
    ColumnOffer("owner", "负责人", "业务单"),
)


@pytest.fixture
def model(qapp):
    made = ColumnListModel()
    made.offer(OFFERS)
    made.choose(["amount", "phone", "gone"])
    return made


def listed(model) -> list[str]:
    """Answer all rows, titles too."""
    return [model.index(row).data() for row in range(model.rowCount())]


def test_the_model_keeps_qts_rules(model, qtmodeltester):
    qtmodeltester.check(model)


def test_shown_columns_come_first_and_the_others_by_section(model):
    assert model.chosen == ["name", "amount", "phone"]
    assert listed(model)[1:] == ["客户姓名", "金额", "联系电话", "业务单", "阶段", "负责人"]


def test_a_tick_puts_a_column_behind_those_shown_and_takes_it_away(model, qtbot):
    index = model.index(model.row_of("stage"))
    with qtbot.waitSignal(model.chosen_changed):
        assert model.setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert model.chosen == ["name", "amount", "phone", "stage"]
    model.toggle("amount")
    assert model.chosen == ["name", "phone", "stage"]


def test_the_fixed_column_is_neither_unticked_nor_moved(model):
    model.toggle("name")
    model.step("name", 1)
    model.step("amount", -1)
    assert model.chosen == ["name", "amount", "phone"]
    index = model.index(model.row_of("name"))
    assert not model.setData(index, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert not model.flags(index) & Qt.ItemFlag.ItemIsDragEnabled


def test_steps_stop_at_the_ends(model):
    model.step("phone", -1)
    assert model.chosen == ["name", "phone", "amount"]
    model.step("phone", -1)
    model.step("amount", 1)
    assert model.chosen == ["name", "phone", "amount"]


def test_a_dragged_column_stands_where_it_was_dropped(model):
    model.choose(["name", "phone", "amount", "stage"])
    carried = model.mimeData([model.index(model.row_of("stage"))])
    move = Qt.DropAction.MoveAction
    assert not model.dropMimeData(carried, move, 2, 0, QModelIndex())
    assert model.chosen == ["name", "stage", "phone", "amount"]
    model.dropMimeData(carried, move, 5, 0, QModelIndex())
    assert model.chosen == ["name", "phone", "amount", "stage"]
    model.dropMimeData(carried, move, 0, 0, QModelIndex())
    assert model.chosen == ["name", "stage", "phone", "amount"]
    model.dropMimeData(carried, move, -1, -1, model.index(model.row_of("amount")))
    assert model.chosen == ["name", "phone", "stage", "amount"]


def test_a_filter_leaves_only_what_matches_and_nothing_can_be_dragged(model):
    model.set_filter("fzr")
    assert listed(model)[1:] == ["负责人"]
    model.set_filter("je")
    index = model.index(model.row_of("amount"))
    assert not model.flags(index) & Qt.ItemFlag.ItemIsDragEnabled
    model.set_filter("")
    assert model.rowCount() == 7
