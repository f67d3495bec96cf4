"""The menus of the canvas: every drag has its words here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from loancrm_desktop.texts import current_language, say, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.forms import section_edits
from loancrm_desktop.ui.forms.design_desk import FIELD, SECTION, DesignDesk
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.records.drawn_specs import words_in
from loancrm_desktop.ui.records.form_body import SectionSpot, Spot

WIDTHS = ("1/4", "1/3", "1/2", "2/3", "3/4", "1")


def width_title(width: str) -> str:
    """Name a width."""
    return tr("Whole row") if width == "1" else width


class CanvasMenus(QObject):
    """Makes the menus of fields and sections and does what is chosen in them.

    Signals:
        section_removal_requested: a section with fields is to be taken out (its key).
    """

    section_removal_requested = Signal(str)

    def __init__(self, desk: DesignDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._widget = parent

    def item_menu(self) -> QMenu:
        """Make the menu of what is chosen in a section."""
        desk, menu = self._desk, QMenu(self._widget)
        self._add(menu, "edit", tr("Rename\tF2"), desk.ask_rename)
        self._add(menu, "copy", tr("Copy\tCtrl+D"), desk.copy_chosen)
        widths = menu.addMenu(tr("Width"))
        spot = desk.spot()
        item = None if spot is None else form_body.item_at(desk.body, spot)
        for width in WIDTHS:
            action = widths.addAction(width_title(width))
            action.setData(("width", width))
            action.setCheckable(True)
            action.setChecked(item is not None and item.get("width") == width)
        menu.addSeparator()
        self._add(menu, "arrow-up", tr("Move up\tCtrl+Up"), self.move_up)
        self._add(menu, "arrow-down", tr("Move down\tCtrl+Down"), self.move_down)
        self._add(menu, "arrow-left", tr("Move left\tCtrl+Left"), self.move_left)
        self._add(menu, "arrow-right", tr("Move right\tCtrl+Right"), self.move_right)
        into = menu.addMenu(tr("Move to the section"))
        for section_spot, section in form_body.sections_of(desk.body):
            title = words_in(section.get("title"), current_language()) or tr("Untitled section")
            into.addAction(title).setData(("section", section_spot))
        menu.addSeparator()
        if desk.chosen.kind == FIELD:
            self._add(menu, "eye-off", tr("Take off the form\tH"), desk.hide_chosen)
        if not desk.is_built_in(desk.chosen.key):
            self._add(menu, "trash", tr("Delete\tDel"), desk.delete_chosen)
        menu.triggered.connect(self._on_menu_triggered)
        return menu

    def section_menu(self) -> QMenu:
        """Make the menu of the section chosen."""
        desk, menu = self._desk, QMenu(self._widget)
        self._add(menu, "edit", tr("Rename\tF2"), desk.ask_rename)
        self._add(menu, "plus", tr("Add a section below"), self.add_section)
        self._add(menu, "arrow-up", tr("Move up\tCtrl+Up"), self.move_up)
        self._add(menu, "arrow-down", tr("Move down\tCtrl+Down"), self.move_down)
        tabs = form_body.tabs_of(desk.body)
        if len(tabs) > 1:
            into = menu.addMenu(tr("Move to the tab"))
            for at, tab in enumerate(tabs):
                into.addAction(tab_title(tab, at)).setData(("tab", at))
        menu.addSeparator()
        self._add(menu, "trash", tr("Remove the section\tDel"), self.remove_section)
        menu.triggered.connect(self._on_menu_triggered)
        return menu

    def add_section(self) -> None:
        """Put a section in after the one chosen, at the end of the tab else."""
        desk = self._desk
        spot = self._section()
        if spot is None:
            field = desk.spot()
            tab = 0 if field is None else field.tab
            spot = SectionSpot(tab, len(form_body.tabs_of(desk.body)[tab]["sections"]) - 1)
        place = SectionSpot(spot.tab, spot.section + 1)
        words = form_body.in_both(say("New section"))
        body = section_edits.add_section(desk.body, place, words)
        desk.change(body, tr("Add a section"))
        key = form_body.section_at(body, place.tab, place.section)["key"]
        desk.choose(type(desk.chosen)(SECTION, key))

    def remove_section(self) -> None:
        """Take the section out; where it has fields, ask what becomes of them."""
        spot = self._section()
        if spot is None:
            return
        section = form_body.section_at(self._desk.body, spot.tab, spot.section)
        if section.get("rows"):
            self.section_removal_requested.emit(section["key"])
            return
        if sum(1 for _ in form_body.sections_of(self._desk.body)) > 1:
            body = section_edits.remove_section(self._desk.body, spot, keep_rows=False)
            self._desk.change(body, tr("Remove the section"))

    def move_up(self) -> None:
        """Move what is chosen one row or section up."""
        self._move_by(-1)

    def move_down(self) -> None:
        """Move what is chosen one row or section down."""
        self._move_by(1)

    def move_left(self) -> None:
        """Move what is chosen left in its row."""
        self._move_aside(-1)

    def move_right(self) -> None:
        """Move what is chosen right in its row."""
        self._move_aside(1)

    def _move_aside(self, step: int) -> None:
        spot = self._desk.spot()
        if spot is None:
            return
        row = form_body.section_at(self._desk.body, spot.tab, spot.section)["rows"][spot.row]
        if 0 <= spot.at + step < len(row):
            at = spot.at + (2 if step > 0 else -1)
            self._desk.move(spot, Spot(spot.tab, spot.section, spot.row, at))

    def _move_by(self, step: int) -> None:
        if self._desk.chosen.kind == SECTION:
            self._move_section(step)
            return
        spot = self._desk.spot()
        end = None if spot is None else _one_row(self._desk.body, spot, step)
        if spot is not None and end is not None:
            self._desk.move(spot, end)

    def _move_section(self, step: int) -> None:
        spot = self._section()
        if spot is None:
            return
        count = len(form_body.tabs_of(self._desk.body)[spot.tab]["sections"])
        if 0 <= spot.section + step < count:
            place = SectionSpot(spot.tab, spot.section + (2 if step > 0 else -1))
            body = section_edits.move_section(self._desk.body, spot, place)
            self._desk.change(body, tr("Move the section"))

    def _section(self) -> SectionSpot | None:
        chosen = self._desk.chosen
        if chosen.kind != SECTION:
            return None
        return form_body.find_section(self._desk.body, chosen.key)

    def _add(self, menu: QMenu, icon: str, title: str, run: Callable[[], object]) -> None:
        menu.addAction(theme.current().icon(icon), title).triggered.connect(run)

    def _on_menu_triggered(self, action: QAction) -> None:
        data = action.data()
        if not isinstance(data, tuple):
            return
        what, value = cast("tuple[str, Any]", data)
        spot = self._desk.spot()
        if what == "width" and spot is not None:
            body = form_body.set_width(self._desk.body, spot, value)
            self._desk.change(body, tr("Change the width"))
        elif what == "section" and spot is not None:
            rows = form_body.listed(
                form_body.section_at(self._desk.body, value.tab, value.section).get("rows")
            )
            self._desk.move(spot, Spot(value.tab, value.section, len(rows)))
        elif what == "tab":
            self._to_tab(value)

    def _to_tab(self, tab: int) -> None:
        spot = self._section()
        if spot is not None:
            count = len(form_body.listed(form_body.tabs_of(self._desk.body)[tab].get("sections")))
            body = section_edits.move_section(self._desk.body, spot, SectionSpot(tab, count))
            self._desk.change(body, tr("Move the section"))


def tab_title(tab: dict[str, object], at: int) -> str:
    """Name a tab."""
    return words_in(tab.get("title"), current_language()) or tr("Tab {number}", number=at + 1)


def _one_row(body: form_body.Body, spot: Spot, step: int) -> Spot | None:
    """Answer where something goes that moves up or down: a row of its own, then other sections."""
    rows = form_body.section_at(body, spot.tab, spot.section)["rows"]
    alone = len(rows[spot.row]) == 1
    if step < 0 and (spot.row > 0 or not alone):
        return Spot(spot.tab, spot.section, spot.row - 1 if alone else spot.row)
    if step > 0 and (spot.row < len(rows) - 1 or not alone):
        return Spot(spot.tab, spot.section, spot.row + 2 if alone else spot.row + 1)
    sections = [found for found, _ in form_body.sections_of(body)]
    here = sections.index(SectionSpot(spot.tab, spot.section)) + step
    if not 0 <= here < len(sections):
        return None
    there = sections[here]
    end = 0 if step > 0 else len(form_body.section_at(body, there.tab, there.section)["rows"])
    return Spot(there.tab, there.section, end)
