"""The plain text of a cell."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from loancrm_desktop.services.forms.values.cells import cell_text, is_blank, one_line, plain_text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("　张三 ", "张三"),
        ("１３８", "138"),
        ("'13800138000", "13800138000"),
        ("\ufeff姓名\u200b", "姓名"),
        (13800138000.0, "13800138000"),
        (0.35, "0.35"),
        (12, "12"),
        (None, ""),
        (True, "true"),
        (Decimal("1.50"), "1.50"),
        (date(2026, 1, 5), "2026-01-05"),
        (datetime(2026, 1, 5, 9, 30, tzinfo=UTC), "2026-01-05 09:30:00+00:00"),
        (time(9, 30), "09:30:00"),
        (float("nan"), "nan"),
    ],
)
def test_a_cell_of_any_type_becomes_one_plain_text(raw, text):
    assert cell_text(raw) == text


@pytest.mark.parametrize("raw", [None, "", " ", "　", "-", "——", "/", "#N/A", "NULL"])
def test_a_dash_in_place_of_a_value_is_blank(raw):
    assert is_blank(raw)


@pytest.mark.parametrize("raw", ["0", 0, False, "无", "a"])
def test_zero_and_words_are_not_blank(raw):
    assert not is_blank(raw)


def test_long_text_keeps_its_lines_and_full_width_marks():
    assert plain_text(" 第一行，\r\n第二行 ") == "第一行，\n第二行"
    assert one_line("第一行\n第二行\t三") == "第一行 第二行 三"
    assert plain_text(12.0) == "12"
