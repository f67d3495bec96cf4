"""People are listed, join with a password shown once, and lose their access when asked twice."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services import customers
from loancrm_desktop.ui.settings.people_panel import PeoplePanel

PASSWORD = "violet anchor drum 47"


@pytest.fixture
def panel(show, home):
    panel = show(PeoplePanel(home.bridge, home.keys))
    home.settle(lambda: panel.model.total == 1)
    return panel


def rows(panel):
    return [
        tuple(panel.model.index(line, column).data() for column in range(5))
        for line in range(panel.model.total)
    ]


def add(panel, home, login="li", name="李娜", own=PASSWORD):
    dialog = panel.ask_add()
    dialog.login.edit.setText(login)
    dialog.name.edit.setText(name)
    dialog.own.edit.setText(own)
    first = dialog.password.text
    dialog.add()
    home.settle()
    return dialog, first


def choose(panel, login):
    line = next(n for n in range(panel.model.total) if panel.model.row_at(n).login == login)
    panel.view.selectRow(line)


def test_everybody_is_listed_with_role_and_access(panel):
    assert rows(panel) == [("陈嘉木", "boss", "老板", "", panel.model.index(0, 4).data())]


def test_a_person_added_opens_the_office_with_the_password_shown_once(panel, home):
    dialog, first = add(panel, home)
    home.settle(lambda: panel.model.total == 2)
    assert dialog.shown_password.text() == first
    assert dialog.password.text == ""
    home.unlock("li", first)


def test_each_first_password_is_another_one(panel):
    assert len({panel.ask_add().password.text for _ in range(3)}) == 3


def test_the_wrong_own_password_adds_nobody(panel, home):
    dialog, _ = add(panel, home, own="not my password 1")
    assert dialog.own.problem
    assert dialog.go.isEnabled()
    assert panel.model.total == 1


def test_a_login_that_is_taken_is_told_at_its_field(panel, home):
    dialog, _ = add(panel, home, login="boss")
    assert dialog.login.problem
    assert dialog.login.edit.property("state") == "error"


def test_empty_fields_are_named_and_nothing_is_sent(panel, home):
    dialog = panel.ask_add()
    dialog.add()
    assert dialog.name.problem
    assert dialog.own.problem
    assert home.bridge.pending == 0


def test_a_disabled_person_has_no_key_any_more(panel, home):
    _, first = add(panel, home)
    home.settle(lambda: panel.model.total == 2)
    choose(panel, "li")
    dialog = panel.ask_disable()
    dialog.own.edit.setText(PASSWORD)
    dialog.disable()
    home.settle(lambda: any(not panel.model.row_at(n).active for n in range(panel.model.total)))
    with pytest.raises(Unavailable):
        home.unlock("li", first)
    assert panel.notice.property("state") == "success"


def test_nobody_is_disabled_without_the_own_password(panel, home):
    add(panel, home)
    home.settle(lambda: panel.model.total == 2)
    choose(panel, "li")
    home.settle()
    dialog = panel.ask_disable()
    dialog.disable()
    assert dialog.own.problem
    assert home.bridge.pending == 0


def test_the_person_chosen_stays_chosen_when_somebody_joins(panel, home):
    choose(panel, "boss")
    add(panel, home)
    home.settle(lambda: panel.model.total == 2)
    assert panel.chosen.login == "boss"


def test_one_cannot_disable_oneself(panel):
    choose(panel, "boss")
    assert not panel.disable.isEnabled()


def test_a_team_typed_in_is_added_and_offered_to_new_people(panel, home, qtbot):
    panel.new_team.setText(" 销售A组 ")
    qtbot.keyClick(panel.new_team, Qt.Key.Key_Return)
    home.settle(lambda: "销售A组" in panel.team_names.text())
    assert panel.new_team.text() == ""
    dialog = panel.ask_add()
    assert dialog.team.findData("销售A组") > 0


def test_a_team_that_is_there_already_is_told(panel, home, qtbot):
    for _ in range(2):
        panel.new_team.setText("销售A组")
        panel.new_team.returnPressed.emit()
        home.settle()
    assert "销售A组" in panel.notice.text


def test_the_person_chosen_is_shown_with_the_work_at_hand(panel, home):
    values = {"name": "钱慧敏", "phone": "13900000872", "owner": home.opened.actor.user_id}
    home.call("do", customers.add, values=values)
    assert not panel.side.isVisible()
    choose(panel, "boss")
    home.settle(lambda: panel.side.customers.text() == "1")
    assert panel.side.tasks.text() == "0"
    assert "1" in panel.side.told.text()


def test_people_are_found_by_name_or_login(panel, home):
    add(panel, home)
    home.settle(lambda: panel.model.total == 2)
    panel.finder.setText("李")
    assert [panel.model.row_at(n).login for n in range(panel.model.total)] == ["li"]
    panel.finder.setText("BOSS")
    assert [panel.model.row_at(n).login for n in range(panel.model.total)] == ["boss"]
    panel.finder.clear()
    assert panel.model.total == 2


def test_the_list_is_painted_without_a_fault(panel):
    choose(panel, "boss")
    assert not panel.view.grab().isNull()


def test_what_the_roles_may_is_shown_side_by_side(panel, home):
    home.settle(panel.matrix.rowCount)
    titles = [
        panel.matrix.horizontalHeaderItem(at).text() for at in range(panel.matrix.columnCount())
    ]
    rights = {
        panel.matrix.item(row, 0).text(): [
            panel.matrix.item(row, at).text() for at in range(1, panel.matrix.columnCount())
        ]
        for row in range(panel.matrix.rowCount())
    }
    owner, broker = titles.index("老板") - 1, titles.index("客户经理") - 1
    assert (rights["导入客户"][owner], rights["导入客户"][broker]) == ("✓", "—")
    assert rights["修改客户"][broker] == "✓"
