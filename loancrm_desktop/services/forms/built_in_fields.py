"""The shipped catalogue: every field of every record kind, with its words, options and care.

The keys are those of the command line, import maps, the API and contracts; they never change.
Fields an office adds itself stand beside these in the catalogue and look the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypedDict, Unpack

from loancrm_desktop.services.language.fields import (
    FieldSpec,
    FieldType,
    KindFields,
    Mask,
    Option,
    Relation,
    Sensitivity,
    kind_fields,
)
from loancrm_desktop.terms import term, terms_of


def options_of(group: str) -> tuple[Option, ...]:
    """Turn a group of trade words into the options of a choice."""
    return tuple(Option(word.name, word.zh, word.en) for word in terms_of(group))


_T = FieldType


class _More(TypedDict, total=False):
    """What a field may say beside its key, type and labels."""

    options: tuple[Option, ...]
    required: bool
    searchable: bool
    in_list: bool
    sensitivity: Sensitivity
    mask: Mask
    links_to: str
    help_zh: str
    help_en: str
    default: object


def _customer_person_fields() -> tuple[FieldSpec, ...]:
    return (
        _plain(
            "name",
            _T.TEXT,
            "客户姓名",
            "Name",
            required=True,
            searchable=True,
            in_list=True,
            sensitivity="personal",
        ),
        _plain(
            "phone",
            _T.PHONE,
            "联系电话",
            "Phone",
            searchable=True,
            in_list=True,
            sensitivity="personal",
            mask="phone",
            help_zh="手机或带区号的座机；同一号码只建一位客户",
            help_en="Mobile, or landline with area code; one customer per number",
        ),
        _plain(
            "phone2",
            _T.PHONE,
            "备用电话",
            "Second phone",
            searchable=True,
            sensitivity="personal",
            mask="phone",
        ),
        _plain(
            "id_number",
            _T.ID_NUMBER,
            "身份证号",
            "ID number",
            searchable=True,
            sensitivity="secret",
            mask="id",
        ),
        _choice("gender", "性别", "Gender", sensitivity="personal"),
        _plain("birth_date", _T.DATE, "出生日期", "Date of birth", sensitivity="personal"),
        _text("wechat", "微信号", "WeChat", searchable=True, sensitivity="personal"),
        _plain("email", _T.EMAIL, "电子邮箱", "E-mail", sensitivity="personal"),
        _plain("region", _T.REGION, "所在区域", "Region", in_list=True),
        _plain("address", _T.TEXT, "联系地址", "Address", sensitivity="personal", mask="address"),
        _text("company", "工作单位", "Company", searchable=True, sensitivity="personal"),
        _text("occupation", "职业类型", "Occupation"),
        _plain("monthly_income", _T.MONEY, "月收入", "Monthly income", sensitivity="personal"),
        _choice("social_insurance", "社保 / 公积金", "Social insurance"),
        _link("channel", "来源渠道", "Channel", "channel", in_list=True),
        _text("referrer", "介绍人", "Referrer"),
        _choice("credit_standing", "征信情况", "Credit standing"),
        _choices("assets", "资产状况", "Assets"),
    )


def _customer_work_fields() -> tuple[FieldSpec, ...]:
    return (
        _money("requested_amount", "期望贷款金额", "Requested amount", in_list=True),
        _plain(
            "requested_term_months", _T.INTEGER, "期望贷款期限（期）", "Requested term (months)"
        ),
        _choice("product_type", "贷款产品类型", "Loan type", in_list=True),
        _choice("purpose", "资金用途", "Purpose of funds"),
        _choice("level", "客户等级", "Level", in_list=True),
        _plain(
            "status",
            _T.CHOICE,
            "客户状态",
            "Status",
            options=options_of("status"),
            in_list=True,
            default="prospect",
        ),
        _plain("tags", _T.TAGS, "标签", "Tags", searchable=True),
        _person("owner", "负责人", "Owner", in_list=True),
        _plain("team", _T.TEAM, "团队", "Team", links_to="team"),
        _plain("next_follow_up_at", _T.DATETIME, "下次跟进", "Next follow-up", in_list=True),
        _plain("last_contact_at", _T.DATETIME, "最近联系", "Last contact", in_list=True),
        _stage("deal_stage", "当前阶段", "Current stage", in_list=True),
        _plain("deal_stage_entered_at", _T.DATETIME, "进入阶段时间", "Stage entered"),
        _plain("deal_due_at", _T.DATETIME, "阶段时限", "Stage due"),
        _money("deal_amount", "业务单金额", "Deal amount"),
        _plain("created_at", _T.DATETIME, "创建时间", "Created"),
        _plain("remark", _T.LONG_TEXT, "备注", "Remark"),
    )


def _deal_fields() -> tuple[FieldSpec, ...]:
    return (
        _plain("ref", _T.AUTONUMBER, "业务单号", "Deal number", in_list=True, searchable=True),
        _link("customer", "客户", "Customer", "customer", required=True, in_list=True),
        _choice("product_type", "贷款产品类型", "Loan type", in_list=True),
        _money("requested_amount", "期望金额", "Requested amount", in_list=True),
        _plain("requested_term_months", _T.INTEGER, "期限（期）", "Term (months)"),
        _choice("purpose", "资金用途", "Purpose of funds"),
        _text("bank", "放款银行", "Bank"),
        _text("product", "银行产品", "Bank product"),
        _money("approved_amount", "批复金额", "Approved amount", in_list=True),
        _money("disbursed_amount", "放款金额", "Disbursed amount", in_list=True),
        _plain("disbursed_on", _T.DATE, "放款日期", "Disbursed on"),
        _plain("annual_rate", _T.PERCENT, "年化利率（单利）", "Annual rate (simple)"),
        _money("service_fee", "服务费", "Brokerage fee"),
        _link("process", "流程", "Process", "process"),
        _stage("stage", "当前阶段", "Stage", in_list=True),
        _plain("stage_entered_at", _T.DATETIME, "进入阶段时间", "Stage entered", in_list=True),
        _plain("due_at", _T.DATETIME, "阶段时限", "Stage due", in_list=True),
        _person("handler", "处理人", "Handler", in_list=True),
        _person("owner", "负责人", "Owner", in_list=True),
        _plain("team", _T.TEAM, "团队", "Team", links_to="team"),
        _link("channel", "来源渠道", "Channel", "channel"),
        _plain(
            "outcome",
            _T.CHOICE,
            "结果",
            "Outcome",
            options=options_of("deal_outcome"),
            default="open",
        ),
        _plain("lost_reason", _T.LONG_TEXT, "流失原因", "Reason lost"),
        _plain("closed_at", _T.DATETIME, "结束时间", "Closed"),
        _plain("last_contact_at", _T.DATETIME, "最近联系", "Last contact"),
        _plain("created_at", _T.DATETIME, "创建时间", "Created"),
    )


def _follow_up_fields() -> tuple[FieldSpec, ...]:
    return (
        _link("customer", "客户", "Customer", "customer", required=True),
        _link("deal", "业务单", "Deal", "deal"),
        _plain("at", _T.DATETIME, "跟进日期", "Time", required=True, in_list=True),
        _choice("method", "沟通方式", "Method", required=True, in_list=True),
        _choice("outcome", "沟通结果", "Outcome", group="contact_outcome"),
        _plain("text", _T.LONG_TEXT, "沟通纪要", "Summary", required=True, in_list=True),
        _plain("next_at", _T.DATETIME, "下次跟进", "Next follow-up", in_list=True),
        _person("author", "跟进人", "Author", in_list=True),
        _plain("created_at", _T.DATETIME, "创建时间", "Created"),
    )


def _task_fields() -> tuple[FieldSpec, ...]:
    return (
        _text("title", "标题", "Title", required=True, in_list=True, searchable=True),
        _plain("note", _T.LONG_TEXT, "说明", "Note"),
        _text("kind", "种类", "Kind"),
        _link("customer", "客户", "Customer", "customer", in_list=True),
        _link("deal", "业务单", "Deal", "deal"),
        _person("assignee", "处理人", "Assignee", in_list=True),
        _plain("priority", _T.INTEGER, "优先级", "Priority"),
        _plain("due_at", _T.DATETIME, "截止时间", "Due", in_list=True),
        _plain("done_at", _T.DATETIME, "完成时间", "Done", in_list=True),
        _person("done_by", "完成人", "Done by"),
        _text("outcome", "处理结果", "Outcome"),
        _plain("created_at", _T.DATETIME, "创建时间", "Created"),
    )


def _document_fields() -> tuple[FieldSpec, ...]:
    return (
        _link("customer", "客户", "Customer", "customer", in_list=True),
        _link("deal", "业务单", "Deal", "deal"),
        _choice("kind", "文档种类", "Kind", group="document_kind", required=True, in_list=True),
        _text("name", "文件名", "File name", required=True, in_list=True, searchable=True),
        _text("media_type", "文件类型", "File type"),
        _plain("size_bytes", _T.INTEGER, "大小（字节）", "Size (bytes)"),
        _text("sha256", "指纹", "Fingerprint"),
        _plain("valid_until", _T.DATE, "有效期至", "Valid until"),
        _person("added_by", "上传人", "Added by", in_list=True),
        _plain("created_at", _T.DATETIME, "上传时间", "Added", in_list=True),
    )


def _related_person_fields() -> tuple[FieldSpec, ...]:
    return (
        _link("customer", "客户", "Customer", "customer", required=True),
        _choice("relation", "关系", "Relation", required=True, in_list=True),
        _text("name", "姓名", "Name", required=True, in_list=True, sensitivity="personal"),
        _plain(
            "phone", _T.PHONE, "电话", "Phone", in_list=True, sensitivity="personal", mask="phone"
        ),
        _plain("id_number", _T.ID_NUMBER, "身份证号", "ID number", sensitivity="secret", mask="id"),
        _link("linked_customer", "对应客户", "Own record", "customer"),
        _plain("remark", _T.LONG_TEXT, "备注", "Remark"),
        _plain("created_at", _T.DATETIME, "创建时间", "Created"),
    )


def _submission_fields() -> tuple[FieldSpec, ...]:
    return (
        _link("deal", "业务单", "Deal", "deal", required=True),
        _text("bank", "银行", "Bank", required=True, in_list=True),
        _text("product", "银行产品", "Bank product", in_list=True),
        _choice("status", "进件状态", "Status", group="submission_status", in_list=True),
        _plain("submitted_on", _T.DATE, "进件日期", "Submitted on", in_list=True),
        _plain("decided_on", _T.DATE, "批复日期", "Decided on"),
        _money("approved_amount", "批复金额", "Approved amount", in_list=True),
        _plain("annual_rate", _T.PERCENT, "年化利率（单利）", "Annual rate (simple)"),
        _plain("reason", _T.LONG_TEXT, "原因", "Reason"),
        _plain("created_at", _T.DATETIME, "创建时间", "Created"),
    )


def _choice(
    key: str, zh: str, en: str, group: str | None = None, **more: Unpack[_More]
) -> FieldSpec:
    more["options"] = options_of(group or key)
    return _plain(key, _T.CHOICE, zh, en, **more)


def _choices(key: str, zh: str, en: str) -> FieldSpec:
    return _plain(key, _T.CHOICES, zh, en, options=options_of(key))


def _stage(key: str, zh: str, en: str, **more: Unpack[_More]) -> FieldSpec:
    return _choice(key, zh, en, "stage", **more)


def _text(key: str, zh: str, en: str, **more: Unpack[_More]) -> FieldSpec:
    return _plain(key, _T.TEXT, zh, en, **more)


def _money(key: str, zh: str, en: str, **more: Unpack[_More]) -> FieldSpec:
    return _plain(key, _T.MONEY, zh, en, **more)


def _link(key: str, zh: str, en: str, kind: str, **more: Unpack[_More]) -> FieldSpec:
    more["links_to"] = kind
    return _plain(key, _T.RECORD, zh, en, **more)


def _person(key: str, zh: str, en: str, **more: Unpack[_More]) -> FieldSpec:
    more["links_to"] = "person"
    return _plain(key, _T.PERSON, zh, en, **more)


def _plain(key: str, kind: FieldType, zh: str, en: str, **more: Unpack[_More]) -> FieldSpec:
    return FieldSpec(key=key, type=kind, label_zh=zh, label_en=en, built_in=True, **more)


_RELATIONS: Mapping[str, tuple[Relation, ...]] = {
    "customer": (
        Relation("deals", "deal", "业务单", "deals", "customer"),
        Relation("follow_ups", "follow_up", "跟进记录", "follow-ups", "customer"),
        Relation("tasks", "task", "待办", "tasks", "customer"),
        Relation("documents", "document", "文档", "documents", "customer"),
        Relation("related_persons", "related_person", "关联人", "related persons", "customer"),
    ),
    "deal": (
        Relation("submissions", "submission", "进件", "submissions", "deal"),
        Relation("follow_ups", "follow_up", "跟进记录", "follow-ups", "deal"),
        Relation("tasks", "task", "待办", "tasks", "deal"),
        Relation("documents", "document", "文档", "documents", "deal"),
    ),
}

BUILT_IN_FIELDS: Mapping[str, tuple[FieldSpec, ...]] = MappingProxyType(
    {
        "customer": (*_customer_person_fields(), *_customer_work_fields()),
        "deal": _deal_fields(),
        "follow_up": _follow_up_fields(),
        "task": _task_fields(),
        "document": _document_fields(),
        "related_person": _related_person_fields(),
        "submission": _submission_fields(),
    }
)

LOOKUP_FIELDS: Mapping[str, tuple[FieldSpec, ...]] = MappingProxyType(
    {
        "channel": (_text("key", "标识", "Key"), _text("name", "渠道名称", "Name", in_list=True)),
        "person": (
            _text("login", "登录名", "Login"),
            _text("name", "姓名", "Name", in_list=True),
            _choice("role", "角色", "Role"),
        ),
        "team": (_text("name", "团队名称", "Name", in_list=True),),
        "process": (_text("key", "标识", "Key"), _text("name", "流程名称", "Name", in_list=True)),
    }
)

READ_ONLY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "customer": frozenset(
            {
                "last_contact_at",
                "deal_stage",
                "deal_stage_entered_at",
                "deal_due_at",
                "deal_amount",
                "created_at",
            }
        ),
        "deal": frozenset(
            {
                "ref",
                "process",
                "stage",
                "stage_entered_at",
                "due_at",
                "outcome",
                "closed_at",
                "last_contact_at",
                "created_at",
            }
        ),
        "follow_up": frozenset({"created_at"}),
        "task": frozenset({"done_at", "done_by", "created_at"}),
        "document": frozenset({"size_bytes", "sha256", "media_type", "added_by", "created_at"}),
        "related_person": frozenset({"created_at"}),
        "submission": frozenset({"created_at"}),
    }
)


def built_in_kind(kind: str, more: tuple[FieldSpec, ...] = ()) -> KindFields:
    """Answer the names of a shipped record kind, with the fields the office added.

    Raises:
        KeyError: there is no such shipped kind.
        ValueError: an added field has the key of a shipped one.
    """
    specs = BUILT_IN_FIELDS[kind] if kind in BUILT_IN_FIELDS else LOOKUP_FIELDS[kind]
    word = term(f"kind.{kind}")
    return kind_fields(
        kind, (*specs, *more), _RELATIONS.get(kind, ()), label_zh=word.zh, label_en=word.en
    )
