"""What a node does of itself when a deal enters or leaves it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from loancrm_desktop.errors import Problem
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import office_hand
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import put_values
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import standing
from loancrm_desktop.services.process.definition import NodeAct
from loancrm_desktop.services.values_in import read_values

_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a node asks for, and the version it is drawn in."""

    acts: tuple[NodeAct, ...]
    version: int


def run(work: Work, deal: Deal, drawn: Drawn, at: datetime) -> None:
    """Do what a node asks for, in its order, with the office's rights, not the mover's."""
    if not drawn.acts:
        return
    design_id = standing.design_id(work, deal.process_id, drawn.version)
    with office_hand.acting_for_the_office(work, design_id):
        _run(work, deal, drawn.acts, at)


def _run(work: Work, deal: Deal, acts: Iterable[NodeAct], at: datetime) -> None:
    for act in acts:
        match act.do:
            case "add_task":
                add_task(work, deal, act, at)
            case "set_field":
                _set_field(work, deal, act)
            case "add_tag":
                _add_tag(work, deal, str(act.value or ""))
            case "customer_status":
                _set_status(work, deal, str(act.value or ""))


def add_task(work: Work, deal: Deal, act: NodeAct, at: datetime) -> None:
    """Give the handler a task about a deal."""
    due_at = at + timedelta(minutes=act.minutes) if act.minutes is not None else None
    work.session.add(
        Task(
            title=(act.title or "-")[:_LONGEST_TITLE],
            customer_id=deal.customer_id,
            deal_id=deal.id,
            assignee_id=deal.handler_id,
            due_at=due_at,
            created_at=work.now,
            updated_at=work.now,
        )
    )


def _set_field(work: Work, deal: Deal, act: NodeAct) -> None:
    """Write a fixed value into a field of the deal; one that does not hold any more is left out."""
    if act.field is None:
        return
    fields = catalog_of(work).kind("deal").fields
    try:
        read = read_values(work, "deal", {act.field: act.value}, whole=False, row=deal)
    except Problem:
        return
    put_values(deal, "deal", fields, read)


def _add_tag(work: Work, deal: Deal, tag: str) -> None:
    customer = row_of(work.session, Customer, deal.customer_id)
    if customer is not None and tag and tag not in customer.tags:
        customer.tags = [*customer.tags, tag]


def _set_status(work: Work, deal: Deal, status: str) -> None:
    customer = row_of(work.session, Customer, deal.customer_id)
    if customer is not None and status and customer.status != status:
        customer.status = status
