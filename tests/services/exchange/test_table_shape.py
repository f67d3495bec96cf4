from loancrm_desktop.services.exchange.raw_tables import Cell, Merge, RawSheet
from loancrm_desktop.services.exchange.table_shape import ShapedTable, shape, unique_names

HEADER: list[Cell] = ["姓名", "手机", "金额"]


def shaped(*rows: list[Cell], merges: tuple[Merge, ...] = ()) -> ShapedTable:
    return shape(RawSheet("客户", [list(row) for row in rows], merges))


def test_totals_and_signatures_below_the_list_are_left_out_and_noted():
    table = shaped(
        ["客户名单", None, None],
        HEADER,
        ["张三", "13800138000", 300000],
        ["李四", "18600001111", 200000],
        [],
        ["合 计：", None, 500000],
        ["制表人：王五", None, None],
    )
    assert table.numbers == [3, 4]
    assert table.skipped == [(1, "banner"), (6, "total"), (7, "footnote")]
    assert table.header_row == 2


def test_subtotals_between_people_are_left_out():
    table = shaped(
        HEADER,
        ["张三", "13800138000", 300000],
        ["小计", None, 300000],
        ["李四", "18600001111", 200000],
        ["Total", None, 500000],
    )
    assert table.numbers == [2, 4]
    assert table.skipped == [(3, "total"), (5, "total")]


def test_a_person_whose_name_sounds_like_a_sum_stays():
    table = shaped(HEADER, ["李和", "13800138000", 1], ["Total Ltd", "18600001111", 2])
    assert len(table.rows) == 2


def test_a_number_column_before_the_word_total_is_no_hindrance():
    table = shaped(
        ["序号", "姓名", "金额"], [1, "张三", 300000], [2, "李四", 1], [None, "合计", 300001]
    )
    assert table.numbers == [2, 3]


def test_headers_printed_again_on_every_page_are_left_out():
    table = shaped(HEADER, ["张三", "13800138000", 1], HEADER, ["李四", "18600001111", 2])
    assert table.numbers == [2, 4]
    assert table.skipped == [(3, "repeated_header")]


def test_blank_and_double_names_become_unique():
    assert unique_names(["姓名", None, "电话", "电话", "电话", "列2"]) == (
        "姓名", "列2", "电话", "电话 (2)", "电话 (3)", "列2 (2)",
    )  # fmt: skip


def test_columns_without_name_and_content_disappear():
    table = shaped([None, "姓名", None, "手机"], [None, "张三", None, "13800138000"])
    assert table.header == ("姓名", "手机")
    assert table.rows == [["张三", "13800138000"]]


def test_short_and_long_rows_become_as_wide_as_the_header():
    table = shaped(HEADER, ["张三"], ["李四", "18600001111", 2, "急用"])
    assert table.header == ("姓名", "手机", "金额", "列4")
    assert table.rows == [["张三", None, None, None], ["李四", "18600001111", 2, "急用"]]


def test_a_list_without_header_gets_names_and_loses_no_row():
    table = shaped(["张三", "13800138000"], ["李四", "18600001111"])
    assert (table.header, table.header_row, table.numbers) == (("列1", "列2"), 0, [1, 2])


def test_a_cell_merged_downwards_is_repeated_in_rows_that_hold_more():
    table = shaped(
        HEADER,
        ["张三", "13800138000", 1],
        [None, "18600001111", 2],
        [None, None, None],
        merges=((1, 0, 3, 0),),
    )
    assert [row[0] for row in table.rows] == ["张三", "张三"]
    assert table.numbers == [2, 3]


def test_names_the_format_gives_are_kept():
    raw = RawSheet("通讯录", [["张三", "138"]], header=("姓名", "电话"))
    table = shape(raw)
    assert (table.header, table.header_row, table.rows) == (("姓名", "电话"), 0, [["张三", "138"]])


def test_an_empty_sheet_is_an_empty_table():
    table = shaped()
    assert (table.header, table.rows) == ((), [])
