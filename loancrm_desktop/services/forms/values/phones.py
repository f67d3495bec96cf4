"""Phone numbers: any usual writing to one form, so that equal numbers are equal texts.

Stored form: mainland mobiles as 11 digits, landlines as area code and number without a dash
(`075587654321`, an extension after `-`), 400 / 800 and service numbers as digits, everything else
as E.164 with `+`. Landlines of 010 and 02x have eight digits, all others seven or eight.
"""

from __future__ import annotations

import re
from functools import lru_cache

from loancrm_desktop.services.forms.values.cells import NOTHING, cell_text
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.texts import say

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(?:010|02[0-9])[1-9][0-9]{7}|0[3-9][0-9]{2}[1-9][0-9]{6,7}")
_SERVICE = re.compile(r"[48]00[0-9]{7}|1[0-2][0-9]{3}|9[56][0-9]{3,4}")
_NEIGHBOUR = re.compile(r"(?:852[2-9][0-9]{7}|8536[0-9]{7}|8869[0-9]{8})")
_LOOSE_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#)[\s:.]*([0-9]{1,6})$|(?<=[0-9]{7})-([0-9]{1,5})$")
_PREFIX = re.compile(r"^(?:\+?0{0,2}86|0086|17951|17909|17911|12593)(?=0?[1-9])")
_SEPARATORS = re.compile(r":::|[/、,;|\n&]|或|和|及")
_SPACES = re.compile(r"\s+")
_DECORATION = re.compile(r"[\s().·•_~\-\u2010-\u2015\u2212]")
_SHORTENED = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{1,2}")
_LEADING_WORDS = re.compile(r"^[^0-9+(]+")
_WORDS = re.compile(r"[^\W\d_]+[:\s]*|[:\"'<>\[\]【】]", re.UNICODE)


def parse_phone(raw: object) -> str:
    """Normalise one phone number; the empty text for an empty cell.

    Raises:
        FieldFault: it is no phone number (`not_a_phone`), lacks its area code
            (`no_area_code`), holds several (`several_phones`), or Excel shortened it
            (`digits_lost`).
    """
    if isinstance(raw, str) and _MOBILE.fullmatch(raw):
        return raw
    numbers = parse_phones(raw)
    if len(numbers) > 1:
        raise FieldFault(
            "several_phones",
            say("There are several phone numbers here: put the others into “Second phone”."),
        )
    return numbers[0] if numbers else ""


def parse_phones(raw: object) -> tuple[str, ...]:
    """Normalise every number of a cell such as `13800138000/0755-87654321`, each once.

    Raises:
        FieldFault: one of them is no phone number; codes as in `parse_phone`.
    """
    if isinstance(raw, str) and _MOBILE.fullmatch(raw):
        return (raw,)
    text = cell_text(raw)
    if not text or text in NOTHING:
        return ()
    if _MOBILE.fullmatch(text):
        return (text,)
    if _SHORTENED.fullmatch(text):
        raise FieldFault(
            "digits_lost",
            say("Excel has shortened this number; format the column as text and enter it again."),
        )
    return tuple(dict.fromkeys(_each_number(text)))


def _each_number(text: str) -> list[str]:
    whole = _one_number(text)
    if whole:
        return [whole]
    # Mobiles with words around them, or side by side: `本人 138… 配偶 139…`.
    loose = _LOOSE_MOBILE.findall(text)
    if loose and not any(mark.isdecimal() for mark in _LOOSE_MOBILE.sub("", text)):
        return loose
    for separator in (_SEPARATORS, _SPACES):
        parts = [part for part in map(_bare, separator.split(text)) if part]
        numbers = [_one_number(part) for part in parts]
        if numbers and all(numbers):
            return numbers
    joined = _one_number(_SEPARATORS.sub("", _bare(text)))
    if joined:
        return [joined]
    raise _fault(next((part for part in map(_bare, _SEPARATORS.split(text)) if part), text))


def _bare(text: str) -> str:
    """Take the words around a number away, not those that mark an extension."""
    if _EXTENSION.search(text):
        return _LEADING_WORDS.sub("", text)
    return _WORDS.sub("", text).strip()


def _one_number(text: str) -> str:
    """Normalise one number without words around it; the empty text when it is none."""
    text = text.strip().lower()
    found = _EXTENSION.search(text)
    extension = (found.group(1) or found.group(2)) if found else ""
    bare = _DECORATION.sub("", text[: found.start()] if found else text)
    number = _mainland(bare)
    if not number and extension and found and found.group(2):
        # A dash inside the number was taken for an extension: 0755-8765-4321.
        number, extension = _mainland(_DECORATION.sub("", text)), ""
    if number:
        return f"{number}-{extension}" if extension and number[0] == "0" else number
    if _NEIGHBOUR.fullmatch(bare):
        return f"+{bare}"
    if bare.startswith(("+", "00")):
        return _foreign("+" + bare.lstrip("+0"))
    return ""


def _mainland(bare: str) -> str:
    if not bare.lstrip("+").isdecimal():
        return ""
    local = _PREFIX.sub("", bare)
    if _MOBILE.fullmatch(local):
        return local
    if local[:1] == "0" and _MOBILE.fullmatch(local[1:]):
        return local[1:]
    if _LANDLINE.fullmatch(local):
        return local
    if local != bare and _LANDLINE.fullmatch("0" + local):
        return "0" + local
    return local if _SERVICE.fullmatch(local) else ""


@lru_cache(maxsize=4096)
def _foreign(number: str) -> str:
    # Imported late: its tables cost tens of milliseconds, and few offices have such numbers.
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ""
    if parsed.country_code == 86 or not phonenumbers.is_possible_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _fault(text: str) -> FieldFault:
    digits = sum(mark.isdecimal() for mark in text)
    if digits in {7, 8}:
        return FieldFault(
            "no_area_code",
            say("This landline has no area code: write it as 0755-87654321."),
        )
    if text.startswith("1") and digits != 11:
        return FieldFault(
            "not_a_phone",
            say("A mobile number has 11 digits; there are {count} here.", count=digits),
        )
    if text.startswith("1"):
        return FieldFault("not_a_phone", say("Mobile numbers begin with 13 to 19."))
    return FieldFault(
        "not_a_phone",
        say("This is no phone number; write a foreign one with + and its country code."),
    )
