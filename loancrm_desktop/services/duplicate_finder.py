"""Finds customers of the whole office that may be one person, with reasons and a score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import select

from loancrm_desktop.display import mask_phone, mask_text
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.services import access, apart
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.conditions import names_of
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.services.office import Work

SCORES = {"id_number": 100, "phone": 95, "name_company": 80, "name_region": 65}
"""How sure each reason makes; a name that is only alike, not the same, counts ten less."""
MOST_GROUPS = 20_000
_LIKE = 85
"""From which likeness in per cent on two names or companies count as alike."""
_ALIKE_LESS = 10
_LARGEST_BLOCK = 200
"""A company or region with more people than this tells nothing by itself."""
_STEP = 2000

_FACTS = (
    *("id", "name", "name_key", "phone", "phone2", "id_number", "company_key", "region"),
    *("owner_id", "team_id"),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is compared of a customer."""

    id: int
    name: str
    name_key: str
    phone: str | None
    phone2: str | None
    id_number: str | None
    company_key: str | None
    region: str | None
    owner_id: int | None
    team_id: int | None


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two customers may be one person.

    Attributes:
        why: `id_number`, `phone`, `name_company` or `name_region`.
    """

    first_id: int
    second_id: int
    why: str
    score: int


@dataclass(frozen=True, slots=True)
class DuplicateMember:
    """A customer of a group.

    Attributes:
        customer_id: None when the actor may not see that customer.
        title: the name, covered when it may not be seen.
        phone: covered for everybody.
    """

    customer_id: int | None
    title: str
    phone: str
    owner_id: int | None
    owner_name: str


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Customers that may be one person.

    Attributes:
        reasons: what speaks for it, the surest first.
        score: of the surest reason, 0 to 100.
    """

    score: int
    reasons: tuple[str, ...]
    members: tuple[DuplicateMember, ...]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What a search through the whole office found.

    Attributes:
        groups: the surest first, at most MOST_GROUPS.
        total: how many groups there are.
        searched: how many customers were compared.
        cancelled: whether it was broken off; then nothing is told.
    """

    groups: tuple[DuplicateGroup, ...]
    total: int
    searched: int
    cancelled: bool = False


@reader("customers.duplicates")
def duplicates(
    work: Work, least_score: int = 60, limit: int = 200, progress: Progress | None = None
) -> Duplicates:
    """Answer groups of customers that may be one person; others' only masked, with their owner.

    Whom somebody told apart is not named for it again. A group is told when the actor sees one of its customers at least.

    Args:
        work: the reading.
        least_score: leave out what is less sure.
        limit: how many groups at most.
        progress: counts customers; `cancelled` breaks off.

    Raises:
        Refused: the actor may not see customers.
    """
    access.require(work, "customers.see")
    chosen = select(*(getattr(Customer.__table__.c, name) for name in _FACTS)).where(
        Customer.deleted_at.is_(None)
    )
    rows = [Candidate(*row) for row in work.session.execute(chosen)]
    meter = progress or Progress()
    settled = apart.pairs(work)
    found = [
        each
        for each in _told(work, likenesses(rows, meter))
        if each.score >= least_score
        and apart.in_order(each.first_id, each.second_id) not in settled
    ]
    if meter.cancelled:
        return Duplicates((), 0, meter.done, cancelled=True)
    by_id = {row.id: row for row in rows}
    groups = [
        group
        for members, reasons in grouped(found)
        if (group := _group(work, [by_id[each] for each in members], reasons)) is not None
    ]
    groups.sort(key=_surest)
    return Duplicates(tuple(groups[: max(0, min(limit, MOST_GROUPS))]), len(groups), len(rows))


def _surest(group: DuplicateGroup) -> tuple[int, int]:
    return -group.score, -len(group.members)


def _told(work: Work, found: Iterable[Likeness]) -> Iterator[Likeness]:
    """Leave out what would tell of a field the role does not show."""
    unseen = {
        why
        for why, keys in (
            ("id_number", ("id_number",)),
            ("phone", ("phone", "phone2")),
            ("name_company", ("name", "company")),
            ("name_region", ("name", "region")),
        )
        if any(access.hidden(work.actor, "customer", key) for key in keys)
    }
    return (each for each in found if each.why not in unseen)


def likenesses(rows: Sequence[Candidate], progress: Progress) -> Iterator[Likeness]:
    """Compare customers within blocks of those that share something; stops when cancelled."""
    progress.total = 3 * len(rows)
    yield from _same_numbers(rows, progress)
    names = _Blocks(progress)
    companies = _Blocks(progress)
    for row in rows:
        names.put(row.name_key, row)
        if row.company_key:
            companies.put(row.company_key, row)
    for block in names.walk(len(rows)):
        yield from _same_name(block)
    for block in companies.walk(len(rows)):
        yield from _same_company(block)


class _Blocks:
    """Customers by something they share, walked with progress."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._rows: dict[str, list[Candidate]] = defaultdict(list)

    def put(self, key: str, row: Candidate) -> None:
        """Add a customer."""
        self._rows[key].append(row)

    def walk(self, weight: int) -> Iterator[Sequence[Candidate]]:
        """Answer the blocks of two and more, and count the walk as so many customers."""
        start = self._progress.done
        count = len(self._rows) or 1
        for at, block in enumerate(self._rows.values()):
            if at % _STEP == 0:
                self._progress.done = start + weight * at // count
                if self._progress.cancelled:
                    return
            if 1 < len(block) <= _LARGEST_BLOCK:
                yield block
        self._progress.done = start + weight


