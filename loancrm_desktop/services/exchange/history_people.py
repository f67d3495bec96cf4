"""The people an event log names: those of the office, and colleagues of former days."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from loancrm_desktop.errors import Refused
from loancrm_desktop.models.people import User
from loancrm_desktop.services.exchange.history_cases import Case
from loancrm_desktop.services.office import Work
from loancrm_desktop.text_keys import text_key
from loancrm_desktop.texts import say

_FORMER = "former"


class HistoryPeople:
    """The people a log names; who is not of the office is kept as a former colleague."""

    def __init__(self, work: Work) -> None:
        self._work = work
        rows = work.session.execute(select(User)).scalars().all()
        self._ids: dict[str, int] = {}
        for user in rows:
            for name in (user.login, user.name):
                self._ids.setdefault(text_key(name), user.id)
        self._active = {user.id for user in rows if user.active and user.deleted_at is None}
        self._logins = {user.login for user in rows}
        self._formers = 0

    def named(self, name: str) -> int | None:
        """Answer a person's id, None for nobody; an unknown name becomes a former colleague."""
        if not name:
            return None
        key = text_key(name)
        found = self._ids.get(key)
        if found is None:
            found = self._ids[key] = self._former(name)
        return found

    def active(self, case: Case) -> int | None:
        """Answer who of today's people handled the case last."""
        for stay in reversed(case.stays):
            found = self._ids.get(text_key(stay.handler)) if stay.handler else None
            if found in self._active:
                return found
        return None

    def strangers(self, names: Iterable[str]) -> tuple[str, ...]:
        """Answer which of these are nobody of the office, each once."""
        given = dict.fromkeys(name for name in names if name)
        return tuple(name for name in given if text_key(name) not in self._ids)

    def _former(self, name: str) -> int:
        if not self._work.actor.rights.allows("users.manage"):
            raise Refused(
                say(
                    "The file names {name}, who is not of the office, and your role may not add "
                    "people. Ask the owner of the office to import it.",
                    name=name,
                ),
                forbidden=True,
            )
        self._formers += 1
        while f"{_FORMER}-{self._formers}" in self._logins:
            self._formers += 1
        login = f"{_FORMER}-{self._formers}"
        self._logins.add(login)
        user = User(
            login=login,
            name=name[:255],
            role_key="read_only",
            active=False,
            created_at=self._work.now,
            updated_at=self._work.now,
        )
        self._work.session.add(user)
        self._work.session.flush()
        return user.id
