"""The designer from drag to the customers' form."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from loancrm_desktop.services import customers
from loancrm_desktop.services.forms import drawing
from loancrm_desktop.ui.forms import carried
from loancrm_desktop.ui.forms.designer_page import FormDesignerPage
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.records.customer_form_page import CustomerFormPage
from loancrm_desktop.ui.records.drawn_form import DrawnForm


@pytest.fixture
def designer(qtbot, desk):
    page = FormDesignerPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1440, 850)
    page.show()
    desk.settle(lambda: page.drawing is not None)
    return page


def library(page, what, key):
    found = (*page.library.buttons, *page.library._off_buttons)
    return next(each for each in found if (each.held.what, each.held.key) == (what, key))


def publish(page, desk):
    page.publish()
    desk.settle(lambda: page.publishing.dialog is not None)
    dialog = page.publishing.dialog
    dialog.publish_button.click()
    desk.settle(lambda: page.drawing is not None and page.drawing.published_version > 0)
    return dialog


def test_a_text_field_dragged_and_published_stands_in_the_customers_form(
    designer, desk, qtbot, carry
):
    sheet = designer.canvas.sheet
    name = sheet.item("name")
    point = name.mapTo(sheet, QPoint(name.width() // 2, 2))
    carry(sheet, carried.Carried(carried.CONTROL, "text"), point)
    assert designer.desk.chosen.key == "text_1"
    designer.desk.set_title("车牌号")
    publish(designer, desk)
    desk.settle(lambda: desk.words.customer_form is not None and desk.words.ready)
    page = CustomerFormPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    assert isinstance(page.form, DrawnForm)
    page.start_new()
    desk.settle()
    page.form.editor("name").line.setText("秦德昌")
    page.form.editor("text_1").line.setText("粤B12345")
    with qtbot.waitSignal(page.saved) as saved:
        page.save()
    values = desk.ask(customers.values, customer_id=saved.args[0]).values
    assert values["text_1"] == "粤B12345"


def test_the_draft_is_kept_and_comes_back(designer, desk, qtbot):
    qtbot.mouseClick(library(designer, "control", "money"), Qt.MouseButton.LeftButton)
    designer.keeper.keep_now()
    desk.settle()
    kept = desk.ask(drawing.drawn, kind="customer").draft
    assert "money_1" in kept["fields"]
    designer.reload()
    desk.settle()
    assert designer.desk.spec("money_1") is not None
    designer.discard()
    desk.settle()
    assert form_body.find_field(designer.desk.body, "money_1") is None


def test_every_step_can_be_taken_back_and_done_again(designer, desk, qtbot):
    before = designer.desk.body
    for key in ("text", "sub_form", "heading"):
        qtbot.mouseClick(library(designer, "control", key), Qt.MouseButton.LeftButton)
    designer.desk.delete_chosen()
    after = designer.desk.body
    stack = designer.desk.undo_stack
    while stack.canUndo():
        stack.undo()
    assert designer.desk.body == before
    while stack.canRedo():
        stack.redo()
    assert designer.desk.body == after


def test_faults_are_named_and_reached_with_f8(designer, desk, qtbot):
    qtbot.mouseClick(library(designer, "control", "formula"), Qt.MouseButton.LeftButton)
    designer.judge()
    assert designer.notice.isVisible()
    designer.desk.choose_field("name")
    designer.next_problem()
    assert designer.desk.chosen.key == "formula_1"
    designer.desk.set_field("formula_1", "formula", "monthly_income * 12")
    designer.judge()
    assert not designer.problems
    assert not designer.notice.isVisible()
