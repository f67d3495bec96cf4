"""The handbook's pages as they lie on the disk: one Markdown file each, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from loancrm_desktop import places

_FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class HandbookPage:
    """One page.

    Attributes:
        key: its name without number, such as `customers`; the same in all languages.
        title: its first heading.
        text: the page in Markdown; pictures are named relative to the file.
    """

    key: str
    title: str
    path: Path
    text: str


def pages(language: str) -> tuple[HandbookPage, ...]:
    """Answer the pages of a language in reading order, in English where there is no other."""
    folder = places.handbook() / language
    if not folder.is_dir():
        folder = places.handbook() / _FALLBACK
    return tuple(_page(path) for path in sorted(folder.glob("*.md")))


def _page(path: Path) -> HandbookPage:
    text = path.read_text("utf-8")
    heading = text.splitlines()[0] if text else ""
    _, _, key = path.stem.partition("_")
    return HandbookPage(key, heading.lstrip("# "), path, text)
