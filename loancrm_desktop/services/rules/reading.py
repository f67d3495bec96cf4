"""Reads a rule from its JSON and names everything in it that does not hold, each at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from pydantic import ValidationError
from sqlalchemy import select

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.deals import Stage
from loancrm_desktop.models.people import Channel, Role, Team, User
from loancrm_desktop.services import conditions
from loancrm_desktop.services.contract_files import shipped
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.language.fields import FieldType, KindFields
from loancrm_desktop.services.messages import channels
from loancrm_desktop.services.messages.filling import PLACE
from loancrm_desktop.services.messages.templates import no_template, template_named
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.rules.design import FORMAT, OF_DEALS, Action, Person, Rule
from loancrm_desktop.services.values_in import read_values
from loancrm_desktop.texts import Text, current_language, say

KINDS = ("customer", "deal", "follow_up", "task", "document")
"""The shipped kinds a rule may be about; the office's own kinds may be too."""
_DATES = frozenset({FieldType.DATE, FieldType.DATETIME})
_OF_CUSTOMERS = frozenset({"assign", "pool", "tag"})
_TO_CUSTOMERS = ("sms", "email")
_MOST_PROBLEMS = 100


def read(body: Mapping[str, Any]) -> Rule:
    """Read a rule's shape; what it names is checked by `check`.

    Raises:
        Invalid: it is of a newer format, or a part of it cannot be read.
    """
    number = body.get("format")
    if isinstance(number, int) and number > FORMAT:
        raise Invalid(
            say("This rule was written by a newer version of the program. Install that version.")
        )
    try:
        return Rule.model_validate(dict(body))
    except ValidationError as fault:
        problems = [_told(each) for each in fault.errors(include_url=False)[:_MOST_PROBLEMS]]
        raise Invalid(problems[0].text, problems) from fault


def _told(error: Any) -> FieldProblem:
    place = ".".join(str(part) for part in error["loc"]) or "rule"
    match error["type"]:
        case "missing":
            text = say("The rule lacks {place}. Add it.", place=place)
        case "extra_forbidden":
            text = say("A rule has no part {place}. Take it out.", place=place)
        case _:
            text = say("{place} of the rule does not have the right form. Mend it.", place=place)
    return FieldProblem(place, str(error["type"]), text)


def check(work: Work, rule: Rule) -> None:
    """Name everything a rule refers to that is not there, and what cannot be done.

    Raises:
        Invalid: naming every problem with its place.
    """
    found = problems(work, rule)
    if found:
        raise Invalid(found[0].text, found)


def problems(work: Work, rule: Rule) -> tuple[FieldProblem, ...]:
    """Answer everything that does not hold, each at its place."""
    if rule.kind not in KINDS and rule.kind not in catalog_of(work).vocabulary.kinds:
        text = say("There is no kind of record named {kind}.", kind=rule.kind)
        return (FieldProblem("kind", "unknown", text),)
    found = [*_when(work, rule), *_condition(work, rule)]
    for at, action in enumerate(rule.then):
        found.extend(_action(work, rule, action, f"then.{at}"))
    if not rule.title.zh.strip() and not rule.title.en.strip():
        found.append(FieldProblem("title", "required", say("Give the rule a name.")))
    return tuple(found[:_MOST_PROBLEMS])


def _when(work: Work, rule: Rule) -> Iterator[FieldProblem]:
    when = rule.when
    known = catalog_of(work).kind(rule.kind)
    if when.on in OF_DEALS and rule.kind != "deal":
        text = say("Only deals have stages and time limits. Choose deals, or another trigger.")
        yield FieldProblem("when.on", "kind", text)
    if when.on == "silent" and rule.kind not in {"customer", "deal"}:
        text = say("Only customers and deals are followed up. Choose one of them.")
        yield FieldProblem("when.on", "kind", text)
    for at, key in enumerate(when.fields):
        if key not in known.fields:
            yield _no_field(f"when.fields.{at}", key)
    if when.on == "weekly" and not when.weekdays:
        yield FieldProblem("when.weekdays", "required", say("Choose a day of the week."))
    if when.on == "date":
        yield from _date(known, when.field)
    for at, stage in enumerate(when.stages):
        if not _is_there(work, Stage.key, stage):
            yield _no_stage(f"when.stages.{at}", stage)


