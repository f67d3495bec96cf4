"""Undo and redo of the person's own newest act, named in the menu."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import own_acts, undoing
from loancrm_desktop.services.own_acts import Undoable
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge, Receiver
from loancrm_desktop.ui.commands import Command, add_global

WAIT_MS = 250


class OwnActs(QObject):
    """Keeps the two commands up to date with the journal, for acts since the person came in.

    Signals:
        said: what was taken back or done again, and the journal number 0.
        refused: a Problem that stood in the way.
        taken_back: the journal number of what was taken back, here or elsewhere.
    """

    said = Signal(str, int)
    refused = Signal(object)
    taken_back = Signal(int)

    def __init__(self, bridge: Bridge, workspace: QWidget) -> None:
        super().__init__(workspace)
        self._bridge = bridge
        self._undoable: Undoable | None = None
        self._redoable: Undoable | None = None
        self._resting = False
        self.undo = add_global(
            workspace,
            Command("edit.undo", tr("Undo"), QKeySequence.StandardKey.Undo, "undo", "edit"),
            self._on_undo_triggered,
        )
        self.redo = add_global(
            workspace,
            Command("edit.redo", tr("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo", "edit"),
            self._on_redo_triggered,
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.read)
        bridge.changed.connect(self._on_bridge_changed)
        self._name(self.undo, tr("Undo"), None)
        self._name(self.redo, tr("Redo"), None)
        self._timer.start()

    def read(self) -> None:
        """Ask the journal what can be taken back."""
        self._ask_undoable(self._on_undoable)
        self._ask_redoable(self._on_redoable)

    def _ask_undoable(self, then: Receiver) -> None:
        since = self._bridge.entered_at
        self._bridge.ask(own_acts.undoable, since=since, then=then, key="undoable")

    def _ask_redoable(self, then: Receiver) -> None:
        since = self._bridge.entered_at
        self._bridge.ask(own_acts.redoable, since=since, then=then, key="redoable")

    def rest(self) -> None:
        """Ask no more and name nobody; the office is about to be closed."""
        self._resting = True
        self._timer.stop()
        self._undoable = self._redoable = None
        self._name(self.undo, tr("Undo"), None)
        self._name(self.redo, tr("Redo"), None)
        self._bridge.changed.disconnect(self._on_bridge_changed)

    def _name(self, action: QAction, plain: str, act: Undoable | None) -> None:
        action.setEnabled(act is not None)
        action.setText(plain)

    def _on_undoable(self, act: Undoable | None) -> None:
        if self._resting:
            return
        self._undoable = act
        named = tr("Undo")
        if act is not None:
            named = tr("Undo “{act}”", act=act.sentence)
        self._name(self.undo, named, act)

    def _on_redoable(self, act: Undoable | None) -> None:
        if self._resting:
            return
        self._redoable = act
        named = tr("Redo")
        if act is not None:
            named = tr("Redo “{act}”", act=act.sentence)
        self._name(self.redo, named, act)

    def _on_undo_triggered(self) -> None:
        """Take the newest act back; where one was done just now, ask first which that is."""
        if self._timer.isActive():
            self._timer.stop()
            self._ask_undoable(self._on_newest_undoable)
            self._ask_redoable(self._on_redoable)
        else:
            self._take_back()

    def _on_newest_undoable(self, act: Undoable | None) -> None:
        self._on_undoable(act)
        self._take_back()

    def _take_back(self) -> None:
        if self._undoable is not None:
            act, self._undoable = self._undoable, None
            self._turn(act, tr("Taken back: {act}", act=act.sentence))

    def _on_redo_triggered(self) -> None:
        """Do again what was taken back last; where that was just now, ask first what it is."""
        if self._timer.isActive():
            self._timer.stop()
            self._ask_undoable(self._on_undoable)
            self._ask_redoable(self._on_newest_redoable)
        else:
            self._do_again()

    def _on_newest_redoable(self, act: Undoable | None) -> None:
        self._on_redoable(act)
        self._do_again()

    def _do_again(self) -> None:
        if self._redoable is not None:
            act, self._redoable = self._redoable, None
            self._turn(act, tr("Done again: {act}", act=act.sentence))

    def _turn(self, act: Undoable, said: str) -> None:
        self.undo.setEnabled(False)
        self.redo.setEnabled(False)
        done = partial(self._on_done, said)
        self._bridge.do(undoing.undo, seq=act.seq, then=done, refused=self._on_refused)

    def _on_done(self, said: str, answer: object) -> None:
        del answer
        self.said.emit(said, 0)
        self.read()

    def _on_refused(self, problem: Problem) -> None:
        self.refused.emit(problem)
        self.read()

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.initiator == self._bridge.actor.window:
            self.undo.setEnabled(True)  # Ctrl+Z right after an act means that act
        if changes.undoes:
            self.taken_back.emit(changes.undoes)
        self._timer.start()


class TakeBack:
    """Takes an entry back when a toast's action is pressed."""

    def __init__(self, bridge: Bridge, seq: int, refused: Receiver) -> None:
        self._bridge = bridge
        self._seq = seq
        self._refused = refused

    def __call__(self) -> None:
        """Take it back."""
        self._bridge.do(undoing.undo, seq=self._seq, refused=self._refused)
