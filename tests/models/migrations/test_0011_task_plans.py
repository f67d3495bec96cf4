"""An office of schema 10 gets the columns to-dos are planned with; its to-dos stay as they are."""

from office_fixtures import RAW_KEY, START
from old_offices import rewind

from loancrm_desktop.models import schema
from loancrm_desktop.models.database import Database, connect

NEW = {"given_by", "checklist", "repeats", "comments"}


def columns(path):
    raw = connect(path, RAW_KEY, "local")
    try:
        return {row[1] for row in raw.execute("PRAGMA table_info(task)")}
    finally:
        raw.close()


def test_to_dos_of_an_older_office_can_be_given_and_repeated(tmp_path):
    path = tmp_path / "office.db"
    schema.create(path, RAW_KEY, "local")
    rewind(path, 10)
    assert not columns(path) & NEW
    raw = connect(path, RAW_KEY, "local")
    raw.execute(
        "INSERT INTO task (title, kind, priority, revision, created_at, updated_at, custom) "
        "VALUES ('old', 'todo', 0, 1, 0, 0, '{}')"
    )
    raw.close()
    database = Database(path, RAW_KEY, "local")
    assert schema.bring_up_to_date(database, tmp_path / "backups", START) == 10
    database.close()
    assert columns(path) >= NEW
    raw = connect(path, RAW_KEY, "local")
    rows = raw.execute("SELECT title, given_by, checklist, repeats, comments FROM task").fetchall()
    raw.close()
    assert [tuple(row) for row in rows] == [("old", None, None, None, None)]
