"""Finds the row that names the columns: below banners and instructions, above the people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from loancrm_desktop.services.exchange.raw_tables import Cell, Merge

_ROWS_LOOKED_AT = 40
_ROWS_COMPARED = 25
_ROWS_MEASURED = 200
_LIKENESS_NEEDED = 0.45
_LONGEST_NAME = 60
_SHORT_NAME = 20
_DEEPEST = 3
NOTHING_FILLED = -99.0
_YEARS = range(1900, 2101)

_WORDS = (
    "姓名", "名称", "名字", "客户", "联系人", "联系方式", "电话", "手机", "手机号", "手机号码",
    "号码", "身份证", "身份证号", "证件", "证件号码", "性别", "年龄", "生日", "出生", "地址",
    "住址", "邮箱", "邮件", "微信", "公司", "单位", "部门", "职位", "职务", "日期", "时间",
    "金额", "额度", "利率", "期限", "贷款", "产品", "银行", "渠道", "来源", "状态", "备注",
    "说明", "编号", "序号", "工号", "类型", "类别", "区域", "城市", "省份", "学历", "婚姻",
    "收入", "资产", "房产", "社保", "公积金", "征信", "用途", "需求", "跟进", "负责人", "顾问",
    "经理", "标题", "传真", "国籍", "民族", "籍贯", "等级", "标签", "分类", "价格", "数量",
    "合计", "总额",
)  # fmt: skip
_ENGLISH = frozenset((
    "name", "first", "last", "full", "given", "family", "phone", "mobile", "cell", "tel",
    "telephone", "fax", "email", "mail", "e-mail", "address", "city", "state", "province",
    "country", "zip", "postal", "postcode", "id", "no", "number", "code", "date", "birth",
    "birthday", "age", "gender", "sex", "company", "organization", "department", "title",
    "amount", "balance", "income", "rate", "term", "status", "type", "category", "source",
    "channel", "note", "notes", "remark", "remarks", "description", "created", "updated", "owner",
    "customer", "client", "contact", "loan", "product", "bank",
))  # fmt: skip
_MARKS = re.compile(r"[\s*:\uff1a()\uff08\uff09\[\]【】_/\\.,\uff0c、#\uff0a-]+")
# Texts that only rows below a header hold: numbers, dates, phones, addresses of the net.
_VALUE = re.compile(
    r"""[+\-]?[\d\s,.\-()%\uffe5¥$/:]*\d[\d\s,.\-()%]*(?:元|万|万元|亿|岁|个月|年|月|天|%|\uff05)?\Z
      |\d{17}[\dXx]\Z
      |\d{2,4}[-/.年]\d{1,2}(?:[-/.月]\d{1,4}日?)?(?:[T\s]+\d{1,2}:\d{2}(?::\d{2})?.*)?\Z
      |\S+@\S+\.\S+\Z
      |https?://""",
    re.VERBOSE,
)
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_CHINESE_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}\Z")


@dataclass(frozen=True, slots=True)
class HeaderPlace:
    """Where the column names stand, counted from 0; `last` differs where they have two levels."""

    first: int
    last: int


def find_header(rows: Sequence[Sequence[Cell]], merges: Sequence[Merge] = ()) -> HeaderPlace | None:
    """Answer the place of the header, or None when the rows begin at once."""
    index, likeness = _best_row(rows)
    if likeness < _LIKENESS_NEEDED:
        return None
    return _with_levels(rows, merges, index)


def header_likeness(rows: Sequence[Sequence[Cell]], merges: Sequence[Merge] = ()) -> float:
    """Say how much a sheet looks like a list: its best header row, less when nothing follows."""
    if not _first_filled(rows, 1):
        return NOTHING_FILLED
    index, likeness = _best_row(rows)
    place = _with_levels(rows, merges, index)
    below = [row for at, row in _first_filled(rows, _ROWS_LOOKED_AT) if at > place.last]
    if max(len(_filled(row)) for row in (rows[index], *below)) == 1:
        likeness *= 0.5  # a page of words as well as a list of one column
    return likeness - (0.0 if below else 0.5)


def is_value(cell: Cell) -> bool:
    """Say whether a cell holds what a person typed about one customer, not a column name."""
    if isinstance(cell, str):
        return _VALUE.match(cell) is not None
    return cell is not None


