"""The one way the vault writes JSON: so that a checksum covers every bit of a file."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

_CHECKSUM = "checksum"


def canonical(document: Mapping[str, object]) -> bytes:
    """Write a document in its only spelling: keys sorted, no spaces, ASCII."""
    return json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    ).encode("ascii")


def with_checksum(document: Mapping[str, object]) -> bytes:
    """Write a document with the key `checksum`: SHA-256, as hex, of all the rest."""
    return canonical({**document, _CHECKSUM: hashlib.sha256(canonical(document)).hexdigest()})


def checked(content: bytes) -> dict[str, object] | None:
    """Read what `with_checksum` wrote, without the checksum; None when a single bit differs."""
    try:
        read: object = json.loads(content)
        if not isinstance(read, dict):
            return None
        document = cast("dict[str, object]", read)
        document.pop(_CHECKSUM, None)
        return document if with_checksum(document) == content else None
    except (ValueError, RecursionError):
        return None
