"""Where something let go over the canvas lands; plain geometry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

from loancrm_desktop.ui.records.form_body import MOST_IN_ROW, NEW_ROW, Spot

_EDGE = 12


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A row on the canvas: the places of what stands in it."""

    items: tuple[QRect, ...]

    @property
    def whole(self) -> QRect:
        """The place of the row."""
        found = QRect()
        for each in self.items:
            found = found.united(each)
        return found


@dataclass(frozen=True, slots=True)
class SectionPlace:
    """A section on the canvas."""

    tab: int
    section: int
    place: QRect
    rows: tuple[RowPlace, ...]


@dataclass(frozen=True, slots=True)
class Landing:
    """Where something lands, and the insertion line that says so.

    Attributes:
        line: a thin rectangle, lying for a new row, upright within a row.
    """

    spot: Spot
    line: QRect


def landing_at(point: QPoint, sections: Sequence[SectionPlace]) -> Landing | None:
    """Answer where something let go at a point lands."""
    here = nearest_section(point, sections)
    if here is None:
        return None
    for at, row in enumerate(here.rows):
        whole = row.whole
        if whole.top() + _EDGE <= point.y() <= whole.bottom() - _EDGE:
            if len(row.items) < MOST_IN_ROW:
                return _in_row(point, here, at, row)
            above = point.y() < whole.center().y()
            return _between(here, at if above else at + 1)
        if point.y() < whole.top() + _EDGE:
            return _between(here, at)
    return _between(here, len(here.rows))


def nearest_section(point: QPoint, sections: Sequence[SectionPlace]) -> SectionPlace | None:
    """Answer the section at a height, the nearest one between two."""
    return min(sections, key=lambda each: _distance(point.y(), each.place), default=None)


def _distance(y: int, place: QRect) -> int:
    return max(place.top() - y, y - place.bottom(), 0)


def _in_row(point: QPoint, here: SectionPlace, at: int, row: RowPlace) -> Landing:
    before = sum(point.x() > item.center().x() for item in row.items)
    whole = row.whole
    if before == 0:
        x = row.items[0].left() - 5
    elif before == len(row.items):
        x = row.items[-1].right() + 5
    else:
        x = (row.items[before - 1].right() + row.items[before].left()) // 2
    line = QRect(x, whole.top(), 2, whole.height())
    return Landing(Spot(here.tab, here.section, at, before), line)


def _between(here: SectionPlace, at: int) -> Landing:
    if not here.rows:
        y = here.place.bottom() - 8
    elif at == 0:
        y = here.rows[0].whole.top() - 5
    elif at >= len(here.rows):
        y = here.rows[-1].whole.bottom() + 5
    else:
        y = (here.rows[at - 1].whole.bottom() + here.rows[at].whole.top()) // 2
    line = QRect(here.place.left(), y, here.place.width(), 2)
    return Landing(Spot(here.tab, here.section, at, NEW_ROW), line)
