"""Start of `loancrm`: shared options, the command, errors as one line with an exit code."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import time
from io import TextIOWrapper
from pathlib import Path

from loancrm_desktop.cli import shared_options, state
from loancrm_desktop.errors import Invalid, Problem, Refused, Unavailable
from loancrm_desktop.services.child_entry import run_as_child
from loancrm_desktop.texts import tr

BAD_INPUT = 2
NOT_ALLOWED = 3
CANNOT_OPEN = 4
UNFORESEEN = 1


def main() -> None:
    """Run the command line and leave with its exit code."""
    as_child = run_as_child(sys.argv[1:])
    if as_child is not None:
        sys.exit(as_child)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; answers the exit code."""
    try:
        given, rest = shared_options.split(arguments, os.environ)
        state.use(given)
        return _command(rest)
    except Problem as problem:
        _tell(problem)
        return exit_code(problem)
    except KeyboardInterrupt:
        sys.stderr.write(tr("Stopped. What was not finished was not written.") + "\n")
        return UNFORESEEN
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        with contextlib.suppress(OSError):
            sys.stdout.close()
        return 0
    except Exception as fault:  # noqa: BLE001 - the last net: no traceback ever reaches a person
        log = _write_log(fault)
        sys.stderr.write(
            tr("Something unforeseen happened. Details are in {file}.", file=log) + "\n"
        )
        return UNFORESEEN


def _command(rest: list[str]) -> int:
    import typer

    from loancrm_desktop.cli.app import app

    try:
        answer = app(args=rest or ["--help"], prog_name="loancrm", standalone_mode=False)
    except typer.Abort:
        return UNFORESEEN
    except typer.TyperException as fault:
        say_it = getattr(fault, "format_message", fault.__str__)
        sys.stderr.write(f"{say_it()}\n")
        return BAD_INPUT
    return answer if isinstance(answer, int) else 0


def exit_code(problem: Problem) -> int:
    """Answer the exit code of cli.md for an error."""
    if isinstance(problem, Unavailable):
        return CANNOT_OPEN
    if isinstance(problem, Refused):
        return NOT_ALLOWED
    return BAD_INPUT


def _tell(problem: Problem) -> None:
    lines = [problem.text.read()]
    if isinstance(problem, Invalid) and len(problem.problems) > 1:
        lines = [f"{each.field}: {each.text.read()}" for each in problem.problems]
    elif isinstance(problem, Invalid) and problem.problems:
        only = problem.problems[0]
        lines = [f"{only.field}: {only.text.read()}" if only.field else only.text.read()]
    sys.stderr.write("; ".join(line.replace("\n", " ") for line in lines) + "\n")


def _write_log(fault: Exception) -> Path:
    import platformdirs

    folder = Path(platformdirs.user_log_dir("loancrm", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"command-{time.time_ns()}-{os.getpid()}.log"
    handler = logging.FileHandler(file, encoding="utf-8")
    log = logging.getLogger("loancrm.unforeseen")
    log.propagate = False
    log.addHandler(handler)
    log.error("the command failed", exc_info=fault)
    handler.close()
    log.removeHandler(handler)
    return file


if __name__ == "__main__":
    main()
