from dataclasses import replace
from pathlib import Path

import pytest

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.file_kinds import kind_of
from loancrm_desktop.services.exchange.reading_limits import DEFAULT_LIMITS


def sentence_about(path: Path, limits=DEFAULT_LIMITS) -> str:
    with pytest.raises(Invalid) as caught:
        kind_of(path, limits)
    return caught.value.text.read("en")


def test_a_missing_file_a_folder_and_an_empty_file_are_told_apart(tmp_path: Path):
    empty = tmp_path / "empty.csv"
    empty.touch()
    assert "is not there" in sentence_about(tmp_path / "none.xlsx")
    assert "This is a folder" in sentence_about(tmp_path)
    assert "0 bytes" in sentence_about(empty)


def test_a_file_that_may_not_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "locked.csv"
    path.write_text("姓名\n张三\n", "utf-8")

    def refuse(*_arguments: object, **_more: object) -> None:
        raise PermissionError(13, "in use")  # what Excel on Windows makes of a file it has open

    monkeypatch.setattr(Path, "open", refuse)
    assert "cannot be opened" in sentence_about(path)


def test_a_file_beyond_the_size_is_refused_unread(tmp_path: Path):
    path = tmp_path / "large.csv"
    path.write_bytes(b"a,b\n" * (1 << 19))
    assert "larger than 1 MB" in sentence_about(path, replace(DEFAULT_LIMITS, file_bytes=1 << 20))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"PK\x03\x04rest", "zip"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "xls"),
        (b"\xef\xbb\xbf\r\n <html><table>", "html"),
        (b"<table border=1>", "html"),
        (b"<?xml version='1.0'?><html>", "html"),
        (b"begin:vcard\n", "vcard"),
        ("\ufeffBEGIN:VCARD".encode("utf-16-le"), "vcard"),
        (b"dn: cn=x", "ldif"),
        (b"version: 1\ndn: cn=x", "ldif"),
        (b"name,phone", "text"),
        (b"BMW,Audi\n", "text"),
        (b"<3 customers", "text"),
        (b"\xff\xfea\x00", "text"),
    ],
)
def test_what_holds_a_table_is_recognised_by_its_first_bytes(
    tmp_path: Path, content: bytes, expected: str
):
    path = tmp_path / "file.dat"
    path.write_bytes(content)
    assert kind_of(path, DEFAULT_LIMITS) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\xef\xbb\xbf%PDF-1.4", "PDF"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "picture"),
        (b"BM\x36\x00\x00\x00" + bytes(40), "picture"),
        (b"Rar!\x1a\x07\x00" + bytes(20), "archive"),
        (b"PK\x05\x06" + bytes(18), "archive"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "MHTML"),
        (
            b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
            "XML",
        ),
        (b"<?xml version='1.0'?><note/>", "XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "Word"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le"),
            "PowerPoint",
        ),
    ],
)
def test_what_is_no_table_gets_its_own_sentence(tmp_path: Path, content: bytes, expected: str):
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    assert expected in sentence_about(path)
