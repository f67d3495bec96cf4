"""Limit marks say in time whether a deal is late; avatars take the telling sign of a name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets import marks

NOW = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("entered", "due", "state"),
    [
        (NOW - 10 * HOUR, None, "none"),
        (NOW - 10 * HOUR, NOW + 10 * HOUR, "on_time"),
        (NOW - 10 * HOUR, NOW + 2 * HOUR, "due_soon"),
        (NOW - 10 * HOUR, NOW - HOUR, "breached"),
        (NOW - 10 * HOUR, NOW, "due_soon"),
    ],
)
def test_the_last_quarter_of_the_limit_is_due_soon(entered, due, state):
    assert marks.dwell_of(entered, due, NOW).state == state


def test_without_a_stage_there_is_no_mark():
    assert marks.dwell_of(None, None, NOW) is None


def test_a_clock_set_back_shows_no_negative_time():
    assert marks.dwell_of(NOW + HOUR, None, NOW).spent == timedelta()


def test_the_mark_is_said_in_words():
    said = marks.dwell_of(NOW - 30 * HOUR, NOW - HOUR, NOW).spoken
    assert "1天6小时" in said
    assert "已超时" in said


@pytest.mark.parametrize(
    ("name", "sign"), [("钱慧敏", "敏"), ("zhao", "Z"), ("  ", "?"), ("", "?"), ("李", "李")]
)
def test_the_sign_of_a_name(name, sign):
    assert marks.avatar_sign(name) == sign


def painted(paint) -> QImage:
    image = QImage(120, 40, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def test_each_limit_state_has_a_shape_of_its_own(qtbot, dressed):
    drawn = {
        state: painted(lambda p, s=state: marks.paint_limit(p, QRectF(2, 2, 11, 11), s))
        for state in ("none", "paused", "on_time", "due_soon", "breached")
    }
    filled = {
        state: sum(image.pixelColor(x, y).alpha() > 128 for x in range(16) for y in range(16))
        for state, image in drawn.items()
    }
    assert filled["none"] == 0
    assert filled["none"] < filled["paused"] < filled["on_time"]
    assert filled["on_time"] < filled["due_soon"] < filled["breached"]


def test_a_stage_badge_is_painted_in_its_colours(qtbot, dressed):
    image = painted(
        lambda p: marks.paint_stage(p, QRect(0, 0, 110, 30), "bank_approval", "银行审批")
    )
    soft = theme.current().stage("bank_approval").soft
    assert any(image.pixelColor(x, 8) == soft for x in range(4, 100))


def test_a_limit_mark_says_its_words_in_its_tip(qtbot, dressed):
    mark = marks.LimitMark(marks.Dwell("breached", timedelta(hours=30)))
    qtbot.addWidget(mark)
    mark.show()
    assert "已超时" in mark.toolTip()
    assert mark.accessibleName() == mark.toolTip()
    mark.show_dwell(None)
    assert not mark.isVisible()


def test_an_avatar_is_read_out_by_its_name(qtbot, dressed):
    avatar = marks.Avatar("钱慧敏")
    qtbot.addWidget(avatar)
    assert avatar.accessibleName() == "钱慧敏"
    avatar.show_name("何文静")
    assert avatar.accessibleName() == "何文静"


def test_a_stage_name_too_long_for_its_place_is_cut(qtbot, dressed):
    painted_in = QRect(0, 0, 60, 30)
    image = painted(lambda p: marks.paint_stage(p, painted_in, "bank_approval", "很长的阶段名" * 5))
    assert all(image.pixelColor(x, 15).alpha() == 0 for x in range(62, 120))
