"""The file says itself whether it is sound; each check finds what the other does not."""

import pytest

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.models import integrity
from loancrm_desktop.models.schema import SCHEMA


def settled(office):
    """Close the office with everything in the one file, and answer its path."""
    office.close()
    return office.database.path


def test_a_sound_file_has_no_problems(office):
    assert integrity.problems(office.database) == ()


def test_a_page_altered_by_one_bit_is_not_as_it_was_sealed(office):
    path = settled(office)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert {each.code for each in integrity.problems(office.database)} & {"seal", "page"}


def test_a_file_cut_short_by_whole_pages_is_found(office):
    path = settled(office)
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size - 3 * 4096)
    with pytest.raises(Unavailable) as caught:
        integrity.problems(office.database)
    assert caught.value.reason == "damaged"


def test_a_row_that_points_at_nothing_is_found(office):
    raw = office.database.raw()
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("UPDATE app_user SET team_id = 999 WHERE id = 2")
    raw.close()
    assert [each.code for each in integrity.problems(office.database)] == ["link"]


def test_the_schema_number_is_the_files(office):
    with office.database.reading() as session:
        assert integrity.schema_number(session) == SCHEMA
