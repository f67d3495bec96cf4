"""`loancrm office …` and `check`."""

from cli_fixtures import PASSWORD, as_json

from loancrm_desktop.services import opening
from loancrm_desktop.services.vault.kdf import FLOOR


def test_a_new_office_prints_its_recovery_key_once(loancrm, tmp_path):
    place = tmp_path / "新机构"
    made = loancrm("office", "create", place, "--name", "安信", "--owner", "wang", "--json").json
    assert made["office"] == str(place)
    assert len(made["recovery_key"].split("-")) == 7
    assert loancrm("office", "info", "--office", place, "--json").json["counts"]["users"] == 1


def test_a_weak_password_makes_no_office(loancrm, tmp_path, monkeypatch):
    monkeypatch.setenv("LOANCRM_PASSWORD", "password12")
    ran = loancrm("office", "create", tmp_path / "new", "--name", "x", "--owner", "wang")
    assert ran.code == 2
    assert ran.error.startswith("password: ")
    assert not (tmp_path / "new").exists()


def test_a_folder_with_an_office_is_left_alone(loancrm, office_folder):
    before = (office_folder / "office.json").read_bytes()
    ran = loancrm("office", "create", office_folder, "--name", "x", "--owner", "wang")
    assert ran.code == 3
    assert (office_folder / "office.json").read_bytes() == before


def test_the_office_is_told_in_figures(loancrm):
    loancrm("customers", "add", as_json(name="张三"))
    info = loancrm("office", "info", "--json").json
    assert {"format", "schema", "mode", "counts", "last_backup", "audit_head"} <= set(info)
    assert (info["mode"], info["name"], info["last_backup"]) == ("local", "安信居间", None)
    assert (info["counts"]["customers"], info["counts"]["deals"]) == (1, 1)
    assert info["audit_head"] == loancrm("audit", "verify", "--json").json["head"]


def test_the_recovery_key_sets_a_new_password(loancrm, tmp_path, monkeypatch):
    place = tmp_path / "office2"
    new = opening.NewOffice("安信", "wang", "王", PASSWORD, params=FLOOR)
    created = opening.create_office(place, new)
    created.opened.office.close()
    monkeypatch.setenv("LOANCRM_RECOVERY_KEY", created.recovery_key.lower())
    monkeypatch.setenv("LOANCRM_PASSWORD", "eleven loud drums rest")
    assert loancrm("office", "recover", place, "--login", "wang", "--json").json == {
        "login": "wang"
    }
    assert loancrm("board", "--office", place).code == 0
    monkeypatch.setenv("LOANCRM_PASSWORD", PASSWORD)
    assert loancrm("board", "--office", place).code == 4


def test_recovering_without_the_key_says_where_it_is_looked_for(loancrm, office_folder):
    ran = loancrm("office", "recover", office_folder)
    assert ran.code == 2
    assert "LOANCRM_RECOVERY_KEY" in ran.error


def test_a_mistyped_recovery_key_is_bad_input(loancrm, office_folder, monkeypatch):
    monkeypatch.setenv("LOANCRM_RECOVERY_KEY", "AAAAA-BBBBB")
    ran = loancrm("office", "recover", office_folder)
    assert ran.code == 2
    assert "recovery_key" in ran.error


def test_a_whole_office_checks_clean(loancrm):
    loancrm("customers", "add", as_json(name="张三", phone="13800138000"))
    assert loancrm("check", "--json").json == {"ok": True, "problems": []}
    assert loancrm("check", "--lang", "en").out == "Everything is in order.\n"


def test_a_damaged_office_does_not_check_clean(loancrm, office_folder):
    database = office_folder / "office.db"
    content = bytearray(database.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 64] = bytes(64)
    database.write_bytes(content)
    ran = loancrm("check")
    assert ran.code in {1, 4}
    assert "Traceback" not in ran.err


def test_a_damaged_key_header_is_said_in_a_sentence(loancrm, office_folder):
    (office_folder / "office.json").write_text("{", encoding="utf-8")
    ran = loancrm("check")
    assert ran.code == 4
    assert ran.error
