"""The reasons people give for what they do with a deal."""

from __future__ import annotations

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services.forms.values.cells import plain_text
from loancrm_desktop.texts import say

MOST_REASON = 2000


def checked_reason(reason: str | None) -> str | None:
    """Answer a reason as it is kept; None for an empty one.

    Raises:
        Invalid: it is too long.
    """
    clean = plain_text(reason or "")
    if len(clean) > MOST_REASON:
        text = say("A reason has at most {count} characters.", count=MOST_REASON)
        raise Invalid(text, [FieldProblem("reason", "too_long", text)])
    return clean or None
