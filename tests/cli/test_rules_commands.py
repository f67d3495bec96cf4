"""`loancrm rules list | export | import | run | dry-run`."""

from __future__ import annotations

import json

SILENT = {
    "format": 1, "key": "silent3", "title": {"zh": "三天"}, "when": {"on": "silent", "days": 3},
    "then": [{"do": "task", "text": "请及时跟进客户{name}"}],
}  # fmt: skip


def imported(loancrm, tmp_path, body):
    file = tmp_path / "rules.json"
    file.write_text(json.dumps({"rules": [body]}), encoding="utf-8")
    return loancrm("rules", "import", file, "--json")


def test_an_imported_rule_fires_once_at_the_same_moment(loancrm, tmp_path):
    assert imported(loancrm, tmp_path, SILENT).json == {"saved": ["silent3"]}
    made = loancrm("customers", "add", json.dumps({"name": "钱慧敏"}), "--json").json
    later = "2031-01-01T10:00:00+08:00"
    first = loancrm("rules", "run", "--now", later, "--json").json
    mine = [each for each in first["fired"] if each["rule"] == "silent3"]
    assert {each["id"] for each in mine} >= {made["id"]}
    assert {(each["entity"], tuple(each["actions"])) for each in mine} == {("customer", ("task",))}
    assert loancrm("rules", "run", "--now", later, "--json").json["fired"] == []


def test_a_rule_is_tried_without_doing_anything(loancrm, tmp_path):
    imported(loancrm, tmp_path, SILENT)
    trial = loancrm("rules", "dry-run", "silent3", "--json").json
    assert {"fired", "records", "people", "per_day", "rows"} <= set(trial)


def test_a_rule_that_names_what_is_not_there_comes_in_switched_off(loancrm, tmp_path):
    body = SILENT | {"if": {"field": "gone", "op": "eq", "value": 1}}
    imported(loancrm, tmp_path, body)
    rows = {row["key"]: row for row in loancrm("rules", "list", "--json").json["rows"]}
    assert rows["silent3"]["is_on"] is False
    assert "gone" in rows["silent3"]["broken"]


def test_what_is_no_rule_is_bad_input(loancrm, tmp_path):
    ran = imported(loancrm, tmp_path, {"format": 1, "key": "Bad Key"})
    assert ran.code == 2
    ran = imported(loancrm, tmp_path, SILENT | {"format": 2})
    assert ran.code == 2
    assert loancrm("rules", "dry-run", "none").code == 2
