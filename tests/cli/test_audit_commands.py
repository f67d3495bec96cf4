"""`loancrm audit …`."""

import pytest
from cli_fixtures import as_json


@pytest.fixture
def edited(loancrm):
    loancrm("customers", "add", as_json(name="张三", region="深圳"))
    loancrm("customers", "edit", 1, as_json(region="广州"))
    return loancrm


def test_the_history_is_listed_newest_first(edited):
    rows = edited("audit", "list", "--json").json["rows"]
    assert [row["operation"] for row in rows[:2]] == ["customers.edit", "customers.add"]
    assert (rows[0]["actor"], rows[0]["at"][-6:]) == ("王老板", "+08:00")


def test_the_list_goes_on_before_a_number(edited):
    newest = edited("audit", "list", "--limit", 1, "--json").json["rows"][0]["seq"]
    (row,) = edited("audit", "list", "--limit", 1, "--before", newest, "--json").json["rows"]
    assert row["seq"] == newest - 1


def test_the_whole_chain_holds(edited):
    verdict = edited("audit", "verify", "--json").json
    assert (verdict["intact"], verdict["first_bad"]) == (True, None)
    assert verdict["events"] == len(edited("audit", "list", "--json").json["rows"])
    assert len(verdict["head"]) == 64


def test_an_edit_is_taken_back(edited):
    newest = edited("audit", "list", "--json").json["rows"][0]["seq"]
    assert edited("audit", "undo", newest, "--json").code == 0
    assert edited("customers", "show", 1, "--json").json["customer"]["region"] == "深圳"
    rows = {row["seq"]: row for row in edited("audit", "list", "--json").json["rows"]}
    assert rows[newest]["undone_by"] == newest + 1


def test_what_a_later_change_stands_on_is_not_taken_back(edited):
    added = edited("audit", "list", "--json").json["rows"][1]["seq"]
    ran = edited("audit", "undo", added)
    assert ran.code == 3
    assert str(added + 1) in ran.error


def test_an_entry_that_is_not_there_is_bad_input(loancrm):
    assert loancrm("audit", "undo", 99).code == 2
