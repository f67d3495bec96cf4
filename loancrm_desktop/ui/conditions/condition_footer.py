"""Below a condition: the condition as a sentence and how many records it lets in now."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import conditions, drawn_conditions
from loancrm_desktop.services.drawn_conditions import Told
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.widgets.parts import frame, label, set_role

PAUSE_MS = 250
EVERYTHING: dict[str, Any] = {"all": []}
_COUNTED = ("customer", "deal")
_OWN_KIND = "x_"


def _is_counted(kind: str) -> bool:
    return kind in _COUNTED or kind.startswith(_OWN_KIND)


class ConditionFooter(QWidget):
    """Says the condition and counts; never shows an answer to an older question."""

    def __init__(self, bridge: Bridge, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._kind = bridge, kind
        self._where: dict[str, Any] | None = None
        self._problems = 0
        self._asked = 0
        self._drawn: Callable[[], dict[str, Any]] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_timeout)
        self.count = label(role="accent", font="bodyStrong")
        self.sentence = label(role="secondary", wrap=True)
        self.sentence.setAccessibleName(tr("The condition as a sentence"))
        inside = frame("sunken")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(2)
        layout.addWidget(self.count)
        layout.addWidget(self.sentence)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(inside)
        self.count.setVisible(_is_counted(kind))
        bridge.changed.connect(self._on_bridge_changed)

    def ask_with(self, drawn: Callable[[], dict[str, Any]]) -> None:
        """Say and count conditions with fields that are drawn and not in force: their JSON."""
        self._drawn = drawn

    def show_condition(self, where: dict[str, Any] | None, problems: int) -> None:
        """Say another condition after a moment; with problems nothing is asked."""
        self._where, self._problems = where, problems
        self._asked += 1
        if problems:
            self._pause.stop()
            set_role(self.count, "error")
            self.count.setText(tr("{count} places need attention", count=problems))
            self.count.setVisible(True)
            self.sentence.setText(tr("Complete the marked rows; F8 goes from one to the next."))
            return
        set_role(self.count, "accent")
        self.count.setVisible(_is_counted(self._kind))
        self.count.setText("…")
        self._pause.start()

    def _on_pause_timeout(self) -> None:
        where = self._where or EVERYTHING
        here = self._asked
        if self._drawn is not None:
            self._bridge.ask(
                drawn_conditions.tell,
                kind=self._kind,
                fields=self._drawn(),
                where=where,
                language=current_language(),
                then=partial(self._on_told, here),
                failed=partial(self._on_failed, here),
                key="told",
            )
            return
        self._bridge.ask(
            conditions.word,
            kind=self._kind,
            where=where,
            language=current_language(),
            then=partial(self._on_worded, here),
            failed=partial(self._on_failed, here),
            key="sentence",
        )
        if _is_counted(self._kind):
            self._bridge.ask(
                conditions.count,
                kind=self._kind,
                where=where,
                then=partial(self._on_counted, here),
                failed=partial(self._on_failed, here),
                key="count",
            )

    def _on_worded(self, asked: int, sentence: str) -> None:
        if asked == self._asked:
            self.sentence.setText(sentence)

    def _on_told(self, asked: int, told: Told) -> None:
        self._on_worded(asked, told.sentence)
        if told.count is not None:
            self._on_counted(asked, told.count)

    def _on_counted(self, asked: int, count: int) -> None:
        if asked == self._asked:
            self.count.setText(self._counted(count))

    def _counted(self, count: int) -> str:
        if self._kind == "deal":
            return tr("{count} deals match now", count=f"{count:,}")
        return tr("{count} customers match now", count=f"{count:,}")

    def _on_failed(self, asked: int, problem: Problem) -> None:
        if asked == self._asked:
            set_role(self.count, "error")
            self.count.setVisible(True)
            self.count.setText(tr("Cannot be counted"))
            self.sentence.setText(str(problem))

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches(self._kind) and not self._problems and self.isVisible():
            self._pause.start()
