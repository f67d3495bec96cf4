"""Which column is which field."""

import pytest

from loancrm_desktop.services.exchange.mapping import guess_mapping, guess_values
from loancrm_desktop.services.exchange.sheets import read_table
from loancrm_desktop.services.forms.built_in_fields import READ_ONLY, built_in_kind
from loancrm_desktop.services.language.fields import FieldSpec, FieldType

CUSTOMER = built_in_kind("customer").fields
DEAL = built_in_kind("deal").fields


def guess(header, *rows, fields=CUSTOMER):
    return guess_mapping(header, rows, fields, DEAL)


def fields_of(guesses):
    return {each.column: each.field for each in guesses if each.field}


def one(heading, *cells):
    found = guess([heading], *[[cell] for cell in cells])[0]
    return found.field, found.unit_hint


@pytest.mark.parametrize(
    ("heading", "cells", "field"),
    [
        ("*客户姓名", ["张三"], "name"),
        ("客户姓名（必填）", [], "name"),
        ("1.姓名", [], "name"),
        ("联系人", ["王厂长"], "name"),
        ("姓名/Name", [], "name"),
        ("Full Name", [], "name"),
        ("手 机", ["13800138000"], "phone"),
        ("联系电话*：", [], "phone"),
        ("客户的联系手机号码", [], "phone"),
        ("申请人信息/手机号", [], "phone"),
        ("Mobile Number", [], "phone"),
        ("身份证号码（18位）", [], "id_number"),
        ("ID Card No.", [], "id_number"),
        ("性 别", ["男"], "gender"),
        ("出生年月", [], "birth_date"),
        ("微信", [], "wechat"),
        ("E-mail", [], "email"),
        ("所在城市", [], "region"),
        ("家庭住址", [], "address"),
        ("单位名称", [], "company"),
        ("职务", [], "occupation"),
        ("月收入（元）", [], "monthly_income"),
        ("社保/公积金", ["有"], "social_insurance"),
        ("客户来源", ["抖音"], "channel"),
        ("推荐人", [], "referrer"),
        ("征信情况", ["良好", "逾期"], "credit_standing"),
        ("是否逾期", ["是", "否"], "credit_standing"),
        ("房产情况", ["有房", "无"], "assets"),
        ("产品类型", ["信用贷"], "product_type"),
        ("贷款用途", ["装修"], "purpose"),
        ("客户等级", ["A", "B"], "level"),
        ("客户状态", ["跟进中"], "status"),
        ("客户经理", ["王芳"], "owner"),
        ("归属", ["王芳"], "owner"),
        ("下次跟进时间", ["2026-11-23"], "next_follow_up_at"),
        ("备注信息", [], "remark"),
        ("批复金额", [], "deal.approved_amount"),
        ("放款金额（万）", [], "deal.disbursed_amount"),
        ("放款日期", [], "deal.disbursed_on"),
        ("年化利率（单利）", [], "deal.annual_rate"),
        ("放款银行", [], "deal.bank"),
        ("服务费", [], "deal.service_fee"),
        ("号码", ["13800138000", "13900138000"], "phone"),
    ],
)
def test_a_usual_heading_finds_its_field(heading, cells, field):
    assert one(heading, *cells)[0] == field


@pytest.mark.parametrize(
    "heading",
    [
        "配偶电话", "配偶姓名", "担保人手机号", "担保人身份证", "紧急联系人电话", "紧急联系人", "介绍人电话",
        "客户经理电话", "法人电话", "配偶信息/手机", "第二联系人电话", "传真", "银行卡号", "客户编号",
    ],
)  # fmt: skip
def test_what_belongs_to_another_person_or_thing_is_left_out(heading):
    assert one(heading, "13800138000", "13900139000", "13700137000")[0] is None


@pytest.mark.parametrize(
    "heading", ["年龄", "年收入(万)", "最后跟进时间", "创建时间", "工号", "序号"]
)
def test_headings_that_only_sound_like_a_field_are_left_out(heading):
    assert one(heading, "30", "40", "50")[0] is None


@pytest.mark.parametrize(
    ("heading", "cells", "unit"),
    [
        ("金额(万)", ["30", "50", "20"], "wan"),
        ("需求额度（万元）", [], "wan"),
        ("意向金额/万元", ["30"], "wan"),
        ("期望金额（元）", ["300000"], "yuan"),
        ("贷款金额", ["30", "50", "20"], "wan"),
        ("贷款金额", ["300000", "500000", "200000"], None),
        ("贷款金额", ["30万", "50万", "20万"], None),
        ("期限(年)", ["3", "5", "1"], "year"),
        ("期限", ["3", "5", "1"], "year"),
        ("期限", ["36", "12", "24"], None),
        ("期限（期）", ["3", "6", "9"], "month"),
    ],
)
def test_the_unit_comes_from_the_heading_or_from_numbers_too_small_to_be_meant(
    heading, cells, unit
):
    assert one(heading, *cells)[1] == unit


