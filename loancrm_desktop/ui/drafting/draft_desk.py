"""The table a design is drawn on: its body, and every step back and forth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from loancrm_desktop.ui.drafting.body_steps import Body, BodyStep


@dataclass(frozen=True, slots=True)
class DraftCalls:
    """What a kind of design is kept, looked ahead of, published and let go with."""

    save: Callable[..., Any]
    discard: Callable[..., Any]
    effects: Callable[..., Any]
    publish: Callable[..., Any]


class DraftDesk(QObject):
    """Holds one design while it is drawn; each kind says what can be chosen and done.

    Signals:
        changed: the body is another one.
        chosen_changed: something else is chosen.
        stepped: there is more or less to take back or to do again.
    """

    changed = Signal()
    chosen_changed = Signal()
    stepped = Signal()

    def __init__(self, body: Body, parent: QObject | None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.indexChanged.connect(self._on_index_changed)
        self._body = body

    @property
    def body(self) -> Body:
        """The design's JSON as it is now; never changed in place."""
        return self._body

    @property
    def address(self) -> Mapping[str, str]:
        """Which design it is, as the calls of its service name it."""
        raise NotImplementedError

    @property
    def chosen(self) -> object:
        """What is chosen."""
        raise NotImplementedError

    def change(self, body: Body, text: str, merge: str = "") -> None:
        """Take a step: another body; steps with the same `merge` become one."""
        if body != self._body:
            step = BodyStep(self, (self._body, body), text, merge, self.chosen)
            self.undo_stack.push(step)

    def show_step(self, body: Body, chosen: object) -> None:
        """Show the body of a step, and choose what was chosen; for the steps."""
        raise NotImplementedError

    def _on_index_changed(self) -> None:
        self.stepped.emit()
