"""A record type is made, its form designed, a record written down: by mouse, through the window."""

from __future__ import annotations

import pytest
from form_bodies import form, own
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from loancrm_desktop.services import own_records, record_types
from loancrm_desktop.services.forms import publishing
from loancrm_desktop.services.record_types import TypeWish
from loancrm_desktop.ui.own_records.type_dialog import TypeDialog
from loancrm_desktop.ui.own_records.types_dialog import TypesDialog
from loancrm_desktop.ui.records.linked_panel import LinkedPanel
from loancrm_desktop.ui.records.record_dialog import RecordDialog


def click(qtbot, widget):
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def write(line, text):
    """Write what an input method would; Qt's key clicks know no Chinese."""
    line.setText(text)
    line.textEdited.emit(text)


@pytest.fixture
def car(desk):
    kind = desk.do(record_types.add, key="car", wish=TypeWish("车辆", "Car", "car"))
    fields = {"plate": own("text", "车牌", required=True, in_list=True, searchable=True)}
    desk.do(publishing.publish, kind=kind, body=form(fields, kind=kind))
    desk.settle(lambda: desk.words.record_type(kind) is not None and desk.words.ready)
    return kind


def test_a_type_is_made_with_its_name_icon_and_links(qtbot, desk):
    dialog = TypeDialog(desk.bridge)
    qtbot.addWidget(dialog)
    dialog.show()
    desk.settle(lambda: dialog.role_boxes)
    write(dialog.title_zh, "车辆")
    qtbot.keyClicks(dialog.title_en, "Used car")
    assert dialog.key.text() == "used_car"
    click(qtbot, next(one for one in dialog._icons.buttons() if one.objectName() == "car"))
    box = dialog.role_boxes["read_only"]
    box.setCurrentIndex(box.findData("shut"))
    with qtbot.waitSignal(dialog.made) as made:
        click(qtbot, dialog.save_button)
    assert made.args == ["x_used_car"]
    desk.settle(lambda: desk.words.record_types)
    [row] = desk.words.record_types
    assert (row.title_zh, row.icon, row.links, row.hidden_for) == (
        "车辆",
        "car",
        ("customer",),
        ("read_only",),
    )


def test_a_key_that_is_taken_is_said_at_its_field(qtbot, desk, car):
    dialog = TypeDialog(desk.bridge)
    qtbot.addWidget(dialog)
    dialog.show()
    write(dialog.title_zh, "另一种车")
    qtbot.keyClicks(dialog.key, "car")
    click(qtbot, dialog.save_button)
    desk.settle(dialog.notice.isVisible)
    assert dialog.key.property("state") == "error"
    assert dialog.save_button.isEnabled()


def test_a_type_is_taken_out_of_use_and_restored_with_its_records(qtbot, desk, car):
    desk.do(own_records.add, kind=car, values={"name": "别克", "plate": "粤B1"})
    dialog = TypesDialog(desk.bridge)
    qtbot.addWidget(dialog)
    dialog.show()
    desk.settle(lambda: dialog.list.count() == 1)
    click(qtbot, dialog.state_button)
    desk.settle(lambda: dialog.chosen is not None and dialog.chosen.retired)
    desk.settle(lambda: not desk.words.record_types)
    click(qtbot, dialog.state_button)
    desk.settle(lambda: dialog.chosen is not None and not dialog.chosen.retired)
    assert dialog.chosen.records == 1


def test_a_record_is_written_down_on_its_form_for_a_customer(qtbot, desk, car):
    zhao = desk.customers["赵明轩"]
    panel = LinkedPanel(desk.bridge, desk.words)
    qtbot.addWidget(panel)
    panel.show_customer(zhao)
    desk.settle(lambda: len(panel.linked) == 1)
    asked = []
    panel.record_requested.connect(lambda *told: asked.append(told))
    plus = next(one for one in panel.findChildren(object) if one.objectName() == car)
    click(qtbot, plus)
    assert asked == [(car, 0, {"customer": zhao})]
    dialog = RecordDialog(desk.bridge, desk.words, car, "车辆")
    qtbot.addWidget(dialog)
    dialog.show_new(asked[0][2])
    dialog.show()
    desk.settle(lambda: dialog.form is not None)
    write(dialog.form.editor("name").line, "别克")
    click(qtbot, dialog.save_button)
    desk.settle(lambda: dialog.form.problem("plate"))
    write(dialog.form.editor("plate").line, "粤B12345")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog.save_button)
    desk.settle(lambda: panel.linked[0].count == 1)
    assert panel.linked[0].rows[0].more["plate"] == "粤B12345"


def test_a_record_is_changed_and_what_is_typed_is_not_lost_unasked(qtbot, desk, car):
    saved = desk.do(own_records.add, kind=car, values={"name": "别克", "plate": "粤B1"})
    dialog = RecordDialog(desk.bridge, desk.words, car, "车辆")
    qtbot.addWidget(dialog)
    dialog.show_record(saved.id)
    dialog.show()
    desk.settle(lambda: dialog.form is not None)
    assert dialog.form.editor("plate").value() == "粤B1"
    qtbot.keyClicks(dialog.form.editor("plate").line, "2345")
    click(qtbot, dialog.cancel_button)
    asks = QApplication.activeModalWidget()
    assert dialog.isVisible()
    assert asks is not None
    asks.reject()
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog.save_button)
    sheet = desk.ask(own_records.show, kind=car, record_id=saved.id)
    assert sheet.values["plate"] == "粤B12345"


def test_a_deal_is_filled_in_again_on_its_published_form(qtbot, desk):
    fields = {"fee": own("text", "费用说明", required=True)}
    desk.do(publishing.publish, kind="deal", body=form(fields, kind="deal"))
    deal = desk.deals["赵明轩"]
    dialog = RecordDialog(desk.bridge, desk.words, "deal", "业务单")
    qtbot.addWidget(dialog)
    dialog.show_record(deal)
    dialog.show()
    desk.settle(lambda: dialog.form is not None)
    write(dialog.form.editor("fee").line, "两个点")
    with qtbot.waitSignal(dialog.saved):
        click(qtbot, dialog.save_button)


def test_a_contact_in_the_timeline_opens_on_its_form(qtbot, desk):
    from loancrm_desktop.services import follow_ups
    from loancrm_desktop.ui.records.customer_page import CustomerPage

    zhao = desk.customers["赵明轩"]
    logged = desk.do(follow_ups.log, customer_id=zhao, text="已沟通")
    page = CustomerPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show_customer(zhao)
    page.show()
    model = page.timeline.timeline
    desk.settle(
        lambda: any("已沟通" in str(model.index(at).data()) for at in range(model.rowCount()))
    )
    at = next(at for at in range(model.rowCount()) if "已沟通" in str(model.index(at).data()))
    page.timeline.setCurrentIndex(model.index(at))
    with qtbot.waitSignal(page.record_requested) as asked:
        qtbot.keyClick(page.timeline, Qt.Key.Key_Return)
    assert asked.args == ["follow_up", logged.id, {}]
    deal = desk.deals["赵明轩"]
    edit = next(
        one
        for one in page.deals.findChildren(QPushButton)
        if one.objectName() == str(deal) and one.accessibleName()
    )
    with qtbot.waitSignal(page.record_requested) as asked:
        click(qtbot, edit)
    assert asked.args == ["deal", deal, {}]
