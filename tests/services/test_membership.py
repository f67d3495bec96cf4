"""Somebody joins, leaves, forgets the password: the row and the key go together or not at all."""

import pytest
from vault_fixtures import FakeClock, surroundings

from loancrm_desktop.errors import Invalid, Refused, Unavailable
from loancrm_desktop.services import checking, journal, membership, opening, people
from loancrm_desktop.services.vault import members
from loancrm_desktop.services.vault.kdf import FLOOR

PASSWORD = "three green lamps dance"
FIRST = "seven odd kettles sing"
LI = membership.NewPerson("li", "李经理", "broker", None, FIRST)


@pytest.fixture
def here(tmp_path):
    return surroundings(tmp_path / "profile", FakeClock())


@pytest.fixture
def opened(tmp_path, here):
    new = opening.NewOffice("测试机构", "boss", "王老板", PASSWORD, params=FLOOR)
    created = opening.create_office(tmp_path / "office", new, here=here)
    yield created.opened
    created.opened.office.close()


def row_of(opened, login):
    rows = opened.office.ask(opened.actor, people.page)
    return next((row for row in rows if row.login == login), None)


def enter(opened, login, password, here):
    again = opening.open_office(opened.vault.folder, login, password, here=here)
    again.office.close()
    return again


def test_who_joins_has_a_row_and_a_key(opened, here):
    user_id = membership.add(opened, LI, FLOOR, here=here)
    assert row_of(opened, "li").id == user_id
    assert enter(opened, "li", FIRST, here).actor.user_id == user_id


def test_a_new_persons_password_is_in_no_repr():
    assert FIRST not in repr(LI)


def test_a_row_without_a_key_is_taken_out_again(opened, here, monkeypatch):
    def fail(*_args, **_kwargs):
        raise Unavailable(opening.say("The disk is full."), "disk_full")

    monkeypatch.setattr(membership.members, "add_user_slot", fail)
    with pytest.raises(Unavailable):
        membership.add(opened, LI, FLOOR, here=here)
    assert row_of(opened, "li") is None
    monkeypatch.undo()
    membership.add(opened, LI, FLOOR, here=here)
    assert enter(opened, "li", FIRST, here).actor.login == "li"


def test_joining_that_was_cut_off_in_between_can_be_repeated(opened, here):
    user_id = opened.office.do(opened.actor, people.add, "li", "李经理", "broker")
    assert membership.add(opened, LI, FLOOR, here=here) == user_id
    assert enter(opened, "li", FIRST, here).actor.user_id == user_id


def test_nobody_joins_twice_or_with_a_weak_password_or_an_unknown_role(opened, here):
    membership.add(opened, LI, FLOOR, here=here)
    keys_before = members.logins(opened.vault)
    with pytest.raises(Invalid):
        membership.add(opened, LI, FLOOR, here=here)
    weak = membership.NewPerson("chen", "陈", "broker", None, "12345678")
    with pytest.raises(Invalid):
        membership.add(opened, weak, FLOOR, here=here)
    strange = membership.NewPerson("chen", "陈", "wizard", None, FIRST)
    with pytest.raises(Invalid):
        membership.add(opened, strange, FLOOR, here=here)
    assert members.logins(opened.vault) == keys_before
    assert row_of(opened, "chen") is None


def test_who_leaves_has_neither_access_nor_key(opened, here):
    membership.add(opened, LI, FLOOR, here=here)
    membership.disable(opened, "li", here=here)
    assert not row_of(opened, "li").active
    assert members.logins(opened.vault) == ("boss",)
    with pytest.raises(Unavailable) as caught:
        enter(opened, "li", FIRST, here)
    assert caught.value.reason == "wrong_password"


def test_leaving_that_was_cut_off_in_between_can_be_repeated(opened, here):
    membership.add(opened, LI, FLOOR, here=here)
    opened.office.do(opened.actor, people.disable, "li")
    with pytest.raises(Unavailable) as caught:
        enter(opened, "li", FIRST, here)
    assert caught.value.reason == "disabled"
    membership.disable(opened, "li", here=here)
    assert members.logins(opened.vault) == ("boss",)


def test_the_last_owner_with_a_key_stays(opened, here):
    opened.office.do(opened.actor, people.add, "second", "二老板", "owner")
    with pytest.raises(Refused):
        membership.disable(opened, "boss", here=here)
    assert row_of(opened, "boss").active
    assert members.logins(opened.vault) == ("boss",)


def test_only_who_manages_people_lets_in_out_or_resets(opened, here):
    membership.add(opened, LI, FLOOR, here=here)
    again = opening.open_office(opened.vault.folder, "li", FIRST, here=here)
    try:
        chen = membership.NewPerson("chen", "陈", "broker", None, PASSWORD)
        with pytest.raises(Refused):
            membership.add(again, chen, FLOOR, here=here)
        with pytest.raises(Refused):
            membership.disable(again, "boss", here=here)
        with pytest.raises(Refused):
            membership.reset_password(again, "boss", "nine wet stones roll", FLOOR, here=here)
    finally:
        again.office.close()
    assert members.logins(opened.vault) == ("boss", "li")
    assert enter(opened, "boss", PASSWORD, here).actor.login == "boss"


def test_a_changed_password_opens_and_the_old_one_does_not(opened, here):
    fresh = "nine wet stones roll"
    with pytest.raises(Unavailable):
        membership.change_password(opened, "wrong", fresh, FLOOR, here=here)
    changed = membership.change_password(opened, PASSWORD, fresh, FLOOR, here=here)
    assert changed.vault.generation > opened.vault.generation
    assert enter(opened, "boss", fresh, here).actor.login == "boss"
    with pytest.raises(Unavailable):
        enter(opened, "boss", PASSWORD, here)
    newest = opened.office.ask(opened.actor, journal.latest, limit=1)[0]
    assert (newest.operation, newest.note) == ("people.note_password", "boss")


def test_a_reset_password_opens_and_is_in_the_history(opened, here):
    user_id = membership.add(opened, LI, FLOOR, here=here)
    membership.reset_password(opened, "li", "nine wet stones roll", FLOOR, here=here)
    assert enter(opened, "li", "nine wet stones roll", here).actor.login == "li"
    entries = opened.office.ask(opened.actor, journal.of_record, kind="app_user", record_id=user_id)
    assert entries[0].operation == "people.note_password"
    assert checking.check(opened.office, opened.actor).ok
