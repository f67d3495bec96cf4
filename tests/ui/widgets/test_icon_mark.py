"""A small picture takes the colours of the theme it is painted in, and grows with the text."""

from __future__ import annotations

import pytest

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.icon_mark import IconMark, drawn_side


@pytest.fixture
def looks(qapp, dressed):
    def look(name="light", scale=1.0):
        theme.apply(qapp, name, scale)

    yield look
    theme.apply(qapp, "light")


def test_it_changes_with_the_theme(qtbot, looks):
    mark = IconMark("check", "text")
    qtbot.addWidget(mark)
    mark.resize(16, 16)
    light = mark.grab().toImage()
    looks("dark")
    assert mark.grab().toImage() != light


def test_it_grows_with_the_text_but_less(looks):
    assert drawn_side(16) == 16
    looks(scale=2.0)
    assert 20 < drawn_side(16) < 32
    looks(scale=0.9)
    assert drawn_side(16) == 16


def test_another_icon_takes_its_place(qtbot, dressed):
    mark = IconMark("check")
    qtbot.addWidget(mark)
    mark.resize(16, 16)
    before = mark.grab().toImage()
    mark.show_icon("x", "danger")
    assert mark.grab().toImage() != before
