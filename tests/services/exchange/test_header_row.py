import pytest

from loancrm_desktop.services.exchange.header_row import (
    HeaderPlace,
    column_names,
    find_header,
    header_likeness,
    is_value,
)

CUSTOMER = ["张三", "13800138000", "30万", "有房"]
OTHER = ["李四", 18600001111, 200000, None]
HEADER = ["姓名", "手机", "贷款金额", "备注"]


def place_in(*rows: list[object]) -> int | None:
    found = find_header(rows)
    return None if found is None else found.last


def test_the_first_row_is_found_when_it_names_the_columns():
    assert place_in(HEADER, CUSTOMER, OTHER) == 0


def test_banners_instructions_and_blanks_above_are_passed_over():
    long = "填写说明：\n1、红色为必填\n2、请勿改动表头\n3、日期写作 2024-01-05"
    assert place_in(["客户信息登记表"], [long], [], HEADER, CUSTOMER, OTHER) == 3
    assert place_in(["XX公司", None, "日期", "2024-05-01"], HEADER, CUSTOMER, OTHER) == 1


def test_a_list_far_down_the_sheet_is_found():
    assert place_in(*[[]] * 2_000, HEADER, CUSTOMER, OTHER) == 2_000


def test_a_template_without_rows_is_recognised():
    assert place_in(["填写须知："], ["1、不能改动表头\n2、红色为必填\n3、逐级填写"], HEADER) == 2


def test_a_phone_list_without_names_over_its_columns_has_no_header():
    assert place_in(["张三", "13800138000"], ["李四", "18600001111"]) is None
    assert place_in(["13800138000"], ["18600001111"]) is None
    assert place_in([13800138000, "张三"], [18600001111, "李四"]) is None


def test_people_under_people_are_no_header():
    rows = [["张三", "男", "深圳"], ["李四", "女", "广州"], ["王五", "男", "深圳"]]
    assert place_in(*rows) is None


def test_years_may_name_columns():
    rows = [["地区", 2021, 2022, 2023], ["北京", 120, 130, 150], ["上海", 80, 90, 75]]
    assert place_in(*rows) == 0


def test_unknown_words_over_values_are_a_header():
    assert place_in(["alpha", "beta"], ["1", "2"], ["3", "4"]) == 0


def test_a_header_repeated_further_down_is_not_taken_for_the_first():
    assert place_in(HEADER, CUSTOMER, OTHER, HEADER, CUSTOMER) == 0


def test_two_levels_with_merged_cells_are_joined():
    rows = [
        ["姓名", "联系方式", None, "贷款", None],
        [None, "手机", "微信", "金额", "期限"],
        ["张三", "13800138000", "zs", 300000, 36],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)]
    place = find_header(rows, merges)
    assert place == HeaderPlace(0, 1)
    names = ["姓名", "联系方式/手机", "联系方式/微信", "贷款/金额", "贷款/期限"]
    assert column_names(rows, place, merges) == names
    assert find_header(rows) == HeaderPlace(0, 1)
    assert column_names(rows, HeaderPlace(0, 1), []) == names


def test_a_group_over_the_names_joins_only_when_there_are_several():
    body = [["张三", "13800138000", "深圳", "南山"]] * 3
    names = ["姓名", "手机", "城市", "区域"]
    banner = [["客户名单", None, None, None], names, *body]
    assert find_header(banner, [(0, 0, 0, 3)]) == HeaderPlace(1, 1)
    groups = [["客户", None, "地址", None], names, *body]
    found = find_header(groups, [(0, 0, 0, 1), (0, 2, 0, 3)])
    assert found == HeaderPlace(0, 1)
    assert column_names(groups, found, [(0, 0, 0, 1), (0, 2, 0, 3)])[3] == "地址/区域"


def test_words_in_a_first_row_of_people_do_not_make_a_second_level():
    rows = [["姓名", "性别", None], ["张三", "男", "已婚"], ["李四", "女", "未婚"]]
    assert find_header(rows) == HeaderPlace(0, 0)


def test_names_lose_line_breaks_and_keep_numbers():
    rows = [["贷款\n金额", 2024, None]]
    assert column_names(rows, HeaderPlace(0, 0), []) == ["贷款 金额", "2024", None]


@pytest.mark.parametrize(
    "cell",
    ["13800138000", "300,000", "30万", "2024-01-05", "2024年1月5日", "a@b.cn", "12%", 5, 0.5, True,
     "44030119900101123X", "2024/1/5 10:30", "￥3,000.00", "https://a.cn"],
)  # fmt: skip
def test_what_people_type_is_a_value(cell: object):
    assert is_value(cell)


@pytest.mark.parametrize(
    "cell", ["姓名", "Phone 1 - Value", "贷款金额(元)", "3月还款", None, "str1"]
)
def test_what_names_a_column_is_none(cell: object):
    assert not is_value(cell)


def test_a_list_is_likelier_than_a_page_of_words():
    page = [["使用说明"], ["请先阅读本页，再填写第二页"]]
    assert header_likeness([HEADER, CUSTOMER, OTHER]) > 0.9 > header_likeness(page)
    assert header_likeness([[], [None]]) < header_likeness(page)
