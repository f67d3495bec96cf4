"""What the pointer carries from the palette to the canvas: a kind of node."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QWidget

from loancrm_desktop.ui.flows.flow_words import KINDS
from loancrm_desktop.ui.forms.carried import picture_of

MIME = "application/x-loancrm-flow-node"


def pack(kind: str) -> QMimeData:
    """Answer what a drag carries."""
    data = QMimeData()
    data.setData(MIME, kind.encode())
    return data


def unpack(data: QMimeData) -> str:
    """Read the kind a drag carries, empty for what is not ours."""
    if not data.hasFormat(MIME):
        return ""
    kind = bytes(data.data(MIME).data()).decode("utf-8", "replace")
    return kind if kind in KINDS else ""


def begin_drag(origin: QWidget, kind: str, icon: str, title: str) -> None:
    """Carry a kind until it is let go."""
    drag = QDrag(origin)
    drag.setMimeData(pack(kind))
    picture = picture_of(icon, title, origin.devicePixelRatioF())
    drag.setPixmap(picture)
    drag.setHotSpot(QPoint(20, picture.deviceIndependentSize().toSize().height() // 2))
    drag.exec(Qt.DropAction.CopyAction, Qt.DropAction.CopyAction)
