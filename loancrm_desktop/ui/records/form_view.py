"""Draws a form from the catalogue: sections, fields two abreast, problems at their fields."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from loancrm_desktop.errors import FieldProblem
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.field_editors import FieldEditor
from loancrm_desktop.ui.records.form_editors import MaskedEditor, form_editor_for
from loancrm_desktop.ui.records.form_rail import SectionState
from loancrm_desktop.ui.records.form_sections import Section
from loancrm_desktop.ui.widgets.field import Field
from loancrm_desktop.ui.widgets.parts import label, row

_WIDE = (FieldType.LONG_TEXT,)
FIRST_FIELDS, MORE_FIELDS = 8, 4
"""How many fields of a long form are built at once, and in every turn after that."""


class FieldFrame(Field):
    """A field on a form: its name, its editor, and what is wrong or doubtful about it."""

    def __init__(self, editor: FieldEditor, parent: QWidget | None = None) -> None:
        spec = editor.spec
        super().__init__(
            spec.label(current_language()), editor, required=spec.required, parent=parent
        )
        self.editor = editor

    def show_problem(self, text: str) -> None:
        """Say what is wrong, empty for nothing; a doubt stays."""
        if text or self.state == "error":
            self.show_message(text, "error" if text else "")
        self.editor.set_problem(bool(text))

    def show_doubt(self, text: str) -> None:
        """Say what is doubtful, empty for nothing; it does not stand in the way of saving."""
        if self.state != "error":
            self.show_message(text, "warning" if text else "")

    @property
    def problem(self) -> str:
        """What is said to be wrong."""
        return self.message if self.state == "error" else ""


@dataclass(frozen=True, slots=True)
class _Record:
    """What a form shows, for fields that are not built yet."""

    values: Mapping[str, Any]
    locked: Collection[str]
    masked: Collection[str]
    revealable: Collection[str]


class FormView(QWidget):
    """The fields of one record.

    A long form is built piece by piece: the first fields are there at once, the others follow
    while the window goes on answering. Whoever asks for one of those has the rest built first.

    Signals:
        edited: the person changed a field (its key).
        left: the person is done with a field (its key).
        grown: some more fields are built.
    """

    edited = Signal(str)
    left = Signal(str)
    grown = Signal()

    def __init__(
        self,
        sections: Sequence[Section],
        words: OfficeWords,
        parent: QWidget | None = None,
        *,
        columns: int = 2,
        piecemeal: bool = False,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._columns = columns
        self._frames: dict[str, FieldFrame] = {}
        self._record: _Record | None = None
        self._awaited: dict[str, Any] = {}
        """What a draft kept of fields that are not built yet."""
        self._original: dict[str, Any] = {}
        self._headings: dict[str, QWidget] = {}
        self._keys_of: dict[str, tuple[str, ...]] = {
            section.title: tuple(spec.key for spec in section.specs) for section in sections
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        self._rest = self._building(sections, layout)
        self._going_on = QTimer(self)
        self._going_on.setInterval(0)
        self._going_on.timeout.connect(self._build_some)
        if piecemeal:
            self._going_on.start()
            self._take(FIRST_FIELDS)
        else:
            self.finish_building()

    @property
    def is_whole(self) -> bool:
        """Whether every field is built."""
        return not self._going_on.isActive()

    def finish_building(self) -> None:
        """Build what is still missing."""
        self._take(None)

    def _build_some(self) -> None:
        self._take(MORE_FIELDS)

    def _take(self, count: int | None) -> None:
        taken = list(islice(self._rest, count))
        ended = self._going_on.isActive() and (count is None or len(taken) < count)
        if ended:
            self._going_on.stop()
        if taken:
            self._take_in(taken)
        if taken or ended:
            self.grown.emit()

    def _take_in(self, fields: Sequence[FieldFrame]) -> None:
        """Show in fields just built what is known of them."""
        for frame in fields:
            if self._record is not None:
                self._show_in(frame, self._record)
            self._put_in(frame)

    def _building(self, sections: Sequence[Section], layout: QVBoxLayout) -> Iterator[FieldFrame]:
        for section in sections:
            # From the outside in: what is moved with its insides is dressed once more.
            holder = QWidget(self)
            layout.addWidget(holder)
            yield from self._build_section(holder, section)
        layout.addStretch(1)

    def _build_section(self, holder: QWidget, section: Section) -> Iterator[FieldFrame]:
        columns = self._columns
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(10)
        if section.title:
            heading = label(section.title, font="subtitle")
            needs = any(spec.required for spec in section.specs)
            hint = label(tr("* is required") if needs else "", role="caption")
            outer.addLayout(row(heading, hint, None))
            self._headings[section.title] = heading
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(12)
        outer.addLayout(grid)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        line, place = 0, 0
        for spec in section.specs:
            wide = columns > 1 and spec.type in _WIDE
            if wide and place:
                line, place = line + 1, 0
            field = self._build_field(spec, self._words, holder)
            grid.addWidget(field, line, place, 1, columns if wide else 1)
            place = columns if wide else place + 1
            if place >= columns:
                line, place = line + 1, 0
            yield field

    def _build_field(self, spec: FieldSpec, words: OfficeWords, holder: QWidget) -> FieldFrame:
        editor = form_editor_for(spec, words)
        editor.setObjectName(spec.key)
        editor.edited.connect(self._on_editor_edited)
        editor.left.connect(self._on_editor_left)
        frame = FieldFrame(editor, holder)
        self._frames[spec.key] = frame
        return frame

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields shown, in order."""
        planned = (key for keys in self._keys_of.values() for key in keys)
        return tuple(dict.fromkeys((*planned, *self._frames)))

    @property
    def built(self) -> tuple[FieldFrame, ...]:
        """The fields that are there already, in order."""
        return tuple(self._frames.values())

    def editor(self, key: str) -> FieldEditor:
        """Answer the editor of a field."""
        return self.frame(key).editor

    def problem(self, key: str) -> str:
        """Answer what is said to be wrong with a field."""
        return self.frame(key).problem

    def heading(self, title: str) -> QWidget | None:
        """Answer a section's heading, to scroll to it."""
        if title not in self._headings:
            self.finish_building()
        return self._headings.get(title)

    def frame(self, key: str) -> FieldFrame:
        """Answer the field with its name and its message."""
        if key not in self._frames:
            self.finish_building()
        return self._frames[key]

    def wrong(self) -> list[tuple[str, str]]:
        """Answer the fields with a problem: their keys and names."""
        return [(key, each.title) for key, each in self._frames.items() if each.problem]

    def show_values(
        self,
        values: Mapping[str, Any],
        locked: Collection[str] = (),
        masked: Collection[str] = (),
        revealable: Collection[str] = (),
    ) -> None:
        """Show a record.

        Args:
            values: the JSON values by key.
            locked: fields that cannot be changed.
            masked: fields whose values are given masked; they are replaced, not mended.
            revealable: those of them that may be looked at in full.
        """
        self._record = _Record(values, locked, masked, revealable)
        self._awaited = {}
        for frame in self._frames.values():
            self._show_in(frame, self._record)

    def _show_in(self, frame: FieldFrame, record: _Record) -> None:
        editor = frame.editor
        key = editor.objectName()
        value = record.values.get(key)
        if isinstance(editor, MaskedEditor):
            editor.forget()
        if isinstance(editor, MaskedEditor) and key in record.masked and value:
            editor.show_masked(str(value), may_reveal=key in record.revealable)
        else:
            editor.set_value(value)
        locked = key in record.locked
        editor.setEnabled(not locked)
        editor.setToolTip(_locked_tip() if locked else "")
        frame.clear_message()
        editor.set_problem(has_problem=False)
        frame.set_note("")
        self._original[key] = editor.value()

    def section_states(self) -> list[SectionState]:
        """Answer how the sections stand."""
        states: list[SectionState] = []
        for title, keys in self._keys_of.items():
            filled = sum(self._is_filled(key) for key in keys)
            errors = sum(bool(self._frames[key].problem) for key in keys if key in self._frames)
            states.append(SectionState(title, filled, len(keys), errors))
        return states

    def _is_filled(self, key: str) -> bool:
        frame = self._frames.get(key)
        if frame is not None:
            return frame.editor.value() is not None
        value = self._planned(key)
        return not (value is None or value in ("", []))

    def _planned(self, key: str) -> Any:
        """Answer what a field that is not built yet is going to show."""
        if key in self._awaited:
            return self._awaited[key]
        return None if self._record is None else self._record.values.get(key)

    def section_at(self, top: int) -> str:
        """Answer the section whose heading stands at or above a height of the form."""
        here = ""
        for title, heading in self._headings.items():
            if not here or heading.mapTo(self, QPoint(0, 0)).y() <= top:
                here = title
        return here

    def put_values(self, values: Mapping[str, Any]) -> None:
        """Put in what a draft kept, as if it had been typed."""
        locked = () if self._record is None else self._record.locked
        self._awaited |= {
            key: value
            for key, value in values.items()
            if key in self._frames or (not self.is_whole and key not in locked)
        }
        for key in values:
            if key in self._frames:
                self._put_in(self._frames[key])

    def _put_in(self, frame: FieldFrame) -> None:
        key = frame.editor.objectName()
        if key in self._awaited:
            value = self._awaited.pop(key)
            if frame.editor.isEnabled():
                frame.editor.set_value(value)

    def values(self) -> dict[str, Any]:
        """Answer every field that is filled."""
        self.finish_building()
        return {
            key: value
            for key, frame in self._frames.items()
            if (value := frame.editor.value()) is not None
        }

    def changed_values(self) -> dict[str, Any]:
        """Answer the fields the person changed; an emptied one is None."""
        changed = {
            key: value
            for key, frame in self._frames.items()
            if (value := frame.editor.value()) != self._original.get(key)
        }
        return changed | {key: self._awaited[key] for key in self.keys if key in self._awaited}

    def show_problems(self, problems: Sequence[FieldProblem]) -> list[FieldProblem]:
        """Mark the fields with problems, go to the first; answers those of fields not here."""
        self.finish_building()
        elsewhere: list[FieldProblem] = []
        said: dict[str, str] = {}
        for problem in problems:
            if problem.field in self._frames:
                said.setdefault(problem.field, str(problem.text))
            else:
                elsewhere.append(problem)
        for key, frame in self._frames.items():
            frame.show_problem(said.get(key, ""))
        self.go_to_problem(first=True)
        return elsewhere

    def go_to_problem(self, *, first: bool = False, back: bool = False) -> None:
        """Put the keyboard on the first, the next or the previous field with a problem."""
        faulty = [key for key, frame in self._frames.items() if frame.problem]
        if not faulty:
            return
        focus = self.focusWidget()
        here = next(
            (n for n, key in enumerate(faulty) if focus and self._frames[key].isAncestorOf(focus)),
            0 if back else -1,
        )
        self.go_to(faulty[0] if first else faulty[(here + (-1 if back else 1)) % len(faulty)])

    def go_to(self, key: str) -> None:
        """Put the keyboard on a field."""
        frame = self.frame(key)
        frame.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.bring_into_view(frame)

    def bring_into_view(self, part: QWidget) -> None:
        """Scroll to a part of the form."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(part, 0, 40)

    def _on_editor_edited(self) -> None:
        key = self.sender().objectName()
        self._frames[key].show_problem("")
        self.edited.emit(key)

    def _on_editor_left(self) -> None:
        self.left.emit(self.sender().objectName())


def _locked_tip() -> str:
    return tr("Locked: it can be read here, not changed.")
