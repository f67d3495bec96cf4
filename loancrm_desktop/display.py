"""How a value reads to people: money, dates, durations, masked numbers, in Chinese and English.

Formats live here as data rather than in the translation catalogue: they are shapes of values,
not sentences, and must be right even where a catalogue is missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from loancrm_desktop.texts import current_language

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")

_MINUTE_S = 60
_HOUR_S = 3600
_DAY_S = 86400
_FEN_PER_YUAN = 100
_FEN_PER_WAN = 10_000 * _FEN_PER_YUAN
_FEN_PER_YI = 10_000 * _FEN_PER_WAN
_PPM_PER_PERCENT = 10_000

_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "just now": "刚刚",
        "minutes ago": "{count}分钟前",
        "today": "今天 {time}",
        "d": "{count}天",
        "h": "{count}小时",
        "m": "{count}分钟",
        "under a minute": "不到1分钟",
        "joint": "",
        "yes": "是",
        "no": "否",
        "months": "{count} 期",
    },
    "en": {
        "just now": "just now",
        "minutes ago": "{count} min ago",
        "today": "today {time}",
        "d": "{count} d",
        "h": "{count} h",
        "m": "{count} min",
        "under a minute": "under 1 min",
        "joint": " ",
        "yes": "yes",
        "no": "no",
        "months": "{count} months",
    },
}


def money_short(fen: int, language: str | None = None) -> str:
    """Say an amount for lists: `¥ 30.0 万`, `¥ 8,500`, `¥ 1.20 亿`; English `¥ 300.0 k`."""
    size = abs(fen)
    if (language or current_language()) == "zh":
        steps = ((_FEN_PER_YI, 2, " 亿"), (_FEN_PER_WAN, 1, " 万"))
    else:
        steps = ((_FEN_PER_WAN * 100, 2, " m"), (_FEN_PER_WAN, 1, " k"))
    for step_fen, places, unit in steps:
        if size >= step_fen:
            per_unit = 1000 * _FEN_PER_YUAN if unit == " k" else step_fen
            return f"¥ {_rounded(fen, per_unit, places)}{unit}"
    return f"¥ {_rounded(fen, _FEN_PER_YUAN, 0 if fen % _FEN_PER_YUAN == 0 else 2)}"


def money_exact(fen: int) -> str:
    """Say an amount to the fen: `¥ 300,000.00`."""
    return f"¥ {_rounded(fen, _FEN_PER_YUAN, 2)}"


def yuan_text(fen: int) -> str:
    """Write an amount as the plain decimal string that files and programs take: `300000.00`."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), _FEN_PER_YUAN)
    return f"{sign}{yuan}.{rest:02d}"


def percent(rate_ppm: int) -> str:
    """Say a rate in per cent with at least two places: 43,500 ppm is `4.35%`."""
    sign = "-" if rate_ppm < 0 else ""
    whole, rest = divmod(abs(rate_ppm), _PPM_PER_PERCENT)
    digits = f"{rest:04d}".rstrip("0").ljust(2, "0")
    return f"{sign}{whole}.{digits}%"


def months(count: int, language: str | None = None) -> str:
    """Say a loan's term: `36 期`."""
    return _word("months", language).format(count=count)


def yes_no(value: bool, language: str | None = None) -> str:  # noqa: FBT001 - it is the value
    """Say a yes or no: `是`, `否`."""
    return _word("yes" if value else "no", language)


