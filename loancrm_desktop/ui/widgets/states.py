"""What a page shows in place of its content: nothing yet, an error, or no right to see it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from loancrm_desktop import places
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.announcing import announce
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import button, clear_layout, label

_PICTURE = 40
_WIDEST = 460
_DETAILS_HEIGHT = 120
_STROKE = re.compile(r'stroke-width="[\d.]+"')
_THIN = 'stroke-width="0.8"'


class StateView(QWidget):
    """A picture, a title, one or two sentences and the ways on, in the middle of its place.

    Buttons are the page's own; the first should be of kind `primary`.

    Signals:
        retry_requested: the built-in button of an error was pressed.
    """

    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = _Picture()
        self._title = label(font="subtitle")
        self._title.setWordWrap(True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text = label(role="secondary", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setFixedHeight(_DETAILS_HEIGHT)
        self._details.setAccessibleName(tr("Technical details"))
        self._actions = QWidget()
        self._line = FlowLayout(self._actions, centred=True)
        self._buttons: tuple[QPushButton, ...] = ()
        middle = QVBoxLayout()
        middle.setSpacing(8)
        middle.addStretch(1)
        middle.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        for words in (self._title, self._text, self._details):
            words.setMaximumWidth(_WIDEST)
            middle.addLayout(_centred(words))
        middle.addSpacing(4)
        middle.addWidget(self._actions)
        middle.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 16)
        whole.addLayout(middle, 1)
        self._details.hide()

    @property
    def title(self) -> str:
        """The title shown."""
        return self._title.text()

    @property
    def text(self) -> str:
        """The sentence below the title."""
        return self._text.text()

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The ways on, from the left."""
        return self._buttons

    def show_empty(
        self, icon: str, title: str, text: str, actions: Sequence[QPushButton] = ()
    ) -> None:
        """Say that there is nothing here, and how to get something here fastest."""
        self._show(icon, title, text, actions)

    def show_error(
        self,
        title: str,
        text: str,
        actions: Sequence[QPushButton] = (),
        *,
        details: str = "",
        can_retry: bool = True,
    ) -> None:
        """Say what failed, what is still fine and what to do.

        Args:
            title: what failed.
            text: what is still fine and what to do.
            actions: more ways on.
            details: the technical part without personal data; shown and copied on request.
            can_retry: offer the built-in button that emits `retry_requested`.
        """
        ways: list[QPushButton] = []
        if can_retry:
            retry = button(tr("Try again"), kind="primary", icon="refresh")
            retry.clicked.connect(self.retry_requested)
            ways.append(retry)
        ways += actions
        if details:
            shown = button(tr("Show details"))
            shown.clicked.connect(self._on_details_clicked)
            copied = button(tr("Copy report"), kind="ghost", icon="copy")
            copied.clicked.connect(self._on_copy_clicked)
            ways += [shown, copied]
        self._show("alert", title, text, ways)
        self._details.setPlainText(details)
        announce(self, title, urgent=True)

    def show_no_right(self, title: str, text: str, actions: Sequence[QPushButton] = ()) -> None:
        """Say whose it is and how to ask for it."""
        self._show("lock", title, text, actions)

    def _show(self, icon: str, title: str, text: str, actions: Sequence[QPushButton]) -> None:
        clear_layout(self._line)
        self._details.hide()
        self._details.setPlainText("")
        self._picture.show_icon(icon)
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        for action in actions:
            self._line.addWidget(action)
        self._actions.setVisible(bool(actions))
        self._buttons = tuple(actions)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def _on_details_clicked(self) -> None:
        self._details.setVisible(self._details.isHidden())

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(
            f"{self.title}\n{self.text}\n{self._details.toPlainText()}"
        )


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._icon = ""
        self.setFixedSize(_PICTURE, _PICTURE)

    def show_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._icon:
            return
        # The icons are drawn for 16 pixels; so large their lines would look like bars.
        colour = theme.current().colour("textTertiary").name()
        drawn = _source(self._icon).replace("currentColor", colour)
        drawing = QSvgRenderer(QByteArray(_STROKE.sub(_THIN, drawn).encode()))
        painter = QPainter(self)
        drawing.render(painter, QRectF(0, 0, _PICTURE, _PICTURE))
        painter.end()


def _centred(words: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addStretch(1)
    line.addWidget(words, 100)
    line.addStretch(1)
    return line


@cache
def _source(icon: str) -> str:
    return (places.resources() / "icons" / f"{icon}.svg").read_text("utf-8")
