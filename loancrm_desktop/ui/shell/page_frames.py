"""What stands in the place of a page that cannot be shown: no right, or it did not build."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop.terms import term
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.frame.places import Place
from loancrm_desktop.ui.widgets.parts import PageHeader
from loancrm_desktop.ui.widgets.states import StateView


class StandIn(QWidget):
    """A page's header with a state below it.

    Signals:
        retry_requested: build the page again (its key).
    """

    retry_requested = Signal(str)

    def __init__(self, key: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._key = key
        self.state_view = StateView()
        self.state_view.retry_requested.connect(self._on_retry_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(PageHeader(title))
        layout.addWidget(self.state_view, 1)

    def _on_retry_requested(self) -> None:
        self.retry_requested.emit(self._key)


def no_right_page(place: Place) -> StandIn:
    """Make the page of a place this person may not use."""
    page = StandIn(place.key, place.title)
    page.state_view.show_no_right(
        tr("This is not among your rights"),
        tr(
            "To use it one needs the right to “{act}”. The owner gives rights in Settings, People.",
            act=str(term(f"act.{place.act}")),
        ),
    )
    return page


def broken_page(key: str, title: str, fault: Exception) -> StandIn:
    """Make the page that is shown where one did not build."""
    page = StandIn(key, title)
    page.state_view.show_error(
        tr("This page could not be shown"),
        tr("The program made a mistake here. Your data is safe, and the other pages go on."),
        details=type(fault).__name__,
    )
    return page