def test_a_guessed_unit_makes_the_guess_less_sure_and_says_why():
    sure, guessed = (
        guess(["贷款金额(万)"], ["30"], ["20"], ["10"])[0],
        guess(["贷款金额"], ["30"], ["20"], ["10"])[0],
    )
    assert sure.confidence > guessed.confidence
    assert guessed.why.read("en").startswith("The numbers are too small")


def test_columns_without_headings_are_known_by_their_cells():
    rows = [
        ["张三", "13800138000", "110101199003074477", "a@b.cn", "男"],
        ["李四", "13900139001", "321083197812162119", "c@d.cn", "女"],
        ["王小明", "13700137002", "371001198010082394", "e@f.cn", "男"],
    ]
    found = guess(["列1", "列2", "列3", "列4", "列5"], *rows)
    assert [each.field for each in found] == ["name", "phone", "id_number", "email", "gender"]
    assert all(0.45 <= each.confidence < 0.9 for each in found)


def test_a_heading_whose_cells_say_otherwise_is_not_believed():
    assert one("手机", "已婚", "未婚", "离异")[0] is None
    assert one("owner", "yes", "no", "yes")[0] is None
    assert one("contact", *["cellular", "unknown"] * 8)[0] is None
    assert one("地址", 17, 10, 12)[0] is None


def test_each_field_is_used_once_and_a_second_number_becomes_the_second_phone():
    found = fields_of(guess(["姓名", "手机", "联系电话", "客户名称", "办公电话"]))
    assert found == {"姓名": "name", "手机": "phone", "联系电话": "phone2"}
    assert fields_of(guess(["姓名", "办公电话"])) == {"姓名": "name", "办公电话": "phone"}


def test_first_and_last_names_make_one_name_unless_a_whole_one_is_there():
    parts = guess(["First Name", "Last Name"], ["John", "Doe"])
    assert [(each.field, each.part) for each in parts] == [("name", "given"), ("name", "family")]
    whole = guess(["First Name", "Last Name", "Display Name"], ["John", "Doe", "John Doe"])
    assert fields_of(whole) == {"Display Name": "name"}
    empty = guess(["First Name", "Last Name", "Display Name"], ["John", "Doe", ""])
    assert fields_of(empty) == {"First Name": "name", "Last Name": "name"}


def test_fields_that_services_keep_are_never_guessed():
    labels = [CUSTOMER[key].label_zh for key in READ_ONLY["customer"]]
    taken = fields_of(guess(labels)).values()
    assert not set(taken) & READ_ONLY["customer"]


def test_the_offices_own_fields_are_found_by_their_labels():
    plate = FieldSpec(key="plate", type=FieldType.TEXT, label_zh="车牌号", label_en="Plate")
    found = guess(["车牌号", "plate"], fields={**CUSTOMER, "plate": plate})
    assert [each.field for each in found] == ["plate", None]


def test_our_own_export_maps_onto_itself():
    keys = [key for key in CUSTOMER if key not in READ_ONLY["customer"]]
    found = guess([CUSTOMER[key].label_zh for key in keys])
    assert [each.field for each in found] == keys
    assert fields_of(guess(keys)) == dict(zip(keys, keys, strict=True))


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("excel/ColumnIndex导入测试.xlsx", {"姓名": "name", "电话": "phone"}),
        ("excel/hutool_merge_test.xlsx", {"姓名": "name", "性别": "gender"}),
        ("excel/batchdocx_data.xlsx", {"客户名称": "name"}),
        (
            "excel/客户导入模板.xlsx",
            {
                "名称": "company", "联系人": "name", "电话": "phone", "邮箱": "email", "微信": "wechat",
                "地址": "address", "区域": "region", "备注": "remark",
            },
        ),
        (
            "excel/员工信息表.xlsx",
            {
                "姓名": "name", "性别": "gender", "出生日期": "birth_date", "手机号": "phone",
                "邮箱": "email", "身份证号": "id_number", "职位": "occupation",
                "工资": "monthly_income", "地址": "address",
            },
        ),
        (
            "excel/51626_contact.xlsx",
            {
                "First Name": "name", "Last Name": "name", "Company": "company",
                "Address 1": "address", "City": "region", "Office": "phone2", "Mobile": "phone",
                "E-Mail Address": "email",
            },
        ),
        ("csv/gbk_meal_order_info.csv", {"phone": "phone", "name": "name"}),
        ("csv/easyexcel_no_bom.csv", {"姓名": "name"}),
        ("csv/spectrum_comma_in_quotes.csv", {
            "first": "name", "last": "name", "address": "address", "city": "region"}),
        (
            "contacts/phone_google.csv",
            {"Name": "name", "Phone 1 - Value": "phone", "Phone 2 - Value": "phone2"},
        ),
        (
            "contacts/phone_huawei_multi_columns.csv",
            {"姓名": "name", "手机号码": "phone", "住宅电话": "phone2"},
        ),
        ("contacts/phone_oppo.csv", {"姓名": "name", "手机": "phone"}),
        ("contacts/phone_xiaomi.vcf", {"姓名": "name", "电话": "phone"}),
        ("contacts/tb_csv_semicolon.csv", {"Display Name": "name", "Primary Email": "email"}),
        ("excel/管轴导入数据带有空行.xlsx", {}),
        ("csv/blank-headers.csv", {}),
    ],
)  # fmt: skip
def test_real_files_get_the_fields_a_person_would_give_them(shared, file, expected):
    table = read_table(shared / "03_spreadsheets" / file).chosen
    rows = [row.cells for row in table.rows[:100]]
    assert fields_of(guess_mapping(table.header, rows, CUSTOMER, DEAL)) == expected


