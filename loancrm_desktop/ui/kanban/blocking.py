"""Which condition leaves the board empty: asked of the office, said, and offered to be dropped."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import conditions
from loancrm_desktop.services.conditions import PartCount
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge


class BlockingCondition(QObject):
    """Finds the condition that removes most deals.

    Signals:
        found: a sentence about it; `rest` holds without it.
    """

    found = Signal(str)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._count = 0
        self.rest: dict[str, Any] | None = None

    def ask(self, where: dict[str, Any]) -> None:
        """Ask which part of a condition on deals is in the way."""
        self._bridge.ask(
            conditions.blocking,
            kind="deal",
            where=where,
            then=self._on_parts,
            failed=self._on_unknown,
            key="blocking",
        )

    def _on_parts(self, parts: tuple[PartCount, ...]) -> None:
        most = next((part for part in parts if part.count), None)
        if most is None:
            return
        self._count, self.rest = most.count, most.rest
        self._bridge.ask(
            conditions.word,
            kind="deal",
            where=most.part,
            language=current_language(),
            then=self._on_word,
            failed=self._on_unknown,
            key="word",
        )

    def _on_word(self, sentence: str) -> None:
        count = f"{self._count:,}"
        self.found.emit(
            tr("Without “{condition}” there are {count} deals.", condition=sentence, count=count)
        )

    def _on_unknown(self, problem: Problem) -> None:
        """Which condition is in the way is a courtesy; the page says the rest."""
        del problem
