"""What opens from the designer: versions and drafts, preview, formula, rights, options, states."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from loancrm_desktop.services.forms import drawing, form_drafts, publishing
from loancrm_desktop.ui.forms.controls import all_controls, control_named
from loancrm_desktop.ui.forms.design_desk import DesignDesk
from loancrm_desktop.ui.forms.designer_page import FormDesignerPage
from loancrm_desktop.ui.records import form_body


@pytest.fixture
def designer(qtbot, desk):
    page = FormDesignerPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1440, 850)
    page.show()
    desk.settle(lambda: page.drawing is not None and page.panel.roles)
    return page


def add(designer, control: str) -> str:
    designer.desk.add_control(control_named(control))
    return designer.desk.chosen.key


def publish(designer, desk):
    before = designer.drawing.published_version
    designer.publish()
    desk.settle(lambda: designer.publishing.dialog is not None)
    said = list(designer.publishing.dialog.said)
    designer.publishing.dialog.publish_button.click()
    desk.settle(lambda: designer.drawing and designer.drawing.published_version > before)
    desk.settle(lambda: desk.words.ready)
    return said


def elsewhere(seat, function, **arguments):
    """Act at another desk while this one goes on."""
    answers = []

    def act():
        answers.append(seat.office.do(seat.actor, function, **arguments))

    thread = threading.Thread(target=act)
    thread.start()
    thread.join()
    return answers[0]


def test_an_earlier_version_says_what_differs_and_comes_back(designer, desk):
    publish(designer, desk)
    key = add(designer, "money")
    designer.desk.set_title("押金")
    publish(designer, desk)
    dialog = designer.show_versions()
    assert [entry.version for entry in dialog.entries] == [2, 1, 0]
    dialog.list.setCurrentRow(1)
    desk.settle()
    assert any("押金" in line for line in dialog.view.said)
    assert dialog.back_button.isEnabled()
    dialog.back_button.click()
    desk.settle(lambda: designer.drawing.published_version == 3)
    assert designer.desk.spec(key) is None
    assert [each.key for each in designer.library._trash] == [key]


def test_a_changed_property_is_said_in_words_not_in_json(designer, desk):
    publish(designer, desk)
    designer.desk.set_field("remark", "required", value=True)
    designer.desk.set_field("remark", "label", {"zh": "说明", "en": "Note"})
    where = {"field": "credit_standing", "op": "eq", "value": "overdue"}
    designer.desk.set_state("company", "shown", where)
    publish(designer, desk)
    dialog = designer.show_versions()
    dialog.list.setCurrentRow(1)
    desk.settle()
    said = "\n".join(dialog.view.said)
    assert "说明" in said
    assert "{" not in said
    dialog.reject()


def test_a_removed_field_is_put_back_from_the_trash_with_its_values(designer, desk):
    from loancrm_desktop.services import customers

    key = add(designer, "text")
    publish(designer, desk)
    customer = desk.customers["何秀兰"]
    desk.do(customers.edit, customer_id=customer, values={key: "东区"})
    designer.desk.choose_field(key)
    designer.desk.delete_chosen()
    said = publish(designer, desk)
    assert any("1" in line for line in said)
    desk.settle(lambda: designer.library.trashed(key) is not None)
    assert designer.library.trashed(key).records == 1
    designer.library.restore_requested.emit(key)
    assert form_body.find_field(designer.desk.body, key) is not None
    publish(designer, desk)
    values = desk.ask(customers.values, customer_id=customer).values
    assert values[key] == "东区"


def test_another_type_says_at_once_how_many_values_convert(designer, desk):
    from loancrm_desktop.services import customers

    key = add(designer, "text")
    publish(designer, desk)
    for name, text in (("何秀兰", "12"), ("钱慧敏", "很多")):
        desk.do(customers.edit, customer_id=desk.customers[name], values={key: text})
    designer.desk.choose_field(key)
    designer.panel.page.rows["type"].choose("integer")
    desk.settle(designer.news.isVisible)
    assert designer.news.text.count("1") == 2
    designer.desk.undo_stack.undo()
    desk.settle(lambda: not designer.news.isVisible())


def test_where_a_deleted_field_is_used_is_said_at_once(designer, desk):
    from loancrm_desktop.services import views

    key = add(designer, "text")
    publish(designer, desk)
    body = {"where": {"field": key, "op": "eq", "value": "x"}}
    desk.do(views.save, kind="customer", name="看征信的", body=body)
    designer.desk.choose_field(key)
    designer.delete_chosen()
    desk.settle(designer.news.isVisible)
    assert "看征信的" in designer.news.text
    designer.desk.undo_stack.undo()
    desk.settle(lambda: not designer.news.isVisible())


def test_a_field_may_link_to_records_of_the_offices_own(designer, desk):
    from loancrm_desktop.services import record_types
    from loancrm_desktop.services.record_types import TypeWish

    desk.do(record_types.add, key="house", wish=TypeWish("房产", "Property", "bank"))
    desk.settle(lambda: "x_house" in dict(designer.desk.link_kinds))
    key = add(designer, "record")
    row = designer.panel.page.rows["links_to"]
    row.choose("x_house")
    desk.settle(lambda: designer._judging.isActive() is False)
    assert designer.problems == []
    publish(designer, desk)
    assert designer.desk.shipped[key].links_to == "x_house"


def test_a_draft_kept_at_another_desk_is_said_and_can_be_put_on_the_table(designer, desk):
    body = form_body.put_field(
        designer.desk.body, "pet", {"type": "text", "label": {"zh": "宠物", "en": "Pet"}}
    )
    body = form_body.put(body, {"field": "pet"}, form_body.first_spot(body))
    elsewhere(desk, form_drafts.save_draft, kind="customer", body=body, desk="the other")
    mine = add(designer, "money")
    designer.keeper.keep_now()
    desk.settle(designer.news.isVisible)
    dialog = designer.show_versions()
    dialog.list.setCurrentRow(0)
    desk.settle()
    assert any("宠物" in line for line in dialog.view.said)
    dialog.back_button.click()
    assert designer.desk.spec("pet") is not None
    designer.desk.undo_stack.undo()
    assert designer.desk.spec("pet") is None
    assert designer.desk.spec(mine) is not None


def test_a_version_published_elsewhere_meanwhile_is_said_before_it_is_taken_back(designer, desk):
    add(designer, "money")
    designer.keeper.keep_now()
    desk.settle()
    body = desk.ask(drawing.drawn, kind="customer").published
    elsewhere(desk, publishing.publish, kind="customer", body=body)
    desk.settle(lambda: designer.drawing.published_version == 1)
    assert designer.news.isVisible()
    assert designer.desk.spec("money_1") is not None
    designer.publish()
    question = designer.publishing.meanwhile
    assert "1" in question.said
    question.over.click()
    desk.settle(lambda: designer.publishing.dialog is not None)
    designer.publishing.dialog.publish_button.click()
    desk.settle(lambda: designer.drawing.published_version == 2)
    assert designer.desk.spec("money_1") is not None


def test_a_form_published_while_the_question_was_open_can_be_given_up(designer, desk):
    add(designer, "money")
    designer.publish()
    desk.settle(lambda: designer.publishing.dialog is not None)
    designer._bridge.changed.disconnect(designer._on_bridge_changed)
    body = desk.ask(drawing.drawn, kind="customer").published
    elsewhere(desk, publishing.publish, kind="customer", body=body)
    designer.publishing.dialog.publish_button.click()
    desk.settle(lambda: designer.publishing.meanwhile is not None)
    designer.publishing.meanwhile.give_up.click()
    desk.settle(lambda: designer.desk.spec("money_1") is None)
    assert desk.ask(drawing.drawn, kind="customer").published_version == 1


def test_a_form_published_elsewhere_is_shown_where_nothing_is_drawn(designer, desk):
    body = desk.ask(drawing.drawn, kind="customer").published
    body = {**body, "title": {"zh": "新档案", "en": "New file"}}
    elsewhere(desk, publishing.publish, kind="customer", body=body)
    desk.settle(lambda: designer.desk.body.get("title", {}).get("zh") == "新档案")
    assert not designer.news.isVisible()


def test_the_preview_shows_what_a_role_sees_and_checks_what_is_filled_in(designer, desk):
    key = add(designer, "text")
    designer.desk.set_field(key, "required", value=True)
    designer.desk.set_field(key, "hidden_for", ["broker"])
    dialog = designer.preview()
    dialog.check()
    assert dialog.notice.isVisible()
    dialog.form.editor("name").set_value("测试")
    dialog.form.editor(key).set_value("有")
    dialog.check()
    assert dialog.notice.property("state") == "success"
    dialog.role_box.setCurrentIndex(dialog.role_box.findData("broker"))
    dialog.role_box.activated.emit(dialog.role_box.currentIndex())
    assert key not in dialog.form.keys
    dialog.width_choice.chosen.emit("narrow")
    dialog.reject()
    desk.settle()


def test_a_formula_is_worked_out_while_it_is_typed_and_taken_over(designer, desk, qtbot):
    key = add(designer, "formula")
    designer.desk.set_field(key, "result", "money")
    dialog = designer.edit_formula(key)
    desk.settle(dialog.functions.count)
    dialog.area.setPlainText("requested_amount / 10")
    dialog.sample_edits["requested_amount"].setText("3000")
    dialog.sample_edits["requested_amount"].textEdited.emit("3000")
    assert "300" in dialog.outcome.text()
    dialog.area.setPlainText("no_such_field + 1")
    assert not dialog.apply_button.isEnabled()
    dialog.area.setPlainText("")
    dialog.fields.itemActivated.emit(dialog.fields.item(0))
    assert dialog.area.toPlainText() == "name"
    dialog.area.setPlainText("requested_amount * 2")
    dialog.apply_button.click()
    assert form_body.field_raw(designer.desk.body, key)["formula"] == "requested_amount * 2"


def test_rights_by_role_are_written_and_taken_back(designer, desk):
    designer.desk.choose_field("remark")
    designer.panel.show_tab("rights")
    box = designer.panel.page.boxes["broker"]
    for value, name in (("read", "read_only_for"), ("none", "hidden_for")):
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
        assert form_body.field_raw(designer.desk.body, "remark")[name] == ["broker"]
    box.setCurrentIndex(box.findData("full"))
    box.activated.emit(box.currentIndex())
    assert form_body.field_raw(designer.desk.body, "remark") == {}


def test_options_are_pasted_coloured_moved_and_retired(designer, desk):
    key = add(designer, "radio")
    options = designer.panel.page.options
    options.open_paste()
    options.pasted.setPlainText("良好\n逾期\n空白\n良好")
    options.take_pasted()

    def kept():
        return form_body.field_raw(designer.desk.body, key)["options"]

    offered = [each["label"]["zh"] for each in kept() if not each.get("retired")]
    assert offered == ["良好", "逾期", "空白"]
    assert sum(bool(each.get("retired")) for each in kept()) == 3
    options.move_option(0, 1)
    assert [each["label"]["zh"] for each in kept()][:2] == ["逾期", "良好"]
    options._change(0, "colour", "danger")
    assert kept()[0]["colour"] == "danger"
    options.retire(0)
    assert kept()[0]["retired"] is True
    options.retire(0)
    assert "retired" not in kept()[0]
    count = len(kept())
    options.remove(0)
    assert len(kept()) == count - 1


def test_a_condition_on_a_field_that_is_only_drawn_is_counted(designer, desk, qtbot):
    key = add(designer, "text")
    designer.desk.set_state("remark", "shown", {"field": key, "op": "is_empty"})
    designer.desk.choose_field("remark")
    designer.panel.show_tab("rules")
    dialog = designer.panel.page.summaries["shown"].open_editor()
    qtbot.waitUntil(lambda: "4" in dialog.editor.footer.count.text())
    assert dialog.editor.problem_count == 0
    dialog.reject()


def test_every_control_of_the_library_stands_on_the_canvas_and_can_be_published(designer, desk):
    keys = [add(designer, each.key) for each in all_controls() if not each.is_note]
    designer.desk.set_field("formula_1", "formula", "requested_amount * 2")
    assert all(designer.canvas.sheet.item(key) is not None for key in keys)
    publish(designer, desk)
    assert set(keys) <= set(desk.words.fields("customer"))


def test_what_a_link_points_at_is_chosen(designer, desk):
    key = add(designer, "record")
    designer.panel.page.rows["links_to"].choose("deal")
    assert form_body.field_raw(designer.desk.body, key)["links_to"] == "deal"


def test_an_empty_form_forgets_what_was_only_drawn(designer, desk):
    key = add(designer, "money")
    designer.clear()
    assert key not in designer.desk.body["fields"]
    designer.desk.undo_stack.undo()
    assert designer.desk.spec(key) is not None


@pytest.mark.parametrize("kind", ["deal", "follow_up", "task"])
def test_the_same_designer_draws_other_kinds(designer, desk, kind):
    designer.open(kind)
    desk.settle(lambda: designer.drawing is not None and designer.drawing.kind == kind)
    add(designer, "text")
    publish(designer, desk)
    assert desk.ask(drawing.drawn, kind=kind).published_version == 1


def test_more_than_kinds_can_begin_in_the_list_of_kinds(designer, desk, qtbot):
    header = designer.header
    header.set_choices([("customer", "客户")], [("new_type", "新建类型…")])
    header.other.click()
    kind, more = [each for each in header.menu.actions() if not each.isSeparator()]
    assert (kind.isChecked(), more.isCheckable()) == (True, False)
    with qtbot.waitSignal(header.more_chosen) as chosen:
        more.trigger()
    assert chosen.args == ["new_type"]
    assert header.chosen == "customer"
    header.menu.close()


def test_the_letters_of_the_canvas_do_what_its_menus_do(designer, desk, qtbot):
    sheet = designer.canvas.sheet
    designer.activateWindow()
    qtbot.waitUntil(designer.isActiveWindow)
    designer.desk.choose_field("wechat")
    sheet.setFocus()
    qtbot.keyClick(sheet, Qt.Key.Key_H)
    assert form_body.find_field(designer.desk.body, "wechat") is None


def test_a_desk_offers_customers_and_deals_to_link_to():
    assert [kind for kind, _ in DesignDesk("customer").link_kinds] == ["customer", "deal"]
