"""Choices, yes / no and tags: a label, a key or a usual synonym to the key that is stored."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import cast

from loancrm_desktop.services.forms.values.cells import NOTHING, cell_text, one_line
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.language.fields import FieldSpec, Option
from loancrm_desktop.texts import Text, current_language, listed, say

MAX_TAG_LENGTH = 40

_SEPARATORS = re.compile(r"[、,;/|\n+&]|和|及")
_IGNORED = re.compile(r"[/+&、\s\"'“”·.。:_\-()\[\]]")
_NEGATED = re.compile(r"(?:无|没有|没|未)(?:(?=.)[^、,;/|\s有]{1,3})?")
_NEGATION = re.compile(r"无|没|非|不|未")
_YES = frozenset(
    [
        "是",
        "有",
        "对",
        "已",
        "真",
        "y",
        "yes",
        "true",
        "t",
        "1",
        "√",
        "✓",
        "✔",
        "☑",
        "on",
        "是的",
        "具备",
    ]
)
_NO = frozenset(
    [
        "否",
        "无",
        "没有",
        "不",
        "没",
        "错",
        "未",
        "假",
        "n",
        "no",
        "false",
        "f",
        "0",
        "×",
        "x",
        "✗",
        "✘",
        "☐",
        "off",
        "不是",
        "不具备",
    ]
)

# What else people call the shipped options: field key -> spoken word -> option key. Words of two
# and more characters are also found inside a longer text, when only one option's words are.
_SYNONYMS: Mapping[str, Mapping[str, str]] = {
    "gender": {"先生": "male", "m": "male", "女士": "female", "小姐": "female", "f": "female",
               "男性": "male", "女性": "female", "男士": "male"},
    "credit_standing": {
        "逾期": "overdue", "有过逾期": "overdue", "当前逾期": "overdue", "征信花": "overdue",
        "不良": "overdue", "黑户": "overdue", "差": "overdue", "较差": "overdue", "bad": "overdue",
        "是": "overdue", "有": "overdue", "否": "good", "无": "good", "没有": "good",
        "不良好": "overdue", "连三累六": "overdue", "正常": "good", "无逾期": "good", "好": "good",
        "没有逾期": "good", "优": "good", "优秀": "good", "ok": "good", "未逾期": "good",
        "白户": "unknown", "未知": "unknown", "不详": "unknown", "未查": "unknown",
        "待查询": "unknown", "不清楚": "unknown",
    },
    "assets": {
        "房": "house", "房产": "house", "住房": "house", "商品房": "house", "按揭房": "house",
        "全款房": "house", "商铺": "house", "房子": "house", "车": "car", "汽车": "car",
        "车子": "car", "车辆": "car", "全款车": "car", "按揭车": "car", "没有": "none",
        "无资产": "none", "无房无车": "none", "无房产": "none", "都没有": "none", "property": "house",
    },
    "status": {
        "线索": "prospect", "新客户": "prospect", "意向": "prospect", "意向客户": "prospect",
        "待跟进": "prospect", "潜在客户": "prospect", "新线索": "prospect", "跟进": "following",
        "跟进客户": "following", "洽谈中": "following", "进行中": "following", "签约": "signed",
        "签约客户": "signed", "成交": "closed", "成交客户": "closed", "放款": "closed",
        "已放款": "closed", "流失": "lost", "无效": "lost", "放弃": "lost", "公海客户": "pool",
        "公海池": "pool", "new": "prospect", "won": "closed", "closed won": "closed",
    },
    "product_type": {
        "信贷": "unsecured", "信用": "unsecured", "信用贷款": "unsecured", "房抵": "property_secured",
        "房抵贷": "property_secured", "抵押": "property_secured", "房产抵押": "property_secured",
        "抵押贷款": "property_secured", "住房抵押": "property_secured", "按揭": "property_secured",
        "经营": "business", "企业贷": "business", "经营性贷款": "business", "经营贷款": "business",
        "消费": "consumer", "消费贷款": "consumer", "装修贷": "consumer",
        "公积金": "provident_fund", "公积金贷款": "provident_fund", "税": "tax_based",
        "税票贷": "tax_based", "发票贷": "tax_based", "税金贷": "tax_based", "保单": "policy_based",
        "车贷": "vehicle_secured", "车抵": "vehicle_secured", "汽车抵押": "vehicle_secured",
        "车辆抵押": "vehicle_secured", "mortgage": "property_secured", "personal": "unsecured",
    },
    "purpose": {
        "周转": "working_capital", "经营": "working_capital", "资金周转": "working_capital",
        "流动资金": "working_capital", "生意周转": "working_capital", "进货": "working_capital",
        "装潢": "renovation", "房屋装修": "renovation", "买车": "car_purchase",
        "买房": "home_purchase", "首付": "home_purchase", "购置房产": "home_purchase",
        "上学": "education", "学费": "education", "留学": "education", "看病": "medical",
        "治病": "medical", "还债": "debt_swap", "债务优化": "debt_swap", "债务重组": "debt_swap",
        "还款": "debt_swap", "置换": "debt_swap", "归还贷款": "debt_swap", "其它": "other",
        "debt_consolidation": "debt_swap", "home_improvement": "renovation", "car": "car_purchase",
        "small_business": "working_capital", "credit_card": "debt_swap", "house": "home_purchase",
    },
    "social_insurance": {
        "有": "both", "都有": "both", "全有": "both", "社保+公积金": "both", "双缴": "both",
        "五险一金": "both", "社保公积金": "both", "社保": "insurance_only", "有社保": "insurance_only",
        "五险": "insurance_only", "公积金": "fund_only", "有公积金": "fund_only", "没有": "none",
        "无社保": "none", "未缴": "none", "否": "none", "是": "both",
    },
    "level": {
        f"{mark}{word}": mark for mark in "ABCD" for word in ("类", "类客户", "级客户", "等", "档")
    },
    "method": {
        "电联": "phone", "通话": "phone", "去电": "phone", "来电": "phone", "打电话": "phone",
        "上门": "visit", "拜访": "visit", "面谈": "office", "到店": "office", "来访": "office",
        "邮箱": "email", "call": "phone", "微信聊天": "wechat",
    },
    "relation": {
        "夫妻": "spouse", "丈夫": "spouse", "妻子": "spouse", "老公": "spouse", "老婆": "spouse",
        "爱人": "spouse", "共借人": "co_borrower", "共同借款": "co_borrower", "担保": "guarantor",
        "父亲": "parent", "母亲": "parent", "儿子": "child", "女儿": "child", "法人": "legal_representative",
        "紧急联系": "emergency_contact", "其它": "other",
    },
}  # fmt: skip


def parse_choice(raw: object, spec: FieldSpec) -> str | None:
    """Find the option that is meant: its key, its label, or a usual word for it.

    A field without options (the office's own stages, say) takes the key as written.

    Raises:
        FieldFault: no option, or more than one, is meant (`no_such_option`).
    """
    text = cell_text(raw)
    if not text:
        return None
    if not spec.options:
        return text
    found = option_for(text, spec)
    if found is None and text in NOTHING:
        return None
    if found is None:
        raise FieldFault("no_such_option", _offered(spec))
    return found


def parse_choices(raw: object, spec: FieldSpec) -> list[str]:
    """Find all options that are meant, each once: a list, or a text split at 、 , ; / | and lines.

    Raises:
        FieldFault: one of them is no option (`no_such_option`).
    """
    if isinstance(raw, (list, tuple, set, frozenset)):
        words: Sequence[object] = list(raw)  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType] - any JSON list; each item is read below
        return _each(words, spec)
    text = cell_text(raw)
    if not text:
        return []
    listed_words = written_list(text)
    if listed_words is not None:
        return _each(listed_words, spec)
    whole = option_for(text, spec) if not _SEPARATORS.search(text) else None
    if whole and not _also_names(text, whole, spec):
        return [whole]
    if not spec.options or _SEPARATORS.search(text):
        return _each(split_words(text), spec)
    inside = _inside(text, spec)
    return sorted(inside, key=_places(spec.options).__getitem__) if inside else _each([text], spec)


def option_for(text: str, spec: FieldSpec) -> str | None:
    """Find the one option a text means; None when there is none or it is unclear."""
    words = _words(spec.key, spec.options)
    key = words.get(_folded(text))
    if key is not None or _NEGATION.search(text):
        return key
    inside = _inside(text, spec)
    return next(iter(inside)) if len(inside) == 1 else None


def split_words(text: str) -> list[str]:
    """Split a cell that names several choices: 、 , ; / | and lines."""
    return [part.strip() for part in _SEPARATORS.split(cell_text(text)) if part.strip()]


def written_list(text: str) -> list[str] | None:
    """Read a list as an export writes it where words hold signs that part them: `["A+", "B"]`."""
    if not (text.startswith("[") and text.endswith("]")):
        return None
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    items = cast("list[object]", found)
    return [str(item) for item in items] if all(isinstance(item, str) for item in items) else None


def parse_yes_no(raw: object) -> bool | None:
    """Read yes or no in its usual signs: 是, 有, √, Y, 1; None for an empty cell.

    Raises:
        FieldFault: it is neither (`not_yes_no`).
    """
    if isinstance(raw, bool):
        return raw
    text = cell_text(raw).lower()
    if not text:
        return None
    if text in _YES or text in _NO:
        return text in _YES
    raise FieldFault("not_yes_no", say("Write yes or no here."))


def parse_tags(raw: object) -> list[str]:
    """Read tags: a list, or a text split at 、 , ; / | and lines; each once, in their order.

    Raises:
        FieldFault: one is too long to be a tag (`too_long`).
    """
    items: Sequence[object] | None = written_list(cell_text(raw)) if isinstance(raw, str) else None
    if isinstance(raw, (list, tuple, set, frozenset)):
        items = list(raw)  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType] - any JSON list; each item is read below
    if items is not None:
        words = [one_line(item) for item in items]
    else:
        words = [
            part.strip().lstrip("#") for part in _SEPARATORS.split(cell_text(cast("object", raw)))
        ]
    tags = list(dict.fromkeys(word for word in words if word))
    if any(len(tag) > MAX_TAG_LENGTH for tag in tags):
        raise FieldFault(
            "too_long", say("A tag has at most {count} characters.", count=MAX_TAG_LENGTH)
        )
    return tags


def _each(words: Sequence[object], spec: FieldSpec) -> list[str]:
    keys = [parse_choice(word, spec) for word in words]
    return list(dict.fromkeys(key for key in keys if key))


def _also_names(text: str, key: str, spec: FieldSpec) -> bool:
    """Tell whether a text such as 有房有车 names more options than the one found."""
    folded = _folded(text)
    exact = folded in _words(spec.key, spec.options)
    return not exact and bool(_inside(text, spec) - {key})


def _inside(text: str, spec: FieldSpec) -> set[str]:
    """Find the options whose words stand inside a longer text, denied ones left out."""
    folded = _folded(_NEGATED.sub(" ", text))
    shortest = 1 if spec.key == "assets" else 2
    words = _words(spec.key, spec.options)
    found = [word for word in words if len(word) >= shortest and _stands_in(word, folded)]
    longest = [word for word in found if not any(word != o and word in o for o in found)]
    return {words[word] for word in longest}


def _stands_in(word: str, text: str) -> bool:
    if word.isascii():
        return (
            len(word) > 2 and re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) is not None
        )
    return word in text


@lru_cache(maxsize=256)
def _words(field: str, options: tuple[Option, ...]) -> Mapping[str, str]:
    """All words for the options of a field, folded; keys and labels win over synonyms."""
    keys = {option.key for option in options}
    words = {_folded(word): key for word, key in _SYNONYMS.get(field, {}).items() if key in keys}
    for option in options:
        labels = [part for part in re.split(r"\s*/\s*", option.label_zh) if len(part) > 1]
        for word in (*labels, option.label_en, option.label_zh, option.key):
            words[_folded(word)] = option.key
    return words


@lru_cache(maxsize=256)
def _places(options: tuple[Option, ...]) -> Mapping[str, int]:
    return {option.key: place for place, option in enumerate(options)}


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return _IGNORED.sub("", cell_text(text).casefold())


def _offered(spec: FieldSpec) -> Text:
    labels = [option.label(current_language()) for option in spec.options if not option.retired]
    return say("Choose one of: {options}.", options=listed(labels[:12]))
