"""Spares what is out of sight a change of the theme; it is dressed when it is next shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

_POLISHED = Qt.WidgetAttribute.WA_WState_Polished
_OWN_STYLE = Qt.WidgetAttribute.WA_SetStyle


class LateDress(QObject):
    """Takes hidden parts of shown windows out of a change of style, and makes up for it later.

    Qt dresses every widget there is when a style sheet changes, which takes a quarter of a second
    with all pages built. It leaves alone what says that it has a style of its own.

    Runs: GUI thread.
    """

    def set_aside(self, application: QApplication) -> None:
        """Leave what is hidden out of the change of style that follows."""
        for widget in application.allWidgets():
            if widget.isVisible() or widget.isWindow() or not widget.window().isVisible():
                continue
            around = widget.parentWidget()
            if around is not None and around.isVisible():
                widget.installEventFilter(self)
            if widget.testAttribute(_POLISHED) and not widget.testAttribute(_OWN_STYLE):
                widget.setAttribute(_POLISHED, on=False)
                widget.setAttribute(_OWN_STYLE, on=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Dress what is shown again."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            watched.removeEventFilter(self)
            dress(watched)
        return False


def dress(shown: QWidget) -> None:
    """Dress a widget and what is in it, as far as it was set aside."""
    for widget in _set_aside_in(shown):
        style = widget.style()
        widget.setAttribute(_OWN_STYLE, on=False)
        style.unpolish(widget)  # what the sheet before had set goes
        style.polish(widget)
        widget.setAttribute(_POLISHED)
        QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))


def is_set_aside(widget: QWidget) -> bool:
    """Tell whether a widget still waits for its dress."""
    return widget.testAttribute(_OWN_STYLE) and not widget.testAttribute(_POLISHED)


def _set_aside_in(shown: QWidget) -> list[QWidget]:
    return [each for each in (shown, *shown.findChildren(QWidget)) if is_set_aside(each)]
