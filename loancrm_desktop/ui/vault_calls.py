"""What the entry pages ask of the vault; run on the outside lane, where keys are derived.

The slow imports happen inside, so that the first window need not wait for them.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loancrm_desktop.services.opening import Created, Opened


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


def warm_up() -> None:
    """Import what opening an office needs, while the person is typing."""
    for name in ("loancrm_desktop.services.opening", "loancrm_desktop.ui.workspace"):
        importlib.import_module(name)


def open_office(folder: Path, login: str, password: str) -> Opened:
    """Open an office; see `services.opening`."""
    from loancrm_desktop.services import opening

    return opening.open_office(folder, login, password)


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


def password_score(password: str, own_words: tuple[str, ...]) -> int:
    """Answer how strong a password is, 0 to 4; -1 while it is too short to be taken."""
    from loancrm_desktop.services.vault import password_strength

    if len(password) < password_strength.MINIMUM_LENGTH:
        return -1
    return password_strength.password_score(password, own_words)


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
