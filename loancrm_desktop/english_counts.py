"""English counts: one of a thing is said in the singular, with the verb that follows.

Sentences are written once, for many (`{count} customers are …`), for Chinese knows no plural.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_ODD = {"people": "person", "entries": "entry", "tries": "try", "matches": "match"}
THINGS = frozenset(
    {
        *_ODD,
        *("actions", "approvals", "cases", "changes", "channels", "characters", "colleagues"),
        *("columns", "comments", "conditions", "customers", "days", "deals", "digits"),
        *("documents", "errors", "events", "facts", "failures", "fields", "files", "follow-ups"),
        *("groups", "hours", "items", "kinds", "leads", "letters", "levels", "limits", "lines"),
        *("messages", "minutes", "months", "names", "nodes", "notices", "ones"),
        *("parts", "pictures", "places", "problems", "records", "rows", "rules", "seconds"),
        *("sheets", "stays", "tags", "tasks", "templates", "things", "times", "to-dos", "types"),
        *("values", "weeks", "windows", "words", "years"),
    }
)
_VERBS = {
    "are": "is",
    "were": "was",
    "have": "has",
    "do": "does",
    "match": "matches",
    **{each: f"{each}s" for each in ("belong", "convert", "follow", "look", "need", "wait")},
}
_COUNTED = re.compile(
    r"\{(?P<place>\w+)\}(?P<like>(?: [a-z-]+)?) "
    rf"(?P<thing>{'|'.join(sorted(THINGS, key=len, reverse=True))})\b(?![-'])"
    rf"(?: (?P<verb>{'|'.join(_VERBS)})\b)?"
)


def for_one(template: str, values: Mapping[str, object]) -> str:
    """Answer a sentence with what is counted once in the singular; all else stays.

    Args:
        template: the English sentence, with its places.
        values: what goes into the places.
    """

    def singular(found: re.Match[str]) -> str:
        if str(values.get(found["place"])) != "1":
            return found[0]
        verb = f" {_VERBS[found['verb']]}" if found["verb"] else ""
        return f"{{{found['place']}}}{found['like']} {_one(found['thing'])}{verb}"

    return _COUNTED.sub(singular, template)


def _one(thing: str) -> str:
    return _ODD.get(thing, thing.removesuffix("s"))
