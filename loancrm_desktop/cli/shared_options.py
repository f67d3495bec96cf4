"""The options every command takes, wherever they stand on the line."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from loancrm_desktop.errors import Invalid, Unavailable
from loancrm_desktop.texts import LANGUAGES, say, set_language

WITH_VALUE = ("--office", "--login", "--lang", "--now")
FLAGS = ("--json", "--password-stdin")


@dataclass(frozen=True, slots=True)
class SharedOptions:
    """What was asked for on every command.

    Attributes:
        office: the office folder, or None.
        json: print exactly one JSON document.
        now: run as if it were then.
    """

    office: Path | None = None
    login: str | None = None
    json: bool = False
    password_stdin: bool = False
    now: datetime | None = None


def split(
    arguments: Sequence[str], environment: Mapping[str, str]
) -> tuple[SharedOptions, list[str]]:
    """Take the shared options out of a command line.

    Returns:
        The options, and the rest of the line.

    Raises:
        Invalid: an option has no value, or one that does not hold.
        Unavailable: the office lies where this version cannot open it.
    """
    set_language(_language(None, environment))
    taken: dict[str, str] = {}
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        name, has_value, value = word.partition("=")
        if word == "--":
            rest.extend([word, *waiting])
            break
        if name in WITH_VALUE:
            if not has_value:
                if not waiting:
                    raise Invalid(say("The option {option} needs a value behind it.", option=name))
                value = waiting.pop(0)
            taken[name] = value
        elif word in FLAGS:
            taken[word] = "yes"
        else:
            rest.append(word)
    return _options(taken, environment), rest


def _options(taken: Mapping[str, str], environment: Mapping[str, str]) -> SharedOptions:
    set_language(_language(taken.get("--lang"), environment))
    office = taken.get("--office") or environment.get("LOANCRM_OFFICE")
    if office and office.startswith(("postgresql://", "postgres://")):
        raise Unavailable(
            say(
                "Offices on a PostgreSQL server cannot be opened by this version yet. Give a folder."
            ),
            "too_new",
        )
    return SharedOptions(
        office=Path(office) if office else None,
        login=taken.get("--login") or environment.get("LOANCRM_LOGIN"),
        json="--json" in taken,
        password_stdin="--password-stdin" in taken,
        now=read_moment(taken.get("--now")),
    )


def _language(asked: str | None, environment: Mapping[str, str]) -> str:
    if asked is not None:
        if asked not in LANGUAGES:
            raise Invalid(say("There is no language {language}; use zh or en.", language=asked))
        return asked
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return _system_language()


def _system_language() -> str:
    if os.name != "nt":
        return "en"
    import locale

    return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


def read_moment(text: str | None) -> datetime | None:
    """Answer a time as it is typed, by the office's clock where it names no zone.

    Raises:
        Invalid: it is no time.
    """
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as fault:
        raise Invalid(
            say("{text} is not a time. Write it like 2026-11-23T09:30:00+08:00.", text=text)
        ) from fault
    if moment.tzinfo is None:
        from loancrm_desktop.display import OFFICE_ZONE

        moment = moment.replace(tzinfo=OFFICE_ZONE)
    return moment
