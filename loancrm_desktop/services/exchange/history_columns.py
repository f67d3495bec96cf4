"""Which column of an event log says what: by its heading, else by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.map_files import GivenMap, MappedColumn
from loancrm_desktop.services.exchange.sheets import SheetTable
from loancrm_desktop.services.forms.values.cells import cell_text
from loancrm_desktop.services.forms.values.dates import looks_like_date
from loancrm_desktop.texts import Text, say

# Each part by the headings it goes under, the surest first; read without case, spaces and signs.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "case": (
        *(
            "caseid",
            "caseconceptname",
            "case",
            "casenumber",
            "案件号",
            "案件编号",
            "案件",
            "业务单号",
        ),
        *(
            "申请编号",
            "申请号",
            "进件编号",
            "订单号",
            "流程编号",
            "单号",
            "applicationid",
            "dealid",
        ),
        *("traceid", "deal", "编号"),
    ),
    "activity": (
        *("activity", "activityname", "conceptname", "eventname", "event", "stage", "状态", "阶段"),
        *("环节", "节点", "活动", "步骤", "流程节点", "当前阶段", "操作", "task", "status"),
    ),
    "at": (
        *("timestamp", "timetimestamp", "completetimestamp", "endtimestamp", "eventtime", "time"),
        *(
            "时间",
            "发生时间",
            "操作时间",
            "完成时间",
            "进入时间",
            "变更时间",
            "starttimestamp",
            "datetime",
        ),
        *("date", "日期", "at"),
    ),
    "handler": (
        *("resource", "orgresource", "handler", "处理人", "经办人", "操作人", "办理人", "客户经理"),
        *("负责人", "user", "username", "员工", "owner"),
    ),
    "amount": (
        *("amountreq", "caseamountreq", "requestedamount", "amount", "贷款金额", "申请金额"),
        *("期望金额", "期望贷款金额", "金额", "loanamount"),
    ),
    "lifecycle": ("lifecycletransition", "lifecycle", "transition", "事件类型", "生命周期"),
    "name": (
        "customername",
        "客户姓名",
        "客户名称",
        "客户",
        "姓名",
        "借款人",
        "申请人",
        "customer",
        "name",
    ),
    "phone": ("phone", "mobile", "联系电话", "手机号", "手机", "电话", "客户电话"),
}
REQUIRED = ("case", "activity", "at")
_ALSO = {
    "time": "at",
    "timestamp": "at",
    "resource": "handler",
    "requested_amount": "amount",
    "case_id": "case",
    "stage": "activity",
    "customer": "name",
    **{f"customer.{part}": part for part in ("name", "phone")},
    **{f"deal.{part}": part for part in ("handler", "stage")},
    "deal.requested_amount": "amount",
    "deal.stage": "activity",
}
_SIGNS = re.compile(r"[\W_]+")
_SAMPLE_ROWS = 500
_MOSTLY = 0.9
_MOST_STAGES = 200


@dataclass(frozen=True, slots=True)
class HistoryColumns:
    """Where in a row each part stands; None for what the file does not say."""

    case: int
    activity: int
    at: int
    handler: int | None = None
    amount: int | None = None
    lifecycle: int | None = None
    name: int | None = None
    phone: int | None = None


def guess(table: SheetTable) -> HistoryColumns:
    """Guess the columns of an event log.

    Raises:
        Invalid: case, activity or time is not to be found; the text says which.
    """
    found = by_heading(table.header, HEADINGS)
    free = [at for at in range(len(table.header)) if at not in found.values()]
    contents = {at: _samples(table, at) for at in free}
    if "at" not in found:
        _take(found, "at", contents, _share_of_times)
    if "activity" not in found:
        _take(found, "activity", contents, _likeness_to_stages)
    if "case" not in found:
        _take(found, "case", contents, _likeness_to_cases)
    return _columns(found)


def given(wanted: GivenMap, table: SheetTable) -> HistoryColumns:
    """Take the columns as a person mapped them.

    Raises:
        Invalid: a column or a part is not known, or one that is needed was not mapped.
    """
    found: dict[str, int] = {}
    for heading, target in wanted.items():
        if target is None:
            continue
        written = target.key if isinstance(target, MappedColumn) else target
        part = _ALSO.get(written, written)
        if part not in HEADINGS:
            raise Invalid(
                say(
                    "The map gives the column {column} to {part}. A history knows {known}.",
                    column=heading,
                    part=written,
                    known=", ".join(HEADINGS),
                )
            )
        if heading not in table.header:
            raise Invalid(
                say("The map names the column {column}, which is not there.", column=heading)
            )
        found[part] = table.header.index(heading)
    return _columns(found)


def mapping(columns: HistoryColumns, header: Sequence[str]) -> dict[str, str]:
    """Answer which heading stands for which part."""
    found: dict[str, int | None] = {part: getattr(columns, part) for part in HEADINGS}
    return {str(header[at]): part for part, at in found.items() if at is not None}


def _columns(found: Mapping[str, int]) -> HistoryColumns:
    missing = [part for part in REQUIRED if part not in found]
    if missing:
        raise Invalid(_missing_text(missing[0]))
    return HistoryColumns(**found)


def _missing_text(part: str) -> Text:
    return {
        "case": say(
            'No column says which case a line belongs to. Give it with --map: {"heading": "case"}.'
        ),
        "activity": say(
            'No column says which stage was entered. Give it with --map: {"heading": "activity"}.'
        ),
        "at": say('No column says when it was. Give it with --map: {"heading": "at"}.'),
    }[part]


def by_heading(header: Sequence[str], headings: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Answer which column is which part, by the names of `headings`, each column once."""
    bare = [_SIGNS.sub("", heading).casefold() for heading in header]
    found: dict[str, int] = {}
    for part, names in headings.items():
        places = [bare.index(name) for name in names if name in bare]
        free = [at for at in places if at not in found.values()]
        if free:
            found[part] = free[0]
    return found


def _samples(table: SheetTable, at: int) -> list[str]:
    return [
        text
        for row in table.rows[:_SAMPLE_ROWS]
        if at < len(row.cells) and (text := cell_text(row.cells[at]))
    ]


def _take(
    found: dict[str, int],
    part: str,
    contents: dict[int, list[str]],
    likeness: Callable[[Sequence[str]], float],
) -> None:
    """Give a part the column whose contents are most like it, if any is like it at all."""
    rated = [(likeness(samples), -at) for at, samples in contents.items() if samples]
    best = max(rated, default=(0.0, 0))
    if best[0] > 0:
        found[part] = -best[1]
        del contents[-best[1]]


def _share_of_times(samples: Sequence[str]) -> float:
    share = sum(looks_like_date(each) for each in samples) / len(samples)
    return share if share >= _MOSTLY else 0.0


def _likeness_to_stages(samples: Sequence[str]) -> float:
    """Few different words, none of them a bare number."""
    kinds = set(samples)
    if not 1 < len(kinds) <= _MOST_STAGES or any(each.replace(".", "").isdigit() for each in kinds):
        return 0.0
    return 1 - len(kinds) / len(samples)


def _likeness_to_cases(samples: Sequence[str]) -> float:
    """Every value several times, and many of them."""
    kinds = len(set(samples))
    return kinds / len(samples) if 1 < kinds < len(samples) else 0.0
