"""How values read in a contract, and what their filters take."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.services.contract_files import word_values

YUAN = word_values.FILTERS["yuan"]
CAPITALS = word_values.FILTERS["capitals"]


def test_amounts_are_written_in_yuan_with_thousands_marks():
    assert word_values.money_word(180_000_000) == "1,800,000.00"
    assert word_values.money_word(5) == "0.05"
    assert word_values.money_word(-123_456) == "-1,234.56"


def test_amounts_in_ten_thousands_have_no_needless_zeros():
    assert word_values.wan_word(180_000_000) == "180"
    assert word_values.wan_word(12_500_000) == "12.5"
    assert word_values.wan_word(0) == "0"


def test_days_and_rates_are_written_as_contracts_do():
    assert word_values.day_word(date(2026, 11, 3)) == "2026年11月3日"
    assert word_values.rate_word(72_000) == "7.20%"


@given(st.integers(-(10**15), 10**15))
def test_the_filters_read_back_every_amount_that_is_printed(fen):
    assert YUAN(word_values.money_word(fen)) == word_values.money_word(fen)


@pytest.mark.parametrize(
    ("written", "capitals"),
    [
        ("1,800,000.00", "壹佰捌拾万元整"),
        ("¥ 27,000.00", "贰万柒仟元整"),
        ("300000.5", "叁拾万元伍角"),
        ("0.05", "伍分"),
        ("10，000元", "壹万元整"),
    ],
)
def test_capitals_are_written_from_every_usual_writing(written, capitals):
    assert CAPITALS(written) == capitals
    assert word_values.FILTERS["大写"](written) == capitals


@pytest.mark.parametrize("written", ["面议", "", "1.234", "NaN", "Infinity", "9" * 40, "1e400000"])
def test_what_is_no_amount_is_refused(written):
    for name in ("yuan", "capitals", "wan"):
        with pytest.raises(word_values.UnfitValueError):
            word_values.FILTERS[name](written)


@pytest.mark.parametrize("written", ["2026-11-03", "2026/11/3", "2026年11月3日", "2026.11.03 9:30"])
def test_days_are_read_from_every_usual_writing(written):
    assert word_values.FILTERS["date"](written) == "2026年11月3日"
    assert word_values.FILTERS["iso_date"](written) == "2026-11-03"


@pytest.mark.parametrize("written", ["soon", "2026-13-01", "2026-02-30", "26-1-1"])
def test_what_is_no_day_is_refused(written):
    with pytest.raises(word_values.UnfitValueError):
        word_values.FILTERS["date"](written)


@pytest.mark.parametrize(
    ("written", "percent"),
    [("7.2%", "7.20%"), ("0.072", "7.20%"), ("4.35 ％", "4.35%"), ("7.20%", "7.20%")],
)
def test_rates_are_read_with_and_without_the_sign(written, percent):
    assert word_values.FILTERS["percent"](written) == percent


@pytest.mark.parametrize("written", ["low", "", "Infinity%", "1e999999%"])
def test_what_is_no_rate_is_refused(written):
    with pytest.raises(word_values.UnfitValueError):
        word_values.FILTERS["percent"](written)


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("440301199001010026", "4403 **** **** 0026"),
        ("44030119900101002X", "4403 **** **** 002X"),
        ("138 0013 8000", "138 **** 8000"),
        ("6222021234567890123", "**** 0123"),
        ("王芳", "王****"),
    ],
)
def test_masking_goes_by_what_the_value_looks_like(written, masked):
    assert word_values.FILTERS["masked"](written) == masked


def test_lists_are_joined_and_counted_but_texts_are_not():
    assert word_values.FILTERS["join"](["企业主", "有房"]) == "企业主、有房"
    assert word_values.FILTERS["join"](["a", "b"], "/") == "a/b"
    assert word_values.FILTERS["count"](["a", "b"]) == 2
    for name in ("join", "count"):
        with pytest.raises(word_values.UnfitValueError):
            word_values.FILTERS[name]("a text")


def test_values_become_plain_and_lose_what_no_page_can_hold():
    class Loud(str):
        __slots__ = ()

    given_values = {
        "a": Loud("x\x00\x0b\f\x07\ud800y"),
        "b": None,
        "c": ("1\r\n2\r3", 4, True),
        "d": {"e": []},
    }
    plain = word_values.plain(given_values)
    assert plain == {"a": "xy", "b": "", "c": ["1\n2\n3", 4, True], "d": {"e": []}}
    assert type(plain["a"]) is str


class _Customer:
    name = "王芳"

    def delete(self) -> None:
        raise AssertionError("a template deleted a customer")


@pytest.mark.parametrize(
    "value",
    [
        _Customer(),
        _Customer,
        _Customer().delete,
        Decimal(1),
        1.5,
        b"x",
        {1, 2},
        iter(()),
        date(2026, 1, 1),
    ],
)
def test_nothing_with_methods_of_its_own_gets_in(value):
    with pytest.raises(TypeError):
        word_values.plain({"customer": [{"name": value}]})


def test_names_of_fields_are_texts():
    with pytest.raises(TypeError):
        word_values.plain({"customer": {1: "x"}})
