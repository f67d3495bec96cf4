"""The left side of the main window: search, where to go, who is here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.frame.navigation_parts import (
    BellButton,
    NavigationButton,
    PersonButton,
    SearchButton,
    with_keys,
)
from loancrm_desktop.ui.frame.places import Place
from loancrm_desktop.ui.widgets.parts import icon_button, label, line, scrolled

_PAD = 8


class Navigation(QWidget):
    """The list of places.

    Signals:
        chosen: go to a place (key).
        search_requested: open the command palette.
        settings_requested: go to the settings.
        lock_requested: lock the office.
        fold_requested: fold the navigation, or unfold it.
        person_requested: offer what concerns the person here (the button pressed).
        bell_requested: show the notices.
    """

    chosen = Signal(str)
    search_requested = Signal()
    settings_requested = Signal()
    lock_requested = Signal()
    fold_requested = Signal()
    person_requested = Signal(QWidget)
    bell_requested = Signal()

    def __init__(self, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nav")
        self.setAccessibleName(tr("Navigation"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._folded = False
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, NavigationButton] = {}
        self._own: list[str] = []
        self._first_group_end = 0
        self._headings: list[tuple[QLabel, QWidget]] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 8, 8, 8)
        self._layout.setSpacing(1)
        self.search = SearchButton("Ctrl+K")
        self.search.clicked.connect(self.search_requested)
        self._layout.addWidget(self.search)
        self._layout.addSpacing(6)
        inner = QWidget()
        self._places = QVBoxLayout(inner)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._places.setSpacing(1)
        self._add_places([place for place in places if place.listed])
        self._places.addStretch(1)
        self._area = _scrolled(inner)
        self._layout.addWidget(self._area, 1)
        self._fold = NavigationButton(Place("fold", "", "sidebar"), "Ctrl+B")
        self._fold.setCheckable(False)
        self._fold.clicked.connect(self.fold_requested)
        self._layout.addWidget(self._fold)
        self._layout.addWidget(line())
        self._add_person()
        self.set_folded(folded=False)

    def _add_places(self, places: Sequence[Place]) -> None:
        group = ""
        for number, place in enumerate(places, 1):
            if not place.group:
                self._first_group_end = self._places.count() + 1
            if place.group != group:
                group = place.group
                self._add_heading(group)
            entry = NavigationButton(place, f"Ctrl+{number}")
            entry.clicked.connect(self._on_button_clicked)
            self._group.addButton(entry)
            self._buttons[place.key] = entry
            self._places.addWidget(entry)

    def show_own(self, places: Sequence[Place]) -> None:
        """List the places of the office's own record types below those of the first group."""
        for key in self._own:
            entry = self._buttons.pop(key)
            self._group.removeButton(entry)
            self._places.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self._own = [place.key for place in places]
        at = self._first_group_end
        for offset, place in enumerate(places):
            entry = NavigationButton(place, "")
            entry.clicked.connect(self._on_button_clicked)
            entry.set_folded(self._folded)
            self._group.addButton(entry)
            self._buttons[place.key] = entry
            self._places.insertWidget(at + offset, entry)

    def _add_heading(self, group: str) -> None:
        heading = label(group, role="caption")
        heading.setContentsMargins(_PAD, 10, _PAD, 2)
        divider = QWidget()
        inner = QVBoxLayout(divider)
        inner.setContentsMargins(_PAD, 8, _PAD, 8)
        inner.addWidget(line())
        self._places.addWidget(heading)
        self._places.addWidget(divider)
        self._headings.append((heading, divider))

    def _add_person(self) -> None:
        self.person = PersonButton()
        self.person.clicked.connect(self._on_person_clicked)
        self.bell = BellButton()
        self.bell.clicked.connect(self.bell_requested)
        settings = icon_button("sliders", with_keys(tr("Settings"), "Ctrl+,"))
        settings.clicked.connect(self.settings_requested)
        lock = icon_button("lock", with_keys(tr("Lock"), "Ctrl+L"))
        lock.clicked.connect(self.lock_requested)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setSpacing(2)
        self._foot.setContentsMargins(0, 6, 0, 0)
        self._foot.addWidget(self.person, 1)
        self._foot.addWidget(self.bell)
        self._foot.addWidget(settings)
        self._foot.addWidget(lock)
        self._layout.addLayout(self._foot)

    @property
    def folded(self) -> bool:
        """Whether only icons are shown."""
        return self._folded

    def set_folded(self, *, folded: bool) -> None:
        """Show only icons, or everything."""
        self._folded = folded
        look = theme.current()
        self.setFixedWidth(look.layout("navWidthCollapsed" if folded else "navWidth"))
        for entry in (*self._buttons.values(), self.search, self.person, self._fold):
            entry.set_folded(folded)
        for heading, divider in self._headings:
            heading.setVisible(not folded)
            divider.setVisible(folded)
        self._fold.rename(
            tr("Unfold the navigation") if folded else tr("Fold the navigation"), "sidebar"
        )
        sideways = QBoxLayout.Direction.LeftToRight
        self._foot.setDirection(QBoxLayout.Direction.TopToBottom if folded else sideways)
        centre = Qt.AlignmentFlag.AlignHCenter if folded else Qt.AlignmentFlag(0)
        for place in range(1, self._foot.count()):
            item = self._foot.itemAt(place)
            if item is not None:
                item.setAlignment(centre)

    def show_person(self, name: str, role: str) -> None:
        """Show who is here."""
        self.person.show_person(name, role)

    def show_place(self, key: str) -> None:
        """Mark where the person is; a place that is not listed marks none."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)
            self._area.ensureWidgetVisible(self._buttons[key], 0, 8)
            return
        self._group.setExclusive(False)
        for entry in self._buttons.values():
            entry.setChecked(False)
        self._group.setExclusive(True)

    def show_count(self, key: str, count: int) -> None:
        """Show how many things wait at a place."""
        if key in self._buttons:
            self._buttons[key].show_count(count)

    def _on_button_clicked(self) -> None:
        self.chosen.emit(self.sender().objectName())

    def _on_person_clicked(self) -> None:
        self.person_requested.emit(self.person)


def _scrolled(inner: QWidget) -> QScrollArea:
    """Let the places be scrolled where the window is too low for all of them."""
    area = scrolled(inner)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    inner.setAutoFillBackground(False)
    area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
