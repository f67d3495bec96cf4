"""How many records each saved view shows, read again when records change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import conditions, views
from loancrm_desktop.ui.bridge import Bridge

PAUSE_MS = 400
EVERYTHING = 0
"""The key of what is no saved view: every record."""


class ViewCounts(QObject):
    """Asks and keeps the numbers.

    Signals:
        counted: the numbers are other ones.
    """

    counted = Signal()

    def __init__(self, bridge: Bridge, kind: str, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._kind = bridge, kind
        self._view_ids: list[int] = []
        self._counts: dict[int, int] = {}
        self._everything: int | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_timeout)

    def text(self, key: int) -> str:
        """Say a number, empty while it is not known or there is none to say."""
        count = self._everything if key == EVERYTHING else self._counts.get(key)
        return "" if count is None else f"{count:,}"

    def count(self, view_ids: Sequence[int]) -> None:
        """Count these views and everything now."""
        self._view_ids = list(view_ids)
        self._on_pause_timeout()

    def count_soon(self) -> None:
        """Count again when nothing has changed for a moment."""
        self._pause.start()

    def _on_pause_timeout(self) -> None:
        self._pause.stop()
        everything: dict[str, Any] = {"all": []}
        ask = self._bridge.ask
        ask(views.counts, view_ids=self._view_ids, then=self._on_counts, key="counts")
        ask(
            conditions.count,
            kind=self._kind,
            where=everything,
            then=self._on_everything,
            failed=self._on_not_counted,
            key="everything",
        )

    def _on_counts(self, counts: dict[int, int]) -> None:
        self._counts = {int(key): count for key, count in counts.items()}
        self.counted.emit()

    def _on_everything(self, count: int) -> None:
        self._everything = count
        self.counted.emit()

    def _on_not_counted(self, problem: Problem) -> None:
        del problem  # the page itself says that its list cannot be read
        self._everything = None
        self.counted.emit()
