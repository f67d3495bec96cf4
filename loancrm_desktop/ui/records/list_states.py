"""What stands where the rows would: nothing yet, nothing found, an error, no right, still reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from loancrm_desktop.errors import Problem, Refused
from loancrm_desktop.services import conditions
from loancrm_desktop.services.conditions import PartCount
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.records.list_wish import ListWish
from loancrm_desktop.ui.widgets.parts import button
from loancrm_desktop.ui.widgets.skeleton import LATE_MS, Skeleton
from loancrm_desktop.ui.widgets.states import StateView

_ROWS, _STATE, _WAIT = range(3)
_SKELETON = (36, 120, 120, 110, 90, 100, 0)


class ListStates(QStackedWidget):
    """Shows the rows, or why there are none.

    Signals:
        retry_requested: read the list again.
        import_requested: bring customers from a file.
        new_requested: add the first customer.
        where_wanted: the condition is to be this (dict or None).
        clear_wanted: condition and search are to go.
    """

    retry_requested = Signal()
    import_requested = Signal()
    new_requested = Signal()
    where_wanted = Signal(object)
    clear_wanted = Signal()

    kind = "customer"

    def __init__(self, bridge: Bridge, rows: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._rest: dict[str, Any] | None = None
        self._part: PartCount | None = None
        self.state = StateView()
        self.state.retry_requested.connect(self.retry_requested)
        self._skeleton = Skeleton()
        self._skeleton.show_rows(0, _SKELETON)
        for page in (rows, self.state, self._skeleton):
            self.addWidget(page)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self._late.timeout.connect(self._on_late_timeout)

    @property
    def shows_rows(self) -> bool:
        """Whether the rows are in sight."""
        return self.currentIndex() == _ROWS

    def wait(self) -> None:
        """Show grey shapes if the answer takes longer than a blink."""
        self._late.start()

    def show_rows(self) -> None:
        """Show the rows."""
        self._late.stop()
        self.setCurrentIndex(_ROWS)

    def show_problem(self, problem: Problem) -> None:
        """Say why there is no list."""
        self._late.stop()
        self.setCurrentIndex(_STATE)
        if isinstance(problem, Refused) and problem.forbidden:
            self.state.show_no_right(tr("You do not see this list"), str(problem))
            return
        self.state.show_error(tr("The list could not be read"), str(problem))

    def show_empty(self, wish: ListWish) -> None:
        """Say that there is nobody, and the fastest way to somebody."""
        self._late.stop()
        self.setCurrentIndex(_STATE)
        if wish.trash and not wish.filtering:
            text = tr("What is put into the trash waits here and can be taken out again.")
            self.state.show_empty("trash", tr("The trash is empty"), text)
        elif not wish.filtering:
            self.show_first_use()
        elif wish.where is None or wish.trash:
            clear = self.action(tr("Clear the search"), self._on_clear_clicked, primary=True)
            title, text = self.not_found(wish.search)
            self.state.show_empty("search", title, text, [clear])
        else:
            self._show_filtered("", wish)
            self._bridge.ask(
                conditions.blocking,
                kind=self.kind,
                where=wish.where,
                then=self._on_blocking,
                failed=self._on_unknown,
                key="blocking",
            )

    def not_found(self, search: str) -> tuple[str, str]:
        """Say that words lead nowhere: the title and what stands below it."""
        return tr("No customer found"), tr("Nobody matches “{search}”.", search=search)

    def none_fits(self) -> str:
        """Say that nothing fits the conditions."""
        return tr("No customer fits the conditions")

    def show_first_use(self) -> None:
        """Say how the first customer comes in."""
        actions = [
            self.action(tr("Import from Excel"), self.import_requested.emit, primary=True),
            self.action(tr("New customer"), self.new_requested.emit),
        ]
        text = tr("Importing an Excel list is fastest; ten minutes and it is in use.")
        self.state.show_empty("users", tr("No customers yet"), text, actions)

    def _show_filtered(self, text: str, wish: ListWish | None = None) -> None:
        actions = [self.action(tr("Clear the conditions"), self._on_clear_clicked)]
        if text:
            drop = self.action(tr("Drop this condition"), self._on_drop_clicked, primary=True)
            actions.insert(0, drop)
        elif wish is not None and wish.search:
            text = tr("The search for “{search}” leaves out the rest.", search=wish.search)
        self.state.show_empty("filter", self.none_fits(), text, actions)

    def action(self, text: str, run: Callable[[], object], *, primary: bool = False) -> Any:
        """Make a button of a state."""
        made = button(text, kind="primary" if primary else "")
        made.clicked.connect(run)
        return made

    def _on_blocking(self, parts: tuple[PartCount, ...]) -> None:
        self._part = next((part for part in parts if part.count), None)
        if self._part is None:
            return
        self._rest = self._part.rest
        self._bridge.ask(
            conditions.word,
            kind=self.kind,
            where=self._part.part,
            language=current_language(),
            then=self._on_word,
            failed=self._on_unknown,
            key="word",
        )

    def _on_word(self, sentence: str) -> None:
        if self._part is None or self.currentIndex() != _STATE:
            return
        count = f"{self._part.count:,}"
        text = tr("Without “{condition}” there are {count}.", condition=sentence, count=count)
        self._show_filtered(text)

    def _on_unknown(self, problem: Problem) -> None:
        """Which condition stands in the way is a courtesy; the page says the rest."""
        del problem

    def _on_drop_clicked(self) -> None:
        self.where_wanted.emit(self._rest)

    def _on_clear_clicked(self) -> None:
        self.clear_wanted.emit()

    def _on_late_timeout(self) -> None:
        self.setCurrentIndex(_WAIT)
