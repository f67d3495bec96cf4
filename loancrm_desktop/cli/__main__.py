"""Start of `loancrm`: shared options, the command, errors as one line with an exit code."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import tempfile
import time
from io import TextIOWrapper
from pathlib import Path

from loancrm_desktop.cli import shared_options, state
from loancrm_desktop.errors import Conflict, Invalid, Problem, Refused, Unavailable
from loancrm_desktop.services.child_entry import run_as_child
from loancrm_desktop.texts import tr

BAD_INPUT = 2
NOT_ALLOWED = 3
CANNOT_OPEN = 4
UNFORESEEN = 1
_STOPPED = 130  # Typer's answer to Ctrl-C


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
        code = _command(rest)
        sys.stdout.flush()
    except Problem as problem:
        _tell(problem)
        return exit_code(problem)
    except KeyboardInterrupt:
        sys.stderr.write(tr("Stopped. What was not finished was not written.") + "\n")
        return UNFORESEEN
    except BrokenPipeError:
        _forget_output()
        return 0
    except Exception as fault:  # noqa: BLE001 - the last net: no traceback ever reaches a person
        log = _write_log(fault)
        sys.stderr.write(
            tr("Something unforeseen happened. Details are in {file}.", file=log) + "\n"
        )
        return UNFORESEEN
    return code


def _command(rest: list[str]) -> int:
    import typer

    from loancrm_desktop.cli import app, usage

    try:
        line = app.root()
        answer = line(args=rest or ["--help"], prog_name="loancrm", standalone_mode=False)
    except typer.Abort as fault:
        raise KeyboardInterrupt from fault
    except typer.TyperException as fault:
        raise Invalid(usage.sentence_of(fault)) from fault
    except SystemExit as left:
        # So Typer leaves when whoever read our output has gone.
        raise BrokenPipeError from left
    if answer == _STOPPED:
        raise KeyboardInterrupt
    return answer if isinstance(answer, int) else 0


def _forget_output() -> None:
    """Let what is still to be written go nowhere: there is nobody left to read it."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def exit_code(problem: Problem) -> int:
    """Answer the exit code of an error: whose fault it is."""
    if isinstance(problem, Unavailable):
        return CANNOT_OPEN
    if isinstance(problem, Refused | Conflict):
        return NOT_ALLOWED
    return BAD_INPUT


def _tell(problem: Problem) -> None:
    said, joint = [problem.text.read()], " "
    if isinstance(problem, Invalid) and problem.problems:
        said = [
            f"{each.field}: {each.text.read()}" if each.field else each.text.read()
            for each in problem.problems
        ]
        joint = "; "
    elif isinstance(problem, Refused):
        said += [*_how_to_fill(problem), *_keys_not_said(problem, said[0])]
    elif isinstance(problem, Conflict):
        fields = ", ".join(clash.field for clash in problem.clashes)
        said.append(tr("The fields are {fields}.", fields=fields))
    sys.stderr.write(joint.join(" ".join(each.split()) for each in said if each) + "\n")


def _how_to_fill(problem: Refused) -> list[str]:
    """Say by which options what is missing can be given."""
    wanted = [need.field for need in problem.needs if "." not in need.field]
    fields = [field for field in wanted if field != "reason"]
    ways = ["--reason …"] if len(fields) < len(wanted) else []
    if fields:
        ways.append("--values {" + ", ".join(f'"{field}": …' for field in fields) + "}")
    return [tr("Give it with {options}.", options=" ".join(ways))] if ways else []


def _keys_not_said(problem: Refused, sentence: str) -> list[str]:
    """Name the keys that are allowed where the sentence only has their labels."""
    if not problem.allowed or all(key in sentence for key in problem.allowed):
        return []
    return [tr("The keys are {keys}.", keys=", ".join(problem.allowed))]


def _write_log(fault: Exception) -> Path:
    folder = _log_folder()
    file = folder / f"command-{time.time_ns()}-{os.getpid()}.log"
    handler = logging.FileHandler(file, encoding="utf-8")
    log = logging.getLogger("loancrm.unforeseen")
    log.propagate = False
    log.addHandler(handler)
    log.error("the command failed", exc_info=fault)
    handler.close()
    log.removeHandler(handler)
    return file


def _log_folder() -> Path:
    """Answer where logs go; where the person's own folder takes none, the temporary one."""
    import platformdirs

    folder = Path(platformdirs.user_log_dir("loancrm", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="loancrm-"))
    return folder


if __name__ == "__main__":
    main()
