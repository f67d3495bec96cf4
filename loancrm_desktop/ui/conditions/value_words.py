"""The right side of a comparison in words, short enough for a chip: 资质审核、方案匹配; ≥ 50 万."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from loancrm_desktop import display
from loancrm_desktop.services.language.constants import Misread, read_constant
from loancrm_desktop.services.language.expressions import Family, Unit, family_of
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.language.phrases import phrases, span
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.time_edits import read_day

_UNITS = {unit.value: unit for unit in Unit}
_WAN = 10_000


def value_words(
    spec: FieldSpec, op: str, value: Any, words: OfficeWords, fields: ConditionFields
) -> str:
    """Say a value; empty when there is none."""
    speaker = _Speaker(spec, words, fields)
    if value is None or value == []:
        return ""
    if op in {"within_last", "within_next", "older_than"}:
        return speaker.span(value)
    if isinstance(value, list):
        said = [speaker.one(item) for item in cast("list[Any]", value)]
        if op == "between" and len(said) == 2:
            return tr("{low} to {high}", low=said[0], high=said[1])
        return phrases(current_language())["list"].join(said)
    return speaker.one(value)


class _Speaker:
    def __init__(self, spec: FieldSpec, words: OfficeWords, fields: ConditionFields) -> None:
        self._spec = spec
        self._words = words
        self._fields = fields
        self._phrases = phrases(current_language())

    def one(self, value: Any) -> str:
        if isinstance(value, Mapping):
            return self._reference(cast("Mapping[str, Any]", value))
        if isinstance(read_constant(self._spec, value), Misread):
            return str(value)
        if family_of(self._spec) is Family.LINK:
            kind = self._spec.links_to or self._spec.compared_as.value
            return self._words.link_name(kind, int(value)) or f"#{value}"
        return self._constant(value)

    def _constant(self, value: Any) -> str:
        kind, text = self._spec.compared_as, str(value)
        if kind is FieldType.MONEY:
            return money_words(text)
        if kind is FieldType.PERCENT:
            return f"{text.rstrip('%')}%"
        option = self._spec.option(text)
        if option is not None:
            return option.label(current_language())
        whole_day = kind is FieldType.DATETIME and read_day(text) is not None
        return text if whole_day else _plain(kind, value)

    def span(self, value: Any) -> str:
        if isinstance(value, Mapping) and len(cast("Mapping[str, Any]", value)) == 1:
            key, amount = next(iter(cast("Mapping[str, Any]", value).items()))
            if key in _UNITS and isinstance(amount, int):
                return span(self._phrases, _UNITS[key], amount)
        return self.one(value)

    def _reference(self, value: Mapping[str, Any]) -> str:
        key, given = next(iter(value.items()), ("", None))
        if key == "me":
            return self._phrases["me"]
        if key == "my_team":
            return self._phrases["my_team"]
        if key == "field":
            return self._fields.label(str(given))
        if not isinstance(given, int):
            return str(given)
        if key == "today":
            return self._day(given)
        return self._moment(_UNITS[key], given) if key in _UNITS else str(given)

    def _day(self, offset_days: int) -> str:
        near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(offset_days)
        if near:
            return self._phrases[near]
        length = span(self._phrases, Unit.DAYS, offset_days)
        return self._phrases["day ago" if offset_days < 0 else "day from now"].format(span=length)

    def _moment(self, unit: Unit, amount: int) -> str:
        if amount == 0:
            return self._phrases["now"]
        length = span(self._phrases, unit, amount)
        return self._phrases["ago" if amount < 0 else "from now"].format(span=length)


def _plain(kind: FieldType, value: Any) -> str:
    if kind is FieldType.BOOLEAN:
        return display.yes_no(bool(value))
    if kind is FieldType.DATETIME:
        return display.time_exact(datetime.fromisoformat(str(value)))
    return str(value)


def money_words(yuan: str) -> str:
    """Say an amount without needless digits: 50 万, 8,500; English in yuan."""
    amount = Decimal(yuan)
    if current_language() == "zh" and abs(amount) >= _WAN and amount % (_WAN // 100) == 0:
        return f"{(amount / _WAN).normalize():,f} 万"
    return f"{amount:,.2f}".removesuffix(".00")
