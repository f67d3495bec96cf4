"""Why two customers may be one person, in words."""

from __future__ import annotations

from collections.abc import Sequence

from loancrm_desktop.texts import tr


def reason_words(why: str) -> str:
    """Say one reason."""
    words = {
        "id_number": tr("same ID number"),
        "phone": tr("same phone"),
        "name_company": tr("similar name and company"),
        "name_region": tr("similar name and city"),
    }
    return words.get(why, why)


def reasons_words(reasons: Sequence[str]) -> str:
    """Say several reasons, the surest first."""
    return " · ".join(reason_words(each) for each in reasons)