def _date(known: KindFields, key: str) -> Iterator[FieldProblem]:
    spec = known.fields.get(key)
    if spec is None:
        yield _no_field("when.field", key)
    elif spec.compared_as not in _DATES:
        text = say(
            "{field} holds no date. Choose a date field.", field=spec.label(current_language())
        )
        yield FieldProblem("when.field", "type", text)


def _condition(work: Work, rule: Rule) -> Iterator[FieldProblem]:
    if rule.condition is None:
        return
    try:
        conditions.read(work, rule.kind, dict(rule.condition))
    except Invalid as problem:
        for each in problem.problems or (FieldProblem("$", "condition", problem.text),):
            yield FieldProblem(f"if{each.field.removeprefix('$')}", each.code, each.text)


def _action(work: Work, rule: Rule, action: Action, place: str) -> Iterator[FieldProblem]:
    to_customer = action.do == "message" and action.channel in _TO_CUSTOMERS
    if (action.do in _OF_CUSTOMERS or to_customer) and rule.kind not in {"customer", "deal"}:
        text = say("This is only done with customers and deals. Take it out.")
        yield FieldProblem(f"{place}.do", "kind", text)
        return
    if action.do in {"task", "notify"}:
        yield from _meant(work, rule, action.to, f"{place}.to")
    if action.do in {"task", "notify", "message"}:
        yield from _text(work, rule, action, place)
    checks = {
        "set": _set,
        "move": _move,
        "approval": _approval,
        "assign": _assign,
        "tag": _tag,
        "message": _way,
        "document": _document,
    }
    more = checks.get(action.do)
    if more is not None:
        yield from more(work, rule, action, place)


def _meant(work: Work, rule: Rule, person: Person, place: str) -> Iterator[FieldProblem]:
    if person.who == "handler" and rule.kind != "deal":
        text = say("Only a deal has somebody who handles it. Choose another person.")
        yield FieldProblem(place, "kind", text)
    if person.who == "person" and not _is_active(work, person.person):
        yield _nobody(f"{place}.person", person.person)
    if person.who == "role" and not _is_there(work, Role.key, person.role):
        text = say("There is no role {role}. Choose another.", role=person.role)
        yield FieldProblem(f"{place}.role", "unknown", text)
    if person.who == "team" and not _is_there(work, Team.id, person.team):
        yield FieldProblem(f"{place}.team", "unknown", say("This team is not there any more."))


def _text(work: Work, rule: Rule, action: Action, place: str) -> Iterator[FieldProblem]:
    if action.do == "message" and action.template:
        yield from _template(work, rule, action, f"{place}.template")
        return
    if not action.text.strip():
        yield FieldProblem(f"{place}.text", "required", say("Write what it is to say."))
    for name in PLACE.findall(action.text):
        if catalog_of(work).vocabulary.field(rule.kind, name) is None:
            yield _no_field(f"{place}.text", name)


def _template(work: Work, rule: Rule, action: Action, place: str) -> Iterator[FieldProblem]:
    template = template_named(work, action.template)
    if template is None:
        yield FieldProblem(place, "unknown", no_template(action.template).text)
    elif template.kind not in {rule.kind, "customer"} or rule.kind not in {"customer", "deal"}:
        text = say("This template is about records of another kind. Choose another.")
        yield FieldProblem(place, "kind", text)


def _way(work: Work, _rule: Rule, action: Action, place: str) -> Iterator[FieldProblem]:
    """Say that a bot or a webhook is not there: unlike a text message, it has no other way out."""
    ways = [each for each in channels.working(work) if each.way == action.channel]
    if action.via and action.via not in {each.key for each in ways}:
        text = say("There is no channel named {key}.", key=action.via)
        yield FieldProblem(f"{place}.via", "unknown", text)
    elif not ways and action.channel not in _TO_CUSTOMERS:
        text = say("There is no channel for this yet. Add one in the settings, under messages.")
        yield FieldProblem(f"{place}.channel", "required", text)


