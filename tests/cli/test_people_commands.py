"""`loancrm users …`."""

import pytest
from cli_fixtures import BROKER


@pytest.fixture
def chen(loancrm, monkeypatch):
    monkeypatch.setenv("LOANCRM_NEW_PASSWORD", "nine quiet birds wait")
    ran = loancrm("users", "add", "chen", "--role", "supervisor", "--team", "新队", "--json")
    return ran.json


def test_a_person_is_added_to_a_team_that_is_made_along(loancrm, chen):
    assert (chen["login"], chen["role"], chen["team"]) == ("chen", "supervisor", "新队")
    (row,) = [
        row for row in loancrm("users", "list", "--json").json["rows"] if row["id"] == chen["id"]
    ]
    assert (row["login"], row["role"], row["team_name"]) == ("chen", "supervisor", "新队")
    assert row["active"] is True


def test_the_first_password_opens_the_office(loancrm, chen, monkeypatch):
    monkeypatch.setenv("LOANCRM_LOGIN", "chen")
    monkeypatch.setenv("LOANCRM_PASSWORD", chen["password"])
    assert loancrm("board").code == 0


def test_without_a_given_password_a_strong_one_is_made(loancrm, monkeypatch):
    monkeypatch.delenv("LOANCRM_NEW_PASSWORD", raising=False)
    made = loancrm("users", "add", "chen", "--role", "broker", "--json").json["password"]
    monkeypatch.setenv("LOANCRM_LOGIN", "chen")
    monkeypatch.setenv("LOANCRM_PASSWORD", made)
    assert loancrm("board").code == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ((BROKER, "--role", "broker"), "login: "),
        (("chen", "--role", "boss"), "role: "),
        (("a b", "--role", "broker"), "login: "),
    ],
)
def test_a_person_who_cannot_be_added_is_bad_input_at_the_field(loancrm, line, said):
    ran = loancrm("users", "add", *line)
    assert ran.code == 2
    assert ran.error.startswith(said)


def test_a_disabled_person_cannot_open_the_office(loancrm, as_broker):
    assert loancrm("users", "disable", BROKER, "--json").json["login"] == BROKER
    assert as_broker("board").code == 4


def test_the_last_owner_is_not_disabled(loancrm):
    assert loancrm("users", "disable", "wang").code == 3
    assert loancrm("board").code == 0


def test_a_broker_may_not_add_people(as_broker):
    ran = as_broker("users", "add", "friend", "--role", "owner")
    assert ran.code == 3
    assert ran.error
