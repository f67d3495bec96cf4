"""Making, opening and recovering an office: nothing half-made stays, nothing there is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from loancrm_desktop.errors import Invalid, Refused, Unavailable
from loancrm_desktop.models import schema
from loancrm_desktop.services import customers, founding, journal, opening, people
from loancrm_desktop.services.opening import NewOffice
from loancrm_desktop.services.vault import keys
from loancrm_desktop.services.vault.kdf import FLOOR

PASSPHRASE = "Ochre-Kite-77-lantern"
ANOTHER = "Violet-Moth-31-harbour"


def new(login: str = "boss", password: str = PASSPHRASE) -> NewOffice:
    return NewOffice("甲机构", login, "王老板", password, "local", FLOOR)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("made") / "office"
    created = opening.create_office(folder, new())
    created.opened.office.close()
    return folder, created.recovery_key


@pytest.fixture
def made(made_once, tmp_path) -> tuple[Path, str]:
    folder = tmp_path / "office"
    shutil.copytree(made_once[0], folder)
    return folder, made_once[1]


def content_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("lost", ["office.json", "office.db", "keys"])
def test_a_new_office_is_not_made_over_what_is_left_of_another(made, lost):
    folder, _ = made
    gone = folder / lost
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    before = content_of(folder)
    with pytest.raises(Refused):
        opening.create_office(folder, new())
    assert content_of(folder) == before


@pytest.mark.parametrize("where", ["header", "schema", "founding", "actor"])
@pytest.mark.parametrize("fresh", [True, False])
def test_an_office_that_could_not_be_made_leaves_nothing(tmp_path, monkeypatch, where, fresh):
    folder = tmp_path / "office"
    if not fresh:
        folder.mkdir()
        (folder / "notes.txt").write_text("mine")
    broken = {
        "header": (keys, "create_header"),
        "schema": (schema, "create"),
        "founding": (founding, "preset"),
        "actor": (opening, "_actor"),
    }[where]

    def fail(*_args, **_kwargs):
        raise OSError("the disk went away")

    monkeypatch.setattr(*broken, fail)
    with pytest.raises(OSError, match="went away"):
        opening.create_office(folder, new())
    if fresh:
        assert not folder.exists()
    else:
        assert [path.name for path in folder.iterdir()] == ["notes.txt"]
    monkeypatch.undo()
    opening.create_office(folder, new()).opened.office.close()


def test_a_weak_password_leaves_the_folder_free_for_the_next_try(tmp_path):
    folder = tmp_path / "office"
    with pytest.raises(Invalid):
        opening.create_office(folder, new(password="12345"))
    opening.create_office(folder, new()).opened.office.close()


@pytest.mark.parametrize("typed", [" boss ", "ｂｏｓｓ"])
def test_an_owner_who_typed_a_blank_or_wide_letters_gets_in_again(tmp_path, typed):
    folder = tmp_path / "office"
    opening.create_office(folder, new(typed)).opened.office.close()
    for login in (typed, "boss"):
        opened = opening.open_office(folder, login, PASSPHRASE)
        assert opened.actor.login == "boss"
        opened.office.close()


def test_two_logins_that_differ_in_case_or_width_only_are_one(office, owner):
    for typed in ("LI", "ｌｉ", " li"):
        with pytest.raises(Invalid) as caught:
            office.do(owner, people.add, login=typed, name="x", role_key="broker")
        assert caught.value.problems[0].code == "taken"


def test_a_recovery_is_seen_in_the_history(made):
    folder, recovery_key = made
    opening.recover(folder, "boss", recovery_key, ANOTHER)
    opened = opening.open_office(folder, "boss", ANOTHER)
    newest = opened.office.ask(opened.actor, journal.latest, limit=1)[0]
    opened.office.close()
    assert (newest.operation, newest.actor) == ("people.note_recovery", "王老板")


def test_a_recovery_with_the_database_missing_still_sets_the_password(made):
    folder, recovery_key = made
    database = folder / "office.db"
    database.rename(folder / "elsewhere")
    opening.recover(folder, "boss", recovery_key, ANOTHER)
    (folder / "elsewhere").rename(database)
    opening.open_office(folder, "boss", ANOTHER).office.close()


def test_an_office_is_founded_once_only(office, owner):
    with pytest.raises(Refused):
        office.do(owner, founding.found, owner_login="second", owner_name="x")


def test_keys_of_another_office_are_told_from_damage(made, tmp_path):
    folder, _ = made
    other = tmp_path / "other"
    opening.create_office(other, new()).opened.office.close()
    shutil.rmtree(folder / "keys")
    shutil.copytree(other / "keys", folder / "keys")
    with pytest.raises(Unavailable) as caught:
        opening.open_office(folder, "boss", PASSPHRASE)
    assert caught.value.reason == "damaged"


def test_a_disabled_person_is_told_so_and_the_file_is_closed_again(made):
    folder, _ = made
    opened = opening.open_office(folder, "boss", PASSPHRASE)
    opened.office.do(opened.actor, people.add, login="li", name="李", role_key="owner")
    second = opened.office.database
    opened.office.do(opened.actor, customers.add, values={"name": "甲"})
    with second.writing() as session:
        from loancrm_desktop.models.people import User

        session.get(User, opened.actor.user_id).active = False
        second.commit(session)
    opened.office.close()
    with pytest.raises(Unavailable) as caught:
        opening.open_office(folder, "boss", PASSPHRASE)
    assert caught.value.reason == "disabled"
    assert not (folder / "office.db-wal").exists()