def file_size(size_bytes: int) -> str:
    """Say a file's size: `12 KB`, `3.4 MB`."""
    if size_bytes < 1024:
        return f"{size_bytes} B"
    size = size_bytes / 1024
    for unit in ("KB", "MB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "KB" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} GB"


def office_time(moment: datetime, zone: ZoneInfo = OFFICE_ZONE) -> datetime:
    """Turn a moment into the office's clock."""
    return moment.astimezone(zone)


def time_exact(moment: datetime, zone: ZoneInfo = OFFICE_ZONE) -> str:
    """Say a moment to the minute: `2026-11-23 10:30`."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def time_relative(
    moment: datetime,
    now: datetime,
    language: str | None = None,
    zone: ZoneInfo = OFFICE_ZONE,
) -> str:
    """Say a moment as seen from now: `3分钟前`, `今天 10:30`, `11-23`, `2025-11-23`."""
    elapsed_s = (now - moment).total_seconds()
    if 0 <= elapsed_s < _MINUTE_S:
        return _word("just now", language)
    if _MINUTE_S <= elapsed_s < _HOUR_S:
        return _word("minutes ago", language).format(count=int(elapsed_s // _MINUTE_S))
    local, here = moment.astimezone(zone), now.astimezone(zone)
    if local.date() == here.date():
        return _word("today", language).format(time=f"{local:%H:%M}")
    return date_short(local.date(), here.date())


def date_short(day: date, today: date) -> str:
    """Say a day: `11-23` this year, else `2025-11-23`."""
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()


def duration(length: timedelta, language: str | None = None) -> str:
    """Say how long, in at most two units: `2天6小时`, `1小时5分钟`, `不到1分钟`."""
    left_s = abs(int(length.total_seconds()))
    if left_s < _MINUTE_S:
        return _word("under a minute", language)
    parts: list[str] = []
    for unit, unit_s in (("d", _DAY_S), ("h", _HOUR_S), ("m", _MINUTE_S)):
        count, left_s = divmod(left_s, unit_s)
        if parts:
            # The second unit stands right under the first: 2 days 5 minutes is said as 2 days.
            if count:
                parts.append(_word(unit, language).format(count=count))
            break
        if count:
            parts.append(_word(unit, language).format(count=count))
    return _word("joint", language).join(parts)


def phone_spaced(phone: str) -> str:
    """Say a stored phone number for reading aloud: `138 0013 8000`, `0755-8765 4321`."""
    if len(phone) == 11 and phone[0] == "1":
        return f"{phone[:3]} {phone[3:7]} {phone[7:]}"
    if phone.startswith("0"):
        area, local = _landline_parts(phone)
        number, dash, extension = local.partition("-")
        return f"{area}-{number[:-4]} {number[-4:]}{dash}{extension}"
    return phone


def mask_phone(phone: str) -> str:
    """Cover the middle of a phone number: `138 **** 5521`."""
    if not phone:
        return ""
    if len(phone) == 11 and phone[0] == "1" and phone.isdecimal():
        return f"{phone[:3]} **** {phone[7:]}"
    if phone.startswith("0"):
        area, local = _landline_parts(phone)
        return f"{area} **** {local.partition('-')[0][-4:]}"
    if len(phone) < 8:
        return f"**** {phone[-2:]}"
    return f"{phone[:3]} **** {phone[-4:]}" if len(phone) > 8 else f"**** {phone[-4:]}"


def mask_id_number(number: str) -> str:
    """Cover an ID number but its first and last four: `4403 **** **** 0026`."""
    if not number:
        return ""
    if len(number) < 12:
        return f"**** {number[-2:]}"
    return f"{number[:4]} **** **** {number[-4:]}"


def mask_card(number: str) -> str:
    """Cover a bank card but its last four: `**** 5521`."""
    return f"**** {number[-4:]}" if len(number) >= 8 else "****" if number else ""


def mask_address(address: str) -> str:
    """Cover an address below its district: `深圳市南山区****`."""
    if not address:
        return ""
    found = _DISTRICT.match(address) or _CITY.match(address)
    return f"{found.group(0)}****" if found else "****"


def mask_text(value: str) -> str:
    """Cover any other sensitive text, keeping at most its first character."""
    return f"{value[0]}****" if len(value) > 1 else "****" if value else ""


def rmb_capitals(fen: int) -> str:
    """Write an amount in the capitals of contracts and receipts: `叁拾万元整`."""
    if fen < 0:
        return "负" + rmb_capitals(-fen)
    yuan, rest = divmod(fen, _FEN_PER_YUAN)
    jiao, single = divmod(rest, 10)
    whole = f"{_capital_integer(yuan)}元" if yuan else ""
    if not rest:
        return f"{whole or '零元'}整"
    tenths = f"{_DIGITS[jiao]}角" if jiao else ("零" if whole else "")
    hundredths = f"{_DIGITS[single]}分" if single else ""
    return whole + tenths + hundredths


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_DISTRICT = re.compile(
    r"(?:.{2,7}?(?:省|自治区|特别行政区))?"
    r"(?:.{1,10}?(?:自治州|地区|盟|市))?"
    r".{1,10}?(?:(?<![小园社校厂景库院])区|县|旗|(?<=.)市)"
)
_CITY = re.compile(r"(?:.{2,7}?(?:省|自治区))?.{1,10}?(?:自治州|地区|盟|市)|.{2,7}?(?:省|自治区)")


def _word(name: str, language: str | None) -> str:
    return _WORDS[language or current_language()][name]


def _rounded(fen: int, per_unit_fen: int, places: int) -> str:
    """Divide to a number of places, half away from zero, with thousands marks."""
    scale = 10**places
    units = (abs(fen) * scale * 2 + per_unit_fen) // (per_unit_fen * 2)
    sign = "-" if fen < 0 and units else ""
    whole, rest = divmod(units, scale)
    return f"{sign}{whole:,}" + (f".{rest:0{places}d}" if places else "")


@lru_cache(maxsize=1024)
def _landline_parts(phone: str) -> tuple[str, str]:
    """Split an area code off a landline: two-digit cities (010, 02x) and three-digit ones."""
    length = 3 if phone[:2] in {"01", "02"} else 4
    return phone[:length], phone[length:]


def _capital_integer(number: int) -> str:
    """Write a whole number in capitals, 万 and 亿 nested as the banks write them."""
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if low and (low < size // 10 or high % 10 == 0) else ""
            return _capital_integer(high) + unit + gap + (_capital_integer(low) if low else "")
    return _capital_thousands(number)


def _capital_thousands(number: int) -> str:
    written: list[str] = []
    pending_zero = False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if not digit:
            pending_zero = bool(written)
            continue
        if pending_zero:
            written.append("零")
            pending_zero = False
        written.append(_DIGITS[digit] + _PLACES[place])
    return "".join(written)
