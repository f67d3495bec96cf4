"""What a designer says beside a rule: it as one sentence, what is wrong, what else does the same.

Also how a rule fared lately, and who may change it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import func, select

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.people import Role, User
from loancrm_desktop.models.rule_runs import RuleRun
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.ownership import pool_rules
from loancrm_desktop.services.rules import reading
from loancrm_desktop.services.rules.design import Action, Rule
from loancrm_desktop.services.rules.kept import rules_in_force
from loancrm_desktop.services.rules.paper_act import MAKING
from loancrm_desktop.services.rules.trying import count_matching
from loancrm_desktop.services.rules.wording import sentence

ClashWay = Literal["field", "owner", "stage", "loop", "pool"]
_RECENT = timedelta(days=7)
_OF_OWNERS = frozenset({"assign", "pool"})


@dataclass(frozen=True, slots=True)
class RuleClash:
    """Another rule that touches the same.

    Attributes:
        key: of the other rule; empty for the rules by which customers return to the pool.
        way: both set the `field`, choose the `owner`, move the `stage`, wake each other in a
            `loop`, or the `pool` takes the customer back.
        what: the field's name.
        goes_first: the other one stands above, so that this rule has the last word.
    """

    key: str
    title: str
    way: ClashWay
    what: str
    goes_first: bool


@dataclass(frozen=True, slots=True)
class SaidRule:
    """A rule that is being written.

    Attributes:
        sentence: the whole rule, empty while something in it does not hold.
        problems: what does not hold, each at its place.
        matching: how many records its condition holds for now; None while that cannot be said.
    """

    sentence: str
    problems: tuple[FieldProblem, ...]
    matching: int | None
    clashes: tuple[RuleClash, ...]


@dataclass(frozen=True, slots=True)
class RuleEditor:
    """Somebody who may change rules."""

    person_id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class RuleStanding:
    """How a rule fared in the last 7 days, when it fired last, who may change rules."""

    done: int
    skipped: int
    failed: int
    last_at: datetime | None
    editors: tuple[RuleEditor, ...]


@reader("rules.say")
def say_rule(work: Work, body: dict[str, Any], language: str = "zh") -> SaidRule:
    """Answer what can be said of a rule, saved or not.

    Raises:
        Refused: the actor may not see rules.
    """
    access.require(work, "rules.see")
    try:
        rule = reading.read(reading.body_of(body))
        problems = reading.problems(work, rule)
    except Invalid as problem:
        found = problem.problems or (FieldProblem("rule", "rule", problem.text),)
        return SaidRule("", tuple(found), None, ())
    clashes = tuple(_clashes(work, rule, language))
    if problems:
        return SaidRule("", problems, None, clashes)
    return SaidRule(sentence(work, rule, language), (), count_matching(work, body), clashes)


def _clashes(work: Work, rule: Rule, language: str) -> Iterator[RuleClash]:
    mine = _touched(rule)
    own_place = (rule.position, rule.key)
    for kept in rules_in_force(work).rules:
        other = kept.rule
        if other.key == rule.key or kept.broken:
            continue
        first = (other.position, other.key) < own_place
        title = other.title.read(language)
        theirs = _touched(other)
        for kind, name in sorted(mine & theirs):
            way: ClashWay = _WAYS.get(name, "field")
            what = "" if way != "field" else _label(work, kind, name, language)
            yield RuleClash(other.key, title, way, what, first)
        if _wakes(rule, other) and _wakes(other, rule):
            yield RuleClash(other.key, title, "loop", "", first)
    if ("customer", "") in mine and any(each.active for each in pool_rules.settings_of(work).rules):
        yield RuleClash("", "", "pool", "", goes_first=False)


_WAYS: dict[str, ClashWay] = {"": "owner", "*": "stage"}


def _touched(rule: Rule) -> set[tuple[str, str]]:
    """Answer what a rule changes, as (kind, field); an empty field is whose a customer is."""
    found: set[tuple[str, str]] = set()
    for action in rule.then:
        if action.do == "set":
            found.add(reading.split_field(rule.kind, action.field))
        elif action.do in _OF_OWNERS:
            found.add(("customer", ""))
        elif action.do in {"move", "approval"}:
            found.add(("deal", "*"))
    return found


def _wakes(one: Rule, other: Rule) -> bool:
    when = other.when
    for action in one.then:
        if action.do == "set" and when.on == "changed":
            kind, key = reading.split_field(one.kind, action.field)
            if kind == other.kind and (not when.fields or key in when.fields):
                return True
        if action.do == "move" and _moves_into(action, other):
            return True
    return False


def _moves_into(action: Action, other: Rule) -> bool:
    when = other.when
    if when.on == "entered":
        return not when.stages or action.stage in when.stages
    return when.on == "left"


def _label(work: Work, kind: str, key: str, language: str) -> str:
    spec = catalog_of(work).kind(kind).fields.get(key)
    return key if spec is None else spec.label(language)


@reader("rules.standing")
def standing(work: Work, rule: str, language: str = "zh") -> RuleStanding:
    """Answer how a rule fared in the last 7 days, and who may change it.

    Raises:
        Refused: the actor may not see rules.
    """
    access.require(work, "rules.see")
    chosen = (
        select(RuleRun.state, func.count())
        .where(RuleRun.rule == rule, RuleRun.at > work.now - _RECENT)
        .group_by(RuleRun.state)
    )
    counts = {state: count for state, count in work.session.execute(chosen)}  # noqa: C416 - pairs of a row
    last = select(func.max(RuleRun.at)).where(RuleRun.rule == rule)
    return RuleStanding(
        done=sum(counts.get(each, 0) for each in ("done", "trial", MAKING)),
        skipped=counts.get("skipped", 0),
        failed=sum(counts.get(each, 0) for each in ("failed", "gave_up", "stopped")),
        last_at=work.session.execute(last).scalar(),
        editors=tuple(_editors(work, language)),
    )


def _editors(work: Work, language: str) -> Iterator[RuleEditor]:
    chosen = (
        select(User, Role)
        .join(Role, Role.key == User.role_key)
        .where(User.active.is_(True), User.deleted_at.is_(None))
        .order_by(User.id)
    )
    for user, role in work.session.execute(chosen):
        if access.rights_from(role.rights).allows("rules.edit"):
            name = role.name_zh if language.startswith("zh") else role.name_en
            yield RuleEditor(user.id, user.name, name)
