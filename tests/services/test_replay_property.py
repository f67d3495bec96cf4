"""The journal is complete: replayed from nothing, it gives exactly the rows of every table."""

from hypothesis import given
from hypothesis import strategies as st
from office_acts import PATIENT, acts, begun_file, changed_something, fresh_office, tried
from office_content import last_seq, rows_of

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import journal, people, undoing

__all__ = ["begun_file"]  # a fixture, used by name


def replayed(office):
    """Answer the rows that all entries, one after the other, leave."""
    rows = {}
    with office.database.reading() as session:
        for seq in range(1, last_number(session) + 1):
            contents = journal.unpack(journal.entry(session, seq).changes)
            for change in contents.changes:
                apply(rows.setdefault(change.table, {}), change)
            for bulk in contents.bulk:
                apply_bulk(rows.setdefault(bulk.table, {}), bulk)
    return rows


def last_number(session):
    from sqlalchemy import func, select

    from loancrm_desktop.models.journal import JournalEntry

    return session.execute(select(func.max(JournalEntry.seq))).scalar_one()


def apply(table, change):
    if change.act == "insert":
        assert change.record_id not in table
        table[change.record_id] = dict(change.new)
    elif change.act == "delete":
        assert table.pop(change.record_id) == dict(change.old)
    else:
        row = table[change.record_id]
        assert {name: row.get(name) for name in change.old} == dict(change.old)
        row.update(change.new)


def apply_bulk(table, bulk):
    for row in bulk.rows:
        values = dict(zip(bulk.columns, row, strict=True))
        if bulk.deleted:
            assert filled(table.pop(values["id"])) == filled(values)
        else:
            assert values["id"] not in table
            table[values["id"]] = values


def filled(row):
    """Leave out empty columns: a bulk piece does not name those that stay empty."""
    return {name: value for name, value in row.items() if value is not None}


@PATIENT
@given(steps=acts, undone=st.lists(st.integers(min_value=1, max_value=20), max_size=4))
def test_the_journal_replays_to_the_present_state(begun_file, steps, undone):
    with fresh_office(begun_file) as (office, owner):
        for act, seed in steps:
            tried(office, owner, act, seed)
        for back in undone:
            seq = last_seq(office, owner) - back
            if seq > 0 and changed_something(office, seq):
                try:
                    office.do(owner, undoing.undo, seq)
                except Problem:
                    continue
        present = rows_of(office)
        again = replayed(office)
        for table, rows in present.items():
            expected = {each: filled(row) for each, row in again.get(table, {}).items()}
            assert {each: filled(row) for each, row in rows.items()} == expected, table


def test_a_journal_that_forgot_a_change_would_be_noticed(office, owner):
    """Teeth: a row written past the journal breaks the equality above."""
    office.do(owner, people.add_team, name="渠道组")
    raw = office.database.raw()
    raw.execute("UPDATE team SET name = 'x' WHERE name = '渠道组'")
    raw.close()
    assert replayed(office)["team"] != rows_of(office)["team"]
