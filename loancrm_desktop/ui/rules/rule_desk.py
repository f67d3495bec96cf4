"""The rule on the table: its JSON, every step back and forth, what is wrong where."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from loancrm_desktop.errors import FieldProblem

Body = dict[str, Any]
Place = tuple[str | int, ...]
_MERGED = 1301


class _Step(QUndoCommand):
    def __init__(self, desk: RuleDesk, after: Body, merge: str) -> None:
        super().__init__()
        self._desk, self.merge = desk, merge
        self._before, self.after = desk.body, after
        self._first = True

    def id(self) -> int:
        return _MERGED if self.merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt names it so
        if not isinstance(other, _Step) or other.merge != self.merge:
            return False
        self.after = other.after
        return True

    def redo(self) -> None:
        first, self._first = self._first, False
        self._desk.show_step(self.after, anew=not first)

    def undo(self) -> None:
        self._desk.show_step(self._before, anew=True)


class RuleDesk(QObject):
    """Holds one rule while it is edited.

    Signals:
        changed: the body is another one.
        loaded: another body altogether: everything is to be shown anew.
        complained: other problems than before.
    """

    changed = Signal()
    loaded = Signal()
    complained = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.body: Body = {}
        self.version = 0
        self._problems: Sequence[FieldProblem] = ()
        self._saved: Body = {}

    @property
    def key(self) -> str:
        """The rule's key, empty when none is on the table."""
        return str(self.body.get("key", ""))

    @property
    def kind(self) -> str:
        """Which records it is about."""
        return str(self.body.get("kind", "customer"))

    @property
    def is_changed(self) -> bool:
        """Whether something is not saved."""
        return self.body != self._saved

    def load(self, body: Mapping[str, Any], version: int) -> None:
        """Put a rule on the table; version 0 is one that was never saved."""
        self.undo_stack.clear()
        self.body = copy.deepcopy(dict(body))
        self.version = version
        self._saved = copy.deepcopy(self.body) if version else {}
        self._problems = ()
        self.loaded.emit()
        self.changed.emit()

    def mark_saved(self, version: int, body: Body) -> None:
        """Remember what was saved, and as which version."""
        self.version = version
        self._saved = copy.deepcopy(body)
        self.changed.emit()

    def put(self, place: Place, value: Any, *, merge: bool = False) -> None:
        """Write a part of the rule; None takes it out."""
        body = copy.deepcopy(self.body)
        here: Any = body
        for step in place[:-1]:
            if isinstance(here, dict):
                here = cast("Body", here).setdefault(str(step), {})
            else:
                here = here[step]
        if value is None:
            here.pop(place[-1], None)
        else:
            here[place[-1]] = value
        self._push(body, ".".join(map(str, place)) if merge else "")

    def put_all(self, values: Mapping[str, Any]) -> None:
        """Write several parts at the top at once; None takes one out."""
        body = {**copy.deepcopy(self.body), **values}
        self._push({key: value for key, value in body.items() if value is not None}, "")

    def _push(self, body: Body, merge: str) -> None:
        if body != self.body:
            self.undo_stack.push(_Step(self, body, merge))

    def show_step(self, body: Body, *, anew: bool) -> None:
        """Show what doing, undoing or redoing leads to."""
        self.body = body
        if anew:
            self.loaded.emit()
        self.changed.emit()

    @property
    def when(self) -> Body:
        """What wakes it."""
        return self.body.get("when") or {"on": "created"}

    @property
    def actions(self) -> list[Body]:
        """What it does."""
        return list(self.body.get("then") or ())

    def put_actions(self, actions: Sequence[Body]) -> None:
        """Write what it does."""
        self.put(("then",), list(actions))

    def complain(self, problems: Sequence[FieldProblem]) -> None:
        """Remember what is wrong."""
        self._problems = tuple(problems)
        self.complained.emit()

    def complaint(self, place: str) -> str:
        """Answer what is wrong at a place or below it, one sentence a line."""
        return "\n".join(
            dict.fromkeys(
                str(each.text)
                for each in self._problems
                if each.field == place or each.field.startswith((f"{place}.", f"{place}["))
            )
        )

    @property
    def complaints(self) -> Sequence[FieldProblem]:
        """Everything that is wrong."""
        return self._problems
