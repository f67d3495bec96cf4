"""Texts that are written again and again: kept as versions, filled with what a record holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services import access, live_record
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.messages import kept
from loancrm_desktop.services.messages.design import MessageTemplate, told
from loancrm_desktop.services.messages.filling import PLACE, filled
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

KIND = "message_template"
MOST_TEMPLATES = 200


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One template in the list."""

    key: str
    title: str
    kind: str
    channel: str
    subject: str
    text: str
    version: int
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldChip:
    """A field that may stand in a text, as `{key}`."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A text as a record would get it; numbers that are masked for the reader are masked."""

    subject: str
    text: str


@reader("messages.templates")
def list_templates(work: Work, language: str = "zh") -> tuple[TemplateRow, ...]:
    """Answer every template."""
    access.require(work, "messages.see")
    found: list[TemplateRow] = []
    for design in kept.published(work, KIND):
        read = MessageTemplate.model_validate(design.body)
        found.append(
            TemplateRow(
                key=read.key,
                title=read.title.read(language),
                kind=read.kind,
                channel=read.channel,
                subject=read.subject,
                text=read.text,
                version=design.version,
                body=read.body(),
            )
        )
    return tuple(found)


@reader("messages.chips")
def chips(work: Work, kind: str, language: str = "zh") -> tuple[FieldChip, ...]:
    """Answer the fields that may stand in a text about a kind of record."""
    access.require(work, "messages.see")
    vocabulary = catalog_of(work).vocabulary
    if kind not in vocabulary.kinds:
        raise Invalid(say("There is no kind of record named {kind}.", kind=kind))
    own = [FieldChip(key, _label(spec, language)) for key, spec in _shown(work, kind)]
    if kind != "customer":
        own.extend(
            FieldChip(f"customer.{key}", _label(spec, language))
            for key, spec in _shown(work, "customer")
        )
    return tuple(own)


def _shown(work: Work, kind: str) -> list[tuple[str, FieldSpec]]:
    fields = catalog_of(work).kind(kind).fields
    return [
        (key, spec)
        for key, spec in fields.items()
        if spec.sensitivity != "secret" and not access.hidden(work.actor, kind, key)
    ]


def _label(spec: FieldSpec, language: str) -> str:
    return spec.label(language)


@reader("messages.preview")
def preview(
    work: Work, text: str, record_id: int, kind: str = "customer", subject: str = ""
) -> Preview:
    """Answer how a text reads for a record.

    Raises:
        Invalid: there is no such record.
        Refused: the actor does not see it.
    """
    access.require(work, "messages.see")
    row = seen_row(work, kind, record_id)
    return Preview(filled(work, subject, kind, row), filled(work, text, kind, row))


def seen_row(work: Work, kind: str, record_id: int) -> Any:
    """Answer a record that the actor sees.

    Raises:
        Invalid: there is none of this number.
        Refused: the actor does not see it.
    """
    row = live_record.row_named(work, kind, record_id) if kind in {"customer", "deal"} else None
    if row is None or row.deleted_at is not None:
        raise Invalid(say("There is no record number {id}.", id=record_id))
    customer = row
    if kind == "deal":
        customer = live_record.row_named(work, "customer", row.customer_id)
    access.require_on(work, kind, "see")
    access.require_seen(work, customer)
    return row


@operation("messages.save_template")
def save_template(work: Work, body: dict[str, Any], expected_version: int | None = None) -> int:
    """Save a template as its next version; answers the version.

    Raises:
        Invalid: field by field; a place names a field that is not there.
        Conflict: somebody saved it meanwhile.
        Refused: the actor may not.
    """
    access.require(work, "messages.edit")
    template = read_template(body)
    problems = template_problems(work, template)
    if problems:
        raise Invalid(problems[0].text, problems)
    is_new = kept.in_force(work, KIND, template.key) is None
    if is_new and len(kept.published(work, KIND)) >= MOST_TEMPLATES:
        raise Invalid(say("An office has at most {count} templates.", count=MOST_TEMPLATES))
    return kept.put(work, KIND, template.key, template.body(), expected_version)


@operation("messages.remove_template")
def remove_template(work: Work, key: str) -> int:
    """Take a template out of the list.

    Raises:
        Invalid: there is none.
        Refused: the actor may not.
    """
    access.require(work, "messages.edit")
    design = kept.in_force(work, KIND, key)
    if design is None:
        raise no_template(key)
    return kept.retire(work, design)


def template_named(work: Work, key: str) -> MessageTemplate | None:
    """Answer a template that is in force."""
    design = kept.in_force(work, KIND, key)
    return None if design is None else MessageTemplate.model_validate(design.body)


def no_template(key: str) -> Invalid:
    """Say that there is no such template."""
    text = say("There is no message template named {key} any more. Choose another.", key=key)
    return Invalid(text, [FieldProblem("template", "unknown", text)])


def read_template(body: Mapping[str, Any]) -> MessageTemplate:
    """Read a template.

    Raises:
        Invalid: field by field.
    """
    try:
        return MessageTemplate.model_validate(dict(body))
    except ValidationError as fault:
        raise told(fault.errors(include_url=False)) from fault


def template_problems(work: Work, template: MessageTemplate) -> list[FieldProblem]:
    """Answer what does not hold in a template."""
    found: list[FieldProblem] = []
    if not template.title.zh and not template.title.en:
        found.append(FieldProblem("title", "required", say("Give the template a name.")))
    if not template.text.strip():
        found.append(FieldProblem("text", "required", say("Write what it is to say.")))
    for place, text in (("subject", template.subject), ("text", template.text)):
        for name in PLACE.findall(text):
            if catalog_of(work).vocabulary.field(template.kind, name) is None:
                said = say("There is no field named {field} any more. Choose another.", field=name)
                found.append(FieldProblem(place, "unknown_field", said))
    return found
