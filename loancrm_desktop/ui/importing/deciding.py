"""How a decision about a known row is said."""

from __future__ import annotations

from loancrm_desktop.services.exchange.import_plan import RowDecision
from loancrm_desktop.texts import tr


def decision_words(decision: RowDecision) -> str:
    """Say what was decided for a row."""
    words = {
        "skip": tr("decided: skip"),
        "keep": tr("decided: new customer"),
        "fill": tr("decided: merge"),
        "update": tr("decided: merge"),
    }
    return words[decision.choice]
