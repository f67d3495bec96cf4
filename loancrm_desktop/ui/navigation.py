"""The left side of the main window: where to go, who is here, lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.marks import Avatar
from loancrm_desktop.ui.widgets.parts import column, icon_button, label, line, row


@dataclass(frozen=True, slots=True)
class Place:
    """A page one can go to: its key, its name, its icon."""

    key: str
    title: str
    icon: str


class NavigationButton(QPushButton):
    """One place, with a count at its right and a bar at its left while one is there."""

    def __init__(self, place: Place, keys: str) -> None:
        super().__init__(f"  {place.title}")
        self._icon_name = place.icon
        self._count = 0
        self.setProperty("kind", "nav")
        self.setCheckable(True)
        self.setObjectName(place.key)
        self.setToolTip(f"{place.title} ({keys})")
        self.setAccessibleName(place.title)
        self.toggled.connect(self._on_toggled)
        self._on_toggled()

    def show_count(self, count: int) -> None:
        """Show how many things wait there."""
        self._count = count
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bar and count over the button."""
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        if self.isChecked():
            painter.fillRect(0, 7, 3, self.height() - 14, look.colour("accent"))
        if self._count:
            painter.setFont(look.font("caption"))
            painter.setPen(look.colour("textTertiary"))
            text = str(self._count)
            width = painter.fontMetrics().horizontalAdvance(text)
            painter.drawText(
                self.width() - width - 10,
                (self.height() + painter.fontMetrics().ascent()) // 2,
                text,
            )
        painter.end()

    def _on_toggled(self) -> None:
        role = "navTextActive" if self.isChecked() else "navText"
        self.setIcon(theme.current().icon(self._icon_name, role))


class Navigation(QWidget):
    """The list of places.

    Signals:
        chosen: go to a place (key).
        lock_requested: lock the office.
        theme_requested: change between light and dark.
    """

    chosen = Signal(str)
    lock_requested = Signal()
    theme_requested = Signal()

    def __init__(self, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nav")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(theme.current().layout("navWidth"))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, NavigationButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 10, 8, 8)
        layout.setSpacing(1)
        for number, place in enumerate(places, 1):
            entry = NavigationButton(place, f"Ctrl+{number}")
            entry.clicked.connect(self._on_button_clicked)
            self._group.addButton(entry)
            self._buttons[place.key] = entry
            layout.addWidget(entry)
        layout.addStretch(1)
        layout.addWidget(line())
        self._avatar = Avatar("", 28)
        self._name = label()
        self._role = label(role="caption")
        dark = icon_button("moon", tr("Light or dark"))
        dark.clicked.connect(self.theme_requested)
        lock = icon_button("lock", tr("Lock (Ctrl+L)"))
        lock.clicked.connect(self.lock_requested)
        person = row(self._avatar, spacing=8, margins=(2, 6, 0, 0))
        person.addLayout(column(self._name, self._role, spacing=0), 1)
        person.addWidget(dark)
        person.addWidget(lock)
        layout.addLayout(person)

    def show_person(self, name: str, role: str) -> None:
        """Show who is here."""
        self._avatar.show_name(name)
        self._name.setText(name)
        self._role.setText(role)

    def show_place(self, key: str) -> None:
        """Mark where the person is."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def show_count(self, key: str, count: int) -> None:
        """Show how many things wait at a place."""
        self._buttons[key].show_count(count)

    def _on_button_clicked(self) -> None:
        self.chosen.emit(self.sender().objectName())
