"""The whole benchmark: makes both offices, does every work on both in turns, answers the rows.

The offices are made from one workload and the same for every run of a size; in a folder of their
own (`work`) they are kept for the next run. What is measured works on copies.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from loancrm_desktop.bench import (
    limit,
    memory,
    office_seed,
    ours,
    own_fields,
    table,
    windows,
    workload,
)
from loancrm_desktop.bench.flowing import Flowing
from loancrm_desktop.bench.goals import GOALS
from loancrm_desktop.bench.limit import Limit
from loancrm_desktop.bench.limit_flow import LimitFlow
from loancrm_desktop.bench.ours import Importing, Ours
from loancrm_desktop.bench.own_fields import OwnFields
from loancrm_desktop.bench.ruled import Ruled
from loancrm_desktop.bench.timing import Call, Goal, Measured, Work, measure, size
from loancrm_desktop.services import opening
from loancrm_desktop.texts import say, tr

_MOST_IMPORTED = 100_000
_STALLS_SHOWN = 10
_TITLES = {
    "W1_import_csv": say("Import of a CSV"),
    "W2_list_page": say("Customer list, first page and count"),
    "W3_deep_page": say("Customer list, far down"),
    "W4_filter": say("Filter with four conditions, page and count"),
    "W5_name": say("Search by a piece of the name"),
    "W5_last4": say("Search by the phone's last four digits"),
    "W5_pinyin": say("Search by pinyin initials"),
    "W6_customer_page": say("One customer with everything"),
    "W7_move": say("Move a deal, durable"),
    "W8_follow_up": say("Log a follow-up, durable"),
    "W10_idle_scan": say("Reminders for silent customers"),
    "W10_idle_rescan": say("The same again, nothing new"),
    "W11_open": say("Open the office, keys ready"),
    "W11_open_and_list": say("Open the office, up to the first page"),
    "F1_duplicate_check": say("Duplicate check while typing"),
    "F2_own_condition": say("Condition on a searchable field of one's own, page and count"),
    "F3_wide_block": say("A block of the list with 30 columns, anywhere in it"),
    "F4_duplicate_finder": say("Search for duplicates through everybody"),
    "P1_board_first": say("The board's columns and first cards"),
    "P2_board_lanes": say("The board's columns, summed up"),
    "P3_board_cards": say("The most urgent cards of a column"),
    "P4_advance": say("A step through gates and 50 rules, durable (limit: a plain move)"),
    "P5_limit_scan": say("Time limits of every deal, all running, none due"),
    "R1_save_with_rules": say("Save that wakes 50 rules, durable (limit: the same without them)"),
    "R2_rule_scan": say("Rules by the clock over every customer, nobody due"),
    "memory": say("Memory of a fresh process"),
    "disk": say("Disk of the office"),
}


@dataclass(frozen=True, slots=True)
class Pristine:
    """The offices as they were made, never written to."""

    limit: Path
    office: Path
    empty: Path
    sheet: Path


@dataclass(frozen=True, slots=True)
class Figures:
    """The rows of a run, and where the windows stood still in it."""

    rows: tuple[Measured, ...]
    stalls: tuple[windows.Stalled, ...] = ()


def run(
    customers: int,
    work: Path | None = None,
    told: Callable[[Measured], None] | None = None,
    *,
    with_windows: bool = False,
) -> Figures:
    """Measure every work at a number of customers.

    Args:
        customers: how many the offices have.
        work: keeps the offices for the next run; a folder for temporary files when None.
        told: hears of every row as soon as it is finished.
        with_windows: also open the windows and measure what a hand feels.
    """
    with _folder(work) as folder:
        made = prepare(folder, customers)
        running = folder / "running"
        shutil.rmtree(running, ignore_errors=True)
        running.mkdir()
        try:
            rows = _measured(made, running, customers, told or _to_nobody)
            if not with_windows:
                return Figures(tuple(rows))
            felt = windows.run(running / "office")
            return Figures((*rows, *felt.rows), felt.stalls)
        finally:
            shutil.rmtree(running, ignore_errors=True)


def as_json(figures: Figures) -> dict[str, object]:
    """Answer the figures as plain values: `rows` (see table.as_json) and `stalls`."""
    stalls = [{"ms": each.ms, "where": list(each.where)} for each in figures.stalls]
    return {**table.as_json(figures.rows), "stalls": stalls}


def as_table(figures: Figures) -> str:
    """Answer the figures as a table, with the longest stalls below."""
    lines = [
        tr("The windows stood still for {ms} ms in {where}.", ms=each.ms, where=each.where[0])
        for each in figures.stalls[:_STALLS_SHOWN]
        if each.where
    ]
    return table.as_table(figures.rows) + "".join(f"{line}\n" for line in lines)


def prepare(folder: Path, customers: int) -> Pristine:
    """Make the offices and the sheet, or find those of an earlier run."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = office_seed.fingerprint()
    made = Pristine(
        folder / f"limit-{customers}-{limit.fingerprint()}.db",
        folder / f"office-{customers}-{mark}",
        folder / f"empty-{mark}",
        folder / f"sheet-{customers}.csv",
    )

    def build_limit(part: Path) -> None:
        limit.build(part, customers)

    _make(made.limit, build_limit)
    _make(made.empty, office_seed.build_empty)

    def build_office(part: Path) -> None:
        office_seed.build(part, customers)

    _make(made.office, build_office)
    if not made.sheet.exists():
        workload.write_import_csv(made.sheet, min(customers, _MOST_IMPORTED))
    return made


