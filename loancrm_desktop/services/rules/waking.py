"""Wakes rules at once: answers, in the same transaction, what an operation changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from loancrm_desktop.changes import Change
from loancrm_desktop.models.base import to_ms
from loancrm_desktop.models.rule_runs import RuleRun
from loancrm_desktop.services import live_record
from loancrm_desktop.services.collecting import collector_of
from loancrm_desktop.services.forms.records import home_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import following
from loancrm_desktop.services.rules.firing import Occasion, fire
from loancrm_desktop.services.rules.kept import KeptRule, KeptRules, rules_in_force
from loancrm_desktop.texts import say

MOST_ROUNDS = 8
_TABLES = frozenset({"customer", "deal", "follow_up", "task", "document", "own_record"})
_WOKEN_BY = _TABLES | following.OF_DEALS
_QUIET = frozenset({"revision", "updated_at", "deleted_at"})


def answer(work: Work, changes: tuple[Change, ...]) -> None:
    """Fire the rules that changes wake, and those that their doings wake, round by round.

    For one record a rule fires once in an operation, so that rules which wake one another come to
    an end; what is undone wakes none.
    """
    if work.undoes is not None or not any(each.table in _WOKEN_BY for each in changes):
        return
    changes = _follow(work, changes)
    rules = rules_in_force(work)
    if not rules.woken:
        return
    fired: set[tuple[str, str, int]] = set()
    stopped: set[tuple[str, int]] = set()
    seen: dict[tuple[str, int], Change] = {}
    for _round in range(MOST_ROUNDS):
        fresh = [each for each in changes if seen.get((each.table, each.record_id)) != each]
        seen.update(((each.table, each.record_id), each) for each in fresh)
        if not _fire_all(work, _woken(work, rules, fresh), fired, stopped):
            return
        work.session.flush()
        changes = _follow(work, collector_of(work.session).take())
    _note_loop(work, fired)


def _follow(work: Work, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Let processes follow what changed, rules' doings too; answers all that changed by now."""
    if not following.answer(work, changes):
        return changes
    work.session.flush()
    return collector_of(work.session).take()


def _fire_all(
    work: Work,
    occasions: Iterable[Occasion],
    fired: set[tuple[str, str, int]],
    stopped: set[tuple[str, int]],
) -> bool:
    any_fired = False
    for each in sorted(occasions, key=lambda one: (one.kept.rule.position, one.kept.rule.key)):
        record = (each.kind, each.row.id)
        name = (each.kept.rule.key, *record)
        if name in fired or record in stopped or not fire(work, each):
            continue
        any_fired = True
        fired.add(name)
        if each.kept.rule.stop:
            stopped.add(record)
    return any_fired


def _woken(work: Work, rules: KeptRules, changes: Iterable[Change]) -> list[Occasion]:
    found: list[Occasion] = []
    for change in changes:
        kind = _kind_of(work, change)
        if kind is None or change.act == "delete":
            continue
        woken = [*_by_change(rules, kind, change)]
        row = live_record.row_named(work, kind, change.record_id) if woken else None
        if row is not None:
            found.extend(Occasion(kept, kind, row, _what(kept, what, row)) for kept, what in woken)
    return found


def _kind_of(work: Work, change: Change) -> str | None:
    if change.table not in _TABLES:
        return None
    if change.table != "own_record":
        return change.table
    kind = change.new.get("kind")
    if isinstance(kind, str):
        return kind
    row = live_record.row_named(work, "x_", change.record_id)
    return row.kind if row is not None else None


def _by_change(rules: KeptRules, kind: str, change: Change) -> Iterator[tuple[KeptRule, str]]:
    if change.act == "insert":
        for kept in rules.waking(kind, "created"):
            yield kept, "created"
    elif rules.waking(kind, "changed"):
        touched = _touched(kind, change)
        for kept in rules.waking(kind, "changed"):
            wanted = kept.rule.when.fields
            if touched and (not wanted or touched & set(wanted)):
                yield kept, "changed"
    if kind == "deal" and "stage" in change.new:
        for trigger, side in (("entered", change.new), ("left", change.old)):
            for kept in rules.waking(kind, trigger):
                if side.get("stage") and _names(kept, side):
                    yield kept, f"{trigger}:{side['stage']}"


def _names(kept: KeptRule, side: Mapping[str, object]) -> bool:
    return not kept.rule.when.stages or side["stage"] in kept.rule.when.stages


def _touched(kind: str, change: Change) -> set[str]:
    """Answer the keys of the fields that were changed."""
    columns = {name for name in change.new if name not in _QUIET}
    own = "custom" in columns
    found = {key for key in columns - {"custom"} for key in (_key(kind, key),)}
    if own:
        old, new = _json(change.old.get("custom")), _json(change.new.get("custom"))
        found |= {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    return found


def _key(kind: str, column: str) -> str:
    """Answer the field that lies in a column; the column's own name where none does."""
    for ending in ("_fen", "_ppm", "_id", "_key", "_zh"):
        key = column.removesuffix(ending)
        home = home_of(kind, key) if key != column else None
        if home is not None and home.attribute == column:
            return key
    return column


def _json(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - a JSON column


def _what(kept: KeptRule, what: str, row: Any) -> str:
    """Name an occasion so that it is the same for the same change and for no other."""
    return what if kept.rule.when.on == "created" else f"{what}:{row.revision}"


def _note_loop(work: Work, fired: Iterable[tuple[str, str, int]]) -> None:
    """Write down that rules kept waking one another."""
    rule, kind, record_id = min(fired)
    work.session.add(
        RuleRun(
            rule=rule,
            version=0,
            kind=kind,
            record_id=record_id,
            occasion=f"{rule}:{kind}:{record_id}:loop:{to_ms(work.now)}",
            at=work.now,
            state="stopped",
            fault=say("Rules kept waking one another and were stopped.").read(),
        )
    )
