"""Five steps lead from nothing to an open office; the recovery key has to be shown as kept."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QPdfWriter

from loancrm_desktop.ui import vault_calls
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.doors.recovery_sheet import RecoverySheet, html_of
from loancrm_desktop.ui.first_run_page import BEGIN, KEY, OFFICE, OWNER, PASSWORD, FirstRunPage

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


def fill_in(page, qtbot, tmp_path, password: str = GOOD) -> None:
    page.name.edit.setText("云岭融资咨询")
    page.folder.edit.setText(str(tmp_path / "office"))
    page.go_on()
    qtbot.waitUntil(lambda: page.step == OWNER or page.office_page.blocked, timeout=20_000)
    if page.office_page.blocked:
        return
    page.owner_name.edit.setText("陈嘉木")
    page.login.edit.setText("boss")
    page.go_on()
    page.password.edit.setText(password)
    page.again.edit.setText(password)
    page.go_on()


def type_back(page) -> None:
    for edit, group in zip(page.key.typed, page.key.asked_groups(), strict=True):
        edit.setText(group.lower())
        edit.textEdited.emit(edit.text())
    page.key.understood.setChecked(True)


@pytest.fixture
def founded(page, qtbot, tmp_path):
    """Answer the page with a new office whose key is shown."""
    fill_in(page, qtbot, tmp_path)
    qtbot.waitUntil(lambda: page.step == KEY, timeout=60_000)
    return page


def test_an_office_is_made_and_entered_after_the_key_was_typed_back(founded, qtbot):
    page = founded
    assert not page.next.isEnabled()
    type_back(page)
    page.key.understood.setChecked(False)
    assert not page.next.isEnabled()
    page.key.understood.setChecked(True)
    assert page.next.isEnabled()
    page.go_on()
    assert page.step == BEGIN
    assert page.password.text == ""
    with qtbot.waitSignal(page.opened) as opened:
        page.begin_page.choices["empty"].click()
    office = opened.args[0].office
    assert office.place.name == "云岭融资咨询"
    office.close()


def test_who_has_a_list_goes_on_to_the_import(founded, qtbot):
    told = []
    founded.opened.connect(told.append)
    founded.import_requested.connect(partial(told.append, "import"))
    type_back(founded)
    founded.go_on()
    founded.begin_page.choices["import"].click()
    assert told[1:] == ["import"]
    told[0].office.close()


def test_leaving_before_the_key_is_kept_leaves_nothing(founded, tmp_path):
    assert (tmp_path / "office" / "office.json").exists()
    founded.close_unopened()
    assert not (tmp_path / "office").exists()
    assert DeskMemory.read(tmp_path / "profile").offices == []


def test_leaving_after_the_key_is_kept_keeps_the_office(founded, tmp_path):
    type_back(founded)
    founded.go_on()
    founded.close_unopened()
    assert (tmp_path / "office" / "office.json").exists()
    assert [each.name for each in DeskMemory.read(tmp_path / "profile").offices] == ["云岭融资咨询"]


def test_going_back_from_the_key_makes_another_one(founded, qtbot, tmp_path):
    first = founded.key._key
    founded.go_back()
    assert founded.step == PASSWORD
    assert not (tmp_path / "office").exists()
    assert (founded.name.text, founded.password.text) == ("云岭融资咨询", GOOD)
    founded.go_on()
    qtbot.waitUntil(lambda: founded.step == KEY, timeout=60_000)
    assert founded.key._key != first
    assert not founded.next.isEnabled()


def test_another_persons_files_in_the_folder_survive_going_back(page, qtbot, tmp_path):
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "notes.txt").write_text("mine")
    fill_in(page, qtbot, tmp_path)
    qtbot.waitUntil(lambda: page.step == KEY, timeout=60_000)
    page.go_back()
    assert [each.name for each in (tmp_path / "office").iterdir()] == ["notes.txt"]


def test_enter_leads_on_from_input_to_input(page, qtbot, tmp_path):
    page.name.edit.setText("云岭")
    page.folder.edit.setText(str(tmp_path / "office"))
    qtbot.keyClick(page.folder.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.step == OWNER, timeout=20_000)
    page.owner_name.edit.setText("陈嘉木")
    page.login.edit.setText("boss")
    qtbot.keyClick(page.login.edit, Qt.Key.Key_Return)
    assert page.step == PASSWORD


@pytest.mark.parametrize(("folder", "blocked"), [("OneDrive/office", True), ("office", False)])
def test_a_cloud_folder_is_told_at_its_place(page, qtbot, bridge, tmp_path, folder, blocked):
    page.name.edit.setText("云岭")
    page.folder.edit.setText(str(tmp_path / folder))
    page.go_on()
    qtbot.waitUntil(lambda: bridge.pending == 0, timeout=20_000)
    assert page.office_page.blocked is blocked
    assert page.office_page.finding.isVisible() is blocked
    assert page.step == (OFFICE if blocked else OWNER)


def test_a_wrong_group_does_not_pass(page, qtbot, tmp_path):
    page.key.show_key("AAAAA-BBBBB-CCCCC-DDDDD-EEEEE-FFFFF-GGGGG", ())
    page.show_step(KEY)
    page.key.understood.setChecked(True)
    page.key.typed[0].setText("XXXXX")
    page.key.typed[1].setText(page.key.asked_groups()[1])
    page.key.typed[1].textEdited.emit("")
    assert not page.next.isEnabled()


def test_empty_fields_are_asked_for(page, qtbot, tmp_path):
    page.name.edit.clear()
    page.go_on()
    assert page.step == OFFICE
    assert page.name.problem
    page.name.edit.setText("云岭")
    page.folder.edit.setText(str(tmp_path / "office"))
    page.go_on()
    qtbot.waitUntil(lambda: page.step == OWNER, timeout=20_000)
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
    fill_in(page, qtbot, tmp_path, "aaaaaaaaaaaa")
    qtbot.waitUntil(lambda: bridge.pending == 0, timeout=60_000)
    assert page.step == PASSWORD
    assert page.password.problem
    assert not (tmp_path / "office" / "office.json").exists()


def test_what_a_password_lacks_is_told_while_it_is_typed(page, qtbot, bridge):
    page.show_step(PASSWORD)
    checks = page.password_page.checks
    page.password.edit.setText("short")
    qtbot.waitUntil(lambda: bridge.pending == 0)
    assert (checks.met, checks.advice.isVisible()) == (1, True)
    page.password.edit.setText(GOOD)
    qtbot.waitUntil(lambda: bridge.pending == 0)
    assert (checks.met, checks.advice.isVisible()) == (3, False)
    assert checks.meter.bar.value() >= 3


@pytest.mark.parametrize(
    ("text", "shift", "told"),
    [("A", True, False), ("A", False, True), ("a", True, True), ("a", False, False)],
)
def test_caps_lock_is_told_at_the_password(page, qapp, text, shift, told):
    page.show_step(PASSWORD)
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    qapp.sendEvent(page.password.edit, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, held, text))
    assert page.password.caps.isVisible() is told
    qapp.sendEvent(
        page.password.edit,
        QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1"),
    )
    assert page.password.caps.isVisible() is told


def test_a_folder_with_an_office_is_refused(page, qtbot, bridge, tmp_path):
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "office.json").write_text("{}")
    fill_in(page, qtbot, tmp_path)
    assert page.step == OFFICE
    assert page.office_page.finding.isVisible()
    wanted = []
    page.unlock_requested.connect(partial(wanted.append, True))
    page.office_page.finding.action_requested.emit()
    assert wanted == [True]


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


def test_the_key_is_printed_with_office_and_login(page, tmp_path):
    page.key.show_key("AAAAA-BBBBB", ("云岭融资咨询", "boss"))
    target = tmp_path / "key.pdf"
    page.key.print_key(QPdfWriter(str(target)))
    assert target.read_bytes().startswith(b"%PDF")
    html = html_of(RecoverySheet("AAAAA-BBBBB", "<云岭>", "boss"))
    assert "AAAAA-BBBBB" in html
    assert "&lt;云岭&gt;" in html
    assert "boss" in html


def test_a_copied_key_does_not_stay_on_the_clipboard(page, qapp):
    page.key.show_key("AAAAA-BBBBB", ())
    page.key._on_copy_clicked()
    assert qapp.clipboard().text() == "AAAAA-BBBBB"
    page.key.forget()
    assert qapp.clipboard().text() == ""


def test_the_whole_key_is_seen_in_the_narrowest_window(page, qapp):
    page.resize(1100, 700)
    page.key.show_key("WWWWW-WWWWW-WWWWW-WWWWW-WWWWW-WWWWW-WWWWW", ())
    page.show_step(KEY)
    qapp.processEvents()
    shown = page.key._shown
    needed = shown.heightForWidth(shown.width())
    assert shown.height() >= needed
    assert shown.text().count("WWWWW") == 7