def _approval(work: Work, rule: Rule, action: Action, place: str) -> Iterator[FieldProblem]:
    if rule.kind != "deal":
        text = say("Only deals are approved. Choose deals, or take this out.")
        yield FieldProblem(f"{place}.do", "kind", text)
    for at, person in enumerate(action.people):
        if not _is_active(work, person):
            yield _nobody(f"{place}.people.{at}", person)


def _set(work: Work, rule: Rule, action: Action, place: str) -> Iterator[FieldProblem]:
    kind, key = split_field(rule.kind, action.field)
    if key not in catalog_of(work).kind(kind).fields:
        yield _no_field(f"{place}.field", action.field)
        return
    try:
        read_values(work, kind, {key: action.value}, whole=False)
    except Invalid as problem:
        yield FieldProblem(f"{place}.value", "value", problem.text)


def split_field(kind: str, name: str) -> tuple[str, str]:
    """Answer whose field a rule of a kind names: its own, or `customer.…` of a deal."""
    whose, _, key = name.rpartition(".")
    return (whose, key) if whose == "customer" and kind != "customer" else (kind, key)


def _move(work: Work, rule: Rule, action: Action, place: str) -> Iterator[FieldProblem]:
    if rule.kind != "deal":
        text = say("Only deals move through stages. Choose deals, or take this out.")
        yield FieldProblem(f"{place}.do", "kind", text)
    elif not _is_there(work, Stage.key, action.stage):
        yield _no_stage(f"{place}.stage", action.stage)


def _assign(work: Work, _rule: Rule, action: Action, place: str) -> Iterator[FieldProblem]:
    for at, person in enumerate(action.people):
        if not _is_active(work, person):
            yield _nobody(f"{place}.people.{at}", person)
    for at, line in enumerate(action.table):
        for channel in line.channels:
            if not _is_there(work, Channel.id, channel):
                text = say("This channel is not there any more. Choose another.")
                yield FieldProblem(f"{place}.table.{at}.channels", "unknown", text)
    if action.how == "by_channel":
        if not action.table:
            text = say("Say which channel goes to whom.")
            yield FieldProblem(f"{place}.table", "required", text)
    elif not action.people and action.team is None:
        yield FieldProblem(f"{place}.people", "required", say("Choose who gets them."))
    if action.team is not None and not _is_there(work, Team.id, action.team):
        yield FieldProblem(f"{place}.team", "unknown", say("This team is not there any more."))


def _tag(_work: Work, _rule: Rule, action: Action, place: str) -> Iterator[FieldProblem]:
    if not action.add and not action.remove:
        yield FieldProblem(f"{place}.add", "required", say("Name a tag to add or take off."))


def _document(_work: Work, rule: Rule, action: Action, place: str) -> Iterator[FieldProblem]:
    if rule.kind != "deal":
        text = say("Documents are made for deals. Choose deals, or take this out.")
        yield FieldProblem(f"{place}.do", "kind", text)
    elif shipped.template_named(action.template) is None:
        text = say("Choose which document is to be made.")
        yield FieldProblem(f"{place}.template", "unknown", text)


def _is_active(work: Work, person_id: int | None) -> bool:
    chosen = select(User.id).where(
        User.id == person_id, User.active.is_(True), User.deleted_at.is_(None)
    )
    return work.session.execute(chosen).first() is not None


def _is_there(work: Work, column: Any, value: object) -> bool:
    return work.session.execute(select(column).where(column == value)).first() is not None


def _no_field(place: str, name: str) -> FieldProblem:
    text = say("There is no field named {field} any more. Choose another.", field=name or "-")
    return FieldProblem(place, "unknown_field", text)


def _no_stage(place: str, key: str) -> FieldProblem:
    text = say("There is no stage named {stage} any more. Choose another.", stage=key or "-")
    return FieldProblem(place, "unknown_stage", text)


def _nobody(place: str, person_id: int | None) -> FieldProblem:
    text: Text = say("There is nobody active with the number {id}.", id=person_id or 0)
    return FieldProblem(place, "unknown_person", text)


def body_of(raw: object) -> Mapping[str, Any]:
    """Answer a rule's JSON object.

    Raises:
        Invalid: it is none.
    """
    if not isinstance(raw, Mapping):
        raise Invalid(say("A rule is one JSON object."))
    return cast("Mapping[str, Any]", raw)
