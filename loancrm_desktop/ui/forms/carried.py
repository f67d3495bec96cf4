"""What the pointer carries to the canvas: a control, a field, a section, or something placed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QDrag, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.records.form_body import Spot

MIME = "application/x-loancrm-form-part"
CONTROL, FIELD, REMOVED, PLACED, SECTION = "control", "field", "removed", "placed", "section"
START_AFTER = 6


@dataclass(frozen=True, slots=True)
class Carried:
    """What is carried.

    Attributes:
        what: a control of the library, a field not on the form, one removed before, something
            placed, or a section.
        key: of a control, field or section.
        spot: of something placed.
    """

    what: str
    key: str = ""
    spot: Spot | None = None


def pack(carried: Carried) -> QMimeData:
    """Answer what a drag carries."""
    data = QMimeData()
    data.setData(MIME, json.dumps(asdict(carried)).encode())
    return data


def unpack(data: QMimeData) -> Carried | None:
    """Read what a drag carries, None for what is not ours."""
    if not data.hasFormat(MIME):
        return None
    try:
        read: dict[str, Any] = json.loads(bytes(data.data(MIME).data()))
        spot = read.get("spot")
        return Carried(read["what"], read["key"], None if spot is None else Spot(**spot))
    except (ValueError, KeyError, TypeError):
        return None


def begin_drag(origin: QWidget, carried: Carried, icon: str, title: str) -> None:
    """Carry something until it is let go; the pointer holds its picture."""
    drag = QDrag(origin)
    drag.setMimeData(pack(carried))
    picture = picture_of(icon, title, origin.devicePixelRatioF())
    drag.setPixmap(picture)
    drag.setHotSpot(QPoint(20, picture.deviceIndependentSize().toSize().height() // 2))
    drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.DropAction.MoveAction)


def picture_of(icon: str, title: str, ratio: float) -> QPixmap:
    """Draw what the pointer holds: a small card with icon and title."""
    look = theme.current()
    size = QSize(160, look.size("control"))
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("accent"), 2))
    painter.setBrush(look.colour("surface"))
    painter.drawRoundedRect(QRectF(1, 1, size.width() - 2, size.height() - 2), 6, 6)
    side = look.icon_side
    top = (size.height() - side) // 2
    look.icon(icon, "accentText", side).paint(painter, 10, top, side, side)
    painter.setFont(look.font("bodyStrong"))
    painter.setPen(look.colour("text"))
    left = 18 + side
    words = painter.fontMetrics().elidedText(
        title, Qt.TextElideMode.ElideRight, size.width() - left - 8
    )
    painter.drawText(
        QRectF(left, 0, size.width() - left, size.height()), Qt.AlignmentFlag.AlignVCenter, words
    )
    painter.end()
    return picture
