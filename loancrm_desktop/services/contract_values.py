"""What contracts may print: the catalogue's fields of one deal, as texts for paper.

Contracts are in Chinese, whatever the language of the windows; choices print their label,
links the name of what they point to, amounts as yuan with two places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.customers import Customer, RelatedPerson
from loancrm_desktop.models.deals import Submission
from loancrm_desktop.services import access, deals, office_facts, summaries
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.conditions import names_of
from loancrm_desktop.services.contract_files import word_values
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.forms.catalog import Catalog, catalog_of
from loancrm_desktop.services.forms.records import values_of
from loancrm_desktop.services.forms.value_words import Reader
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import current_language, say

_LANGUAGE = "zh"
_NEVER_PRINTED = frozenset({FieldType.ATTACHMENT, FieldType.SUB_FORM})

SINGLES = ("spouse", "co_borrower", "guarantor")
"""Related persons who also stand under a name of their own: `{{ spouse.name }}`."""

_LISTS = {"related_persons": "related_person", "submissions": "submission"}
"""List fields to loop over, and the kind of their rows."""

OFFICE_FIELDS: Mapping[str, tuple[str, str]] = {
    "office.name": ("机构名称", "Name of the office"),
    "office.credit_code": ("统一社会信用代码", "Unified social credit code"),
    "office.address": ("机构地址", "Address of the office"),
    "office.phone": ("机构电话", "Phone of the office"),
    "today": ("签订日期", "Today's date"),
}


@dataclass(frozen=True, slots=True)
class PrintedValues:
    """What a contract of one deal can print.

    Attributes:
        values: records of printed texts, such as `{"customer": {"name": "王芳"}}`.
        labels: every known field by its key, with what people call it.
        covered: known fields that the actor's role masks or hides; they are not in `values`.
    """

    values: dict[str, Any]
    labels: dict[str, str]
    covered: tuple[str, ...]


@reader("contracts.values")
def values(work: Work, deal_id: int) -> PrintedValues:
    """Answer what a contract of a deal may print for this person.

    Raises:
        Invalid: there is no such deal.
        Refused: the actor may make no contracts, or may not see the deal.
    """
    access.require(work, "contracts.make")
    deal = deals.get(work, deal_id)
    customer = summaries.customer_of(work, deal.customer_id)
    if customer is None:
        raise Invalid(say("There is no customer number {id}.", id=deal.customer_id))
    related = _related(work, customer.id)
    printed: dict[str, Any] = {
        "customer": _record(work, "customer", customer, customer),
        "deal": _record(work, "deal", deal, customer),
        "related_persons": [
            _record(work, "related_person", person, customer) for person in related
        ],
        "submissions": [
            _record(work, "submission", row, customer) for row in _submissions(work, deal_id)
        ],
        "office": {"name": work.place.name, **asdict(office_facts.facts_of(work))},
        "today": word_values.day_word(work.now.astimezone(work.place.zone).date()),
    }
    for relation in SINGLES:
        person = next((each for each in related if each.relation == relation), None)
        printed[relation] = (
            {} if person is None else _record(work, "related_person", person, customer)
        )
    names = labels(work)
    return PrintedValues(printed, names, tuple(key for key in names if _covered(work, key)))


@reader("contracts.fields")
def labels(work: Work) -> dict[str, str]:
    """Answer every field a template may name, by its key, with what people call it."""
    language = current_language()
    catalog = catalog_of(work)
    found: dict[str, str] = {}
    for kind in ("customer", "deal"):
        _put_labels(found, catalog, kind, kind, language)
    for name, kind in (*_LISTS.items(), *((single, "related_person") for single in SINGLES)):
        found[name] = (
            catalog.kind(kind).label_en if language == "en" else catalog.kind(kind).label_zh
        )
        _put_labels(found, catalog, name, kind, language)
    for key, (zh, en) in OFFICE_FIELDS.items():
        found[key] = en if language == "en" else zh
    return found


def _put_labels(
    found: dict[str, str], catalog: Catalog, prefix: str, kind: str, language: str
) -> None:
    for key, spec in catalog.kind(kind).fields.items():
        if spec.type not in _NEVER_PRINTED:
            found[f"{prefix}.{key}"] = spec.label(language)


def _covered(work: Work, name: str) -> bool:
    """Say whether the role masks a field; whose number it is makes no difference.

    Who may print masked fields gets them whole on paper: a contract with a masked ID number
    binds nobody. Hidden fields stay hidden.
    """
    prefix, _, key = name.partition(".")
    kind = "related_person" if prefix in SINGLES else _LISTS.get(prefix, prefix)
    kinds = ("related_person", "customer") if kind == "related_person" else (kind,)
    whole = work.actor.rights.allows("contracts.print_masked")
    return any(
        (access.masked(work.actor, each, key) and not whole) or access.hidden(work.actor, each, key)
        for each in kinds
    )


def _related(work: Work, customer_id: int) -> Sequence[RelatedPerson]:
    return (
        work.session.execute(
            select(RelatedPerson)
            .where(RelatedPerson.customer_id == customer_id, RelatedPerson.deleted_at.is_(None))
            .order_by(RelatedPerson.id)
        )
        .scalars()
        .all()
    )


def _submissions(work: Work, deal_id: int) -> Sequence[Submission]:
    return (
        work.session.execute(
            select(Submission)
            .where(Submission.deal_id == deal_id, Submission.deleted_at.is_(None))
            .order_by(Submission.id)
        )
        .scalars()
        .all()
    )


def _record(work: Work, kind: str, row: Any, customer: Customer) -> dict[str, Any]:
    fields = catalog_of(work).kind(kind).fields
    printed: dict[str, Any] = {}
    for key, value in values_of(row, kind, fields).items():
        spec = fields[key]
        if spec.type in _NEVER_PRINTED or _covered(work, f"{kind}.{key}"):
            continue
        if spec.links_to == "customer" and value == customer.id:
            printed[key] = customer.name
        else:
            printed[key] = "" if value is None else _printed(work, value, spec)
    return printed


def _printed(work: Work, value: Any, spec: FieldSpec) -> str:
    kind = spec.compared_as
    if kind in (FieldType.PERSON, FieldType.TEAM, FieldType.RECORD):
        linked = {FieldType.PERSON: "person", FieldType.TEAM: "team"}.get(kind, spec.links_to or "")
        return names_of(work).get((linked, cast("int", value)), "")
    return _text(value, spec, work.place.zone)


def _text(value: Any, spec: FieldSpec, zone: ZoneInfo) -> str:
    match spec.compared_as:
        case FieldType.MONEY:
            return word_values.money_word(value)
        case FieldType.PERCENT:
            return word_values.rate_word(value)
        case FieldType.DATE:
            return word_values.day_word(cast("date", value))
        case FieldType.DATETIME:
            local = cast("datetime", value).astimezone(zone)
            return f"{word_values.day_word(local.date())} {local:%H:%M}"
        case FieldType.INTEGER | FieldType.NUMBER | FieldType.PHONE:
            # Contracts say the unit themselves, and print numbers to be copied.
            return str(value)
        case _:
            return field_types.show(value, spec, Reader(_LANGUAGE, zone))
