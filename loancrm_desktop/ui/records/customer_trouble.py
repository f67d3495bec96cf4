"""What stands in place of a customer's page: grey shapes while it comes, or why it does not."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from loancrm_desktop.errors import Invalid, Problem, Refused
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.parts import button
from loancrm_desktop.ui.widgets.skeleton import LateSkeleton
from loancrm_desktop.ui.widgets.states import StateView


class CustomerTrouble(QStackedWidget):
    """Waiting, an error, no right, or nobody there.

    Signals:
        retry_requested: the customer is to be read again.
        back_requested: back to where the person came from.
    """

    retry_requested = Signal()
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._skeleton = LateSkeleton()
        self._skeleton.show_rows(0, (40, 180, 0, 220), row_height=52)
        self.state = StateView()
        self.state.retry_requested.connect(self.retry_requested)
        self.addWidget(self._skeleton)
        self.addWidget(self.state)

    def wait(self) -> None:
        """Show that the customer is on its way."""
        self.setCurrentWidget(self._skeleton)
        self._skeleton.start()

    def stop(self) -> None:
        """The customer is there."""
        self._skeleton.stop()

    def show_problem(self, problem: Problem) -> None:
        """Say why there is no page."""
        self._skeleton.stop()
        self.setCurrentWidget(self.state)
        back = button(tr("Go back"), icon="arrow-left")
        back.clicked.connect(self.back_requested)
        if isinstance(problem, Refused) and problem.forbidden:
            self.state.show_no_right(tr("This customer is not yours"), str(problem), [back])
        elif isinstance(problem, Invalid):
            self.state.show_empty("users", tr("This customer is gone"), str(problem), [back])
        else:
            self.state.show_error(tr("The customer could not be read"), str(problem), [back])
