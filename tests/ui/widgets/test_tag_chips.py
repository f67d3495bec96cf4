"""As many tags as fit are shown, then how many more; the tip names them."""

from __future__ import annotations

from PySide6.QtGui import QImage, QPainter

from loancrm_desktop.ui.widgets.tag_chips import TagChips, fitting_tags, paint_tags

TAGS = ["重点", "有房", "个体户", "转介绍", "公积金"]


def test_all_tags_are_shown_where_there_is_room(qtbot, dressed):
    assert fitting_tags(TAGS, 2_000) == (TAGS, 0)


def test_short_room_counts_what_is_not_shown(qtbot, dressed):
    shown, more = fitting_tags(TAGS, 120)
    assert 0 < len(shown) < len(TAGS)
    assert len(shown) + more == len(TAGS)


def test_two_hundred_tags_take_no_more_room_than_there_is(qtbot, dressed):
    image = QImage(300, 30, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    took = paint_tags(painter, image.rect(), [f"标签{number}" for number in range(200)])
    painter.end()
    assert took <= 304


def test_one_tag_too_long_is_cut(qtbot, dressed):
    shown, more = fitting_tags(["很长的标签" * 20], 90)
    assert more == 0
    assert shown[0].endswith("…")


def test_the_tip_names_what_is_not_seen(qtbot, dressed):
    chips = TagChips(TAGS)
    qtbot.addWidget(chips)
    chips.show()
    chips.resize(1_000, 24)
    assert chips.toolTip() == ""
    chips.resize(110, 24)
    assert chips.toolTip() == "\n".join(TAGS)
    assert "个体户" in chips.accessibleName()


def test_no_tags_take_no_room(qtbot, dressed):
    chips = TagChips()
    qtbot.addWidget(chips)
    assert chips.sizeHint().width() == 0
