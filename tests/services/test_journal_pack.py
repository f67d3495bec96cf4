"""How a change set is written into the journal and read back."""

from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.changes import Change
from loancrm_desktop.services import journal
from loancrm_desktop.services.office import BulkWrite

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.just(1.0),
    st.text(max_size=2),
    st.just([]),
    st.just({}),
)


@given(st.integers(0, 4), st.integers(0, 5), st.data(), st.booleans())
def test_a_bulk_piece_is_read_back_row_by_row(count, width, data, deleted):
    columns = ["id", *(f"c{at}" for at in range(width))]
    rows = [
        [number, *data.draw(st.lists(VALUES, min_size=width, max_size=width))]
        for number in range(1, count + 1)
    ]
    bulk = BulkWrite("customer", columns, rows, deleted)
    found = journal.unpack(journal.pack((), [bulk])).bulk[0]
    assert repr([list(row) for row in found.rows]) == repr(rows)
    assert (found.table, list(found.columns), found.deleted) == ("customer", columns, deleted)


def test_what_all_rows_share_is_written_once():
    rows = [[number, "同一个很长的标题" * 20, number * 7] for number in range(1, 500)]
    written = journal.pack((), [BulkWrite("task", ["id", "title", "deal_id"], rows)])
    varying = [[number, number * 7] for number in range(1, 500)]
    without = journal.pack((), [BulkWrite("task", ["id", "deal_id"], varying)])
    assert len(written) < len(without) + 200


def test_changes_and_bulk_pieces_stand_side_by_side():
    change = Change("customer", 3, "update", {"name": "甲"}, {"name": "乙"})
    found = journal.unpack(journal.pack([change], [BulkWrite("deal", ["id"], [[1], [2]])]))
    assert found.changes == (change,)
    assert [list(row) for row in found.bulk[0].rows] == [[1], [2]]
