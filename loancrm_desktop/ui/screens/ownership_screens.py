"""Pictures of handing over, the shared pool, its rules, and somebody who leaves; nothing is done."""

from __future__ import annotations

from PySide6.QtCore import Qt

from loancrm_desktop.ui.frame.places import CUSTOMERS, POOL, SETTINGS, TODAY
from loancrm_desktop.ui.pool.pool_page import SharedPoolPage
from loancrm_desktop.ui.records.customer_page import CustomerPage
from loancrm_desktop.ui.records.list_page import CustomerListPage
from loancrm_desktop.ui.screens.stage import Stage
from loancrm_desktop.ui.settings.leaver_wizard import CHECK, RECEIVERS, LeaverWizard
from loancrm_desktop.ui.settings.people_panel import PeoplePanel
from loancrm_desktop.ui.settings.settings_page import PEOPLE, SettingsPage
from loancrm_desktop.ui.today.page import TodayPage

_PAUSE_S = 0.4
_LEAVER_ROW = 4


def take(stage: Stage) -> None:
    """Show what concerns whose a customer is."""
    _pool(stage)
    _hand_over(stage)
    _leaver(stage)


def _pool(stage: Stage) -> None:
    workspace = stage.workspace
    workspace.go_to(POOL)
    page = workspace.page(POOL)
    stage.wait(_PAUSE_S)
    stage.picture("pool")
    if isinstance(page, SharedPoolPage):
        page.view.selectRow(0)
        page.ask_give()
        stage.wait(_PAUSE_S)
        stage.picture("pool_give_out")
        stage.shut()
        page.search.setText("zzzzzz")
        stage.wait(_PAUSE_S)
        stage.picture("pool_nothing_found")
        page.clear_filters()


def _hand_over(stage: Stage) -> None:
    workspace = stage.workspace
    workspace.go_to(CUSTOMERS)
    stage.settle()
    shown = workspace.page(CUSTOMERS)
    first = shown.model.row_at(0) if isinstance(shown, CustomerListPage) else None
    today = workspace.page(TODAY)
    wanted = 0 if first is None else int(first.id)
    if isinstance(today, TodayPage):
        today.waiting.reload()
        stage.settle()
        wanted = next((each.customer_id for each in today.waiting.pages), wanted)
    if not wanted:
        return
    workspace.open_customer(wanted)
    stage.wait(_PAUSE_S)
    stage.picture("customer_handed_over")
    sheet = workspace.page("customer")
    if isinstance(sheet, CustomerPage):
        dialog = sheet.ownership.ask_transfer()
        stage.wait(_PAUSE_S)
        if dialog is not None and dialog.people.list.count():
            dialog.people.list.setCurrentRow(0)
        stage.wait(_PAUSE_S)
        stage.picture("transfer")
        stage.shut()
        sheet.ownership.ask_share()
        stage.wait(_PAUSE_S)
        stage.picture("share")
        stage.shut()


def _leaver(stage: Stage) -> None:
    workspace = stage.workspace
    workspace.go_to(SETTINGS)
    page = workspace.page(SETTINGS)
    if not isinstance(page, SettingsPage):
        return
    page.show_section(PEOPLE)
    stage.settle()
    panel = page.panels[PEOPLE]
    if not isinstance(panel, PeoplePanel):
        return
    panel.view.selectRow(min(_LEAVER_ROW, panel.model.total - 1))
    wizard = panel.ask_leave()
    if wizard is None:
        return
    stage.wait(_PAUSE_S)
    stage.picture("leaver")
    _steps(stage, wizard)
    stage.shut()


def _steps(stage: Stage, wizard: LeaverWizard) -> None:
    wizard.frame.go_to(RECEIVERS)
    wizard.who.ways.set_current("evenly")
    wizard.who.ways.chosen.emit("evenly")
    people = wizard.who.several
    for number in range(min(2, people.list.count())):
        people.list.item(number).setCheckState(Qt.CheckState.Checked)
    stage.picture("leaver_receivers")
    wizard.frame.go_to(CHECK)
    stage.picture("leaver_check")
