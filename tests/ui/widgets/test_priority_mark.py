"""Each priority has a shape of its own, and a name."""

from __future__ import annotations

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.priority_mark import PRIORITIES, PriorityMark, priority_name


def test_each_priority_is_named_in_its_tip(qtbot, dressed):
    names = set()
    for priority in PRIORITIES:
        mark = PriorityMark(priority)
        qtbot.addWidget(mark)
        assert mark.toolTip() == priority_name(priority)
        assert mark.toolTip() in mark.accessibleName()
        names.add(mark.toolTip())
    assert len(names) == len(PRIORITIES)


def test_without_colours_the_shapes_still_differ(qtbot, dressed):
    ground = theme.current().colour("border")
    shapes = set()
    for priority in PRIORITIES:
        mark = PriorityMark(priority)
        qtbot.addWidget(mark)
        mark.resize(mark.sizeHint())
        picture = mark.grab().toImage()
        empty = picture.pixelColor(0, 0)
        shapes.add(
            tuple(
                picture.pixelColor(x, y) not in (empty, ground)
                for x in range(picture.width())
                for y in range(picture.height())
            )
        )
    assert len(shapes) == len(PRIORITIES)
