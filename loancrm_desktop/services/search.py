"""Finds anyone by what you remember: a piece of the name, pinyin, a phone's tail, a company."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    String,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.sql import Select

from loancrm_desktop import display
from loancrm_desktop.models import text_index
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.prepared import Prepared, fixed
from loancrm_desktop.services import access, search_upkeep, search_words, sight
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.language.json_columns import Position
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.search_words import Kind, Part, Sight, parts_of, phone_digits
from loancrm_desktop.text_keys import text_key

words_of = search_words.words_of
keep_words = search_upkeep.keep_words
check_index = search_upkeep.check_index
rebuild = search_upkeep.rebuild

_FEW = 1000
"""Up to so many hits all of them are ranked; of more, the most recently contacted."""

_MOST_HITS = 200

_FIELDS: dict[str, Kind] = {
    "phone": "phone",
    "phone2": "phone",
    "id_number": "id_number",
    "company": "company",
    "tags": "tag",
}


class _Facts(NamedTuple):
    """What a candidate is judged and shown by."""

    id: int
    name: str
    phone: str | None
    phone2: str | None
    id_number: str | None
    company: str | None
    tags: list[Any] | None
    name_key: str
    company_key: str | None
    region: str | None


_row = Customer.__table__.c
_facts = tuple(_row[name] for name in _Facts._fields)
_BY_IDS = ("ranked", "few ids")
_BY_WORDS = ("walked", "many ids")
_BY_NAME = ("ranked", "few ids", "named")
_by_recency = (_row.last_contact_at.desc().nulls_last(), _row.id.desc())


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody found.

    Attributes:
        kind: the record's kind, `customer`.
        title: the customer's name.
        match: how: `name`, `pinyin`, `phone`, `id_number`, `company`, `tag` or `deal`; where
            several pieces were asked for, one for each, joined by `+`.
        subtitle: what tells people of one name apart; phone numbers in it are covered.
    """

    kind: str
    id: int
    title: str
    match: str
    subtitle: str


@reader("search.find")
def find(work: Work, text: str, limit: int = 20, masks: sight.Masks = "role") -> tuple[Hit, ...]:
    """Answer the visible customers a question means, the likeliest first.

    First those whose name is the question, then those whose name begins with it, then whom the
    office spoke to last. Pieces such as `zs 8888` must all hold.

    Args:
        work: the reading.
        text: what somebody remembers.
        limit: how many at most.
        masks: `display` masks for everybody.
    """
    access.require(work, "customers.see")
    wanted = max(0, min(limit, _MOST_HITS))
    asked = _Asked(work, text)
    shown = sight.as_shown(work, masks)
    found: dict[int, Hit] = {}
    if wanted and asked.may_be_a_deal:
        for row in _by_deal(work, asked.whole, wanted):
            found[row.id] = _hit(shown, row, "deal")
    for tier in range(asked.tiers):
        if len(found) >= wanted:
            break
        for row in asked.rows(tier, wanted):
            if row.id not in found and (how := asked.how(row)):
                found[row.id] = _hit(shown, row, how)
    return tuple(found.values())[:wanted]


@reader("search.ids")
def find_ids(work: Work, text: str, limit: int = 2000, *, trash: bool = False) -> list[int]:
    """Answer the ids of the visible customers a question means, the last contacted first.

    Args:
        work: the reading.
        text: what somebody remembers.
        limit: how many at most.
        trash: whether to look in the trash instead.
    """
    access.require(work, "customers.delete" if trash else "customers.see")
    asked = _Asked(work, text, trash=trash)
    if not asked.tiers or limit < 1:
        return []
    return list(dict.fromkeys(asked.ids(limit)))


def condition(work: Work, text: str) -> ColumnElement[bool] | None:
    """Answer a question as a condition on customers for a list's own statement.

    It says nothing of whom the person may see; the list does. None asks for nothing.
    """
    asked = _Asked(work, text)
    return asked.condition() if asked.tiers else None


