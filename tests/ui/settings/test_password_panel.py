"""The own password is changed with the old one; what is wrong is said at its field."""

from __future__ import annotations

import pytest

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services import journal
from loancrm_desktop.ui.settings.password_panel import PasswordPanel

OLD = "violet anchor drum 47"
NEW = "copper lantern moss 82"


@pytest.fixture
def panel(show, home):
    return show(PasswordPanel(home.bridge, home.keys))


def fill(panel, old, new, again=None):
    panel.old.edit.setText(old)
    panel.new.edit.setText(new)
    panel.again.edit.setText(new if again is None else again)
    panel.change()


def test_the_new_password_opens_the_office_and_the_old_one_no_longer(panel, home, qtbot):
    with qtbot.waitSignal(home.keys.replaced, timeout=20_000):
        fill(panel, OLD, NEW)
    assert panel.notice.property("state") == "success"
    assert [each.text for each in (panel.old, panel.new, panel.again)] == ["", "", ""]
    home.unlock("boss", NEW)
    with pytest.raises(Unavailable):
        home.unlock("boss", OLD)


def test_the_change_is_in_the_history(panel, home):
    fill(panel, OLD, NEW)
    home.settle()
    newest = home.call("ask", journal.latest, limit=1)[0]
    assert (newest.operation, newest.actor) == ("people.note_password", "陈嘉木")


def test_a_wrong_old_password_is_told_at_its_field(panel, home):
    fill(panel, "not my password 1", NEW)
    assert not panel.go.isEnabled()
    home.settle()
    assert panel.old.problem
    assert panel.new.problem == ""
    assert panel.go.isEnabled()


def test_a_weak_new_password_is_told_at_its_field(panel, home):
    fill(panel, OLD, "password12")
    home.settle()
    assert panel.new.problem
    assert panel.old.problem == ""
    home.unlock("boss", OLD)


def test_two_different_new_passwords_are_not_sent(panel, home):
    fill(panel, OLD, NEW, NEW + "x")
    assert panel.again.problem
    assert home.bridge.pending == 0


def test_empty_fields_are_named(panel, home):
    fill(panel, "", "")
    assert all(each.problem for each in (panel.old, panel.new, panel.again))
    assert home.bridge.pending == 0


def test_the_meter_says_how_strong_the_new_password_is(panel, home, qtbot):
    qtbot.keyClicks(panel.new.edit, "abc")
    home.settle()
    weak = panel.meter.words.text()
    qtbot.keyClicks(panel.new.edit, " copper lantern moss")
    home.settle()
    assert panel.meter.words.text() != weak
    assert panel.meter.bar.value() == 4
