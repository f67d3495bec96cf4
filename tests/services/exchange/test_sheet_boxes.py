from pathlib import Path
from zipfile import ZipFile

import pytest

from loancrm_desktop.services.exchange.sheet_boxes import SheetBox, box_of_records, boxes_of_ods

ODS = (
    '<?xml version="1.0"?><o xmlns:table="t" xmlns:text="x" xmlns:office="o">'
    '<table:table table:name="名单">{}</table:table></o>'
)


def box_of(markup: str) -> tuple[int, int]:
    box = SheetBox()
    box.take_in_markup(markup.encode())
    return box.rows, box.columns


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<c r="B3"><v>1</v></c>', (3, 2)),
        ('<c s="1" r="B3" t="s"><v>1</v></c>', (3, 2)),
        ("<c r='AA10'><v>1</v></c>", (10, 27)),
        ('<x:c r="XFD1048576"><x:v>1</x:v></x:c>', (1_048_576, 16_384)),
        ('<c r="B3" s="1"/>', (0, 0)),
        ('<c r="B3"></c>', (0, 0)),
        ('<row r="9"><c r="A1"><is><t>x</t></is></c></row>', (1, 1)),
    ],
)
def test_the_box_holds_the_filled_cells(markup: str, expected: tuple[int, int]):
    assert box_of(markup) == expected


def test_pieces_widen_one_box():
    box = SheetBox()
    for piece in (
        '<c r="C1"><v>1</v></c>',
        '<c r="A7"><v>1</v></c>',
        '<c r="B2" t="e"><v>#N/A</v>',
    ):
        box.take_in_markup(piece.encode())
    assert (box.rows, box.columns, box.errors) == (7, 3, 1)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            ('<table:table-row><table:table-cell office:value-type="float"/></table:table-row>'),
            (1, 1),
        ),
        (
            (
                '<table:table-row table:number-rows-repeated="5"><table:table-cell/></table:table-row>'
                "<table:table-row><table:table-cell/><table:table-cell><text:p>张</text:p>"
                "</table:table-cell></table:table-row>"
            ),
            (6, 2),
        ),
        (
            (
                '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
                'table:number-columns-repeated="16384" office:value-type="float"/></table:table-row>'
            ),
            (1_048_576, 16_384),
        ),
        (
            (
                '<table:table-row><table:table-cell office:value-type="string"/></table:table-row>'
                '<table:table-row table:number-rows-repeated="1048575"><table:table-cell '
                'table:number-columns-repeated="16384"/></table:table-row>'
            ),
            (1, 1),
        ),
    ],
)
def test_repeats_in_open_documents_are_multiplied_out(rows: str, expected: tuple[int, int]):
    content = ODS.format(rows).encode()
    box = boxes_of_ods([content[:100], content[100:]])["名单"]
    assert (box.rows, box.columns) == expected


def test_a_binary_sheet_is_measured_by_its_records(shared: Path):
    path = shared / "03_spreadsheets" / "excel" / "calamine_any_sheets.xlsb"
    with ZipFile(path) as packed:
        content = packed.read("xl/worksheets/sheet1.bin")
    box = box_of_records(content)
    assert (box.rows, box.columns) == (5, 2)


def test_records_cut_off_do_not_upset_the_measuring():
    assert box_of_records(b"\x00\x04\x01\x00\x00\x00\x02").rows == 0
    assert box_of_records(b"\x80").rows == 0
