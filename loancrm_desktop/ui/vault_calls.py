"""What the entry pages ask of the vault; run on the outside lane, where keys are derived.

The slow imports happen inside, so that the first window need not wait for them.
"""

from __future__ import annotations

import importlib
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from loancrm_desktop.services.membership import NewPerson
    from loancrm_desktop.services.opening import Created, Opened
    from loancrm_desktop.services.ownership.leavers import LeavePlan, Left

CLEAR_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters that are easily taken for others when read aloud or from paper."""
_GROUPS, _GROUP_LETTERS, _STRONG = 4, 4, 4
_SHORTEST_OWN_WORD = 2


@dataclass(slots=True)
class DemoProgress:
    """How far the making of the demo office is; read by a timer."""

    done: int = 0
    total: int = 0

    def tell(self, done: int, total: int) -> None:
        """Note how far it is."""
        self.done, self.total = done, total


@dataclass(frozen=True, slots=True)
class DemoSize:
    """How many customers over how many months."""

    customers: int = 300
    months: int = 12


@dataclass(frozen=True, slots=True, repr=False)
class FoundingWish:
    """What a person typed to found an office."""

    folder: Path
    name: str
    owner_name: str
    login: str
    password: str


_OPENING = ("loancrm_desktop.services.opening", "loancrm_desktop.ui.workspace")
_PAGES = (
    "records.list_page",
    "today.page",
    "kanban.board_page",
    "records.customer_page",
    "shell.palette_host",
    "settings.settings_page",
    "shell.office_signs",
    "import_page",
    "records.customer_form_page",
    "tasks.tasks_page",
    "approvals.inbox_page",
    "messages.outbox_page",
    "pool.pool_page",
    "hygiene.duplicates_page",
    "hygiene.trash_page",
    "forms.designer_page",
    "flows.flow_page",
    "rules.rules_page",
    "approvals.forgotten_page",
    "own_records.record_list_page",
)
"""The likely ones first: whoever is quick at the door waits for none of the others."""


def warm_up() -> None:
    """Import what opening an office and its pages need, while the person is typing."""
    for name in (*_OPENING, *(f"loancrm_desktop.ui.{page}" for page in _PAGES)):
        importlib.import_module(name)


def open_office(folder: Path, login: str, password: str) -> Opened:
    """Open an office; see `services.opening`."""
    from loancrm_desktop.services import opening

    return opening.open_office(folder, login, password)


@dataclass(frozen=True, slots=True)
class DeviceState:
    """Whether this computer may open an office without the password.

    Attributes:
        trusted: the system has a key store of its own.
        until: till when it is remembered; None when it is not.
    """

    trusted: bool
    until: datetime | None


def device_state(folder: Path, login: str) -> DeviceState:
    """Read whether this computer remembers a person.

    Raises:
        Unavailable: the key files.
    """
    from loancrm_desktop.services.vault import device_key

    trusted = device_key.system_key_store() is not None
    until = device_key.remembered_until(folder, login) if trusted else None
    return DeviceState(trusted, until)


def last_backup(folder: Path) -> datetime | None:
    """Answer when the newest file in an office's backups was written, None when there is none."""
    from datetime import UTC, datetime

    try:
        times = [path.stat().st_mtime for path in (folder / "backups").iterdir() if path.is_file()]
    except OSError:
        return None
    return datetime.fromtimestamp(int(max(times)), UTC) if times else None


def open_by_device(folder: Path, login: str) -> Opened:
    """Open an office by what this computer remembers; see `services.opening`."""
    from loancrm_desktop.services import opening

    return opening.open_by_device(folder, login)


def remember_device(opened: Opened) -> Opened:
    """Let this computer open the office for 30 days; answers the office with its keys as now."""
    from loancrm_desktop.services.vault import device_key

    return replace(opened, vault=device_key.remember_on_device(opened.vault))


def forget_device(opened: Opened) -> Opened:
    """Take that back; answers the office with its keys as they are now."""
    from loancrm_desktop.services.vault import device_key

    return replace(opened, vault=device_key.forget_device(opened.vault))


def add_person(opened: Opened, own_password: str, person: NewPerson) -> int:
    """Add a person after the acting one has shown the own password; answers the user id."""
    from loancrm_desktop.services import membership

    _prove(opened, own_password)
    return membership.add(opened, person)


def disable_person(opened: Opened, own_password: str, login: str) -> int:
    """Take a person's access away after the acting one has shown the own password."""
    from loancrm_desktop.services import membership

    _prove(opened, own_password)
    return membership.disable(opened, login)


def leave_person(opened: Opened, own_password: str, login: str, plan: LeavePlan) -> Left:
    """Give away all a person has and take the access away, after the own password was shown."""
    from loancrm_desktop.services import leaving

    _prove(opened, own_password)
    return leaving.leave(opened, login, plan)


