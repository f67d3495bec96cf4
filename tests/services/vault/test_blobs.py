"""A file in the cabinet opens only whole, only here, and only under its own name."""

import errno
import os
from dataclasses import replace

import pytest

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services.vault import blobs
from loancrm_desktop.services.vault.blobs import Cabinet

CONTENT = "征信报告：正常".encode() * 100


@pytest.fixture
def cabinet(tmp_path):
    return Cabinet(tmp_path, "0" * 32, b"d" * 32)


def test_what_is_put_in_comes_out_and_the_disk_shows_nothing_of_it(cabinet):
    made = blobs.put(cabinet, CONTENT)
    assert blobs.get(cabinet, made) == CONTENT
    (path,) = (cabinet.folder / "files").iterdir()
    assert path.name == made.blob
    raw = path.read_bytes()
    assert "征信".encode() not in raw
    assert len(raw) == len(CONTENT) + blobs.OVERHEAD_BYTES


def test_the_same_content_twice_is_two_files_with_two_keys(cabinet):
    one, two = blobs.put(cabinet, CONTENT), blobs.put(cabinet, CONTENT)
    assert one.blob != two.blob
    assert one.key_wrapped != two.key_wrapped
    assert one.sha256 == two.sha256


@pytest.mark.parametrize("at", [0, 7, 9, 25, -1])
def test_one_bit_changed_anywhere_is_noticed(cabinet, at):
    made = blobs.put(cabinet, CONTENT)
    path = cabinet.path_of(made.blob)
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(bytes(raw))
    with pytest.raises(Unavailable) as caught:
        blobs.get(cabinet, made)
    assert caught.value.reason == "damaged"


def test_a_file_cut_short_or_grown_or_emptied_is_noticed(cabinet):
    made = blobs.put(cabinet, CONTENT)
    path = cabinet.path_of(made.blob)
    raw = path.read_bytes()
    for other in (raw[:-1], raw + b"x", b"", raw[:20]):
        path.write_bytes(other)
        with pytest.raises(Unavailable) as caught:
            blobs.get(cabinet, made)
        assert caught.value.reason == "damaged"


def test_two_files_cannot_change_places(cabinet):
    one, two = blobs.put(cabinet, CONTENT), blobs.put(cabinet, CONTENT)
    cabinet.path_of(one.blob).write_bytes(cabinet.path_of(two.blob).read_bytes())
    with pytest.raises(Unavailable):
        blobs.get(cabinet, one)


def test_a_newer_envelope_asks_for_a_newer_program(cabinet):
    made = blobs.put(cabinet, CONTENT)
    path = cabinet.path_of(made.blob)
    raw = bytearray(path.read_bytes())
    raw[len(blobs.MAGIC)] = blobs.VERSION + 1
    path.write_bytes(bytes(raw))
    with pytest.raises(Unavailable) as caught:
        blobs.get(cabinet, made)
    assert caught.value.reason == "too_new"


def test_another_office_or_key_does_not_open_it(cabinet):
    made = blobs.put(cabinet, CONTENT)
    for other in (replace(cabinet, office_id="1" * 32), replace(cabinet, key=b"e" * 32)):
        assert not blobs.vouches(other, made)
        with pytest.raises(Unavailable):
            blobs.get(other, made)


@pytest.mark.parametrize(
    "claim", [{"size_bytes": 1}, {"sha256": "0" * 64}, {"key_wrapped": "zz"}, {"key_wrapped": ""}]
)
def test_a_claim_that_was_changed_is_not_vouched_for(cabinet, claim):
    made = blobs.put(cabinet, CONTENT)
    assert blobs.vouches(cabinet, made)
    assert not blobs.vouches(cabinet, replace(made, **claim))


@pytest.mark.parametrize("name", ["../office.db", "", "abc", "/etc/passwd", "G" * 32])
def test_no_name_leads_out_of_the_cabinet(cabinet, name):
    with pytest.raises(Unavailable):
        cabinet.path_of(name)


def test_a_missing_file_is_said_to_be_missing(cabinet):
    made = blobs.put(cabinet, CONTENT)
    blobs.discard(cabinet, made.blob)
    with pytest.raises(Unavailable) as caught:
        blobs.get(cabinet, made)
    assert caught.value.reason == "missing"


def test_a_full_disk_leaves_no_half_file(cabinet, monkeypatch):
    def full(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("loancrm_desktop.models.durable_files.os.fsync", full)
    with pytest.raises(Unavailable) as caught:
        blobs.put(cabinet, CONTENT)
    assert caught.value.reason == "disk_full"
    assert list((cabinet.folder / "files").iterdir()) == []


def test_what_is_not_read_back_the_same_is_refused_and_taken_away(cabinet, monkeypatch):
    seal = blobs.locked
    monkeypatch.setattr(blobs, "locked", lambda k, n, c, b: seal(k, n, c[:-1] + b"?", b))
    with pytest.raises(Unavailable):
        blobs.put(cabinet, CONTENT)
    assert list((cabinet.folder / "files").iterdir()) == []


def test_only_old_files_of_ours_are_left_over(cabinet):
    old, young = blobs.put(cabinet, CONTENT), blobs.put(cabinet, CONTENT)
    folder = cabinet.folder / "files"
    for name in (old.blob, "0" * 32 + ".part", "notes.txt"):
        (folder / name).touch()
        os.utime(folder / name, (1_000, 1_000))
    assert set(blobs.left_over(cabinet, 2_000)) == {old.blob, "0" * 32 + ".part"}
    assert young.blob not in blobs.left_over(cabinet, 2_000)
    assert blobs.left_over(replace(cabinet, folder=cabinet.folder / "none"), 2_000) == []


def test_nothing_of_the_cabinet_shows_its_key(cabinet):
    assert "d" * 32 not in f"{cabinet!r}{cabinet}"
