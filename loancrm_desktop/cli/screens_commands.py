"""`loancrm screens`: a picture of every window, taken by the windowed program without a display."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from loancrm_desktop.cli import session, state
from loancrm_desktop.errors import Invalid, Unavailable
from loancrm_desktop.services import own_folder
from loancrm_desktop.services.vault.office_folder import read_office
from loancrm_desktop.texts import current_language, say, tr

_LONGEST_S = 600
_BESIDE = "loancrm-desktop"


class Theme(StrEnum):
    """The colours of the windows."""

    LIGHT = "light"
    DARK = "dark"


class Scale(StrEnum):
    """Pixels per point."""

    ONE = "1"
    ONE_AND_A_HALF = "1.5"
    TWO = "2"


@dataclass(frozen=True, slots=True)
class Screen:
    """A picture that was taken."""

    screen: str
    path: str


@dataclass(frozen=True, slots=True)
class Screens:
    """All pictures, in the order of the windows."""

    files: tuple[Screen, ...]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("screens", help=tr("Save a picture of every window of the program."))(_screens)


def _screens(
    outdir: Annotated[Path, typer.Argument(metavar="OUTDIR")],
    theme: Annotated[Theme, typer.Option(help=tr("Colours: light or dark."))] = Theme.LIGHT,
    scale: Annotated[Scale, typer.Option(help=tr("Pixels per point."))] = Scale.ONE,
) -> None:
    options = state.options
    folder = session.office_folder(options)
    read_office(folder)
    own_folder.refuse_inside(folder, outdir)
    if not options.login:
        raise Invalid(say("Say who you are: --login NAME, or the variable LOANCRM_LOGIN."))
    password = session.password_of(options, f"{options.login}: ")
    wishes = ["--screens", str(outdir), "--office", str(folder), "--login", options.login]
    look = ["--lang", current_language(), "--theme", theme, "--scale", scale]
    answered = _asked([*_program(), *wishes, *look], password)
    files = tuple(Screen(each["screen"], each["path"]) for each in answered["files"])
    state.answer(
        Screens(files),
        tr("{count} pictures are in {folder}.", count=len(files), folder=str(outdir)),
    )


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        own = Path(sys.executable)
        return [str(own.with_name(_BESIDE + own.suffix))]
    return [sys.executable, "-X", "utf8", "-m", "loancrm_desktop"]


def _asked(command: Sequence[str], password: str) -> dict[str, Any]:
    """Run the windowed program without a display.

    Raises:
        Unavailable: it could not open the office, or did not come to an end.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own program, arguments as a list
            command,
            input=f"{password}\n".encode(),
            capture_output=True,
            timeout=_LONGEST_S,
            check=False,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
    except subprocess.TimeoutExpired as fault:
        raise Unavailable(
            say("The pictures took too long and were stopped. Try again."), "slow"
        ) from fault
    answered = _read(done.stdout)
    if "problem" in answered:
        raise Unavailable(say("{problem}", problem=answered["problem"]), answered["reason"])
    if done.returncode or "files" not in answered:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    return answered


def _read(written: bytes) -> dict[str, Any]:
    last = written.strip().splitlines()[-1:] or [b"{}"]
    try:
        return dict(json.loads(last[0]))
    except ValueError:
        return {}
