"""An order of records, from names a person or a program wrote: `-last_contact_at`, `name`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services.language.expressions import Family, family_of
from loancrm_desktop.services.language.fields import FieldPath, Vocabulary
from loancrm_desktop.services.language.names import is_name, unknown_field
from loancrm_desktop.texts import say

MAX_SORT_KEYS = 8

_WITHOUT_ORDER = (Family.LIST, Family.OPAQUE)


@dataclass(frozen=True, slots=True)
class SortKey:
    """One field to sort by."""

    path: FieldPath
    descending: bool


def read_sort(raw: Sequence[str], kind: str, vocabulary: Vocabulary) -> tuple[SortKey, ...]:
    """Check an order of records of `kind`; a minus before a name means descending.

    Raises:
        Invalid: with every problem; its `field` is the place, such as `$[1]`.
    """
    keys: list[SortKey] = []
    problems: list[FieldProblem] = []
    if len(raw) > MAX_SORT_KEYS:
        text = say("Records can be sorted by at most {limit} fields.", limit=MAX_SORT_KEYS)
        raise Invalid(text, [FieldProblem("$", "too_large", text)])
    for number, written in enumerate(raw):
        name = written.removeprefix("-")
        path = vocabulary.field(kind, name) if is_name(name) else None
        if path is None:
            text = unknown_field(name, kind, vocabulary)
            problems.append(FieldProblem(f"$[{number}]", "unknown_field", text))
        elif family_of(path.spec) in _WITHOUT_ORDER:
            text = say("Records cannot be sorted by {field}: it is a list.", field=path.name)
            problems.append(FieldProblem(f"$[{number}]", "unfit_field", text))
        else:
            keys.append(SortKey(path, descending=written.startswith("-")))
    if problems:
        raise Invalid(problems[0].text, problems)
    return tuple(keys)
