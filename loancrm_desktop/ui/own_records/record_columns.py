"""The columns of a list of own records, and what its cells say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from loancrm_desktop import display
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.own_record_list import OwnRow, shown_columns
from loancrm_desktop.texts import current_language
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.cell_texts import CellTexts, shortened
from loancrm_desktop.ui.records.list_columns import CHECK, NAME, PINNED
from loancrm_desktop.ui.records.list_wish import ListWish
from loancrm_desktop.ui.records.table_model import Column, title_width

SPECIAL = frozenset({CHECK, NAME, "owner"})
"""The columns painted in ways of their own; an office may name a field `phone` itself."""
USUAL_SORT = "-created_at"

_CHECK_WIDTH = 38
_NAME_WIDTH = 180
_WIDTHS = {
    FieldType.MONEY: 120,
    FieldType.INTEGER: 90,
    FieldType.NUMBER: 90,
    FieldType.PERCENT: 90,
    FieldType.DATE: 104,
    FieldType.DATETIME: 110,
    FieldType.BOOLEAN: 74,
    FieldType.PERSON: 100,
    FieldType.RECORD: 120,
    FieldType.LONG_TEXT: 200,
}
_RIGHT = frozenset({FieldType.MONEY, FieldType.INTEGER, FieldType.NUMBER, FieldType.PERCENT})
_UNSORTABLE = frozenset(
    {FieldType.TAGS, FieldType.CHOICES, FieldType.ATTACHMENT, FieldType.SUB_FORM}
)


def usual_wish(words: OfficeWords, kind: str) -> ListWish:
    """Answer what a list of a kind is asked for while nobody has chosen anything."""
    keys = shown_columns(words.fields(kind))
    return ListWish(columns=keys, usual=keys, usual_sort=USUAL_SORT)


def columns_of(kind: str, keys: Iterable[str], words: OfficeWords) -> tuple[Column, ...]:
    """Answer the columns with these keys, check and name first; unknown keys are left out."""
    fields = words.fields(kind)
    wanted = [key for key in dict.fromkeys(keys) if key not in PINNED and key in fields]
    made = [Column(CHECK, "", _CHECK_WIDTH)]
    return (*made, *(_column(fields[key]) for key in (NAME, *wanted) if key in fields))


def _column(spec: FieldSpec) -> Column:
    usual = _NAME_WIDTH if spec.key == NAME else _WIDTHS.get(spec.compared_as, 130)
    sorts = spec.compared_as not in _UNSORTABLE and spec.type is not FieldType.RECORD
    title = spec.label(current_language())
    return Column(
        spec.key,
        title,
        max(round(usual * max(1.0, theme.current().text_scale)), title_width(title)),
        spec.key if sorts else "",
        right=spec.compared_as in _RIGHT,
    )


class RecordTexts(CellTexts):
    """Says the cells of a row of own records."""

    def __init__(self, words: OfficeWords, kind: str, now: Callable[[], datetime]) -> None:
        super().__init__(words, now)
        self._office_words, self._kind, self._clock = words, kind, now
        self._carried_texts: Mapping[str, Callable[[OwnRow], str]] = {
            NAME: name_of_row,
            "customer": customer_of_row,
            "deal": deal_of_row,
        }

    def __call__(self, row: Any, key: str) -> str:
        """Say one cell."""
        return self.plain(row, key)

    def plain(self, row: Any, key: str) -> str:
        """Say a field."""
        carried = self._carried_texts.get(key)
        if carried is not None:
            return carried(row)
        spec = self._office_words.fields(self._kind).get(key)
        if spec is None:
            return ""
        if key == "created_at":
            return display.time_relative(row.created_at, self._clock())
        value = row.more.get(key)
        if key in row.masked:
            return str(value or "")
        return shortened(spec, value, self._office_words, self._clock())

    def long(self, row: Any, key: str) -> str:
        """Say a cell in full, for its tooltip."""
        spec = self._office_words.fields(self._kind).get(key)
        if key == "created_at":
            return display.time_exact(row.created_at)
        if spec is None or key in self._carried_texts or key in row.masked:
            return self.plain(row, key)
        return self._office_words.say(spec, row.more.get(key))

    def summary(self, row: Any) -> str:
        """Say the whole row in a sentence, for a screen reader."""
        parts = [self.plain(row, key) for key in (NAME, "customer", *row.more)]
        return "，".join(part for part in dict.fromkeys(parts) if part)


def name_of_row(row: OwnRow) -> str:
    """Name a record."""
    return row.name


def customer_of_row(row: OwnRow) -> str:
    """Name whose it is."""
    return row.customer_name or ""


def deal_of_row(row: OwnRow) -> str:
    """Name the deal it belongs to."""
    return row.deal_ref or ""
