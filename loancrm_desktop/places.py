"""Where the program's own files lie: in a checkout, in a wheel, in a frozen build."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def _root() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(str(frozen)) / "loancrm_desktop"
    package = Path(__file__).resolve().parent
    # In a wheel the folders are inside the package; in a checkout they lie beside it.
    return package if (package / "resources").is_dir() else package.parent


def resources() -> Path:
    """Answer the folder of icons, fonts, translations, presets and demo names."""
    return _root() / "resources"


def templates() -> Path:
    """Answer the folder of shipped contract, message and print templates."""
    return _root() / "templates"


def handbook() -> Path:
    """Answer the folder of the handbook: a folder of pages per language, and their pictures."""
    return _root() / "docs" / "handbook"
