"""The window's inside once an office is open: navigation, pages, and the ways between them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import undoing
from loancrm_desktop.services.opening import Opened
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.contract_dialog import ContractDialog
from loancrm_desktop.ui.import_page import ImportPage
from loancrm_desktop.ui.kanban.board_page import BoardPage
from loancrm_desktop.ui.navigation import Navigation, Place
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.customer_form_page import CustomerFormPage
from loancrm_desktop.ui.records.customer_page import CustomerPage
from loancrm_desktop.ui.records.list_page import CustomerListPage
from loancrm_desktop.ui.settings.settings_page import SettingsPage
from loancrm_desktop.ui.today_page import TodayPage
from loancrm_desktop.ui.widgets.notices import TOAST_BULK_MS, ToastHost

TODAY, CUSTOMERS, BOARD, IMPORT = "today", "customers", "board", "import"
SETTINGS = "settings"


def places() -> tuple[Place, ...]:
    """Answer the places of the navigation, in order."""
    return (
        Place(TODAY, tr("Today"), "today"),
        Place(CUSTOMERS, tr("Customers"), "users"),
        Place(BOARD, tr("Board"), "board"),
        Place(IMPORT, tr("Import"), "swap"),
        Place(SETTINGS, tr("Settings"), "sliders"),
    )


class Workspace(QWidget):
    """Holds the pages; pages know nothing of each other and only say what they want.

    Signals:
        lock_requested: the office is to be locked.
        theme_requested: light or dark is to change.
        keys_replaced: the office's keys are other ones now (Opened).
        ready: names are read, the first page is shown.
    """

    lock_requested = Signal()
    theme_requested = Signal()
    keys_replaced = Signal(object)
    ready = Signal()

    def __init__(self, bridge: Bridge, opened: Opened, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._opened = opened
        self.words = OfficeWords(bridge, self)
        self.words.loaded.connect(self._on_words_loaded)
        self.navigation = Navigation(places())
        self.navigation.chosen.connect(self.go_to)
        self.navigation.lock_requested.connect(self.lock_requested)
        self.navigation.theme_requested.connect(self.theme_requested)
        actor = bridge.actor
        self.navigation.show_person(actor.name, name_of("role", actor.role_key))
        self.pages = QStackedWidget()
        self.toasts = ToastHost(self)
        self._built: dict[str, QWidget] = {}
        self._came_from = CUSTOMERS
        self._form: CustomerFormPage | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addWidget(self.pages, 1)
        bridge.refused.connect(self.show_problem)
        self._build_keys()
        self.words.load()

    def _build_keys(self) -> None:
        for number, place in enumerate(places(), 1):
            keys = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            keys.setObjectName(place.key)
            keys.activated.connect(self._on_place_activated)
        QShortcut(QKeySequence.StandardKey.New, self).activated.connect(self.new_customer)
        QShortcut(QKeySequence("Alt+Left"), self).activated.connect(self.go_back)
        QShortcut(QKeySequence("Ctrl+L"), self).activated.connect(self.lock_requested)
        QShortcut(QKeySequence("F5"), self).activated.connect(self._on_refresh_activated)

    def go_to(self, key: str) -> None:
        """Show a place of the navigation."""
        self._came_from = key
        self.navigation.show_place(key)
        self.pages.setCurrentWidget(self.page(key))

    def page(self, key: str) -> QWidget:
        """Answer a place's page, built on first use."""
        found = self._built.get(key)
        if found is None:
            makers = {
                TODAY: self._make_today,
                CUSTOMERS: self._make_customers,
                BOARD: self._make_board,
                IMPORT: self._make_import,
                SETTINGS: self._make_settings,
                "customer": self._make_customer,
            }
            found = self._built[key] = makers[key]()
            self.pages.addWidget(found)
        return found

    def open_customer(self, customer_id: int) -> None:
        """Show a customer's page."""
        page = self.page("customer")
        if isinstance(page, CustomerPage):
            self.pages.setCurrentWidget(page)
            page.show_customer(customer_id)

    def new_customer(self) -> CustomerFormPage:
        """Show an empty form."""
        form = self._show_form()
        form.start_new()
        return form

    def edit_customer(self, customer_id: int) -> CustomerFormPage:
        """Show a customer's form."""
        form = self._show_form()
        form.start_edit(customer_id)
        return form

    def go_back(self) -> None:
        """Go back to the place the person came from."""
        self._drop_form()
        self.go_to(self._came_from)

    def make_contract(self, deal_id: int) -> ContractDialog:
        """Open the contract dialog for a deal of the customer shown."""
        page = self.page("customer")
        name = page.customer_name if isinstance(page, CustomerPage) else ""
        dialog = ContractDialog(self._bridge, deal_id, name, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    def show_toast(self, text: str, seq: int) -> None:
        """Say that something was done, with the way back where there is one."""
        if seq:
            self.toasts.show(
                text, tr("Undo"), _Undo(self._bridge, seq, self), lasts_ms=TOAST_BULK_MS
            )
        else:
            self.toasts.show(text)

    def show_problem(self, problem: Problem) -> None:
        """Say what nobody else said, until the person has read it."""
        self.toasts.show(str(problem), tr("Close"), lasts_ms=0)

    def _make_today(self) -> QWidget:
        page = TodayPage(self._bridge)
        page.customer_opened.connect(self.open_customer)
        page.counted.connect(self._on_today_counted)
        return page

    def _make_customers(self) -> QWidget:
        page = CustomerListPage(self._bridge, self.words)
        page.customer_opened.connect(self.open_customer)
        page.new_requested.connect(self.new_customer)
        page.edit_requested.connect(self.edit_customer)
        page.import_requested.connect(self._on_import_requested)
        page.said.connect(self.show_toast)
        return page

    def _make_board(self) -> QWidget:
        page = BoardPage(self._bridge, self.words)
        page.customer_opened.connect(self.open_customer)
        page.new_requested.connect(self.new_customer)
        return page

    def _make_import(self) -> QWidget:
        page = ImportPage(self._bridge, self.words)
        page.list_requested.connect(self._on_list_requested)
        return page

    def _make_settings(self) -> QWidget:
        page = SettingsPage(self._bridge, self.words, self._opened)
        page.keys_replaced.connect(self.keys_replaced)
        return page

    def _make_customer(self) -> QWidget:
        page = CustomerPage(self._bridge, self.words)
        page.left.connect(self.go_back)
        page.edit_requested.connect(self.edit_customer)
        page.contract_requested.connect(self.make_contract)
        page.said.connect(self.show_toast)
        return page

    def _show_form(self) -> CustomerFormPage:
        self._drop_form()
        form = CustomerFormPage(self._bridge, self.words)
        form.saved.connect(self._on_form_saved)
        form.left.connect(self._on_form_left)
        form.customer_opened.connect(self._on_form_customer_opened)
        self._form = form
        self.pages.addWidget(form)
        self.pages.setCurrentWidget(form)
        return form

    def _drop_form(self) -> None:
        if self._form is not None:
            self.pages.removeWidget(self._form)
            self._form.deleteLater()
            self._form = None

    def _on_form_saved(self, customer_id: int) -> None:
        self._drop_form()
        self.open_customer(customer_id)

    def _on_form_left(self) -> None:
        editing = self.page("customer")
        self._drop_form()
        shown = isinstance(editing, CustomerPage) and editing.customer_id
        if shown and self.pages.currentWidget() is editing:
            return
        self.go_to(self._came_from)

    def _on_form_customer_opened(self, customer_id: int) -> None:
        self._drop_form()
        self.open_customer(customer_id)

    def _on_import_requested(self) -> None:
        self.go_to(IMPORT)

    def _on_list_requested(self) -> None:
        self.go_to(CUSTOMERS)

    def _on_place_activated(self) -> None:
        self.go_to(self.sender().objectName())

    def _on_refresh_activated(self) -> None:
        page = self.pages.currentWidget()
        if isinstance(page, CustomerListPage | BoardPage | TodayPage | SettingsPage):
            page.reload()
        elif isinstance(page, CustomerPage):
            page.show_customer(page.customer_id)

    def _on_today_counted(self, count: int) -> None:
        self.navigation.show_count(TODAY, count)

    def _on_words_loaded(self) -> None:
        if self.pages.count() == 0:
            self.go_to(CUSTOMERS)
            self.ready.emit()


class _Undo:
    """Takes an entry back when a toast's action is pressed."""

    def __init__(self, bridge: Bridge, seq: int, workspace: Workspace) -> None:
        self._bridge = bridge
        self._seq = seq
        self._workspace = workspace

    def __call__(self) -> None:
        self._bridge.do(undoing.undo, seq=self._seq, refused=self._workspace.show_problem)