def _same_numbers(rows: Sequence[Candidate], progress: Progress) -> Iterator[Likeness]:
    """Link customers who share a phone, in whichever of the two columns, or an ID number."""
    phones, numbers = _Holders("phone"), _Holders("id_number")
    for at, row in enumerate(rows):
        if at % _STEP == 0:
            progress.done = at
            if progress.cancelled:
                return
        for number in {row.phone, row.phone2} - {None, ""}:
            yield from phones.link(str(number), row)
        if row.id_number:
            yield from numbers.link(row.id_number.upper(), row)
    progress.done = len(rows)


class _Holders:
    """Who has a number: the first, and the one before, so that no chain hangs on one person."""

    def __init__(self, why: str) -> None:
        self._why = why
        self._ends: dict[str, tuple[int, int]] = {}

    def link(self, number: str, row: Candidate) -> Iterator[Likeness]:
        """Note another holder; answers the likenesses to those before."""
        first, last = self._ends.get(number, (row.id, row.id))
        for other in dict.fromkeys((first, last)):
            if other != row.id:
                yield Likeness(other, row.id, self._why, SCORES[self._why])
        self._ends[number] = (first, row.id)


def _differ_for_sure(one: Candidate, two: Candidate) -> bool:
    """Say whether two ID numbers show that it is not one person."""
    return bool(one.id_number and two.id_number and one.id_number.upper() != two.id_number.upper())


def _same_name(block: Sequence[Candidate]) -> Iterator[Likeness]:
    """Compare companies and regions of people with one name."""
    for one, two in combinations(block, 2):
        if _differ_for_sure(one, two):
            continue
        if _alike(one.company_key, two.company_key):
            yield Likeness(one.id, two.id, "name_company", SCORES["name_company"])
        elif _alike(one.region, two.region) and not _both(one.company_key, two.company_key):
            yield Likeness(one.id, two.id, "name_region", SCORES["name_region"])


def _same_company(block: Sequence[Candidate]) -> Iterator[Likeness]:
    """Compare names of people of one company: a slip of the pen, another order of the words."""
    for one, two in combinations(block, 2):
        if one.name_key == two.name_key or _differ_for_sure(one, two):
            continue
        if fuzz.token_sort_ratio(one.name_key, two.name_key, score_cutoff=_LIKE):
            score = SCORES["name_company"] - _ALIKE_LESS
            yield Likeness(one.id, two.id, "name_company", score)


def _alike(one: str | None, two: str | None) -> bool:
    return _both(one, two) and bool(fuzz.ratio(one or "", two or "", score_cutoff=_LIKE))


def _both(one: str | None, two: str | None) -> bool:
    return bool(one) and bool(two)


@dataclass(slots=True)
class _Reasons:
    score: int = 0
    whys: dict[str, int] = field(default_factory=dict[str, int])


def grouped(found: Iterable[Likeness]) -> Iterator[tuple[list[int], list[tuple[str, int]]]]:
    """Join likenesses into groups: who is like the second is with the first."""
    parents: dict[int, int] = {}

    def root(each: int) -> int:
        while parents.setdefault(each, each) != each:
            parents[each] = parents[parents[each]]
            each = parents[each]
        return each

    kept = list(found)
    for each in kept:
        parents[root(each.second_id)] = root(each.first_id)
    members: dict[int, list[int]] = defaultdict(list)
    for each in sorted(parents):
        members[root(each)].append(each)
    reasons: dict[int, _Reasons] = defaultdict(_Reasons)
    for each in kept:
        whys = reasons[root(each.first_id)].whys
        whys[each.why] = max(each.score, whys.get(each.why, 0))
    for head, ids in members.items():
        yield ids, sorted(reasons[head].whys.items(), key=_by_score)


def _by_score(reason: tuple[str, int]) -> int:
    return -reason[1]


def _group(
    work: Work, rows: Sequence[Candidate], reasons: Sequence[tuple[str, int]]
) -> DuplicateGroup | None:
    members = [_member(work, row) for row in rows]
    if all(member.customer_id is None for member in members):
        return None
    return DuplicateGroup(reasons[0][1], tuple(why for why, _ in reasons), tuple(members))


def _member(work: Work, row: Candidate) -> DuplicateMember:
    actor = work.actor
    visible = access.sees_customer(actor, row)
    hides: Any = access.hidden(actor, "customer", "name")
    covers = hides or not visible or access.masked(actor, "customer", "name")
    rings = row.phone and not access.hidden(actor, "customer", "phone")
    return DuplicateMember(
        row.id if visible else None,
        mask_text(row.name) if covers else row.name,
        mask_phone(row.phone or "") if rings else "",
        row.owner_id,
        names_of(work).get(("person", row.owner_id or 0), ""),
    )
