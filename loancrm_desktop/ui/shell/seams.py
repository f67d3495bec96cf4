"""What a page may offer to the window around it; the window looks, and asks only what is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.frame.places import Place

PUBLIC = "holds no personal data"
"""The property of a window that a lock need not hide."""


@runtime_checkable
class Reloads(Protocol):
    """A page that can read everything again."""

    def reload(self) -> None:
        """Read everything again."""
        ...


@runtime_checkable
class HasNews(Protocol):
    """A page that shows the notices too."""

    def reload_news(self) -> None:
        """Read them again."""
        ...


@runtime_checkable
class HasAreas(Protocol):
    """A page that names the parts F6 goes through."""

    def areas(self) -> Sequence[QWidget]:
        """Answer the parts in their order: header, filters, content, side panel."""
        ...


@runtime_checkable
class HasState(Protocol):
    """A page that can be built anew and look as before: tab, filters, what is selected."""

    def state(self) -> dict[str, Any]:
        """Answer what is shown."""
        ...

    def restore(self, state: dict[str, Any]) -> None:
        """Show what was shown."""
        ...


@runtime_checkable
class UsesMemory(Protocol):
    """A page that remembers its widths and splitters."""

    def use_memory(self, memory: DeskMemory) -> None:
        """Take the memory; called once, after the page is built."""
        ...


@runtime_checkable
class KeepsDrafts(Protocol):
    """A page with something unsaved or shown in full in it."""

    def about_to_lock(self) -> None:
        """Send what is unsaved to the draft store; the office closes after that was written."""
        ...


@runtime_checkable
class RemembersIn(Protocol):
    """A page that remembers its widths and splitters; the same as `UsesMemory`."""

    def remember_in(self, memory: DeskMemory) -> None:
        """Take the memory; called once, after the page is built."""
        ...


@runtime_checkable
class ShowsCustomer(Protocol):
    """The page of one customer at a time."""

    @property
    def customer_id(self) -> int:
        """The customer shown, or 0."""
        ...

    def show_customer(self, customer_id: int) -> None:
        """Show a customer."""
        ...


@runtime_checkable
class HasNeighbours(Protocol):
    """A customer's page that goes to those before and after in the list."""

    def show_customer(self, customer_id: int, neighbours: tuple[int, ...] = ()) -> None:
        """Show a customer, and remember who stands around in the list."""
        ...


@runtime_checkable
class LogsCalls(Protocol):
    """A customer's page with a place to write a follow-up."""

    def log_call(self) -> None:
        """Put the keyboard there."""
        ...


@runtime_checkable
class MovesDeals(Protocol):
    """A customer's page that moves the deal."""

    def move_to(self, stage: str) -> None:
        """Move the deal to a stage."""
        ...


@runtime_checkable
class ShowsDeals(Protocol):
    """A page of deals that a condition chooses among."""

    def show_where(self, where: dict[str, Any] | None, left_out: str = "") -> None:
        """Show the deals of a condition, saying what of the wish could not be kept."""
        ...


@runtime_checkable
class HasSections(Protocol):
    """A page with sections one can go to."""

    def sections(self) -> Sequence[Place]:
        """Answer the sections, in order."""
        ...

    def show_section(self, key: str) -> None:
        """Show a section."""
        ...
