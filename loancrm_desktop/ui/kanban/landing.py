"""What comes of letting a card go over a column, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from loancrm_desktop import display
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.services.process.reaching import Reach
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import current_language, tr

State = Literal["", "target", "over", "blocked"]


@dataclass(frozen=True, slots=True)
class Landing:
    """How a column looks while a card is in the hand.

    Attributes:
        state: nothing, a way there, the card is over it, no way there.
        short: one sentence while the card is elsewhere, or why there is no way.
        effect: what letting go does.
        detail: what else comes of it.
    """

    state: State = ""
    short: str = ""
    effect: str = ""
    detail: str = ""


NOTHING = Landing()


def landing_of(card: DealCard, stage: str, reach: Reach | None, name: str) -> Landing:
    """Answer how the column of a stage looks for a card in the hand.

    Args:
        card: what is in the hand.
        stage: the column's stage.
        reach: what the office says of the way, None while it is not known.
        name: the stage's name.
    """
    if stage == card.stage:
        return NOTHING
    if reach is None:
        if stage in card.may_move_to:
            return Landing("target", tr("May go there"), tr("Release: to {stage}", stage=name))
        return Landing("blocked", tr("No way there"))
    if reach.way == "blocked":
        return Landing("blocked", str(reach.why_not or tr("No way there")))
    return Landing("target", _short(reach), _effect(reach, name), _detail(reach))


def _short(reach: Reach) -> str:
    if reach.way == "back":
        if reach.needs_reason:
            return tr("May be sent back, with a reason")
        return tr("May be sent back")
    if reach.asks:
        return tr("Asks for {fields}", fields=_fields(reach))
    return tr("May be advanced") if reach.way == "advance" else tr("May go there")


def _effect(reach: Reach, name: str) -> str:
    if reach.way == "advance":
        return tr("Release: advance to {stage}", stage=name)
    if reach.way == "back":
        return tr("Release: send back to {stage}", stage=name)
    return tr("Release: to {stage}", stage=name)


def _detail(reach: Reach) -> str:
    parts = [tr("Owner unchanged") if reach.handler_stays else _handler(reach.handler)]
    if reach.limit_minutes is not None:
        limit = display.duration(timedelta(minutes=reach.limit_minutes))
        parts.append(tr("limit {time}", time=limit))
    if reach.needs_reason:
        parts.append(tr("a reason is asked for"))
    if reach.asks:
        parts.append(tr("Asks for {fields}", fields=_fields(reach)))
    if reach.condition:
        parts.append(tr("must hold: {condition}", condition=reach.condition))
    return " · ".join(parts)


def _handler(handler: str) -> str:
    role = handler.removeprefix("role:")
    if role == "owner" and not handler.startswith("role:"):
        return tr("The owner works on it")
    return tr("{role} works on it", role=name_of("role", role))


def _fields(reach: Reach) -> str:
    comma = "、" if current_language() == "zh" else ", "
    return comma.join(str(field) for field in reach.asks)
