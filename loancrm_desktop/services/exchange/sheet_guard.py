"""Looks through a packed workbook before any parser may see it.

What is refused here would cost memory (a few kilobytes that unfold to gigabytes, one cell at the
far corner of a sheet) or has no business in a workbook (entities, packed files inside).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.file_kinds import not_a_table, packed_text, password_text
from loancrm_desktop.services.exchange.reading_limits import ReadingLimits
from loancrm_desktop.services.exchange.sheet_boxes import SheetBox, box_of_records, boxes_of_ods
from loancrm_desktop.texts import Text, say

_CHUNK_BYTES = 1 << 20
_MARKUP = (".xml", ".rels", ".vml")
_PACKED_ENDINGS = (".zip", ".xlsx", ".xlsm", ".xlsb", ".docx", ".pptx", ".ods", ".odt", ".jar")
_DRIVE = re.compile(r"[A-Za-z]:")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, IndexError, KeyError,
    NotImplementedError, OSError, RuntimeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parts:
    """What the guard saw.

    Attributes:
        family: `xlsx` (also XLSM), `xlsb` or `ods`.
        boxes: filled rectangles, by part name; of an ODS by sheet name.
    """

    family: str
    boxes: dict[str, SheetBox]


def inspect(path: Path, limits: ReadingLimits) -> Parts:
    """Check a packed file and measure its sheets.

    Raises:
        Invalid: it is damaged, hostile, protected, too large, or no workbook.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
            _check_entries(entries, path.stat().st_size, limits)
            family = _family(packed, [entry.filename for entry in entries])
            boxes = _check_contents(packed, entries, family)
            if family == "ods":
                _check_ods_password(packed)
                boxes = boxes_of_ods(_chunks(packed, packed.getinfo("content.xml"), b"<"))
            return Parts(family, boxes)
    except _BROKEN as error:
        raise Invalid(damaged_text()) from error


def damaged_text() -> Text:
    """Say that a workbook is broken, and how to go on."""
    return say(
        "The file is damaged or incomplete. Open it in Excel or WPS and save it again, or get a "
        "new copy."
    )


def too_many_rows(limits: ReadingLimits) -> Text:
    """Say that a sheet is too long."""
    return say(
        "The sheet reaches beyond row {limit}. Delete what stands below the list, or split the "
        "list into several files.",
        limit=limits.rows,
    )


def too_many_columns(limits: ReadingLimits) -> Text:
    """Say that a sheet is too wide."""
    return say(
        "The sheet reaches beyond column {limit}. Delete what stands to the right of the list and "
        "import it again.",
        limit=limits.columns,
    )


def check_box(rows: int, columns: int, limits: ReadingLimits) -> None:
    """Refuse a rectangle of cells that is larger than the limits.

    Raises:
        Invalid: always with the bound that was passed.
    """
    if columns > limits.columns:
        raise Invalid(too_many_columns(limits))
    if rows > limits.rows:
        raise Invalid(too_many_rows(limits))
    if rows * columns > limits.cells:
        raise Invalid(
            say(
                "The sheet spans {rows} rows and {columns} columns, more than can be read at once. "
                "Split the list into several files.",
                rows=rows,
                columns=columns,
            )
        )


def _check_entries(
    entries: list[zipfile.ZipInfo], packed_bytes: int, limits: ReadingLimits
) -> None:
    names = [entry.filename.replace("\\", "/") for entry in entries]
    if len(names) > limits.entries or any(map(_leaves, names)):
        raise Invalid(_hostile_text())
    if len({name.lower() for name in names}) < len(names):
        raise Invalid(_hostile_text())
    if any(entry.flag_bits & 1 for entry in entries):
        raise Invalid(password_text())
    expanded = sum(entry.file_size for entry in entries)
    tight = expanded > limits.ratio_from_bytes and expanded > limits.ratio * packed_bytes
    if tight or expanded > limits.expanded_bytes:
        raise Invalid(_bomb_text(limits))


def _leaves(name: str) -> bool:
    """Say whether a part's name points outside of the file it is packed in."""
    return name.startswith("/") or ".." in name.split("/") or _DRIVE.match(name) is not None


def _hostile_text() -> Text:
    return say(
        "The file is built in a way that no table program writes, so it is not opened. Copy the "
        "list into a new Excel workbook and import that."
    )


def _bomb_text(limits: ReadingLimits) -> Text:
    return say(
        "Unpacked, the file would take more room than {limit} MB or is packed suspiciously tight, "
        "so it is not opened. Copy the list into a new Excel workbook and import that.",
        limit=limits.expanded_bytes >> 20,
    )


def _family(packed: zipfile.ZipFile, names: list[str]) -> str:
    lower = {name.lower() for name in names}
    if "xl/workbook.bin" in lower:
        return "xlsb"
    if any(name.startswith("xl/") for name in lower):
        return "xlsx"
    if "content.xml" in lower:
        return _family_of_open_document(packed)
    for folder, program in (("word/", "Word"), ("ppt/", "PowerPoint")):
        if any(name.startswith(folder) for name in lower):
            raise Invalid(not_a_table(program))
    raise Invalid(packed_text())


def _family_of_open_document(packed: zipfile.ZipFile) -> str:
    with packed.open("mimetype") as part:
        kind = part.read(200)
    if b"spreadsheet" in kind:
        return "ods"
    raise Invalid(not_a_table("OpenDocument"))


def _check_ods_password(packed: zipfile.ZipFile) -> None:
    with packed.open("META-INF/manifest.xml") as part:
        if b"encryption-data" in part.read(_CHUNK_BYTES):
            raise Invalid(password_text())


def _check_contents(
    packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo], family: str
) -> dict[str, SheetBox]:
    boxes: dict[str, SheetBox] = {}
    for entry in entries:
        name = entry.filename.lower().replace("\\", "/")
        if entry.is_dir():
            continue
        if name.endswith(_PACKED_ENDINGS):
            raise Invalid(_hostile_text())
        sheet = name.startswith("xl/worksheets/") and not name.endswith(".rels")
        if name.endswith(_MARKUP):
            box = SheetBox()
            _check_markup(packed, entry, box if sheet else None)
        else:
            _check_other(packed, entry)
            box = box_of_records(packed.read(entry)) if sheet and family == "xlsb" else SheetBox()
        if sheet:
            boxes[entry.filename] = box
    return boxes


def _check_other(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    with packed.open(entry) as part:
        if part.read(4) == b"PK\x03\x04":
            raise Invalid(_hostile_text())


def _check_markup(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, box: SheetBox | None) -> None:
    tag = b"<" if box is None else b"<c"
    for number, chunk in enumerate(_chunks(packed, entry, tag)):
        if number == 0 and (chunk[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in chunk[:200]):
            raise Invalid(_hostile_text())  # UTF-16: nobody writes it, and it would blind us
        if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
            raise Invalid(_hostile_text())
        if box is not None:
            box.take_in_markup(chunk)


def _chunks(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, tag: bytes) -> Iterator[bytes]:
    """Unfold a part piece by piece, cut before a tag so that none is torn apart."""
    carried = b""
    with packed.open(entry) as part:
        while block := part.read(_CHUNK_BYTES):
            piece = carried + block
            cut = piece.rfind(tag)
            if cut <= 0 or len(piece) - cut > _CHUNK_BYTES:
                cut = piece.rfind(b"<")
            if cut <= 0 or len(piece) - cut > _CHUNK_BYTES:
                cut = len(piece)
            yield piece[:cut]
            carried = piece[cut:]
    yield carried
