"""What sort of work an item of the day is: a call, papers, going along, keeping in touch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from loancrm_desktop.text_keys import text_key

WorkKind = Literal["call", "papers", "escort", "visit", "approval"]

_OF_STAGE: Mapping[str, WorkKind] = {
    "lead_assignment": "call",
    "first_call": "call",
    "qualification_review": "papers",
    "product_matching": "call",
    "signing_support": "escort",
    "bank_approval": "papers",
    "post_loan": "visit",
}
_WORDS: tuple[tuple[WorkKind, tuple[str, ...]], ...] = (
    ("escort", ("陪同", "面签", "签约", "上门", "到店", "sign", "visit with", "accompany")),
    (
        "papers",
        ("资料", "材料", "流水", "征信", "授权书", "证明", "补", "上传", "document", "statement"),
    ),
    ("visit", ("回访", "关怀", "节日", "check in", "keep in touch")),
    ("call", ("电联", "电话", "首联", "联系", "回复", "反馈", "沟通", "call", "phone", "reply")),
)


def kind_of(title: str | None, reason: str, stage: str | None) -> WorkKind:
    """Answer the sort of work by what a to-do says, else by its reason and the deal's stage."""
    if reason == "approval":
        return "approval"
    if title:
        said = text_key(title)
        for kind, words in _WORDS:
            if any(word in said for word in words):
                return kind
    if reason == "silence":
        return "visit"
    if reason == "appointment":
        return "call"
    return _OF_STAGE.get(stage or "", "call")
