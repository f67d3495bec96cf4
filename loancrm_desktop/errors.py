"""What can go wrong, sorted by whose fault it is; the text is written for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from loancrm_desktop.texts import Text


class Problem(Exception):  # noqa: N818 - the four below are named for what they mean to people
    """Anything a person can be told about: what, where, how to mend it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid)
        self.text = text

    def __str__(self) -> str:
        return self.text.read()


@dataclass(frozen=True, slots=True)
class Need:
    """Something missing before an act is allowed: a field to fill, a reason to give."""

    field: str
    label: Text


class Refused(Problem):
    """Not allowed, or not now.

    Attributes:
        needs: fields to fill before the act may be tried again.
        allowed: keys that would have been allowed instead, such as stages.
        forbidden: True when the person lacks the right (command line exit code 3).
    """

    def __init__(
        self,
        text: Text,
        *,
        needs: Sequence[Need] = (),
        allowed: Sequence[str] = (),
        forbidden: bool = False,
    ) -> None:
        super().__init__(text)
        self.needs = tuple(needs)
        self.allowed = tuple(allowed)
        self.forbidden = forbidden


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field that is not acceptable: its key, a code for programs, the sentence."""

    field: str
    code: str
    text: Text


class Invalid(Problem):
    """The input does not hold, field by field.

    Attributes:
        problems: one per field; the first is where the eye should go.
    """

    def __init__(self, text: Text, problems: Sequence[FieldProblem] = ()) -> None:
        super().__init__(text)
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Clash:
    """One field two desks changed: what I want, what is stored, what we both started from."""

    field: str
    mine: object
    theirs: object
    original: object


class Conflict(Problem):
    """Someone else changed the record meanwhile.

    Attributes:
        clashes: the fields both changed.
        stored_revision: the revision to send when the choice is made.
    """

    def __init__(self, text: Text, clashes: Sequence[Clash], stored_revision: int) -> None:
        super().__init__(text)
        self.clashes = tuple(clashes)
        self.stored_revision = stored_revision


class Unavailable(Problem):
    """The environment fails: disk, file, lock, key. What to do is in the text.

    Attributes:
        reason: a stable word for programs: `busy`, `disk_full`, `read_only`, `damaged`,
            `wrong_password`, `missing`, `too_new`, `in_use`, `network_place`, `waiting`.
    """

    def __init__(self, text: Text, reason: str = "unavailable") -> None:
        super().__init__(text)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Spoken:
    """An error as plain data for a log or a report; never holds a customer's data."""

    kind: str
    msgid: str
    details: Mapping[str, str] = field(default_factory=dict[str, str])
