"""The sections of the shipped customer form: which fields stand together, in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.texts import tr


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form: its title and its fields."""

    title: str
    specs: tuple[FieldSpec, ...]


_CUSTOMER_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "who",
        (
            "name", "phone", "id_number", "phone2", "gender", "birth_date", "wechat", "email",
            "region", "address", "channel", "referrer",
        ),
    ),
    ("need", ("product_type", "purpose", "requested_amount", "requested_term_months")),
    (
        "standing",
        (
            "credit_standing", "assets", "company", "occupation", "monthly_income",
            "social_insurance",
        ),
    ),
    ("care", ("status", "level", "owner", "team", "tags", "next_follow_up_at", "remark")),
)  # fmt: skip


def customer_sections(
    fields: Mapping[str, FieldSpec], left_out: Sequence[str] | frozenset[str] = ()
) -> list[Section]:
    """Answer the sections of the customer form; fields of the office's own come last."""
    titles = {
        "who": tr("Basics"),
        "need": tr("Loan need"),
        "standing": tr("Qualification"),
        "care": tr("Care"),
    }
    placed: set[str] = set()
    sections: list[Section] = []
    for name, keys in _CUSTOMER_SECTIONS:
        placed.update(keys)
        specs = tuple(fields[key] for key in keys if key in fields and key not in left_out)
        if specs:
            sections.append(Section(titles[name], specs))
    own = tuple(
        spec
        for key, spec in fields.items()
        if key not in placed and key not in left_out and not spec.built_in
    )
    if own:
        sections.append(Section(tr("Our own fields"), own))
    return sections
