"""The pages built so far; one that does not build, or may not be seen, gets a stand-in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.frame import places
from loancrm_desktop.ui.shell.page_frames import StandIn, broken_page, no_right_page
from loancrm_desktop.ui.shell.page_history import Visit
from loancrm_desktop.ui.shell.page_makers import Surroundings, Ways, make_page
from loancrm_desktop.ui.shell.seams import HasState, KeepsDrafts
from loancrm_desktop.ui.widgets.late_paint import LatePaint


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a workspace looked like, for one that takes its place.

    Attributes:
        visit: the page shown.
        states: per page what it said of itself.
        form: the customer whose form was open, 0 for a new one, None for no form.
        windows: the customers that had their own window.
    """

    visit: Visit
    states: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    form: int | None = None
    windows: tuple[int, ...] = ()


def stop_timers(page: QWidget) -> None:
    """Let nothing in a page ask anything later; its office is about to be closed."""
    for timer in page.findChildren(QTimer):
        timer.stop()


class PageShelf(QStackedWidget):
    """Builds a page when it is first wanted and keeps it.

    Signals:
        mended: a page that did not build is to be shown again (its key).
    """

    mended = Signal(str)

    def __init__(self, around: Surroundings, ways: Ways, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._ways = ways
        self._built: dict[str, QWidget] = {}
        self._states: dict[str, dict[str, Any]] = {}

    def page(self, key: str) -> QWidget:
        """Answer a place's page, built on first use."""
        found = self._built.get(key)
        if found is None:
            found = self._built[key] = self._made(key)
            self.addWidget(found)
            state = self._states.pop(key, None)
            if state is not None and isinstance(found, HasState):
                found.restore(state)
        return found

    def bring(self, page: QWidget) -> None:
        """Show a page; one that is new is painted a turn later than it is built."""
        is_new = not page.testAttribute(Qt.WidgetAttribute.WA_WState_Created)
        self.setCurrentWidget(page)
        if is_new:
            LatePaint(page).hold()

    def built(self, key: str) -> QWidget | None:
        """Answer a page if it is there already."""
        return self._built.get(key)

    def states(self) -> dict[str, dict[str, Any]]:
        """Answer what the pages say of themselves."""
        shown = {
            key: page.state() for key, page in self._built.items() if isinstance(page, HasState)
        }
        return {**self._states, **shown}

    def take_states(self, states: dict[str, dict[str, Any]]) -> None:
        """Give the pages these states when they are built."""
        self._states = dict(states)

    def keep_drafts(self) -> None:
        """Send everything unsaved to the draft store."""
        for number in range(self.count()):
            page = self.widget(number)
            if isinstance(page, KeepsDrafts):
                page.about_to_lock()

    def drop(self, page: QWidget) -> None:
        """Let a page go."""
        self.removeWidget(page)
        page.deleteLater()

    def _made(self, key: str) -> QWidget:
        place = places.place_named(key)
        rights = self._around.bridge.actor.rights
        if place is not None and place.act and not rights.allows(place.act):
            return no_right_page(place)
        try:
            return make_page(key, self._around, self._ways, self)
        except Exception as fault:  # noqa: BLE001 - one broken page must not take the others along
            self._around.bridge.crashed.emit(fault)
            page = broken_page(key, tr("Customer") if place is None else place.title, fault)
            page.retry_requested.connect(self._on_retry_requested)
            return page

    def _on_retry_requested(self, key: str) -> None:
        broken = self._built.pop(key, None)
        if isinstance(broken, StandIn):
            self.drop(broken)
            self.mended.emit(key)
