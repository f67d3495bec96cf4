"""The office is told in figures; a check and the chain say in words what they found."""

from __future__ import annotations

import pytest

from loancrm_desktop.services import customers, journal, office_facts
from loancrm_desktop.services.checking import CheckReport
from loancrm_desktop.ui.settings.office_panel import OfficePanel


@pytest.fixture
def panel(show, home):
    values = {"name": "钱慧敏", "phone": "13900000872"}
    home.call("do", customers.add, values=values)
    panel = show(OfficePanel(home.bridge, home.keys))
    home.settle(lambda: panel.tiles["customers"].number == "1")
    return panel


def test_name_folder_and_head_of_the_history_are_told(panel, home):
    assert panel.facts["name"].text() == "云岭融资咨询"
    assert panel.facts["folder"].text() == str(home.folder)
    head = home.call("ask", journal.head)
    assert panel.facts["head"].text().replace(" ", "") == head
    assert len(head) == 64


def test_a_healthy_office_is_said_to_be_well(panel, home):
    panel.check.click()
    assert not panel.check.isEnabled()
    assert panel.notice.isVisible()
    home.settle(panel.check.isEnabled)
    assert panel.notice.property("state") == "success"
    assert not panel.problems.isVisible()


def test_problems_found_are_listed(panel):
    panel._on_checked(CheckReport(False, ("first", "second")))
    assert panel.problems.toPlainText() == "first\nsecond"
    assert panel.notice.property("state") == "danger"


def test_a_whole_history_is_said_to_be_whole(panel, home):
    panel.verify.click()
    home.settle(panel.verify.isEnabled)
    assert panel.notice.property("state") == "success"


def test_an_altered_history_names_the_entry(panel):
    panel._on_verified(journal.Verdict(9, "", False, 7))
    assert "7" in panel.notice.text
    assert panel.notice.property("state") == "danger"


def type_in(panel, key, text):
    panel.told.inputs[key].edit.setText(text)


def test_what_contracts_print_is_saved(panel, home):
    assert not panel.told.save.isEnabled()
    type_in(panel, "address", "云岭市 滨河路 8 号")
    type_in(panel, "credit_code", "9144030071526726xg")
    panel.told.save.click()
    home.settle(panel.notice.isVisible)
    kept = home.call("ask", office_facts.facts)
    assert (kept.address, kept.credit_code) == ("云岭市 滨河路 8 号", "9144030071526726XG")
    assert panel.told.inputs["credit_code"].text == "9144030071526726XG"
    assert not panel.told.save.isEnabled()


def test_a_wrong_code_is_told_at_its_place_and_stays_typed(panel, home):
    type_in(panel, "credit_code", "123")
    panel.told.save.click()
    home.settle(lambda: panel.told.inputs["credit_code"].edit.property("state") == "error")
    assert panel.told.inputs["credit_code"].text == "123"
    assert home.call("ask", office_facts.facts).credit_code == ""


def test_looking_again_does_not_take_what_is_typed(panel, home):
    type_in(panel, "phone", "0755-8888")
    panel.reload()
    home.settle()
    assert panel.told.inputs["phone"].text == "0755-8888"
