"""The process a history ran through: one the office has, else a new one drawn from the log."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services import founding
from loancrm_desktop.services.exchange.history_cases import Case
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import paths
from loancrm_desktop.services.process.design import FORMAT
from loancrm_desktop.services.process.paths import ProcessPath
from loancrm_desktop.terms import name_of
from loancrm_desktop.text_keys import text_key
from loancrm_desktop.texts import say

# Words of an end, looked for in the activity's name; an end must also be the last stay of some.
_ENDS: Mapping[str, tuple[str, ...]] = {
    "won": ("fund", "disburs", "activat", "放款", "成交", "到账", "结清", "won"),
    "archived": ("declin", "reject", "拒", "未通过", "归档", "archiv", "不符合"),
    "lost": ("cancel", "withdraw", "流失", "放弃", "取消", "lost"),
}
_LEAST_SHARE_OF_LAST = 0.25
_LONGEST_NAME = 60
_MOST_NAMED = 5
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CLOSING = ("archived", "lost")


@dataclass(frozen=True, slots=True)
class HistoryPath:
    """A process, and which stage each activity of the log is."""

    path: ProcessPath
    stage_of: Mapping[str, str]


def known_path(work: Work, cases: Iterable[Case]) -> HistoryPath | None:
    """Answer the process of the office that knows every activity by key or name, if any does."""
    activities = {stay.activity for case in cases for stay in case.stays}
    for path in paths.all_paths(work):
        named: dict[str, str] = {}
        for stage in path.stages:
            for name in (stage.key, stage.name_zh, stage.name_en):
                named.setdefault(text_key(name), stage.key)
        stage_of = {each: named.get(text_key(each)) for each in activities}
        found = {each: key for each, key in stage_of.items() if key is not None}
        if len(found) == len(activities):
            return HistoryPath(path, found)
    return None


def mapped_path(work: Work, cases: Iterable[Case], stages: Mapping[str, str]) -> HistoryPath:
    """Answer the office's usual process with the stages a person named for the activities.

    Raises:
        Invalid: an activity has no stage, or the process has no such stage.
    """
    path = paths.path_named(work, None)
    known = {stage.key for stage in path.stages}
    activities = {stay.activity for case in cases for stay in case.stays}
    wrong = sorted(each for each in activities if stages.get(each) not in known)
    if wrong:
        text = say("Choose a stage for {activities}.", activities="、".join(wrong[:_MOST_NAMED]))
        raise Invalid(text, [FieldProblem("stages", "unknown_stage", text)])
    return HistoryPath(path, {each: stages[each] for each in activities})


def drawn_path(work: Work, cases: Sequence[Case], file: str) -> HistoryPath:
    """Draw a process from the log: stages in their usual order, the ways that were gone."""
    order = usual_order(cases)
    keys = _keys(order)
    outcomes = _outcomes(cases)
    stages: list[dict[str, Any]] = [
        {
            "key": keys[each],
            "name_zh": each[:_LONGEST_NAME],
            "name_en": each[:_LONGEST_NAME],
            "outcome": outcomes.get(each, "open"),
        }
        for each in sorted(order, key=lambda each: each in outcomes)
    ]
    stages += _missing_ends(stages)
    lost = next(stage["key"] for stage in stages if stage["outcome"] in ("lost", "archived"))
    body: dict[str, Any] = {
        "format": FORMAT,
        "key": _free_key(work),
        "name_zh": PurePath(file).name.partition(".")[0],
        "name_en": PurePath(file).name.partition(".")[0],
        "start": keys[_first(cases)],
        "stages": stages,
        "edges": [{"from": keys[a], "to": keys[b]} for a, b in sorted(_ways(cases))],
        "rules": {"back_among_open": True, "skip_forward": True, "lose_from_open": lost},
    }
    founding.add_process(work, body, is_default=False)
    work.session.flush()
    paths.forget(work)
    return HistoryPath(paths.path_named(work, body["key"]), keys)


def usual_order(cases: Sequence[Case]) -> list[str]:
    """Order the activities by how far into their cases they first come, on average."""
    places: defaultdict[str, list[float]] = defaultdict(list)
    for case in cases:
        seen: set[str] = set()
        for at, stay in enumerate(case.stays):
            if stay.activity not in seen:
                seen.add(stay.activity)
                places[stay.activity].append(at / max(1, len(case.stays) - 1))
    return sorted(places, key=lambda each: (sum(places[each]) / len(places[each]), each))


def _keys(activities: Sequence[str]) -> dict[str, str]:
    """Give each activity a key: from its name where that is Latin, else a number."""
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for number, activity in enumerate(activities, 1):
        bare = re.sub(r"[^a-z0-9]+", "_", activity.casefold()).strip("_")
        key = bare if _KEY.fullmatch(bare) and bare not in taken else f"stage_{number:02d}"
        keys[activity] = key
        taken.add(key)
    return keys


def _outcomes(cases: Sequence[Case]) -> dict[str, str]:
    """Answer the activities that end a case: by their word, and by being the last of some."""
    cases_with: Counter[str] = Counter()
    last_in: Counter[str] = Counter()
    for case in cases:
        cases_with.update({stay.activity for stay in case.stays})
        last_in[case.stays[-1].activity] += 1
    return {
        activity: outcome
        for activity in cases_with
        for outcome, words in _ENDS.items()
        if any(word in activity.casefold() for word in words)
        and last_in[activity] >= _LEAST_SHARE_OF_LAST * cases_with[activity]
    }


def _missing_ends(stages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Answer ends the log does not have: every process needs a place for what was lost."""
    if any(stage["outcome"] in _CLOSING for stage in stages):
        return []
    taken = {stage["key"] for stage in stages}
    key = "lost" if "lost" not in taken else "lost_end"
    name_zh, name_en = (name_of("stage", "lost", language) for language in ("zh", "en"))
    return [{"key": key, "name_zh": name_zh, "name_en": name_en, "outcome": "lost"}]


def _ways(cases: Sequence[Case]) -> set[tuple[str, str]]:
    return {
        (here.activity, there.activity)
        for case in cases
        for here, there in zip(case.stays, case.stays[1:], strict=False)
    }


def _first(cases: Sequence[Case]) -> str:
    return Counter(case.stays[0].activity for case in cases).most_common(1)[0][0]


def _free_key(work: Work) -> str:
    taken = {path.key for path in paths.all_paths(work)}
    return next(key for n in range(1, len(taken) + 2) if (key := f"imported_{n}") not in taken)
