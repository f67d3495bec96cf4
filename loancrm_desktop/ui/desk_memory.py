"""What this computer remembers between starts: offices opened here, language, theme, window.

Kept in the person's own folder, never in the office; holds no customer's data and no secrets.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast

from loancrm_desktop.services.vault.surroundings import profile_folder

FILE = "desk.json"
MOST_OFFICES = 8


@dataclass(frozen=True, slots=True)
class KnownOffice:
    """An office that was opened here."""

    folder: str
    name: str
    login: str


@dataclass(slots=True)
class DeskMemory:
    """What is remembered.

    Attributes:
        offices: the last one opened first.
        language: `zh`, `en` or empty for the system's.
        theme: `light`, `dark` or empty for the system's.
        geometry: the window's place as Qt writes it, base64.
        text_scale: how large text is, 0.9 to 2.0.
        lock_after_min: after how many minutes untouched the office is locked.
        close_to_tray: whether closing the window leaves the program in the tray.
        reduced_motion: whether nothing is to move by itself, whatever the system says.
        layouts: per person (login) what `remember` was told: splitters, widths, what is folded.
        person: whose layout is read and written now.
    """

    offices: list[KnownOffice] = field(default_factory=list[KnownOffice])
    language: str = ""
    theme: str = ""
    geometry: str = ""
    text_scale: float = 1.0
    lock_after_min: int = 15
    close_to_tray: bool = False
    reduced_motion: bool = False
    layouts: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    person: str = ""
    folder: Path = field(default_factory=profile_folder)

    @classmethod
    def read(cls, folder: Path | None = None) -> DeskMemory:
        """Read what is remembered; a file that cannot be read is as good as none."""
        memory = cls(folder=folder or profile_folder())
        try:
            stored = json.loads((memory.folder / FILE).read_text("utf-8"))
        except (OSError, ValueError):
            return memory
        if isinstance(stored, dict):
            memory._take(cast("dict[str, Any]", stored))
        return memory

    def _take(self, stored: dict[str, Any]) -> None:
        for name in ("language", "theme", "geometry"):
            if isinstance(stored.get(name), str):
                setattr(self, name, stored[name])
        self.text_scale = min(max(_number(stored.get("text_scale"), 1.0), 0.9), 2.0)
        self.lock_after_min = min(max(int(_number(stored.get("lock_after_min"), 15)), 5), 60)
        self.close_to_tray = stored.get("close_to_tray") is True
        self.reduced_motion = stored.get("reduced_motion") is True
        self._take_layouts(stored.get("layouts"))
        for each in stored.get("offices") or ():
            if isinstance(each, dict):
                known = cast("dict[str, Any]", each)
                parts = [known.get(name) for name in ("folder", "name", "login")]
                if all(isinstance(part, str) for part in parts):
                    self.offices.append(KnownOffice(*(str(part) for part in parts)))

    def _take_layouts(self, stored: object) -> None:
        if not isinstance(stored, dict):
            return
        for person, layout in cast("dict[str, Any]", stored).items():
            if isinstance(layout, dict):
                parts = cast("dict[str, Any]", layout)
                self.layouts[person] = {
                    key: value for key, value in parts.items() if isinstance(value, str)
                }

    @property
    def layout(self) -> dict[str, str]:
        """What is remembered of the windows' layout for the person at the desk."""
        return self.layouts.setdefault(self.person, {})

    def remember(self, key: str, value: str) -> None:
        """Keep how a window is laid out; never anything of a customer.

        It is written down when the window closes or is locked, so this may be called for every
        move of a splitter.
        """
        self.layout[key] = value

    def recall(self, key: str) -> str:
        """Answer what was remembered under a key, or empty."""
        return self.layout.get(key, "")

    def remember_office(self, folder: Path, name: str, login: str) -> None:
        """Put an office first, and write everything down."""
        known = KnownOffice(str(folder), name, login)
        others = [each for each in self.offices if each.folder != known.folder]
        self.offices = [known, *others][:MOST_OFFICES]
        self.write()

    def forget_office(self, folder: Path) -> None:
        """Offer an office no longer."""
        self.offices = [each for each in self.offices if each.folder != str(folder)]
        self.write()

    def write(self) -> None:
        """Write everything down; a disk that refuses only costs the convenience."""
        stored = asdict(self)
        stored.pop("folder")
        stored.pop("person")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            draft = self.folder / f"{FILE}.new"
            draft.write_text(json.dumps(stored, ensure_ascii=False, indent=1), "utf-8")
            draft.replace(self.folder / FILE)
        except OSError:
            return


def _number(stored: object, usual: float) -> float:
    if isinstance(stored, int | float) and not isinstance(stored, bool):
        return float(stored)
    return usual
