"""`loancrm pool …`, `trash …`, `customers transfer | owners | duplicates`, `users leave`."""

import json

import pytest
from cli_fixtures import BROKER, LOGIN, PASSWORD, as_json

from loancrm_desktop.services import customers
from loancrm_desktop.services.opening import open_office

RULES = {
    "rules": [{"key": "silent", "name": "30 天未跟进", "idle_days": 30}],
    "claims_per_day": 5,
}


@pytest.fixture
def customer(loancrm):
    return loancrm(
        "customers", "add", as_json(name="禾苗", phone="13912345678", owner=LOGIN), "--json"
    ).json["id"]


def test_a_customer_is_transferred_and_the_history_says_so(loancrm, customer):
    result = loancrm("customers", "transfer", customer, BROKER, "--reason", "换区", "--json").json
    assert (result["done"], result["refused"]) == ([customer], [])
    (row,) = loancrm("customers", "owners", customer, "--json").json["rows"]
    assert (row["from_name"], row["to_name"], row["reason"]) == ("王老板", "李经理", "换区")
    assert "换区" in loancrm("customers", "owners", customer).out


def test_what_was_refused_is_said_in_one_line(loancrm, customer):
    assert "already" in loancrm("customers", "transfer", customer, LOGIN).error
    assert "nobody" in loancrm("customers", "transfer", customer, "who").error


def test_a_broker_may_not_transfer(loancrm, as_broker, customer):
    ran = as_broker("customers", "transfer", customer, BROKER)
    assert ran.code == 3


def test_release_list_and_claim(loancrm, as_broker, customer):
    loancrm("pool", "release", customer, "--json")
    found = as_broker("pool", "list", "--json").json
    assert (found["total"], found["rows"][0]["id"], found["claims_left"]) == (1, customer, 20)
    assert "禾苗" not in as_broker("pool", "list").out
    assert as_broker("pool", "claim", customer, "--json").json["claims_left"] == 19
    assert as_broker("pool", "list", "--json").json["total"] == 0


def test_rules_are_set_printed_and_run(loancrm, customer):
    assert loancrm("pool", "rules").json["rules"] == []
    told = loancrm("pool", "rules", "--set", json.dumps(RULES)).json
    assert (told["claims_per_day"], told["rules"][0]["idle_days"]) == (5, 30)
    assert loancrm("pool", "rules", "--set", json.dumps(told)).json == told
    assert loancrm("pool", "return", "--json").json["returned"] == 0
    later = loancrm("pool", "return", "--now", "2099-01-01T00:00:00+08:00", "--json").json
    assert later["returned"] == 1


@pytest.mark.parametrize(
    "rules",
    [
        {"wind": 1},
        {"rules": [{"wind": 1}]},
        {"rules": [{"key": "a", "name": "b"}]},
        {"rules": [{"key": "a", "name": "b", "idle_days": 0}]},
        {"rules": "x"},
        {"claims_per_day": "many"},
    ],
)
def test_rules_that_do_not_hold_are_refused(loancrm, rules):
    assert loancrm("pool", "rules", "--set", json.dumps(rules)).error
    assert loancrm("pool", "rules").json["rules"] == []


def test_duplicates_are_listed_with_their_reasons(loancrm, customer):
    loancrm("customers", "add", as_json(name="谷仓", phone="13912345678"), "--keep-duplicate")
    found = loancrm("customers", "duplicates", "--json").json
    (group,) = found["groups"]
    assert (group["score"], group["reasons"], len(group["members"])) == (95, ["phone"], 2)
    assert "谷仓" in loancrm("customers", "duplicates").out
    assert loancrm("customers", "duplicates", "--score", 99, "--json").json["total"] == 0


def test_a_leaver_gives_away_and_has_no_access(loancrm, as_broker, customer):
    loancrm("customers", "transfer", customer, BROKER)
    assert loancrm("users", "leave", BROKER).code == 2
    left = loancrm("users", "leave", BROKER, "--to", LOGIN, "--json").json
    assert left["customers"] == 1
    assert as_broker("customers", "list").code != 0


def test_the_trash_is_listed_and_removed_for_good_with_the_number_agreed_to(
    loancrm, office_folder, customer
):
    opened = open_office(office_folder, LOGIN, PASSWORD)
    opened.office.do(opened.actor, customers.remove, [customer])
    opened.office.close()
    found = loancrm("trash", "list", "--json").json
    assert (found["total"], found["due"], found["rows"][0]["id"]) == (1, 0, customer)
    assert "less than" in loancrm("trash", "purge", customer, "--confirm", 1).error
    later = ("--now", "2099-01-01T00:00:00+08:00", "--json")
    assert loancrm("trash", "purge", "--confirm", 2, *later[:2]).code == 2
    assert loancrm("trash", "purge", "--confirm", 1, *later).json["done"] == [customer]
    assert loancrm("trash", "list", "--json").json["total"] == 0
