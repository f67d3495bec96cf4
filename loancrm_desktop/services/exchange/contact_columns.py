"""Which column of a list of follow-ups says what: by its heading, or as a person mapped it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services.exchange.history_columns import by_heading
from loancrm_desktop.services.exchange.map_files import GivenMap, MappedColumn
from loancrm_desktop.services.exchange.sheets import SheetTable
from loancrm_desktop.texts import say

# Each part by the headings it goes under, the surest first; read without case, spaces and signs.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "deal": ("案件号", "案件编号", "业务单号", "业务编号", "申请编号", "dealid", "ref", "deal"),
    "phone": ("phone", "mobile", "联系电话", "手机号", "手机号码", "手机", "电话", "客户电话", "客户手机"),
    "id_number": ("idnumber", "身份证", "身份证号", "身份证号码", "证件号码"),
    "name": ("customername", "客户姓名", "客户名称", "客户", "姓名", "借款人", "customer", "name"),
    "next_at": ("nextat", "下次跟进", "下次跟进时间", "下次联系", "下次联系时间", "nextfollowup"),
    "at": ("at", "跟进时间", "跟进日期", "联系时间", "沟通时间", "时间", "日期", "time", "date", "timestamp"),
    "author": ("author", "跟进人", "记录人", "跟进人员", "处理人", "客户经理", "业务员", "负责人", "user"),
    "method": ("method", "沟通方式", "跟进方式", "联系方式", "方式", "channel"),
    "outcome": ("outcome", "沟通结果", "跟进结果", "结果", "result"),
    "text": ("text", "沟通纪要", "跟进内容", "跟进记录", "沟通内容", "内容", "记录", "备注", "summary", "note"),
}  # fmt: skip
REQUIRED = ("at", "text")
WHO = ("deal", "phone", "id_number", "name")


@dataclass(frozen=True, slots=True)
class ContactColumns:
    """Where in a row each part stands; None for what the file does not say."""

    at: int
    text: int
    deal: int | None = None
    phone: int | None = None
    id_number: int | None = None
    name: int | None = None
    author: int | None = None
    method: int | None = None
    outcome: int | None = None
    next_at: int | None = None


def columns_of(table: SheetTable, wanted: GivenMap | None) -> ContactColumns:
    """Answer the columns as a person mapped them, or guessed where nobody did.

    Raises:
        Invalid: a column or part is not known, or what is needed is not to be found.
    """
    found = by_heading(table.header, HEADINGS) if wanted is None else _given(wanted, table)
    for part, text in (
        ("at", say('No column says when it was. Give it with --map: {"heading": "at"}.')),
        ("text", say('No column says what was said. Give it with --map: {"heading": "text"}.')),
    ):
        if part not in found:
            raise Invalid(text, [FieldProblem(part, "required", text)])
    if not any(part in found for part in WHO):
        text = say("No column says whose follow-ups these are: phone, ID number, name or deal.")
        raise Invalid(text, [FieldProblem("phone", "required", text)])
    return ContactColumns(**found)


def mapping(columns: ContactColumns, header: Sequence[str]) -> dict[str, str]:
    """Answer which heading stands for which part."""
    found: dict[str, int | None] = {part: getattr(columns, part) for part in HEADINGS}
    return {str(header[at]): part for part, at in found.items() if at is not None}


def _given(wanted: GivenMap, table: SheetTable) -> dict[str, int]:
    found: dict[str, int] = {}
    for heading, target in wanted.items():
        if target is None:
            continue
        written = target.key if isinstance(target, MappedColumn) else target
        part = written.removeprefix("follow_up.").removeprefix("customer.")
        if part not in HEADINGS:
            text = say(
                "The map gives the column {column} to {part}. Follow-ups know {known}.",
                column=heading,
                part=written,
                known=", ".join(HEADINGS),
            )
            raise Invalid(text)
        if heading not in table.header:
            text = say("The map names the column {column}, which is not there.", column=heading)
            raise Invalid(text)
        found[part] = table.header.index(heading)
    return found
