"""Regions by province, city and district; links found by typing; slots of documents."""

from __future__ import annotations

import pytest
from document_acts import a_file
from PySide6.QtCore import Qt

from loancrm_desktop.services import documents
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.ui.records.record_editor import RecordEditor
from loancrm_desktop.ui.records.region_editor import RegionEditor
from loancrm_desktop.ui.records.slot_editor import SlotEditor


def spec(kind, **more):
    return FieldSpec(key="x", type=kind, label_zh="字段", label_en="Field", **more)


@pytest.fixture
def region(qtbot, dressed):
    made = RegionEditor(spec(FieldType.REGION))
    qtbot.addWidget(made)
    made.show()
    return made


def pick(box, qtbot, typed):
    line = box.lineEdit()
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, typed)
    box.completer().popup().hide()
    box.setCurrentIndex(box.findText(box.offered[0]))
    box.activated.emit(box.currentIndex())


def test_a_region_is_chosen_step_by_step_by_pinyin(region, qtbot):
    edited = []
    region.edited.connect(lambda: edited.append(region.value()))
    assert not region.city.isEnabled()
    pick(region.province, qtbot, "guangd")
    pick(region.city, qtbot, "shenz")
    pick(region.district, qtbot, "nansh")
    assert edited == ["广东省", "广东省深圳市", "广东省深圳市南山区"]
    pick(region.province, qtbot, "beij")
    assert region.value() == "北京市"
    assert not region.district.isEnabled()


def test_a_region_written_freely_stays_as_it_is(region):
    region.set_value("广东深圳科技园")
    assert region.value() == "广东省深圳市科技园"
    region.set_value("加利福尼亚")
    assert region.province.value() == "加利福尼亚"
    assert region.value() == "加利福尼亚"
    region.set_value(None)
    assert region.value() is None


@pytest.mark.parametrize("typed", ["qian", "钱慧", "0872"])
def test_a_link_is_found_by_name_pinyin_and_last_digits(desk, qtbot, typed):
    editor = RecordEditor(spec(FieldType.RECORD, links_to="customer"), desk.bridge)
    qtbot.addWidget(editor)
    editor.show()
    editor.line.setFocus()
    editor.line.setText(typed)
    editor.line.textEdited.emit(typed)
    qtbot.waitUntil(lambda: editor.box.count() > 1)
    desk.settle()
    assert editor.box.itemText(1).startswith("钱慧敏")
    assert "13900000872" not in editor.box.itemText(1)
    editor.box.setCurrentIndex(1)
    editor.box.activated.emit(1)
    assert editor.value() == desk.customers["钱慧敏"]


def test_a_linked_customer_is_shown_by_name_and_a_deal_is_linked_by_its_customer(desk, qtbot):
    editor = RecordEditor(spec(FieldType.RECORD, links_to="customer"), desk.bridge)
    qtbot.addWidget(editor)
    editor.set_value(desk.customers["冯国栋"])
    desk.settle()
    assert editor.box.currentText().startswith("冯国栋")
    assert editor.value() == desk.customers["冯国栋"]
    deal = RecordEditor(spec(FieldType.RECORD, links_to="deal"), desk.bridge)
    qtbot.addWidget(deal)
    deal.line.setText("冯国栋")
    deal.line.textEdited.emit("冯国栋")
    qtbot.waitUntil(lambda: deal.box.count() > 1)
    deal.box.setCurrentIndex(1)
    deal.box.activated.emit(1)
    assert deal.value() == desk.deals["冯国栋"]


def test_leaving_a_link_half_typed_puts_back_what_was_chosen(desk, qtbot):
    editor = RecordEditor(spec(FieldType.RECORD, links_to="customer"), desk.bridge)
    qtbot.addWidget(editor)
    editor.show()
    editor.set_value(desk.customers["何秀兰"])
    desk.settle()
    editor.line.setFocus()
    qtbot.keyClicks(editor.line, "zzz")
    qtbot.keyClick(editor.line, Qt.Key.Key_Tab)
    editor.box.completer().popup().hide()
    editor.box.clearFocus()
    assert editor.value() == desk.customers["何秀兰"]


def test_a_slot_names_its_kind_and_keeps_its_documents(qtbot, dressed):
    slot = SlotEditor(spec(FieldType.ATTACHMENT), "征信报告")
    qtbot.addWidget(slot)
    assert slot.kind.text() == "征信报告"
    assert slot.value() is None
    slot.set_value([3, 4])
    assert slot.value() == [3, 4]
    assert "2" in slot.count.text()


def test_a_slot_takes_files_shows_them_and_lets_them_go(qtbot, desk, tmp_path):
    slot = SlotEditor(spec(FieldType.ATTACHMENT), "credit_report", desk.words)
    qtbot.addWidget(slot)
    slot.show()
    edited = []
    slot.edited.connect(lambda: edited.append(slot.value()))
    slot.take([a_file(tmp_path), a_file(tmp_path, "b.txt")])
    desk.settle(lambda: slot.value() is not None and len(slot.value()) == 2)
    papers = desk.ask(documents.some, document_ids=slot.value())
    assert {each.kind for each in papers} == {"credit_report"}
    desk.settle(lambda: len(slot._papers) == 2)
    slot._take_out(slot._papers[slot.value()[0]])
    assert slot.value() == [papers[1].id]
    assert edited[-1] == slot.value()


def test_a_slot_says_which_file_it_could_not_take(qtbot, desk, tmp_path):
    slot = SlotEditor(spec(FieldType.ATTACHMENT), "", desk.words)
    qtbot.addWidget(slot)
    slot.show()
    slot.take([tmp_path / "gone.pdf"])
    desk.settle(lambda: "gone.pdf" in slot.state.text())
    assert slot.value() is None
    assert slot.state.isVisible()
