"""Where the person was, to go back and forward as in a browser."""

from __future__ import annotations

from dataclasses import dataclass

MOST_VISITS = 100


@dataclass(frozen=True, slots=True)
class Visit:
    """A page and, on a customer's page, whose.

    Attributes:
        place: the page's key.
        customer_id: the customer shown, or 0.
    """

    place: str
    customer_id: int = 0


class PageHistory:
    """The visits in order, and which of them is shown."""

    def __init__(self) -> None:
        self._visits: list[Visit] = []
        self._at = -1

    @property
    def current(self) -> Visit | None:
        """The visit shown."""
        return self._visits[self._at] if self._visits else None

    def customers(self) -> tuple[int, ...]:
        """Answer the customers looked at, the last one at the end."""
        return tuple(visit.customer_id for visit in self._visits if visit.customer_id)

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier visit."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a later visit."""
        return self._at < len(self._visits) - 1

    def enter(self, visit: Visit) -> None:
        """Note a new visit; what lay ahead is forgotten."""
        if visit == self.current:
            return
        self._visits[self._at + 1 :] = [visit]
        del self._visits[:-MOST_VISITS]
        self._at = len(self._visits) - 1

    def back(self) -> Visit | None:
        """Go to the earlier visit."""
        if not self.can_go_back:
            return None
        self._at -= 1
        return self.current

    def forward(self) -> Visit | None:
        """Go to the later visit."""
        if not self.can_go_forward:
            return None
        self._at += 1
        return self.current
