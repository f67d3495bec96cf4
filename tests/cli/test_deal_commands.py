"""`loancrm board` and `deals …`."""

import itertools
import json

import pytest
from cli_fixtures import as_json, condition

STAGES = (
    "lead_assignment",
    "first_call",
    "qualification_review",
    "product_matching",
    "signing_support",
    "bank_approval",
    "disbursed",
    "post_loan",
)


@pytest.fixture
def deal(loancrm):
    sent = as_json(name="张三", phone="13800138000", requested_amount="300000.00", owner=1)
    assert loancrm("customers", "add", sent).code == 0
    return loancrm


def test_a_move_answers_where_from_and_where_to(deal):
    moved = deal("deals", "move", 1, "first_call", "--json").json
    assert (moved["id"], moved["from"], moved["to"]) == (1, "lead_assignment", "first_call")
    assert moved["deal"]["stage"] == "first_call"


def test_a_deal_goes_through_all_stages_and_its_history_tells(deal):
    for start, end in itertools.pairwise(STAGES):
        moved = deal("deals", "move", 1, end, "--reason", "到了", "--json").json
        assert (moved["from"], moved["to"]) == (start, end)
    shown = deal("deals", "show", 1, "--json").json
    assert sorted(visit["stage"] for visit in shown["stage_history"]) == sorted(STAGES)
    assert shown["deal"]["outcome"] == "won"


def test_a_move_the_process_does_not_know_changes_nothing(deal):
    ran = deal("deals", "move", 1, "bank_approval")
    assert ran.code == 3
    assert "first_call" in ran.error
    assert deal("deals", "show", 1, "--json").json["stage"] == "lead_assignment"


def test_a_stage_that_is_not_there_names_the_ones_that_are(deal):
    ran = deal("deals", "move", 1, "nowhere")
    assert ran.code in {2, 3}
    assert "first_call" in ran.error


def test_losing_a_deal_asks_for_the_reason(deal):
    assert deal("deals", "move", 1, "lost").code == 3
    assert deal("deals", "move", 1, "lost", "--reason", "不想办了", "--json").json["to"] == "lost"
    assert deal("deals", "show", 1, "--json").json["stage_history"][-1]["reason"] == "不想办了"


def test_the_board_counts_and_sums_each_stage(deal):
    deal("customers", "add", as_json(name="李四", requested_amount=50000))
    deal("deals", "move", 1, "first_call")
    stages = {stage["key"]: stage for stage in deal("board", "--json").json["stages"]}
    assert set(STAGES) < set(stages)
    first = stages["first_call"]
    assert (first["count"], first["amount"], first["overdue"]) == (1, "300000.00", 0)
    assert stages["lead_assignment"]["amount"] == "50000.00"


@pytest.mark.parametrize(("language", "name"), [("zh", "初步电联"), ("en", "First call")])
def test_the_board_names_its_stages_in_the_language_of_the_line(loancrm, language, name):
    stages = loancrm("board", "--json", "--lang", language).json["stages"]
    assert stages[1]["name"] == name
    assert name in loancrm("board", "--lang", language).out


def test_the_board_counts_what_is_overdue_at_the_time_given(deal):
    stages = deal("board", "--json", "--now", "2027-06-01T00:00:00+08:00").json["stages"]
    assert stages[0]["overdue"] == 1


def test_a_board_of_an_unknown_process_is_bad_input(loancrm):
    assert loancrm("board", "--process", "nope").code == 2


def test_deals_are_listed_under_the_catalogues_keys(deal):
    listed = deal(
        "deals", "list", "--where", condition("deal.stage", "eq", "lead_assignment"), "--json"
    ).json
    (row,) = listed["rows"]
    assert listed["total"] == 1
    assert (row["customer"], row["customer_name"], row["owner_name"]) == (1, "张三", "王老板")
    assert row["requested_amount"] == "300000.00"


def test_a_condition_on_deals_may_ask_the_customer(deal):
    where = condition("customer.phone", "eq", "13800138000")
    assert deal("deals", "list", "--where", where, "--json").json["total"] == 1


def test_a_deal_is_edited_and_shown(deal):
    sent = as_json(bank="招商银行", annual_rate="4.35", approved_amount="280000.00")
    assert deal("deals", "edit", 1, sent, "--json").json["id"] == 1
    values = deal("deals", "show", 1, "--json").json["deal"]
    assert (values["bank"], values["annual_rate"]) == ("招商银行", "4.35")
    assert values["approved_amount"] == "280000.00"
    assert "¥ 280,000.00" in deal("deals", "show", 1).out


def test_a_second_deal_is_opened_for_a_customer(deal):
    opened = deal("deals", "open", 1, as_json(requested_amount="9000"), "--json").json
    assert (opened["id"], opened["requested_amount"]) == (2, "9000.00")
    assert deal("deals", "list", "--json").json["total"] == 2


def test_an_old_revision_does_not_move_a_deal_somebody_else_moved(deal):
    deal("deals", "move", 1, "first_call")
    assert deal("deals", "move", 1, "lead_assignment", "--revision", 1).code == 3


@pytest.mark.parametrize("line", [("show", 99), ("move", 99, "lost"), ("edit", 99, "{}")])
def test_a_deal_that_is_not_there_is_bad_input(loancrm, line):
    ran = loancrm("deals", *line)
    assert ran.code == 2
    assert "99" in ran.error


def test_an_open_deal_nobody_sees_to_is_listed_till_it_has_a_next_step(loancrm, tmp_path):
    body = loancrm("process", "export").json
    for node in body["nodes"]:
        node.pop("limit", None)
    drawn = tmp_path / "no_limits.json"
    drawn.write_text(json.dumps(body), encoding="utf-8")
    assert loancrm("process", "import", drawn).code == 0
    sent = as_json(name="张三", phone="13800138000", owner=1)
    assert loancrm("customers", "add", sent).code == 0
    for begun in loancrm("tasks", "list", "--json").json["rows"]:  # what rules gave to do
        assert loancrm("tasks", "done", begun["id"]).code == 0
    (row,) = loancrm("deals", "forgotten", "--json").json["rows"]
    assert (row["id"], row["why"]) == (1, "no_next_step")
    assert "No to-do, no appointment, no time limit" in loancrm("deals", "forgotten").out
    assert loancrm("tasks", "add", "约面谈", "--customer", 1).code == 0
    assert loancrm("deals", "forgotten", "--json").json["rows"] == []
