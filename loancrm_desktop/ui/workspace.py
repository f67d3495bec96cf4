"""The window's inside once an office is open: navigation, pages, and the ways between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStatusBar, QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.opening import Opened
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_global, commands_of, make_room
from loancrm_desktop.ui.contract_dialog import ContractDialog
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.frame import places
from loancrm_desktop.ui.frame.places import BOARD, CUSTOMER, CUSTOMERS, IMPORT, SETTINGS, TODAY
from loancrm_desktop.ui.navigation import Navigation
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.customer_form_page import CustomerFormPage
from loancrm_desktop.ui.shell.customer_windows import CustomerWindow, CustomerWindows
from loancrm_desktop.ui.shell.focus_areas import focus_page, next_area
from loancrm_desktop.ui.shell.folding import Folding
from loancrm_desktop.ui.shell.form_visit import FormVisit
from loancrm_desktop.ui.shell.own_acts import OwnActs, TakeBack
from loancrm_desktop.ui.shell.own_places import OwnPlaces
from loancrm_desktop.ui.shell.page_history import PageHistory, Visit
from loancrm_desktop.ui.shell.page_links import PageLinks, neighbours_of
from loancrm_desktop.ui.shell.page_makers import Surroundings
from loancrm_desktop.ui.shell.page_shelf import PageShelf, Remembered, stop_timers
from loancrm_desktop.ui.shell.seams import (
    HasAreas,
    HasNeighbours,
    HasSections,
    Reloads,
    ShowsCustomer,
)
from loancrm_desktop.ui.shell.shortcut_sheet import ShortcutSheet
from loancrm_desktop.ui.shell.watches import Watches
from loancrm_desktop.ui.shell.workspace_commands import GO, add_workspace_commands
from loancrm_desktop.ui.widgets.notices import TOAST_BULK_MS, Said, ToastHost

if TYPE_CHECKING:
    from loancrm_desktop.ui.shell.palette_host import PaletteHost

__all__ = ["BOARD", "CUSTOMERS", "IMPORT", "SETTINGS", "TODAY", "Remembered", "Workspace"]


class Workspace(QWidget):
    """Holds the pages; pages know nothing of each other and only say what they want.

    Signals:
        lock_requested: the office is to be locked.
        desk_changed: something of the desk's memory changed (theme, language, …).
        keys_replaced: the office's keys are other ones now (Opened).
        ready: names are read, the first page is shown.
        page_shown: another page is shown; its commands are other ones.
        handbook_requested: open the handbook at the page of this key.
        person_requested: offer what concerns the person here (the button pressed).
        noticed: so many new notices came.
        status_said: what the status bar is to say for a while, empty for nothing more.
    """

    lock_requested = Signal()
    desk_changed = Signal(str)
    keys_replaced = Signal(object)
    ready = Signal()
    page_shown = Signal()
    handbook_requested = Signal(str)
    person_requested = Signal(QWidget)
    status_said = Signal(str)
    noticed = Signal(int)

    def __init__(
        self,
        bridge: Bridge,
        opened: Opened,
        memory: DeskMemory | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._memory = memory or DeskMemory()
        self.words = OfficeWords(bridge, self)
        self.words.loaded.connect(self._on_words_loaded)
        self._around = Surroundings(bridge, self.words, opened, self._memory)
        self._rights = bridge.actor.rights
        self.allowed = places.places_for(self._rights)
        self.own_places = OwnPlaces(bridge, self)
        self.links = PageLinks(bridge, self)
        self.pages = PageShelf(self._around, self.links.ways())
        self.pages.mended.connect(self._on_page_mended)
        self.toasts = ToastHost(self)
        self.history = PageHistory()
        self.windows = CustomerWindows(self._around, self.links.window_ways(), self)
        self.windows.refused.connect(self.toasts.show)
        self.windows.lock_requested.connect(self.lock_requested)
        self.windows.changed.connect(self.page_shown)
        self.links.serve_windows(self.windows)
        self._remembered: Remembered | None = None
        self._form = FormVisit(bridge, self.words, self.pages)
        self._form.saved.connect(self.open_customer)
        self._form.left.connect(self.go_back)
        self._form.customer_opened.connect(self.open_customer)
        self._form.said.connect(self.show_toast)
        self._palette: PaletteHost | None = None
        self._build_navigation()
        bridge.refused.connect(self.show_problem)
        self.watches = Watches(bridge, self.words, self.navigation, self.toasts, self.pages)
        self.watches.said.connect(self.show_toast)
        self.bell = self.watches.bell
        self.bell.customer_opened.connect(self.open_customer)
        self.bell.noticed.connect(self.noticed)
        self._add_commands()
        self.words.load()

    def _add_commands(self) -> None:
        self.general = add_workspace_commands(self, self.allowed)
        self.own_acts = OwnActs(self._bridge, self)
        self.own_acts.said.connect(self._on_own_acts_said)
        self.own_acts.refused.connect(self.show_problem)
        self.own_acts.taken_back.connect(self.toasts.take_away)
        self.general += [self.own_acts.undo, self.own_acts.redo]
        self.windows.share([self.own_acts.undo, self.own_acts.redo])
        command = Command("go.notices", tr("Show the notices"), "Ctrl+Alt+N", "bell", "go")
        self.general.append(add_global(self, command, self.bell.open))

    def _build_navigation(self) -> None:
        self.navigation = Navigation(self.allowed)
        self._folding = Folding(self.navigation, self._memory)
        self.navigation.chosen.connect(self.go_to)
        self.navigation.search_requested.connect(self.open_palette)
        self.navigation.settings_requested.connect(self.go_to_settings)
        self.navigation.lock_requested.connect(self.lock_requested)
        self.navigation.fold_requested.connect(self.toggle_fold)
        self.navigation.person_requested.connect(self.person_requested)
        actor = self._bridge.actor
        self.navigation.show_person(actor.name, name_of("role", actor.role_key))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addWidget(self.pages, 1)

    def may(self, act: str) -> bool:
        """Say whether the person here may do something."""
        return self._rights.allows(act)

    def go_to(self, key: str) -> None:
        """Show a place of the navigation."""
        self._form.close()
        self._enter(Visit(key))

    def go_where_asked(self) -> None:
        """Show the place whose command was run."""
        self.go_to(self.sender().objectName().removeprefix(GO))

    def go_to_settings(self, section: str = "") -> None:
        """Show the settings, perhaps a section of them."""
        self.go_to(SETTINGS)
        page = self.page(SETTINGS)
        if section and isinstance(page, HasSections):
            page.show_section(section)

    def page(self, key: str) -> QWidget:
        """Answer a place's page, built on first use."""
        return self.pages.page(key)

    def _enter(self, visit: Visit) -> None:
        self.history.enter(visit)
        self._show(visit)

    def _show(self, visit: Visit) -> None:
        self.navigation.show_place(CUSTOMERS if visit.place == CUSTOMER else visit.place)
        self._fold_as_needed()
        page = self.page(visit.place)
        self._show_page(page)
        if visit.customer_id and isinstance(page, HasNeighbours):
            around = neighbours_of(self.pages.built(CUSTOMERS), visit.customer_id)
            page.show_customer(visit.customer_id, around)

    def _show_page(self, page: QWidget) -> None:
        self.pages.bring(page)
        make_room(self.general, page.actions())
        focus_page(page)
        self.page_shown.emit()

    def open_customer(self, customer_id: int) -> None:
        """Show a customer's page."""
        self._form.close()
        self._enter(Visit(CUSTOMER, customer_id))

    def open_customer_window(self, customer_id: int) -> CustomerWindow | None:
        """Show a customer in a window of its own."""
        return self.windows.open(customer_id)

    def new_customer(self) -> CustomerFormPage:
        """Show an empty form."""
        form = self._show_form(0)
        form.start_new()
        return form

    def edit_customer(self, customer_id: int) -> CustomerFormPage:
        """Show a customer's form."""
        form = self._show_form(customer_id)
        form.start_edit(customer_id)
        return form

    def go_back(self) -> None:
        """Go back to where the person was; from a form to the page it was opened on."""
        if self._form.is_open:
            self._form.close()
            self._show_current()
            return
        self._show(self.history.back() or Visit(self._first_place()))

    def go_forward(self) -> None:
        """Go to where the person was before going back."""
        visit = self.history.forward()
        if visit is not None:
            self._form.close()
            self._show(visit)

    def _show_current(self) -> None:
        self._show(self.history.current or Visit(self._first_place()))

    def _first_place(self) -> str:
        keys = [place.key for place in self.allowed]
        return CUSTOMERS if CUSTOMERS in keys else keys[0]

    def make_contract(self, deal_id: int) -> ContractDialog:
        """Open the contract dialog for a deal, over the page that asks for it."""
        asks = self.sender()
        page = self.page(CUSTOMER)
        if isinstance(asks, QWidget) and isinstance(asks, ShowsCustomer):
            page = asks
        name = getattr(page, "customer_name", "")
        dialog = ContractDialog(self._bridge, deal_id, str(name), page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fill_requested.connect(self.links.fill_in)
        dialog.open()
        return dialog

    def show_toast(self, text: str, seq: int) -> None:
        """Say that something was done, with the way back where there is one."""
        if seq:
            take_back = TakeBack(self._bridge, seq, self.show_problem)
            said = Said(text, tr("Undo"), entry=seq)
            self.toasts.tell(said, take_back, lasts_ms=TOAST_BULK_MS)
        else:
            self.toasts.show(text)

    def _on_own_acts_said(self, text: str, seq: int) -> None:
        """Say it in the window whose keys were pressed."""
        front = next((each for each in self.windows.windows if each.isActiveWindow()), self)
        front.show_toast(text, seq)

    def show_problem(self, problem: Problem) -> None:
        """Say what nobody else said, until the person has read it."""
        self.toasts.tell(Said(str(problem), kind="error"))

    def reload(self) -> None:
        """Read the page shown again."""
        page = self.pages.currentWidget()
        if isinstance(page, Reloads):
            page.reload()
        elif isinstance(page, ShowsCustomer):
            page.show_customer(page.customer_id)

    def ask_lock(self) -> None:
        """Ask that the office be locked."""
        self.lock_requested.emit()

    def ask_handbook(self) -> None:
        """Ask for the handbook at the page shown."""
        self.handbook_requested.emit(self._shown_key())

    def _shown_key(self) -> str:
        return self.history.current.place if self.history.current is not None else ""

    def show_keys(self) -> ShortcutSheet:
        """Show what the keys do on this page."""
        place = places.place_named(self._shown_key())
        title = tr("This page") if place is None else place.title
        own = commands_of(*self._shown())
        sheet = ShortcutSheet(title, own, commands_of(self, self.window()), self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.handbook_requested.connect(self.ask_handbook)
        sheet.open()
        return sheet

    def commands(self) -> list[QAction]:
        """Answer what can be done now: on the page first, then everywhere."""
        return commands_of(*self._shown(), self, self.window())

    def _shown(self) -> list[QWidget]:
        page = self.pages.currentWidget()
        return [] if page is None else [page]

    def open_palette(self) -> None:
        """Open the command palette over the window."""
        from loancrm_desktop.ui.shell.palette_host import PaletteHost  # late: at first use

        if self._palette is None:
            self._palette = PaletteHost(self._bridge, self, self.allowed)
        self._palette.open(self.commands())

    def toggle_fold(self) -> None:
        """Fold the navigation or unfold it, and remember that."""
        self._folding.toggle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the navigation where there is little room."""
        super().resizeEvent(event)
        self._fold_as_needed()

    def _fold_as_needed(self) -> None:
        self._folding.fit(self.width(), designing=self._shown_key() in places.DESIGNERS)

    def focus_next(self) -> None:
        """Put the focus on the next area of the window."""
        self._move_focus(1)

    def focus_before(self) -> None:
        """Put the focus on the area before."""
        self._move_focus(-1)

    def _move_focus(self, step: int) -> None:
        if self.toasts.take_focus():
            return
        page = self.pages.currentWidget()
        own = list(page.areas()) if isinstance(page, HasAreas) else self._shown()
        foot = self.window().findChildren(QStatusBar)
        found = next_area([self.navigation, *own, *foot], step)
        if found is not None:
            found.setFocus(Qt.FocusReason.TabFocusReason)

    def keep_drafts(self) -> None:
        """Send everything unsaved to the draft store."""
        self.pages.keep_drafts()
        self.windows.keep_drafts()

    def rest(self) -> None:
        """Ask nothing more and close the customers' windows; the office is about to be closed."""
        self.own_acts.rest()
        self.watches.rest()
        self.windows.close_all()
        if self._palette is not None:
            self._palette.rest()
            self._palette = None
        stop_timers(self)

    def remembered(self) -> Remembered:
        """Answer what is shown, for a workspace that takes this one's place."""
        visit = self.history.current or Visit(self._first_place())
        windows = tuple(self.windows.ids)
        return Remembered(visit, self.pages.states(), self._form.customer_id, windows)

    def restore(self, remembered: Remembered) -> None:
        """Show what another workspace showed, once the names are read."""
        self._remembered = remembered
        self.pages.take_states(remembered.states)

    def _show_form(self, customer_id: int) -> CustomerFormPage:
        form = self._form.open(customer_id)
        self._show_page(form)
        return form

    def _on_page_mended(self, key: str) -> None:
        del key
        self._show_current()

    def take_keys(self, opened: Opened) -> None:
        """Go on with other keys of the office."""
        self._around.opened = opened
        self.keys_replaced.emit(opened)

    def _on_words_loaded(self) -> None:
        actor = self._bridge.actor
        parts = (name_of("role", actor.role_key), self.words.team_name(actor.team_id))
        self.navigation.show_person(actor.name, " · ".join(part for part in parts if part))
        self.own_places.refresh()
        if self.pages.count():
            return
        before, self._remembered = self._remembered, None
        self._enter(Visit(self._first_place()) if before is None else before.visit)
        if before is not None:
            if before.form:
                self.edit_customer(before.form)
            elif before.form is not None:
                self.new_customer()
            for customer_id in before.windows:
                self.open_customer_window(customer_id)
        self.watches.begin()  # what the first page asks for goes before
        self.ready.emit()
