"""Where an import begins: drop a file, choose one, or paste cells copied in a spreadsheet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.keycap import KeyCap
from loancrm_desktop.ui.widgets.parts import button, column, label, row

WIDTH = 620
_RADIUS = 8


class DropArea(QFrame):
    """A place to drop a file on; it lights up while a file hangs above it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lit = False

    @property
    def lit(self) -> bool:
        """Whether something that can be dropped hangs above it."""
        return self._lit

    def light(self, *, on: bool) -> None:
        """Show whether something hangs above it."""
        self._lit = on
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed border."""
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.colour("dropTarget" if self._lit else "surfaceAlt"))
        border = look.colour("dropTargetBorder" if self._lit else "borderStrong")
        painter.setPen(QPen(border, 2 if self._lit else 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
        painter.end()


class ImportStartPanel(QWidget):
    """Asks for a file.

    Signals:
        choose_requested: a file is to be chosen.
        paste_requested: the cells on the clipboard are to be taken.
    """

    choose_requested = Signal()
    paste_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.area = DropArea()
        self.choose = button(tr("Choose a file …"), kind="primary", icon="upload")
        self.choose.clicked.connect(self.choose_requested)
        self.paste = button(tr("Paste cells"), icon="copy")
        self.paste.clicked.connect(self.paste_requested)
        picture = QLabel()
        picture.setPixmap(theme.current().icon("table", "accentText", 40).pixmap(40, 40))
        told = label(
            tr("Excel, WPS, CSV or an address book of a phone; up to 500,000 rows."),
            role="secondary",
            wrap=True,
        )
        told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        title = label(tr("Drop an old list here"), font="subtitle")
        inner = column(margins=(32, 36, 32, 36), spacing=12)
        for part in (picture, title):
            inner.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(told)
        inner.addSpacing(4)
        inner.addLayout(row(None, self.choose, self.paste, KeyCap("Ctrl+V"), None))
        self.area.setLayout(inner)
        self._said = label(role="secondary")
        self._said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        facts = column(
            *(
                label(text, role="caption", wrap=True)
                for text in (
                    tr("Headings and columns are found by themselves; you look them over."),
                    tr("Customers the office knows already are shown, none is doubled."),
                    tr("Nothing is written before you have seen the counts, and the whole import "
                       "can be taken back."),
                )
            ),
            spacing=4,
        )  # fmt: skip
        middle = QWidget()
        middle.setMaximumWidth(WIDTH)
        inside = column(self.area, self._said, spacing=14)
        inside.addLayout(facts)
        middle.setLayout(inside)
        self._inside = inside
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        line = row(None, middle, None)
        line.setStretchFactor(middle, 4)
        layout.addLayout(line)
        layout.addStretch(2)

    def add_below(self, widget: QWidget) -> None:
        """Put something below the facts."""
        self._inside.addSpacing(10)
        self._inside.addWidget(widget)

    def say(self, text: str) -> None:
        """Say what is going on below the area."""
        self._said.setText(text)

    @property
    def said(self) -> str:
        """What is going on."""
        return self._said.text()
