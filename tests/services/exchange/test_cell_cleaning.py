from datetime import date, datetime, time, timedelta

import pytest

from loancrm_desktop.services.exchange.cell_cleaning import (
    RowCleaner,
    clean_text,
    needs_care,
    without_invisible,
)

MOMENT = datetime.fromisoformat("2024-01-05T08:30:00")


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        (13800138000.0, 13800138000),
        (0.05, 0.05),
        (-12.0, -12),
        (1e300, 1e300),
        (float("nan"), None),
        (float("inf"), None),
        (True, True),
        (7, 7),
        ("", None),
        ("  ", None),
        ("\ufeff张三\u200b", "张三"),
        ("\u202e张三\u202c", "张三"),
        ("张\u00a0三\u00a0", "张 三"),
        ("138\u200b0013\u20608000", "13800138000"),
        ("👨\u200d👩", "👨\u200d👩"),
        ("第一行\n第二行\r\n", "第一行\n第二行"),
        ("a\x00b\x07", "ab"),
        ("#REF!", None),
        ("#1", "#1"),
        (time(10, 5), "10:05:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        (date(2024, 1, 5), date(2024, 1, 5)),
        (MOMENT, MOMENT),
        (None, None),
        (object(), None),
    ],
)
def test_a_cell_comes_out_clean(raw: object, cleaned: object):
    assert RowCleaner().clean([raw]) == [cleaned]


def test_a_truth_value_and_a_one_are_not_confused_by_memory():
    cells = RowCleaner().clean([True, 1.0, "1", 1, " 1", " 1"])
    assert [type(cell) for cell in cells] == [bool, int, str, int, str, str]


def test_a_long_number_as_text_loses_only_the_point():
    assert clean_text("440301199001011234.0") == "440301199001011234"
    assert clean_text("1.50") == "1.50"
    assert clean_text("10000.0") == "10000.0"


@pytest.mark.parametrize("text", ['a,="1"', "a,'1", "a,#N/A", "a,13800138000.0"])
def test_a_text_with_anything_to_mend_is_gone_through(text: str):
    assert needs_care(text)


def test_a_plain_text_is_left_as_it_is():
    text = "姓名,手机\n张三,13800138000\n李四,15.0\n"
    assert not needs_care(text)
    assert without_invisible(text) is text
