"""A form loses nothing that was typed, and shows no number that is masked."""

from __future__ import annotations

import pytest
from composing_keys import commit, compose
from PySide6.QtCore import Qt

from loancrm_desktop.services import customers, drafts
from loancrm_desktop.ui.records.customer_form_page import CustomerFormPage

WHO = "赵明轩"


def new_form(qtbot, desk) -> CustomerFormPage:
    page = CustomerFormPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1240, 800)
    page.show()
    return page


@pytest.fixture
def form(qtbot, desk):
    return new_form(qtbot, desk)


def type_in(form, **texts: str) -> None:
    for key, text in texts.items():
        line = form.form.editor(key).line
        line.setText(text)
        line.textEdited.emit(text)


def edit(form, desk, name=WHO) -> None:
    form.start_edit(desk.customers[name])
    desk.settle(lambda: form.drafts.loaded)


def keys(desk) -> list[str]:
    return [draft.key for draft in desk.ask(drafts.mine)]


def test_leaving_keeps_a_draft_and_the_next_form_goes_on_with_it(form, desk, qtbot):
    form.start_new()
    type_in(form, name="秦德昌", requested_amount="很多")
    with qtbot.waitSignal(form.left):
        form.leave()
    desk.settle()
    assert keys(desk) == ["customer:new"]
    again = new_form(qtbot, desk)
    again.start_new()
    desk.settle(again.notice.isVisible)
    assert again.form.editor("name").value() == "秦德昌"
    assert again.form.editor("requested_amount").value() == "很多"
    assert not again.drafts.badge.isHidden()


def test_a_draft_can_be_thrown_away_for_an_empty_form(form, desk, qtbot):
    form.start_new()
    type_in(form, name="秦德昌")
    form.leave()
    desk.settle()
    again = new_form(qtbot, desk)
    again.start_new()
    desk.settle(again.notice.isVisible)
    again.notice.action_requested.emit()
    desk.settle(lambda: again.form.editor("name").value() is None)
    assert keys(desk) == []


def test_two_seconds_after_typing_the_draft_is_there(form, desk, qtbot):
    form.start_new()
    form.drafts.keeper._timer.setInterval(20)
    type_in(form, name="秦德昌")
    qtbot.waitUntil(lambda: keys(desk) == ["customer:new"], timeout=5_000)


def test_another_page_in_front_keeps_the_draft(form, desk):
    form.start_new()
    type_in(form, name="秦德昌")
    form.hide()
    desk.settle()
    assert keys(desk) == ["customer:new"]


def test_locking_keeps_the_draft(form, desk):
    edit(form, desk)
    type_in(form, company="云岭建材")
    form.about_to_lock()
    desk.settle()
    draft = desk.ask(drafts.mine)[0]
    assert draft.key == f"customer:{desk.customers[WHO]}"
    assert draft.body["values"] == {"company": "云岭建材"}


def test_what_is_saved_leaves_no_draft(form, desk, qtbot):
    form.start_new()
    type_in(form, name="秦德昌")
    form.drafts.keep_now()
    with qtbot.waitSignal(form.saved):
        form.save()
    form.hide()
    desk.settle()
    assert keys(desk) == []


def test_a_refused_save_keeps_what_was_typed(form, desk):
    form.start_new()
    type_in(form, phone="1380")
    form.save()
    desk.settle(form.summary.isVisible)
    assert keys(desk) == ["customer:new"]


def test_a_number_stays_masked_while_the_rest_is_edited(form, desk, qtbot):
    edit(form, desk)
    editor = form.form.editor("phone")
    assert editor.is_covered
    assert editor.masked.text == "138 **** 5521"
    type_in(form, company="云岭建材")
    assert form.form.changed_values() == {"company": "云岭建材"}
    with qtbot.waitSignal(form.saved):
        form.save()
    assert desk.ask(customers.values, customer_id=desk.customers[WHO]).values["phone"] == (
        "13800005521"
    )


def test_typing_a_number_anew_replaces_it_and_can_be_taken_back(form, desk, qtbot):
    edit(form, desk)
    editor = form.form.editor("phone")
    editor.again.setFocus()
    qtbot.keyClick(editor.again, Qt.Key.Key_1)
    assert not editor.is_covered
    assert editor.line.text() == "1"
    editor.back.click()
    assert editor.is_covered
    assert "phone" not in form.form.changed_values()
    editor.type_anew()
    type_in(form, phone="13911112222")
    with qtbot.waitSignal(form.saved):
        form.save()
    stored = desk.ask(customers.values, customer_id=desk.customers[WHO]).values
    assert stored["phone"] == "13911112222"


def test_a_number_is_looked_at_with_a_reason(form, desk):
    edit(form, desk)
    masked = form.form.editor("phone").masked
    masked.reveal_requested.emit("核对身份")
    desk.settle(lambda: masked.is_revealed)
    assert masked.text == "13800005521"
    form.about_to_lock()
    assert masked.text == "138 **** 5521"


def test_an_id_number_fills_gender_and_date_of_birth(form, desk):
    form.start_new()
    type_in(form, id_number="360426199101010071")
    assert form.form.editor("birth_date").value() == "1991-01-01"
    assert form.form.editor("gender").value() == "male"
    form.form.editor("gender").set_value("female")
    type_in(form, id_number="110101199003074514")
    assert form.form.editor("birth_date").value() == "1990-03-07"
    assert form.form.editor("gender").value() == "female"


