"""The open office behind a command: who asks, with which password, at what time."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from loancrm_desktop.cli.shared_options import SharedOptions
from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.office import Clock, Office, Work, system_clock
from loancrm_desktop.services.opening import Opened, open_office
from loancrm_desktop.texts import say

if TYPE_CHECKING:
    from loancrm_desktop.cli.words import Words

P = ParamSpec("P")
R = TypeVar("R")


class Session:
    """An open office and the person who asks."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened

    @property
    def office(self) -> Office:
        """Answer the open office."""
        return self.opened.office

    def ask(
        self, function: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a reader."""
        return self.office.ask(self.opened.actor, function, *args, **kwargs)

    def do(
        self, function: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run an operation."""
        return self.office.do(self.opened.actor, function, *args, **kwargs)

    def words(self, *kinds: str) -> Words:
        """Answer what the fields of some kinds, and people, teams and channels are called."""
        from loancrm_desktop.cli.words import Words
        from loancrm_desktop.services import people
        from loancrm_desktop.services.forms import catalog

        return Words(
            fields={spec.key: spec for kind in kinds for spec in self.ask(catalog.fields, kind)},
            people={row.id: row.name for row in self.ask(people.page)},
            teams={row.id: row.name for row in self.ask(people.teams)},
            channels={row.id: row.name for row in self.ask(people.channels)},
        )


def office_folder(options: SharedOptions) -> Path:
    """Answer the office folder.

    Raises:
        Invalid: none was named.
    """
    if options.office is None:
        raise Invalid(say("Say which office: --office FOLDER, or the variable LOANCRM_OFFICE."))
    return options.office


def password_of(options: SharedOptions, prompt: str) -> str:
    """Answer the password: from the variable, standard input, or a question.

    Raises:
        Invalid: there is none and nobody to ask.
    """
    given = os.environ.get("LOANCRM_PASSWORD")
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Invalid(
            say("Give the password in the variable LOANCRM_PASSWORD, or with --password-stdin.")
        )
    import getpass

    return getpass.getpass(prompt)


def clock_of(options: SharedOptions) -> Clock:
    """Answer the computer's clock, or one that stands where `--now` says."""
    if options.now is None:
        return system_clock
    fixed = options.now.astimezone(UTC)
    moment = fixed.replace(microsecond=fixed.microsecond // 1000 * 1000)

    def stand() -> datetime:
        return moment

    return stand


@contextmanager
def opened(options: SharedOptions) -> Generator[Session]:
    """Open the office for one command and close it again.

    Raises:
        Invalid: office, login or password was not given.
        Unavailable: the office cannot be opened.
    """
    folder = office_folder(options)
    if not options.login:
        raise Invalid(say("Say who you are: --login NAME, or the variable LOANCRM_LOGIN."))
    password = password_of(options, f"{options.login}: ")
    session = Session(open_office(folder, options.login, password, clock=clock_of(options)))
    try:
        yield session
    finally:
        session.office.close()
