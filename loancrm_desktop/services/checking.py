"""Checks a whole office: pages, links, the journal's chain, search words, kept columns, files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased

from loancrm_desktop.models import integrity
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.work_items import FollowUp
from loancrm_desktop.services import document_files, journal, search
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.office import Office, Work
from loancrm_desktop.texts import say

MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found.

    Attributes:
        problems: sentences that name records by kind and id, at most MOST_PROBLEMS.
    """

    ok: bool
    problems: tuple[str, ...]


def check(office: Office, actor: Actor) -> CheckReport:
    """Check the whole office without changing anything.

    Raises:
        Unavailable: the database cannot be opened at all.
    """
    found = tuple(_page_problems(office))
    if not found:
        # Rows of a damaged file tell nothing.
        found = office.ask(actor, row_problems)
        wrong = islice(document_files.problems(office, actor), MOST_PROBLEMS)
        found += tuple(text.read() for text in wrong)
    return CheckReport(not found, found[:MOST_PROBLEMS])


def _page_problems(office: Office) -> Iterator[str]:
    for problem in integrity.problems(office.database):
        if problem.code == "link":
            yield say("A row points at one that is missing: {words}.", words=problem.words).read()
        else:
            yield say(
                "The database file is damaged ({words}). Restore the newest backup.",
                words=problem.words,
            ).read()


@reader("office.row_problems")
def row_problems(work: Work) -> tuple[str, ...]:
    """Answer what does not fit between the rows of the office: chain, words, kept columns."""
    found = [*_chain(work), *_words(work), *_kept(work)]
    return tuple(found[:MOST_PROBLEMS])


def _chain(work: Work) -> Iterator[str]:
    verdict = journal.verify(work)
    if not verdict.intact:
        yield say(
            "The history was altered: entry {seq} does not fit the one before.",
            seq=verdict.first_bad,
        ).read()


def _words(work: Work) -> Iterator[str]:
    for problem in search.check_index(work):
        yield say(
            "The search words of customer {id} do not fit ({code}). Rebuild the search index.",
            id=problem.customer_id,
            code=problem.code,
        ).read()


def _kept(work: Work) -> Iterator[str]:
    for column, customer_id in _wrong_summaries(work):
        yield say(
            "Customer {id}: {column} does not say what its deals and contacts say.",
            id=customer_id,
            column=column,
        ).read()
    for (deal_id,) in work.session.execute(_wrong_contacts().limit(MOST_PROBLEMS)):
        yield say(
            "Deal {id}: the time of the last contact is not its customer's.", id=deal_id
        ).read()
    for (deal_id,) in work.session.execute(_wrong_visits().limit(MOST_PROBLEMS)):
        yield say("Deal {id}: its stage history does not end where it stands.", id=deal_id).read()


def _wrong_summaries(work: Work) -> Iterator[tuple[str, int]]:
    """Compare the columns kept on customers with the rows they come from, all in one statement."""
    deal, liveliest = aliased(Deal), _liveliest()
    last = (
        select(func.max(FollowUp.at))
        .where(FollowUp.customer_id == Customer.id, FollowUp.deleted_at.is_(None))
        .scalar_subquery()
    )
    amount = func.coalesce(
        deal.disbursed_amount_fen, deal.approved_amount_fen, deal.requested_amount_fen
    )
    expected: dict[str, Any] = {
        "deal_id": deal.id,
        "deal_stage": deal.stage,
        "deal_stage_entered_at": deal.stage_entered_at,
        "deal_due_at": deal.due_at,
        "deal_amount_fen": amount,
        "last_contact_at": last,
    }
    wrong: dict[str, ColumnElement[bool]] = {
        name: getattr(Customer, name).is_distinct_from(value) for name, value in expected.items()
    }
    whichever = case(*((wrong[name], name) for name in wrong))
    chosen = (
        select(whichever, Customer.id)
        .outerjoin(deal, deal.id == liveliest)
        .where(Customer.deleted_at.is_(None), whichever.is_not(None))
        .order_by(Customer.id)
        .limit(MOST_PROBLEMS)
    )
    for name, customer_id in work.session.execute(chosen):
        yield str(name), int(customer_id)


def _liveliest() -> Any:
    """Answer the id of the deal a customer's row shows: as `summaries.liveliest` chooses."""
    deal = aliased(Deal)
    return (
        select(deal.id)
        .where(deal.customer_id == Customer.id, deal.deleted_at.is_(None))
        .order_by((deal.outcome == "open").desc(), deal.stage_entered_at.desc(), deal.id.desc())
        .limit(1)
        .correlate(Customer)
        .scalar_subquery()
    )


def _wrong_contacts() -> Any:
    return (
        select(Deal.id)
        .join(Customer, Customer.id == Deal.customer_id)
        .where(
            Deal.deleted_at.is_(None),
            Customer.deleted_at.is_(None),
            Deal.last_contact_at.is_distinct_from(Customer.last_contact_at),
        )
    )


def _wrong_visits() -> Any:
    """Answer deals whose open stays are not exactly the one where they stand."""
    lasting = (
        select(func.count())
        .where(StageVisit.deal_id == Deal.id, StageVisit.left_at.is_(None))
        .correlate(Deal)
        .scalar_subquery()
    )
    here = (
        select(StageVisit.id)
        .where(
            StageVisit.deal_id == Deal.id,
            StageVisit.left_at.is_(None),
            StageVisit.stage == Deal.stage,
            StageVisit.entered_at == Deal.stage_entered_at,
        )
        .correlate(Deal)
    )
    return select(Deal.id).where((lasting != 1) | ~here.exists())
