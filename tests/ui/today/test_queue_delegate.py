"""The lines are painted in any width, and what is painted at a place is what a click there hits."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from loancrm_desktop.services.office import system_clock
from loancrm_desktop.ui.today.queue_delegate import (
    ACTIONS,
    QueueDelegate,
    action_places,
    hit,
    places,
)


@pytest.mark.parametrize("width", [300, 460, 640, 930, 1500])
def test_no_part_of_a_line_lies_upon_another(dressed, width):
    found = places(QRect(0, 0, width, 36))
    parts = [found.tick, found.mark, found.words, found.need, found.stage, found.due, found.last]
    there = [part for part in parts if part.width() > 0]
    assert all(one.right() < other.left() for one, other in pairwise(there))
    assert there[-1].right() <= width


def test_the_narrower_the_fewer_parts_but_the_time_stays(dressed):
    wide, narrow = places(QRect(0, 0, 930, 36)), places(QRect(0, 0, 430, 36))
    assert wide.last.width()
    assert wide.need.width()
    assert not narrow.last.width()
    assert not narrow.need.width()
    assert narrow.due.width()


def test_a_click_hits_what_is_painted_there(dressed):
    line = QRect(0, 100, 930, 36)
    for key, _, place in action_places(line):
        assert hit(line, place.center()) == key
    assert hit(line, places(line).tick.center()) == "tick"
    assert hit(line, QPoint(300, 118)) == ""
    assert [key for key, _, _ in action_places(line)] == [key for key, _ in ACTIONS]


def test_what_can_be_hit_is_large_enough(dressed):
    for _, _, place in action_places(QRect(0, 0, 930, 36)):
        assert min(place.width(), place.height()) >= 26


@pytest.mark.parametrize("width", [320, 640, 1200])
def test_every_line_is_painted_chosen_or_not(page, width):
    page.delegate.show_hints({"overdue": "最长 30小时"})
    image = QImage(width, 40, QImage.Format.Format_ARGB32)
    delegate = QueueDelegate(page._words, system_clock)
    for row in range(page.lines.rowCount()):
        for state in (
            QStyle.StateFlag.State_Enabled,
            QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Selected,
            QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_MouseOver,
        ):
            image.fill(0)
            painter = QPainter(image)
            option = QStyleOptionViewItem()
            option.rect = QRect(0, 0, width, 36)
            option.state = state
            delegate.paint(painter, option, page.lines.index(row, 0))
            painter.end()
            assert image.constBits().tobytes().strip(b"\0"), "something was painted"
