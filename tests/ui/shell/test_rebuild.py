"""Theme changes at once; language and size of text are changed at the same place."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from loancrm_desktop.texts import set_language
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.shell.page_history import Visit


@pytest.fixture(autouse=True)
def _as_before(qapp):
    yield
    set_language("zh")
    theme.apply(qapp, "light")


def corner(widget) -> str:
    return widget.grab().toImage().pixelColor(3, widget.height() - 8).name()


def test_an_open_list_takes_the_other_colours_without_being_built_anew(shell, qapp):
    workspace, page = shell.window.workspace, shell.window.workspace.page("customers")
    shell.settle()
    light = corner(workspace.navigation), corner(page.view.viewport())
    theme.apply(qapp, "dark")
    shell.settle()
    assert shell.window.workspace is workspace
    assert workspace.page("customers") is page
    dark = corner(workspace.navigation), corner(page.view.viewport())
    look = theme.Theme("dark")
    assert dark == (look.colour("navBg").name(), look.colour("surface").name())
    assert all(one != other for one, other in zip(light, dark, strict=True))


def test_there_and_back_everything_looks_as_before(shell, qapp):
    shell.window.workspace.go_to_settings("appearance")
    shell.settle()
    before = shell.window.grab().toImage()
    theme.apply(qapp, "dark")
    shell.settle()
    assert shell.window.grab().toImage() != before
    theme.apply(qapp, "light")
    shell.settle()
    assert shell.window.grab().toImage() == before


def rebuild(shell):
    before = shell.window.workspace
    shell.window.rebuild()
    shell.settle(lambda: shell.window.workspace is not before)
    shell.settle(lambda: shell.window.workspace.history.current is not None)
    return shell.window.workspace


def test_another_language_keeps_page_customer_and_windows(shell):
    workspace = shell.window.workspace
    workspace.open_customer(2)
    workspace.open_customer_window(1)
    shell.settle()
    set_language("en")
    again = rebuild(shell)
    assert again.history.current == Visit("customer", 2)
    assert again.windows.ids == [1]
    shell.settle(lambda: again.page("customer").customer_id == 2)
    assert again.navigation._buttons["customers"].accessibleName() == "Customers"


def test_another_language_keeps_the_filter_of_the_list(shell):
    page = shell.window.workspace.page("customers")
    page.filters.search.setText("钱")
    page.reload()
    shell.settle(lambda: page.model.total == 1)
    set_language("en")
    again = rebuild(shell).page("customers")
    shell.settle(lambda: again.model.total == 1)
    assert again is not page


def test_larger_text_makes_navigation_and_status_bar_larger(shell, qapp):
    before = shell.window.status.height(), shell.window.workspace.navigation.search.height()
    theme.apply(qapp, "light", 2.0)
    again = rebuild(shell)
    shell.settle(lambda: again.navigation.search.height() > before[1])
    assert shell.window.status.height() > before[0]
    assert again.navigation.folded  # 1440 points hold less of large text
    assert QApplication.font().pixelSize() == 26


def test_the_door_is_built_anew_in_another_language(shell):
    shell.window.lock()
    door = shell.window.unlock_page
    set_language("en")
    shell.window.rebuild()
    shell.settle(lambda: shell.window.unlock_page is not door)
    assert shell.window.workspace is None
