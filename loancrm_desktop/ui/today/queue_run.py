"""How far one has come in next-customer mode: who is done, who was skipped, who comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from loancrm_desktop.services.today import QueueItem


class QueueRun:
    """One going through the queue, from the first customer to the end of it.

    What waits for others is not gone through by itself, and nobody comes twice.
    """

    def __init__(self) -> None:
        self.done: list[str] = []
        self.skipped: list[str] = []
        self.later: list[str] = []
        self.outcomes: Counter[str] = Counter()

    def finish(self, item: QueueItem, outcome: str | None = None) -> None:
        """This item is done."""
        if item.key not in self.done:
            self.done.append(item.key)
        if item.key in self.skipped:
            self.skipped.remove(item.key)
        if outcome:
            self.outcomes[outcome] += 1

    def put_off(self, item: QueueItem) -> None:
        """This item is seen to by putting it off: it does not come again, and is not done."""
        if item.key not in self.later:
            self.later.append(item.key)
        self.finish(item)

    @property
    def done_count(self) -> int:
        """How many were really done, those put off left out."""
        return len(self.done) - len(self.later)

    def take_back(self, key: str, outcome: str | None = None) -> None:
        """This item is to be done again after all."""
        if key in self.done:
            self.done.remove(key)
        if key in self.later:
            self.later.remove(key)
        if outcome and self.outcomes[outcome]:
            self.outcomes[outcome] -= 1

    def skip(self, item: QueueItem) -> None:
        """Go on without this item."""
        if item.key not in self.skipped:
            self.skipped.append(item.key)

    def begin_again(self) -> None:
        """Go through those that were skipped."""
        self.skipped.clear()

    def next_of(self, items: Sequence[QueueItem], after: int) -> QueueItem | None:
        """Answer who comes next: the first behind a place, then the first from the start."""
        left = [*items[after + 1 :], *items[: max(0, after + 1)]]
        return next((each for each in left if self._is_open(each)), None)

    def before(self, items: Sequence[QueueItem], key: str) -> QueueItem | None:
        """Answer whom one skipped last before this item."""
        known = {each.key: each for each in items}
        at = self.skipped.index(key) if key in self.skipped else len(self.skipped)
        return next((known[each] for each in reversed(self.skipped[:at]) if each in known), None)

    def progress(self, items: Sequence[QueueItem], beyond: int, key: str) -> tuple[int, int]:
        """Answer at which of how many one is.

        Args:
            items: those in the queue.
            beyond: how many more there are that are not read yet.
            key: the item one is at.
        """
        mine = [each.key for each in items if each.group != "waiting" or each.key == key]
        gone = [each for each in self.done if each not in mine]
        passed = sum(each in self.skipped and each != key for each in mine)
        return len(gone) + passed + 1, len(gone) + len(mine) + beyond

    def _is_open(self, item: QueueItem) -> bool:
        seen = item.key in self.done or item.key in self.skipped
        return not seen and item.group != "waiting"
