"""A person at the door: round sign, name, role; the one chosen has a border and a tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from loancrm_desktop.terms import name_of
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.doors.known_people import KnownPerson
from loancrm_desktop.ui.widgets.marks import paint_avatar
from loancrm_desktop.ui.widgets.parts import clear_layout

_HEIGHT, _AVATAR, _MARGIN, _TICK = 58, 40, 12, 16


class PersonCard(QAbstractButton):
    """One person."""

    def __init__(self, person: KnownPerson, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.person = person
        self._role = name_of("role", person.role_key) if person.role_key else person.login
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setText(person.name or person.login)
        self.setAccessibleName(f"{self.text()}, {self._role}")

    def sizeHint(self) -> QSize:
        """Ask for two lines."""
        lines = QFontMetrics(theme.current().font("bodyStrong")).height()
        return QSize(320, max(_HEIGHT, 2 * lines + 18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card."""
        del event
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        line = "focusRing" if self.hasFocus() else "accent" if chosen else "border"
        painter.setPen(QPen(look.colour(line), 2 if chosen or self.hasFocus() else 1))
        painter.setBrush(look.colour("surfaceHover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        middle = self.height() / 2
        paint_avatar(painter, QRectF(_MARGIN, middle - _AVATAR / 2, _AVATAR, _AVATAR), self.text())
        left = _MARGIN * 2 + _AVATAR
        width = self.width() - left - _TICK - 2 * _MARGIN
        for font, role, text, below in (
            ("bodyStrong", "text", self.text(), False),
            ("caption", "textTertiary", self._role, True),
        ):
            painter.setFont(look.font(font))
            painter.setPen(look.colour(role))
            place = QRectF(left, middle + (1 if below else -22), width, 21)
            elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, elided)
        if chosen:
            tick = QRectF(self.width() - _MARGIN - _TICK, middle - _TICK / 2, _TICK, _TICK)
            look.icon("check", "accentText").paint(painter, tick.toRect())
        painter.end()


class PersonList(QWidget):
    """The persons of an office who signed in here before.

    Signals:
        chosen: a person (KnownPerson).
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.cards: list[PersonCard] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def show_people(self, people: Sequence[KnownPerson]) -> None:
        """Show other persons; nobody is chosen."""
        clear_layout(self._layout)
        self.cards = []
        self._group.deleteLater()
        self._group = QButtonGroup(self)
        for person in people:
            card = PersonCard(person)
            card.clicked.connect(self._on_card_clicked)
            self._group.addButton(card)
            self._layout.addWidget(card)
            self.cards.append(card)
        self.setVisible(bool(people))

    def choose(self, login: str) -> bool:
        """Choose a person by login; answers whether there is one."""
        self._group.setExclusive(False)
        for card in self.cards:
            card.setChecked(card.person.login == login)
        self._group.setExclusive(True)
        return any(card.isChecked() for card in self.cards)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move among the persons with the arrow keys."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        here = next((at for at, card in enumerate(self.cards) if card.hasFocus()), None)
        if step is None or here is None or not 0 <= here + step < len(self.cards):
            super().keyPressEvent(event)
            return
        self.cards[here + step].setFocus()
        self.cards[here + step].click()

    def _on_card_clicked(self) -> None:
        card = self.sender()
        if isinstance(card, PersonCard):
            self.chosen.emit(card.person)
