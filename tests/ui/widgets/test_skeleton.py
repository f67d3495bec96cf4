"""Grey rows stand where content will be, but not for a blink."""

from __future__ import annotations

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.skeleton import LateSkeleton, Skeleton


def inked(widget) -> int:
    picture = widget.grab().toImage()
    grey = theme.current().colour("skeleton")
    return sum(
        picture.pixelColor(x, y) == grey
        for x in range(0, picture.width(), 4)
        for y in range(0, picture.height(), 4)
    )


def test_rows_have_the_height_of_table_rows(qtbot, dressed):
    skeleton = Skeleton()
    qtbot.addWidget(skeleton)
    skeleton.show_rows(5, [36, 80, 0])
    assert skeleton.sizeHint().height() == 5 * theme.current().size("row")
    skeleton.resize(400, skeleton.sizeHint().height())
    assert inked(skeleton) > 50


def test_more_rows_paint_more(qtbot, dressed):
    one, many = Skeleton(), Skeleton()
    for skeleton, count in ((one, 1), (many, 6)):
        qtbot.addWidget(skeleton)
        skeleton.show_rows(count, 3)
        skeleton.resize(400, 300)
    assert inked(many) > 3 * inked(one)


def test_a_short_wait_shows_nothing(qtbot, dressed):
    late = LateSkeleton(after_ms=10_000)
    qtbot.addWidget(late)
    late.show_rows(4, 3)
    late.resize(400, 200)
    late.start()
    assert late.isVisible()
    assert late.waiting
    assert inked(late) == 0
    late.stop()
    assert not late.isVisible()
    assert not late.waiting


def test_a_longer_wait_shows_the_rows(qtbot, dressed):
    late = LateSkeleton(after_ms=20)
    qtbot.addWidget(late)
    late.show_rows(4, 3)
    late.resize(400, 200)
    late.start()
    qtbot.waitUntil(lambda: inked(late) > 0)


def test_a_page_that_is_shut_leaves_no_timer(qtbot, dressed):
    late = LateSkeleton(after_ms=10_000)
    qtbot.addWidget(late)
    late.start()
    late.hide()
    assert not late._timer.isActive()
