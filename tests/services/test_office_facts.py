"""The office in figures."""

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
