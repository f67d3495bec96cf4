"""`loancrm process list | export | check | import | limits`."""

from __future__ import annotations

import json

import pytest
from process_pictures import rich


@pytest.fixture
def file_of(tmp_path):
    def write(body):
        file = tmp_path / "process.json"
        file.write_text(json.dumps(body), encoding="utf-8")
        return file

    return write


def test_an_exported_process_checks_clean_with_and_without_an_office(loancrm, file_of):
    body = loancrm("process", "export").json
    assert body["format"] == 2
    assert [node["key"] for node in body["nodes"]][:2] == ["start", "lead_assignment"]
    answer = loancrm("process", "check", file_of(body), "--json").json
    assert answer == {"ok": True, "problems": []}


def test_the_faults_of_a_process_are_listed_with_their_node(loancrm, file_of):
    body = loancrm("process", "export").json
    body["edges"][2]["to"] = "nowhere"
    body["nodes"][3]["required"] = ["colour"]
    ran = loancrm("process", "check", file_of(body), "--json")
    assert ran.code == 2
    found = json.loads(ran.out)
    assert found["ok"] is False
    codes = {each["code"]: each["node"] for each in found["problems"]}
    assert {"unknown_node", "unreachable"} <= set(codes)
    assert codes["unknown_field"] == "qualification_review"
    assert all(isinstance(each["message"], str) for each in found["problems"])
    assert ran.err.count("\n") == 1


def test_a_process_of_a_newer_program_is_refused_in_words(loancrm, file_of):
    ran = loancrm("process", "check", file_of({"format": 3}))
    assert ran.code == 2
    assert "3" in ran.err


def test_an_imported_process_is_in_force_and_listed(loancrm, file_of):
    done = loancrm("process", "import", file_of(rich()), "--json").json
    assert (done["process"], done["version"]) == ("rich", 1)
    rows = loancrm("process", "list", "--json").json["rows"]
    assert [row["key"] for row in rows] == ["standard", "rich"]
    stages = loancrm("board", "--process", "rich", "--json").json["stages"]
    assert [stage["key"] for stage in stages][:2] == ["intake", "review"]


def test_a_process_of_no_such_name_is_bad_input(loancrm):
    assert loancrm("process", "export", "nope").code == 2


def test_time_limits_are_served_once_for_a_moment(loancrm):
    added = loancrm("customers", "add", '{"name": "王五", "phone": "13912345678"}', "--json")
    assert added.code == 0
    later = ("--now", "2031-03-03T12:00:00+08:00", "--json")
    fired = loancrm("process", "limits", *later).json["fired"]
    assert {"remind_handler", "remind_leader"} <= {each["act"] for each in fired}
    assert loancrm("process", "limits", *later).json["fired"] == []
