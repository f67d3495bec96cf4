"""Steps back and forth over a document that is replaced whole and never changed in place."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtGui import QUndoCommand

Body = dict[str, Any]
_MERGED = 1202


class Stepped(Protocol):
    """What shows the states of a document."""

    def show_step(self, body: Body, chosen: object) -> None:
        """Show a body; `chosen` is what was chosen at that time, None to keep what is chosen."""
        ...


class BodyStep(QUndoCommand):
    """One step: the body before and after; steps with the same `merge` become one."""

    def __init__(
        self, shown_by: Stepped, states: tuple[Body, Body], text: str, merge: str, chosen: object
    ) -> None:
        super().__init__(text)
        self._shown_by, self.merge = shown_by, merge
        self._before, self.after = states
        self._chosen = chosen

    def id(self) -> int:
        """Answer one number for all that may be merged."""
        return _MERGED if self.merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt names it so
        """Take in the step after, when it goes on with the same thing."""
        if not isinstance(other, BodyStep) or other.merge != self.merge:
            return False
        self.after = other.after
        return True

    def redo(self) -> None:
        """Show the state after."""
        self._shown_by.show_step(self.after, None)

    def undo(self) -> None:
        """Show the state before, and choose what was chosen then."""
        self._shown_by.show_step(self._before, self._chosen)
