"""What is out of sight takes up a new theme when it is shown again, and not before."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.late_dress import is_set_aside
from loancrm_desktop.ui.widgets.parts import label, set_role


@pytest.fixture
def dressed(qapp):
    before = theme.current()
    theme.apply(qapp, "light")
    yield qapp
    theme.apply(qapp, before.name, before.text_scale)


@pytest.fixture
def pages(dressed, qtbot):
    stack = QStackedWidget()
    for _ in range(2):
        page = QWidget()
        page.setProperty("role", "page")
        layout = QVBoxLayout(page)
        layout.addWidget(label("words", role="caption"))
        layout.addWidget(QPushButton("press"))
        stack.addWidget(page)
    qtbot.addWidget(stack)
    stack.show()
    stack.setCurrentIndex(1)
    stack.setCurrentIndex(0)  # both have been seen
    return stack


def words_of(page: QWidget) -> QLabel:
    return page.findChild(QLabel)


def ink(widget: QWidget) -> str:
    return widget.palette().color(widget.foregroundRole()).name()


def ground(widget: QWidget) -> str:
    return widget.grab().toImage().pixelColor(2, 2).name()


def test_a_hidden_page_waits_and_the_one_in_sight_does_not(pages):
    theme.apply(QApplication.instance(), "dark")
    assert is_set_aside(pages.widget(1))
    assert is_set_aside(words_of(pages.widget(1)))
    assert not is_set_aside(pages.widget(0))
    assert ink(words_of(pages.widget(0))) == theme.current().colour("textTertiary").name()


def test_a_page_shown_again_looks_as_if_it_had_been_there(pages):
    application, page = QApplication.instance(), pages.widget(1)
    pages.setCurrentIndex(1)
    theme.apply(application, "dark")
    in_sight = page.grab().toImage()
    theme.apply(application, "light")
    pages.setCurrentIndex(0)
    theme.apply(application, "dark")
    pages.setCurrentIndex(1)
    assert not is_set_aside(page)
    assert ink(words_of(page)) == theme.current().colour("textTertiary").name()
    assert page.grab().toImage() == in_sight
    assert ground(page) == theme.current().colour("surface").name()


def test_two_changes_while_hidden_count_as_one(pages):
    application = QApplication.instance()
    first = pages.widget(0).grab().toImage()
    theme.apply(application, "dark")
    theme.apply(application, "light")
    pages.setCurrentIndex(1)
    assert pages.widget(1).grab().toImage() == first


def test_a_role_given_while_hidden_is_seen_when_shown(pages):
    theme.apply(QApplication.instance(), "dark")
    set_role(words_of(pages.widget(1)), "error")
    pages.setCurrentIndex(1)
    assert ink(words_of(pages.widget(1))) == theme.current().colour("dangerText").name()


def test_a_single_hidden_part_of_the_page_in_sight_is_dressed_when_it_comes(pages):
    part = words_of(pages.widget(0))
    part.hide()
    theme.apply(QApplication.instance(), "dark")
    assert is_set_aside(part)
    part.show()
    assert not is_set_aside(part)
    assert ink(part) == theme.current().colour("textTertiary").name()


def test_what_is_put_into_a_hidden_page_meanwhile_is_dressed_too(pages):
    theme.apply(QApplication.instance(), "dark")
    late = label("late", role="secondary")
    pages.widget(1).layout().addWidget(late)
    pages.setCurrentIndex(1)
    assert ink(late) == theme.current().colour("textSecondary").name()


def test_another_scale_reaches_hidden_pages_at_once(pages):
    theme.apply(QApplication.instance(), "dark", 1.5)
    assert not is_set_aside(pages.widget(1))
    assert words_of(pages.widget(1)).font() == theme.current().font("caption")


def test_a_part_moved_while_hidden_takes_this_change_and_the_next(pages):
    application, page = QApplication.instance(), pages.widget(1)
    part = words_of(page)
    theme.apply(application, "dark")
    part.setParent(None)
    page.layout().addWidget(part)
    part.show()
    pages.setCurrentIndex(1)
    for name in ("dark", "light", "dark"):
        theme.apply(application, name)
        assert ink(part) == theme.current().colour("textTertiary").name(), name
