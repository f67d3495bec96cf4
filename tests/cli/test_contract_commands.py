"""From nothing to a printed contract by the command line: demo, deals, contract, history."""

import json

import docx
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
        arguments = ["demo", place, "--customers", "8", "--months", "2", "--now", NOW, "--json"]
        assert run(arguments) == 0
    return folder


@pytest.fixture
def loancrm(demo_office, monkeypatch, capsys):
    monkeypatch.setenv("LOANCRM_PROFILE", str(demo_office / "profile"))
    monkeypatch.setenv("LOANCRM_PASSWORD", "Demo-lychee-harbour-27")
    set_language("zh")

    def command(*arguments: str, login: str = "boss") -> tuple[int, object, str]:
        capsys.readouterr()
        shared = ["--office", str(demo_office / "office"), "--login", login]
        code = run([*arguments, *shared, "--lang", "zh", "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    return command


def deal_in(loancrm, stage: str) -> int:
    where = json.dumps({"field": "deal.stage", "op": "eq", "value": stage})
    code, page, _ = loancrm("deals", "list", "--where", where)
    assert code == 0
    return page["rows"][0]["id"]


def test_a_signed_deal_becomes_a_word_file_with_nothing_missing(loancrm, tmp_path):
    out = tmp_path / "合同.docx"
    deal_id = deal_in(loancrm, "post_loan")
    code, made, _ = loancrm("contract", "brokerage_contract", "--deal", str(deal_id), str(out))
    assert code == 0
    assert (made["out"], made["missing"], made["unknown"]) == (str(out), [], [])
    assert made["renderer"].startswith("docxtpl")
    header = docx.Document(str(out)).sections[0].header.paragraphs[0].text
    assert "合同编号：D2026" in header


def test_an_early_deal_is_refused_with_the_missing_fields(loancrm, tmp_path):
    out = tmp_path / "合同.docx"
    deal_id = deal_in(loancrm, "first_call")
    code, _, said = loancrm("contract", "brokerage_contract", "--deal", str(deal_id), str(out))
    assert code == BAD_INPUT
    assert "deal.service_fee" in said
    assert not out.exists()


def test_only_roles_that_make_contracts_print_them_and_then_whole(loancrm, tmp_path):
    deal_id = deal_in(loancrm, "post_loan")
    codes = {
        login: loancrm(
            "contract",
            "brokerage_contract",
            "--deal",
            str(deal_id),
            str(tmp_path / "a.docx"),
            login=login,
        )[0]
        for login in ("he", "guest")
    }
    assert codes["guest"] == NOT_ALLOWED
    assert codes["he"] == 0


def test_check_lists_the_fields_of_the_shipped_template(loancrm):
    code, report, _ = loancrm("contract", "check", "brokerage_contract")
    assert code == 0
    assert "customer.name" in report["fields"]
    assert (report["unknown"], report["problems"]) == ([], [])
