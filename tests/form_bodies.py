"""Forms for tests: the smallest that holds, and one with every control."""

from __future__ import annotations

from copy import deepcopy
from typing import Any


def words(zh: str, en: str = "") -> dict[str, str]:
    return {"zh": zh, "en": en or zh}


def form(fields: dict[str, Any] | None = None, states: dict[str, Any] | None = None, **more):
    """Answer a form of customers that shows the name and every given field."""
    kind = more.pop("kind", "customer")
    firsts = {"deal": "product_type", "follow_up": "text", "task": "title"}
    first = firsts.get(kind, "name")
    own = deepcopy(fields or {})
    keys = [first, *(key for key in own if key != first)]
    rows = [[{"field": key, "width": "1/2"}] for key in keys]
    if kind == "follow_up":
        rows.append([{"field": "method"}])
    section = {"key": "main", "title": words("基本信息", "Facts"), "rows": rows}
    return {
        "format": 1,
        "kind": kind,
        "title": words("客户", "Customer"),
        "tabs": [{"key": "main", "title": words("客户"), "sections": [section]}],
        "fields": own,
        "states": states or {},
        **more,
    }


def own(kind: str, label: str = "字段", **more: Any) -> dict[str, Any]:
    """Answer a field the office added."""
    return {"type": kind, "label": words(label), **more}


def choice(*keys: str, kind: str = "choice", **more: Any) -> dict[str, Any]:
    """Answer a choice with these options."""
    options = [{"key": key, "label": words(f"选项{key}", f"option {key}")} for key in keys]
    return own(kind, "选择", options=options, **more)


CARS = own(
    "sub_form",
    "车辆",
    columns=[
        {"key": "plate", "type": "text", "label": words("车牌"), "required": True},
        {"key": "price", "type": "money", "label": words("价格"), "min": "1"},
        {"key": "bought", "type": "date", "label": words("购买日期")},
        {"key": "share", "type": "percent", "label": words("比例")},
        {
            "key": "worth",
            "type": "formula",
            "label": words("估值"),
            "result": "money",
            "formula": "price * share",
        },
    ],
    totals=["price", "worth"],
    max=3,
)

EVERY_CONTROL: dict[str, dict[str, Any]] = {
    "nickname": own("text", "别名", max=20, searchable=True, in_list=True),
    "story": own("long_text", "经过"),
    "children": own("integer", "子女数", min=0, max=20),
    "score": own("number", "评分", min=0, max=100),
    "savings": own("money", "存款", max="10000000"),
    "share": own("percent", "占比"),
    "married_on": own("date", "结婚日期"),
    "call_at": own("time", "方便时间"),
    "met_at": own("datetime", "面谈时间"),
    "housing": choice("own", "rent", control="radio"),
    "hobbies": choice("tea", "golf", "chess", kind="choices"),
    "vip": own("boolean", "贵宾"),
    "spare_phone": own("phone", "备用电话", sensitivity="personal", mask="phone"),
    "spouse_id": own("id_number", "配偶身份证", sensitivity="secret", mask="id"),
    "work_email": own("email", "工作邮箱"),
    "home_region": own("region", "户籍"),
    "adviser": own("person", "顾问"),
    "introducer": own("record", "介绍客户", links_to="customer"),
    "credit_files": own("attachment", "征信附件", document_kind="credit_report"),
    "cars": CARS,
    "wealth": own("formula", "总资产", result="money", formula="SUM(savings, cars, 'price')"),
    "file_no": own("autonumber", "档案号", number={"prefix": "KH", "digits": 4, "reset": "year"}),
    "words": own("tags", "关键词"),
}
