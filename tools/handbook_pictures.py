"""Puts the pictures that the handbook and the read-mes name where they name them.

`python tools/handbook_pictures.py` makes a demo office in each language, takes a picture of
every window, and keeps those that a page names, at the size and depth a page needs.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

CHECKOUT = Path(__file__).resolve().parent.parent
HANDBOOK = CHECKOUT / "docs" / "handbook"
WIDTH = 1200
NAMED = re.compile(r"pictures/(zh|en)/(\w+)\.png")


def main() -> int:
    """Take, shrink and keep the pictures; name what is missing."""
    application = QGuiApplication(sys.argv)
    missing = [name for language in ("zh", "en") for name in _renew(language)]
    del application
    print("\n".join(f"no such screen: {name}" for name in missing) or "all pictures are there")
    return 1 if missing else 0


def _renew(language: str) -> list[str]:
    wanted = sorted(_named(language))
    folder = HANDBOOK / "pictures" / language
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as place:
        taken = _taken(language, Path(place))
        for name in wanted:
            if name in taken:
                _keep(taken[name], folder / f"{name}.png")
        return [name for name in wanted if name not in taken]


def _named(language: str) -> set[str]:
    pages = [*HANDBOOK.glob("*/*.md"), *CHECKOUT.glob("README*.md")]
    found = (match for page in pages for match in NAMED.finditer(page.read_text("utf-8")))
    return {match.group(2) for match in found if match.group(1) == language}


def _taken(language: str, folder: Path) -> dict[str, Path]:
    command = [sys.executable, "-m", "loancrm_desktop", "--tour", str(folder), "--lang", language]
    done = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)  # noqa: S603 - our own program
    answered = json.loads(done.stdout.splitlines()[-1])
    return {each["screen"]: Path(each["path"]) for each in answered["files"]}


def _keep(source: Path, target: Path) -> None:
    smooth = Qt.TransformationMode.SmoothTransformation
    small = QImage(str(source)).scaledToWidth(WIDTH, smooth)
    few = small.convertToFormat(QImage.Format.Format_Indexed8, Qt.ImageConversionFlag.DiffuseDither)
    few.save(str(target))


if __name__ == "__main__":
    sys.exit(main())
