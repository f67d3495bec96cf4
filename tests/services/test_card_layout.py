"""The office chooses what its cards show; what cannot be shown is refused with a sentence."""

from __future__ import annotations

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import card_layout, office_settings
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.card_layout import USUAL, CardLayout, set_card_layout


@operation("tests.keep_layout")
def keep(work, body: dict):
    return office_settings.write(work, card_layout.SUBJECT, body)


def test_what_is_chosen_is_what_everybody_gets_in_that_order(office, owner, actor_of):
    li = actor_of("li")
    assert office.ask(li, card_layout.card_layout) == CardLayout(USUAL)
    office.do(owner, set_card_layout, facts=["next_step", "bank", "requested_amount"])
    assert office.ask(li, card_layout.card_layout).facts == (
        "next_step",
        "bank",
        "requested_amount",
    )
    office.do(owner, set_card_layout, facts=[])
    assert office.ask(li, card_layout.card_layout).facts == ()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (["phone"], "unknown"),
        (["bank", "bank"], "twice"),
        (list(card_layout.FACTS[:7]), "too_many"),
    ],
)
def test_what_a_card_cannot_show_is_refused(office, owner, facts, code):
    with pytest.raises(Invalid) as wrong:
        office.do(owner, set_card_layout, facts=facts)
    assert wrong.value.problems[0].code == code


def test_who_does_not_run_the_office_may_not_choose(office, actor_of):
    with pytest.raises(Refused):
        office.do(actor_of("li"), set_card_layout, facts=["bank"])


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"format": 9, "facts": ["bank"]}, USUAL),
        ({"format": 1, "facts": "bank"}, USUAL),
        ({"format": 1, "facts": ["bank", "weather", 7]}, ("bank",)),
    ],
)
def test_a_layout_edited_by_hand_or_newer_does_not_break_the_board(office, owner, body, shown):
    office.do(owner, keep, body=body)
    assert office.ask(owner, card_layout.card_layout).facts == shown
