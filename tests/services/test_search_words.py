"""Words of customers and questions meet exactly where people expect to find somebody."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.services.search_words import (
    FULL_SIGHT,
    Sight,
    _any_name_words,
    _name_words,
    parts_of,
    words_of,
)


def holds(question: str, words: str, sight: Sight = FULL_SIGHT) -> bool:
    """Ask the words as the index does: all parts, any alternative, all its words."""
    known = words.split()
    parts = parts_of(question, sight)
    return bool(parts) and all(
        any(
            all(
                any(
                    word.startswith(asked[:-1]) if asked[-1] == "*" else word == asked
                    for word in known
                )
                for asked in alternative.words
            )
            for alternative in part.up_to(len(part.tiers))
        )
        for part in parts
    )


WANG = words_of(
    "王晓东",
    "13812348888",
    "075587654321-12",
    "44030519900101123X",
    "深圳IBM科技有限公司",
    ["VIP", "重点客户"],
)


@pytest.mark.parametrize(
    "question",
    [
        *("王", "晓", "东", "王晓", "晓东", "王晓东"),
        *("w", "x", "wx", "wxd", "xd", "wang", "wangx", "wangxiaod", "wangxiaodong", "xiaodong"),
        *("dong", "wangxd", "WXD", "ｗｘｄ", "wa"),
        *("8888", "138", "123", "348888", "13812348888", "+86 138 1234 8888", "138-1234-8888"),
        *("0755", "4321", "0755-87654321", "87654321"),
        *("123X", "123x", "01123X", "44030519900101123X"),
        *("深圳", "科技有限", "ibm", "IB", "深圳IBM科技", "有限公司"),
        *("vip", "VI", "重点", "客户", "重"),
        *("wxd 8888", "王 138", "王8888", "wang dong", "王 ibm vip", "xiaodong 4321"),
    ],
)
def test_a_customer_is_found_by_what_people_remember(question):
    assert holds(question, WANG)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "  ",
        "·",
        "李",
        "东王",
        "王东",
        "wd",
        "zxd",
        "999",
        "8889",
        "123y",
        "广州",
        "svip",
        "王 8889",
        "dx",
    ],
)
def test_a_customer_is_not_found_by_what_does_not_fit(question):
    assert not holds(question, WANG)


def test_a_name_of_a_minority_is_found_with_and_without_its_dot():
    words = words_of("阿卜杜尼亚孜·毛力尼亚孜")
    assert holds("尼亚孜·毛力", words)
    assert holds("尼亚孜毛力", words)
    assert holds("阿卜杜", words)


def test_a_latin_name_is_found_by_the_beginning_of_each_word():
    words = words_of("John O'Neil Müller")
    for question in ("joh", "neil", "John Mü", "müller"):
        assert holds(question, words)
    assert not holds("ohn", words)


def test_u_with_dots_may_be_typed_as_v_or_as_itself():
    words = words_of("吕布")
    assert holds("lv", words)
    assert holds("lü", words)
    assert holds("lvbu", words)


def test_a_rare_character_is_found_like_any_other():
    words = words_of("王𬭼")
    assert holds("𬭼", words)
    assert holds("王𬭼", words)


def test_a_masked_number_is_found_by_what_the_mask_shows_and_whole():
    sight = Sight(masked=frozenset({"phone", "id_number"}))
    for question in ("8888", "13812348888", "123X", "44030519900101123X"):
        assert holds(question, WANG, sight)
    for question in ("138", "1234 ", "3481", "348888", "01123X"):
        assert not holds(question, words_of("王", "13812348888", None, "44030519900101123X"), sight)


def test_a_hidden_fact_finds_nobody():
    sight = Sight(hidden=frozenset({"phone", "company", "tag"}))
    for question in ("8888", "13812348888", "深圳", "ibm", "vip"):
        assert not holds(question, WANG, sight)
    assert holds("王", WANG, sight)


def test_every_word_is_one_token_of_any_full_text_engine():
    words = words_of(
        "阿·王 Ünal-𬭼〇", "+8613800138000", None, "ab", "上海（中国）Ltd. №5", ["a-b", "é"]
    )
    assert all(
        re.fullmatch("[a-z][0-9a-z\u3400-\u4db5\u4e00-\u9fcb]+", word) for word in words.split()
    )


names = st.text("王李张晓东乐单欧阳尉迟·AbcÜ 5", min_size=1, max_size=6)


@given(names, st.integers(0, 5), st.integers(1, 6))
def test_every_fragment_of_a_chinese_name_finds_it(name, start, length):
    fragment = "".join(re.findall("[\u4e00-\u9fff·]+", name)[:1])[start : start + length]
    if re.search("[\u4e00-\u9fff]", fragment):
        assert holds(fragment, words_of(name))


@given(st.from_regex("1[3-9][0-9]{9}", fullmatch=True), st.integers(0, 8), st.integers(3, 11))
def test_every_fragment_of_a_phone_finds_it(phone, start, length):
    fragment = phone[start : start + length]
    if len(fragment) >= 3:
        assert holds(fragment, words_of("王", phone))
        assert holds(fragment, words_of("王", None, phone))


@given(st.text(max_size=40))
def test_any_question_can_be_asked(text):
    for part in parts_of(text):
        for alternative in part.up_to(9):
            assert alternative.words
            assert all(re.fullmatch(r"[a-z][^\W_]+\*?", word) for word in alternative.words)


@pytest.mark.parametrize(
    "name",
    ["王晓东", "单雄信", "曾乐", "乐乐", "吕布", "欧阳锋", "欧阳晓东", "䶮三", "李", "张三丰子"],
)
def test_a_short_name_made_of_parts_has_the_words_of_the_whole(name):
    assert set(_name_words(name)) == set(_any_name_words(name))
