"""`loancrm export` writes files that say how many rows they hold."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from cli_fixtures import LOGIN

from loancrm_desktop.services.exchange import export_consent


@pytest.mark.parametrize("form", ["xlsx", "json"])
def test_everything_goes_into_one_file_named_by_its_ending(loancrm, tmp_path, form):
    loancrm("customers", "add", json.dumps({"name": "周德海", "phone": "13800138000"}))
    (file,) = loancrm("--json", "export", tmp_path / f"all.{form}").json["files"]
    assert Path(file["path"]).is_file()
    assert file["rows"] > 1


def test_csv_of_everything_is_a_folder_of_tables(loancrm, tmp_path):
    files = loancrm("--json", "export", tmp_path / "all", "--format", "csv").json["files"]
    assert {Path(file["path"]).name for file in files} >= {"customer.csv", "stage_visit.csv"}


def test_one_table_can_be_chosen_and_narrowed(loancrm, tmp_path):
    for name in ("周德海", "马小军"):
        loancrm("customers", "add", json.dumps({"name": name}))
    where = json.dumps({"field": "name", "op": "eq", "value": "马小军"})
    out = tmp_path / "x.csv"
    answered = loancrm("--json", "export", out, "--what", "customers", "--where", where).json
    assert answered["files"][0]["rows"] == 1


def test_a_broker_takes_nothing_out(as_broker, tmp_path):
    ran = as_broker("export", tmp_path / "x.json")
    assert ran.code == 3
    assert not (tmp_path / "x.json").exists()


def test_an_unknown_format_is_refused_with_the_known_ones(loancrm, tmp_path):
    ran = loancrm("export", tmp_path / "x.pdf")
    assert ran.code == 2
    assert "xlsx" in ran.error


SUPERVISOR, SUPERVISOR_PASSWORD = "zhao", "nine blue ladders rest"


@pytest.fixture
def many(loancrm, tmp_path, monkeypatch):
    """Answer an office of more customers than one may take out alone, and who could agree."""
    monkeypatch.setattr(export_consent, "SECOND_PERSON_FROM", 2)
    for name in ("周德海", "马小军"):
        loancrm("customers", "add", json.dumps({"name": name}))
    monkeypatch.setenv("LOANCRM_NEW_PASSWORD", SUPERVISOR_PASSWORD)
    added = loancrm("users", "add", SUPERVISOR, "--role", "supervisor")
    assert added.code == 0, added.err


def test_few_records_leave_with_a_reason_which_stands_in_the_history(loancrm, tmp_path):
    loancrm("customers", "add", json.dumps({"name": "周德海"}))
    ran = loancrm("--json", "export", tmp_path / "x.json", "--reason", "年度备份")
    assert Path(ran.json["files"][0]["path"]).is_file()
    assert "年度备份" in json.dumps(loancrm("--json", "audit", "list").json, ensure_ascii=False)


def test_with_a_reason_many_records_need_a_second_person(loancrm, many, tmp_path, monkeypatch):
    out = tmp_path / "x.json"
    ran = loancrm("export", out, "--reason", "年度备份")
    assert ran.code == 3
    assert "2" in ran.error
    assert not out.exists()
    ran = loancrm("export", out, "--reason", "年度备份", "--second", SUPERVISOR)
    assert ran.code == 2
    assert "LOANCRM_SECOND_PASSWORD" in ran.error
    monkeypatch.setenv("LOANCRM_SECOND_PASSWORD", SUPERVISOR_PASSWORD)
    ran = loancrm("--json", "export", out, "--reason", "年度备份", "--second", SUPERVISOR)
    assert Path(ran.json["files"][0]["path"]) == out
    assert SUPERVISOR in json.dumps(loancrm("--json", "audit", "list").json, ensure_ascii=False)


def test_oneself_is_no_second_person_and_a_second_person_needs_a_reason(
    loancrm, many, tmp_path, monkeypatch
):
    out = tmp_path / "x.json"
    ran = loancrm("export", out, "--second", SUPERVISOR)
    assert ran.code == 2
    assert "--reason" in ran.error
    monkeypatch.setenv("LOANCRM_SECOND_PASSWORD", "three green lamps dance")
    assert loancrm("export", out, "--reason", "年度备份", "--second", LOGIN).code == 3
    assert not out.exists()


def test_what_the_owner_runs_unattended_goes_on_without_a_reason(loancrm, many, tmp_path):
    assert loancrm("--json", "export", tmp_path / "x.json").json["files"][0]["rows"] > 2


@pytest.fixture
def as_other_office(loancrm, made_office, tmp_path, monkeypatch):
    """Answer a function that runs a command on another office, which has nobody yet."""
    shutil.copytree(made_office, tmp_path / "other")

    def command(*arguments):
        with monkeypatch.context() as patch:
            patch.setenv("LOANCRM_OFFICE", str(tmp_path / "other"))
            return loancrm(*arguments)

    return command


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_everything_taken_out_in_sheets_comes_into_a_new_office(
    loancrm, as_other_office, tmp_path, form
):
    loancrm("customers", "add", json.dumps({"name": "周德海", "phone": "13800138000"}))
    out = tmp_path / f"all.{form}"
    loancrm("--json", "export", out, "--format", form)
    taken = as_other_office("--json", "import", "all", out).json
    assert taken["created"]["customer"] == 1
    (row,) = as_other_office("--json", "customers", "list").json["rows"]
    assert (row["name"], row["phone"]) == ("周德海", "13800138000")
