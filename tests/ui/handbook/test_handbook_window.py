"""The handbook opens at the page that is asked for, shows its pictures, and can be searched."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from loancrm_desktop import places
from loancrm_desktop.texts import set_language
from loancrm_desktop.ui.handbook import pages as handbook_pages
from loancrm_desktop.ui.handbook.handbook_window import HandbookWindow

PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
LARGEST_BYTES = 400_000


@pytest.fixture
def window(qtbot, dressed):
    set_language("en")
    window = HandbookWindow()
    qtbot.addWidget(window)
    return window


def test_both_languages_have_the_same_pages():
    zh, en = handbook_pages.pages("zh"), handbook_pages.pages("en")
    assert [page.key for page in zh] == [page.key for page in en]
    assert {"begin", "customers", "board", "import", "keys"} <= {page.key for page in zh}
    assert all(page.title for page in (*zh, *en))


def test_a_language_without_a_handbook_reads_the_english_one():
    assert handbook_pages.pages("fr") == handbook_pages.pages("en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_picture_is_there_and_has_words_for_who_cannot_see_it(language):
    named = 0
    for page in handbook_pages.pages(language):
        for words, name in PICTURE.findall(page.text):
            path = (page.path.parent / name).resolve()
            assert path.is_relative_to(places.handbook())
            assert not QImage(str(path)).isNull(), path.name
            assert path.stat().st_size < LARGEST_BYTES
            assert words
            named += 1
    assert named >= 5


def test_it_opens_at_the_page_of_a_subject(window):
    window.show_page("board")
    assert window.shown == "board"
    assert window.list.currentItem().text() in window.text.toPlainText()
    window.show_page("no such page")
    assert window.shown == "board"


def test_search_leaves_the_pages_that_say_the_words(window):
    window.search.setText("recovery KEY")
    keys = {window.list.item(at).data(0x0100) for at in range(window.list.count())}
    assert "keys" in keys
    assert "board" not in keys
    window.search.setText("zebra crossing")
    assert window.list.count() == 0
    assert not window._nothing.isHidden()


def test_it_speaks_the_language_of_the_program(qtbot, dressed):
    set_language("zh")
    window = HandbookWindow()
    qtbot.addWidget(window)
    window.show_page("begin")
    assert "恢复密钥" in window.text.toPlainText()


def test_a_page_stands_there_once_however_often_the_window_is_resized(window, qtbot):
    window.show()
    whole = window.text.toPlainText()
    for width in (900, 1000, 700):
        window.resize(width, 700)
        qtbot.wait(20)
        assert window.text.toPlainText() == whole


def come_forward(window, qtbot):
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_f3_goes_from_place_to_place_and_on_to_the_next_page(window, qtbot):
    come_forward(window, qtbot)
    window.search.setText("recovery key")
    window.list.setCurrentRow(0)
    first = window.shown
    places_seen = []
    for _step in range(400):
        QTest.keyClick(window.text, Qt.Key.Key_F3)
        assert window.text.textCursor().selectedText().casefold() in ("recovery key", "recovery")
        places_seen.append((window.shown, window.text.textCursor().position()))
    assert len({shown for shown, _ in places_seen}) == window.list.count() > 1
    assert places_seen.count(places_seen[0]) > 1  # round and round
    assert places_seen[0][0] == first
    QTest.keyClick(window.text, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert (window.shown, window.text.textCursor().position()) == places_seen[-2]


def test_f3_with_nothing_searched_for_goes_to_the_search(window, qtbot):
    come_forward(window, qtbot)
    window.text.setFocus()
    QTest.keyClick(window.text, Qt.Key.Key_F3)
    assert window.focusWidget() is window.search
