"""One row of a sheet → values of a customer and a deal, with every problem named."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from loancrm_desktop.services.exchange.import_plan import ImportPlan, RowProblem
from loancrm_desktop.services.exchange.mapping import DEAL_PREFIX, ColumnGuess
from loancrm_desktop.services.exchange.sheets import SheetRow
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.values.cells import cell_text, is_blank
from loancrm_desktop.services.forms.values.choices import option_for
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.services.forms.values.names import full_name
from loancrm_desktop.services.forms.values.phones import parse_phones
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import Text, say

_LINKED = (FieldType.PERSON, FieldType.TEAM, FieldType.RECORD)
_CHOSEN = (FieldType.CHOICE, FieldType.CHOICES)
_MOST_REMEMBERED = 20_000
"""Different texts of a column whose meaning is kept: cities and amounts come again and again."""
MAX_REMARK = 4000
_LONGEST_BLANK = 8


class RowValues:
    """What one row says.

    Attributes:
        row: as Excel counts it.
        customer: values in Python form by key; only filled ones.
        deal: values of the deal by key.
        remarks: what fits no field, kept as `heading：text`.
        channel: the name of a channel that is not in the office yet.
        problems: the first that rejects the row stands first in its reason.
        name_parts: `given` and `family` name where they stand in two columns.
        unread_phones: heading, text and fault of cells that hold no phone number.
    """

    # Made once for every row of a sheet, so by hand: a dataclass takes five times as long.
    __slots__ = (
        "channel",
        "customer",
        "deal",
        "name_parts",
        "problems",
        "remarks",
        "row",
        "unread_phones",
    )

    def __init__(self, row: int) -> None:
        self.row = row
        self.customer: dict[str, Any] = {}
        self.deal: dict[str, Any] = {}
        self.remarks: list[str] = []
        self.channel: str | None = None
        self.problems: list[RowProblem] = []
        self.name_parts: dict[str, str] = {}
        self.unread_phones: list[tuple[str, str, FieldFault]] = []

    @property
    def rejected(self) -> bool:
        """Say whether the row is left out."""
        return bool(self.problems) and any(problem.rejects for problem in self.problems)


Names = Mapping[tuple[str, str], int]
Put = Callable[[RowValues, Any], None]


class RowReader:
    """Reads rows by a plan; made once per import, so that each cell costs little."""

    def __init__(
        self,
        plan: ImportPlan,
        customer_fields: Mapping[str, FieldSpec],
        deal_fields: Mapping[str, FieldSpec],
        names: Names,
        zone: ZoneInfo,
    ) -> None:
        self._plan = plan
        self._names = names
        self._zone = zone
        self._columns: list[tuple[int, Put]] = []
        for column in plan.columns:
            if column.field is None:
                continue
            is_deal = column.field.startswith(DEAL_PREFIX)
            key = column.field.removeprefix(DEAL_PREFIX)
            spec = (deal_fields if is_deal else customer_fields)[key]
            self._columns.append((column.place, self._reader_of(column, spec, is_deal=is_deal)))

    def read(self, row: SheetRow) -> RowValues:
        """Answer what a row says; the values are not yet compared with the office."""
        values = RowValues(row.number)
        cells = row.cells
        for place, put in self._columns:
            cell = cells[place] if place < len(cells) else None
            if cell is not None and cell != "":
                put(values, cell)
        self._complete(values)
        return values

    def _complete(self, values: RowValues) -> None:
        customer = values.customer
        _join_name(values)
        if not customer.get("phone") and customer.get("phone2"):
            customer["phone"] = customer.pop("phone2")
        _settle_phones(values)
        if not customer.get("name"):
            phone = customer.get("phone")
            if phone:
                customer["name"] = f"客户{phone[-4:]}"
            elif self._plan.number_unnamed:
                customer["name"] = f"客户 {values.row}"
            elif not values.rejected:
                values.problems.append(
                    _problem(values, "", "no_name", say("There is neither a name nor a phone."))
                )
        if values.remarks:
            customer["remark"] = joined_remark(customer.get("remark"), *values.remarks)

    def _reader_of(self, column: ColumnGuess, spec: FieldSpec, *, is_deal: bool) -> Put:
        if column.part is not None:
            return _name_part(column)
        if spec.type is FieldType.PHONE and not is_deal:
            return _phone(column, spec.key)
        if spec.type in _LINKED:
            return self._link(column, spec)
        if spec.type in _CHOSEN:
            return self._choice(column, spec, is_deal=is_deal)
        return self._plain(column, spec, is_deal=is_deal)

    def _plain(self, column: ColumnGuess, spec: FieldSpec, *, is_deal: bool) -> Put:
        zone, unit, key = self._zone, column.unit_hint, spec.key
        parse = field_types.TYPES[spec.compared_as].parse
        known: dict[str, Any] = {}

        def put(values: RowValues, cell: Any) -> None:
            value = known.get(cell) if cell.__class__ is str else None
            if value is None:
                if _says_nothing(cell):
                    return
                try:
                    value = parse(cell, spec, zone, unit)
                except FieldFault as fault:
                    values.problems.append(_problem(values, column.column, fault.code, fault.text))
                    return
                if value is None or value == "":
                    return
                if cell.__class__ is str and len(known) < _MOST_REMEMBERED:
                    known[cell] = value
            (values.deal if is_deal else values.customer)[key] = value

        return put

    def _choice(self, column: ColumnGuess, spec: FieldSpec, *, is_deal: bool) -> Put:
        known: dict[str, Any] = {}
        own = self._plan.value_maps.get(column.field or "", {})
        parse = field_types.TYPES[spec.compared_as].parse
        zone = self._zone
        remarks = _Remarks(column, "no_such_option")

        def meaning(text: str) -> Any:
            if text in own:
                return own[text] if spec.type is FieldType.CHOICE else (own[text],)
            if spec.type is FieldType.CHOICE:
                return option_for(text, spec)
            try:
                return parse(text, spec, zone, None)
            except FieldFault:
                return None

        def put(values: RowValues, cell: Any) -> None:
            text = cell_text(cell)
            if not text or own.get(text) == "" or (text not in own and is_blank(text)):
                return
            if text not in known:
                known[text] = meaning(text)
            value = known[text]
            if value in (None, []):
                remarks.keep(values, text)
            else:
                (values.deal if is_deal else values.customer)[spec.key] = value

        return put

    def _link(self, column: ColumnGuess, spec: FieldSpec) -> Put:
        kind = "person" if spec.type is FieldType.PERSON else spec.links_to or "team"
        remarks = _Remarks(column, "unknown_name")
        known: dict[Any, int] = {}
        own = self._plan.value_maps.get(column.field or "", {})

        def put(values: RowValues, cell: Any) -> None:
            found = known.get(cell)
            if found is not None:
                values.customer[spec.key] = found
                return
            text = cell_text(cell)
            if not text or is_blank(text):
                return
            if text in own and not own[text]:
                return
            found = int(own[text]) if text in own else self._names.get((kind, text.casefold()))
            if found is not None:
                values.customer[spec.key] = found
                if cell.__class__ is str:
                    known[cell] = found
            elif kind == "channel":
                values.channel = text[:100]
            else:
                remarks.keep(values, text)

        return put


def _says_nothing(cell: Any) -> bool:
    """Say whether a cell is empty or a dash stands in its place; long texts are not looked at."""
    if cell.__class__ is not str:
        return False
    if "0" <= cell[:1] <= "9" or "\u4e00" <= cell[:1] <= "\u9fff":
        return False  # as nearly all cells begin, and nothing that says nothing does
    text = cell.strip()
    return not text or (len(text) <= _LONGEST_BLANK and is_blank(text))


def joined_remark(*parts: str | None) -> str:
    """Join what was said about a person, line by line, each once, as long as a remark may be."""
    said = ""
    for part in parts:
        if part and part not in said:
            said = f"{said}\n{part}" if said else part
    return said[:MAX_REMARK]


def _name_part(column: ColumnGuess) -> Put:
    """Keep one half of a name that stands in two columns; `_join_name` joins them."""
    part = column.part or "given"

    def put(values: RowValues, cell: Any) -> None:
        if not _says_nothing(cell):
            values.name_parts[part] = cell_text(cell)

    return put


def _join_name(values: RowValues) -> None:
    if not values.name_parts or values.customer.get("name"):
        return
    given, family = values.name_parts.get("given", ""), values.name_parts.get("family", "")
    try:
        values.customer["name"] = full_name(given, family)
    except FieldFault as fault:
        values.problems.append(_problem(values, "", fault.code, fault.text))


def _phone(column: ColumnGuess, key: str) -> Put:
    def put(values: RowValues, cell: Any) -> None:
        if _says_nothing(cell):
            return
        try:
            numbers = parse_phones(cell)
        except FieldFault as fault:
            values.unread_phones.append((column.column, cell_text(cell), fault))
            return
        places: Sequence[str] = ("phone", "phone2") if key == "phone" else ("phone2", "phone")
        for number in numbers:
            if number in (values.customer.get("phone"), values.customer.get("phone2")):
                continue
            free = next((place for place in places if not values.customer.get(place)), None)
            if free is None:
                values.remarks.append(f"{column.column}：{number}")
            else:
                values.customer[free] = number

    return put


_WRITTEN_ABROAD = re.compile(r"[+(]?\d[\d\s().\-/x+]{6,24}")
_DIGITS_ONLY = re.compile(r"[\d\s]*")
_DIGIT = re.compile(r"\d")


def _settle_phones(values: RowValues) -> None:
    """Reject a row for a mistyped phone; keep words and what may be foreign in the remark.

    `见微信` is a note, and `905-555-1234` without its country code no typing error; `1380013800`
    is one, and has to be mended before it is lost in a remark.
    """
    known = bool(values.customer.get("name") or values.customer.get("phone"))
    for column, text, fault in values.unread_phones:
        keep = known and _is_no_typing_error(text)
        values.problems.append(_problem(values, column, fault.code, fault.text, rejects=not keep))
        if keep:
            values.remarks.append(f"{column}：{text[:200]}")


def _is_no_typing_error(text: str) -> bool:
    if not _DIGIT.search(text):
        return True
    return bool(_WRITTEN_ABROAD.fullmatch(text)) and not _DIGITS_ONLY.fullmatch(text)


class _Remarks:
    """Keeps what the office does not know as a line of the remark, and says so."""

    def __init__(self, column: ColumnGuess, code: str) -> None:
        self._column = column.column
        self._code = code
        # Said once: a whole column of unknown names must not cost a sentence each.
        self._message = say(
            "The value is not known in this office; it was kept in the remark."
        ).read()

    def keep(self, values: RowValues, text: str) -> None:
        """Keep one cell's text."""
        values.remarks.append(f"{self._column}：{text[:200]}")
        values.problems.append(
            RowProblem(values.row, self._column, self._code, self._message, rejects=False)
        )


def _problem(
    values: RowValues, column: str, code: str, text: Text, *, rejects: bool = True
) -> RowProblem:
    return RowProblem(values.row, column, code, text.read(), rejects)
