"""The properties of what is chosen, at the right: the field, its rules, its rights."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QTabBar, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.forms.controls import type_icon
from loancrm_desktop.ui.forms.design_desk import FIELD, FORM, SECTION, DesignDesk
from loancrm_desktop.ui.forms.field_properties import FieldProperties
from loancrm_desktop.ui.forms.form_properties import (
    FormProperties,
    NoteProperties,
    SectionProperties,
)
from loancrm_desktop.ui.forms.right_properties import RightProperties
from loancrm_desktop.ui.forms.rule_properties import RuleProperties
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records import form_body
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.parts import icon_button, label, line, row, scrolled

TABS = ("field", "rules", "rights")


class PropertyPanel(QFrame):
    """Shows and changes what is chosen.

    Signals:
        menu_requested: the menu of what is chosen is wanted at a place on the screen.
        formula_requested: a formula is to be edited (field key, column key or empty).
    """

    menu_requested = Signal(QPoint)
    formula_requested = Signal(str, str)

    def __init__(self, desk: DesignDesk, bridge: Bridge, words: OfficeWords) -> None:
        super().__init__()
        self.setProperty("role", "side")
        self._desk, self._bridge, self._words = desk, bridge, words
        self.roles: Sequence[tuple[str, str]] = ()
        self.setFixedWidth(theme.current().layout("propertyPanel"))
        self._icon = IconMark("form", "accentText")
        self._title = ElidedLabel(font="bodyStrong")
        self._key = label(role="caption")
        self._more = icon_button("more", tr("More about what is chosen"))
        self._more.clicked.connect(self._on_more_clicked)
        head = row(self._icon, self._title, self._key, None, self._more, margins=(14, 8, 10, 8))
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(tr("Properties"))
        for title in (tr("Field"), tr("Rules"), tr("Rights")):
            self.tabs.addTab(title)
        self.tabs.currentChanged.connect(self._on_tabs_current_changed)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(14, 12, 14, 16)
        self._column.setSpacing(10)
        self._page: QWidget | None = None
        self._shown: tuple[object, ...] = ()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(line())
        whole.addWidget(self.tabs)
        self._line = line()
        whole.addWidget(self._line)
        self.area = scrolled(self._content)
        whole.addWidget(self.area, 1)
        desk.chosen_changed.connect(self.show_chosen)
        desk.changed.connect(self.show_chosen)
        self.show_chosen()

    @property
    def page(self) -> QWidget | None:
        """The properties shown."""
        return self._page

    def set_roles(self, roles: Sequence[tuple[str, str]]) -> None:
        """Take the office's roles: key and name."""
        self.roles = tuple(roles)
        self._shown = ()
        self.show_chosen()

    def show_tab(self, name: str) -> None:
        """Show field, rules or rights."""
        self.tabs.setCurrentIndex(TABS.index(name))

    def show_chosen(self) -> None:
        """Show the properties of what is chosen."""
        chosen, desk = self._desk.chosen, self._desk
        is_field = chosen.kind == FIELD
        self.tabs.setVisible(is_field)
        self._line.setVisible(is_field)
        self._more.setVisible(chosen.kind != FORM)
        self._say_head()
        tab = self.tabs.currentIndex() if is_field else 0
        kind = form_body.field_raw(desk.body, chosen.key).get("type") if is_field else ""
        wanted = (chosen, tab, kind)
        if wanted == self._shown:
            return
        self._shown = wanted
        self._show_page(self._made(tab))

    def focus_title(self) -> None:
        """Put the keyboard on the first property."""
        if self._page is not None:
            self._page.setFocus(Qt.FocusReason.ShortcutFocusReason)
            found = self._page.nextInFocusChain()
            if found is not None:
                found.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _say_head(self) -> None:
        chosen, desk = self._desk.chosen, self._desk
        icon, title, key = "form", tr("Form"), ""
        if chosen.kind == FIELD:
            spec = desk.spec(chosen.key)
            icon = "alert" if spec is None else type_icon(spec.type)
            title, key = desk.label(chosen.key), chosen.key
        elif chosen.kind == SECTION:
            icon, title = "rows", tr("Section")
        elif chosen.kind != FORM:
            icon, title = "heading", tr("Heading or hint")
        self._icon.show_icon(icon, "accentText")
        self._title.setText(title)
        self._key.setText(key)

    def _made(self, tab: int) -> QWidget:
        chosen, desk = self._desk.chosen, self._desk
        if chosen.kind == FORM:
            return FormProperties(desk)
        if chosen.kind == SECTION:
            return SectionProperties(desk, chosen.key)
        if chosen.kind != FIELD:
            return NoteProperties(desk, chosen)
        if tab == 0:
            page = FieldProperties(desk, chosen.key)
            page.formula_requested.connect(self.formula_requested)
            return page
        if tab == 1:
            return RuleProperties(desk, self._bridge, self._words, chosen.key)
        return RightProperties(desk, chosen.key, self.roles)

    def _show_page(self, page: QWidget) -> None:
        if self._page is not None:
            self._page.hide()
            self._column.removeWidget(self._page)
            self._page.deleteLater()
        self._page = page
        self._column.insertWidget(0, page)
        self._column.setStretchFactor(page, 1)

    def _on_tabs_current_changed(self) -> None:
        self.show_chosen()

    def _on_more_clicked(self) -> None:
        self.menu_requested.emit(self._more.mapToGlobal(QPoint(0, self._more.height())))
