"""Looks at a Word file from outside before anything parses it: size, names, parts, outside links.

A .docx is a zip of XML parts. What is refused here never reaches an XML parser or Jinja.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import PurePosixPath

from loancrm_desktop.errors import Invalid
from loancrm_desktop.texts import Text, say

MAX_FILE_MB = 20
MAX_PARTS = 2000
MAX_UNPACKED_MB = 200
MAX_RATIO = 100
_MB = 1024 * 1024
_RATIO_COUNTS_FROM = 2 * _MB

# All that zipfile and its decoders raise over a broken package; RuntimeError: a password.
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ARCHIVES = (".zip", ".jar", ".7z", ".rar", ".gz", ".docx", ".docm", ".xlsx", ".xlsm", ".pptx")
_PROGRAMS = (".bin", ".exe", ".dll", ".js", ".vbs", ".hta", ".lnk", ".scr")
_XML = (".xml", ".rels", ".vml")
# Whatever its name says: an XML parser would take a part that begins like this.
_XML_BEGINNINGS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<")
_MAIN_TYPES = (
    b"wordprocessingml.document.main+xml",
    b"wordprocessingml.template.main+xml",
)
_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")
_OUTSIDE = re.compile(
    r"<(?:\w+:)?Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE
)
_TARGET = re.compile(r"\bTarget\s*=\s*[\"']([^\"']*)[\"']")
_FETCHED = ("http:", "https:", "ftp:", "\\\\", "file://///", "file:////")


def check(content: bytes) -> None:
    """Refuse what is no Word file, what is locked, and what is made to do harm.

    Raises:
        Invalid: with the reason, and what to do about it.
    """
    if len(content) > MAX_FILE_MB * _MB:
        raise Invalid(too_large())
    if content.startswith(_OLE):
        raise Invalid(_locked_or_old(content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_sizes(package.infolist(), len(content))
            _check_names(package.infolist())
            _check_parts(package)
    except _BROKEN_ZIP as error:
        raise Invalid(not_a_word_file()) from error


def not_a_word_file() -> Text:
    """Say that a file cannot be read as a Word document."""
    return say(
        "The template cannot be read as a Word document; it is damaged or of another kind. "
        "Open it in Word and save it again as .docx."
    )


def too_large() -> Text:
    """Say that a file is too large for a template."""
    return say(
        "The template is larger than {limit} MB. Make its pictures smaller.", limit=MAX_FILE_MB
    )


def xml_parts(package: zipfile.ZipFile) -> Iterable[tuple[str, bytes]]:
    """Read the XML parts one after the other, with their names."""
    for entry in package.infolist():
        part = package.read(entry)
        if entry.filename.lower().endswith(_XML) or part.lstrip().startswith(_XML_BEGINNINGS):
            yield entry.filename, part


def _locked_or_old(content: bytes) -> Text:
    if _ENCRYPTED_STREAM in content:
        return say(
            "The template is protected with a password. Take the password off in Word "
            "(File, Info, Protect Document) and save it again."
        )
    return say("The template is in the old .doc format. Open it in Word and save it as .docx.")


def _check_sizes(entries: list[zipfile.ZipInfo], packed_bytes: int) -> None:
    unpacked_bytes = sum(entry.file_size for entry in entries)
    swollen = unpacked_bytes > max(_RATIO_COUNTS_FROM, packed_bytes * MAX_RATIO)
    if len(entries) > MAX_PARTS or unpacked_bytes > MAX_UNPACKED_MB * _MB or swollen:
        raise Invalid(
            say(
                "The template unpacks to far more than a document holds, so it is not opened. "
                "Copy its text into a new Word document."
            )
        )


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name.startswith("/") or ".." in PurePosixPath(name).parts or ":" in name:
            raise Invalid(
                say("The template holds a part with an unsafe name, so it is not opened.")
            )
        if name.lower().endswith(_ARCHIVES + _PROGRAMS):
            raise Invalid(
                say(
                    "The template has a macro or another file embedded in it. Remove it in "
                    "Word and save the template as .docx."
                )
            )


def _check_parts(package: zipfile.ZipFile) -> None:
    main_found = False
    for name, part in xml_parts(package):
        text = _text_of(part)
        if text is None or "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise Invalid(
                say(
                    "The template holds declarations that no Word document has, so it is not "
                    "opened. Copy its text into a new Word document."
                )
            )
        if name == "[Content_Types].xml":
            main_found = any(kind in part for kind in _MAIN_TYPES)
        if name.lower().endswith(".rels"):
            _check_links(text)
    if not main_found:
        raise Invalid(not_a_word_file())


def _text_of(part: bytes) -> str | None:
    """Decode a part as the standard allows it; None for any other encoding."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = part.decode("utf-16", "replace")
        return None if "\x00" in text else text
    declared = _ENCODING.match(part.removeprefix(b"\xef\xbb\xbf"))
    if declared and declared.group(1).lower() not in {b"utf-8", b"us-ascii", b"ascii"}:
        return None
    # A UTF-16 part without its mark would show as every second byte zero.
    return None if b"\x00" in part[:64] else part.decode("utf-8", "replace")


def _check_links(relationships: str) -> None:
    for link in _OUTSIDE.findall(relationships):
        target = _TARGET.search(link)
        address = target.group(1).lower() if target else ""
        if address.startswith(_FETCHED) and "/hyperlink" not in link:
            raise Invalid(
                say(
                    "The template would fetch {address} when it is opened. Put the picture or "
                    "style into the template itself.",
                    address=address,
                )
            )
