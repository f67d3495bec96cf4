"""Four steps lead from nothing to an open office; the recovery key has to be shown as kept."""

from __future__ import annotations

import pytest

from loancrm_desktop.ui import vault_calls
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.first_run_page import KEY, OFFICE, OWNER, PASSWORD, FirstRunPage

GOOD = "violet anchor drum 47"


@pytest.fixture
def bridge(qapp, dressed):
    bridge = Bridge()
    yield bridge
    bridge.shut_down()


@pytest.fixture
def page(qtbot, bridge, tmp_path):
    page = FirstRunPage(bridge, DeskMemory(folder=tmp_path / "profile"))
    qtbot.addWidget(page)
    page.show()
    yield page
    page.close_unopened()


def fill_in(page, tmp_path, password: str = GOOD) -> None:
    page.name.edit.setText("云岭融资咨询")
    page.folder.edit.setText(str(tmp_path / "office"))
    page.go_on()
    page.owner_name.edit.setText("陈嘉木")
    page.login.edit.setText("boss")
    page.go_on()
    page.password.edit.setText(password)
    page.again.edit.setText(password)
    page.go_on()


def test_an_office_is_made_and_entered_after_the_key_was_typed_back(page, qtbot, tmp_path):
    fill_in(page, tmp_path)
    qtbot.waitUntil(lambda: page.step == KEY, timeout=60_000)
    assert not page.next.isEnabled()
    for edit, group in zip(page.key.typed, page.key.asked_groups(), strict=True):
        edit.setText(group.lower())
        edit.textEdited.emit(edit.text())
    assert not page.next.isEnabled()
    page.key.understood.setChecked(True)
    assert page.next.isEnabled()
    with qtbot.waitSignal(page.opened) as opened:
        page.go_on()
    office = opened.args[0].office
    assert office.place.name == "云岭融资咨询"
    office.close()


def test_a_wrong_group_does_not_pass(page, qtbot, tmp_path):
    page.key.show_key("AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF-GGGGG", ())
    page.show_step(KEY)
    page.key.understood.setChecked(True)
    page.key.typed[0].setText("XXXXX")
    page.key.typed[1].setText(page.key.asked_groups()[1])
    page.key.typed[1].textEdited.emit("")
    assert not page.next.isEnabled()


def test_empty_fields_are_asked_for(page):
    page.name.edit.clear()
    page.go_on()
    assert page.step == OFFICE
    assert page.name.problem
    page.name.edit.setText("云岭")
    page.go_on()
    assert page.step == OWNER
    page.go_on()
    assert page.step == OWNER
    assert page.login.problem


def test_two_different_passwords_are_told(page, tmp_path):
    page.show_step(PASSWORD)
    page.password.edit.setText(GOOD)
    page.again.edit.setText(GOOD + "x")
    page.go_on()
    assert page.step == PASSWORD
    assert page.again.problem


def test_a_weak_password_is_refused_at_its_field(page, qtbot, bridge, tmp_path):
    fill_in(page, tmp_path, "aaaaaaaaaaaa")
    qtbot.waitUntil(lambda: bridge.pending == 0, timeout=60_000)
    assert page.step == PASSWORD
    assert page.password.problem
    assert not (tmp_path / "office" / "office.json").exists()


def test_the_meter_says_how_strong_a_password_is(page, qtbot, bridge):
    page._on_password_edited("short")
    qtbot.waitUntil(lambda: bridge.pending == 0)
    weak = page._meter.words.text()
    page._on_password_edited(GOOD)
    qtbot.waitUntil(lambda: bridge.pending == 0)
    assert page._meter.words.text() != weak
    assert page._meter.bar.value() >= 3


def test_a_folder_with_an_office_is_refused(page, qtbot, bridge, tmp_path):
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "office.json").write_text("{}")
    fill_in(page, tmp_path)
    qtbot.waitUntil(lambda: bridge.pending == 0, timeout=60_000)
    assert page.step == OFFICE
    assert page.notice.isVisible()


def test_the_key_is_saved_where_the_person_says(page, tmp_path):
    page.key.show_key("AAAAA-BBBBB", ("云岭融资咨询", "boss"))
    page.key.save_key(tmp_path / "key.txt")
    assert (tmp_path / "key.txt").read_text("utf-8") == "云岭融资咨询\nboss\nAAAAA-BBBBB\n"


def test_one_click_opens_the_demo_office(page, qtbot):
    page.demo_size = vault_calls.DemoSize(customers=3, months=1)
    opened = []
    page.opened.connect(opened.append)
    page.open_demo()
    assert not page.isEnabled()
    qtbot.waitUntil(lambda: bool(opened) or page.isEnabled(), timeout=60_000)
    assert [each.actor.role_key for each in opened] == ["owner"], page.notice.text
    opened[0].office.close()
