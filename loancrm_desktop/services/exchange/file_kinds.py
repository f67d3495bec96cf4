"""Says what a file is by what is in it; the extension is never trusted."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.reading_limits import ReadingLimits
from loancrm_desktop.texts import Text, say

_HEAD_BYTES = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_PACKED = (b"Rar!", b"7z\xbc\xaf", b"\xfd7zXZ", b"BZh")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_XML_WORKBOOK = b"urn:schemas-microsoft-com:office:spreadsheet"


def kind_of(path: Path, limits: ReadingLimits) -> str:
    """Answer `zip`, `xls`, `gzip`, `html`, `vcard`, `ldif` or `text`.

    Raises:
        Invalid: it is missing, a folder, unreadable, empty, too large, or of a kind that holds
            no table.
    """
    _check_outside(path, limits)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
            if head.startswith(_OLE):
                return _kind_of_ole(head + file.read())
    except OSError as error:
        raise Invalid(_unreadable()) from error
    return _kind_of_head(head)


def _check_outside(path: Path, limits: ReadingLimits) -> None:
    try:
        facts = path.stat()
    except OSError as error:
        raise Invalid(
            say("The file is not there. Check its name and place and choose it again.")
        ) from error
    if stat.S_ISDIR(facts.st_mode):
        raise Invalid(say("This is a folder. Choose one file inside it."))
    if not stat.S_ISREG(facts.st_mode):
        raise Invalid(_unreadable())
    if facts.st_size == 0:
        raise Invalid(say("The file is empty (0 bytes). Save or download it again."))
    if facts.st_size > limits.file_bytes:
        raise Invalid(
            say(
                "The file is larger than {limit} MB. Split the list into several files.",
                limit=limits.file_bytes >> 20,
            )
        )


def _unreadable() -> Text:
    return say(
        "The file cannot be opened. Close it in other programs and check that you may read it."
    )


def _kind_of_ole(content: bytes) -> str:
    """Tell the old Office formats apart by the names of the streams inside."""
    if _stream("EncryptedPackage") in content:
        raise Invalid(password_text())
    if _stream("WordDocument") in content:
        raise Invalid(not_a_table("Word"))
    if _stream("PowerPoint Document") in content:
        raise Invalid(not_a_table("PowerPoint"))
    return "xls"


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")


def password_text() -> Text:
    """Say that a file is locked with a password, and how to go on."""
    return say(
        "The file is protected with a password. Open it in Excel or WPS, remove the password, "
        "save it and import it again."
    )


def not_a_table(program: str) -> Text:
    """Say that a file belongs to another program, and how to go on."""
    return say(
        "This is a {program} file, not a table. Copy the list into a new Excel sheet and "
        "import that.",
        program=program,
    )


def _kind_of_head(head: bytes) -> str:
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    _refuse_strangers(head)
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    upper = start[:40].upper()
    if upper.startswith(b"BEGIN:VCARD"):
        return "vcard"
    if upper.startswith((b"DN:", b"VERSION: 1\n", b"VERSION: 1\r")):
        return "ldif"
    if start.startswith(b"<"):
        return _kind_of_markup(start)
    if upper.startswith(b"MIME-VERSION:"):
        raise Invalid(_save_again("MHTML"))
    return "text"


def _kind_of_markup(start: bytes) -> str:
    if _XML_WORKBOOK in start:
        raise Invalid(_save_again("XML"))
    if _HTML.search(start):
        return "html"
    if start.startswith(b"<?xml"):
        raise Invalid(not_a_table("XML"))
    return "text"


def _refuse_strangers(head: bytes) -> None:
    if b"%PDF-" in head[:1024]:
        raise Invalid(not_a_table("PDF"))
    if head.startswith(b"{\\rtf"):
        raise Invalid(not_a_table("RTF"))
    if head.startswith(_PICTURES[:3]) or (head.startswith(_PICTURES[3:]) and b"\0" in head[:64]):
        raise Invalid(
            say("This is a picture, not a table. Type the list into an Excel sheet first.")
        )
    if head.startswith((*_PACKED, b"PK\x05\x06")):
        raise Invalid(packed_text())


def packed_text() -> Text:
    """Say that a file is an archive, and how to go on."""
    return say("This is a packed archive. Unpack it and import the table inside.")


def _save_again(format_name: str) -> Text:
    return say(
        "This is an old {format} export with the name of a table. Open it in Excel or WPS, save "
        "it as .xlsx and import that.",
        format=format_name,
    )
