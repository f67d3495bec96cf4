"""Who founds an office with a list at hand is led to the import."""

from __future__ import annotations

import pytest

from loancrm_desktop.services import opening
from loancrm_desktop.services.vault.kdf import FLOOR
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.doors.known_people import KnownPerson, people_of, remember_person
from loancrm_desktop.ui.import_page import ImportPage
from loancrm_desktop.ui.main_window import MainWindow


@pytest.fixture
def window(qtbot, dressed, tmp_path):
    bridge = Bridge()
    window = MainWindow(bridge, DeskMemory(folder=tmp_path / "profile"))
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()
    bridge.shut_down()


def test_the_new_office_begins_with_the_import(window, qtbot, tmp_path):
    page = window.show_first_run()
    new = opening.NewOffice("云岭", "boss", "陈嘉木", "violet anchor drum 47", params=FLOOR)
    page._on_created(opening.create_office(tmp_path / "office", new))
    for edit, group in zip(page.key.typed, page.key.asked_groups(), strict=True):
        edit.setText(group)
    page.key.understood.setChecked(True)
    page.go_on()
    page.begin_page.choices["import"].click()
    assert window.workspace is not None
    qtbot.waitUntil(
        lambda: isinstance(window.workspace.pages.currentWidget(), ImportPage), timeout=20_000
    )


def test_persons_are_remembered_per_office_and_the_last_one_first(tmp_path):
    memory = DeskMemory(folder=tmp_path)
    for number in range(7):
        remember_person(memory, tmp_path / "a", KnownPerson(f"p{number}", "", "broker"))
    remember_person(memory, tmp_path / "a", KnownPerson("p3", "林若溪", "broker"))
    memory.write()
    found = people_of(DeskMemory.read(tmp_path), tmp_path / "a")
    assert [each.login for each in found] == ["p3", "p6", "p5", "p4", "p2"]
    assert found[0].name == "林若溪"
    assert people_of(memory, tmp_path / "b") == ()


def test_damaged_memory_offers_nobody(tmp_path):
    memory = DeskMemory(folder=tmp_path)
    remember_person(memory, tmp_path, KnownPerson("boss", "", "owner"))
    (key,) = memory.layouts[""]
    memory.layouts[""][key] = "[{"
    assert people_of(memory, tmp_path) == ()
    memory.layouts[""][key] = '[1, {"name": "x"}, {"login": "li"}]'
    assert [each.login for each in people_of(memory, tmp_path)] == ["li"]
