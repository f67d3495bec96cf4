"""Pictures of duplicates, the trash, a pipeline's history and both exports; nothing is changed."""

from __future__ import annotations

from loancrm_desktop.ui.exporting.starting import ExportStart
from loancrm_desktop.ui.frame.places import CUSTOMERS, DUPLICATES, IMPORT, TRASH
from loancrm_desktop.ui.hygiene.duplicates_page import DuplicatesPage
from loancrm_desktop.ui.import_page import ImportPage
from loancrm_desktop.ui.importing.history_dialog import HistoryDialog
from loancrm_desktop.ui.records.list_page import CustomerListPage
from loancrm_desktop.ui.screens.stage import ScreenError, Stage

LOG = (
    "案件号,阶段,时间,处理人,客户姓名,金额\n"
    "D-2025-001,电话,2025-01-02 10:00,林若溪,周德海,500000\n"
    "D-2025-001,审核,2025-01-05 09:30,许静怡,周德海,500000\n"
    "D-2025-002,电话,2025-02-01 08:00,林若溪,刘芸,1200000\n"
    "D-2025-002,放款,2025-03-11 16:00,林若溪,刘芸,1200000\n"
)
_PAUSE_S = 0.3


def take(stage: Stage) -> None:
    """Show the windows that look after the data."""
    space = stage.workspace
    space.go_to(DUPLICATES)
    stage.picture("duplicates_start")
    page = space.page(DUPLICATES)
    if not isinstance(page, DuplicatesPage):
        message = "the search for duplicates did not come"
        raise ScreenError(message)
    page.start()
    stage.settle(lambda: not page.searching)
    stage.picture("duplicates")
    space.go_to(TRASH)
    stage.picture("trash")
    _take_history(stage)
    space.go_to(CUSTOMERS)
    customers = space.page(CUSTOMERS)
    if isinstance(customers, CustomerListPage):
        _take_export(stage, customers.exporting, "export_list")


def _take_history(stage: Stage) -> None:
    stage.workspace.go_to(IMPORT)
    page = stage.workspace.page(IMPORT)
    if not isinstance(page, ImportPage):
        message = "the import did not come"
        raise ScreenError(message)
    old = stage.folder / "old_system.csv"
    old.write_text(LOG, encoding="utf-8")
    page.others.open_history()
    dialog = page.others.dialog
    if isinstance(dialog, HistoryDialog):
        dialog.read_file(old)
        stage.settle(lambda: dialog.found is not None)
        dialog.own.setCurrentIndex(1)
        stage.wait(_PAUSE_S)
        stage.picture("import_history")
        dialog.reject()
    old.unlink()
    _take_export(stage, page.others.exporting, "export_everything")


def _take_export(stage: Stage, start: ExportStart, screen: str) -> None:
    if screen == "export_list":
        start.start()
    else:
        start.start_everything()
    stage.settle(lambda: start.dialog is not None)
    stage.wait(_PAUSE_S)
    stage.picture(screen)
    if start.dialog is not None:
        start.dialog.reject()
    stage.settle()
