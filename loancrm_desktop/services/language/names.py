"""Names that people write: whether they can be one, and what they may have meant."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeGuard

from rapidfuzz import process

from loancrm_desktop.services.language.fields import Vocabulary
from loancrm_desktop.texts import Text, say

MAX_NAME_LENGTH = 170
_SHOWN_LENGTH = 60


def is_name(raw: object) -> TypeGuard[str]:
    """Whether it could be a field's name at all."""
    return isinstance(raw, str) and len(raw) <= MAX_NAME_LENGTH


def shown(raw: object) -> str:
    """Show what was written, cut short."""
    if isinstance(raw, Mapping):
        return "{…}"
    if isinstance(raw, list):
        return "[…]"
    text = raw if isinstance(raw, str) else json.dumps(raw)
    return text if len(text) <= _SHOWN_LENGTH else text[:_SHOWN_LENGTH] + "…"


def unknown_field(raw: object, kind: str, vocabulary: Vocabulary) -> Text:
    """Say that there is no such field, with the nearest names that there are."""
    known = vocabulary.names(kind)
    written = shown(raw)
    nearest = [name for name, _, _ in process.extract(written, known, limit=3, score_cutoff=60)]
    if nearest:
        return say(
            "{kind} has no field {name}; do you mean {nearest}?",
            kind=kind,
            name=written,
            nearest=", ".join(nearest),
        )
    return say("{kind} has no field {name}.", kind=kind, name=written)
