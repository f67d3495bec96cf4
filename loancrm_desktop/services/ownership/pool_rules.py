"""What the pool goes by: who returns to it and when, how many may be claimed; kept as a setting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services import access, conditions, office_settings
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.forms.values.cells import one_line
from loancrm_desktop.services.language import resolving
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import Text, say

SUBJECT = "pool"
FORMAT = 1
MOST_RULES = 20
MOST_DAYS = 3650
MOST_CLAIMS = 10_000
MOST_NAME = 60

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class PoolRule:
    """When customers return to the pool.

    Attributes:
        idle_days: how many days of 24 hours nobody spoke to the customer, and the owner had it.
        where: whom the rule is for, as a condition; None for everybody.
        unless: who is exempt, as a condition; None for nobody.
        warn_days: how many days before the owner is warned.
    """

    key: str
    name: str
    idle_days: int
    where: dict[str, Any] | None = None
    unless: dict[str, Any] | None = None
    warn_days: int = 3
    active: bool = True


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """What the pool goes by.

    Attributes:
        claims_per_day: how often one person may claim in a day of the office's calendar.
        held_most: how many running customers one may have to claim another.
        not_back_days: for how long somebody does not get a customer back who had it last.
    """

    rules: tuple[PoolRule, ...] = ()
    claims_per_day: int = 20
    held_most: int = 300
    not_back_days: int = 30


@reader("ownership.pool_settings")
def pool_settings(work: Work) -> PoolSettings:
    """Answer what the pool goes by."""
    access.require(work, "customers.see")
    return settings_of(work)


def settings_of(work: Work) -> PoolSettings:
    """Answer what the pool goes by, whoever asks.

    Raises:
        Invalid: a later version of the program wrote it.
    """
    body = office_settings.read(work, SUBJECT)
    if not body:
        return PoolSettings()
    if body.get("format") != FORMAT:
        raise Invalid(
            say(
                "The rules of the pool were written by a newer version of the program. Install "
                "the newer version."
            )
        )
    rest = {key: value for key, value in body.items() if key not in ("format", "rules")}
    return PoolSettings(tuple(PoolRule(**rule) for rule in body["rules"]), **rest)


@operation("ownership.set_pool")
def set_pool(work: Work, settings: PoolSettings) -> int:
    """Settle what the pool goes by; answers how many rules are in force.

    Raises:
        Invalid: naming everything that does not hold.
        Refused: the actor may not.
    """
    access.require(work, "office.edit")
    check(work, settings)
    rules = [asdict(replace(rule, name=one_line(rule.name))) for rule in settings.rules]
    body: Mapping[str, Any] = {
        "format": FORMAT,
        "rules": rules,
        "claims_per_day": settings.claims_per_day,
        "held_most": settings.held_most,
        "not_back_days": settings.not_back_days,
    }
    office_settings.write(work, SUBJECT, body)
    return sum(1 for rule in settings.rules if rule.active)


def check(work: Work, settings: PoolSettings) -> None:
    """Name everything that does not hold.

    Raises:
        Invalid: something does not.
    """
    problems = [*_figures(settings), *_rules(work, settings)]
    if problems:
        raise Invalid(problems[0].text, problems)


def _figures(settings: PoolSettings) -> Iterator[FieldProblem]:
    for name, most in (
        ("claims_per_day", MOST_CLAIMS),
        ("held_most", MOST_CLAIMS),
        ("not_back_days", MOST_DAYS),
    ):
        if not 0 <= getattr(settings, name) <= most:
            yield _range(name, 0, most)


def _rules(work: Work, settings: PoolSettings) -> Iterator[FieldProblem]:
    keys = [rule.key for rule in settings.rules]
    if len(keys) > MOST_RULES:
        text = say("The pool has at most {count} rules.", count=MOST_RULES)
        yield FieldProblem("rules", "too_many", text)
        return
    for at, rule in enumerate(settings.rules):
        place = f"rules[{at}]"
        if not _KEY.fullmatch(rule.key) or keys.count(rule.key) > 1:
            text = say("Each rule has a key of its own in small letters, digits and _.")
            yield FieldProblem(f"{place}.key", "form", text)
        if not 0 < len(one_line(rule.name)) <= MOST_NAME:
            text = say("Give each rule a name of at most {count} characters.", count=MOST_NAME)
            yield FieldProblem(f"{place}.name", "form", text)
        if not 1 <= rule.idle_days <= MOST_DAYS:
            yield _range(f"{place}.idle_days", 1, MOST_DAYS)
        if not 0 <= rule.warn_days <= MOST_DAYS:
            yield _range(f"{place}.warn_days", 0, MOST_DAYS)
        for name in ("where", "unless"):
            yield from _condition(work, getattr(rule, name), f"{place}.{name}")


def _range(field: str, least: int, most: int) -> FieldProblem:
    text = say("Choose a number between {least} and {most}.", least=least, most=most)
    return FieldProblem(field, "range", text)


def _condition(work: Work, where: dict[str, Any] | None, place: str) -> Iterator[FieldProblem]:
    """Name what is wrong with a condition; it must mean the same whoever's desk runs it."""
    if where is None:
        return
    try:
        condition = conditions.read(work, "customer", where)
    except Invalid as wrong:
        found = wrong.problems or [FieldProblem("", "condition", wrong.text)]
        for each in found:
            yield FieldProblem(f"{place}.{each.field}".rstrip("."), each.code, each.text)
        return
    here = conditions.moment_of(work)
    one = replace(here, me=-1, my_teams=(-1,), my_team_members=(-1,))
    two = replace(here, me=-2, my_teams=(-2,), my_team_members=(-2,))
    if resolving.resolve(condition, one) != resolving.resolve(condition, two):
        text: Text = say('A rule of the pool cannot ask for "me" or "my team": name the person.')
        yield FieldProblem(place, "me", text)
