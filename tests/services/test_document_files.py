"""Files come in whole or not at all, go out with a look in the log, and leave nothing behind."""

import errno
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from document_acts import a_file, acts_on, keep

from loancrm_desktop.errors import Invalid, Refused, Unavailable
from loancrm_desktop.services import checking, customers, document_files, documents
from loancrm_desktop.services.document_files import FileWish, Look
from loancrm_desktop.services.vault import blobs


@pytest.fixture
def li(actor_of):
    return actor_of("li")


@pytest.fixture
def zhang(office, li):
    return office.do(li, customers.add, values={"name": "张三"}).id


def files_of(office) -> list[Path]:
    folder = office.place.folder / "files"
    return sorted(folder.iterdir()) if folder.is_dir() else []


def fault_of(office, path) -> Invalid:
    with pytest.raises(Invalid) as caught:
        document_files.stage(office.place, path)
    assert files_of(office) == []
    return caught.value


def test_a_path_that_vanished_is_said_by_its_name_alone(office, tmp_path):
    fault = fault_of(office, tmp_path / "gone.pdf")
    assert "gone.pdf" in str(fault)
    assert str(tmp_path) not in str(fault)


def test_an_empty_file_is_refused(office, tmp_path):
    assert fault_of(office, a_file(tmp_path, text="")).problems[0].code == "empty"


def test_a_folder_is_refused(office, tmp_path):
    assert fault_of(office, tmp_path).problems[0].code == "no_file"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files in folders")
