"""Customers in windows of their own, at most six; they share the main window's bridge."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QObject, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import customers
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command, add_global, commands_of
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.frame.places import CUSTOMER
from loancrm_desktop.ui.shell.own_acts import TakeBack
from loancrm_desktop.ui.shell.page_makers import Surroundings, Ways, connect_page, make_page
from loancrm_desktop.ui.shell.page_shelf import stop_timers
from loancrm_desktop.ui.shell.seams import KeepsDrafts, Reloads, ShowsCustomer
from loancrm_desktop.ui.shell.shortcut_sheet import ShortcutSheet
from loancrm_desktop.ui.widgets.notices import TOAST_BULK_MS, Said, ToastHost

MOST_WINDOWS = 6
SIZE = (1180, 820)
_GEOMETRY = "customer window"


class CustomerWindow(QMainWindow):
    """One customer's page as a window; its title is the customer's name.

    Signals:
        gone: the window was closed (customer id).
        lock_requested: the office is to be locked.
        palette_requested: the command palette is to be opened.
        new_requested: a new customer is to be written down.
    """

    gone = Signal(int)
    lock_requested = Signal()
    palette_requested = Signal()
    new_requested = Signal()

    def __init__(self, bridge: Bridge, page: QWidget, memory: DeskMemory) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge = bridge
        self._memory = memory
        self.page = page
        self.customer_id = 0
        self.setCentralWidget(page)
        self.toasts = ToastHost(self)
        self.resize(*SIZE)
        if memory.recall(_GEOMETRY):
            self.restoreGeometry(QByteArray.fromBase64(memory.recall(_GEOMETRY).encode()))
        self.setWindowTitle(tr("Customer"))
        self._build_commands()
        bridge.changed.connect(self._on_bridge_changed)

    def _build_commands(self) -> None:
        keys = QKeySequence.StandardKey
        add_global(self, Command("window.close", tr("Close the window"), keys.Close, "x"),
                   self.close)  # fmt: skip
        add_global(self, Command("window.reload", tr("Read again"), "F5", "refresh"), self.reload)
        add_global(self, Command("office.lock", tr("Lock"), "Ctrl+L", "lock"), self._on_lock)
        add_global(self, Command("help.keys", tr("Shortcuts of this page"), ("F1", "?")),
                   self.show_keys)  # fmt: skip
        add_global(self, Command("view.full", tr("Full screen"), keys.FullScreen, "maximize"),
                   self._on_full)  # fmt: skip
        add_global(self, Command("palette.open", tr("Search or run a command"), "Ctrl+K",
                                 "command"), self._on_palette)  # fmt: skip
        if self._bridge.actor.rights.allows("customers.add"):
            add_global(self, Command("customer.new", tr("New customer"), keys.New, "plus"),
                       self._on_new)  # fmt: skip

    def come_forward(self) -> None:
        """Show the window before the others."""
        self.show()
        self.raise_()
        self.activateWindow()

    def show_customer(self, customer_id: int) -> None:
        """Show a customer."""
        self.customer_id = customer_id
        if isinstance(self.page, ShowsCustomer):
            self.page.show_customer(customer_id)
        self._read_name()

    def show_toast(self, text: str, seq: int) -> None:
        """Say here what was done here, with the way back where there is one."""
        if seq:
            take_back = TakeBack(self._bridge, seq, self._on_refused)
            said = Said(text, tr("Undo"), entry=seq)
            self.toasts.tell(said, take_back, lasts_ms=TOAST_BULK_MS)
        else:
            self.toasts.show(text)

    def reload(self) -> None:
        """Read the customer again."""
        if isinstance(self.page, Reloads):
            self.page.reload()
        elif isinstance(self.page, ShowsCustomer):
            self.page.show_customer(self.customer_id)
        self._read_name()

    def show_keys(self) -> ShortcutSheet:
        """Show what the keys do here."""
        own: Sequence[QAction] = commands_of(self.page)
        sheet = ShortcutSheet(self.windowTitle(), own, commands_of(self), self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()
        return sheet

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is unsaved, and the window's place."""
        if isinstance(self.page, KeepsDrafts):
            self.page.about_to_lock()
        shown = bytes(self.saveGeometry().toBase64().data()).decode()
        self._memory.remember(_GEOMETRY, shown)
        self.gone.emit(self.customer_id)
        stop_timers(self)
        super().closeEvent(event)

    def _read_name(self) -> None:
        self._bridge.ask(
            customers.values,
            customer_id=self.customer_id,
            masks="display",
            then=self._on_values,
            failed=self._on_name_failed,
            key="name",
        )

    def _on_values(self, read: customers.RecordValues) -> None:
        self.setWindowTitle(str(read.values.get("name") or tr("Customer")))

    def _on_name_failed(self, problem: object) -> None:
        del problem  # the page says what is wrong; a title needs none
        self.setWindowTitle(tr("Customer"))

    def _on_refused(self, problem: Problem) -> None:
        self.toasts.tell(Said(str(problem), kind="error"))

    def _on_lock(self) -> None:
        self.lock_requested.emit()

    def _on_palette(self) -> None:
        self.palette_requested.emit()

    def _on_new(self) -> None:
        self.new_requested.emit()

    def _on_full(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.undoes:
            self.toasts.take_away(changes.undoes)
        if self.customer_id in changes.ids("customer"):
            self._read_name()


class CustomerWindows(QObject):
    """Opens the windows, knows which are open, closes them all.

    Signals:
        refused: a sentence: why no window was opened.
        lock_requested: the office is to be locked.
        changed: a window was opened, named or closed; the menu of windows is another one.
        palette_requested: the command palette is to be opened, in the main window.
        new_requested: a new customer is to be written down, in the main window.
    """

    refused = Signal(str)
    lock_requested = Signal()
    palette_requested = Signal()
    new_requested = Signal()
    changed = Signal()

    def __init__(self, around: Surroundings, ways: Ways, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = around
        self._ways = ways
        self._windows: dict[int, CustomerWindow] = {}
        self._parent = parent
        self._listed: dict[int, QAction] = {}
        self._shared: list[QAction] = []

    def share(self, actions: Sequence[QAction]) -> None:
        """Let commands of the main window work in these windows too."""
        self._shared = list(actions)

    @property
    def ids(self) -> list[int]:
        """The customers that have a window."""
        return list(self._windows)

    @property
    def windows(self) -> list[CustomerWindow]:
        """The windows open now."""
        return list(self._windows.values())

    def open(self, customer_id: int) -> CustomerWindow | None:
        """Open a customer's window, or bring it to the front."""
        window = self._windows.get(customer_id)
        if window is None:
            if len(self._windows) >= MOST_WINDOWS:
                self.refused.emit(
                    tr("{count} customer windows are open. Close one first.", count=MOST_WINDOWS)
                )
                return None
            window = self._make(customer_id)
        window.come_forward()
        return window

    def _make(self, customer_id: int) -> CustomerWindow:
        page = make_page(CUSTOMER, self._around, self._ways)
        window = CustomerWindow(self._around.bridge, page, self._around.memory)
        connect_page(page, {"left": window.close, "said": window.show_toast})
        window.gone.connect(self._on_window_gone)
        window.addActions(self._shared)
        window.lock_requested.connect(self.lock_requested)
        window.palette_requested.connect(self.palette_requested)
        window.new_requested.connect(self.new_requested)
        window.windowTitleChanged.connect(self._on_window_title_changed)
        self._windows[customer_id] = window
        command = Command(f"window.customer.{customer_id}", window.windowTitle(), "", "", "window")
        self._listed[customer_id] = add_command(self._parent, command, window.come_forward)
        window.show_customer(customer_id)
        self.changed.emit()
        return window

    def keep_drafts(self) -> None:
        """Send what is unsaved in the windows to the draft store."""
        for window in self.windows:
            if isinstance(window.page, KeepsDrafts):
                window.page.about_to_lock()

    def close_all(self) -> None:
        """Close every window."""
        for window in self.windows:
            window.hide()
            window.close()

    def _on_window_gone(self, customer_id: int) -> None:
        self._windows.pop(customer_id, None)
        listed = self._listed.pop(customer_id, None)
        if listed is not None:
            self._parent.removeAction(listed)
            listed.deleteLater()
            self.changed.emit()

    def _on_window_title_changed(self, title: str) -> None:
        window = self.sender()
        if isinstance(window, CustomerWindow) and window.customer_id in self._listed:
            self._listed[window.customer_id].setText(title)
