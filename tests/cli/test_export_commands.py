"""`loancrm export` writes files that say how many rows they hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


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
