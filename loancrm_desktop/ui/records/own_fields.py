"""The fields an office added to its follow-ups or tasks, where these are quickly written down."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.services import filling_in
from loancrm_desktop.services.filling_in import FormSheet, design_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.drawn_form import DrawnForm, Viewer
from loancrm_desktop.ui.widgets.parts import clear_layout


class OwnFields(QWidget):
    """Draws the own fields of a kind's published form; out of sight where there are none.

    Signals:
        edited: something was typed.
        drawn: the form is there, or there is none.
    """

    edited = Signal()
    drawn = Signal()

    def __init__(
        self, bridge: Bridge, words: OfficeWords, kind: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._words, self._kind = bridge, words, kind
        self._waiting: dict[str, Any] = {}
        self.form: DrawnForm | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.hide()
        bridge.changed.connect(self._on_bridge_changed)
        self.load()

    def load(self) -> None:
        """Read the form that is in force."""
        self._bridge.ask(
            filling_in.sheet,
            kind=self._kind,
            then=self._on_sheet,
            failed=self._on_failed,
            key=("own fields", self._kind),
        )

    def values(self) -> dict[str, Any]:
        """Answer what is filled in and asked for."""
        form = self.form
        if form is None:
            return dict(self._waiting)
        return {key: each for key, each in form.values().items() if form.state_of(key).shown}

    def put(self, values: dict[str, Any]) -> None:
        """Fill in what a draft kept; the form need not be read yet."""
        if self.form is None:
            self._waiting = dict(values)
        else:
            self.form.put_values(values)

    def clear(self) -> None:
        """Begin anew."""
        self._waiting = {}
        if self.form is not None:
            self.form.show_values(self.form.begun(self._bridge.actor.user_id))

    def missing(self) -> bool:
        """Mark what must be filled in and is not; says whether there is such a field."""
        form = self.form
        if form is None:
            return False
        form.settle()
        empty = [
            key
            for key in form.keys
            if form.state_of(key).required
            and form.state_of(key).shown
            and form.editor(key).value() is None
        ]
        for key in form.keys:
            form.frame(key).show_problem(tr("Fill this in.") if key in empty else "")
        if empty:
            form.go_to_problem(first=True)
        return bool(empty)

    def show_problem(self, problem: Problem) -> bool:
        """Mark the fields a refusal names; says whether all of it is said here."""
        if self.form is None or not isinstance(problem, Invalid) or not problem.problems:
            return False
        return not self.form.show_problems(problem.problems)

    def _on_sheet(self, sheet: FormSheet) -> None:
        kept = self.values()
        clear_layout(self._layout)
        self.form = None
        own = [spec.key for spec in sheet.fields if not spec.built_in]
        if sheet.version and own:
            self._draw(sheet, frozenset(own))
        if self.form is not None:
            self.form.put_values(kept)
        self._waiting = {}
        self.setVisible(self.form is not None)
        self.drawn.emit()

    def _draw(self, sheet: FormSheet, own: frozenset[str]) -> None:
        try:
            design = design_of(sheet)
        except Invalid:
            return  # drawn with a newer version of the program: the service still holds it
        viewer = Viewer(
            sheet.me,
            sheet.my_teams,
            sheet.my_team_members,
            frozenset(key for key in design.fields if key not in own),
            frozenset(sheet.read_only),
        )
        self.form = DrawnForm(design, viewer, self._words, self)
        self.form.show_values(self.form.begun(sheet.me))
        self.form.edited.connect(self._on_form_edited)
        self._layout.addWidget(self.form)

    def _on_form_edited(self) -> None:
        self.edited.emit()

    def _on_failed(self, problem: Problem) -> None:
        """Show no more fields; saving says what is wrong."""
        del problem

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches("design"):
            self.load()