def _prove(opened: Opened, own_password: str) -> None:
    """Have the password tried: a computer that opens without it must not change people."""
    from loancrm_desktop.services.vault import keys

    keys.unlock(opened.vault.folder, opened.actor.login, own_password)


def first_password() -> str:
    """Invent a password for somebody new: easy to read out, hard to guess."""
    from loancrm_desktop.services.vault import password_strength

    while True:
        groups = (
            "".join(secrets.choice(CLEAR_LETTERS) for _ in range(_GROUP_LETTERS))
            for _ in range(_GROUPS)
        )
        made = "-".join(groups)
        if password_strength.password_score(made) >= _STRONG:
            return made


def found_office(wish: FoundingWish) -> Created:
    """Found an office; see `services.opening`."""
    from loancrm_desktop.services import opening

    new = opening.NewOffice(wish.name, wish.login, wish.owner_name, wish.password)
    return opening.create_office(wish.folder, new)


def recover(folder: Path, login: str, recovery_key: str, new_password: str) -> Opened:
    """Set a new password by the recovery key, then open the office with it."""
    from loancrm_desktop.services import opening

    opening.recover(folder, login, recovery_key, new_password)
    return opening.open_office(folder, login, new_password)


def office_name(folder: Path) -> str:
    """Read what office a folder holds.

    Raises:
        Unavailable: it holds none, or one that cannot be read.
    """
    from loancrm_desktop.services.vault.office_folder import read_office

    return read_office(folder).name


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a password stands.

    Attributes:
        score: 0 to 4; -1 while it is too short to be taken.
        long_enough: it has the characters needed.
        without_own_words: it holds neither login nor names.
        unusual: no list of guessers has it.
        advice: a sentence on what to mend; empty when it will do.
    """

    score: int
    long_enough: bool
    without_own_words: bool
    unusual: bool
    advice: str


def judge_password(password: str, own_words: tuple[str, ...]) -> Judgement:
    """Judge a password while it is typed."""
    from loancrm_desktop.errors import Invalid
    from loancrm_desktop.services.vault import password_strength

    long_enough = len(password) >= password_strength.MINIMUM_LENGTH
    known = [word.casefold() for word in own_words if len(word) >= _SHORTEST_OWN_WORD]
    own = any(word in password.casefold() for word in known)
    advice, unusual = "", True
    try:
        password_strength.refuse_weak(password, own_words)
    except Invalid as weak:
        advice, unusual = str(weak.text), not long_enough or own
    score = password_strength.password_score(password, own_words) if long_enough else -1
    return Judgement(score, long_enough, not own, unusual and long_enough, advice)


@dataclass(frozen=True, slots=True)
class FolderFinding:
    """What is to be said of the folder of a new office.

    Attributes:
        level: `fine`, `info`, `warning` or `danger`; an office is not made in a place of danger.
        holds_office: there is an office in it already.
    """

    level: str
    text: str
    holds_office: bool = False


def look_at_folder(folder: Path) -> FolderFinding:
    """See whether an office may live in a folder."""
    from loancrm_desktop.errors import Unavailable
    from loancrm_desktop.services.vault.office_folder import is_office, kind_of_place
    from loancrm_desktop.texts import tr

    if is_office(folder):
        return FolderFinding(
            "danger", tr("There is an office in this folder already."), holds_office=True
        )
    try:
        kind = kind_of_place(folder)
    except Unavailable as problem:
        return FolderFinding("danger", str(problem.text))
    if kind == "removable":
        text = tr(
            "This is a stick or an outer disk. When it is pulled out while the office is open, "
            "work is lost. Better keep the office on this computer and backups on the stick."
        )
        return FolderFinding("warning", text)
    if kind == "unknown":
        text = tr("The system does not say what kind of disk this is. Keep backups elsewhere.")
        return FolderFinding("info", text)
    return FolderFinding("fine", tr("On a disk of this computer."))


def give_up_office(created: Created) -> None:
    """Remove an office nobody went into yet; see `services.opening`."""
    from loancrm_desktop.services import opening

    opening.give_up(created)


def open_demo(folder: Path, size: DemoSize, progress: DemoProgress) -> Opened:
    """Make the demo office in a folder, unless it is there already, and open it as its owner."""
    from loancrm_desktop.services import demo, opening
    from loancrm_desktop.services.vault.office_folder import is_office

    if not is_office(folder):
        plan = demo.DemoPlan(size.customers, size.months)
        demo.make_demo(folder, plan, progress=progress.tell)
    login, password = demo_key()
    return opening.open_office(folder, login, password)


def demo_key() -> tuple[str, str]:
    """Answer the demo owner's login and password; both are printed in the read-me."""
    from loancrm_desktop.services.demo_office.words import words

    body = words("office")
    return body["owner"][0], body["password"]
