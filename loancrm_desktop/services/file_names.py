"""Names of files: as they are kept, and as every computer can write them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST_KEPT = 200
LONGEST_WRITTEN_BYTES = 180
_INSTEAD = "_"

_BIDI = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE
)


def kept_name(name: str) -> str:
    """Answer a file's name as it is kept and shown: one line, no marks that turn it around.

    A name that says nothing becomes `document`.
    """
    plain = _CONTROL.sub(" ", _BIDI.sub("", unicodedata.normalize("NFC", name)))
    plain = re.split(r"[/\\]", plain)[-1]
    stem, suffix = _parts(" ".join(plain.split()))
    return (stem[: LONGEST_KEPT - len(suffix)] + suffix) or "document"


def written_name(name: str) -> str:
    """Answer a name that Windows, macOS and Linux can all write, as near as can be to the given."""
    plain = _FORBIDDEN.sub(_INSTEAD, kept_name(name)).strip(" .")
    stem, suffix = _parts(plain)
    while len((stem + suffix).encode()) > LONGEST_WRITTEN_BYTES:
        stem = stem[:-1]
    plain = (stem.strip(" .") + suffix) or "document"
    return f"{_INSTEAD}{plain}" if _RESERVED.fullmatch(plain) else plain


def _parts(name: str) -> tuple[str, str]:
    suffix = PurePosixPath(name).suffix if name not in (".", "..") else ""
    if len(suffix) > 16:
        suffix = ""  # no ending of a file, but a sentence with a full stop
    return name.removesuffix(suffix), suffix
