"""Draws a form from the catalogue: sections, fields two abreast, problems at their fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from loancrm_desktop.errors import FieldProblem
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.field_editors import FieldEditor, editor_for
from loancrm_desktop.ui.widgets.parts import label, row

_WIDE = (FieldType.LONG_TEXT, FieldType.CHOICES)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form: its title and its fields."""

    title: str
    specs: tuple[FieldSpec, ...]


class FieldFrame(QWidget):
    """A field on a form: its name, its editor, and what is wrong with it."""

    def __init__(self, editor: FieldEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        spec = editor.spec
        title = label(spec.label(current_language()), role="secondary", font="caption")
        title.setBuddy(editor)
        star = label("*" if spec.required else "", role="error", font="caption")
        self._problem = label(role="error", font="caption", wrap=True)
        self._problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row(title, star, None, spacing=3))
        layout.addWidget(editor)
        layout.addWidget(self._problem)
        layout.addStretch(1)

    def show_problem(self, text: str) -> None:
        """Say what is wrong, empty for nothing."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self.editor.set_problem(bool(text))

    @property
    def problem(self) -> str:
        """What is said to be wrong."""
        return self._problem.text()


class FormView(QWidget):
    """The fields of one record.

    Signals:
        edited: the person changed a field (its key).
        left: the person is done with a field (its key).
    """

    edited = Signal(str)
    left = Signal(str)

    def __init__(
        self,
        sections: Sequence[Section],
        words: OfficeWords,
        parent: QWidget | None = None,
        *,
        columns: int = 2,
    ) -> None:
        super().__init__(parent)
        self._frames: dict[str, FieldFrame] = {}
        self._original: dict[str, Any] = {}
        self._headings: dict[str, QWidget] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        for section in sections:
            layout.addWidget(self._build_section(section, words, columns))
        layout.addStretch(1)

    def _build_section(self, section: Section, words: OfficeWords, columns: int) -> QWidget:
        holder = QWidget()
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(10)
        if section.title:
            heading = label(section.title, font="subtitle")
            outer.addWidget(heading)
            self._headings[section.title] = heading
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(12)
        line, place = 0, 0
        for spec in section.specs:
            wide = spec.type in _WIDE and columns > 1 and spec.type is FieldType.LONG_TEXT
            if wide and place:
                line, place = line + 1, 0
            grid.addWidget(self._build_field(spec, words), line, place, 1, columns if wide else 1)
            place = columns if wide else place + 1
            if place >= columns:
                line, place = line + 1, 0
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        outer.addLayout(grid)
        return holder

    def _build_field(self, spec: FieldSpec, words: OfficeWords) -> QWidget:
        editor = editor_for(spec, words)
        editor.setObjectName(spec.key)
        editor.edited.connect(self._on_editor_edited)
        editor.left.connect(self._on_editor_left)
        frame = FieldFrame(editor)
        self._frames[spec.key] = frame
        return frame

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields shown, in order."""
        return tuple(self._frames)

    def editor(self, key: str) -> FieldEditor:
        """Answer the editor of a field."""
        return self._frames[key].editor

    def problem(self, key: str) -> str:
        """Answer what is said to be wrong with a field."""
        return self._frames[key].problem

    def heading(self, title: str) -> QWidget | None:
        """Answer a section's heading, to scroll to it."""
        return self._headings.get(title)

    def show_values(self, values: Mapping[str, Any], locked: Collection[str] = ()) -> None:
        """Show a record; locked fields cannot be changed."""
        for key, frame in self._frames.items():
            frame.editor.set_value(values.get(key))
            frame.editor.setEnabled(key not in locked)
            frame.show_problem("")
            self._original[key] = frame.editor.value()

    def values(self) -> dict[str, Any]:
        """Answer every field that is filled."""
        return {
            key: value
            for key, frame in self._frames.items()
            if (value := frame.editor.value()) is not None
        }

    def changed_values(self) -> dict[str, Any]:
        """Answer the fields the person changed; an emptied one is None."""
        return {
            key: value
            for key, frame in self._frames.items()
            if (value := frame.editor.value()) != self._original.get(key)
        }

    def show_problems(self, problems: Sequence[FieldProblem]) -> list[FieldProblem]:
        """Mark the fields with problems, go to the first; answers those of fields not here."""
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

    def go_to_problem(self, *, first: bool = False) -> None:
        """Put the keyboard on the first, or on the next field with a problem."""
        faulty = [frame for frame in self._frames.values() if frame.problem]
        if not faulty:
            return
        focus = self.focusWidget()
        here = next(
            (n for n, frame in enumerate(faulty) if focus and frame.isAncestorOf(focus)), -1
        )
        target = faulty[0] if first else faulty[(here + 1) % len(faulty)]
        target.editor.setFocus()
        self.bring_into_view(target)

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


_CUSTOMER_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "who",
        (
            "name", "phone", "id_number", "phone2", "gender", "birth_date", "wechat", "email",
            "region", "address", "channel", "referrer",
        ),
    ),
    ("need", ("product_type", "purpose", "requested_amount", "requested_term_months")),
    (
        "standing",
        (
            "credit_standing", "assets", "company", "occupation", "monthly_income",
            "social_insurance",
        ),
    ),
    ("care", ("status", "level", "owner", "team", "tags", "next_follow_up_at", "remark")),
)  # fmt: skip


def customer_sections(
    fields: Mapping[str, FieldSpec], left_out: Sequence[str] | frozenset[str] = ()
) -> list[Section]:
    """Answer the sections of the customer form; fields of the office's own come last."""
    titles = {
        "who": tr("Basics"),
        "need": tr("Loan need"),
        "standing": tr("Qualification"),
        "care": tr("Care"),
    }
    placed: set[str] = set()
    sections: list[Section] = []
    for name, keys in _CUSTOMER_SECTIONS:
        placed.update(keys)
        specs = tuple(fields[key] for key in keys if key in fields and key not in left_out)
        if specs:
            sections.append(Section(titles[name], specs))
    own = tuple(
        spec
        for key, spec in fields.items()
        if key not in placed and key not in left_out and not spec.built_in
    )
    if own:
        sections.append(Section(tr("Our own fields"), own))
    return sections