class _Asked:
    """One question of one person."""

    def __init__(self, work: Work, text: str, *, trash: bool = False) -> None:
        self._work = work
        self._trash = trash
        self.whole = text_key(text).strip()
        self._sight = _sight(work)
        self._parts = parts_of(text, self._sight)
        self._numbers = [part.text for part in self._parts if part.shape == "digits"]
        self.tiers = max((len(part.tiers) for part in self._parts), default=0)
        self._offered = [(part, _kinds(part)) for part in self._parts]
        self._said = ""
        self._seen: set[int] = set()

    @property
    def may_be_a_deal(self) -> bool:
        """Say whether the whole question could be a deal's number."""
        return (
            5 <= len(self.whole) <= 40
            and self.whole.isascii()
            and any(mark.isdigit() for mark in self.whole)
            and any(mark.isalpha() for mark in self.whole)
        )

    def rows(self, tier: int, limit: int) -> Sequence[_Facts]:
        """Answer up to `limit` candidates of a tier in the order of their rank.

        Those of earlier tiers are left out.
        """
        question = self._question(tier)
        if question is None:
            return ()
        ids = text_index.some_ids(self._work.session, question, _FEW)
        if len(ids) < _FEW:
            fresh = [each for each in ids if each not in self._seen]
            rows = self._facts("ranked", limit, fresh) if fresh else []
            self._seen.update([row.id for row in rows])
            return rows
        # Walk the list of last contacts instead of sorting all who match.
        recent = self._facts("walked", limit)
        begun = [row for row in recent if row.name_key.startswith(self.whole)]
        return [*self._facts("named", limit), *begun, *recent]

    def ids(self, limit: int) -> list[int]:
        """Answer the ids of up to `limit` who are meant, the last contacted first."""
        question = self._question(self.tiers - 1)
        if question is None:
            return []
        ids = text_index.some_ids(self._work.session, question, _FEW)
        few = len(ids) < _FEW
        doubtful = any(part.shape == "han" and len(part.text) > 2 for part in self._parts)
        if doubtful:  # pairs of characters may stand apart: look at the rows themselves
            rows = self._facts("ranked" if few else "walked", limit, ids)
            return [row.id for row in rows if self.how(row)]
        return [row[0] for row in self._fetch("few ids" if few else "many ids", limit, ids)]

    def condition(self) -> ColumnElement[bool]:
        """Answer the widest question as a condition with its values."""
        question = self._question(self.tiers - 1)
        if question is None:
            return false()
        matching = text_index.matching(question)
        truths = [
            self._truth(literal(digits), literal(digits.upper()), literal(-len(digits)))
            for digits in self._numbers
        ]
        few = text_index.how_many(self._work.session, question, _FEW) < _FEW
        found = (_row.id if few else _row.id + 0).in_(matching)
        return and_(found, *truths)

    def _question(self, tier: int) -> text_index.Question | None:
        """Answer a tier's question; None when it is empty or says what the last one said."""
        question = [[each.words for each in part.up_to(tier)] for part in self._parts]
        if not all(question):
            return None
        said = text_index.said(question)
        if said == self._said:
            return None
        self._said = said
        return question

    def _facts(self, way: str, limit: int, ids: Sequence[int] = ()) -> list[_Facts]:
        return [_Facts(*row) for row in self._fetch(way, limit, ids)]

    def _fetch(self, way: str, limit: int, ids: Sequence[int]) -> Sequence[Sequence[Any]]:
        values: dict[str, object] = {}
        if way in _BY_IDS:
            values["ids"] = json.dumps(ids)
        elif way in _BY_WORDS:
            values["said"] = self._said
        if way in _BY_NAME:
            values["whole"] = self.whole
        for number, digits in enumerate(self._numbers):
            values |= {
                f"digits_{number}": digits,
                f"tail_{number}": digits.upper(),
                f"length_{number}": -len(digits),
            }
        return self._statement(way, limit).rows(self._work.session, **values)

    def _statement(self, way: str, limit: int) -> Prepared:
        """Answer a prepared statement; kept, for making one takes longer than running it."""
        actor = self._work.actor
        kept = self._work.shelf.setdefault("search", {})
        person = (actor.user_id, actor.team_ids, actor.rights, actor.shared)
        key = (way, limit, person, self._trash, len(self._numbers))
        if key not in kept:
            visible = self._visible(own_index=way in ("walked", "many ids"))
            kept[key] = Prepared(_made(way, visible).limit(fixed(limit)))
        return kept[key]

    def _visible(self, *, own_index: bool) -> ColumnElement[bool]:
        """Answer what must hold of every row, said so that no index is chosen for it.

        Only a walk over one person's own customers should go by the owner.
        """
        actor = self._work.actor
        scope = access.visible_sql(actor, "customer", _row)
        if not (own_index and actor.rights.scope == "own" and not actor.shared):
            scope = case((scope, 1), else_=0) == 1
        deleted_at = type_coerce(_row.deleted_at, BigInteger) + 0
        gone = deleted_at.is_not(None) if self._trash else deleted_at.is_(None)
        truths = [
            self._truth(
                bindparam(f"digits_{number}", type_=String()),
                bindparam(f"tail_{number}", type_=String()),
                bindparam(f"length_{number}", type_=Integer()),
            )
            for number in range(len(self._numbers))
        ]
        return and_(scope, gone, *truths)

    def _truth(
        self, digits: ColumnElement[str], tail: ColumnElement[str], length: ColumnElement[int]
    ) -> ColumnElement[bool]:
        """Answer what holds where the words of a number do not say too much."""
        phones: list[ColumnElement[bool]] = []
        for phone in (_row.phone, _row.phone2):
            if "phone" in self._sight.masked:
                phones += [func.substr(phone, -4) == digits, phone == digits]
            else:
                phones.append(Position(phone, digits) > 0)
        return or_(
            *phones,
            func.substr(_row.id_number, length) == tail,
            Position(_row.name_key, digits) > 0,
            Position(_row.company_key, digits) > 0,
            Position(cast(_row.tags, String), digits) > 0,
        )

    def how(self, row: _Facts) -> str | None:
        """Answer how a candidate was found, None when it only seemed to be."""
        if len(self._offered) == 1:
            return _way(*self._offered[0], row, self._sight)
        ways = [_way(part, offered, row, self._sight) for part, offered in self._offered]
        return "+".join(dict.fromkeys(map(str, ways))) if all(ways) else None


