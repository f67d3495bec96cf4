import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.reading_limits import DEFAULT_LIMITS
from loancrm_desktop.services.exchange.text_tables import (
    read_gzip_table,
    read_text_table,
    table_of_text,
)

pytestmark = pytest.mark.usefixtures("english")  # the sentences as the code has them


def rows_of(text: str) -> list[list[object]]:
    return list(table_of_text(text.encode(), "a", DEFAULT_LIMITS).sheet.rows)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_ends_a_row(end: str):
    assert rows_of(end.join(("姓名,手机", '"张\r\n三",138', ""))) == [
        ["姓名", "手机"],
        ["张\n三", "138"],
    ]


def test_blank_lines_keep_their_place():
    assert rows_of("a,b\n\n1,2\n") == [["a", "b"], [], ["1", "2"]]


def test_empty_cells_are_none_and_spaces_go():
    assert rows_of("a ,\u3000b\n ,\u00a02\u200b\n") == [["a", "b"], [None, "2"]]


def test_numbers_guarded_as_text_lose_their_guard():
    assert rows_of('a,b\n="00138",\'13800138000\n')[1] == ["00138", "13800138000"]
    assert rows_of('a,b\n"=""x""",1\n')[1] == ["x", "1"]
    assert rows_of("a,b\nO'Neil,'s Gravenhage\n")[1] == ["O'Neil", "'s Gravenhage"]


def test_phones_that_became_floats_are_mended_and_amounts_are_not():
    assert rows_of("a,b\n13800138000.0,15.0\n")[1] == ["13800138000", "15.0"]


def test_error_words_of_excel_are_empty():
    assert rows_of("a,b\n#N/A,#1楼\n")[1] == [None, "#1楼"]


def test_the_separator_line_of_excel_is_obeyed():
    assert rows_of("sep=|\na|b,c\n") == [[], ["a", "b,c"]]


def test_a_quote_that_never_closes_loses_only_its_meaning():
    text = 'name,phone\n"John,138\n' + "Jane,186\n" * 60
    found = table_of_text(text.encode(), "a", DEFAULT_LIMITS).sheet
    assert found.rows[1] == ["John", "138"]
    assert len(found.rows) == 62
    assert found.notes == {"open_quotes": 1}


def test_a_lonely_quote_inside_a_cell_does_no_harm():
    assert rows_of('a,b\n5" 管,138\n')[1] == ['5" 管', "138"]


def test_damaged_characters_are_counted():
    content = "姓名,手机\n".encode() + "张三,138\n".encode() * 50 + b"\xff,1\n"
    assert table_of_text(content, "a", DEFAULT_LIMITS).sheet.notes == {"unreadable_characters": 1}


def test_columns_of_separators_only_do_not_count_against_the_bound():
    limits = replace(DEFAULT_LIMITS, columns=2)
    assert len(table_of_text(b"a,b,,,,\n1,2,,,,\n", "a", limits).sheet.rows) == 2
    with pytest.raises(Invalid):
        table_of_text(b"a,b,c\n", "a", limits)


def test_a_packed_text_table_is_read(tmp_path: Path):
    path = tmp_path / "loans.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n"))
    found = read_gzip_table(path, DEFAULT_LIMITS)
    assert (found.sheet.name, found.sheet.rows) == ("loans", [["a", "b"], ["1", "2"]])


def test_a_packed_table_cut_off_or_too_large_is_refused(tmp_path: Path):
    path = tmp_path / "loans.csv.gz"
    packed = gzip.compress(b"a,b\n" * 500_000)
    path.write_bytes(packed[:-20])
    with pytest.raises(Invalid, match="damaged"):
        read_gzip_table(path, DEFAULT_LIMITS)
    path.write_bytes(packed)
    with pytest.raises(Invalid, match="larger"):
        read_gzip_table(path, replace(DEFAULT_LIMITS, file_bytes=1 << 20))


CELLS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Z", "Co", "Cn"), exclude_characters="='#"),
    min_size=1,
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=3, max_size=8))
def test_whatever_is_written_quoted_is_read(rows: list[list[str]]):
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    assert rows_of("\n".join(lines)) == rows


def test_the_sheet_is_called_as_the_file(tmp_path: Path):
    path = tmp_path / "名单.csv"
    path.write_text("a,b\n", "utf-8")
    found = read_text_table(path, DEFAULT_LIMITS)
    assert (found.sheet.name, found.sheets[0].rows, found.sheets[0].columns) == ("名单", 1, 2)