def test_a_real_loan_table_fills_the_loan_need(shared):
    table = read_table(shared / "02_loan_tables" / "tianchi_loan_train_sample.xlsx").chosen
    found = guess_mapping(table.header, [row.cells for row in table.rows[:50]], CUSTOMER, DEAL)
    by_column = {each.column: each for each in found}
    assert by_column["loanAmnt"].field == "requested_amount"
    assert by_column["loanAmnt"].unit_hint is None
    assert (by_column["term"].field, by_column["term"].unit_hint) == (
        "requested_term_months",
        "year",
    )
    assert by_column["interestRate"].field == "deal.annual_rate"
    assert by_column["annualIncome"].field is None


def test_the_words_of_a_choice_column_are_given_their_options():
    found = guess_values(
        ["良好", "有过逾期", "征信花", "火星", "", None, "良好"], CUSTOMER["credit_standing"]
    )
    assert found == {"良好": "good", "有过逾期": "overdue", "征信花": "overdue", "火星": None}


def test_cells_with_several_choices_are_split_before_guessing():
    found = guess_values(["有房、游艇", "汽车"], CUSTOMER["assets"])
    assert found == {"有房": "house", "游艇": None, "汽车": "car"}


PICTURE = (
    ("姓名", "周德海", "何秀兰", "name"),
    ("手机", "13800001234", "13500006608", "phone"),
    ("证件", "440301199001010033", "", "id_number"),
    ("贷多少", "50万", "200万", "requested_amount"),
    ("期限", "3年", "5年", "requested_term_months"),
    ("做什么用", "周转", "店铺扩建", "purpose"),
    ("征信", "好", "一般", "credit_standing"),
    ("房车", "房", "车", "assets"),
    ("渠道", "网络广告", "朋友介绍", "channel"),
    ("业务员", "小林", "小周", "owner"),
    ("备注", "需和家人商量", "", "remark"),
    ("序号", "1", "2", None),
)


def test_the_headings_of_an_office_that_writes_as_it_speaks_are_all_known():
    found = guess(
        [each[0] for each in PICTURE], *zip(*(each[1:3] for each in PICTURE), strict=True)
    )
    assert {each.column: each.field for each in found} == {each[0]: each[3] for each in PICTURE}


@pytest.mark.parametrize(
    ("heading", "cells", "field"),
    [
        ("打算贷", ["50万", "120万", "30万"], "requested_amount"),
        ("想借", ["500000", "80000"], "requested_amount"),
        ("贷款多长期", ["3年", "36个月"], "requested_term_months"),
        ("钱用来", ["装修", "购房"], "purpose"),
        ("谁负责", ["王芳"], "owner"),
        ("怎么来的", ["抖音", "朋友介绍"], "channel"),
    ],
)
def test_a_heading_in_own_words_is_understood_with_its_cells(heading, cells, field):
    assert one(heading, *cells)[0] == field


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("首付多少钱", ["50万", "120万"]),
        ("年流水", ["500万", "800万"]),
        ("房价", ["300万", "500万"]),
        ("已贷", ["50万", "20万"]),
        ("工龄", ["3年", "5年"]),
        ("经营几年", ["3年", "5年"]),
        ("贷款到期", ["3年", "5年"]),
        ("用户", ["装修", "购房"]),
        ("房屋坐落", ["有", "无"]),
    ],
)
def test_a_hint_alone_is_not_taken_for_a_field(heading, cells):
    assert one(heading, *cells)[0] is None