def _kinds(part: Part) -> frozenset[Kind]:
    return frozenset(alternative.kind for alternative in part.up_to(len(part.tiers)))


def _made(way: str, visible: ColumnElement[bool]) -> Select[Any]:
    whole = bindparam("whole", type_=String())
    facts: tuple[ColumnElement[Any], ...] = (_row.id,) if way.endswith("ids") else _facts
    if way == "named":
        chosen = select(*facts).where(_row.name_key == whole, visible)
        return chosen.order_by(*_by_recency)
    if way in _BY_WORDS:
        # The sum keeps the database from looking up each match by its id.
        chosen = select(*facts).where((_row.id + 0).in_(text_index.matching_named("said")), visible)
        return chosen.order_by(*_by_recency)
    begins = func.substr(_row.name_key, 1, func.length(whole)) == whole
    rank = case((_row.name_key == whole, 0), (begins, 1), else_=2)
    chosen = select(*facts).where(_row.id.in_(text_index.given_ids("ids")), visible)
    return chosen.order_by(rank, *_by_recency)


def _way(part: Part, offered: frozenset[Kind], row: _Facts, sight: Sight) -> Kind | None:
    """Answer the plainest of the offered kinds of facts in which a row truly holds a piece."""
    if part.shape == "digits":
        if "phone" in offered and _holds_phone(part.text, row, sight):
            return "phone"
        if "id_number" in offered and (row.id_number or "").lower().endswith(part.text):
            return "id_number"
    if "name" in offered and _says(row.name_key, part):
        return "name"
    if "company" in offered and row.company_key and _says(row.company_key, part):
        return "company"
    tags = row.tags if "tag" in offered else None
    if tags and any(_says(text_key(str(tag)), part) for tag in tags):
        return "tag"
    # The index never gives a beginning of pinyin for somebody who is not read so.
    return "pinyin" if part.shape == "latin" and "pinyin" in offered else None


def _says(key: str, part: Part) -> bool:
    if part.shape == "han":
        return part.text in (key if key.isalpha() else search_words.squeezed(key))
    if search_words.is_usual_han(key):
        return False  # as nearly all names are: there is nothing else in it
    return any(run.startswith(part.text) for run in search_words.runs(key))


def _holds_phone(digits: str, row: _Facts, sight: Sight) -> bool:
    for number in (row.phone, row.phone2):
        if not number:
            continue
        whole = number if number.isdecimal() else phone_digits(number)
        if "phone" in sight.masked:
            if whole[-4:] == digits or whole == digits:
                return True
        elif digits in whole:
            return True
    return False


def _sight(work: Work) -> Sight:
    actor = work.actor
    if not actor.rights.hidden and not actor.rights.masked:
        return search_words.FULL_SIGHT
    hidden: list[Kind] = [
        kind for key, kind in _FIELDS.items() if access.hidden(actor, "customer", key)
    ]
    masked: list[Kind] = [
        kind for key, kind in _FIELDS.items() if access.masked(actor, "customer", key)
    ]
    return Sight(frozenset(hidden), frozenset(masked))


_SHOWN = (("customer", "name"), None, ("customer", "region"), ("customer", "company"))


def _hit(work: Work, row: _Facts, how: str) -> Hit:
    actor = work.actor
    rings = row.phone and not access.hidden(actor, "customer", "phone")
    shown = [
        row.name,
        display.mask_phone(row.phone or "") if rings else "",
        row.region,
        row.company,
    ]
    if actor.rights.hidden or actor.rights.masked:
        sight.veil(actor, catalog_of(work).vocabulary, _SHOWN, ("",) * len(_SHOWN)).over(shown)
    name, *facts = shown
    return Hit("customer", row.id, name or "", how, " · ".join([fact for fact in facts if fact]))


def _by_deal(work: Work, whole: str, limit: int) -> list[_Facts]:
    """Answer the visible customers whose deal has a number that begins so."""
    begins = whole.upper()
    deals = select(Deal.customer_id).where(
        Deal.ref >= begins, Deal.ref < begins + "\uffff", Deal.deleted_at.is_(None)
    )
    chosen = select(*_facts).where(
        _row.id.in_(deals),
        _row.deleted_at.is_(None),
        access.visible_sql(work.actor, "customer", _row),
    )
    rows = work.session.execute(chosen.order_by(*_by_recency).limit(limit))
    return [_Facts(*row) for row in rows]
