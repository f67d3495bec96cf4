"""Hostile workbooks, built here: none may reach a parser."""

import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange import sheet_guard
from loancrm_desktop.services.exchange.reading_limits import DEFAULT_LIMITS
from loancrm_desktop.services.exchange.sheets import read_table
from loancrm_desktop.services.exchange.workbooks import read_workbook

pytestmark = pytest.mark.usefixtures("english")  # the sentences as the code has them

HANG_S = 60
SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "plain.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("客户").write_row(0, 0, ["姓名", "手机"])
    return path


def changed(
    plain: Path,
    change: Callable[[str, bytes], bytes] = lambda _, content: content,
    extra: dict[str, bytes] | None = None,
) -> Path:
    """Copy a workbook with some parts changed and some added."""
    path = plain.with_name("hostile.xlsx")
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return path


def with_cells(plain: Path, cells: str) -> Path:
    sheet = f'<worksheet xmlns="{NAMESPACE}"><sheetData>{cells}</sheetData></worksheet>'
    return changed(plain, lambda name, old: sheet.encode() if name == SHEET else old)


def cell(place: str) -> str:
    number = "".join(filter(str.isdigit, place))
    return f'<row r="{number}"><c r="{place}"><v>1</v></c></row>'


def refusal(path: Path) -> str:
    """Answer what the guard itself says."""
    with pytest.raises(Invalid) as caught:
        sheet_guard.inspect(path, DEFAULT_LIMITS)
    return caught.value.text.read("en")


def refusal_of_reading(path: Path) -> str:
    """Answer what is said when the whole way is gone, in good time."""
    begun = time.monotonic()
    with pytest.raises(Invalid) as caught:
        read_table(path)
    assert time.monotonic() - begun < HANG_S
    return caught.value.text.read("en")


def test_a_cell_in_the_far_corner_is_refused_before_memory_is_asked_for(plain: Path):
    path = with_cells(plain, cell("A1") + cell("XFD1048576"))
    assert path.stat().st_size < 8_000
    assert "beyond column 200" in refusal_of_reading(path)
    assert "beyond row 200000" in refusal_of_reading(
        with_cells(plain, cell("A1") + cell("Z1048576"))
    )


def test_many_rows_times_many_columns_are_refused(plain: Path):
    assert "199999 rows and 199 columns" in refusal_of_reading(
        with_cells(plain, cell("A1") + cell("GQ199999"))
    )


@pytest.mark.parametrize(
    "far",
    ['<c r="XFD1048576" s="1"/>', '<c r="XFD1048576"></c>'],
)
def test_cells_with_a_format_only_do_not_count(plain: Path, far: str):
    row = f'<row r="1048576">{far}</row>'
    found = read_table(with_cells(plain, cell("A1") + cell("A2") + row))
    assert (found.sheets[0].rows, found.sheets[0].columns) == (2, 1)


def test_a_far_cell_that_hides_from_the_guard_is_ended_with_its_process(plain: Path):
    hidden = (
        cell("A1") + '<row r="1048576"><x:c x:r="B9" r&#61;"" r = "XFD1048576"><v>1</v></x:c></row>'
    )
    quoted = cell("A1") + "<row r='1048576'><c r = 'XFD1048576'><v>1</v></c></row>"
    for cells in (hidden, quoted):
        assert refusal_of_reading(with_cells(plain, cells))


def test_a_far_cell_on_another_sheet_does_no_harm(tmp_path: Path):
    two = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(str(two)) as book:
        book.add_worksheet("名单").write_row(0, 0, ["姓名", "手机"])
        book.add_worksheet("乱").write_row(0, 0, ["x"])
    bomb = f'<worksheet xmlns="{NAMESPACE}"><sheetData>{cell("XFD1048576")}</sheetData></worksheet>'
    path = changed(
        two, lambda name, old: bomb.encode() if name == "xl/worksheets/sheet2.xml" else old
    )
    assert read_table(path).chosen.header == ("姓名", "手机")
    with pytest.raises(Invalid):
        read_table(path, "乱")


def test_a_bomb_of_zeros_is_refused_unopened(plain: Path):
    bomb = changed(plain, extra={"xl/media/big.bin": bytes(60 << 20)})
    assert bomb.stat().st_size < 200_000
    assert "suspiciously tight" in refusal(bomb)
    loose = replace(DEFAULT_LIMITS, ratio=10_000)
    sheet_guard.inspect(bomb, loose)
    with pytest.raises(Invalid):
        sheet_guard.inspect(bomb, replace(loose, expanded_bytes=50 << 20))


