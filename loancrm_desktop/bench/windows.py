"""What a hand feels: the windows in processes of their own, against goals in milliseconds.

The bench lies below the windows and starts them by name, as a person does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import cast

from loancrm_desktop.bench import quiet
from loancrm_desktop.bench.goals import GOALS
from loancrm_desktop.bench.timing import Goal, Measured, Side, percentile
from loancrm_desktop.texts import Text, say

STARTS = 5
_LONGEST_S = 900
_START = "loancrm_desktop.ui.speed.start"
_WINDOWS = "loancrm_desktop.ui.speed"
TITLES: Mapping[str, Text] = {
    "win_start": say("Start of the program, up to the painted unlock window"),
    "win_first_page": say("From the opened keys to the first page"),
    "win_today_first": say("Today, opened the first time"),
    "win_customers_first": say("Customer list, opened the first time"),
    "win_board_first": say("Board, opened the first time"),
    "win_settings_first": say("Settings, opened the first time"),
    "win_click": say("A click on a place, up to the answer"),
    "win_customer_first": say("A customer, opened the first time"),
    "win_customer": say("A click on a customer, up to the answer"),
    "win_form": say("The form of a customer, opened"),
    "win_key": say("A key in a field, up to the letter"),
    "win_palette": say("The palette, opened"),
    "win_palette_key": say("A key in the palette, up to what was found"),
    "win_search": say("A search in the list, up to the rows"),
    "win_list_frame": say("A frame of the scrolled list"),
    "win_list_jump": say("A jump in the list"),
    "win_board_frame": say("A frame of a scrolled board column"),
    "win_drag_frame": say("A frame of a carried card"),
    "win_wide_frame": say("A frame of the scrolled list with 30 columns"),
    "win_wide_form": say("A form with 120 fields, opened"),
    "win_theme": say("From light to dark or back, every page built"),
}


@dataclass(frozen=True, slots=True)
class Stalled:
    """A stretch in which the windows answered nobody.

    Attributes:
        where: our own lines, the innermost first.
        windows_ms: how much of it the windows themselves reckoned; in the rest they waited for
            another thread or another program.
    """

    ms: int
    where: tuple[str, ...]
    windows_ms: int = 0


@dataclass(frozen=True, slots=True)
class WindowFigures:
    """What the windows showed.

    Attributes:
        stalls: every stretch over 50 ms in our own code, the longest first.
    """

    rows: tuple[Measured, ...]
    stalls: tuple[Stalled, ...]


def run(office: Path) -> WindowFigures:
    """Measure the windows on a bench office, after its clock has caught up.

    Raises:
        Unavailable: there is no office in the folder.
        RuntimeError: the windows did not come to an end; the text holds their last words.
    """
    quiet.catch_up(office)
    answered = json.loads(_child(_WINDOWS, json.dumps({"folder": str(office)})))
    times = cast("dict[str, list[float]]", answered["times_ms"])
    times["win_start"] = [_start_ms() for _ in range(STARTS)]
    stalls = (
        Stalled(each["ms"], tuple(each["where"]), each["windows_ms"]) for each in answered["stalls"]
    )
    return WindowFigures(
        tuple(_row(name, sorted(times[name])) for name in TITLES if times.get(name)),
        tuple(sorted(stalls, key=_longest_first)),
    )


def _row(name: str, times_ms: Sequence[float]) -> Measured:
    side = Side(median(times_ms), times_ms[0], percentile(times_ms, 99))
    return Measured(name, TITLES[name], "ms", side, None, None, GOALS.get(name, Goal()))


def _longest_first(stalled: Stalled) -> int:
    return -stalled.ms


def _start_ms() -> float:
    """Start the program in a new process; the time until its window is painted."""
    began = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own program, arguments as a list
        [sys.executable, "-m", _START],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_without_display(),
    ) as started:
        if started.stdout is None or not started.stdout.readline():
            raise RuntimeError(_START)
        return (time.perf_counter() - began) * 1000


def _without_display() -> dict[str, str]:
    return {"QT_QPA_PLATFORM": "offscreen", **os.environ}


def _child(module: str, question: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own program, arguments as a list
        [sys.executable, "-X", "utf8", "-m", module],
        input=question,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_LONGEST_S,
        check=False,
        env=_without_display(),
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout
