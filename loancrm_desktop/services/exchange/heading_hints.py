"""Headings no list knows, in words of one's own: a hint in the heading, proved by the cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from loancrm_desktop.services.exchange.column_contents import Column, looks_by_type
from loancrm_desktop.services.exchange.header_words import bare_heading, means_another
from loancrm_desktop.services.language.fields import FieldSpec

HINTED = 0.55
_FEWEST_CELLS = 2
_LEAST_SHARE = 0.8
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class _Hint:
    heading: re.Pattern[str]
    unless: re.Pattern[str]
    cells: re.Pattern[str]


_HINTS: Mapping[str, _Hint] = {
    "requested_amount": _Hint(
        re.compile(r"贷|借|需要|想要|要用"),
        re.compile(r"率|期|日|时|年|月|行|型|种|类|品|途|状|员|人|名|号|费|已|批|放|到账|余|还|欠|逾|次|笔"),
        re.compile(r"[¥￥]?\s*[0-9][0-9,.]*\s*(?:万|w|W|千|元|k|K)?(?:元|左右|以内|以上)?"),
    ),
    "requested_term_months": _Hint(
        re.compile(r"贷.*[久期年]|借.*[久期年]|还.*[久期年]|分.*期"),
        re.compile(r"率|日|已|剩|到期|逾|还款额|第"),
        re.compile(r"[0-9一二三四五六七八九十半两]+\s*(?:个月|月|年|期)"),
    ),
    "purpose": _Hint(
        re.compile(r"用"), re.compile(r"信用|费用|用户|用途说明|公用|备用|使用"), re.compile(r"\D+")
    ),
    "credit_standing": _Hint(re.compile(r"信|逾"), re.compile(r"微信|通信|电信|信息|信贷|短信|信托|期数|金额|次|天"),
                             re.compile(r"\D+")),
    "assets": _Hint(re.compile(r"房|车"), re.compile(r"址|号|价|值|贷|月供|面积|坐落|期|数|套|型|牌"),
                    re.compile(r"\D+")),
}  # fmt: skip


def hinted_scores(
    heading: str, column: Column, specs: Mapping[str, FieldSpec]
) -> Mapping[str, float]:
    """Score fields that a heading only hints at, where nearly all cells could be of the field."""
    bare = bare_heading(heading)
    if bare.isascii() or len(bare) > _LONGEST or len(column.texts) < _FEWEST_CELLS:
        return {}
    if means_another(heading):
        return {}
    return {
        field: HINTED
        for field, hint in _HINTS.items()
        if field in specs and _holds(hint, bare, column, specs[field])
    }


def _holds(hint: _Hint, bare: str, column: Column, spec: FieldSpec) -> bool:
    if not hint.heading.search(bare) or hint.unless.search(bare):
        return False
    shaped = column.share(lambda text: hint.cells.fullmatch(text) is not None)
    return shaped >= _LEAST_SHARE and (looks_by_type(column, spec) or 0.0) >= _LEAST_SHARE
