import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.csv_sniffing import decode, separator_of

CUSTOMERS = "姓名,手机,备注\n张三,13800138000,老客户介绍\n李喆,18600001111,有房有车\n" * 4


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_chinese_text_is_understood_in_every_usual_encoding(encoding: str, named: str):
    decoded = decode(CUSTOMERS.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.unreadable) == (CUSTOMERS, named, 0)


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE])
def test_a_byte_order_mark_is_obeyed_and_left_out(mark: bytes):
    encodings = {
        codecs.BOM_UTF16_LE: "utf-16-le",
        codecs.BOM_UTF16_BE: "utf-16-be",
        codecs.BOM_UTF32_LE: "utf-32-le",
    }
    assert decode(mark + CUSTOMERS.encode(encodings[mark])).text == CUSTOMERS


def test_traditional_characters_in_gbk_are_no_western_text():
    text = "姓名,備註\n張偉,與銀行聯絡過，貸款額度較高，願意辦理\n" * 3
    assert decode(text.encode("gbk")).encoding == "gb18030"


def test_western_letters_are_no_chinese():
    text = "Name;Straße\nMüller;Königsallee 5, Düsseldorf\nLefèvre;Rue du Général\n"
    assert decode(text.encode("latin-1")) == decode(text.encode("latin-1"))
    assert decode(text.encode("latin-1")).encoding == "latin-1"
    assert decode(text.encode("latin-1")).text == text


def test_a_few_damaged_bytes_do_not_change_the_encoding():
    content = CUSTOMERS.encode() * 20
    place = content.index("老".encode())
    decoded = decode(content[: place + 1] + b"\xff" + content[place + 2 :])
    assert decoded.encoding == "utf-8"
    assert decoded.unreadable >= 1
    assert decoded.text.startswith("姓名,手机,备注\n张三")


def test_a_character_cut_in_half_at_the_end_is_counted():
    decoded = decode(CUSTOMERS.encode("gbk") + "客户".encode("gbk")[:3])
    assert (decoded.encoding, decoded.unreadable) == ("gb18030", 1)


def test_stray_zero_bytes_are_left_out():
    content = b"name,phone\nJohn,\x00\x001380013800\x000\n" + b"Jane,18600001111\n" * 30
    decoded = decode(content)
    assert decoded.encoding == "utf-8"
    assert "John,13800138000\n" in decoded.text


def test_what_is_no_text_is_refused():
    with pytest.raises(Invalid):
        decode(bytes(range(1, 32)) * 50)


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused(content: bytes):
    try:
        decoded = decode(content)
    except Invalid:
        return
    assert isinstance(decoded.text, str)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1))
def test_any_text_in_utf8_comes_back(text: str):
    assert decode(text.encode()).text == text.removeprefix("\ufeff")


@pytest.mark.parametrize("separator", list(",;\t|"))
def test_the_separator_is_the_one_that_makes_even_columns(separator: str):
    lines = [("姓名", "地址", "备注"), ("张三", "北京, 朝阳; 东", "a|b"), ("李四", "上海", "")]
    quoted = "\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)
    assert separator_of(quoted) == separator


def test_titles_and_remarks_do_not_decide_the_separator():
    text = "客户名单，2024年，内部资料, 请勿外传, 谢谢\n姓名;手机\n" + "张三;138,备注;\n" * 5
    assert separator_of(text) == ";"


def test_one_column_is_read_as_one_column():
    assert separator_of("13800138000\n18600001111\n") == ","
