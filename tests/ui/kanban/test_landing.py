"""What a column says of a card in the hand follows what the office says of the way."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from loancrm_desktop.services.deal_cards import DealCard
from loancrm_desktop.services.process.reaching import Reach
from loancrm_desktop.terms import term
from loancrm_desktop.texts import say
from loancrm_desktop.ui.kanban.landing import NOTHING, landing_of

NOW = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)
CARD = DealCard(
    1, "D-1", 1, "钱慧敏", None, None, "first_call", NOW, None, None, None, "open", None, None,
    None, None, 1, 1, ("qualification_review",),
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("english")


def test_its_own_column_says_nothing():
    assert landing_of(CARD, "first_call", None, "First call") == NOTHING


def test_an_advance_names_effect_limit_and_who_works_on_it():
    reach = Reach("first_call", "x", "advance", limit_minutes=2880)
    landing = landing_of(CARD, "x", reach, "Review")
    assert landing.state == "target"
    assert landing.effect == "Release: advance to Review"
    assert landing.detail == "Owner unchanged · limit 2 d"
    other = Reach("first_call", "x", "advance", handler="supervisor", handler_stays=False)
    assert landing_of(CARD, "x", other, "Review").detail == "team lead works on it"


def test_what_is_asked_for_is_said_before_it_is_let_go():
    back = Reach("first_call", "x", "back", needs_reason=True)
    assert landing_of(CARD, "x", back, "Lead").short == "May be sent back, with a reason"
    asks = Reach("first_call", "x", "advance", asks=(term("kind.bank"), term("kind.product")))
    assert landing_of(CARD, "x", asks, "Sign").short == "Asks for bank, product"
    holds = Reach("first_call", "x", "advance", condition="amount is filled")
    assert "must hold: amount is filled" in landing_of(CARD, "x", holds, "Sign").detail


def test_a_column_without_a_way_says_why():
    reach = Reach("first_call", "x", "blocked", why_not=say("First complete {stage}", stage="B"))
    landing = landing_of(CARD, "x", reach, "X")
    assert (landing.state, landing.short) == ("blocked", "First complete B")


def test_before_the_ways_are_known_the_card_itself_says_where_it_may_go():
    assert landing_of(CARD, "qualification_review", None, "Review").state == "target"
    assert landing_of(CARD, "bank_approval", None, "Bank").state == "blocked"
