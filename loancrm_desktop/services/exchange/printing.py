"""Writes into the history that something was put on paper, as it does for what is exported."""

from __future__ import annotations

from pathlib import Path

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services import access, customers, own_folder
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import Text, say

LIST, CUSTOMER, CONTRACT = "list", "customer", "contract"
PRINTED = (LIST, CUSTOMER, CONTRACT)


@operation("printing.note")
def note(work: Work, what: str, rows: int, customer_id: int | None = None, out: str = "") -> int:
    """Write into the history that something was printed; answers the number of rows.

    Args:
        work: the operation.
        what: one of PRINTED.
        rows: how many lines are on the paper.
        customer_id: whose paper it is, None for a list.
        out: the file it is printed into, empty for a printer.

    Raises:
        Invalid: there is no such thing to print, no such customer, or the file would lie within
            the office's own folder.
        Refused: the actor may not take data out, or the customer is somebody else's.
    """
    access.require(work, "office.export")
    if what not in PRINTED or (what != LIST and customer_id is None):
        raise Invalid(say("There is nothing named {what} to print.", what=what))
    if out:
        own_folder.refuse_inside(work.place.folder, Path(out))
    if customer_id is not None:
        work.touches.append(("customer", customers.seen(work, customer_id).id))
    work.note = _told(what, rows).read()
    return rows


def _told(what: str, rows: int) -> Text:
    if what == LIST:
        return say("{rows} customers of a list", rows=rows)
    if what == CUSTOMER:
        return say("the page of one customer")
    return say("{rows} fields of a contract", rows=rows)