def test_a_small_file_packed_tight_is_read(plain: Path):
    tight = changed(plain, extra={"xl/media/picture.bin": bytes(1 << 20)})
    assert sheet_guard.inspect(tight, DEFAULT_LIMITS).family == "xlsx"


@pytest.mark.parametrize(
    "name", ["xl/embeddings/inner.xlsx", "xl/media/inner.zip", "xl/media/picture.png"]
)
def test_a_packed_file_inside_is_refused(plain: Path, name: str):
    assert "no table program" in refusal(changed(plain, extra={name: b"PK\x03\x04" + bytes(30)}))


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../out.xml", "xl/../../out.xml", "C:/out.xml", "xl\\..\\..\\out.xml"]
)
def test_names_that_lead_outside_are_refused(plain: Path, name: str):
    assert "no table program" in refusal(changed(plain, extra={name: b"x"}))


def test_two_parts_of_one_name_are_refused(plain: Path):
    assert "no table program" in refusal(changed(plain, extra={SHEET.upper(): b"<a/>"}))


def test_too_many_parts_are_refused(plain: Path):
    many = {f"xl/media/{number}.bin": b"" for number in range(2_001)}
    assert "no table program" in refusal(changed(plain, extra=many))


@pytest.mark.parametrize(
    "part",
    [
        "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/styles.xml", SHEET,
        "xl/sharedStrings.xml", "docProps/core.xml", "xl/_rels/workbook.xml.rels",
        "xl/theme/theme1.xml", "docProps/app.xml",
    ],
)  # fmt: skip
def test_a_document_type_in_any_part_is_refused(plain: Path, part: str):
    doctype = b'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n'
    path = changed(
        plain, lambda name, old: doctype + old.partition(b"?>")[2] if name == part else old
    )
    assert "no table program" in refusal(path)


def test_a_document_type_after_a_long_comment_is_found(plain: Path):
    late = b'<?xml version="1.0"?><!--' + b"x" * (3 << 20) + b"--><!DOCTYPE x []>"
    path = changed(plain, lambda name, old: late + old if name == "xl/styles.xml" else old)
    assert "no table program" in refusal(path)


def test_a_part_in_another_alphabet_of_bytes_is_refused(plain: Path):
    path = changed(plain, lambda name, old: old.decode().encode("utf-16") if name == SHEET else old)
    assert "no table program" in refusal(path)


def test_a_zip_with_a_password_is_said(plain: Path):
    content = bytearray(plain.read_bytes())
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    path = plain.with_name("locked.xlsx")
    path.write_bytes(content)
    assert "protected with a password" in refusal(path)


def test_a_changed_byte_inside_is_noticed(plain: Path):
    content = bytearray(plain.read_bytes())
    with zipfile.ZipFile(plain) as packed:
        place = packed.getinfo(SHEET).header_offset + 60
    content[place] ^= 0xFF
    path = plain.with_name("changed.xlsx")
    path.write_bytes(content)
    assert "damaged or incomplete" in refusal(path)


