"""Documents that rules ordered: made after the change is saved, each once, at whichever desk is on.

A firing waits in the log until its documents lie in the office. A desk claims one for some minutes,
fills the template outside any transaction, and hands it in: the first that does so ends the order.
A desk that dies meanwhile leaves nothing behind, and the next one claims it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, func, select

from loancrm_desktop.errors import Invalid, Problem, Unavailable
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.models.rule_runs import RuleRun
from loancrm_desktop.services import access, contract_values, deals, documents
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.contract_files import filling, shipped
from loancrm_desktop.services.contract_values import PrintedValues
from loancrm_desktop.services.documents import Staged, cabinet_of
from loancrm_desktop.services.file_names import kept_name
from loancrm_desktop.services.office import Office, OfficePlace, Work
from loancrm_desktop.services.office_hand import acting_for_the_office
from loancrm_desktop.services.rules.kept import rules_in_force
from loancrm_desktop.services.rules.paper_act import MAKING, unmade
from loancrm_desktop.services.vault import blobs
from loancrm_desktop.texts import say

MOST_IN_A_PASS = 20
MOST_TRIES = 5
CLAIM_LASTS = timedelta(minutes=10)
"""So long nobody else makes what a desk has claimed: far longer than filling a template may take."""
GONE = "gone"
_KIND = "contract"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """One document to make.

    Attributes:
        run_id: the firing that ordered it.
        at: which of its actions.
        name: of the file.
        template: the path of the Word file it is made from.
        printed: what it prints, read with the office's rights: the rule is the office's.
    """

    run_id: int
    at: int
    name: str
    template: str
    printed: PrintedValues


@reader("rules.papers_due")
def due(work: Work) -> int:
    """Answer for how many firings documents are to be made now."""
    access.require(work, "rules.run")
    chosen = select(func.count()).select_from(RuleRun).where(*_due(work))
    return work.session.execute(chosen).scalar_one()


def _due(work: Work) -> tuple[ColumnElement[bool], ...]:
    return (RuleRun.state == MAKING, RuleRun.next_try_at <= work.now)


@operation("rules.claim_paper")
def claim(work: Work) -> PaperOrder | None:
    """Take the next document to make; None where there is none.

    One that cannot be made is noted as failed, and the next one is taken.

    Raises:
        Refused: the actor may not run rules.
    """
    access.require(work, "rules.run")
    chosen = select(RuleRun).where(*_due(work)).order_by(RuleRun.id)
    for run in work.session.execute(chosen.limit(MOST_IN_A_PASS)).scalars().all():
        if run.tries >= MOST_TRIES:
            text = say("The document could not be made in {count} tries.", count=run.tries)
            _fail(run, text.read(), "gave_up")
            continue
        run.tries += 1
        run.next_try_at = work.now + CLAIM_LASTS
        try:
            return _order(work, run)
        except Problem as problem:
            _fail(run, problem.text.read())
    return None


def _order(work: Work, run: RuleRun) -> PaperOrder:
    at = unmade(run.did)[0]
    wanted = run.did["actions"][at]
    template = shipped.template_named(wanted["template"])
    if template is None:
        raise Invalid(say("There is no document template {key} any more.", key=wanted["template"]))
    with acting_for_the_office(work, _design_of(work, run)):
        deal = deals.get(work, wanted["deal"])
        printed = contract_values.values(work, deal.id)
    name = kept_name(f"{template.name_zh} {deal.ref}.docx")
    return PaperOrder(run.id, at, name, template.path, printed)


def make(place: OfficePlace, order: PaperOrder) -> Staged:
    """Fill the template and put it, encrypted, into the office; no document yet.

    Runs: outside lane.

    Raises:
        Invalid: values are missing (a problem for each).
        Unavailable: the template cannot be read, or the disk is full.
    """
    template = Path(order.template)
    content, _ = filling.document_of(template, order.printed.values, labels=order.printed.labels)
    return Staged(order.name, _WORD, blobs.put(cabinet_of(place), content))


@operation("rules.settle_paper")
def settle(work: Work, run_id: int, at: int, staged: Staged | None = None, fault: str = "") -> str:
    """Hand in what was made, or say why it was not; answers the firing's state.

    Args:
        work: the operation.
        run_id: the firing.
        at: which of its actions.
        staged: the document; None where it could not be made.
        fault: why not.

    Returns:
        `gone` where the document was not wanted any more: somebody else has handed it in.

    Raises:
        Refused: the actor may not run rules.
    """
    access.require(work, "rules.run")
    run = row_of(work.session, RuleRun, run_id)
    if run is None or run.state != MAKING or at not in unmade(run.did):
        return GONE
    if staged is None:
        _fail(run, fault)
        return run.state
    actions = [dict(each) for each in run.did["actions"]]
    try:
        with acting_for_the_office(work, _design_of(work, run)):
            actions[at]["document"] = documents.add(
                work, staged, kind=_KIND, deal_id=actions[at]["deal"]
            )
    except Problem as problem:
        _fail(run, problem.text.read())
        return run.state
    run.did = {**run.did, "actions": actions}
    run.fault, run.tries = None, 0
    left = unmade(run.did)
    run.state, run.next_try_at = (MAKING, work.now) if left else ("done", None)
    work.session.flush()
    return run.state


def _fail(run: RuleRun, fault: str, state: str = "failed") -> None:
    """Note why; what stands in the way is mended by a person, who has it tried again."""
    run.state, run.fault, run.next_try_at = state, fault, None


def _design_of(work: Work, run: RuleRun) -> int | None:
    known = {each.rule.key: each.design_id for each in rules_in_force(work).rules}
    return known.get(run.rule)


def make_due(office: Office, actor: Actor, most: int = MOST_IN_A_PASS) -> Mapping[str, int]:
    """Make what is due, one document after the other; answers how many firings came to which state.

    Runs: outside lane.

    Raises:
        Refused: the actor may not run rules.
    """
    found: Counter[str] = Counter()
    if not office.ask(actor, due):
        return found
    for _ in range(most):
        order = office.do(actor, claim)
        if order is None:
            break
        found[_made(office, actor, order)] += 1
    return found


def _made(office: Office, actor: Actor, order: PaperOrder) -> str:
    try:
        staged = make(office.place, order)
    except Unavailable:
        return MAKING  # the disk, or no time: it is claimed again when the claim has ended
    except Problem as problem:
        fault = problem.text.read()
        return office.do(actor, settle, run_id=order.run_id, at=order.at, fault=fault)
    try:
        state = office.do(actor, settle, run_id=order.run_id, at=order.at, staged=staged)
    except Problem:
        blobs.discard(cabinet_of(office.place), staged.blob.blob)
        raise
    if state not in {"done", MAKING}:
        blobs.discard(cabinet_of(office.place), staged.blob.blob)
    return state
