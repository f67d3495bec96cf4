"""A label that does not fit ends in … and says the whole in its tip."""

from __future__ import annotations

import pytest

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel

LONG = "云岭融资咨询城南门店转介绍的一位客户"


@pytest.fixture
def shown(qtbot, dressed):
    shown = ElidedLabel(LONG)
    qtbot.addWidget(shown)
    shown.show()
    return shown


def test_what_fits_has_no_tip(shown):
    shown.resize(600, 20)
    assert not shown.is_elided
    assert shown.toolTip() == ""


def test_what_does_not_fit_is_whole_in_the_tip(shown):
    shown.resize(80, 20)
    assert shown.is_elided
    assert shown.toolTip() == LONG
    assert shown.text() == LONG


def test_a_tip_of_its_own_is_there_while_the_text_is_seen(shown):
    shown.set_tip("打开")
    shown.resize(600, 20)
    assert shown.toolTip() == "打开"
    shown.resize(80, 20)
    assert shown.toolTip() == LONG


def test_another_text_is_judged_anew(shown):
    shown.resize(80, 20)
    shown.setText("短")
    assert shown.toolTip() == ""


def test_it_gives_way_in_a_narrow_place(shown):
    assert shown.minimumSizeHint().width() < shown.sizeHint().width()


def test_it_keeps_its_place_in_the_type_scale_when_text_grows(qtbot, qapp, dressed):
    title = ElidedLabel(LONG, font="title")
    qtbot.addWidget(title)
    title.show()
    before = title.fontMetrics().height()
    theme.apply(qapp, "light", 2.0)
    grown = title.fontMetrics().height()
    theme.apply(qapp, "light")
    assert grown > 1.5 * before
    assert title.fontMetrics().height() == before