def _best_row(rows: Sequence[Sequence[Cell]]) -> tuple[int, float]:
    seen = _first_filled(rows, _ROWS_MEASURED)
    if not seen:
        return 0, 0.0
    usual_width = _usual_width([len(_filled(row)) for _, row in seen])
    best, best_likeness = seen[0][0], -9.0
    against = 0.0
    for order, (index, row) in enumerate(seen[:_ROWS_LOOKED_AT]):
        below = [other for _, other in seen[order + 1 : order + 1 + _ROWS_COMPARED]]
        likeness = _likeness(row, below, usual_width)
        likeness -= 0.01 * order + min(against, 0.9) + (0.0 if below else 0.3)
        if likeness > best_likeness:
            best, best_likeness = index, likeness
        against += _record_likeness(row, usual_width)
    return best, best_likeness


def _usual_width(widths: list[int]) -> int:
    """Answer the width most rows have; of two equally frequent ones the greater."""
    counted = Counter(widths)
    return max(counted, key=lambda width: (counted[width] * min(width, 8), width))


def _likeness(row: Sequence[Cell], below: Sequence[Sequence[Cell]], usual_width: int) -> float:
    filled = _filled(row)
    names = sum(map(_name_likeness, filled)) / len(filled)
    coverage = min(1.0, len(filled) / usual_width)
    distinct = len(set(filled)) / len(filled)
    contrast = _contrast(row, below)
    # That rows below are of the same kind speaks louder against than a difference speaks for.
    weight = 0.5 if contrast > 0 else 0.8
    return min(names, 1.5) * coverage * distinct + weight * contrast


def _name_likeness(cell: Cell) -> float:
    if not isinstance(cell, str):
        is_year = isinstance(cell, int) and not isinstance(cell, bool) and cell in _YEARS
        return 0.4 if is_year else -1.0
    if len(cell) > _LONGEST_NAME or cell.count("\n") > 1:
        return -0.5
    if _VALUE.match(cell):
        return 0.4 if cell.isdigit() and int(cell) in _YEARS else -1.0
    if _is_known_word(cell):
        return 2.0
    return 1.0 if len(cell) <= _SHORT_NAME else 0.5


def _is_known_word(cell: str) -> bool:
    words = [word for word in _MARKS.split(cell.lower()) if word]
    if any(word in _ENGLISH for word in words) and len(words) <= 5:
        return True
    return any(
        len(word) <= 8 and any(word.endswith(known) or word.startswith(known) for known in _WORDS)
        for word in words
    )


