"""Amounts, terms and rates: `30万`, `300,000`, `叁拾万元整`, `36期`, `4.35%` to whole numbers.

A range such as `20-30万` is refused rather than turned into one of its ends: the office would
read an invented number. `30万左右`, `30万以内` and `约30万` name one number and are taken.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal

from loancrm_desktop.services.forms.values.cells import NOTHING, cell_text
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.texts import say

Unit = Literal["yuan", "thousand", "wan", "million", "yi", "month", "year"]

MAX_YUAN = 10**13
MAX_MONTHS = 1200
MAX_PERCENT = 100_000

_FEN_PER_YUAN = 100
_DOUBTFUL_WAN = 10_000  # nobody asks a broker for 10,000 times 万
_PPM_PER_PERCENT = 10_000
_YUAN_PER: Mapping[str, int] = {
    "yuan": 1,
    "thousand": 1000,
    "wan": 10_000,
    "million": 1_000_000,
    "yi": 100_000_000,
}
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_IN_WAN = re.compile(r"([0-9]+(?:\.[0-9]+)?)[万w]元?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:[,' ][0-9]{3})+(?:\.[0-9]+)?")
_AROUND = re.compile(
    r"人民币|rmb|cny|[¥$]|大约|大概|预计|预算|约|左右|上下|以内|以上|以下|之内|不超过|最多|最高|至少"
    r"|整|正$|\+$|\s"
)
_RANGE = re.compile(
    r"[0-9一二三四五六七八九十百千万w元年月期%]\s*(?:[-~—–至到]+)\s*[0-9一二三四五六七八九十]"
)
_LETTERS = str.maketrans({"w": "万", "k": "千", "m": "兆"})
_PARENTHESISED = re.compile(r"\((.+)\)")

_NUMERALS: Mapping[str, int] = {
    **{mark: value for value, mark in enumerate("零一二三四五六七八九")},
    **{mark: value for value, mark in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
    "貳": 2,
    "叄": 3,
    "陸": 6,
}
_SMALL_UNITS: Mapping[str, int] = {
    "十": 10,
    "拾": 10,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
}
_LARGE_UNITS: Mapping[str, int] = {
    "兆": 10**6,
    "万": 10**4,
    "萬": 10**4,
    "亿": 10**8,
    "億": 10**8,
}
_TOKEN = re.compile(r"[0-9]+(?:\.[0-9]+)?|.")
_TERM = re.compile(
    r"(?:(?P<years>[0-9.]+|半)(?:年期?|years?|yrs?|y)(?P<half>半)?)?"
    r"(?:(?P<months>[0-9.]+)(?:个?月|期|months?|mos?|m)?)?"
)


def parse_amount(raw: object, unit_hint: Unit | None = None) -> int | None:
    """Read an amount in fen; None for an empty cell.

    `unit_hint` is the unit of the column (`wan` for 金额（万元）); it counts for numbers that
    name no unit themselves. Fractions of a fen are rounded half up.

    Raises:
        FieldFault: a range (`range`), an amount beyond all reason (`too_large`), or no amount at
            all (`not_an_amount`).
    """
    if type(raw) is int:
        return _fen(Decimal(raw), unit_hint)
    text = cell_text(raw).lower()
    if not text or text in NOTHING or isinstance(raw, bool):
        return _only_blank(raw, text)
    if isinstance(raw, float):
        if not math.isfinite(raw):
            raise _no_amount()
        return _fen(Decimal(text), unit_hint)
    if _PLAIN.fullmatch(text):
        return _fen(Decimal(text), unit_hint)
    in_wan = _IN_WAN.fullmatch(text)
    if in_wan:
        return _fen(Decimal(in_wan.group(1)) * 10_000, None)
    return _written_amount(text, unit_hint)


def parse_number(raw: object) -> Decimal | None:
    """Read a plain number, Chinese numerals and thousands marks included; None when empty.

    Raises:
        FieldFault: it is no number (`not_a_number`) or a range (`range`).
    """
    text = cell_text(raw).lower()
    if not text or text in NOTHING:
        return None
    number = _number(text.replace(" ", ""))
    if number is None:
        _refuse_range(text)
        raise FieldFault("not_a_number", say("This is no number: write it in digits, like 12.5."))
    return number


def parse_term_months(raw: object, unit_hint: Unit | None = None) -> int | None:
    """Read a loan's term in months: `3年`, `36个月`, `36期`, `一年半`; None for an empty cell.

    Raises:
        FieldFault: a range (`range`), no term (`not_a_term`), or longer than a hundred years
            (`too_large`).
    """
    text = cell_text(raw).lower().replace(" ", "")
    if not text or text in NOTHING:
        return None
    _refuse_range(text)
    months = _months(_arabic(_AROUND.sub("", text)), unit_hint)
    if months is None or months != months.to_integral_value() or months < 0:
        raise FieldFault(
            "not_a_term", say("This is no term: write it in months or years, like 36 or 3年.")
        )
    if months > MAX_MONTHS:
        raise FieldFault("too_large", say("A term has at most {count} months.", count=MAX_MONTHS))
    return int(months)


def parse_percent(raw: object) -> int | None:
    """Read a rate in parts per million; None for an empty cell.

    `4.35` and `4.35%` are 4.35 per cent. A number cell between 0 and 1 is what Excel stores for a
    cell formatted in per cent, so 0.0435 is 4.35 per cent too; yearly rates below 1 % are typed
    with the sign.

    Raises:
        FieldFault: a range (`range`), a monthly or daily rate (`not_yearly`), no rate
            (`not_a_rate`), or one beyond all reason (`too_large`).
    """
    text = cell_text(raw).lower().replace(" ", "")
    if not text or text in NOTHING:
        return None
    _refuse_range(text)
    if re.search(r"月|日|天|厘", text):
        raise FieldFault(
            "not_yearly", say("Write the yearly rate (simple) in per cent, like 4.35%.")
        )
    number = _number(re.sub(r"年化|年利率|利率|单利|左右|约|%|‰|p\.?a\.?$", "", text))
    if number is None or isinstance(raw, bool):
        raise FieldFault("not_a_rate", say("This is no rate: write it in per cent, like 4.35%."))
    if abs(number) > MAX_PERCENT:
        raise FieldFault("too_large", say("A rate has at most {most} %.", most=MAX_PERCENT))
    if isinstance(raw, float) and 0 < number < 1:
        number *= 100
    if "‰" in text:
        number /= 10
    return int((number * _PPM_PER_PERCENT).to_integral_value(ROUND_HALF_UP))


def unit_named_in(header: str) -> Unit | None:
    """Find the unit that a column's heading names: `金额（万元）` is `wan`, `期限(年)` is `year`."""
    text = cell_text(header).lower().replace(" ", "")
    for pattern, unit in _HEADER_UNITS:
        if pattern.search(text):
            return unit
    return None


