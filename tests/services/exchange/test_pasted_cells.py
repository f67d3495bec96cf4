"""Cells copied in a spreadsheet program are a list like any other."""

import pytest

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.pasted_cells import MOST_LETTERS, read_pasted

COPIED = "姓名\t手机\t备注\r\n周德海\t138 0013 8000\t老客户\r\n何秀兰\t13500006608\t\r\n"


def test_copied_cells_are_a_list_with_headings():
    found = read_pasted(COPIED, "粘贴")
    assert found.chosen.header == ("姓名", "手机", "备注")
    assert [row.cells[0] for row in found.chosen.rows] == ["周德海", "何秀兰"]
    assert found.chosen.rows[0].number == 2
    assert [sheet.name for sheet in found.sheets] == ["粘贴"]


def test_a_cell_with_a_line_break_stays_one_cell():
    found = read_pasted('姓名\t备注\n周德海\t"第一行\n第二行"\n', "粘贴")
    assert len(found.chosen.rows) == 1
    assert "第二行" in found.chosen.rows[0].cells[1]


@pytest.mark.parametrize(
    "text", ["", " \n\t\n", "x" * (MOST_LETTERS + 1)], ids=["none", "blank", "long"]
)
def test_what_is_no_list_is_refused_in_a_sentence(text):
    with pytest.raises(Invalid) as refusal:
        read_pasted(text, "粘贴")
    assert refusal.value.text.read("en").endswith(".")
