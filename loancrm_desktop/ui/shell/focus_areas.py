"""F6 and Shift+F6: the focus goes from one area of the window to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget


def next_area(areas: Sequence[QWidget], step: int) -> QWidget | None:
    """Answer the widget to focus when the focus goes on by `step` areas; None where none takes it.

    Args:
        areas: the areas in order; those not shown or without anything to focus are passed over.
        step: 1 for the next, -1 for the one before.
    """
    shown = [area for area in areas if area.isVisible()]
    focus = QApplication.focusWidget()
    inside = [
        number
        for number, area in enumerate(shown)
        if focus is not None and (area is focus or area.isAncestorOf(focus))
    ]
    start = inside[-1] if inside else (-1 if step > 0 else len(shown))
    for distance in range(1, len(shown) + 1):
        found = _first_in(shown[(start + step * distance) % len(shown)])
        if found is not None:
            return found
    return None


def focus_page(page: QWidget) -> None:
    """Put the focus into a page that has just come: on its list, or else on what Tab finds first.

    A page that knows better has a focus proxy, or has taken the focus already.
    """
    focus = QApplication.focusWidget()
    if focus is not None and page.isAncestorOf(focus):
        return
    wanted = page.focusProxy()
    if wanted is None:
        lists = [view for view in page.findChildren(QAbstractItemView) if _takes_focus(view)]
        wanted = lists[0] if lists else _first_in(page)
    if wanted is not None:
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)


def _first_in(area: QWidget) -> QWidget | None:
    """Answer what takes the focus in an area: the area itself or the first child by Tab."""
    if _takes_focus(area):
        return area
    each = area.nextInFocusChain()
    while each is not None and each is not area:
        if area.isAncestorOf(each) and _takes_focus(each):
            return each
        each = each.nextInFocusChain()
    return None


def _takes_focus(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    by_tab = bool(policy.value & Qt.FocusPolicy.TabFocus.value)
    return by_tab and widget.isVisible() and widget.isEnabled()