_HEADER_UNITS: tuple[tuple[re.Pattern[str], Unit], ...] = (
    (re.compile(r"亿元?"), "yi"),
    (re.compile(r"百万元?|million"), "million"),
    (re.compile(r"万|\b10k\b|[(\[]w[)\]]"), "wan"),
    (re.compile(r"千元|仟元|[(\[]k[)\]]|thousand"), "thousand"),
    (re.compile(r"[(\[/]年[)\]]?|年数|years?\b|\byrs?\b"), "year"),
    (re.compile(r"月数|个月|期数|[(\[/][月期][)\]]?|months?\b"), "month"),
    (re.compile(r"[(\[/](?:元|rmb|cny|¥)|yuan"), "yuan"),
)


def _only_blank(raw: object, text: str) -> None:
    if isinstance(raw, bool) and text:
        raise _no_amount()


def _written_amount(text: str, unit_hint: Unit | None) -> int:
    _refuse_range(text)
    bare = _AROUND.sub("", text)
    negative = _PARENTHESISED.fullmatch(bare)
    if negative:
        bare = "-" + negative.group(1)
    sign = -1 if bare.startswith("-") else 1
    yuan, mark, rest = (
        bare.removeprefix("-").replace("块", "元").replace("圆", "元").partition("元")
    )
    if not mark and yuan.endswith(("角", "分")):
        yuan, mark, rest = "", "元", yuan
    whole = _number(yuan) if yuan else Decimal(0)
    small = _jiao_and_fen(rest if mark else "")
    if whole is None or small is None or not (yuan or rest):
        raise _no_amount()
    if mark or _names_unit(yuan):
        unit_hint = None
    return sign * _fen(whole + small, unit_hint)


