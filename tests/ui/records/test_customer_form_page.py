"""The form is the catalogue's; problems stand at their fields; two people do not overwrite."""

from __future__ import annotations

import pytest

from loancrm_desktop.services import customers
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType, Option
from loancrm_desktop.ui.records.customer_form_page import CustomerFormPage


@pytest.fixture
def form(qtbot, desk):
    page = CustomerFormPage(desk.bridge, desk.words)
    qtbot.addWidget(page)
    page.resize(1240, 800)
    page.show()
    return page


def type_in(form, **texts: str) -> None:
    for key, text in texts.items():
        line = form.form.editor(key).line
        line.setText(text)
        line.textEdited.emit(text)


def values(desk, customer_id):
    return desk.ask(customers.values, customer_id=customer_id).values


def test_a_new_customer_is_saved_and_told(form, desk, qtbot):
    form.start_new()
    type_in(form, name="秦德昌", phone="135 0000 6600", requested_amount="50万")
    form.form.editor("product_type").set_value("unsecured")
    with qtbot.waitSignal(form.saved) as saved:
        form.save()
    stored = values(desk, saved.args[0])
    assert (stored["name"], stored["phone"]) == ("秦德昌", "13500006600")
    assert stored["requested_amount"] == "500000.00"
    assert stored["owner"] == desk.actor.user_id


def test_problems_stand_at_their_fields_and_go_when_mended(form, desk):
    form.start_new()
    type_in(form, phone="1380", id_number="440399198603120026", requested_amount="很多")
    form.save()
    desk.settle()
    for key in ("name", "phone", "id_number", "requested_amount"):
        assert form.form.problem(key), key
    assert form.summary.isVisible()
    assert set(form.summary.keys) == {"name", "phone", "id_number", "requested_amount"}
    assert "4" in form.summary.accessibleName()
    type_in(form, phone="13800138000")
    assert form.form.problem("phone") == ""
    assert form.form.problem("name")


def test_a_look_alike_is_shown_while_typing(form, desk):
    form.start_new()
    type_in(form, phone="139 0000 0872")
    desk.settle(lambda: form.alikes.shown == 1)


def test_a_known_phone_is_refused_until_it_is_another_person_on_purpose(form, desk, qtbot):
    form.start_new()
    type_in(form, name="钱小妹", phone="13900000872")
    desk.settle(lambda: form.alikes.shown == 1)
    form.save()
    desk.settle(form.notice.isVisible)
    assert "钱慧敏" in form.notice.text
    with qtbot.waitSignal(form.saved) as saved:
        form.save_as_other_person("夫妻共用一个号码")
    assert "夫妻共用一个号码" in values(desk, saved.args[0])["remark"]


def test_only_what_was_changed_is_sent(form, desk, qtbot, monkeypatch):
    wanted = desk.customers["赵明轩"]
    form.start_edit(wanted)
    desk.settle(lambda: form.form.editor("name").value() == "赵明轩")
    type_in(form, company="云岭建材")
    assert form.form.changed_values() == {"company": "云岭建材"}
    with qtbot.waitSignal(form.saved):
        form.save()
    assert values(desk, wanted)["company"] == "云岭建材"


def test_an_emptied_field_is_emptied(form, desk, qtbot):
    wanted = desk.customers["赵明轩"]
    form.start_edit(wanted)
    desk.settle(lambda: form.form.editor("name").value() == "赵明轩")
    type_in(form, requested_amount="")
    with qtbot.waitSignal(form.saved):
        form.save()
    assert values(desk, wanted).get("requested_amount") is None


def test_changes_of_different_fields_merge(form, desk, qtbot):
    wanted = desk.customers["赵明轩"]
    form.start_edit(wanted)
    desk.settle(lambda: form.form.editor("name").value() == "赵明轩")
    desk.do(customers.edit, customer_id=wanted, values={"wechat": "zmx"})
    type_in(form, company="云岭建材")
    with qtbot.waitSignal(form.saved):
        form.save()
    stored = values(desk, wanted)
    assert (stored["wechat"], stored["company"]) == ("zmx", "云岭建材")


def conflicting(form, desk):
    wanted = desk.customers["赵明轩"]
    form.start_edit(wanted)
    desk.settle(lambda: form.form.editor("name").value() == "赵明轩")
    desk.do(
        customers.edit,
        customer_id=wanted,
        values={"company": "别人写的单位", "requested_amount": "280000.00"},
    )
    type_in(form, company="我写的单位", requested_amount="320000")
    form.save()
    desk.settle(lambda: form.saver.dialog is not None)
    return wanted


def test_both_sides_of_a_conflict_are_chosen_field_by_field(form, desk, qtbot):
    wanted = conflicting(form, desk)
    form.saver.dialog.choose_mine("company")
    form.saver.dialog.choose_theirs("requested_amount")
    with qtbot.waitSignal(form.saved):
        form.saver.dialog._on_save_clicked()
    stored = values(desk, wanted)
    assert (stored["company"], stored["requested_amount"]) == ("我写的单位", "280000.00")


def test_dropping_my_changes_leaves_the_stored_ones(form, desk):
    wanted = conflicting(form, desk)
    form.saver.dialog.reject()
    desk.settle()
    assert values(desk, wanted)["company"] == "别人写的单位"


def test_a_field_of_the_offices_own_stands_on_the_form(qtbot, desk):
    spec = FieldSpec(
        key="house_area",
        type=FieldType.CHOICE,
        label_zh="方便时间",
        label_en="Best time",
        options=(Option("noon", "中午", "noon"), Option("night", "晚上", "night")),
    )
    desk.do(catalog.add_field, kind="customer", spec=spec)
    desk.words.load()
    desk.settle(lambda: "house_area" in desk.words.fields("customer"))
    form = CustomerFormPage(desk.bridge, desk.words)
    qtbot.addWidget(form)
    form.start_new()
    type_in(form, name="有自定义字段")
    form.form.editor("house_area").set_value("night")
    with qtbot.waitSignal(form.saved) as saved:
        form.save()
    assert values(desk, saved.args[0])["house_area"] == "night"


def test_saving_without_a_change_writes_nothing(form, desk, qtbot):
    wanted = desk.customers["赵明轩"]
    form.start_edit(wanted)
    desk.settle(lambda: form.form.editor("name").value() == "赵明轩")
    before = desk.ask(customers.values, customer_id=wanted).revision
    with qtbot.waitSignal(form.saved):
        form.save()
    assert desk.ask(customers.values, customer_id=wanted).revision == before
