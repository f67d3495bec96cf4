"""What the cells of a column look like: phone numbers, ID numbers, names, dates, amounts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from loancrm_desktop.services.forms.values.amounts import Unit, parse_amount, parse_term_months
from loancrm_desktop.services.forms.values.cells import cell_text, is_blank
from loancrm_desktop.services.forms.values.choices import option_for
from loancrm_desktop.services.forms.values.dates import looks_like_date
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.forms.values.id_numbers import parse_id_number
from loancrm_desktop.services.forms.values.names import is_chinese_name, starts_with_surname
from loancrm_desktop.services.language.fields import FieldSpec, FieldType

MAX_SAMPLES = 60

_PHONE = re.compile(r"\+?[0-9(][0-9()\s\-./:;,+x转]{5,60}")
_MOBILE = re.compile(r"(?:\+?86)?[\s\-]*1[3-9][0-9](?:[\s\-]?[0-9]){8}")
_ID = re.compile(r"[1-9][0-9]{14}|[1-9][0-9]{16}[0-9xX]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PLAIN_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_GENDERS = frozenset({"男", "女", "male", "female", "先生", "女士"})
_FLAGS = frozenset({"yes", "no", "true", "false", "y", "n", "是", "否", "有", "na"})
_WORDED = frozenset({"name", "address", "region", "company", "occupation", "owner", "team"})
_MAX_WAN = 2000
_MAX_YEARS = 10


@dataclass(frozen=True, slots=True)
class Column:
    """The first filled cells of a column.

    Attributes:
        cells: as they came.
        texts: the same, as plain text.
    """

    cells: tuple[object, ...]
    texts: tuple[str, ...]

    def share(self, looks_right: Callable[[str], bool]) -> float:
        """Answer which part of the cells passes a test, 0 when there are none."""
        if not self.texts:
            return 0.0
        return sum(map(looks_right, self.texts)) / len(self.texts)


def column_of(rows: Sequence[Sequence[object]], place: int) -> Column:
    """Take the first filled cells of a column."""
    cells: list[object] = []
    for row in rows:
        if place < len(row) and not is_blank(row[place]):
            cells.append(row[place])
            if len(cells) == MAX_SAMPLES:
                break
    return Column(tuple(cells), tuple(map(cell_text, cells)))


def looks_by_type(column: Column, spec: FieldSpec) -> float | None:
    """Say which part of the cells a field could hold; None when its type tells nothing."""
    if not column.texts:
        return None
    test = _TESTS.get(spec.compared_as)
    if test is not None:
        return column.share(test)
    if spec.compared_as in {FieldType.DATE, FieldType.DATETIME}:
        return sum(map(_could_be_date, column.cells)) / len(column.cells)
    if spec.compared_as is FieldType.CHOICE and spec.options:
        return column.share(_names_option_of(spec))
    if spec.key in _WORDED:
        return column.share(_is_worded) * (_variety(column) if spec.key == "name" else 1.0)
    return None


def content_scores(column: Column) -> Mapping[str, float]:
    """Score fields by contents alone, for columns whose heading says nothing."""
    if len(column.texts) < 2:
        return _of_one(column)
    scores = {
        "phone": 0.75 * _strong(column.share(_is_mobile)),
        "id_number": 0.8 * _strong(column.share(_is_valid_id)),
        "email": 0.75 * _strong(column.share(_is_email)),
        "gender": 0.6 * _strong(column.share(_is_gender)),
        "name": 0.6 * _strong(column.share(_is_name)) * _variety(column),
    }
    return {field: score for field, score in scores.items() if score > 0}


def amount_unit(column: Column) -> Unit | None:
    """Answer `wan` when every plain number is too small to be a loan in yuan."""
    plain = [parse for parse in map(_plain_number, column.texts) if parse is not None]
    if len(plain) >= 3 and len(plain) == len(column.texts) and 0 < max(plain) <= _MAX_WAN:
        return "wan"
    return None


def term_unit(column: Column) -> Unit | None:
    """Answer `year` when every plain number is too small to be a term in months."""
    plain = [parse for parse in map(_plain_number, column.texts) if parse is not None]
    if len(plain) >= 3 and len(plain) == len(column.texts) and 0 < max(plain) <= _MAX_YEARS:
        return "year"
    return None


def _of_one(column: Column) -> Mapping[str, float]:
    """One cell alone tells only what cannot be anything else."""
    if column.share(_is_mobile) == 1:
        return {"phone": 0.6}
    return {"id_number": 0.6} if column.share(_is_valid_id) == 1 else {}


def _strong(share: float) -> float:
    return share if share >= 0.7 else 0.0


def _variety(column: Column) -> float:
    """Names differ from row to row; a column of 已婚 and 未婚 does not."""
    few = len(column.texts) >= 8 and len(set(column.texts)) < len(column.texts) * 0.2
    return 0.0 if few else 1.0


def _is_phone(text: str) -> bool:
    return _PHONE.fullmatch(text) is not None and sum(map(str.isdecimal, text)) >= 5


def _is_mobile(text: str) -> bool:
    return _MOBILE.match(text) is not None and sum(map(str.isdecimal, text)) != 18


def _is_id(text: str) -> bool:
    return _ID.fullmatch(text.replace(" ", "")) is not None


def _is_valid_id(text: str) -> bool:
    if not _is_id(text):
        return False
    try:
        return bool(parse_id_number(text))
    except FieldFault:
        return False


def _is_email(text: str) -> bool:
    return _EMAIL.fullmatch(text) is not None


def _is_gender(text: str) -> bool:
    return text.casefold() in _GENDERS


def _is_name(text: str) -> bool:
    return is_chinese_name(text) and (starts_with_surname(text) or "·" in text)


def _is_worded(text: str) -> bool:
    return not _PLAIN_NUMBER.fullmatch(text) and text.casefold() not in _FLAGS and len(text) <= 200


def _could_be_date(cell: object) -> bool:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return 10_000 <= cell <= 80_000 or 19_000_101 <= cell <= 21_001_231
    return isinstance(cell, date) or looks_like_date(cell)


def _could_be_amount(text: str) -> bool:
    try:
        return parse_amount(text) is not None
    except FieldFault as fault:
        return fault.code != "not_an_amount"


def _could_be_term(text: str) -> bool:
    try:
        return parse_term_months(text) is not None
    except FieldFault as fault:
        return fault.code != "not_a_term"


def _names_option_of(spec: FieldSpec) -> Callable[[str], bool]:
    def names_option(text: str) -> bool:
        return option_for(text, spec) is not None

    return names_option


def _plain_number(text: str) -> float | None:
    return float(text.replace(",", "")) if _PLAIN_NUMBER.fullmatch(text) else None


_TESTS: Mapping[FieldType, Callable[[str], bool]] = {
    FieldType.PHONE: _is_phone,
    FieldType.ID_NUMBER: _is_id,
    FieldType.EMAIL: _is_email,
    FieldType.MONEY: _could_be_amount,
    FieldType.INTEGER: _could_be_term,
}