def test_a_wrong_number_is_said_on_leaving_the_field(form, desk):
    form.start_new()
    type_in(form, phone="1380")
    form.form.editor("phone").left.emit()
    desk.settle(lambda: form.form.problem("phone"))
    assert form.summary.keys == ("phone",)


@pytest.mark.parametrize("key", ["name", "company", "wechat", "email", "region", "phone"])
def test_composing_neither_checks_nor_saves_nor_looks_for_others(form, desk, qtbot, key):
    form.start_new()
    line = form.form.editor(key).line
    line.setFocus()
    compose(line, "qin de")
    assert form.composing.active
    form.form.editor(key).left.emit()
    with qtbot.assertNotEmitted(form.saved), qtbot.assertNotEmitted(form.left):
        qtbot.keyClick(line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(line, Qt.Key.Key_Escape)
        desk.settle()
    assert form.form.problem(key) == ""
    assert not form.summary.isVisible()
    commit(line, "秦德昌")
    assert form.form.editor(key).value() == "秦德昌"


def test_composing_in_the_remark_is_left_alone(form, desk, qtbot):
    form.start_new()
    area = form.form.editor("remark").area
    area.setFocus()
    compose(area, "bei")
    with qtbot.assertNotEmitted(form.left):
        qtbot.keyClick(area, Qt.Key.Key_Escape)
    commit(area, "备注")
    assert form.form.editor("remark").value() == "备注"


def test_f8_walks_the_problems_both_ways(form, desk, qtbot):
    form.start_new()
    type_in(form, phone="1380", requested_amount="很多")
    form.save()
    desk.settle(form.summary.isVisible)
    form.activateWindow()
    assert form.form.frame("name").isAncestorOf(form.focusWidget())
    form.next_problem()
    assert form.form.frame("phone").isAncestorOf(form.focusWidget())
    form.previous_problem()
    assert form.form.frame("name").isAncestorOf(form.focusWidget())
    form.previous_problem()
    assert form.form.frame("requested_amount").isAncestorOf(form.focusWidget())


def test_the_rail_counts_what_is_filled_and_what_is_wrong(form, desk):
    form.start_new()
    type_in(form, name="秦德昌", phone="1380")
    form.save()
    desk.settle(form.summary.isVisible)
    states = {state.title: state for state in form.form.section_states()}
    first = next(iter(states))
    assert states[first].errors == 1
    assert "1" in form.rail.note(first)


def test_the_same_number_is_doubted_at_the_field_while_typing(form, desk):
    form.start_new()
    type_in(form, phone="139 0000 0872")
    desk.settle(lambda: form.alikes.shown == 1)
    assert form.form.frame("phone").state == "warning"
    assert "钱慧敏" in form.form.frame("phone").message


def test_look_alikes_are_looked_for_while_editing_too(form, desk, qtbot):
    edit(form, desk)
    editor = form.form.editor("phone")
    editor.type_anew()
    type_in(form, phone="13900000872")
    desk.settle(lambda: form.alikes.shown == 1)
    form.save_as_other_person("夫妻共用一个号码")
    with qtbot.waitSignal(form.saved):
        pass
    stored = desk.ask(customers.values, customer_id=desk.customers[WHO]).values
    assert stored["phone"] == "13900000872"
    assert "夫妻共用" in stored["remark"]


def test_saved_merges_are_told(form, desk, qtbot):
    edit(form, desk)
    desk.do(customers.edit, customer_id=desk.customers[WHO], values={"wechat": "zmx"})
    type_in(form, company="云岭建材")
    with qtbot.waitSignal(form.saved):
        form.save()
    assert desk.ask(customers.values, customer_id=desk.customers[WHO]).values["wechat"] == "zmx"


def test_names_of_any_length_and_script_are_saved_as_typed(form, desk, qtbot):
    name = "阿卜杜勒·买买提江" * 10 + "🙂مرحبا"
    form.start_new()
    type_in(form, name=name)
    with qtbot.waitSignal(form.saved) as saved:
        form.save()
    assert desk.ask(customers.values, customer_id=saved.args[0]).values["name"] == name


def test_what_a_colleague_changed_since_the_draft_is_asked_about_not_written_over(
    form, desk, qtbot
):
    edit(form, desk)
    type_in(form, company="我写的单位")
    form.about_to_lock()
    desk.settle()
    desk.do(customers.edit, customer_id=desk.customers[WHO], values={"company": "同事写的单位"})
    again = new_form(qtbot, desk)
    edit(again, desk)
    desk.settle(again.notice.isVisible)
    assert again.form.editor("company").value() == "我写的单位"
    again.save()
    desk.settle(lambda: again.saver.dialog is not None)
    stored = desk.ask(customers.values, customer_id=desk.customers[WHO]).values
    assert stored["company"] == "同事写的单位"
    again.saver.dialog.reject()


def test_a_customer_saved_while_the_desk_is_locked_does_not_come_back_as_a_draft(form, desk):
    form.start_new()
    type_in(form, name="秦德昌", phone="13912340000")
    form.save()
    form.about_to_lock()
    desk.settle()
    assert keys(desk) == []


def test_an_edit_saved_while_the_desk_is_locked_does_not_come_back_as_a_draft(form, desk):
    edit(form, desk)
    type_in(form, company="云岭建材")
    form.save()
    form.about_to_lock()
    desk.settle()
    assert keys(desk) == []