def _make(path: Path, build: Callable[[Path], None]) -> None:
    """Build what is not there yet, under another name until it is whole."""
    if not path.exists():
        part = path.with_name(f"{path.name}.part")
        build(part)
        part.rename(path)


def _measured(
    made: Pristine, running: Path, customers: int, told: Callable[[Measured], None]
) -> list[Measured]:
    shutil.copy(made.limit, running / "limit.db")
    office_seed.copy(made.office, running / "office")
    rows = _sizes(made, running / "office", told)
    plain = Limit(running / "limit.db", customers)
    with closing(plain):
        own = Ours(running / "office", customers, plain.deep_cursor, plain.movable_stages)
        with closing(own):
            works = (*_readings(own, plain), *_openings(own, plain), *_writings(own, plain))
            rows += measure(works, told=told)
        plain.add_file_numbers(own_fields.VALUES)
        shaped = OwnFields(running / "office", customers)
        with closing(shaped):
            rows += measure(_shaped(shaped, plain), told=told)
        ruled = Ruled(running / "office", customers)
        with closing(ruled):
            rows += measure(_ruled(ruled), told=told)
        rows += _flowing(running, plain, told)
    taking_in = Importing(made.empty, running / "importing")
    with closing(taking_in):
        imported = min(customers, _MOST_IMPORTED)
        rows += measure([_import(made, running, imported, taking_in)], told=told)
    order = list(_TITLES)
    return sorted(rows, key=lambda row: order.index(row.name))


def _sizes(made: Pristine, office: Path, told: Callable[[Measured], None]) -> list[Measured]:
    found = {
        "memory": (ours.memory_mb(office), None),
        "disk": (memory.disk_mb(made.office / opening.DATABASE), memory.disk_mb(made.limit)),
    }
    rows: list[Measured] = []
    for name, (own_mb, limit_mb) in found.items():
        if own_mb is not None:
            rows.append(size(name, _TITLES[name], (own_mb, limit_mb), _goal(name)))
            told(rows[-1])
    return rows


def _readings(own: Ours, plain: Limit) -> tuple[Work, ...]:
    return (
        _work("W2_list_page", own.w2_list_page, plain.w2_list_page),
        _work("W3_deep_page", own.w3_deep_page, plain.w3_deep_page),
        _work("W4_filter", own.w4_filter, plain.w4_filter),
        _work("W5_name", own.w5_name, plain.w5_name),
        _work("W5_last4", own.w5_last4, plain.w5_last4),
        _work("W5_pinyin", own.w5_pinyin, plain.w5_pinyin),
        _work("W6_customer_page", own.w6_customer_page, plain.w6_customer_page),
    )


