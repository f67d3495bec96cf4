"""Runs a made-up or a real deal through a picture, without writing: which way it would go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.ids import row_of
from loancrm_desktop.services import access, conditions
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import values_of
from loancrm_desktop.services.language import in_memory, resolving
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import routes, staffing
from loancrm_desktop.services.process.definition import Definition, Edge, Node
from loancrm_desktop.services.process.facts import fields_in, plain
from loancrm_desktop.services.process.process_drafts import ACT
from loancrm_desktop.services.process.reading import read
from loancrm_desktop.services.process.time_limits import term_of
from loancrm_desktop.services.values_in import read_values
from loancrm_desktop.texts import Text, say

MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class TrialStep:
    """A node of the way.

    Attributes:
        edge: the arrow that led there; None for the first.
        handler: who would work there.
        due_at: until when, if the deal came there now.
        facts: the values that decided at a branch, by field.
    """

    node: str
    edge: str | None
    handler: int | None
    due_at: datetime | None
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trial:
    """The way a deal would go.

    Attributes:
        end: the end it comes to; None where it stops or goes round.
        problem: why it stops.
        sample: what the real deal it began with brings, by catalogue key; nothing sensitive.
    """

    steps: tuple[TrialStep, ...]
    end: str | None
    problem: Text | None
    sample: dict[str, Any] = field(default_factory=dict[str, Any])


@reader("process.trial")
def trial(
    work: Work,
    body: dict[str, Any],
    values: dict[str, Any] | None = None,
    deal_id: int | None = None,
    choices: dict[str, str] | None = None,
) -> Trial:
    """Answer which way a deal would go through a picture, node by node.

    Args:
        work: the reading.
        body: the picture's JSON.
        values: the sample's values by catalogue key, `customer.<key>` for its customer's.
        deal_id: a real deal to begin with, whose values `values` overrides.
        choices: where somebody decides: node to arrow; the first arrow else.

    Raises:
        Invalid: the picture cannot be read, or a value does not hold.
        Refused: the actor may not design processes.
    """
    access.require(work, ACT)
    design = read(body)
    sample = _Sample.of(work, values or {}, deal_id)
    found = _run(work, design, sample, choices or {})
    return found if deal_id is None else replace(found, sample=_shown(work, sample))


@dataclass(frozen=True, slots=True)
class _Sample:
    deal: Deal
    record: Mapping[str, Any]
    customer: Mapping[str, Any]

    def value(self, field: str) -> Any:
        """Answer a field of the deal, or of its customer."""
        kind, _, key = field.rpartition(".")
        return (self.customer if kind == "customer" else self.record).get(key)

    def whole(self) -> in_memory.PlainRecord:
        """Answer the deal as conditions ask it."""
        return in_memory.PlainRecord(
            self.record, {"customer": in_memory.PlainRecord(self.customer)}
        )

    @classmethod
    def of(cls, work: Work, values: Mapping[str, Any], deal_id: int | None) -> _Sample:
        real = row_of(work.session, Deal, deal_id) if deal_id is not None else None
        if deal_id is not None and (real is None or real.deleted_at is not None):
            raise Invalid(say("There is no deal number {id}.", id=deal_id))
        if real is not None:
            access.require_in_scope(work, real.owner_id, real.team_id)
        given = {kind: dict[str, Any]() for kind in ("deal", "customer")}
        for name, value in values.items():
            kind, _, key = name.rpartition(".")
            given["customer" if kind == "customer" else "deal"][key] = value
        record = _values(work, "deal", real, given["deal"])
        person = row_of(work.session, Customer, real.customer_id) if real is not None else None
        customer = _values(work, "customer", person, given["customer"])
        deal = Deal(
            ref="-",
            customer_id=real.customer_id if real is not None else 0,
            process_id=real.process_id if real is not None else 0,
            stage="",
            stage_position=0,
            stage_entered_at=work.now,
            owner_id=record.get("owner") or work.actor.user_id,
            team_id=record.get("team") or work.actor.team_id,
            created_at=work.now,
            updated_at=work.now,
        )
        return cls(deal, record, customer)


def _values(work: Work, kind: str, row: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    fields = catalog_of(work).kind(kind).fields
    found = dict(values_of(row, kind, fields)) if row is not None else dict.fromkeys(fields)
    found.update(read_values(work, kind, given, whole=False))
    return found


def _run(work: Work, design: Definition, sample: _Sample, choices: Mapping[str, str]) -> Trial:
    node = design.start
    steps: list[TrialStep] = []
    problem: Text | None = None
    if node is None:
        return Trial((), None, say("The process has no start. Add one."))
    steps.append(TrialStep(node.key, None, None, None, {}))
    seen: set[str] = set()
    while node.kind != "end" and len(steps) < MOST_STEPS:
        first = _chosen(design, node, choices)
        if first is None or node.key in seen:
            break
        seen.add(node.key)
        try:
            route = routes.decided(design, first, _Decides(work, sample))
        except (Refused, Invalid) as refusal:
            problem = refusal.text
            break
        steps.extend(_step(work, design, sample, edge) for edge in route.edges)
        node = route.end
    return Trial(tuple(steps), node.key if _ended(design, node) else None, problem)


def _ended(design: Definition, node: Node) -> bool:
    return node.kind == "end" or not design.out_of.get(node.key)


def _chosen(design: Definition, node: Node, choices: Mapping[str, str]) -> Edge | None:
    edges = design.out_of.get(node.key, ())
    wanted = choices.get(node.key)
    return next((edge for edge in edges if edge.key == wanted), edges[0] if edges else None)


def _shown(work: Work, sample: _Sample) -> dict[str, Any]:
    """Answer what a deal and its customer bring, without what is sensitive."""
    found: dict[str, Any] = {}
    for kind, stem, values in (
        ("deal", "", sample.record),
        ("customer", "customer.", sample.customer),
    ):
        specs = catalog_of(work).kind(kind).fields
        found |= {
            f"{stem}{key}": value
            for key, value in values.items()
            if value is not None and specs[key].sensitivity == "none" and specs[key].mask is None
        }
    return found


@dataclass(frozen=True, slots=True)
class _Decides:
    work: Work
    sample: _Sample

    def __call__(self, edge: Edge) -> bool:
        if edge.when is None:
            return False
        condition = conditions.read(self.work, "deal", dict(edge.when))
        ready = resolving.resolve(condition, conditions.moment_of(self.work))
        return in_memory.holds(ready, self.sample.whole())


def _step(work: Work, design: Definition, sample: _Sample, edge: Edge) -> TrialStep:
    node = design.by_key[edge.end]
    handler, due_at = None, None
    if node.rests and node.kind != "end":
        handler = _handler(work, node, sample)
        if node.limit is not None and node.limit.field is None:
            term = term_of(work, sample.deal, node.limit, work.now)
            due_at = term.due_at if term is not None else None
    facts = {name: plain(sample.value(name)) for name in fields_in(dict(edge.when or {}))}
    return TrialStep(edge.end, edge.key, handler, due_at, facts)


def _handler(work: Work, node: Node, sample: _Sample) -> int | None:
    policy = node.handler
    if policy is None or policy.kind != "field":
        return staffing.resolve(work, policy, sample.deal, node.key)
    value = str(sample.value(policy.field or ""))
    for line in policy.table:
        if value in line.values:
            return staffing.resolve(work, line.handler, sample.deal, node.key)
    return staffing.resolve(work, policy.fallback, sample.deal, node.key)
