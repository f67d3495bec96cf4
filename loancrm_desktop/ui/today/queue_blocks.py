"""Reads what lies beyond the first hundred of a group, when its end comes into sight."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import today
from loancrm_desktop.services.today import QueueItem, QueueScope
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.today.queue_model import QueueListModel


class QueueBlocks(QObject):
    """Asks for one block of a group at a time.

    Signals:
        failed: a block could not be read, and why.
    """

    failed = Signal(str)

    def __init__(self, bridge: Bridge, lines: QueueListModel, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._lines = bridge, lines
        self._asked: dict[str, int] = {}
        self._round = 0

    def want(self, group: str, scope: QueueScope) -> None:
        """Read the next items of a group, unless they are on the way or there are none."""
        skip = self._lines.missing(group)
        if not skip or self._asked.get(group) == skip:
            return
        self._asked[group] = skip
        self._bridge.ask(
            today.more,
            group=group,
            skip=skip,
            scope=scope,
            masks="display",
            then=partial(self._on_more, self._round, group),
            failed=partial(self._on_failed, group),
            key=("more", group),
        )

    def forget(self) -> None:
        """Take no answer any more: another state of the day is shown."""
        self._round += 1
        self._asked.clear()

    def _on_more(self, asked: int, group: str, items: Sequence[QueueItem]) -> None:
        if asked == self._round:
            self._lines.add_more(group, items)

    def _on_failed(self, group: str, problem: Problem) -> None:
        self._asked.pop(group, None)
        self.failed.emit(str(problem))
