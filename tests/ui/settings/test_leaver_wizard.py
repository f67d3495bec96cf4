"""Somebody leaves: four steps by mouse, each way of sharing out, and the access ends."""

from __future__ import annotations

import threading

import pytest
from office_content import content_of
from PySide6.QtCore import Qt

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services import customers, journal, people, tasks, undoing
from loancrm_desktop.ui.settings.people_panel import PeoplePanel

PASSWORD = "violet anchor drum 47"
LEFT = Qt.MouseButton.LeftButton


def at_another_desk(act):
    """Run past the bridge: the office is not asked on the GUI thread."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(act()))
    thread.start()
    thread.join()
    return answers[0]


@pytest.fixture
def panel(show, home):
    panel = show(PeoplePanel(home.bridge, home.keys))
    home.settle(lambda: panel.model.total == 1)
    for login, name in (("li", "李娜"), ("chen", "陈一")):
        dialog = panel.ask_add()
        dialog.login.edit.setText(login)
        dialog.name.edit.setText(name)
        dialog.own.edit.setText(PASSWORD)
        dialog.add()
        home.settle(dialog.shown_password.text)
        dialog.reject()
    home.settle(lambda: panel.model.total == 3)
    office, boss = home.opened.office, home.opened.actor

    def fill():
        ids = {row.login: row.id for row in office.ask(boss, people.page)}
        for number in range(3):
            values = {"name": f"客户{number}", "owner": ids["li"]}
            added = office.do(boss, customers.add, values=values)
        office.do(boss, tasks.add, title="补材料", customer_id=added.id, assignee_id=ids["li"])
        return ids

    panel.ids = at_another_desk(fill)
    home.settle()
    return panel


@pytest.fixture
def wizard(panel, home):
    row = next(n for n in range(3) if panel.model.row_at(n).login == "li")
    panel.view.selectRow(row)
    wizard = panel.ask_leave()
    home.settle(lambda: wizard.tiles["customers"].number == "3")
    return wizard


def press_next(wizard, qtbot):
    qtbot.mouseClick(wizard.frame.next_button, LEFT)


def holders(home):
    content = at_another_desk(lambda: content_of(home.opened.office))
    return [row["owner_id"] for row in content["customer"].values()]


def finish(wizard, home, qtbot):
    press_next(wizard, qtbot)
    wizard.own.edit.setText(PASSWORD)
    with qtbot.waitSignal(wizard.left, timeout=10_000):
        press_next(wizard, qtbot)
    home.settle(wizard.outcome.isVisible)


def test_all_to_one_and_the_login_opens_nothing_any_more(wizard, panel, home, qtbot):
    assert [tile.number for tile in wizard.tiles.values()] == ["3", "3", "1"]
    press_next(wizard, qtbot)
    assert not wizard.frame.next_button.isEnabled()
    wizard.who.one.choose(panel.ids["chen"])
    assert wizard.frame.next_button.isEnabled()
    finish(wizard, home, qtbot)
    assert holders(home) == [panel.ids["chen"]] * 3
    assert "3" in wizard.outcome.text()
    home.settle(
        lambda: (
            not next(
                panel.model.row_at(n) for n in range(3) if panel.model.row_at(n).login == "li"
            ).active
        )
    )
    press_next(wizard, qtbot)
    assert not wizard.isVisible()


def test_evenly_among_those_ticked(wizard, panel, home, qtbot):
    press_next(wizard, qtbot)
    qtbot.keyClick(wizard.who.ways, Qt.Key.Key_Right)
    wizard.who.ways.set_current("evenly")
    wizard.who.ways.chosen.emit("evenly")
    for login in ("chen", "boss"):
        wizard.who.several.choose(panel.ids[login])
    finish(wizard, home, qtbot)
    found = holders(home)
    assert sorted(found.count(each) for each in set(found)) == [1, 2]


def test_each_status_to_its_receiver_or_the_pool(wizard, panel, home, qtbot):
    press_next(wizard, qtbot)
    wizard.who.ways.set_current("table")
    wizard.who.ways.chosen.emit("table")
    assert not wizard.frame.next_button.isEnabled()
    box = wizard.who.picks["prospect"]
    box.set_value(0)
    box.picked.emit()
    assert wizard.frame.next_button.isEnabled()
    finish(wizard, home, qtbot)
    assert holders(home) == [None] * 3


def test_going_back_keeps_what_was_chosen(wizard, panel, home, qtbot):
    press_next(wizard, qtbot)
    wizard.who.one.choose(panel.ids["chen"])
    press_next(wizard, qtbot)
    assert "陈一" in wizard.check.text()
    qtbot.mouseClick(wizard.frame.back_button, LEFT)
    assert wizard.who.one.ids == (panel.ids["chen"],)


def test_nothing_is_done_without_the_own_password(wizard, panel, home, qtbot):
    press_next(wizard, qtbot)
    wizard.who.one.choose(panel.ids["chen"])
    press_next(wizard, qtbot)
    press_next(wizard, qtbot)
    assert wizard.own.problem
    wizard.own.edit.setText("wrong")
    press_next(wizard, qtbot)
    home.settle(wizard.frame.next_button.isEnabled)
    assert wizard.own.problem
    assert holders(home) == [panel.ids["li"]] * 3


def test_a_failure_is_said_and_can_be_tried_again(wizard, panel, home, qtbot):
    from loancrm_desktop.texts import say

    press_next(wizard, qtbot)
    wizard.who.one.choose(panel.ids["chen"])
    press_next(wizard, qtbot)
    wizard._on_failed(Unavailable(say("The disk is full."), "disk"))
    assert wizard.notice.isVisible()
    assert wizard.frame.next_button.isEnabled()


def test_taken_back_the_records_are_as_they_were(wizard, panel, home, qtbot):
    office, boss = home.opened.office, home.opened.actor
    before = at_another_desk(lambda: content_of(office))
    press_next(wizard, qtbot)
    wizard.who.one.choose(panel.ids["chen"])
    finish(wizard, home, qtbot)

    def take_back():
        (entry,) = [
            each
            for each in office.ask(boss, journal.latest, 20)
            if each.operation == "ownership.leave"
        ]
        office.do(boss, undoing.undo, entry.seq)
        return content_of(office)

    after = at_another_desk(take_back)
    people_before, people_after = before.pop("app_user"), after.pop("app_user")
    assert after == before
    assert people_before[panel.ids["li"]]["active"] == 1
    assert people_after[panel.ids["li"]]["active"] == 0
