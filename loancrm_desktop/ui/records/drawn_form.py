"""A form as it was designed: tabs, sections, widths; states and formulas live."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QTabBar, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.filling_in import FormSheet, design_of
from loancrm_desktop.services.forms import field_types, formulas
from loancrm_desktop.services.forms.form_parts import FieldDesign, FormDesign, Item, Section
from loancrm_desktop.services.forms.formula_functions import FormulaFault
from loancrm_desktop.services.forms.formula_values import Setting
from loancrm_desktop.services.forms.states import (
    FieldState,
    moment_here,
    states_of,
    values_from_json,
)
from loancrm_desktop.services.language.fields import FieldType
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.drawn_editors import drawn_editor
from loancrm_desktop.ui.records.field_editors import FieldEditor
from loancrm_desktop.ui.records.form_body import field_raw
from loancrm_desktop.ui.records.form_editors import PickEditor, RadioEditor
from loancrm_desktop.ui.records.form_sections import Section as TitledSection
from loancrm_desktop.ui.records.form_view import FIRST_FIELDS, FieldFrame, FormView
from loancrm_desktop.ui.widgets.parts import icon_button, label, row

PARTS = 12


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who fills the form in, for states that ask about persons, and what is shut to them."""

    me: int | None = None
    my_teams: tuple[int, ...] = ()
    my_team_members: tuple[int, ...] = ()
    hidden: frozenset[str] = frozenset()
    locked: frozenset[str] = frozenset()


class DrawnFrame(FieldFrame):
    """A field that may be required, locked or gone, as the values say."""

    def __init__(self, editor: FieldEditor, help_text: str, parent: QWidget) -> None:
        super().__init__(editor, parent)
        self._hint = help_text
        self._sign: QWidget | None = None
        self.clear_message()

    def show_state(self, state: FieldState, *, locked: bool) -> None:
        """Show whether it is asked for, and whether it can be changed."""
        if state.required and not self.editor.spec.required:
            if self._sign is None:
                self._sign = label("*", role="error", font="caption")
                self._head.insertWidget(1, self._sign)
            self._sign.show()
        elif self._sign is not None:
            self._sign.hide()
        self.editor.setEnabled(not (locked or state.locked))


