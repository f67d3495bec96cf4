"""The canvas: drops land where the line says, the keyboard can do what the pointer can."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from loancrm_desktop.ui.forms import carried
from loancrm_desktop.ui.forms.canvas import Canvas
from loancrm_desktop.ui.forms.design_desk import Chosen, DesignDesk
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.records.form_body import Spot


@pytest.fixture
def table(qtbot, desk):
    body = form_body.empty_body("customer", {"zh": "客户表"})
    body["tabs"][0]["sections"][0]["rows"] = [
        [{"field": "name", "width": "1/2"}, {"field": "phone", "width": "1/2"}],
        [{"field": "email", "width": "1/2"}],
    ]
    work = DesignDesk("customer")
    canvas = Canvas(work, desk.words)
    qtbot.addWidget(canvas)
    canvas.desk = work
    canvas.resize(900, 700)
    canvas.show()
    work.open(body, desk.words.fields("customer"), None)
    qtbot.wait(10)
    return canvas


def rows(canvas):
    found = form_body.section_at(canvas.desk.body, 0, 0)["rows"]
    return [[item.get("field") for item in row] for row in found]


def at(canvas, key, across, down):
    item = canvas.sheet.item(key)
    point = QPoint(int(item.width() * across), int(item.height() * down))
    return item.mapTo(canvas.sheet, point)


def test_a_control_let_go_beside_a_field_joins_its_row(table, carry):
    control = carried.Carried(carried.CONTROL, "text")
    carry(table.sheet, control, at(table, "name", 0.9, 0.5))
    assert rows(table) == [["name", "text_1", "phone"], ["email"]]


def test_the_line_shows_where_it_lands_and_goes_with_the_pointer(table, carry):
    control = carried.Carried(carried.CONTROL, "text")
    carry(table.sheet, control, at(table, "email", 0.5, 0.02), drop=False)
    line = table.sheet.mark.line
    assert line is not None
    assert line.width() > line.height()
    assert rows(table) == [["name", "phone"], ["email"]]
    carry(table.sheet, control, at(table, "email", 0.5, 0.02))
    assert rows(table) == [["name", "phone"], ["text_1"], ["email"]]
    assert table.sheet.mark.isHidden()


def test_a_field_is_carried_to_another_row(table, carry):
    held = carried.Carried(carried.PLACED, "name", Spot(0, 0, 0, 0))
    carry(table.sheet, held, at(table, "email", 0.9, 0.5))
    assert rows(table) == [["phone"], ["email", "name"]]
    assert table.desk.chosen.key == "name"


def test_what_is_not_ours_is_not_taken(table):
    from PySide6.QtCore import QMimeData

    data = QMimeData()
    data.setText("name")
    assert carried.unpack(data) is None
    data.setData(carried.MIME, b"{no json")
    assert carried.unpack(data) is None


def test_the_arrows_go_through_the_form_and_move_with_control(table, qtbot):
    sheet = table.sheet
    sheet.setFocus()
    table.desk.choose_field("name")
    qtbot.keyClick(sheet, Qt.Key.Key_Right)
    assert table.desk.chosen.key == "phone"
    qtbot.keyClick(sheet, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert rows(table)[0] == ["phone", "name"]
    qtbot.keyClick(sheet, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert rows(table) == [["name"], ["phone"], ["email"]]
    qtbot.keyClick(sheet, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert rows(table) == [["phone"], ["name"], ["email"]]
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert table.desk.chosen == Chosen()


def test_a_field_is_renamed_where_it_stands(table, qtbot):
    table.desk.choose_field("email")
    table.desk.ask_rename()
    edit = table.sheet.item("email").rename_edit
    assert edit.isVisible()
    edit.setText("Mail")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.desk.label("email") == "Mail")
    assert table.sheet.item("email").title == "Mail"


def test_a_built_in_field_is_taken_off_the_form_never_deleted(table):
    table.desk.choose_field("email")
    table.desk.delete_chosen()
    assert rows(table) == [["name", "phone"]]
    assert "email" in table.desk.specs()
    table.desk.add_field("email")
    assert "email" in form_body.placed_fields(table.desk.body)


def test_a_copy_of_a_built_in_choice_is_a_field_of_the_offices_own(table):
    table.desk.add_field("credit_standing")
    table.desk.copy_chosen()
    key = table.desk.chosen.key
    assert not table.desk.is_built_in(key)
    assert form_body.field_raw(table.desk.body, key)["options"]


def test_only_the_section_that_changed_is_drawn_anew(table):
    table.sheet.menus.add_section()
    first, second = table.sheet.frames
    table.desk.choose_field("name")
    table.desk.set_title("姓名")
    assert table.sheet.frames[1] is second
    assert table.sheet.frames[0] is not first


def test_another_form_while_sections_are_still_drawn_shows_that_one_alone(table, desk):
    long = form_body.empty_body("customer", {"zh": "客户表"})
    section = long["tabs"][0]["sections"][0]
    long["tabs"][0]["sections"] = [
        {**section, "rows": [[{"field": key}]]} for key in ("name", "phone", "email")
    ]
    short = form_body.empty_body("customer", {"zh": "客户表"})
    short["tabs"][0]["sections"] = [long["tabs"][0]["sections"][1]]
    table.desk.open(long, desk.words.fields("customer"), None)
    table.desk.open(short, desk.words.fields("customer"), None)
    assert [item.chosen.key for item in table.sheet.items] == ["phone"]
    table.desk.open(long, desk.words.fields("customer"), None)
    assert [item.chosen.key for item in table.sheet.items] == ["name", "phone", "email"]
