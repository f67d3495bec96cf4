"""Nobody takes fifty records of people out alone, and never without a reason."""

from __future__ import annotations

import pytest

from loancrm_desktop.errors import Invalid, Refused, Unavailable
from loancrm_desktop.services import customers, journal, people
from loancrm_desktop.services.exchange import export_consent, exporting
from loancrm_desktop.services.exchange.export_consent import Agreed, Consent, witnesses
from loancrm_desktop.services.exchange.export_tables import ExportWish
from loancrm_desktop.services.exchange.exporting import Target
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.services.exchange.seen_rows import SeenList
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.opening import NewOffice, create_office
from loancrm_desktop.services.vault.kdf import FLOOR

PASSWORD = "river-9-Kettle-moss"
MANY = SeenList(ListQuery(), ("phone",))


@pytest.fixture
def fifty(office, owner):
    for number in range(export_consent.SECOND_PERSON_FROM):
        values = {"name": f"客户{number:02d}", "phone": f"139{number:08d}"}
        office.do(owner, customers.add, values, open_deal=False)


def take(office, owner, out, consent, wish=MANY):
    return exporting.export(office, owner, Target(out, "csv"), wish, consent)


def test_without_a_reason_nothing_leaves(office, owner, tmp_path):
    office.do(owner, customers.add, values={"name": "周德海"})
    for reason in ("", "  "):
        with pytest.raises(Invalid):
            take(office, owner, tmp_path / "x.csv", Consent(reason))
    assert list(tmp_path.glob("x*")) == []
    take(office, owner, tmp_path / "x.csv", Consent("给会计对账"))
    assert "给会计对账" in office.ask(owner, journal.latest, limit=1)[0].note


def test_fifty_need_a_second_person_and_the_history_names_both(office, owner, fifty, tmp_path):
    for nobody in (None, Agreed("boss"), Agreed("li"), Agreed("gone")):
        with pytest.raises(Refused, match="50"):
            take(office, owner, tmp_path / "x.csv", Consent("对账", nobody))
    assert list(tmp_path.glob("x*")) == []
    made = take(office, owner, tmp_path / "x.csv", Consent("对账", Agreed("Audit")))
    assert made.files[0].rows == export_consent.SECOND_PERSON_FROM
    entry = office.ask(owner, journal.latest, limit=1)[0]
    assert entry.operation == "exporting.note"
    assert "Audit" in entry.note
    assert made.sha256 in entry.note


def test_forty_nine_need_none_and_lists_of_the_office_itself_never(office, owner, fifty, tmp_path):
    where = {"field": "name", "op": "ne", "value": "客户07"}
    one_less = SeenList(ListQuery(where=where), ("phone",))
    take(office, owner, tmp_path / "x.csv", Consent("对账"), one_less)
    take(office, owner, tmp_path / "y.csv", Consent("对账"), ExportWish("person"))


def test_who_was_disabled_or_lost_the_role_agrees_no_more(office, owner, fifty, tmp_path):
    assert {each.login for each in office.ask(owner, witnesses)} == {"lead", "desk", "audit"}
    for login in ("lead", "desk", "audit"):
        office.do(owner, people.disable, login=login)
        with pytest.raises(Refused) if login != "audit" else pytest.MonkeyPatch.context():
            take(office, owner, tmp_path / "x.csv", Consent("对账", Agreed(login)))
    assert office.ask(owner, witnesses) == ()  # in an office of one nobody else can be asked


def test_only_the_second_persons_own_password_proves_that_they_agree(tmp_path):
    new = NewOffice("试验", "boss", "王", PASSWORD, params=FLOOR)
    created = create_office(tmp_path / "o", new)
    created.opened.office.close()
    folder = created.opened.vault.folder
    assert export_consent.prove(folder, "boss", PASSWORD) == Agreed("boss")
    with pytest.raises(Unavailable):
        export_consent.prove(folder, "boss", "something else")


def test_a_cancelled_export_leaves_neither_a_file_nor_a_word(office, owner, fifty, tmp_path):
    stopped = Progress(cancelled=True)
    for wish in (MANY, ExportWish()):
        with pytest.raises(Refused):
            exporting.export(
                office, owner, Target(tmp_path / "x.csv", "csv"), wish, Consent("对账"), stopped
            )
    assert list(tmp_path.glob("x*")) == []
    assert office.ask(owner, journal.latest, limit=1)[0].operation == "customers.add"


def test_an_unattended_export_is_for_who_may_do_everything(office, owner, fifty, tmp_path):
    from dataclasses import replace

    may = replace(owner.rights, may=frozenset({"office.export", "customers.see"}))
    with pytest.raises(Refused):
        take(office, replace(owner, rights=may, granted=None), tmp_path / "x.csv",
             Consent(unattended=True))  # fmt: skip
    take(office, owner, tmp_path / "x.csv", Consent(unattended=True))
