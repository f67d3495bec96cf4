"""Every page of the program can be read, hit and named, in a large and in the smallest window."""

from __future__ import annotations

import pytest
from look_audits import (
    audit_cut_text,
    audit_names,
    audit_overlaps,
    audit_targets,
    audit_untranslated,
    settle,
)

from loancrm_desktop.services import customers
from loancrm_desktop.services.opening import Opened
from loancrm_desktop.texts import set_language
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.frame.places import CUSTOMER, all_places
from loancrm_desktop.ui.main_window import MainWindow

LONG_NAME = "阿不都热依木·买买提江·吐尔逊（云岭融资咨询城南门店转介绍的老客户）"
ROOMY, SMALLEST = (1440, 900), (1100, 700)
FORM = "form"
PAGES = [*(place.key for place in all_places()), CUSTOMER, FORM]
LOOKS = {
    "zh": ("zh", 1.0, ROOMY),
    "en, smallest window": ("en", 1.0, SMALLEST),
    "zh, larger text": ("zh", 1.3, ROOMY),
}


@pytest.fixture
def entered(qtbot, qapp, dressed, office, owner, tmp_path):
    """Answer a way to open the office at a page, with long names in it."""
    bridge = Bridge()
    opened = []

    def enter(page: str, look: str) -> MainWindow:
        language, scale, size = LOOKS[look]
        set_language(language)
        theme.apply(qapp, "light", scale)
        added = office.do(
            owner,
            customers.add,
            values={
                "name": LONG_NAME,
                "phone": "13900000872",
                "requested_amount": "12345678.90",
                "owner": owner.user_id,
                "tags": [f"标签{number}" for number in range(60)],
            },
        )
        window = MainWindow(bridge, DeskMemory(folder=tmp_path / "profile"))
        opened.append(window)
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        window.enter(Opened(office, owner, None))
        quiet(lambda: window.workspace is not None and window.workspace.pages.count())
        if page == CUSTOMER:
            window.workspace.open_customer(added.id)
        elif page == FORM:
            window.workspace.edit_customer(added.id)
        else:
            window.workspace.go_to(page)
        quiet()
        return window

    def quiet(wanted=lambda: True) -> None:
        settle()
        qtbot.waitUntil(lambda: bridge.pending == 0 and bool(wanted()), timeout=10_000)
        settle()

    yield enter
    for window in opened:
        window.close()
    bridge.shut_down()
    theme.apply(qapp, "light")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_without_fault(entered, page, look):
    window = entered(page, look)
    found = {
        "too small to hit": audit_targets(window),
        "without a name": audit_names(window),
        "cut": audit_cut_text(window),
        "lying upon each other": audit_overlaps(window),
    }
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("page", PAGES)
def test_a_chinese_page_speaks_chinese(entered, page):
    assert audit_untranslated(entered(page, "zh"), "zh") == []
