"""What the cards of the board show, chosen by the office: which facts, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services import access, office_settings
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

SUBJECT = "board_cards"
FORMAT = 1
FACTS = (
    "requested_amount",
    "product_type",
    "bank",
    "product",
    "ref",
    "owner",
    "last_contact_at",
    "next_step",
)
"""What a card can show between the customer's name and its foot."""
USUAL = ("requested_amount", "product_type")
MOST = 6


@dataclass(frozen=True, slots=True)
class CardLayout:
    """What a card shows, two facts a line; the next step has a line of its own."""

    facts: tuple[str, ...] = USUAL


@reader("board.card_layout")
def card_layout(work: Work) -> CardLayout:
    """Answer what the cards show; the usual facts where the office has not chosen.

    Raises:
        Refused: the actor may not see deals.
    """
    access.require(work, "deals.see")
    body = office_settings.read(work, SUBJECT)
    kept = body.get("facts")
    if body.get("format") != FORMAT or not isinstance(kept, list):
        return CardLayout()
    # A newer version of the program may know more facts than this one.
    known = [str(each) for each in cast("list[Any]", kept) if each in FACTS]
    return CardLayout(tuple(known[:MOST]))


@operation("board.set_card_layout")
def set_card_layout(work: Work, facts: list[str]) -> int:
    """Choose what the cards show; answers how many facts.

    Raises:
        Invalid: a fact is not known or named twice, or there are too many.
        Refused: the actor may not.
    """
    access.require(work, "office.edit")
    unknown = next((each for each in facts if each not in FACTS), None)
    if unknown is not None:
        text = say("A card cannot show “{field}”.", field=unknown)
        raise Invalid(text, [FieldProblem("facts", "unknown", text)])
    if len(set(facts)) != len(facts):
        text = say("Each fact stands on a card once.")
        raise Invalid(text, [FieldProblem("facts", "twice", text)])
    if len(facts) > MOST:
        text = say("A card shows at most {count} facts.", count=MOST)
        raise Invalid(text, [FieldProblem("facts", "too_many", text)])
    office_settings.write(work, SUBJECT, {"format": FORMAT, "facts": list(facts)})
    return len(facts)
