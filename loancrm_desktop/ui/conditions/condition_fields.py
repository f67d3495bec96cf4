"""The fields a condition about one kind of record may speak of, by section, with their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from loancrm_desktop.services.forms.built_in_fields import (
    BUILT_IN_FIELDS,
    LOOKUP_FIELDS,
    built_in_kind,
)
from loancrm_desktop.services.language.fields import (
    FieldPath,
    FieldSpec,
    FieldType,
    KindFields,
    Relation,
    Vocabulary,
)
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.office_words import KINDS, OfficeWords

_SECTIONS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "customer": (
        (
            "who",
            (
                "name", "phone", "phone2", "id_number", "gender", "birth_date", "wechat", "email",
                "region", "address",
            ),
        ),
        ("need", ("product_type", "requested_amount", "requested_term_months", "purpose")),
        (
            "standing",
            (
                "credit_standing", "assets", "company", "occupation", "monthly_income",
                "social_insurance",
            ),
        ),
        (
            "case",
            ("deal_stage", "deal_stage_entered_at", "deal_due_at", "deal_amount"),
        ),
        (
            "care",
            (
                "status", "level", "tags", "owner", "team", "channel", "referrer",
                "last_contact_at", "next_follow_up_at", "created_at", "remark",
            ),
        ),
    ),
    "deal": (
        ("case", ("ref", "stage", "stage_entered_at", "due_at", "outcome", "lost_reason", "closed_at")),
        ("need", ("product_type", "requested_amount", "requested_term_months", "purpose")),
        (
            "bank",
            (
                "bank", "product", "approved_amount", "disbursed_amount", "disbursed_on",
                "annual_rate", "service_fee",
            ),
        ),
        ("care", ("owner", "handler", "team", "channel", "last_contact_at", "created_at")),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldOffer:
    """One field as a picker offers it.

    Attributes:
        name: its key or dotted path.
        label: its name in its section.
        section: the title it stands under.
    """

    name: str
    label: str
    section: str
    spec: FieldSpec


class ConditionFields:
    """What the office's catalogue offers to conditions about one kind.

    Made anew when the words are loaded again; fields hidden from the person are not in it.
    """

    def __init__(self, words: OfficeWords, kind: str) -> None:
        self.kind = kind
        self._words = words
        self.vocabulary = _vocabulary(words)
        self._offers: tuple[FieldOffer, ...] | None = None

    def path(self, name: str) -> FieldPath | None:
        """Find a field, None when there is none of that name (any more)."""
        return self.vocabulary.field(self.kind, name)

    def spec(self, name: str) -> FieldSpec | None:
        """Find what a field holds."""
        found = self.path(name)
        return None if found is None else found.spec

    def label(self, name: str) -> str:
        """Name a field with the links that lead to it: 客户 · 所在区域; unknown ones by key."""
        found = self.path(name)
        if found is None:
            return name
        language = current_language()
        return " · ".join(spec.label(language) for spec in (*found.links, found.spec))

    def offers(self) -> tuple[FieldOffer, ...]:
        """List the fields to choose from: the own by section, then those one link away."""
        if self._offers is None:
            self._offers = (*self._own(), *self._linked())
        return self._offers

    def names(self) -> list[str]:
        """List what the fields are called, for filters that read pinyin."""
        return [offer.label for offer in self.offers()]

    def _own(self) -> list[FieldOffer]:
        fields = self.vocabulary.kind(self.kind).fields
        titles, language = _titles(), current_language()
        found: list[FieldOffer] = []
        placed: set[str] = set()
        for section, keys in _SECTIONS.get(self.kind, ()):
            for key in keys:
                if key in fields:
                    placed.add(key)
                    spec = fields[key]
                    found.append(FieldOffer(key, spec.label(language), titles[section], spec))
        for title, built_in in ((tr("Other facts"), True), (tr("Our own fields"), False)):
            found += [
                FieldOffer(key, spec.label(language), title, spec)
                for key, spec in fields.items()
                if key not in placed and spec.built_in is built_in
            ]
        return found

    def _linked(self) -> list[FieldOffer]:
        found: list[FieldOffer] = []
        language = current_language()
        for key, link in self.vocabulary.kind(self.kind).fields.items():
            if link.type is not FieldType.RECORD or link.links_to not in KINDS:
                continue
            for far_key, spec in self.vocabulary.kind(link.links_to).fields.items():
                if spec.type is not FieldType.RECORD or spec.links_to not in KINDS:
                    name, title = f"{key}.{far_key}", link.label(language)
                    found.append(FieldOffer(name, spec.label(language), title, spec))
        return found


def section_titles(offers: Sequence[FieldOffer]) -> list[str]:
    """List the sections of fields in their order."""
    return list(dict.fromkeys(offer.section for offer in offers))


def _titles() -> Mapping[str, str]:
    return {
        "who": tr("Basics"),
        "need": tr("Loan need"),
        "standing": tr("Qualification"),
        "case": tr("Deal"),
        "bank": tr("Bank and money"),
        "care": tr("Care"),
    }


def _vocabulary(words: OfficeWords) -> Vocabulary:
    kinds: dict[str, KindFields] = {}
    for name in (*BUILT_IN_FIELDS, *LOOKUP_FIELDS):
        shipped = built_in_kind(name)
        own = words.fields(name) if name in KINDS else None
        kinds[name] = replace(shipped, fields=dict(own)) if own else shipped
    for each in words.record_types:
        kinds[each.kind] = KindFields(
            each.kind, dict(words.fields(each.kind)), {}, each.title_zh, each.title_en
        )
        for name in each.links:
            relation = Relation(each.kind, each.kind, each.title_zh, each.title_en, name)
            shipped = kinds[name]
            more = {**shipped.relations, each.kind: relation}
            kinds[name] = replace(shipped, relations=more)
    return Vocabulary(kinds)
