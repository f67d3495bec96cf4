"""The office in figures."""

from dataclasses import replace

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.schema import SCHEMA
from loancrm_desktop.services import customers, journal, office_facts


def test_the_office_is_described_in_figures(office, owner):
    office.do(owner, customers.add, values={"name": "张三", "phone": "13800138000"})
    thrown = office.do(owner, customers.add, values={"name": "李四"}, open_deal=False)
    office.do(owner, customers.remove, [thrown.id])
    facts = office.ask(owner, office_facts.info)
    assert (facts.name, facts.mode, facts.schema) == ("测试机构", "local", SCHEMA)
    assert facts.counts["customers"] == 1
    assert facts.counts["deals"] == 1
    assert facts.counts["users"] == 7
    assert facts.audit_head == office.ask(owner, journal.head)
    assert facts.size_bytes >= office.database.path.stat().st_size
    assert facts.last_backup is None


def test_the_newest_backup_is_told_and_does_not_count_as_size(office, owner):
    size_bytes = office.ask(owner, office_facts.info).size_bytes
    backups = office.place.folder / "backups"
    backups.mkdir()
    (backups / "one.db").write_bytes(b"x" * 1_000_000)
    facts = office.ask(owner, office_facts.info)
    assert facts.size_bytes < size_bytes + 500_000
    assert facts.last_backup is not None
    assert facts.last_backup.endswith("+08:00")


TOLD = office_facts.OfficeFacts(
    address="云岭市 滨河路 8 号", phone="0755-8888 0000", credit_code="9144030071526726xg"
)


def test_what_contracts_print_of_the_office_is_kept(office, owner):
    assert office.ask(owner, office_facts.facts) == office_facts.OfficeFacts()
    kept = office.do(owner, office_facts.edit_facts, told=TOLD)
    assert kept.credit_code == "9144030071526726XG"
    assert office.ask(owner, office_facts.facts) == kept


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"credit_code": "9144030071526726XH"}, "credit_code", "check_digit"),
        ({"credit_code": "12345"}, "credit_code", "check_digit"),
        ({"phone": "nobody"}, "phone", "form"),
        ({"address": "长" * 201}, "address", "length"),
    ],
)
def test_a_fact_that_does_not_hold_is_named(office, owner, wrong, field, code):
    with pytest.raises(Invalid) as refusal:
        office.do(owner, office_facts.edit_facts, told=replace(TOLD, **wrong))
    assert [(each.field, each.code) for each in refusal.value.problems] == [(field, code)]
    assert office.ask(owner, office_facts.facts) == office_facts.OfficeFacts()


def test_only_who_may_changes_the_facts(office, owner):
    actor = replace(owner, rights=replace(owner.rights, may=frozenset()), granted=None)
    with pytest.raises(Refused):
        office.do(actor, office_facts.edit_facts, told=TOLD)


@pytest.mark.parametrize("code", ["914403001922038216", "91110000802100433B"])
def test_real_credit_codes_hold(code):
    assert office_facts.is_credit_code(code)