def _names_unit(text: str) -> bool:
    return any(mark in text for mark in "万萬亿億千仟兆wkm")


def _jiao_and_fen(text: str) -> Decimal | None:
    """Read what follows 元 in capitals: `叁角贰分`, in yuan."""
    found = re.fullmatch(r"零?(?:(.)角)?零?(?:(.)分)?", text)
    if found is None:
        return None
    jiao, fen = (_number(part) if part else Decimal(0) for part in found.groups())
    return None if jiao is None or fen is None else jiao / 10 + fen / 100


def _fen(number: Decimal, unit_hint: Unit | None) -> int:
    if unit_hint == "wan" and number >= _DOUBTFUL_WAN:
        raise FieldFault(
            "unit_doubtful",
            say(
                "The column counts in 万, but this number looks like yuan: write its unit, like "
                "30万 or 300000元."
            ),
        )
    yuan = number * _YUAN_PER.get(unit_hint or "yuan", 1)
    if abs(yuan) > MAX_YUAN:
        raise FieldFault("too_large", say("This amount is too large to be meant."))
    return int((yuan * _FEN_PER_YUAN).to_integral_value(ROUND_HALF_UP))


def _number(text: str) -> Decimal | None:
    """Read digits with thousands marks, Chinese numerals, or a mix such as `3百5十万`."""
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if _GROUPED.fullmatch(text):
        return Decimal(re.sub(r"[,' ]", "", text))
    text = re.sub(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", "", text).translate(_LETTERS)
    return _from_tokens(_TOKEN.findall(text))


def _from_tokens(tokens: list[str]) -> Decimal | None:
    total = section = current = Decimal(0)
    last_unit, pending, after_zero = 0, False, False
    for token in tokens:
        if token in _SMALL_UNITS:
            last_unit = _SMALL_UNITS[token]
            if section and not pending and last_unit > 10:
                return None
            section += (current if pending else Decimal(1)) * last_unit
        elif token in _LARGE_UNITS:
            last_unit = _LARGE_UNITS[token]
            if not (pending or section or total):
                return None
            if last_unit == 10**8:
                total, section = (total + section + current) * last_unit, Decimal(0)
            else:
                total, section = total + (section + current) * last_unit, Decimal(0)
        else:
            digit = _digit(token)
            if digit is None or (pending and current):
                return None
            current, pending, after_zero = digit, True, after_zero or digit == 0
            continue
        current, pending, after_zero = Decimal(0), False, False
    if not tokens or not (last_unit or (pending and len(tokens) == 1)):
        return None
    # Spoken short forms: 三万五 is 35,000, while 三万零五 is 30,005.
    spoken = pending and not after_zero and 0 < current < 10 and last_unit > 10
    return total + section + (current * last_unit / 10 if spoken else current)


def _digit(token: str) -> Decimal | None:
    if token in _NUMERALS:
        return Decimal(_NUMERALS[token])
    try:
        return Decimal(token)
    except InvalidOperation:
        return None


def _arabic(text: str) -> str:
    """Put the Chinese numerals of a term into digits: `三年` becomes `3年`."""
    return re.sub(r"[零一二三四五六七八九十两百壹贰叁肆伍陆柒捌玖拾]+", _in_digits, text)


def _in_digits(found: re.Match[str]) -> str:
    number = _from_tokens(_TOKEN.findall(found.group(0)))
    return found.group(0) if number is None else str(number)


def _months(text: str, unit_hint: Unit | None) -> Decimal | None:
    found = _TERM.fullmatch(text)
    if found is None or not text:
        return None
    years, months = found["years"], found["months"]
    try:
        if years is None:
            per = 12 if unit_hint == "year" and text.replace(".", "").isdecimal() else 1
            return Decimal(months) * per
        whole = Decimal("0.5") if years == "半" else Decimal(years)
        half = Decimal("0.5") if found["half"] else Decimal(0)
        return (whole + half) * 12 + (Decimal(months) if months else 0)
    except InvalidOperation:
        return None


def _refuse_range(text: str) -> None:
    if _RANGE.search(text):
        raise FieldFault(
            "range", say("This is a range: write one number, such as the largest of it.")
        )


def _no_amount() -> FieldFault:
    return FieldFault("not_an_amount", say("This is no amount: write it like 300000 or 30万."))
