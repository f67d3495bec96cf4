"""An office of schema 8 gets the wider indexes; its figures are read off them alone."""

import pytest
from office_fixtures import RAW_KEY, START
from old_offices import rewind

from loancrm_desktop.models import schema
from loancrm_desktop.models.database import Database, connect

TRASHED = ("deal", "document", "follow_up", "task")


def indexes(path):
    raw = connect(path, RAW_KEY, "local")
    try:
        rows = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'").fetchall()
        return {name: " ".join(sql.split()).replace('"', "") for name, sql in rows if sql}
    finally:
        raw.close()


@pytest.fixture
def old_file(tmp_path):
    """Answer a file with the indexes of schema 8, and how those of today look in a new one."""
    path = tmp_path / "office.db"
    schema.create(path, RAW_KEY, "local")
    now = indexes(path)
    rewind(path, 8)
    return path, now


def bring_up_to_date(path, backups):
    database = Database(path, RAW_KEY, "local")
    try:
        return schema.bring_up_to_date(database, backups, START)
    finally:
        database.close()


def test_an_office_of_schema_8_gets_the_indexes_of_a_new_one(old_file, tmp_path):
    path, now = old_file
    assert indexes(path) != now
    assert bring_up_to_date(path, tmp_path / "backups") == 8
    assert indexes(path) == now


def test_an_office_without_the_planners_notes_gets_none(old_file, tmp_path):
    path, _ = old_file
    bring_up_to_date(path, tmp_path / "backups")
    raw = connect(path, RAW_KEY, "local")
    found = raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone()
    raw.close()
    assert found is None


@pytest.mark.parametrize("table", TRASHED)
def test_the_trash_is_counted_without_a_walk_of_the_table(old_file, tmp_path, table):
    path, _ = old_file
    bring_up_to_date(path, tmp_path / "backups")
    raw = connect(path, RAW_KEY, "local")
    asked = f"EXPLAIN QUERY PLAN SELECT count(*) FROM {table} WHERE deleted_at IS NOT NULL"  # noqa: S608 - our own table's name
    plan = raw.execute(asked).fetchone()[3]
    raw.close()
    assert f"COVERING INDEX ix_{table}_trash" in plan
