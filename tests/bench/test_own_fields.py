"""The fields of the bench's own: filled, indexed, asked through whole service calls."""

import pytest

from loancrm_desktop.bench import office_seed, own_fields
from loancrm_desktop.bench.own_fields import OwnFields

COUNT = 60


@pytest.fixture(scope="module")
def shaped(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shaped") / "office"
    office_seed.build(folder, COUNT)
    patch = pytest.MonkeyPatch()
    patch.setattr(own_fields, "VALUES", 7)
    opened = OwnFields(folder, COUNT)
    yield opened
    opened.close()
    patch.undo()


def test_a_condition_on_the_field_finds_who_has_the_value(shaped):
    assert [shaped.own_condition(index) for index in range(7)] == [8, 9, 9, 9, 9, 8, 8]


def test_the_condition_is_served_by_the_fields_own_index(shaped):
    raw = shaped._opened.office.database.raw()
    rows = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'ix_customer_own_bench_file_no'")
    made = rows.fetchone()
    raw.close()
    assert made is not None
    assert "bench_file_no" in made[0]


def test_somebody_typed_in_again_looks_like_the_one_who_is_there(shaped):
    assert all(shaped.duplicate_check(index) >= 1 for index in range(5))


def test_a_block_of_the_wide_list_is_full_wherever_it_begins(shaped, monkeypatch):
    monkeypatch.setattr(own_fields, "_BLOCK", 20)
    assert {shaped.wide_block(index) for index in range(5)} == {20}


def test_everybody_is_compared_and_the_progress_told(shaped):
    assert shaped.duplicate_finder(0) == COUNT
