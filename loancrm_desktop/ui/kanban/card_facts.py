"""The facts between a card's name and its foot, as the office chose them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from loancrm_desktop import display
from loancrm_desktop.services.board_cards import CardMarks
from loancrm_desktop.services.card_layout import USUAL
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.kanban.column_model import step_state
from loancrm_desktop.ui.records.row_delegate import RowNames

Lines = tuple[tuple[str, ...], ...]

AMOUNT, STEP = "requested_amount", "next_step"
SPACE = 2
_BETWEEN = 8
_A_LINE = 2
_STEP_ROLES = {
    "overdue": "dangerText",
    "today": "warningText",
    "future": "textSecondary",
    "none": "infoText",
}


def fact_name(fact: str) -> str:
    """Name a fact for people."""
    return {
        "requested_amount": tr("Requested amount"),
        "product_type": tr("Loan product type"),
        "bank": tr("Bank"),
        "product": tr("Bank's product"),
        "ref": tr("Deal no."),
        "owner": tr("Owner"),
        "last_contact_at": tr("Last contact"),
        "next_step": tr("Next step"),
    }.get(fact, fact)


def lines_of(facts: Sequence[str]) -> Lines:
    """Lay facts on lines: two on one, the next step on its own."""
    lines: list[tuple[str, ...]] = []
    for fact in facts:
        beside = lines and len(lines[-1]) < _A_LINE and lines[-1] != (STEP,) and fact != STEP
        if beside:
            lines[-1] = (*lines[-1], fact)
        else:
            lines.append((fact,))
    return tuple(lines)


USUAL_LINES = lines_of(USUAL)


def step_line(shown: CardMarks, now: datetime) -> str:
    """Say what is planned next, and when."""
    if not shown.has_step:
        return tr("No next step")
    if shown.step_at is None:
        return tr("Next step planned")
    return tr("Next: {time}", time=display.time_relative(shown.step_at, now))


def fact_text(fact: str, what: tuple[DealCard, CardMarks], names: RowNames, now: datetime) -> str:
    """Answer a fact of a card in words; empty where there is none."""
    card, shown = what
    match fact:
        case "requested_amount":
            return "" if card.amount_fen is None else display.money_short(card.amount_fen)
        case "product_type":
            return name_of("product_type", card.product_type) if card.product_type else ""
        case "owner":
            return names.person_name(card.owner_id)
        case "last_contact_at":
            at = card.last_contact_at
            return tr("no contact yet") if at is None else display.time_relative(at, now)
        case "next_step":
            return step_line(shown, now) if card.outcome == "open" else ""
        case _:
            return str(getattr(card, fact, None) or "")


def paint_line(
    painter: QPainter,
    place: QRect,
    line: Sequence[tuple[str, str]],
    state: str,
) -> None:
    """Paint one line of facts.

    Args:
        painter: where to.
        place: the line's room.
        line: the facts and their texts, in order.
        state: how the next step stands, for its colour.
    """
    look = theme.current()
    left = place.left()
    for fact, text in line:
        if not text:
            continue
        painter.setFont(look.font("bodyStrong" if fact == AMOUNT else "caption"))
        role = {AMOUNT: "text", STEP: _STEP_ROLES[state]}.get(fact, "textTertiary")
        painter.setPen(look.colour(role))
        room = QRect(left, place.top(), max(0, place.right() - left + 1), place.height())
        metrics = painter.fontMetrics()
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, cut)
        left += metrics.horizontalAdvance(cut) + _BETWEEN


def state_of(what: tuple[DealCard, CardMarks], now: datetime) -> str:
    """Say how a card's next step stands."""
    return step_state(what[1], now)
