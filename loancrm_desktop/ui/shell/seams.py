"""What a page may offer to the window around it; the window looks, and asks only what is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.shell.places import Place


@runtime_checkable
class Reloads(Protocol):
    """A page that can read everything again."""

    def reload(self) -> None:
        """Read everything again."""
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
    """A page with something unsaved in it."""

    def keep_drafts(self) -> None:
        """Send what is unsaved to the draft store; the office closes after that was written."""
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
class ActsOnCustomer(Protocol):
    """A customer's page that can begin what the palette offers: follow_up, call, advance:<stage>."""

    def start_act(self, act: str) -> None:
        """Begin an act for the customer that is being shown."""
        ...


@runtime_checkable
class HasNeighbours(Protocol):
    """A list that knows who comes before and after a customer in it."""

    def neighbour(self, customer_id: int, step: int) -> int | None:
        """Answer the customer so many rows on, None past the end."""
        ...


@runtime_checkable
class ShowsWhere(Protocol):
    """A list that can be opened with a condition."""

    def show_where(self, where: object) -> None:
        """Show what the condition chooses."""
        ...


@runtime_checkable
class ShowsOwner(Protocol):
    """A list that can show one colleague's customers."""

    def show_owner(self, user_id: int) -> None:
        """Show whose owner this is."""
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