class DrawnForm(FormView):
    """The fields of one record on a form of the office's own."""

    def __init__(
        self,
        design: FormDesign,
        viewer: Viewer,
        words: OfficeWords,
        parent: QWidget | None = None,
        *,
        narrow: bool = False,
        piecemeal: bool = False,
    ) -> None:
        super().__init__((), words, parent)
        self.design, self._viewer, self._words = design, viewer, words
        self._narrow = narrow
        self._locked: frozenset[str] = frozenset()
        self._drawn_states: dict[str, FieldState] = {}
        self._offered: dict[str, tuple[str, ...] | None] = {}
        self._sections: list[tuple[int, QWidget, tuple[str, ...]]] = []
        self._bodies: dict[str, QWidget] = {}
        self._pages: QTabBar | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(0)
        self._settling.timeout.connect(self.settle)
        self._planned_sections = self._plan()
        self._rest = self._drawing()
        self.settle()
        if piecemeal:
            self._going_on.start()
            self._take(FIRST_FIELDS)
        else:
            self.finish_building()
        self.edited.connect(self._on_edited)

    @property
    def section_titles(self) -> list[str]:
        """The sections with a title, in order."""
        return list(self._keys_of)

    def begun(self, me: int | None) -> dict[str, Any]:
        """Answer what a new record begins with."""
        found: dict[str, Any] = {}
        for key, field in self.design.fields.items():
            default = field.default
            if default is None and field.spec.default is None:
                continue
            kind = "fixed" if default is None else default.kind
            if kind == "fixed":
                value = field.spec.default if default is None else default.value
                found[key] = field_types.to_json(value, field.spec)
            elif kind == "me":
                found[key] = me
            elif kind == "today":
                now = display.office_time(system_clock())
                is_day = field.spec.type is FieldType.DATE
                found[key] = now.date().isoformat() if is_day else now.isoformat()
        return found

    def show_values(
        self,
        values: Mapping[str, Any],
        locked: Collection[str] = (),
        masked: Collection[str] = (),
        revealable: Collection[str] = (),
    ) -> None:
        """Show a record; states follow its values."""
        self._locked = frozenset(locked)
        super().show_values(values, locked, masked, revealable)
        self.settle()

    def put_values(self, values: Mapping[str, Any]) -> None:
        """Put in what a draft kept."""
        super().put_values(values)
        self.settle()

    def settle(self) -> None:
        """Work out formulas and states from the values as they stand."""
        given = {key: self._planned(key) for keys in self._keys_of.values() for key in keys}
        given |= {key: frame.editor.value() for key, frame in self._frames.items()}
        values, _ = values_from_json(self.design, given, field_types.OFFICE_ZONE)
        self._compute(values)
        viewer = self._viewer
        moment = moment_here(
            system_clock(),
            field_types.OFFICE_ZONE,
            viewer.me,
            viewer.my_teams,
            viewer.my_team_members,
        )
        states = states_of(self.design, values, moment)
        for key, frame in self._frames.items():
            self._show_state(key, frame, states[key])
        self._drawn_states = states
        self._show_sections()

    def _take_in(self, fields: Sequence[FieldFrame]) -> None:
        super()._take_in(fields)
        for frame in fields:
            key = frame.editor.objectName()
            self._show_state(key, frame, self._drawn_states[key])
        if self.is_whole:
            self.settle()
        else:
            self._show_sections()

    def state_of(self, key: str) -> FieldState:
        """Answer the state of a field."""
        return self._drawn_states[key]

    def problems(self) -> dict[str, str]:
        """Answer what the form itself has against the values, by field."""
        return {
            key: str(state.problems[0].text)
            for key, state in self._drawn_states.items()
            if state.shown and state.problems
        }

    def go_to(self, key: str) -> None:
        """Put the keyboard on a field, whichever tab it is on."""
        for tab, _, keys in self._sections:
            if key in keys and self._pages is not None:
                self._pages.setCurrentIndex(tab)
        super().go_to(key)

    def _plan(self) -> list[tuple[int, Section, str]]:
        """Name the sections and their fields before any of them is built: no two titles alike."""
        found: list[tuple[int, Section, str]] = []
        for at, tab in enumerate(self.design.tabs):
            for section in tab.sections:
                title = section.title.read()
                while title and title in self._keys_of:
                    title += " "
                self._keys_of[title] = tuple(
                    item.field
                    for items in section.rows
                    for item in items
                    if item.field is not None and item.field not in self._viewer.hidden
                )
                found.append((at, section, title))
        return found

    def _drawing(self) -> Iterator[FieldFrame]:
        whole = self.layout()
        if not isinstance(whole, QVBoxLayout):
            return
        whole.takeAt(0)
        if len(self.design.tabs) > 1:
            self._pages = QTabBar(self)
            self._pages.setExpanding(False)
            self._pages.setAccessibleName(tr("Tabs of the form"))
            for at, tab in enumerate(self.design.tabs):
                self._pages.addTab(tab.title.read() or tr("Tab {number}", number=at + 1))
            self._pages.currentChanged.connect(self._on_pages_current_changed)
            whole.addWidget(self._pages)
        for at, section, title in self._planned_sections:
            holder = QWidget(self)
            holder.hide()  # until it is known to be on the tab shown
            whole.addWidget(holder)
            self._sections.append((at, holder, self._keys_of[title]))
            yield from self._draw_section(holder, section, title)
        whole.addStretch(1)

    def _draw_section(self, holder: QWidget, section: Section, title: str) -> Iterator[FieldFrame]:
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(10)
        body = QWidget(holder)
        if title:
            heading = label(title, font="subtitle")
            fold = icon_button("right" if section.collapsed else "down", tr("Fold or unfold"))
            fold.setObjectName(title)
            fold.clicked.connect(self._on_fold_clicked)
            outer.addLayout(row(fold, heading, None, spacing=4))
            self._headings[title] = heading
        self._bodies[title] = body
        outer.addWidget(body)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(12)
        for part in range(PARTS):
            grid.setColumnStretch(part, 1)
        body.setVisible(not section.collapsed)
        line = 0
        for items in section.rows:
            line = yield from self._draw_row(grid, line, items, body)

    def _draw_row(
        self, grid: QGridLayout, line: int, items: tuple[Item, ...], holder: QWidget
    ) -> Generator[FieldFrame, None, int]:
        place = 0
        for item in items:
            part = Fraction(item.width) if item.width else Fraction(1, len(items))
            span = PARTS if self._narrow else max(1, round(part * PARTS))
            shown = self._drawn_item(item, holder)
            if shown is None:
                continue
            if place + span > PARTS:
                line, place = line + 1, 0
            grid.addWidget(shown, line, place, 1, span)
            place += span
            if isinstance(shown, FieldFrame):
                yield shown
        return line + 1

    def _drawn_item(self, item: Item, holder: QWidget) -> QWidget | None:
        if item.heading is not None:
            return label(item.heading.read(), font="bodyStrong")
        if item.hint is not None:
            return label(item.hint.read(), role="caption", wrap=True)
        if item.field is None or item.field in self._viewer.hidden:
            return None
        field = self.design.fields[item.field]
        raw = field_raw(dict(self.design.body), item.field)
        editor = drawn_editor(field.spec, self._words, raw)
        editor.setObjectName(item.field)
        editor.edited.connect(self._on_editor_edited)
        editor.left.connect(self._on_editor_left)
        english = current_language() == "en"
        help_text = (
            (field.spec.help_en if english else field.spec.help_zh) if raw.get("help") else ""
        )
        frame = DrawnFrame(editor, help_text, holder)
        self._frames[item.field] = frame
        return frame

    def _show_state(self, key: str, frame: FieldFrame, state: FieldState) -> None:
        frame.setVisible(state.shown)
        locked = key in self._locked or key in self._viewer.locked
        if isinstance(frame, DrawnFrame):
            frame.show_state(state, locked=locked)
        if self._offered.get(key, ()) != state.options:
            self._offered[key] = state.options
            self._narrow_options(self.design.fields[key], frame.editor, state.options)

    def _narrow_options(
        self, field: FieldDesign, editor: FieldEditor, offered: tuple[str, ...] | None
    ) -> None:
        if offered is None or not self._has_option_rules(field.key):
            return
        if isinstance(editor, RadioEditor | PickEditor):
            editor.show_only(offered)

    def _has_option_rules(self, key: str) -> bool:
        rules = self.design.states.get(key)
        return rules is not None and bool(rules.options)

    def _compute(self, values: dict[str, object]) -> None:
        specs = {key: field.spec for key, field in self.design.fields.items()}
        setting = Setting(system_clock(), field_types.OFFICE_ZONE)
        for key in self.design.computed:
            formula = self.design.fields[key].formula
            if formula is None:
                continue
            spec = specs[key]
            try:
                found = formulas.result_of(formula, values, specs, spec.compared_as, setting)
            except FormulaFault:
                found = None
            values[key] = found
            frame = self._frames.get(key)
            if frame is not None:
                frame.editor.set_value(None if found is None else field_types.to_json(found, spec))

    def _on_pages_current_changed(self) -> None:
        self.finish_building()
        self._show_sections()

    def _show_sections(self) -> None:
        here = 0 if self._pages is None else self._pages.currentIndex()
        for tab, holder, keys in self._sections:
            states = [self._drawn_states[key] for key in keys if key in self._drawn_states]
            holder.setVisible(tab == here and (not keys or any(each.shown for each in states)))

    def _on_fold_clicked(self) -> None:
        button = self.sender()
        body = self._bodies[button.objectName()]
        body.setVisible(body.isHidden())

    def _on_edited(self, key: str) -> None:
        del key
        self._settling.start()


def drawn_from(
    sheet: FormSheet,
    words: OfficeWords,
    parent: QWidget,
    locked: Collection[str],
    not_shown: Collection[str] = (),
    *,
    piecemeal: bool = False,
) -> DrawnForm:
    """Draw the form that is in force for a person, without fields that are left out just now.

    Raises:
        Invalid: the form does not hold.
    """
    design = design_of(sheet)
    seen = {spec.key for spec in sheet.fields}
    viewer = Viewer(
        sheet.me,
        sheet.my_teams,
        sheet.my_team_members,
        frozenset(key for key in design.fields if key not in seen or key in not_shown),
        frozenset((*sheet.read_only, *locked)),
    )
    return DrawnForm(design, viewer, words, parent, piecemeal=piecemeal)


def titled_sections(sheet: FormSheet) -> list[TitledSection]:
    """Answer the titles of a form's sections, as the rail beside it lists them.

    Raises:
        Invalid: the form does not hold.
    """
    found: list[TitledSection] = []
    for tab in design_of(sheet).tabs:
        for section in tab.sections:
            title = section.title.read()
            while title and any(each.title == title for each in found):
                title += " "
            if title:
                found.append(TitledSection(title, ()))
    return found