def test_a_pipe_is_refused_and_not_waited_for(office, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert fault_of(office, tmp_path / "pipe").problems[0].code == "no_file"


def test_two_gigabytes_are_refused_without_reading_them(office, tmp_path):
    path = tmp_path / "huge.mp4"
    with path.open("wb") as stream:
        stream.truncate(2 * 1024**3)  # takes no room on the disk
    fault = fault_of(office, path)
    assert fault.problems[0].code == "too_large"
    assert "100" in str(fault)


def test_a_file_that_grows_while_it_is_read_is_refused(office, tmp_path, monkeypatch):
    path = a_file(tmp_path, text="x" * 50)
    monkeypatch.setattr(document_files, "LARGEST_BYTES", 40)
    monkeypatch.setattr(document_files, "_plain_size", lambda path: 10)
    assert fault_of(office, path).problems[0].code == "too_large"


def test_a_file_of_the_office_itself_is_no_document(office, tmp_path):
    with pytest.raises(Invalid):
        document_files.stage(office.place, office.place.folder / "office.db")


def test_a_full_disk_leaves_no_file_and_no_row(office, li, zhang, tmp_path, monkeypatch):
    def full(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("loancrm_desktop.models.durable_files.os.fsync", full)
    with pytest.raises(Unavailable) as caught:
        document_files.add(office, li, a_file(tmp_path), FileWish("other", zhang))
    monkeypatch.undo()
    assert caught.value.reason == "disk_full"
    assert files_of(office) == []
    assert office.ask(li, documents.of, kind="customer", record_id=zhang) == ()


def test_a_refused_addition_leaves_no_file(office, actor_of, zhang, tmp_path):
    with pytest.raises(Refused):
        document_files.add(office, actor_of("chen"), a_file(tmp_path), FileWish("other", zhang))
    assert files_of(office) == []


def test_a_copy_is_written_with_a_name_every_computer_takes(office, li, zhang, tmp_path):
    number = keep(office, li, a_file(tmp_path, "con.txt"), zhang)
    out = tmp_path / "out"
    out.mkdir()
    look = Look(number, "copied", "contract")
    target = document_files.save_copy(office, li, look, out)
    assert target == out / "_con.txt"
    assert target.read_text(encoding="utf-8") == "演示征信：正常"
    assert [each.name for each in out.iterdir()] == ["_con.txt"]
    assert acts_on(office, li, number) == ["added", "copied"]


def test_a_place_that_cannot_be_is_refused_before_the_look_is_counted(office, li, zhang, tmp_path):
    number = keep(office, li, a_file(tmp_path), zhang)
    look = Look(number, "copied", "contract")
    for out in (tmp_path / "none" / "x.txt", office.place.folder / "x.txt"):
        with pytest.raises(Invalid):
            document_files.save_copy(office, li, look, out)
    assert acts_on(office, li, number) == ["added"]


def test_two_desks_adding_at_once_keep_every_file(office, li, zhang, tmp_path):
    paths = [a_file(tmp_path, f"{n}.txt", f"页 {n}") for n in range(12)]
    with ThreadPoolExecutor(4) as desks:
        numbers = list(desks.map(lambda path: keep(office, li, path, zhang, "other"), paths))
    assert len(set(numbers)) == 12
    assert len(files_of(office)) == 12
    assert checking.check(office, li).ok


def test_a_file_whose_row_was_never_written_is_swept_a_day_later(
    office, li, zhang, tmp_path, clock
):
    kept = keep(office, li, a_file(tmp_path), zhang)
    document_files.stage(office.place, a_file(tmp_path))  # and then the program was killed
    for path in files_of(office):
        moment = clock.now.timestamp()
        os.utime(path, (moment, moment))
    assert document_files.sweep(office, li) == 0
    clock.forward(days=1, minutes=1)
    assert document_files.sweep(office, li) == 1
    assert len(files_of(office)) == 1
    assert document_files.content(office, li, Look(kept, "viewed", "x"))[1]


def test_a_removed_documents_file_is_not_swept(office, li, zhang, tmp_path, clock):
    number = keep(office, li, a_file(tmp_path), zhang)
    office.do(li, documents.remove, document_id=number)
    clock.forward(days=400)
    os.utime(files_of(office)[0], (1_000, 1_000))
    assert document_files.sweep(office, li) == 0
    office.do(li, documents.restore, document_id=number)
    assert document_files.content(office, li, Look(number, "viewed", "x"))[1]


def test_the_check_opens_every_file(office, li, zhang, tmp_path):
    numbers = [keep(office, li, a_file(tmp_path, f"{n}.txt"), zhang, "other") for n in range(3)]
    assert checking.check(office, li).ok
    facts = dict(office.ask(li, document_files._every_blob))
    folder = office.place.folder / "files"
    (folder / facts[numbers[0]].blob).unlink()
    sealed = bytearray((folder / facts[numbers[1]].blob).read_bytes())
    sealed[-1] ^= 1
    (folder / facts[numbers[1]].blob).write_bytes(bytes(sealed))
    report = checking.check(office, li)
    assert not report.ok
    assert len(report.problems) == 2
    assert str(numbers[0]) in report.problems[0]
    assert str(numbers[1]) in report.problems[1]


_KILLED = """
import os, sys
from pathlib import Path
from loancrm_desktop.services.vault import blobs
cabinet = blobs.Cabinet(Path(sys.argv[1]), "0" * 32, b"d" * 32)
blobs.put(cabinet, b"x" * 1000)
os._exit(9)  # before any row
"""


def test_a_kill_between_file_and_row_leaves_an_office_that_checks_and_sweeps(
    office, li, zhang, tmp_path, clock
):
    keep(office, li, a_file(tmp_path), zhang)
    run = [sys.executable, "-c", _KILLED, str(office.place.folder)]
    assert subprocess.run(run, check=False).returncode == 9
    assert len(files_of(office)) == 2
    assert checking.check(office, li).ok
    for path in files_of(office):
        os.utime(path, (1_000, 1_000))
    assert document_files.sweep(office, li) == 1
    assert checking.check(office, li).ok


def test_nobody_reads_a_file_past_the_log(office, li, zhang, tmp_path, monkeypatch):
    number = keep(office, li, a_file(tmp_path), zhang)
    seen: list[list[str]] = []
    get = blobs.get

    def watched(cabinet, wanted):
        seen.append(acts_on(office, li, number))
        return get(cabinet, wanted)

    monkeypatch.setattr(blobs, "get", watched)
    document_files.content(office, li, Look(number, "viewed", "contract"))
    assert seen == [["added", "viewed"]]
