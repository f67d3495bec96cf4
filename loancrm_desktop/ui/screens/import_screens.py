"""Pictures of the import, up to the check of the whole list; nothing is brought in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from loancrm_desktop.services import customer_list
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.import_page import CHECK, ImportPage
from loancrm_desktop.ui.screens.stage import ScreenError, Stage
from loancrm_desktop.ui.workspace import IMPORT

OLD_LIST = (
    "客户名单\n姓名,手机,贷多少,做什么用,备注\n周德海,138 0013 8000,50万,装修,老客户介绍\n"
    "马小军,1380012345,30万,经营周转,\n刘芸,139 0013 8001,120万,购房,周末联系\n"
)
ODD_LIST = "客户名单\n姓名,手机,产品,状态,谁跟\n周德海,13800138000,房抵,聊着,小王\n刘芸,13900138001,其它贷,成了,老李\n"
_PAUSE_S = 0.5


def _twins(stage: Stage, page: ImportPage, file: Path) -> None:
    """Bring in the list of the office's own customers again, and show the work under way."""
    query = ListQuery(limit=3)
    bridge = stage.bridge
    with ThreadPoolExecutor(1) as aside:  # the window's own thread never reads
        asked = aside.submit(bridge.office.ask, bridge.actor, customer_list.page, query=query)
        rows = asked.result().rows
    lines = [f"{row.name},{row.phone}" for row in rows if row.phone]
    file.write_text("\n".join(("姓名,手机", *lines)), encoding="utf-8")
    page.read_file(file)
    stage.settle(lambda: page.step == CHECK)
    stage.picture("import_twins")
    page.progress.start(
        tr("Importing customers"),
        after_cancel=tr("Cancelling leaves the office as it is; nothing is written yet."),
    )
    page.progress.show_progress(420, 1204)
    page.progress.show()
    stage.picture("import_progress")
    page.progress.hide()


def take(stage: Stage) -> None:
    """Show the import with a list such as offices have."""
    stage.workspace.go_to(IMPORT)
    stage.picture("import")
    page = stage.workspace.page(IMPORT)
    if not isinstance(page, ImportPage):
        message = "the import did not come"
        raise ScreenError(message)
    old_list = stage.folder / "old_list.csv"
    old_list.write_text(OLD_LIST, encoding="utf-8")
    page.read_file(old_list)
    stage.settle(lambda: page.step == CHECK)
    stage.picture("import_check")
    page.check.back.click()
    stage.picture("import_columns")
    old_list.write_text(ODD_LIST, encoding="utf-8")
    page.read_file(old_list)
    stage.wait(_PAUSE_S)
    stage.picture("import_words")
    _twins(stage, page, old_list)
    old_list.unlink()
    page.start_again()
    stage.settle()
