"""Forms by the command line: out, checked, in again; what is wrong is named at its place."""

import json

import pytest
from form_bodies import form, own

from loancrm_desktop.cli.__main__ import BAD_INPUT, NOT_ALLOWED, run
from loancrm_desktop.texts import set_language


@pytest.fixture(scope="module")
def demo_office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOANCRM_PROFILE", str(folder / "profile"))
        place = str(folder / "office")
        now = "2026-06-30T15:00:00+08:00"
        arguments = ["demo", place, "--customers", "4", "--months", "1", "--now", now, "--json"]
        assert run(arguments) == 0
    return folder


@pytest.fixture
def loancrm(demo_office, monkeypatch, capsys):
    monkeypatch.setenv("LOANCRM_PROFILE", str(demo_office / "profile"))
    monkeypatch.setenv("LOANCRM_PASSWORD", "Demo-lychee-harbour-27")

    def command(*arguments: str, login: str = "boss"):
        set_language("zh")
        capsys.readouterr()
        shared = ["--office", str(demo_office / "office"), "--login", login, "--lang", "en"]
        code = run([*arguments, *shared, "--json"])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    return command


def test_a_form_goes_out_and_comes_in_again(loancrm, tmp_path):
    out = tmp_path / "客户表单.json"
    assert loancrm("forms", "export", "customer", str(out))[0] == 0
    body = json.loads(out.read_text(encoding="utf-8"))
    body["fields"]["hobby"] = own("text", "爱好")
    body["tabs"][0]["sections"][0]["rows"].append([{"field": "hobby"}])
    out.write_text(json.dumps(body), encoding="utf-8")
    code, told, _ = loancrm("forms", "check", str(out))
    assert (code, [each["key"] for each in told["added"]]) == (0, ["hobby"])
    code, done, _ = loancrm("forms", "import", str(out))
    assert (code, done["version"]) == (0, 1)
    code, added, _ = loancrm("customers", "add", '{"name": "张三", "hobby": "钓鱼"}')
    assert code == 0
    where = '{"field": "hobby", "op": "eq", "value": "钓鱼"}'
    rows = loancrm("customers", "list", "--where", where)[1]["rows"]
    assert [row["id"] for row in rows] == [added["id"]]


def test_a_faulty_form_is_refused_at_its_place(loancrm, tmp_path):
    file = tmp_path / "form.json"
    file.write_text(json.dumps(form({"pet": own("spaceship")})), encoding="utf-8")
    code, told, said = loancrm("forms", "check", str(file))
    assert code == BAD_INPUT
    assert told["problems"][0]["place"] == "$.fields.pet.type"
    assert "$.fields.pet.type" in said
    assert loancrm("forms", "import", str(file))[0] == BAD_INPUT


def test_only_those_who_shape_forms_may_import_one(loancrm, tmp_path):
    file = tmp_path / "form.json"
    file.write_text(json.dumps(form()), encoding="utf-8")
    assert loancrm("forms", "import", str(file), login="li")[0] == NOT_ALLOWED


def test_a_form_is_not_written_over_the_offices_own_files(loancrm, demo_office):
    before = (demo_office / "office" / "office.db").stat().st_size
    code, _, _ = loancrm("forms", "export", "customer", str(demo_office / "office" / "office.db"))
    assert code == BAD_INPUT
    assert (demo_office / "office" / "office.db").stat().st_size >= before
