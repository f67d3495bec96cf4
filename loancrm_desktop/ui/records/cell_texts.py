"""What a cell of the customer list says in words: for painting, tooltips and screen readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from loancrm_desktop import display
from loancrm_desktop.services.customer_list import CustomerRow
from loancrm_desktop.services.customer_table import NEXT_STEP, POOL_RETURN, NextStep, TableRow
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.ownership import page_words
from loancrm_desktop.ui.widgets import marks

_ATTRIBUTES = {
    "owner": "owner_id",
    "team": "team_id",
    "channel": "channel_id",
    "requested_amount": "requested_amount_fen",
    "deal_amount": "deal_amount_fen",
}
_CARRIED = frozenset(CustomerRow.__dataclass_fields__)
_TAGS_SAID = 12


class CellTexts:
    """Says the cells of a row."""

    def __init__(self, words: OfficeWords, now: Callable[[], datetime]) -> None:
        self._words = words
        self._now = now
        self._special: Mapping[str, Callable[[TableRow], str]] = {
            "phone": phone_text,
            "requested_amount": amount_text,
            "deal_stage": self._stage,
            "deal_stage_entered_at": self._dwell,
            "product_type": self._product,
            NEXT_STEP: self._next_step,
            POOL_RETURN: pool_text,
        }

    def __call__(self, row: TableRow, key: str) -> str:
        """Say one cell."""
        special = self._special.get(key)
        return special(row) if special is not None else self.plain(row, key)

    def plain(self, row: TableRow, key: str) -> str:
        """Say a field that has no form of its own in the list."""
        if key == POOL_RETURN:
            return pool_text(row)
        spec = self._words.fields("customer").get(key)
        if spec is None:
            return ""
        if key in row.more:
            return shortened(spec, row.more[key], self._words, self._now())
        attribute = _ATTRIBUTES.get(key, key)
        value = getattr(row, attribute) if attribute in _CARRIED else None
        return "" if value in (None, "", ()) else self._carried(spec, value)

    def long(self, row: TableRow, key: str) -> str:
        """Say a cell in full, for its tooltip; empty where the cell itself says all."""
        fen = _amount(row) if key == "requested_amount" else None
        if fen is not None:
            return display.money_exact(fen)
        if key == NEXT_STEP and row.next_step is not None and row.next_step.due_at is not None:
            when = display.time_exact(row.next_step.due_at)
            return f"{row.next_step.title}  {when}"
        if key == "owner":
            return self._words.person_name(row.owner_id)
        if key == "deal_stage_entered_at":
            found = self.dwell(row)
            return "" if found is None else found.spoken
        return self(row, key)

    def dwell(self, row: TableRow) -> marks.Dwell | None:
        """Answer how long the customer's deal has been in its stage."""
        return marks.dwell_of(row.deal_stage_entered_at, row.deal_due_at, self._now())

    def stage(self, row: TableRow) -> str:
        """Name the stage of the customer's deal."""
        return self._stage(row)

    def product(self, row: TableRow) -> tuple[str, str]:
        """Say the product wanted, and for how long."""
        name = name_of("product_type", row.product_type) if row.product_type else ""
        term = row.more.get("requested_term_months")
        return name, "" if not term else display.months(int(term))

    def step(self, row: TableRow) -> tuple[str, str] | None:
        """Say the next step and when; None when there is none."""
        found = row.next_step
        if found is None and row.next_follow_up_at is None:
            return None
        if found is None:
            found = NextStep(0, tr("Follow up"), row.next_follow_up_at)
        return found.title, "" if found.due_at is None else when_text(found.due_at, self._now())

    def credit(self, row: TableRow) -> str:
        """Say the credit standing."""
        return name_of("credit_standing", row.credit_standing) if row.credit_standing else ""

    def owner(self, row: TableRow) -> str:
        """Name the owner."""
        return self._words.person_name(row.owner_id)

    def summary(self, row: TableRow) -> str:
        """Say the whole row in a sentence, for a screen reader."""
        parts = [self(row, key) for key in ("name", "deal_stage", "requested_amount", NEXT_STEP)]
        return "，".join(part for part in parts if part)

    def _carried(self, spec: FieldSpec, value: Any) -> str:
        kind = spec.compared_as
        if spec.links_to is not None:
            return self._words.link_name(spec.links_to, int(value))
        if kind is FieldType.MONEY:
            return display.money_short(int(value))
        if kind is FieldType.DATETIME:
            return display.time_relative(value, self._now())
        if kind is FieldType.CHOICE:
            option = spec.option(str(value))
            return str(value) if option is None else option.label(current_language())
        if kind is FieldType.TAGS:
            return "、".join(value[:_TAGS_SAID]) + ("…" if len(value) > _TAGS_SAID else "")
        return str(value)

    def _stage(self, row: TableRow) -> str:
        return self._words.stage_name(row.deal_stage)

    def _dwell(self, row: TableRow) -> str:
        found = self.dwell(row)
        return "" if found is None else dwell_words(found)

    def _product(self, row: TableRow) -> str:
        return " ".join(part for part in self.product(row) if part)

    def _next_step(self, row: TableRow) -> str:
        found = self.step(row)
        return tr("no next step") if found is None else " ".join(part for part in found if part)


def shortened(spec: FieldSpec, value: Any, words: OfficeWords, now: datetime) -> str:
    """Say a field's JSON value as short as a column needs it."""
    if spec.compared_as is FieldType.DATETIME and value:
        return display.time_relative(datetime.fromisoformat(str(value)), now)
    if spec.compared_as is FieldType.TAGS and isinstance(value, list):
        value = value[:_TAGS_SAID]  # pyright: ignore[reportUnknownVariableType] - JSON
    return words.say(spec, value).replace("\n", " ")


def pool_text(row: TableRow) -> str:
    """Say in how many days a customer returns to the pool; empty while there is time."""
    return "" if row.pool_days is None else page_words.countdown_of(row.pool_days)


def phone_text(row: CustomerRow) -> str:
    """Say a phone number as every list does: covered in the middle."""
    phone = row.phone or ""
    return phone if "*" in phone else display.mask_phone(phone)


def _amount(row: CustomerRow) -> int | None:
    return row.deal_amount_fen if row.deal_amount_fen is not None else row.requested_amount_fen


def amount_text(row: CustomerRow) -> str:
    """Say a customer's wanted amount in 万 with one place, the unit being in the column head."""
    fen = _amount(row)
    return "" if fen is None else f"{fen / 1_000_000:,.1f}"


def dwell_words(dwell: marks.Dwell) -> str:
    """Say a dwell as short as a column needs it: from an hour on without the minutes."""
    hours = int(dwell.spent.total_seconds() // 3600)
    return display.duration(timedelta(hours=hours)) if hours else dwell.text


def when_text(moment: datetime, now: datetime) -> str:
    """Say when something is due, as short as it can be: `14:30`, `tomorrow`, `11-25`."""
    local, here = display.office_time(moment), display.office_time(now)
    days = (local.date() - here.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    if days in (1, -1):
        return tr("tomorrow") if days == 1 else tr("yesterday")
    return display.date_short(local.date(), here.date())
