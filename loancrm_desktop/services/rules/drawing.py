"""The office's rules: listed, saved as versions, switched, ordered, taken away, carried over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from loancrm_desktop.errors import Conflict, Invalid
from loancrm_desktop.models.designs import Design
from loancrm_desktop.models.rule_runs import RuleRun
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.rules import reading
from loancrm_desktop.services.rules.design import Rule
from loancrm_desktop.services.rules.wording import sentence
from loancrm_desktop.texts import Text, say

KIND = "rule"
MOST_RULES = 200
_RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule in the list.

    Attributes:
        summary: the rule as one sentence.
        fired: how often it fired in the last 7 days; failed: how often it could not.
        broken: why it cannot run, such as a field that is gone; empty when it can.
    """

    key: str
    title: str
    group: str
    kind: str
    summary: str
    is_on: bool
    trial: bool
    version: int
    saved_at: datetime
    saved_by: int | None
    fired: int
    failed: int
    broken: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """An earlier version of a rule."""

    version: int
    made_at: datetime
    made_by: int | None
    is_in_force: bool
    body: Mapping[str, Any]


@reader("rules.list")
def list_rules(work: Work, language: str = "zh") -> tuple[RuleRow, ...]:
    """Answer every rule, those that are off too, in the order in which they fire."""
    access.require(work, "rules.see")
    counts = _counts(work)
    found: list[tuple[int, RuleRow]] = []
    for design in _published(work):
        try:
            rule = reading.read(design.body)
        except Invalid as problem:
            row = _unreadable(design, problem.text.read())
            found.append((0, row))
            continue
        broken = reading.problems(work, rule)
        fired, failed = counts.get(design.key, (0, 0))
        row = RuleRow(
            key=rule.key,
            title=rule.title.read(language),
            group=rule.group,
            kind=rule.kind,
            summary="" if broken else sentence(work, rule, language),
            is_on=rule.is_on,
            trial=rule.trial,
            version=design.version,
            saved_at=design.made_at,
            saved_by=design.made_by,
            fired=fired,
            failed=failed,
            broken=broken[0].text.read() if broken else "",
            body=rule.body(),
        )
        found.append((rule.position, row))
    return tuple(row for _, row in sorted(found, key=lambda each: (each[0], each[1].key)))


def _unreadable(design: Design, why: str) -> RuleRow:
    return RuleRow(
        key=design.key,
        title=design.key,
        group="other",
        kind="",
        summary="",
        is_on=False,
        trial=False,
        version=design.version,
        saved_at=design.made_at,
        saved_by=design.made_by,
        fired=0,
        failed=0,
        broken=why,
        body=design.body,
    )


def _published(work: Work) -> Sequence[Design]:
    chosen = select(Design).where(Design.kind == KIND, Design.state == "published")
    return work.session.execute(chosen.order_by(Design.key)).scalars().all()


def _counts(work: Work) -> dict[str, tuple[int, int]]:
    chosen = (
        select(RuleRun.rule, RuleRun.state, func.count())
        .where(RuleRun.at > work.now - _RECENT)
        .group_by(RuleRun.rule, RuleRun.state)
    )
    found: dict[str, tuple[int, int]] = {}
    for key, state, count in work.session.execute(chosen):
        fired, failed = found.get(key, (0, 0))
        is_failed = state in {"failed", "gave_up", "stopped"}
        found[key] = (fired, failed + count) if is_failed else (fired + count, failed)
    return found


@reader("rules.versions")
def versions(work: Work, rule: str) -> tuple[RuleVersion, ...]:
    """Answer a rule's versions, the newest first."""
    access.require(work, "rules.see")
    chosen = select(Design).where(Design.kind == KIND, Design.key == rule)
    rows = work.session.execute(chosen.order_by(Design.version.desc())).scalars()
    return tuple(
        RuleVersion(each.version, each.made_at, each.made_by, each.state == "published", each.body)
        for each in rows
    )


