"""One row of a mapped sheet."""

from datetime import UTC, date, datetime

from loancrm_desktop.services.exchange.mapping import guess_mapping
from loancrm_desktop.services.exchange.row_reading import RowReader
from loancrm_desktop.services.forms.built_in_fields import built_in_kind

CUSTOMER = built_in_kind("customer").fields
DEAL = built_in_kind("deal").fields


def read(header, *cells):
    return reader(header, cells).read(cells)


def reader(header, *samples):
    return RowReader(guess_mapping(header, samples, CUSTOMER, DEAL), CUSTOMER, DEAL)


def test_a_whole_row_is_turned_into_stored_values():
    row = read(
        ["客户姓名", "手机", "贷款金额(万)", "期限", "产品类型", "资产状况", "下次跟进", "放款金额", "来源渠道", "业务员"],
        "张 三", "138 0013 8000", "30", "3年", "信用贷", "有房、有车", "2026-11-25 10:00", "28万",
        "电话营销", "王芳",
    )  # fmt: skip
    assert row.customer == {
        "name": "张三",
        "phone": "13800138000",
        "requested_amount": 30_000_000,
        "requested_term_months": 36,
        "product_type": "unsecured",
        "assets": ["house", "car"],
        "next_follow_up_at": datetime(2026, 11, 25, 2, 0, tzinfo=UTC),
    }
    assert row.deal == {"disbursed_amount": 28_000_000}
    assert row.links == {"channel": "电话营销", "owner": "王芳"}
    assert row.problems == []


def test_a_second_number_in_the_cell_goes_to_the_second_phone():
    row = read(["姓名", "手机"], "张三", "13800138000/13900139000")
    assert (row.customer["phone"], row.customer["phone2"]) == ("13800138000", "13900139000")


def test_the_same_number_twice_is_one_number():
    row = read(["姓名", "手机", "办公电话"], "张三", "13800138000", "+86 13800138000")
    assert row.customer["phone"] == "13800138000"
    assert "phone2" not in row.customer


def test_a_third_number_is_reported_not_dropped_in_silence():
    row = read(["姓名", "手机"], "张三", "13800138000/13900139000/13700137000")
    assert [(each.field, each.code) for each in row.problems] == [("phone2", "several_phones")]


def test_a_bad_cell_is_reported_and_the_rest_of_the_row_is_kept():
    row = read(
        ["姓名", "手机", "身份证号", "贷款金额"],
        "张三",
        "136123456781",
        "36042619910102009X",
        "20-30万",
    )
    assert row.customer == {"name": "张三"}
    assert {each.field: each.code for each in row.problems} == {
        "phone": "not_a_phone",
        "id_number": "checksum",
        "requested_amount": "range",
    }


def test_the_id_number_fills_birth_date_and_gender_where_the_row_is_silent():
    row = read(["姓名", "身份证"], "张三", "321083197812162119")
    assert row.customer["birth_date"] == date(1978, 12, 16)
    assert row.customer["gender"] == "male"
    told = read(
        ["姓名", "身份证", "出生日期", "性别"], "张三", "321083197812162119", "1980-01-01", "女"
    )
    assert told.customer["birth_date"] == date(1980, 1, 1)
    assert told.customer["gender"] == "female"


def test_first_and_last_name_are_joined():
    assert read(["First Name", "Last Name"], "John", "Doe").customer == {"name": "John Doe"}
    assert read(["姓", "名"], "张", "三").customer == {"name": "张三"}
    assert read(["First Name", "Last Name"], None, "Doe").customer == {"name": "Doe"}
    assert read(["First Name", "Last Name"], None, "").customer == {}


def test_a_name_too_long_is_reported():
    row = read(["First Name", "Last Name"], "x" * 101, "Doe")
    assert [each.field for each in row.problems] == ["name"]


def test_empty_cells_leave_no_trace():
    row = read(["姓名", "手机", "标签", "来源渠道", "备注"], None, "", " ", "-", "——")
    assert row.customer == {}
    assert row.links == {}
    assert row.problems == []


def test_rows_that_say_the_same_do_not_share_their_lists():
    rows = reader(["姓名", "资产状况"], ["张三", "有房"])
    first = rows.read(["张三", "有房"]).customer["assets"]
    second = rows.read(["李四", "有房"]).customer["assets"]
    assert first == second == ["house"]
    assert first is not second
