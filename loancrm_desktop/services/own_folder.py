"""The office's own folder takes no file that is written for people: it holds database and keys."""

from __future__ import annotations

from pathlib import Path

from loancrm_desktop.errors import Invalid
from loancrm_desktop.texts import say


def refuse_inside(folder: Path, out: Path) -> None:
    """Let nothing that leaves the office take the place of one of its own files.

    Args:
        folder: the office's folder.
        out: the file or folder to be written.

    Raises:
        Invalid: it lies within the office's folder, or is that folder.
    """
    wanted = out.resolve()
    if any(_is_same(each, folder.resolve()) for each in (wanted, *wanted.parents)):
        raise Invalid(
            say(
                "{name} lies within the office folder, where the office keeps its own files. "
                "Choose another place.",
                name=out.name,
            )
        )


def _is_same(one: Path, other: Path) -> bool:
    """Say whether two paths are one place, also where upper and lower case are the same."""
    if one == other:
        return True
    try:
        return one.samefile(other)
    except OSError:
        return False
