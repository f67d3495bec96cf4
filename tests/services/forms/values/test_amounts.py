"""Amounts, terms and rates as people write them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.display import money_exact, rmb_capitals, yuan_text
from loancrm_desktop.services.forms.values.amounts import (
    parse_amount,
    parse_number,
    parse_percent,
    parse_term_months,
    unit_named_in,
)
from loancrm_desktop.services.forms.values.faults import FieldFault

WAN_30_FEN = 30_000_000


@pytest.mark.parametrize(
    "raw",
    [
        "30万", "30 万", "３０万", "30w", "30W", "30万元", "30万块", "30.0万", "¥300000.00",
        "￥300,000", "300,000", "300 000", "300000元", "300000.00", "RMB 300,000", "约30万",
        "30万左右", "30万以内", "三十万", "三十万元整", "叁拾万元整", "人民币叁拾万元整", "300千",
        "300k", "0.3兆", "0.003亿", 300000, 300000.0,
    ],
)  # fmt: skip
def test_three_hundred_thousand_yuan_is_read_in_every_writing(raw):
    assert parse_amount(raw) == WAN_30_FEN


@pytest.mark.parametrize(
    ("raw", "fen"),
    [
        ("0", 0),
        ("1.005", 101),
        ("0.5元", 50),
        ("1.5亿", 15_000_000_000),
        ("5千", 500_000),
        ("1万零5百", 1_050_000),
        ("三万五", 3_500_000),
        ("三万零五", 3_000_500),
        ("30万5千", 30_500_000),
        ("一百二十三万四千五百六十七元八角九分", 123_456_789),
        ("五分", 5),
        ("两万", 2_000_000),
        ("-500", -50_000),
        ("(1,000)", -100_000),
        ("十五万", 15_000_000),
        ("", None),
        (None, None),
        ("暂无", None),
    ],
)
def test_smaller_units_signs_and_spoken_forms_are_understood(raw, fen):
    assert parse_amount(raw) == fen


@pytest.mark.parametrize(
    ("raw", "unit", "fen"),
    [
        ("30", "wan", WAN_30_FEN),
        (30.0, "wan", WAN_30_FEN),
        (30.5, "wan", 30_500_000),
        ("30万", "wan", WAN_30_FEN),
        ("300000元", "wan", WAN_30_FEN),
        ("300", "thousand", WAN_30_FEN),
        ("30", "yuan", 3_000),
        ("30", None, 3_000),
    ],
)
def test_a_columns_unit_counts_for_numbers_that_name_none(raw, unit, fen):
    assert parse_amount(raw, unit) == fen


@pytest.mark.parametrize(
    ("raw", "unit", "code"),
    [
        ("20-30万", None, "range"),
        ("20万~30万", None, "range"),
        ("20到30万", None, "range"),
        ("300000", "wan", "unit_doubtful"),
        ("99999999999999999", None, "too_large"),
        ("3百千", None, "not_an_amount"),
        ("abc", None, "not_an_amount"),
        ("万", None, "not_an_amount"),
        ("元", None, "not_an_amount"),
        ("25,5", None, "not_an_amount"),
        ("1.2.3", None, "not_an_amount"),
        (True, None, "not_an_amount"),
        (float("nan"), None, "not_an_amount"),
        (float("inf"), "wan", "not_an_amount"),
    ],
)
def test_what_is_no_single_amount_is_refused_not_guessed(raw, unit, code):
    with pytest.raises(FieldFault) as caught:
        parse_amount(raw, unit)
    assert caught.value.code == code


@given(st.integers(0, 10**14))
def test_every_amount_we_write_is_read_back(fen):
    assert parse_amount(yuan_text(fen)) == fen
    assert parse_amount(money_exact(fen)) == fen
    assert parse_amount(rmb_capitals(fen)) == fen


@given(st.text(alphabet="0123456789.,-万亿千百十元角分wk年月期%一二两零 ¥()约", max_size=14))
def test_no_text_at_all_breaks_the_reading(text):
    for parse in (parse_amount, parse_number, parse_percent, parse_term_months):
        with contextlib.suppress(FieldFault):
            found = parse(text)
            assert found is None or isinstance(found, int) or found.is_finite()


@pytest.mark.parametrize(
    ("raw", "months"),
    [
        ("36", 36), (36.0, 36), ("36期", 36), ("36个月", 36), ("36 months", 36), ("36M", 36),
        ("3年", 36), ("三年", 36), ("3年期", 36), ("3 years", 36), ("1年半", 18), ("一年半", 18),
        ("半年", 6), ("3年6个月", 42), ("2.5年", 30), ("十二期", 12), ("", None),
    ],
)  # fmt: skip
def test_a_term_is_read_in_months(raw, months):
    assert parse_term_months(raw) == months


def test_a_column_headed_in_years_counts_in_years():
    assert parse_term_months("3", "year") == 36
    assert parse_term_months(5.0, "year") == 60
    assert parse_term_months("36期", "year") == 36


@pytest.mark.parametrize(
    ("raw", "code"),
    [("3-5年", "range"), ("长期", "not_a_term"), ("5000", "too_large"), ("1.5", "not_a_term")],
)
def test_what_is_no_term_is_refused(raw, code):
    with pytest.raises(FieldFault) as caught:
        parse_term_months(raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("raw", "ppm"),
    [
        ("4.35%", 43_500), ("4.35", 43_500), (4.35, 43_500), (0.0435, 43_500), ("年化3.6%", 36_000),
        ("3‰", 3_000), ("0.35%", 3_500), ("３.６％", 36_000), ("", None), (None, None),
    ],
)  # fmt: skip
def test_a_rate_is_read_in_parts_per_million(raw, ppm):
    assert parse_percent(raw) == ppm


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("0.6%/月", "not_yearly"),
        ("3.6%-4.2%", "range"),
        ("abc", "not_a_rate"),
        (True, "not_a_rate"),
    ],
)
def test_a_monthly_rate_or_a_range_is_refused(raw, code):
    with pytest.raises(FieldFault) as caught:
        parse_percent(raw)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("金额（万元）", "wan"), ("需求额度(万)", "wan"), ("贷款金额/万", "wan"), ("贷款金额(元)", "yuan"),
        ("Amount (RMB)", "yuan"), ("期限(年)", "year"), ("期限（期）", "month"), ("Term (months)", "month"),
        ("贷款年数", "year"), ("金额", None), ("年龄", None),
    ],
)  # fmt: skip
def test_a_heading_names_its_unit(header, unit):
    assert unit_named_in(header) == unit
