"""Whose a customer was, is and may become: all a customer's page shows of it, read at once."""

from __future__ import annotations

from dataclasses import dataclass

from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.ownership import collaborators, hand_over, returning, transfer
from loancrm_desktop.services.ownership.collaborators import CollaboratorRow
from loancrm_desktop.services.ownership.hand_over import HandOver
from loancrm_desktop.services.ownership.returning import Countdown
from loancrm_desktop.services.ownership.transfer import OwnerChangeRow
from loancrm_desktop.services.sight import Masks


@dataclass(frozen=True, slots=True)
class Overview:
    """What a customer's page shows of ownership.

    Attributes:
        history: changes of owner, the newest first.
        page: the newest hand-over page, None when the customer never changed hands.
        countdown: when the customer returns to the pool, None when no rule is for it.
    """

    customer_id: int
    history: tuple[OwnerChangeRow, ...]
    collaborators: tuple[CollaboratorRow, ...]
    page: HandOver | None
    countdown: Countdown | None


@reader("ownership.overview")
def overview(work: Work, customer_id: int, masks: Masks = "display") -> Overview:
    """Answer everything about the owner of a customer.

    Raises:
        Invalid: there is no such customer.
        Refused: it belongs to somebody else.
    """
    return Overview(
        customer_id,
        transfer.history(work, customer_id),
        collaborators.collaborators(work, customer_id),
        hand_over.hand_over(work, customer_id, masks),
        returning.countdown(work, customer_id),
    )
