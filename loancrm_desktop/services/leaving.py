"""The last step of somebody who leaves: give away what there is, then take the access away."""

from __future__ import annotations

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services import membership, people
from loancrm_desktop.services.opening import Opened
from loancrm_desktop.services.ownership import leavers
from loancrm_desktop.services.ownership.leavers import LeavePlan, Left
from loancrm_desktop.services.vault.surroundings import Surroundings
from loancrm_desktop.texts import say


def leave(opened: Opened, login: str, plan: LeavePlan, *, here: Surroundings | None = None) -> Left:
    """Give away everything of a person, then disable the login.

    It can be repeated after a crash in between: there is nothing left to give then.

    Raises:
        Invalid: there is nobody with this login, or the receivers do not fit.
        Refused: the actor may not, or the last owner would be shut out; what was given stays so.
        Unavailable: the key files or the disk; the person may be disabled already, repeat it.
    """
    everybody = opened.office.ask(opened.actor, people.page)
    user_id = next((row.id for row in everybody if row.login == login), None)
    if user_id is None:
        raise Invalid(say("There is nobody with the login {login}.", login=login))
    membership.refuse_last_key(opened, login)
    left = opened.office.do(opened.actor, leavers.leave, user_id, plan)
    membership.disable(opened, login, here=here)
    return left
