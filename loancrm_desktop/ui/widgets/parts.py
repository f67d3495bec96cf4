"""Buttons, labels, lines and headers in the shapes the style sheet knows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.icon_mark import drawn_side

_ICON_ROLES = {
    "primary": "textOnAccent",
    "destroy": "textInverse",
    "danger": "dangerText",
    "link": "accentText",
    "ghost": "textSecondary",
}


def button(
    text: str, *, kind: str = "", icon: str = "", size: str = "", tip: str = ""
) -> QPushButton:
    """Make a button; `kind` is primary, ghost, link, danger, destroy, chip, segment or nav."""
    made = QPushButton(f" {text}" if icon and text else text)
    if kind:
        made.setProperty("kind", kind)
    if size:
        made.setProperty("look", size)
    if icon:
        role = _ICON_ROLES.get(kind, "text")
        made.setIcon(theme.current().icon(icon, role, drawn_side(16)))
        made.setIconSize(QSize(drawn_side(16), drawn_side(16)))
    if tip:
        made.setToolTip(tip)
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def set_caption(pressed: QPushButton, text: str) -> None:
    """Write another text on a button, at the usual distance from its icon."""
    pressed.setText(text if pressed.icon().isNull() else f" {text}")


def icon_button(icon: str, name: str, *, role: str = "textSecondary") -> QToolButton:
    """Make a button that shows only an icon; `name` is its tip and its accessible name."""
    made = QToolButton()
    made.setIcon(theme.current().icon(icon, role, drawn_side(16)))
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setIconSize(QSize(drawn_side(16), drawn_side(16)))
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def label(text: str = "", *, role: str = "", font: str = "", wrap: bool = False) -> ScaledLabel:
    """Make a label; `role` names its colour, `font` its place in the type scale."""
    return ScaledLabel(text, role=role, font=font, wrap=wrap)


class ScaledLabel(QLabel):
    """A label that keeps its place in the type scale when the theme or the scale changes."""

    def __init__(self, text: str, *, role: str = "", font: str = "", wrap: bool = False) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._is_badge = role == "badge"
        self._style_name = font or ("caption" if role in ("caption", "badge") else "")
        if role:
            self.setProperty("role", role)
        self.setWordWrap(wrap)
        self._take_measure()

    def changeEvent(self, event: QEvent) -> None:
        """Take the theme's measures again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._take_measure()

    def set_font(self, style: str) -> None:
        """Give it another place in the type scale."""
        self._style_name = style
        self._take_measure()

    def _take_measure(self) -> None:
        look = theme.current()
        if self._style_name and self.font() != look.font(self._style_name):
            self.setFont(look.font(self._style_name))
        if self._is_badge:
            self.setFixedHeight(look.size("badge"))


def set_state(widget: QWidget, state: str) -> None:
    """Give a widget a state (`error`, `warning`, …) the style sheet paints."""
    if widget.property("state") == state:
        return
    widget.setProperty("state", state)
    restyle(widget)


def restyle(widget: QWidget) -> None:
    """Paint a widget anew after a property the style sheet looks at has changed."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it is polished with all its properties before it is first shown
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def set_role(shown: QLabel, role: str) -> None:
    """Give a label another colour role."""
    if shown.property("role") != role:
        shown.setProperty("role", role)
        restyle(shown)


def line(*, vertical: bool = False) -> QFrame:
    """Make a thin dividing line."""
    made = QFrame()
    made.setProperty("role", "vline" if vertical else "line")
    return made


def frame(role: str) -> QFrame:
    """Make a frame the style sheet paints by its role: card, header, toolbar, footer, …."""
    made = QFrame()
    made.setProperty("role", role)
    return made


def row(
    *widgets: QWidget | None, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """Lay widgets side by side; None is the stretch between them."""
    layout = QHBoxLayout()
    _fill(layout, widgets, spacing, margins)
    return layout


def column(
    *widgets: QWidget | None, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """Lay widgets below each other; None is the stretch between them."""
    layout = QVBoxLayout()
    _fill(layout, widgets, spacing, margins)
    return layout


def _fill(
    layout: QHBoxLayout | QVBoxLayout,
    widgets: Sequence[QWidget | None],
    spacing: int,
    margins: tuple[int, int, int, int],
) -> None:
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget)


def scrolled(content: QWidget) -> QScrollArea:
    """Put a widget into a scroll area that is as wide as its place."""
    content.setProperty("role", "scrolled")
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    return area


def grow(dialog: QWidget) -> None:
    """Make a window as high as what it shows; it does not grow by itself."""
    layout = dialog.layout()
    if layout is not None:
        layout.activate()
        needed = max(layout.totalMinimumSize().height(), layout.totalHeightForWidth(dialog.width()))
        dialog.resize(dialog.width(), max(dialog.height(), needed))


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        inner = item.layout() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)


class PageHeader(QFrame):
    """The top of every page: title, one line of status, at most three actions."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "header")
        self.setMinimumHeight(theme.current().layout("pageHeader"))
        self._title = label(title, font="title")
        self._status = ElidedLabel(role="caption", font="caption")
        self._row = row(self._title, self._status, margins=(16, 8, 16, 8))
        self._row.setStretchFactor(self._status, 1)
        self._row.setSpacing(10)
        self.setLayout(self._row)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)

    def set_status(self, status: str) -> None:
        """Say one line of status beside the title."""
        self._status.setText(status)

    def add_before(self, widget: QWidget) -> None:
        """Put a widget left of the title."""
        self._row.insertWidget(0, widget)

    def add_action(self, widget: QWidget) -> None:
        """Put an action at the right; the last one is the primary."""
        self._row.addWidget(widget)


class Tile(QFrame):
    """A large number with its words below, as in the counts of an import."""

    def __init__(self, words: str, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "tile")
        self._number = label("—", role=role, font="headline")
        self._words = label(words, role="caption")
        self.setLayout(column(self._number, self._words, spacing=0, margins=(16, 10, 16, 10)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_number(self, number: str) -> None:
        """Show a number."""
        self._number.setText(number)
        self.setAccessibleName(f"{number} {self._words.text()}")

    @property
    def number(self) -> str:
        """The number as shown."""
        return self._number.text()
