"""What differs between two forms, in people's words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtWidgets import QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.forms.differences import FormDifference, PartChange
from loancrm_desktop.services.language import reading, wording
from loancrm_desktop.services.language.fields import FieldType
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.forms.controls import type_title
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.drawn_specs import words_in
from loancrm_desktop.ui.records.form_body import listed, mapping
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.parts import clear_layout, column, label, row

_MOST_LETTERS = 160


class DifferenceView(QWidget):
    """Lists what came, what went, what is otherwise, what stands elsewhere."""

    def __init__(self, words: OfficeWords, kind: str) -> None:
        super().__init__()
        self._words, self._kind = words, kind
        self.said: list[str] = []
        self._column = column(spacing=6, margins=(20, 16, 20, 16))
        self._lines = column(spacing=6)
        self._column.addLayout(self._lines)
        self._column.addStretch(1)
        self.setLayout(self._column)

    def say(self, text: str, role: str = "secondary") -> None:
        """Show one sentence alone."""
        clear_layout(self._lines)
        self.said = [text]
        self._lines.addWidget(label(text, role=role, wrap=True))

    def show_difference(
        self, title: str, found: FormDifference, name: Callable[[str], str]
    ) -> None:
        """Show a difference.

        Args:
            title: what is compared with what.
            found: the difference.
            name: names a field by its key.
        """
        clear_layout(self._lines)
        self.said = []
        self._lines.addWidget(label(title, font="bodyStrong", wrap=True))
        for icon, role, text in self._sentences(found, name):
            self.said.append(text)
            said = label(text, wrap=True)
            line = row(IconMark(icon, role), said)
            line.setStretchFactor(said, 1)
            self._lines.addLayout(line)
        if not self.said:
            self.said = [tr("Nothing differs.")]
            self._lines.addWidget(label(self.said[0], role="secondary"))

    def _sentences(
        self, found: FormDifference, name: Callable[[str], str]
    ) -> Iterator[tuple[str, str, str]]:
        for key in found.added:
            yield "plus", "successText", tr("{field} is there", field=name(key))
        for key in found.removed:
            yield "trash", "dangerText", tr("{field} is not there", field=name(key))
        for each in found.changed:
            yield "edit", "textSecondary", self._changed(each, name(each.key))
        for key in found.moved:
            if key not in found.added and key not in found.removed:
                yield "swap", "textSecondary", tr("{field} stands elsewhere", field=name(key))

    def _changed(self, change: PartChange, field: str) -> str:
        return tr(
            "{field}, {part}: {before} → {after}",
            field=field,
            part=part_title(change.part),
            before=self._value(change.part, change.before),
            after=self._value(change.part, change.after),
        )

    def _value(self, part: str, written: str) -> str:
        if not written:
            return tr("nothing")
        value: Any = json.loads(written)
        said = self._said(part.removeprefix("states."), value)
        return said if len(said) <= _MOST_LETTERS else f"{said[:_MOST_LETTERS]}…"

    def _said(self, part: str, value: Any) -> str:
        if isinstance(value, bool):
            return display.yes_no(value)
        if part in ("shown", "required", "locked") and mapping(value):
            return self._condition(mapping(value))
        if part == "type":
            return type_title(FieldType(value)) if value in set(FieldType) else str(value)
        if mapping(value):
            return words_in(value, current_language()) or _plain(value)
        if listed(value):
            return "、".join(self._entry(each) for each in listed(value))
        return str(value)

    def _entry(self, each: Any) -> str:
        inside = mapping(each)
        if inside.get("when"):
            return self._condition(mapping(inside["when"]))
        return words_in(inside.get("label"), current_language()) or _plain(each)

    def _condition(self, where: dict[str, Any]) -> str:
        vocabulary = ConditionFields(self._words, self._kind).vocabulary
        try:
            condition = reading.read(where, self._kind, vocabulary)
        except Invalid:
            return tr("a condition")
        return wording.word(condition, {}, current_language())


def part_title(part: str) -> str:
    """Name a part of a field's design; one without a name as it is written."""
    return {
        "label": tr("title"),
        "help": tr("explanation"),
        "type": tr("type"),
        "required": tr("required"),
        "unique": tr("the same value twice"),
        "default": tr("default"),
        "min": tr("smallest"),
        "max": tr("largest"),
        "pattern": tr("pattern"),
        "placeholder": tr("hint inside"),
        "read_only_for": tr("roles that only read"),
        "hidden_for": tr("roles that do not see it"),
        "sensitivity": tr("sensitivity"),
        "mask": tr("mask"),
        "searchable": tr("searchable"),
        "in_list": tr("in the list"),
        "options": tr("options"),
        "control": tr("shown as"),
        "formula": tr("formula"),
        "result": tr("result"),
        "number": tr("numbering"),
        "columns": tr("columns"),
        "totals": tr("sums"),
        "links_to": tr("links to"),
        "document_kind": tr("kind of document"),
        "states.shown": tr("shown when"),
        "states.required": tr("required when"),
        "states.locked": tr("locked when"),
        "states.options": tr("options offered when"),
        "states.invalid": tr("wrong when"),
    }.get(part, part)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
