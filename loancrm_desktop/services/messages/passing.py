"""One pass of the sender, for programs without a window: claim, hand over, write down; again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.messages import claiming
from loancrm_desktop.services.messages.delivering import deliver
from loancrm_desktop.services.office import Office

MOST_IN_A_PASS = 100


def send_due(office: Office, actor: Actor, most: int = MOST_IN_A_PASS) -> Mapping[str, int]:
    """Send what is due, one message after the other; answers how many ended in which state.

    Runs: a thread that may wait for servers, never the window's.
    """
    found: Counter[str] = Counter()
    if not office.ask(actor, claiming.due):
        return found
    for _ in range(most):
        parcel = office.do(actor, claiming.claim)
        if parcel is None:
            break
        outcome = deliver(office.place, parcel)
        state = office.do(
            actor,
            claiming.settle,
            message_id=parcel.message_id,
            claim=parcel.claim,
            outcome=outcome,
        )
        found[state] += 1
    return found
