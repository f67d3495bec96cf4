"""Documents by the command line: added, listed, handed out, looked up in the log, checked."""

import json

import pytest

from loancrm_desktop.cli.__main__ import BAD_INPUT, NOT_ALLOWED, run
from loancrm_desktop.texts import set_language

NOW = "2026-06-30T15:00:00+08:00"


@pytest.fixture(scope="module")
def demo_office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOANCRM_PROFILE", str(folder / "profile"))
        place = str(folder / "office")
        arguments = ["demo", place, "--customers", "6", "--months", "1", "--now", NOW, "--json"]
        assert run(arguments) == 0
    return folder


@pytest.fixture
def loancrm(demo_office, monkeypatch, capsys):
    monkeypatch.setenv("LOANCRM_PROFILE", str(demo_office / "profile"))
    monkeypatch.setenv("LOANCRM_PASSWORD", "Demo-lychee-harbour-27")
    set_language("zh")

    def command(*arguments: str, login: str = "boss") -> tuple[int, object]:
        capsys.readouterr()
        shared = ["--office", str(demo_office / "office"), "--login", login]
        code = run([*arguments, *shared, "--lang", "zh", "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None

    return command


def test_a_file_is_kept_listed_handed_out_and_logged(loancrm, tmp_path):
    paper = tmp_path / "征信报告.txt"
    paper.write_text("演示征信：正常", encoding="utf-8")
    arguments = ["documents", "add", str(paper), "--customer", "1", "--kind", "credit_report"]
    code, added = loancrm(*arguments, "--valid-until", "2026-12-31")
    assert code == 0
    assert set(added) >= {"id", "sha256", "size"}
    code, page = loancrm("documents", "list", "--customer", "1", "--kind", "credit_report")
    row = page["rows"][0]
    assert (row["id"], row["name"], row["valid_until"]) == (added["id"], paper.name, "2026-12-31")
    out = tmp_path / "copy.txt"
    code, _ = loancrm("documents", "get", str(added["id"]), str(out), "--purpose", "contract")
    assert code == 0
    assert out.read_bytes() == paper.read_bytes()
    code, log = loancrm("documents", "log", str(added["id"]))
    assert [each["act"] for each in log["rows"]] == ["copied", "added"]
    code, sheet = loancrm("customers", "show", "1")
    assert added["id"] in [each["id"] for each in sheet["documents"]]


def test_what_is_wrong_with_a_file_is_bad_input(loancrm, tmp_path):
    arguments = ["--customer", "1", "--kind", "other"]
    assert loancrm("documents", "add", str(tmp_path / "gone"), *arguments)[0] == BAD_INPUT
    (tmp_path / "empty").touch()
    assert loancrm("documents", "add", str(tmp_path / "empty"), *arguments)[0] == BAD_INPUT
    assert loancrm("documents", "get", "999", str(tmp_path))[0] == BAD_INPUT
    paper = tmp_path / "x.txt"
    paper.write_text("x")
    assert loancrm("documents", "add", str(paper), "--kind", "other")[0] == BAD_INPUT


def test_a_role_without_the_right_is_refused(loancrm, tmp_path, monkeypatch):
    paper = tmp_path / "x.txt"
    paper.write_text("x")
    _, added = loancrm("documents", "add", str(paper), "--customer", "1", "--kind", "other")
    monkeypatch.setenv("LOANCRM_NEW_PASSWORD", "Demo-lychee-harbour-27")
    assert loancrm("users", "add", "kanke", "--role", "read_only")[0] == 0
    number = str(added["id"])
    assert loancrm("documents", "get", number, str(tmp_path), login="kanke")[0] == NOT_ALLOWED


def test_the_check_names_a_document_whose_file_was_altered(loancrm, demo_office, tmp_path):
    assert loancrm("check")[0] == 0
    paper = tmp_path / "x.txt"
    paper.write_text("x")
    files = demo_office / "office" / "files"
    before = set(files.iterdir())
    _, added = loancrm("documents", "add", str(paper), "--customer", "1", "--kind", "other")
    (path,) = set(files.iterdir()) - before
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    code, report = loancrm("check")
    assert code == 1
    assert any(str(added["id"]) in problem for problem in report["problems"])
    path.write_bytes(whole)
    assert loancrm("check")[0] == 0
