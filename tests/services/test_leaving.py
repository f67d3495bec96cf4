"""The last step of a leaver: everything given away, then no key opens the office any more."""

from __future__ import annotations

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import customers, leaving, membership, people
from loancrm_desktop.services.opening import NewOffice, create_office
from loancrm_desktop.services.ownership.leavers import LeavePlan
from loancrm_desktop.services.vault import members
from loancrm_desktop.services.vault.kdf import FLOOR

PASSWORD = "three green lamps dance"


@pytest.fixture
def opened(tmp_path, monkeypatch):
    monkeypatch.setenv("LOANCRM_PROFILE", str(tmp_path / "profile"))
    made = create_office(
        tmp_path / "office", NewOffice("安信", "wang", "王老板", PASSWORD, params=FLOOR)
    ).opened
    person = membership.NewPerson("li", "李经理", "broker", None, "seven odd kettles sing")
    membership.add(made, person, FLOOR)
    yield made
    made.office.close()


def li_of(opened):
    rows = opened.office.ask(opened.actor, people.page)
    return next(row for row in rows if row.login == "li")


def test_a_leaver_gives_all_away_and_has_no_key_any_more(opened):
    values = {"name": "禾苗", "owner": li_of(opened).id}
    added = opened.office.do(opened.actor, customers.add, values)
    plan = LeavePlan("one", (opened.actor.user_id,))
    assert leaving.leave(opened, "li", plan).customers == 1
    assert not li_of(opened).active
    assert "li" not in members.logins(opened.vault)
    values = opened.office.ask(opened.actor, customers.values, added.id).values
    assert values["owner"] == opened.actor.user_id
    assert leaving.leave(opened, "li", plan).customers == 0


def test_the_last_owner_gives_nothing_away_and_stays(opened):
    added = opened.office.do(
        opened.actor, customers.add, {"name": "禾苗", "owner": opened.actor.user_id}
    )
    with pytest.raises(Refused):
        leaving.leave(opened, "wang", LeavePlan("one", (li_of(opened).id,)))
    values = opened.office.ask(opened.actor, customers.values, added.id).values
    assert values["owner"] == opened.actor.user_id


def test_nobody_leaves_who_is_not_there(opened):
    with pytest.raises(Invalid):
        leaving.leave(opened, "nobody", LeavePlan("pool"))
