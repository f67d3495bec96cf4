"""The line of key headers: how it goes on, forks and heals."""

from __future__ import annotations

from vault_fixtures import CLERK, CLERK_PASSWORD, OFFICE_ID, OWNER, OWNER_PASSWORD

from loancrm_desktop.services.vault import generations, keys, members
from loancrm_desktop.services.vault.header import (
    Previous,
    header_file,
    header_numbers,
    stored_headers,
)
from loancrm_desktop.services.vault.kdf import FLOOR


def newest(made):
    return max((made.folder / "keys").iterdir())


def follower(made, number, of, **changes):
    """Make the header after one of the stored ones."""
    before = next(each for each in stored_headers(made.folder) if each.header.generation == of)
    previous = Previous(generation=of, sha256=before.sha256)
    update = {"generation": number, "previous": previous, **changes}
    return before.header.model_copy(update=update)


def numbers_in_force(made):
    line = generations.proven_line(made.folder, made.vault.keys.header)
    return [stored.header.generation for stored in line]


def publish(made, header):
    return generations.publish(made.folder, header, made.vault.keys.header)


def test_an_existing_number_is_never_written_over(made):
    stored = stored_headers(made.folder)[0]
    before = newest(made).read_bytes()
    assert generations.publish(made.folder, stored.header, made.vault.keys.header) is False
    assert newest(made).read_bytes() == before


def test_a_copy_of_the_headers_opens_like_the_office(made, tmp_path):
    generations.copy_headers(made.folder, tmp_path / "backup")
    generations.copy_headers(made.folder, tmp_path / "backup")
    assert header_numbers(tmp_path / "backup") == [1, 2]
    opened = keys.unlock(tmp_path / "backup", CLERK, CLERK_PASSWORD, here=made.here)
    assert opened.office_id == OFFICE_ID


def test_a_header_that_stepped_over_one_in_the_line_is_not_in_force(made):
    assert publish(made, follower(made, 3, of=2, made_by="first"))
    # A desk that read the office before number 3 was whole goes on from number 2.
    assert not publish(made, follower(made, 4, of=2, made_by="second"))
    assert header_numbers(made.folder) == [1, 2, 3]
    assert numbers_in_force(made) == [3, 2, 1]


def test_a_desk_whose_file_was_taken_for_dead_takes_it_away(made):
    late = follower(made, 3, of=2)
    header_file(made.folder, 3).write_bytes(b"half")
    assert publish(made, follower(made, 4, of=2))
    header_file(made.folder, 3).unlink()
    assert not publish(made, late)
    assert numbers_in_force(made) == [4, 2, 1]


def test_unlocking_takes_the_line_and_not_a_fork_with_a_higher_number(made):
    without_clerk = tuple(
        slot
        for slot in stored_headers(made.folder)[0].header.slots
        if getattr(slot, "login", "") != CLERK
    )
    fork = follower(made, 4, of=2)
    assert publish(made, follower(made, 3, of=2, slots=without_clerk))
    header_file(made.folder, 3).rename(made.folder / "aside")
    assert publish(made, fork)
    (made.folder / "aside").rename(header_file(made.folder, 3))
    assert numbers_in_force(made) == [3, 2, 1]
    assert keys.unlock(made.folder, OWNER, OWNER_PASSWORD, here=made.here).generation == 3


def test_a_damaged_header_in_the_middle_does_not_end_the_line(made):
    vault = members.remove_user_slot(made.vault, CLERK, here=made.here)
    members.add_user_slot(vault, CLERK, CLERK_PASSWORD, FLOOR, here=made.here)
    header_file(made.folder, 3).write_bytes(b"rotten")
    assert numbers_in_force(made) == [4, 2, 1]
    assert keys.unlock(made.folder, CLERK, CLERK_PASSWORD, here=made.here).generation == 4


def test_a_file_being_written_gets_time_before_it_counts_as_dead(made):
    header_file(made.folder, 3).write_bytes(b"half")
    assert generations.free_number(made.folder, 2, made.here) == 4
    assert 2.9 < sum(made.clock.slept) < 4


def test_copies_are_kept_to_ten_and_those_of_this_office_always(made, tmp_path):
    (tmp_path / "keys").mkdir()
    for number in range(900_000, 900_010):
        header_file(tmp_path, number).write_bytes(b"of the office before it was restored")
    generations.copy_headers(made.folder, tmp_path)
    assert header_numbers(tmp_path) == [1, 2, *range(900_002, 900_010)]
    assert header_file(tmp_path, 2).read_bytes() == header_file(made.folder, 2).read_bytes()
