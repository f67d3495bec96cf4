"""Marks and badges look as they were drawn, in both themes; only shapes, no letters.

`LOANCRM_PICTURES=write pytest tests/ui/looks/test_pictures.py` stores new pictures, to be looked at.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets import marks
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.masked_field import _Ring
from loancrm_desktop.ui.widgets.priority_mark import PRIORITIES, PriorityMark
from loancrm_desktop.ui.widgets.segments import SegmentedControl
from loancrm_desktop.ui.widgets.skeleton import Skeleton
from loancrm_desktop.ui.widgets.switch import Switch

PICTURES = Path(__file__).parent / "pictures"
LIMITS: tuple[marks.LimitState, ...] = ("on_time", "due_soon", "breached", "paused")
STAGES = ("first_call", "qualification_review", "bank_approval", "disbursed", "archived", "lost")
FAR = 64  # of 255: a pixel so far off is another colour, not another smoothing
MOST_FAR_SHARE = 0.03
MOST_MEAN = 5.0


def _limits(qtbot) -> QImage:
    def paint(painter: QPainter) -> None:
        for place, state in enumerate(LIMITS):
            marks.paint_limit(painter, QRectF(4 + place * 20, 4, 11, 11), state)

    return _painted(QSize(84, 20), paint)


def _stages(qtbot) -> QImage:
    def paint(painter: QPainter) -> None:
        for place, stage in enumerate(STAGES):
            bordered = place % 2 == 1
            marks.paint_stage(
                painter, QRect(4 + place * 32, 4, 26, 22), stage, "", bordered=bordered
            )

    return _painted(QSize(200, 30), paint)


def _priorities(qtbot) -> QImage:
    return _side_by_side(qtbot, [PriorityMark(priority) for priority in PRIORITIES], 18)


def _switches(qtbot) -> QImage:
    on, off, shut = Switch("a"), Switch("b"), Switch("c")
    on.setChecked(True)
    shut.setEnabled(False)
    return _side_by_side(qtbot, [on, off, shut], 44)


def _icons(qtbot) -> QImage:
    names = (("check", "success"), ("alert", "warning"), ("x-circle", "danger"), ("eye", "text"))
    return _side_by_side(qtbot, [IconMark(name, role) for name, role in names], 20)


def _rings(qtbot) -> QImage:
    rings = [_Ring() for _ in range(3)]
    for ring, share in zip(rings, (1.0, 0.6, 0.1), strict=True):
        ring.show_share(share)
    return _side_by_side(qtbot, rings, 20)


def _segments(qtbot) -> QImage:
    control = SegmentedControl("x")
    control.set_choices([("a", "", "rows"), ("b", "", "board"), ("c", "", "chart")], "abc")
    control.set_current("b")
    return _side_by_side(qtbot, [control], 120)


def _skeleton(qtbot) -> QImage:
    skeleton = Skeleton()
    skeleton.show_rows(3, (36, 80, 0))
    skeleton.resize(300, 108)
    return _side_by_side(qtbot, [skeleton], 300)


SUBJECTS: dict[str, Callable[..., QImage]] = {
    "limits": _limits,
    "stages": _stages,
    "priorities": _priorities,
    "switches": _switches,
    "icons": _icons,
    "rings": _rings,
    "segments": _segments,
    "skeleton": _skeleton,
}


@pytest.fixture(params=theme.THEMES)
def look(request, qapp, dressed):
    theme.apply(qapp, request.param)
    yield request.param
    theme.apply(qapp, "light")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_it_looks_as_it_was_drawn(qtbot, look, subject):
    drawn = SUBJECTS[subject](qtbot)
    stored = PICTURES / look / f"{subject}.png"
    if os.environ.get("LOANCRM_PICTURES") == "write":
        stored.parent.mkdir(parents=True, exist_ok=True)
        assert drawn.save(str(stored))
    far_share, mean = difference(drawn, QImage(str(stored)))
    assert far_share <= MOST_FAR_SHARE, f"{far_share:.1%} of the pixels are of another colour"
    assert mean <= MOST_MEAN


def test_the_comparison_sees_another_state_and_another_theme(qtbot, qapp, dressed):
    light = _limits(qtbot)
    theme.apply(qapp, "dark")
    dark = _limits(qtbot)
    theme.apply(qapp, "light")
    assert difference(light, dark)[0] > MOST_FAR_SHARE
    other = _painted(
        QSize(84, 20), lambda p: marks.paint_limit(p, QRectF(4, 4, 11, 11), "breached")
    )
    assert difference(light, other)[0] > MOST_FAR_SHARE


def test_the_comparison_forgives_another_smoothing(qtbot, dressed):
    drawn = _stages(qtbot)
    softer = drawn.copy()
    for x in range(0, softer.width(), 3):
        for y in range(softer.height()):
            softer.setPixelColor(x, y, softer.pixelColor(x, y).darker(104))
    far_share, mean = difference(drawn, softer)
    assert far_share <= MOST_FAR_SHARE
    assert mean <= MOST_MEAN


def difference(one: QImage, other: QImage) -> tuple[float, float]:
    """Answer the share of pixels of another colour, and the mean distance of all."""
    if one.size() != other.size():
        return 1.0, 255.0
    far, whole = 0, 0
    for y in range(one.height()):
        for x in range(one.width()):
            here, there = one.pixelColor(x, y), other.pixelColor(x, y)
            apart = max(
                abs(here.red() - there.red()),
                abs(here.green() - there.green()),
                abs(here.blue() - there.blue()),
            )
            far += apart > FAR
            whole += apart
    count = one.width() * one.height()
    return far / count, whole / count


def _painted(size: QSize, paint: Callable[[QPainter], None]) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(theme.current().colour("surface"))
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def _side_by_side(qtbot, widgets: list, step: int) -> QImage:
    holder = QWidget()
    holder.setProperty("role", "page")
    qtbot.addWidget(holder)
    high = 0
    for place, widget in enumerate(widgets):
        widget.setParent(holder)
        if not widget.testAttribute(Qt.WidgetAttribute.WA_Resized):
            widget.resize(widget.sizeHint())
        widget.move(place * step + 2, 2)
        high = max(high, widget.height())
    holder.resize(len(widgets) * step + 4, high + 4)
    holder.setFocus()
    holder.show()
    return holder.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