def _contrast(row: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> float:
    """Compare names with what stands under them: 1 all differ in kind, -1 all are more of it."""
    marks: list[int] = []
    for column, cell in enumerate(row):
        under = [other[column] for other in below if column < len(other) and other != row]
        under = [other for other in under if other is not None]
        if cell is not None and under:
            marks.append(_contrast_of_column(cell, under))
    return sum(marks) / len(marks) if marks else 0.0


def _contrast_of_column(cell: Cell, under: Sequence[Cell]) -> int:
    if len(under) > 1 and cell in under:
        return -1
    values = sum(map(is_value, under))
    if values >= 0.7 * len(under):
        return -1 if is_value(cell) and _name_likeness(cell) < 0 else 1
    if _looks_like_person(cell) and sum(map(_looks_like_person, under)) >= 0.7 * len(under):
        return -1
    return 0


def _looks_like_person(cell: Cell) -> bool:
    return (
        isinstance(cell, str)
        and _CHINESE_NAME.match(cell) is not None
        and cell[0] in _SURNAMES
        and not _is_known_word(cell)
    )


def _record_likeness(row: Sequence[Cell], usual_width: int) -> float:
    """Say how much a row looks like a customer already: the header is not further down then."""
    filled = _filled(row)
    if len(filled) * 2 >= usual_width and any(
        is_value(cell) and _name_likeness(cell) < 0 for cell in filled
    ):
        return 0.4
    return 0.3 if len(filled) > 1 and len(filled) >= 0.75 * usual_width else 0.0


def _with_levels(
    rows: Sequence[Sequence[Cell]], merges: Sequence[Merge], index: int
) -> HeaderPlace:
    """Widen the found row by the level above or below that belongs to the same header."""
    deepest = max(
        (bottom for top, _, bottom, _ in merges if top == index and bottom < index + _DEEPEST),
        default=index,
    )
    while deepest > index and not _may_be_names(rows, deepest):
        deepest -= 1
    if deepest > index:
        return HeaderPlace(index, deepest)
    if index > 0 and _groups(rows[index - 1], rows[index], index - 1, merges):
        return HeaderPlace(index - 1, index)
    if not merges and index + 1 < len(rows) and _splits(rows[index], rows[index + 1]):
        return HeaderPlace(index, index + 1)
    return HeaderPlace(index, index)


def _may_be_names(rows: Sequence[Sequence[Cell]], index: int) -> bool:
    return index >= len(rows) or not any(is_value(cell) for cell in rows[index])


def _groups(
    upper: Sequence[Cell], lower: Sequence[Cell], index: int, merges: Sequence[Merge]
) -> bool:
    """Say whether the row above names groups of columns: two or more, one of them wide."""
    names = _filled(upper)
    if len(names) < 2 or any(is_value(cell) or len(str(cell)) > _SHORT_NAME for cell in names):
        return False
    wide = any(top == index and right > left for top, left, _, right in merges)
    return wide or (not merges and _splits(upper, lower))


def _splits(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Say whether the lower row names parts under gaps of the upper, and nothing else.

    For formats that do not tell merged cells: at least one upper name stands alone (blank below)
    and at least one stands over two or more lower names.
    """
    if any(is_value(cell) for cell in lower) or len(_filled(lower)) < 2:
        return False
    alone = groups = 0
    name_above = False
    members = 0
    for column in range(max(len(upper), len(lower))):
        top = upper[column] if column < len(upper) else None
        bottom = lower[column] if column < len(lower) else None
        if top is not None:
            groups += members > 1
            name_above, members = True, int(bottom is not None)
            alone += bottom is None
        elif bottom is not None and name_above and members:
            members += 1
        elif bottom is not None:
            return False
    groups += members > 1
    return alone > 0 and groups > 0


def _first_filled(rows: Sequence[Sequence[Cell]], count: int) -> list[tuple[int, Sequence[Cell]]]:
    """Answer the first rows that hold anything, with their places; they may begin far down."""
    filled = ((index, row) for index, row in enumerate(rows) if _filled(row))
    return list(islice(filled, count))


def _filled(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if cell is not None]


def column_names(
    rows: Sequence[Sequence[Cell]], place: HeaderPlace, merges: Sequence[Merge]
) -> list[str | None]:
    """Answer the name over each column, levels joined by a slash; None where there is none."""
    levels = [list(rows[index]) for index in range(place.first, min(place.last + 1, len(rows)))]
    width = max((len(level) for level in levels), default=0)
    for level in levels:
        level.extend([None] * (width - len(level)))
    _spread_merges(levels, place, merges)
    if len(levels) > 1 and not merges:
        _spread_right(levels)
    names: list[str | None] = []
    for column in range(width):
        parts: list[str] = []
        for level in levels:
            part = _as_name(level[column])
            if part and (not parts or parts[-1] != part):
                parts.append(part)
        names.append("/".join(parts) or None)
    return names


def _spread_merges(levels: list[list[Cell]], place: HeaderPlace, merges: Sequence[Merge]) -> None:
    for top, left, bottom, right in merges:
        if not place.first <= top <= place.last or left >= len(levels[0]):
            continue
        name = levels[top - place.first][left]
        for row in range(top, min(bottom, place.first + len(levels) - 1) + 1):
            for column in range(left, min(right, len(levels[0]) - 1) + 1):
                if levels[row - place.first][column] is None:
                    levels[row - place.first][column] = name


def _spread_right(levels: list[list[Cell]]) -> None:
    upper, lower = levels[0], levels[-1]
    for column in range(1, len(upper)):
        if upper[column] is None and lower[column] is not None and lower[column - 1] is not None:
            upper[column] = upper[column - 1]


def _as_name(cell: Cell) -> str:
    if cell is None:
        return ""
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    return " ".join(text.split())[:200]
