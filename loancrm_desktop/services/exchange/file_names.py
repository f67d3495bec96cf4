"""Makes names that Windows, macOS and Linux all accept, for files saved out of the office."""

from __future__ import annotations

import re
import unicodedata

_LONGEST_BYTES = 200
_LONGEST_LETTERS = 120
_LONGEST_EXTENSION = 12
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_UNWANTED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"]
    + [device + digit for device in ("COM", "LPT") for digit in "0123456789¹²³"]
)


def clean_file_name(wish: str, otherwise: str = "file") -> str:
    """Answer a name close to the wish that is safe on every system, never a path.

    Control and direction characters go, forbidden ones become `_`, names of Windows devices get
    a `_` in front, length is bounded with the extension kept. A clean name stays as it is.

    Args:
        wish: what the file is to be called, from wherever it comes.
        otherwise: a clean name for a wish of which nothing is left.
    """
    name = "".join(
        " " if letter in "\t\r\n" else letter
        for letter in wish
        if letter in "\t\r\n" or unicodedata.category(letter) not in _UNWANTED
    )
    name = unicodedata.normalize("NFC", name)  # after: what stood between two letters is gone
    name = _FORBIDDEN.sub("_", " ".join(name.split()))
    name = name.strip(" .")
    if _is_device(name):
        name = "_" + name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > _LONGEST_EXTENSION:
        stem, extension = name, ""
    name = _shortened(stem, extension)
    if not name:
        return otherwise
    # Cutting may leave a name with an extension where there was none: look again until it holds.
    return name if name == wish else clean_file_name(name, otherwise)


def is_clean_file_name(name: str) -> bool:
    """Say whether a name may be used on Windows, macOS and Linux as it is."""
    return (
        bool(name)
        and name == name.strip(" .")
        and not _FORBIDDEN.search(name)
        and not any(unicodedata.category(letter) in _UNWANTED for letter in name)
        and not _is_device(name)
        and len(name.encode("utf-8")) <= _LONGEST_BYTES + _LONGEST_EXTENSION * 4 + 2
    )


def _is_device(name: str) -> bool:
    """Windows looks at what stands before the first point, spaces at its end left out."""
    return name.partition(".")[0].rstrip(" ").upper() in _DEVICES


def _shortened(stem: str, extension: str) -> str:
    stem = stem[:_LONGEST_LETTERS]
    while len(stem.encode("utf-8")) > _LONGEST_BYTES:
        stem = stem[:-1]
    stem = stem.rstrip(" .")
    extension = extension.strip()
    return f"{stem}.{extension}" if stem and extension else stem or extension
