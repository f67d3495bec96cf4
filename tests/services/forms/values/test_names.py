"""Names and e-mail addresses."""

import csv

import pytest

from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.forms.values.names import (
    clean_name,
    full_name,
    is_chinese_name,
    parse_email,
    starts_with_surname,
)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("孟  伟", "孟伟"),
        ("　张三 ", "张三"),
        ("John   Doe", "John Doe"),
        ("阿卜杜尼亚孜•毛力尼亚孜", "阿卜杜尼亚孜·毛力尼亚孜"),
        ("阿卜杜尼亚孜 . 毛力尼亚孜", "阿卜杜尼亚孜·毛力尼亚孜"),
        ("张三\u200b", "张三"),
        ("张三\n(朋友)", "张三 (朋友)"),
        ("深圳ＡＢＣ公司", "深圳ABC公司"),
        (None, ""),
    ],
)
def test_a_name_is_tidied_not_rewritten(raw, name):
    assert clean_name(raw) == name


def test_a_text_too_long_for_a_name_is_refused():
    with pytest.raises(FieldFault) as caught:
        clean_name("长" * 101)
    assert caught.value.code == "too_long"


def test_first_and_last_names_join_as_their_people_write_them():
    assert full_name("三", "张") == "张三"
    assert full_name("John", "Doe") == "John Doe"
    assert full_name("", "Doe") == "Doe"


def test_the_shared_names_are_judged_as_their_source_judges_them(shared):
    path = shared / "08_test_vectors" / "chinese_name_vectors.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        assert is_chinese_name(row["name"]) == (row["expected"] == "valid"), row["name"]
    assert len(rows) == 6


def test_common_and_double_surnames_are_known():
    assert starts_with_surname("张三")
    assert starts_with_surname("欧阳修")
    assert not starts_with_surname("的确良")


@pytest.mark.parametrize(
    ("raw", "address"),
    [
        ("A.B@Firm.COM", "A.B@firm.com"),
        ("ａ＠ｂ．ｃｎ", "a@b.cn"),
        ("mailto:a@b.cn", "a@b.cn"),
        ("", ""),
        ("无", ""),
    ],
)
def test_an_address_keeps_its_name_and_lowers_its_domain(raw, address):
    assert parse_email(raw) == address


@pytest.mark.parametrize("raw", ["a@b", "a b@c.cn", "@b.cn", "a@b.cn, c@d.cn", "abc"])
def test_what_is_no_address_is_refused(raw):
    with pytest.raises(FieldFault) as caught:
        parse_email(raw)
    assert caught.value.code == "not_an_email"
