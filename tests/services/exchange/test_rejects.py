import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from loancrm_desktop import texts
from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services.exchange.rejects import REASON_HEADINGS, write_rejects
from loancrm_desktop.services.exchange.sheets import read_table

HEADER = ("姓名", "手机", "金额", "日期", "备注")
FORMULAS = [
    lead + rest
    for lead in ("=", "+", "-", "@", "\t=", "＝", "＋", "=-+@", "{=")
    for rest in ("cmd|' /C calc'!A0", 'HYPERLINK("http://x.invalid","点")', "1+1", "SUM(A1:A9)")
] + ["http://x.invalid", "mailto:a@b.cn", "#A1", "internal:Sheet1!A1"]


def test_rows_come_back_as_they_were_with_their_reason_last(tmp_path: Path):
    rows = [
        ("张三", "13800138000", 300000, date(2024, 1, 5), None),
        ("李四", 18600001111, 0.05, datetime.fromisoformat("2024-01-05T08:30"), "第一行\n第二行"),
        (None, "00123", 440301199001011234, True, "  "),
    ]
    reasons = ["手机号码少一位", "重复", "没有姓名"]
    path = tmp_path / "未导入.xlsx"
    assert write_rejects(path, HEADER, rows, reasons) == 3
    table = read_table(path).chosen
    assert table.header == (*HEADER, "未导入原因")
    assert [row.cells for row in table.rows] == [
        ("张三", "13800138000", 300000, "2024-01-05", None, "手机号码少一位"),
        ("李四", 18600001111, 0.05, "2024-01-05 08:30:00", "第一行\n第二行", "重复"),
        (None, "00123", "440301199001011234", "TRUE", None, "没有姓名"),
    ]


def test_no_text_ever_becomes_a_formula_or_a_link(tmp_path: Path):
    path = tmp_path / "rejects.xlsx"
    write_rejects(path, FORMULAS[:2], [[text, text] for text in FORMULAS], FORMULAS)
    with zipfile.ZipFile(path) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"<hyperlink" not in sheet
        assert b't="str"' not in sheet
        assert not [name for name in packed.namelist() if "externalLink" in name]
        assert "xl/worksheets/_rels/sheet1.xml.rels" not in packed.namelist()


def test_mending_and_rejecting_again_does_not_pile_up_reasons(tmp_path: Path):
    path = tmp_path / "rejects.xlsx"
    write_rejects(path, HEADER[:2], [("张三", "138")], ["太短"])
    table = read_table(path).chosen
    write_rejects(path, table.header, [row.cells for row in table.rows], ["还是太短"])
    again = read_table(path).chosen
    assert again.header == ("姓名", "手机", "未导入原因")
    assert again.rows[0].cells[-1] == "还是太短"
    assert again.header[-1] in REASON_HEADINGS


def test_the_reason_column_speaks_the_language_in_force(tmp_path: Path):
    texts.set_language("en")
    path = tmp_path / "rejects.xlsx"
    write_rejects(path, ["Name"], [["John"]], ["no phone"])
    assert read_table(path).chosen.header == ("Name", "Reason")


def test_texts_no_sheet_can_hold_are_cut_and_cleaned(tmp_path: Path):
    path = tmp_path / "rejects.xlsx"
    write_rejects(path, ["姓名", "手机"], [["长" * 40_000, "\ud8001"]], ["坏\x00字"])
    cells = read_table(path).chosen.rows[0].cells
    assert cells == ("长" * 32_767, "1", "坏字")


def test_a_place_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path):
    folder = tmp_path / "taken.xlsx"
    folder.mkdir()
    with pytest.raises(Unavailable):
        write_rejects(folder, ["姓名"], [["张三"]], ["x"])
    with pytest.raises(Unavailable):
        write_rejects(tmp_path / "none" / "a.xlsx", ["姓名"], [["张三"]], ["x"])
    assert [path.name for path in tmp_path.iterdir()] == ["taken.xlsx"]