def test_the_guard_tells_the_families_apart(plain: Path, shared: Path):
    folder = shared / "03_spreadsheets" / "excel"
    assert sheet_guard.inspect(plain, DEFAULT_LIMITS).family == "xlsx"
    for inside, program in (("word/document.xml", "Word"), ("ppt/slides.xml", "PowerPoint")):
        other = plain.with_name("other.xlsx")
        with zipfile.ZipFile(other, "w") as packed:
            packed.writestr(inside, "<a/>")
        assert program in refusal(other)
    for name, family in (("calamine_any_sheets.xlsb", "xlsb"), ("calamine_date.ods", "ods")):
        assert sheet_guard.inspect(folder / name, DEFAULT_LIMITS).family == family
    text = plain.with_name("text.ods")
    with zipfile.ZipFile(text, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        packed.writestr("content.xml", "<a/>")
    assert "OpenDocument" in refusal(text)


def test_an_open_document_with_a_password_is_said(tmp_path: Path):
    path = tmp_path / "locked.ods"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")
        packed.writestr("content.xml", b"\x81\x12 not xml")
    assert "protected with a password" in refusal(path)


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def text(place: str, word: str = "x") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{word}</t></is></c>'


def styled(place: str) -> str:
    return f'<c r="{place}" s="1"/>'


HEAD = row(1, text("A1", "姓名"), text("B1", "手机"))
ODD_SHEETS = {
    "nothing at all": ("", None),
    "one empty row": ('<row r="1"/>', None),
    "a format in the far corner": (HEAD + row(1_048_576, styled("XFD1048576")), 2),
    "formats all along a row": (
        HEAD + row(2, *(styled(f"{a}{b}2") for a in "ABC" for b in "ABC")), 2
    ),
    "empty rows far below": (HEAD + row(1_048_576), 2),
    "a value far below": (HEAD + row(1_048_576, text("A1048576")), "row"),
    "a space far below": (HEAD + row(300_000, text("A300000", " ")), "row"),
    "a value far to the right": (row(1, text("A1"), text("XFD1")), "column"),
    "a value in the last allowed column": (row(1, text("A1"), text("GR1")), 200),
    "a value in the first column too many": (row(1, text("A1"), text("GS1")), "column"),
    "a value in the last allowed row": (HEAD + row(200_000, text("A200000")), 2),
    "a value in the first row too many": (HEAD + row(200_001, text("A200001")), "row"),
    "both allowed, together too many": (HEAD + row(200_000, text("GR200000")), "rows and"),
    "cells on a diagonal": (
        "".join(row(n * 900, text(f"C{chr(64 + n)}{n * 900}")) for n in range(1, 27)), 104
    ),
    "a formula without a result far below": (
        HEAD + row(900_000, '<c r="A900000"><f>A1</f></c>'), "row"
    ),
    "an error far below": (HEAD + row(900_000, '<c r="A900000" t="e"><v>#N/A</v></c>'), "row"),
    "rows without numbers": ("<row><c><v>1</v></c><c><v>2</v></c></row>" * 3, 2),
    "rows in the wrong order": (row(9, text("A9")) + HEAD, 2),
    "one row twice": (HEAD + HEAD, 2),
    "single quotes": (HEAD.replace('"', "'"), 2),
    "single quotes in the far corner": (
        HEAD + row(1_048_576, text("XFD1048576")).replace('"', "'"), "column"
    ),
    "the place after other attributes": (
        HEAD + '<row r="400000"><c s="1" t="n" r="C400000"><v>1</v></c></row>', "row"
    ),
    "a place with a row of many digits": (HEAD + row(1, text("A" + "9" * 20)), "row"),
    "a place with many letters": (HEAD + row(1, text("A" * 12 + "1")), "column"),
    "line breaks inside a tag": (HEAD + '<row r="300000"><c\nr="A300000"\n><v>1</v></c></row>', "row"),
    "spaces before the end of a tag": (HEAD + '<row r="300000"><c r="A300000" ><v>1</v></c></row>', "row"),
    "a comment that looks like a cell": (HEAD + '<!-- <c r="A300000"><v>1</v></c> -->', "row"),
    "a million shared formats": (HEAD + row(2, *[styled("A2")] * 20_000), 2),
    "a very long text": (HEAD + row(2, text("A2", "长" * 40_000)), 2),
    "text with escapes": (HEAD + row(2, text("A2", "&lt;c r=&quot;XFD1048576&quot;&gt;")), 2),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "expected"), ODD_SHEETS.values(), ids=ODD_SHEETS)
def test_odd_sheets_are_read_or_refused_for_what_is_odd(
    plain: Path, cells: str, expected: int | str | None
):
    path = with_cells(plain, cells)
    if isinstance(expected, int):
        found = read_workbook(path, "zip", None, DEFAULT_LIMITS)
        assert max(map(len, found.sheet.rows)) == expected
        return
    with pytest.raises(Invalid, match=expected or "no filled cells"):
        read_workbook(path, "zip", None, DEFAULT_LIMITS)


def test_a_part_larger_than_it_says_is_ended_with_its_process(plain: Path):
    path = changed(plain, lambda name, old: old + b" " * (300 << 20) if name == SHEET else old)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        size = packed.getinfo(SHEET).file_size.to_bytes(4, "little")
    while (place := content.find(size)) >= 0:
        content[place : place + 4] = (900).to_bytes(4, "little")
    path.write_bytes(content)
    assert refusal_of_reading(path)