@operation("rules.save")
def save(work: Work, body: dict[str, Any], expected_version: int | None = None) -> int:
    """Save a rule as its next version, in force at once; answers the version.

    Args:
        work: the operation.
        body: the rule.
        expected_version: the version the face showed, 0 for a new rule; None for any.

    Raises:
        Invalid: naming every problem with its place.
        Conflict: somebody saved the rule meanwhile, or the key is taken.
        Refused: the actor may not.
    """
    access.require(work, "rules.edit")
    rule = reading.read(reading.body_of(body))
    if rule.is_on:
        reading.check(work, rule)
    newest = _newest(work, rule.key)
    known = newest.version if newest is not None and newest.state == "published" else 0
    if expected_version is not None and expected_version != known:
        text = say("Somebody saved this rule meanwhile. Look at it, then save yours again.")
        raise Conflict(text, (), known)
    if newest is None and len(_published(work)) >= MOST_RULES:
        raise Invalid(say("An office has at most {count} rules.", count=MOST_RULES))
    return _put(work, rule, newest)


def _newest(work: Work, key: str) -> Design | None:
    chosen = select(Design).where(Design.kind == KIND, Design.key == key)
    return work.session.execute(chosen.order_by(Design.version.desc()).limit(1)).scalar()


def _put(work: Work, rule: Rule, newest: Design | None) -> int:
    if newest is not None and newest.state == "published":
        newest.state = "retired"
        work.session.flush()
    version = newest.version + 1 if newest is not None else 1
    work.session.add(
        Design(
            kind=KIND,
            key=rule.key,
            version=version,
            state="published",
            body=rule.body(),
            made_at=work.now,
            made_by=work.actor.user_id,
        )
    )
    work.session.flush()
    return version


@operation("rules.switch")
def switch(work: Work, key: str, is_on: bool) -> int:  # noqa: FBT001 - it is the value
    """Put a rule into force, or out of it; answers the version.

    Raises:
        Invalid: there is none, or what it names is gone.
        Refused: the actor may not.
    """
    access.require(work, "rules.edit")
    rule = rule_named(work, key)
    return save(work, rule.model_copy(update={"is_on": is_on}).body())


@operation("rules.order")
def order(work: Work, keys: list[str]) -> int:
    """Let the rules fire in an order; answers how many changed their place.

    Raises:
        Invalid: a rule is missing or named twice.
        Refused: the actor may not.
    """
    access.require(work, "rules.edit")
    known = {each.key: each for each in _published(work)}
    if sorted(keys) != sorted(known):
        raise Invalid(say("Name every rule once. Look at the list again."))
    changed = 0
    for position, key in enumerate(keys, start=1):
        body = {**known[key].body, "position": position * 10}
        if known[key].body.get("position", 0) != body["position"]:
            known[key].body = body
            changed += 1
    work.session.flush()
    return changed


@operation("rules.remove")
def remove(work: Work, key: str) -> int:
    """Take a rule out of force and out of the list; its versions and its log stay.

    Raises:
        Invalid: there is none.
        Refused: the actor may not.
    """
    access.require(work, "rules.edit")
    rule_named(work, key)
    newest = _newest(work, key)
    if newest is None:
        raise _none(key)
    newest.state = "retired"
    work.session.flush()
    return newest.version


@reader("rules.export")
def export(work: Work, keys: list[str] | None = None) -> list[dict[str, Any]]:
    """Answer rules as JSON, to be carried to another office."""
    access.require(work, "rules.see")
    return [dict(each.body) for each in _published(work) if keys is None or each.key in keys]


def rule_named(work: Work, key: str) -> Rule:
    """Answer the rule in the list by its key.

    Raises:
        Invalid: there is none, or it cannot be read.
    """
    newest = _newest(work, key)
    if newest is None or newest.state != "published":
        raise _none(key)
    return reading.read(newest.body)


def _none(key: str) -> Invalid:
    text: Text = say("There is no rule named {key}.", key=key)
    return Invalid(text)
