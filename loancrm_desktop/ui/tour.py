"""A short tour of the windows without anybody at the desk: opens each, saves its picture."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from loancrm_desktop.texts import set_language
from loancrm_desktop.ui import theme, vault_calls
from loancrm_desktop.ui.application import make_application
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.first_run_page import KEY, OFFICE
from loancrm_desktop.ui.import_page import CHECK, DONE, ImportPage
from loancrm_desktop.ui.kanban.board_page import BoardPage
from loancrm_desktop.ui.main_window import MainWindow
from loancrm_desktop.ui.records.customer_page import CustomerPage
from loancrm_desktop.ui.records.list_page import CustomerListPage
from loancrm_desktop.ui.settings.people_panel import PeoplePanel
from loancrm_desktop.ui.settings.settings_page import PEOPLE, SettingsPage
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.workspace import BOARD, CUSTOMERS, IMPORT, SETTINGS, TODAY, Workspace

SIZE = (1440, 900)
WAIT_S = 300.0
PATIENCE_S = 5.0
LAYOUT_ROUNDS = 4  # a text grown by a line moves its card first, then what the card lies in
SIZE_OF_DEMO = vault_calls.DemoSize(customers=80, months=6)
EXAMPLE_KEY = "K7PQA-M2XDB-94THC-WV6CD-R8NBE-F3YJF-2GHTK"
OLD_LIST = (
    "客户名单\n姓名,手机,贷多少,做什么用,备注\n周德海,138 0013 8000,50万,装修,老客户介绍\n"
    "马小军,1380012345,30万,经营周转,\n刘芸,139 0013 8001,120万,购房,周末联系\n"
)
STEP_ASKING = ("qualification_review", "archived")


class TourError(RuntimeError):
    """A window of the tour did not come."""


@dataclass(slots=True)
class _Tour:
    application: QApplication
    bridge: Bridge
    window: MainWindow
    folder: Path
    taken: list[Path]

    def settle(self, wanted: Callable[[], object] = bool) -> None:
        """Wait until everything asked for has been answered and painted."""
        limit = time.monotonic() + WAIT_S
        while time.monotonic() < limit:
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            if not self.bridge.pending:
                for _ in range(LAYOUT_ROUNDS):
                    QCoreApplication.processEvents()
                if wanted is bool or wanted():
                    return
                limit = min(limit, time.monotonic() + PATIENCE_S)  # nothing more will come
            time.sleep(0.005)
        message = f"the tour waited in vain after {self.taken[-1:]}: {self._said()}"
        raise TourError(message)

    def _said(self) -> str:
        """What the windows say, which is usually why nothing comes."""
        notices = [each for each in self.window.findChildren(Notice) if each.isVisible()]
        return "; ".join(each.text for each in notices)

    def picture(self, name: str, widget: QWidget | None = None) -> None:
        """Save what is seen."""
        self.settle()
        path = self.folder / f"{len(self.taken) + 1:02d}_{name}.png"
        (widget or self.window).grab().save(str(path))
        self.taken.append(path)


def take(folder: Path, language: str = "zh", theme_name: theme.ThemeName = "light") -> list[Path]:
    """Take the tour through a demo office made for it; answers the pictures saved.

    Raises:
        TourError: a window did not come.
    """
    application = make_application(["loancrm-desktop"])
    set_language(language)
    theme.apply(application, theme_name)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        bridge = Bridge()
        window = MainWindow(bridge, DeskMemory(folder=Path(place) / "profile"))
        window.resize(*SIZE)
        tour = _Tour(application, bridge, window, folder, [])
        try:
            _through_the_door(tour)
            _through_the_office(tour)
        finally:
            window.close()
            bridge.shut_down()
    return tour.taken


def _through_the_door(tour: _Tour) -> None:
    window = tour.window
    window.show()
    first = window.show_first_run()
    tour.picture("first_run")
    first.key.show_key(EXAMPLE_KEY, ())
    first.show_step(KEY)
    tour.picture("recovery_key")
    first.demo_size = SIZE_OF_DEMO
    first.show_step(OFFICE)
    first.open_demo()
    tour.settle(lambda: window.workspace is not None)
    window.lock()
    tour.picture("locked")
    login, password = vault_calls.demo_key()
    door = window.unlock_page
    if door is None:
        message = "the door did not come"
        raise TourError(message)
    door.login.edit.setText(login)
    door.password.edit.setText("not the password")
    door.unlock()
    tour.picture("wrong_password")
    door.password.edit.setText(password)
    door.unlock()
    tour.settle(lambda: window.workspace is not None)


def _through_the_office(tour: _Tour) -> None:
    workspace = _workspace(tour)
    tour.settle(lambda: workspace.words.ready)
    _list(tour, workspace)
    _customer(tour, workspace)
    _board(tour, workspace)
    _import(tour, workspace)
    workspace.go_to(TODAY)
    tour.picture("today")
    _settings(tour, workspace)


def _workspace(tour: _Tour) -> Workspace:
    if tour.window.workspace is None:
        message = "the office did not open"
        raise TourError(message)
    return tour.window.workspace


def _list(tour: _Tour, workspace: Workspace) -> None:
    workspace.go_to(CUSTOMERS)
    page = workspace.page(CUSTOMERS)
    if isinstance(page, CustomerListPage):
        tour.settle(lambda: page.model.total)
        page.view.selectRow(2)
        tour.picture("customer_list")
        page.filters.search.setText("w")
        page.reload()
        tour.picture("customer_search")


def _customer(tour: _Tour, workspace: Workspace) -> None:
    page = workspace.page(CUSTOMERS)
    shown = page.model.row_at(0) if isinstance(page, CustomerListPage) else None
    if shown is None:
        message = "the demo office has no customers"
        raise TourError(message)
    workspace.open_customer(shown.id)
    tour.picture("customer_page")
    sheet = workspace.page("customer")
    workspace.edit_customer(shown.id)
    tour.picture("customer_form")
    workspace.new_customer().save()
    tour.picture("form_problems")
    workspace.open_customer(shown.id)
    if isinstance(sheet, CustomerPage) and shown.deal_id is not None:
        sheet.show_tab(1)
        tour.picture("customer_history")
        dialog = workspace.make_contract(shown.deal_id)
        dialog.out.edit.setText(str(tour.folder / "contract.docx"))
        dialog.make()
        tour.picture("contract", dialog)
        dialog.close()


def _board(tour: _Tour, workspace: Workspace) -> None:
    workspace.go_to(BOARD)
    board = workspace.page(BOARD)
    if not isinstance(board, BoardPage):
        return
    tour.settle(lambda: board.columns)
    tour.picture("board")
    here, there = STEP_ASKING
    card = board.model.columns[here].card_at(0)
    if card is not None:
        board.show_reach(card)
        tour.picture("board_reach")
        board.move_card(card.id, there)
        tour.settle()
        if board.mover.asking is not None:
            tour.picture("missing_fields", board.mover.asking)
            board.mover.asking.reject()


def _import(tour: _Tour, workspace: Workspace) -> None:
    workspace.go_to(IMPORT)
    tour.picture("import")
    page = workspace.page(IMPORT)
    if isinstance(page, ImportPage):
        old_list = tour.folder / "old_list.csv"
        old_list.write_text(OLD_LIST, encoding="utf-8")
        page.read_file(old_list)
        tour.settle(lambda: page.step == CHECK)
        tour.picture("import_check")
        page.run()
        tour.settle(lambda: page.step == DONE)
        tour.picture("import_done")
        old_list.unlink()


def _settings(tour: _Tour, workspace: Workspace) -> None:
    workspace.go_to(SETTINGS)
    page = workspace.page(SETTINGS)
    if not isinstance(page, SettingsPage):
        return
    for section in page.panels:
        page.show_section(section)
        tour.picture(f"settings_{section}")
    people = page.panels[PEOPLE]
    if isinstance(people, PeoplePanel):
        page.show_section(PEOPLE)
        tour.settle(lambda: people.model.total)
        dialog = people.ask_add()
        tour.picture("settings_add_person", dialog)
        dialog.reject()
