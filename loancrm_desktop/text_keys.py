"""How text is compared: width, case and composed letters make no difference."""

from __future__ import annotations

import unicodedata


def text_key(text: str) -> str:
    """Answer the form under which a text is compared: NFKC, then casefold, NFKC again."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
