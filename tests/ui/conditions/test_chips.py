"""The filter chips above a list."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from loancrm_desktop.texts import set_language, tr
from loancrm_desktop.ui.conditions.chip_popover import (
    FieldPopover,
    ListedEdit,
    OpPopover,
    ValuePopover,
)
from loancrm_desktop.ui.conditions.chips import FilterChips
from loancrm_desktop.ui.conditions.constant_edits import MY_TEAM
from loancrm_desktop.ui.conditions.dialog import ConditionDialog

STAGE: dict[str, Any] = {
    "field": "deal_stage",
    "op": "in",
    "value": ["qualification_review", "product_matching"],
}
AMOUNT: dict[str, Any] = {"field": "requested_amount", "op": "ge", "value": "500000.00"}
OR: dict[str, Any] = {
    "any": [{"field": "level", "op": "is_empty"}, {"field": "owner", "op": "eq", "value": 1}]
}


@pytest.fixture
def chips(qtbot, desk):
    shown = FilterChips(desk.bridge, desk.words, "customer")
    qtbot.addWidget(shown)
    shown.resize(700, 80)
    shown.show()
    return shown


def test_a_flat_condition_is_one_chip_per_part(chips):
    chips.set_where({"all": [STAGE, AMOUNT]})
    assert [chip.text for chip in chips.chips] == [
        f"当前阶段 {tr('is any of')} 资质审核、方案匹配",
        "期望贷款金额 ≥ 50 万",
    ]
    assert chips.where() == {"all": [STAGE, AMOUNT]}
    assert chips.clear.isVisibleTo(chips)


def test_the_chips_speak_english(chips):
    set_language("en")
    try:
        chips.set_where({"all": [STAGE, AMOUNT]})
        assert [chip.text for chip in chips.chips] == [
            "Current stage is any of Qualification review, Product matching",
            "Requested amount ≥ 500,000",
        ]
    finally:
        set_language("zh")


def test_an_or_group_is_one_chip_with_its_sentence_that_opens_the_editor(qtbot, desk, chips):
    chips.set_where({"all": [STAGE, OR]})
    desk.settle(lambda: "，或" in chips.chips[1].text)
    chips.chips[1].part_clicked.emit("value")
    dialog = chips.findChild(ConditionDialog)
    assert dialog is not None
    assert dialog.where() == {"all": [STAGE, OR]}
    dialog.editor.remove(dialog.editor.tree.parts[0].id)
    with qtbot.waitSignal(chips.changed):
        dialog.apply_button.click()
    assert chips.where() == {"all": [OR]}


def test_a_condition_that_is_not_flat_at_all_is_one_chip(desk, chips):
    chips.set_where(OR)
    desk.settle(lambda: "，或" in chips.chips[0].text)
    assert len(chips.chips) == 1
    assert chips.where() == OR


def test_a_chip_about_a_field_that_is_gone_stays_and_can_be_removed(qtbot, chips):
    gone = {"field": "gone", "op": "eq", "value": 1}
    chips.set_where({"all": [gone, AMOUNT]})
    assert chips.chips[0].text.startswith("gone ")
    assert chips.where() == {"all": [gone, AMOUNT]}
    with qtbot.waitSignal(chips.changed):
        chips.chips[0].removed.emit()
    assert chips.where() == AMOUNT


def test_a_field_is_found_by_pinyin_and_its_value_ticked(qtbot, chips):
    chips.open_fields()
    fields = chips.popover
    assert isinstance(fields, FieldPopover)
    fields.list.filter.setText("dqjd")
    qtbot.keyClick(fields.list.filter, Qt.Key.Key_Return)
    value = chips.popover
    assert isinstance(value, ValuePopover)
    assert isinstance(value.edit, ListedEdit)
    assert chips.where() is None
    value.edit.list.model.toggle("first_call")
    with qtbot.waitSignal(chips.changed):
        value.edit.list.picked.emit("first_call")
    assert chips.where() == {"field": "deal_stage", "op": "in", "value": ["first_call"]}
    assert len(chips.chips) == 1


def test_a_new_condition_without_a_value_is_dropped(chips):
    chips.open_fields()
    chips.popover.list.picked.emit("name")
    chips.popover.close()
    assert chips.where() is None
    assert chips.chips == ()


def test_clicking_a_part_edits_only_that_part(qtbot, chips):
    chips.set_where({"all": [STAGE, AMOUNT]})
    chips.chips[1].part_clicked.emit("op")
    assert isinstance(chips.popover, OpPopover)
    chips.popover.list.picked.emit("le")
    assert chips.where()["all"][1] == {**AMOUNT, "op": "le"}
    chips.chips[1].part_clicked.emit("field")
    assert isinstance(chips.popover, FieldPopover)
    chips.popover.list.picked.emit("deal_amount")
    assert chips.where()["all"][1] == {**AMOUNT, "op": "le", "field": "deal_amount"}
    chips.chips[1].part_clicked.emit("value")
    value = chips.popover
    assert isinstance(value, ValuePopover)
    line = value.edit._constant.line
    line.setText("80")
    with qtbot.waitSignal(chips.changed):
        line.textEdited.emit("80")
    assert chips.where()["all"][1]["value"] == "800000"
    assert chips.where()["all"][0] == STAGE


def test_a_comparison_that_needs_another_value_asks_for_it(chips):
    chips.set_where(AMOUNT)
    chips.chips[0].part_clicked.emit("op")
    chips.popover.list.picked.emit("between")
    assert isinstance(chips.popover, ValuePopover)
    assert chips.where() == AMOUNT
    chips.popover.close()
    assert chips.where() == AMOUNT


def test_what_is_half_typed_is_not_taken_over(chips):
    chips.set_where(AMOUNT)
    chips.chips[0].part_clicked.emit("value")
    value = chips.popover
    value.edit._constant.line.setText("many")
    value.edit._constant.line.textEdited.emit("many")
    assert value.problem.text()
    assert chips.where() == AMOUNT


def test_closing_the_small_window_tells_at_once(qtbot, chips):
    chips.set_where(AMOUNT)
    told = []
    chips.changed.connect(lambda: told.append(chips.where()))
    chips.chips[0].part_clicked.emit("value")
    line = chips.popover.edit._constant.line
    line.setText("1")
    line.textEdited.emit("1")
    assert told == []
    chips.popover.close()
    assert [where["value"] for where in told] == ["10000"]


def test_my_team_is_picked_alone_in_the_list(chips):
    chips.open_fields()
    chips.popover.list.picked.emit("owner")
    edit = chips.popover.edit
    edit.list.model.tick([1, MY_TEAM])
    edit.list.picked.emit(MY_TEAM)
    assert chips.where() == {"field": "owner", "op": "in", "value": {"my_team": True}}
    edit.list.model.tick([1, MY_TEAM])
    edit.list.picked.emit(1)
    assert chips.where() == {"field": "owner", "op": "in", "value": [1]}


def test_an_or_group_is_added_in_the_editor(chips):
    chips.set_where(AMOUNT)
    chips.open_fields()
    chips.popover.advanced_requested.emit()
    dialog = chips.findChild(ConditionDialog)
    assert [type(part).__name__ for part in dialog.editor.tree.parts] == ["Row", "Group"]


def test_keys_go_from_chip_to_chip_and_backspace_removes(qtbot, chips):
    chips.set_where({"all": [STAGE, AMOUNT]})
    first, second = chips.chips
    first.part("remove").setFocus()
    qtbot.keyClick(first.part("remove"), Qt.Key.Key_Right)
    assert second.isAncestorOf(chips.focusWidget())
    qtbot.keyClick(chips.focusWidget(), Qt.Key.Key_Backspace)
    assert chips.where() == STAGE
    assert chips.chips[0].isAncestorOf(chips.focusWidget())


def test_many_chips_wrap_onto_further_lines(chips):
    chips.set_where({"all": [AMOUNT] * 8})
    assert chips.heightForWidth(400) > chips.heightForWidth(2000)


def test_clearing_lets_everything_in(qtbot, chips):
    chips.set_where({"all": [STAGE, AMOUNT]})
    with qtbot.waitSignal(chips.changed):
        chips.clear.click()
    assert chips.where() is None
    assert not chips.clear.isVisibleTo(chips)
