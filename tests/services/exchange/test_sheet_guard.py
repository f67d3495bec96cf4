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
    assert time.monotonic() - begun < 5
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
