from dataclasses import replace
from pathlib import Path

import pytest

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.html_tables import read_html_table
from loancrm_desktop.services.exchange.reading_limits import DEFAULT_LIMITS
from loancrm_desktop.services.exchange.sheets import read_table

pytestmark = pytest.mark.usefixtures("english")  # the sentences as the code has them

EXPORT = """<html><head><meta http-equiv=Content-Type content="text/html; charset={charset}">
<style>td {{mso-number-format:"\\@"}}</style></head><body><table><tr><td>菜单</td></tr></table>
<table border=1><tr><th colspan=3>客户名单</th></tr>
<tr><th rowspan=2>姓名<th colspan=2>联系方式</tr><tr><th>手机<th>微信</tr>
<tr><td>张三<td>13800138000<td>zs&amp;co<tr><td>李四&nbsp;<td>18600001111<br>18600002222<td></table>"""


@pytest.fixture
def page(tmp_path: Path):
    def write(content: bytes) -> Path:
        path = tmp_path / "客户.xls"
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize(
    ("named", "encoding"), [("gb2312", "gb18030"), ("utf-8", "utf-8"), ("utf-8", "gb18030")]
)
def test_an_export_of_a_web_system_is_read_with_its_merged_header(page, named: str, encoding: str):
    found = read_table(page(EXPORT.format(charset=named).encode(encoding)))
    assert (found.format, found.encoding) == ("html", encoding)
    table = found.chosen
    assert table.header == ("姓名", "联系方式/手机", "联系方式/微信")
    assert [row.cells for row in table.rows] == [
        ("张三", "13800138000", "zs&co"),
        ("李四", "18600001111\n18600002222", None),
    ]
    assert table.rows[0].number == 4


def test_the_largest_table_of_a_page_is_taken(page):
    found = read_html_table(
        page(b"<table><td>a</table><table><tr><td>b<td>c<tr><td>1<td>2"), DEFAULT_LIMITS
    )
    assert found.sheet.rows == [["b", "c"], ["1", "2"]]


def test_scripts_are_no_text(page):
    found = read_html_table(
        page(b"<table><tr><td>a<script>alert('x')</script></td></tr></table>"), DEFAULT_LIMITS
    )
    assert found.sheet.rows == [["a"]]


def test_a_table_beyond_the_bounds_is_refused(page):
    path = page(b"<table>" + b"<tr><td>a" * 30 + b"</table>")
    with pytest.raises(Invalid):
        read_html_table(path, replace(DEFAULT_LIMITS, rows=20))
    path = page(b"<table><tr>" + b"<td colspan=900>a" * 3 + b"</table>")
    with pytest.raises(Invalid):
        read_html_table(path, DEFAULT_LIMITS)


def test_a_page_without_a_table_is_refused(page):
    with pytest.raises(Invalid, match="without a table"):
        read_html_table(page(b"<html><body>login please</body></html>"), DEFAULT_LIMITS)
