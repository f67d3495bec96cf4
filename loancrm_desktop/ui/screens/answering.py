"""Answers `--tour` and `--screens`: the pictures' names as one JSON document.

`loancrm screens` starts the windowed program this way, for the two faces do not know each
other; the password comes on standard input.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from loancrm_desktop.errors import Problem, Unavailable
from loancrm_desktop.services.children import answer_stream, question_stream
from loancrm_desktop.texts import set_language
from loancrm_desktop.ui import collector, vault_calls
from loancrm_desktop.ui.screens import taking

REFUSED_EXIT = 4


def answer(given: argparse.Namespace) -> int:
    """Take the pictures that the command line asks for; answers the exit code."""
    look = taking.Look(given.lang or "zh", given.theme or "light", given.scale)
    set_language(look.language)
    try:
        pictures = _taken(given, look)
    except Problem as problem:
        reason = problem.reason if isinstance(problem, Unavailable) else "refused"
        _say({"problem": str(problem), "reason": reason})
        return REFUSED_EXIT
    collector.rest()
    _say({"files": [{"screen": each.screen, "path": str(each.path)} for each in pictures]})
    return 0


def _taken(given: argparse.Namespace, look: taking.Look) -> Sequence[taking.Picture]:
    if given.tour is not None:
        return taking.take_of_demo(given.tour, look)
    with question_stream() as stream:
        password = stream.readline().decode().rstrip("\r\n")
    opened = vault_calls.open_office(given.office, given.login, password)
    return taking.take(given.screens, look, opened)


def _say(answered: object) -> None:
    with answer_stream() as stream:
        stream.write(json.dumps(answered, ensure_ascii=False).encode() + b"\n")
