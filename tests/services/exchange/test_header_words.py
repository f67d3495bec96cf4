"""What people write above their columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.services.exchange.header_words import (
    bare_heading,
    heading_scores,
    means_another,
    name_part,
)


@pytest.mark.parametrize(
    "heading",
    ["联系电话", "联系电话*", " 联 系 电 话 ：", "联系电话（必填）", "2、联系电话", "【联系电话】"],
)
def test_marks_blanks_and_brackets_do_not_matter(heading):
    assert heading_scores(heading).get("phone", 0) > 0.9


def test_a_better_known_heading_scores_higher_than_one_that_only_holds_the_word():
    assert heading_scores("手机")["phone"] > heading_scores("客户的手机一览")["phone"]
    assert heading_scores("手机2")["phone2"] > 0.8
    assert "phone" not in heading_scores("手机2")


def test_general_words_inside_longer_headings_are_not_believed():
    assert "requested_amount" not in heading_scores("合同金额")
    assert "address" not in heading_scores("网址地址栏")


def test_other_people_and_other_things_are_recognised():
    assert means_another("配偶电话")
    assert means_another("Spouse Phone")
    assert means_another("银行卡号")
    assert not means_another("联系电话")
    assert heading_scores("担保人姓名") == {}


def test_parts_of_a_name_are_told_apart():
    assert [name_part(word) for word in ("First Name", "姓", "名", "given_name", "姓名")] == [
        "given", "family", "given", "given", None,
    ]  # fmt: skip


def test_the_bare_heading_is_what_is_compared():
    assert bare_heading("1. 客户 姓名（必填）*") == "客户姓名"
    assert bare_heading("E-Mail") == "email"
    assert bare_heading("（姓名）") == "姓名"


@given(st.text(max_size=40))
def test_any_heading_gets_scores_between_none_and_one(heading):
    assert all(0 < score <= 1 for score in heading_scores(heading).values())
