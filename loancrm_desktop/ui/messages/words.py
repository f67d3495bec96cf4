"""How the states of a message are called, by their keys."""

from __future__ import annotations

from loancrm_desktop.texts import tr


def states() -> dict[str, str]:
    """Answer the states of a message, in the order of its life."""
    return {
        "waiting": tr("Waiting to be sent"),
        "sending": tr("Being sent"),
        "sent": tr("Sent"),
        "failed": tr("Could not be sent"),
        "cancelled": tr("Cancelled"),
        "unclear": tr("Unclear"),
    }
