"""Names are found by what is written, by pinyin and by its initials."""

from __future__ import annotations

import pytest

from loancrm_desktop.ui.conditions import pinyin_filter
from loancrm_desktop.ui.conditions.pinyin_filter import matches


@pytest.mark.parametrize(
    ("needle", "found"),
    [
        ("", True),
        ("金额", True),
        ("je", True),
        ("qwdkje", True),
        ("qiwang", True),
        ("daikuan", True),
        ("dai kuan", True),
        ("JE", True),
        ("xyz", False),
        ("电话", False),
    ],
)
def test_a_chinese_name_is_found_by_characters_pinyin_and_initials(needle, found):
    assert matches(needle, "期望贷款金额") is found


def test_latin_letters_in_a_name_count_as_they_are():
    assert matches("vip", "VIP 客户")
    assert matches("vipkh", "VIP 客户")
    assert matches("amount", "Requested amount")
    assert not matches("ra", "Requested amount")


def test_names_read_ahead_are_not_read_again():
    pinyin_filter._spelt.cache_clear()
    pinyin_filter.prepare(["期望贷款金额", "联系电话"])
    read = pinyin_filter._spelt.cache_info().misses
    assert matches("lxdh", "联系电话")
    assert pinyin_filter._spelt.cache_info().misses == read