def _openings(own: Ours, plain: Limit) -> tuple[Work, ...]:
    def forget() -> None:
        own.forget_open()
        plain.forget_open()

    once = _Times(calls=1, repetitions=25, warm_up=1, before=forget)
    return (
        _work("W11_open", own.w11_open, plain.w11_open, once),
        _work("W11_open_and_list", own.w11_open_and_list, plain.w11_open_and_list, once),
    )


def _writings(own: Ours, plain: Limit) -> tuple[Work, ...]:
    def forget_reminders() -> None:
        own.forget_reminders()
        plain.forget_reminders()

    again = _Times(calls=1, repetitions=7, warm_up=1)
    anew = again | _Times(before=forget_reminders)
    return (
        _work("W10_idle_scan", own.w10_idle_scan, plain.w10_idle_scan, anew),
        _work("W10_idle_rescan", own.w10_idle_scan, plain.w10_idle_scan, again),
        _work("W7_move", own.w7_move, plain.w7_move),
        _work("W8_follow_up", own.w8_follow_up, plain.w8_follow_up),
    )


def _shaped(own: OwnFields, plain: Limit) -> tuple[Work, ...]:
    whole = _Times(calls=1, repetitions=5, warm_up=1)
    return (
        _work("F1_duplicate_check", own.duplicate_check, None),
        _work("F2_own_condition", own.own_condition, plain.own_condition),
        _work("F3_wide_block", own.wide_block, None),
        _work("F4_duplicate_finder", own.duplicate_finder, None, whole),
    )


def _ruled(own: Ruled) -> tuple[Work, ...]:
    return (
        _work("R1_save_with_rules", own.save, own.save_without),
        _work("R2_rule_scan", own.scan, None, _Times(calls=1, repetitions=7, warm_up=1)),
    )


def _flowing(running: Path, plain: Limit, told: Callable[[Measured], None]) -> list[Measured]:
    own = Flowing(running / "office")
    with closing(own), closing(LimitFlow(running / "limit.db", own.due_s())) as least:
        board = (
            _work("P1_board_first", own.first, least.first),
            _work("P2_board_lanes", own.lanes, least.lanes, _Times(calls=5)),
            _work("P3_board_cards", own.cards, least.cards),
            _work("P4_advance", own.advance, plain.w7_move),
        )
        rows = measure(board, told=told)
        own.open_all()
        scan = _work("P5_limit_scan", own.scan, least.scan, _Times(calls=3, warm_up=1))
        return rows + measure([scan], told=told)


def _import(made: Pristine, running: Path, rows: int, own: Importing) -> Work:
    plain = running / "importing.db"

    def put_back() -> None:
        own.put_back()
        Limit.empty(plain).close()

    def limit_side(_index: int) -> int:
        with closing(Limit(plain, 1)) as opened:
            return opened.w1_import(made.sheet)

    def our_side(_index: int) -> int:
        return own.w1_import(made.sheet)

    times = _Times(calls=1, repetitions=5, warm_up=0, rows=rows, before=put_back)
    return _work("W1_import_csv", our_side, limit_side, times)


class _Times(TypedDict, total=False):
    calls: int
    repetitions: int
    warm_up: int
    rows: int
    before: Callable[[], None]


def _work(name: str, own: Call, plain: Call | None, times: _Times | None = None) -> Work:
    return Work(name, _TITLES[name], own, plain, _goal(name), **(times or _Times()))


def _goal(name: str) -> Goal:
    return GOALS.get(name, Goal())


@contextmanager
def _folder(work: Path | None) -> Generator[Path]:
    if work is not None:
        yield work
        return
    with tempfile.TemporaryDirectory(prefix="loancrm-bench-") as name:
        yield Path(name)


def _to_nobody(_row: Measured) -> None:
    """Hear of a row and tell nobody."""
