"""How values read to people."""

import csv
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from loancrm_desktop import display

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # 11:00 in the office


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (30_000_000, "¥ 30.0 万", "¥ 300.0 k"),
        (180_000_000, "¥ 180.0 万", "¥ 1.80 m"),
        (850_000, "¥ 8,500", "¥ 8,500"),
        (850_050, "¥ 8,500.50", "¥ 8,500.50"),
        (12_000_000_000, "¥ 1.20 亿", "¥ 120.00 m"),
        (-30_000_000, "¥ -30.0 万", "¥ -300.0 k"),
        (0, "¥ 0", "¥ 0"),
    ],
)
def test_lists_shorten_money_in_the_readers_units(fen, zh, en):
    assert display.money_short(fen, "zh") == zh
    assert display.money_short(fen, "en") == en


def test_contracts_say_money_to_the_fen():
    assert display.money_exact(180_000_000) == "¥ 1,800,000.00"
    assert display.money_exact(5) == "¥ 0.05"


def test_programs_get_money_as_a_plain_decimal_string():
    assert display.yuan_text(30_000_000) == "300000.00"
    assert display.yuan_text(-105) == "-1.05"


def test_rmb_capitals_match_the_shared_vectors(shared):
    path = shared / "08_test_vectors" / "rmb_uppercase_vectors.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        fen = int(Decimal(row["amount"]) * 100)
        assert display.rmb_capitals(fen) == row["upper_case_rmb"], row["amount"]
    assert len(rows) == 9


@pytest.mark.parametrize(
    ("fen", "capitals"),
    [
        (30_000_000, "叁拾万元整"),
        (0, "零元整"),
        (105, "壹元零伍分"),
        (5, "伍分"),
        (100_005_00, "壹拾万零伍元整"),
        (10_000_000_500, "壹亿零伍元整"),
        (-100, "负壹元整"),
    ],
)
def test_rmb_capitals_write_each_gap_as_one_zero(fen, capitals):
    assert display.rmb_capitals(fen) == capitals


@pytest.mark.parametrize(
    ("ago", "zh", "en"),
    [
        (timedelta(seconds=20), "刚刚", "just now"),
        (timedelta(minutes=3, seconds=5), "3分钟前", "3 min ago"),
        (timedelta(hours=2), "今天 09:00", "today 09:00"),
        (timedelta(hours=-7), "今天 18:00", "today 18:00"),
        (timedelta(hours=12), "11-22", "11-22"),
        (timedelta(days=400), "2025-10-19", "2025-10-19"),
    ],
)
def test_a_moment_is_said_as_seen_from_now_on_the_offices_clock(ago, zh, en):
    assert display.time_relative(NOW - ago, NOW, "zh") == zh
    assert display.time_relative(NOW - ago, NOW, "en") == en


def test_an_exact_time_is_the_offices_not_greenwichs():
    assert display.time_exact(datetime(2026, 11, 22, 17, 30, tzinfo=UTC)) == "2026-11-23 01:30"
    assert display.date_short(date(2026, 1, 5), date(2026, 11, 23)) == "01-05"


@pytest.mark.parametrize(
    ("length", "zh", "en"),
    [
        (timedelta(days=2, hours=6, minutes=50), "2天6小时", "2 d 6 h"),
        (timedelta(days=1, minutes=5), "1天", "1 d"),
        (timedelta(hours=1, minutes=5), "1小时5分钟", "1 h 5 min"),
        (timedelta(minutes=45), "45分钟", "45 min"),
        (timedelta(seconds=30), "不到1分钟", "under 1 min"),
    ],
)
def test_a_duration_has_at_most_two_units(length, zh, en):
    assert display.duration(length, "zh") == zh
    assert display.duration(length, "en") == en


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345521", "138 **** 5521"),
        ("075587654321", "0755 **** 4321"),
        ("01088993108", "010 **** 3108"),
        ("01088993108-801", "010 **** 3108"),
        ("+14155550123", "+14 **** 0123"),
        ("4008608608", "400 **** 8608"),
        ("95588", "**** 88"),
        ("", ""),
    ],
)
def test_a_masked_phone_shows_its_ends_only(phone, masked):
    assert display.mask_phone(phone) == masked


def test_a_masked_id_number_shows_four_and_four():
    assert display.mask_id_number("440300199001010026") == "4403 **** **** 0026"
    assert display.mask_id_number("") == ""
    assert display.mask_card("6222021234565521") == "**** 5521"


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("北京市海淀区马连洼街道289号", "北京市海淀区****"),
        ("广东省深圳市南山区粤海街道1号", "广东省深圳市南山区****"),
        ("深圳市南山区阳光小区3栋", "深圳市南山区****"),
        ("四川省成都市双流县东升街2号", "四川省成都市双流县****"),
        ("深圳市阳光小区3栋2单元", "深圳市****"),
        ("人民路3号", "****"),
    ],
)
def test_a_masked_address_ends_at_the_district(address, masked):
    assert display.mask_address(address) == masked


@pytest.mark.parametrize(
    ("phone", "spaced"),
    [
        ("13800138000", "138 0013 8000"),
        ("075587654321", "0755-8765 4321"),
        ("01088993108-801", "010-8899 3108-801"),
        ("+14155550123", "+14155550123"),
    ],
)
def test_a_phone_is_spaced_for_reading_aloud(phone, spaced):
    assert display.phone_spaced(phone) == spaced


def test_rates_terms_flags_and_sizes_read_in_the_offices_words():
    assert display.percent(43_500) == "4.35%"
    assert display.percent(36_000) == "3.60%"
    assert display.percent(43_567) == "4.3567%"
    assert display.months(36, "zh") == "36 期"
    said = [display.yes_no(value, "zh") for value in (True, False)]
    assert said == ["是", "否"]
    assert display.file_size(900) == "900 B"
    assert display.file_size(12_288) == "12 KB"
    assert display.file_size(3_565_158) == "3.4 MB"


def test_any_other_sensitive_text_keeps_only_its_first_character():
    assert display.mask_text("wx_zhang") == "w****"
    assert display.mask_text("张") == "****"
