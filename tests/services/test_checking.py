"""A check of the office sees every kind of damage, and nothing in a sound one."""

import pytest

from loancrm_desktop.services import checking, customers, deals, follow_ups


@pytest.fixture
def filled(office, owner):
    added = office.do(owner, customers.add, values={"name": "张三", "phone": "13800138000"})
    office.do(owner, customers.add, values={"name": "李四", "requested_amount": "50000.00"})
    office.do(owner, follow_ups.log, added.id, "电话")
    office.do(owner, deals.move, added.deal_id, "first_call")
    return office


def altered(office, *statements):
    raw = office.database.raw()
    raw.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        raw.execute(statement)
    raw.close()


def test_a_sound_office_has_no_problems(filled, owner):
    report = checking.check(filled, owner)
    assert report == checking.CheckReport(ok=True, problems=())


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE customer SET deal_stage = 'lost' WHERE id = 1", "deal_stage"),
        ("UPDATE customer SET deal_id = NULL WHERE id = 1", "deal_id"),
        ("UPDATE customer SET deal_amount_fen = 1 WHERE id = 2", "deal_amount_fen"),
        ("UPDATE customer SET deal_due_at = 5 WHERE id = 2", "deal_due_at"),
        ("UPDATE customer SET last_contact_at = NULL WHERE id = 1", "last_contact_at"),
        ("DELETE FROM follow_up", "last_contact_at"),
        ("UPDATE deal SET last_contact_at = 7 WHERE id = 2", "2"),
        ("UPDATE stage_visit SET left_at = NULL", "1"),
        ("DELETE FROM stage_visit WHERE deal_id = 2", "2"),
        ("UPDATE stage_visit SET stage = 'lost' WHERE left_at IS NULL AND deal_id = 2", "2"),
        ("UPDATE journal_entry SET note = 'x' WHERE seq = 3", "3"),
        ("UPDATE customer SET name = '王五' WHERE id = 2", "2"),
        ("UPDATE deal SET owner_id = 999 WHERE id = 2", "deal 2"),
    ],
)
def test_damage_is_named_by_record(filled, owner, damage, words):
    altered(filled, damage)
    report = checking.check(filled, owner)
    assert not report.ok
    assert any(words in problem for problem in report.problems)


def test_what_lies_in_the_trash_is_no_problem(filled, owner):
    filled.do(owner, customers.remove, [1])
    assert checking.check(filled, owner).ok
    filled.do(owner, customers.restore, [1])
    assert checking.check(filled, owner).ok


def test_a_damaged_page_is_found(filled, owner):
    altered(filled, "PRAGMA wal_checkpoint(TRUNCATE)")
    filled.close()
    path = filled.database.path
    content = bytearray(path.read_bytes())
    content[-2000] ^= 1
    path.write_bytes(content)
    report = checking.check(filled, owner)
    assert not report.ok
    assert all("张三" not in problem for problem in report.problems)


def test_a_document_without_its_file_is_named(filled, owner):
    altered(
        filled,
        "INSERT INTO document (kind, name, size_bytes, sha256, blob, key_wrapped, revision, "
        "created_at, updated_at, custom) VALUES ('id_card', 'a', 9, '0', 'abc', '0', 1, 1, 1, "
        "'{}')",
    )
    assert "1" in checking.check(filled, owner).problems[0]
    folder = filled.place.folder / "files"
    folder.mkdir()
    (folder / "abc").write_bytes(b"short")
    assert not checking.check(filled, owner).ok
