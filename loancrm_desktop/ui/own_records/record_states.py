"""What stands where the own records would: none yet, none found, none that fits."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from loancrm_desktop.services.record_types import TypeRow
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.records.list_states import ListStates


class RecordStates(ListStates):
    """Shows the own records of a type, or why there are none."""

    def __init__(
        self, bridge: Bridge, own: TypeRow, rows: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(bridge, rows, parent)
        self.kind = own.kind
        self._own = own

    def not_found(self, search: str) -> tuple[str, str]:
        """Say that words lead nowhere."""
        return tr("Nothing found"), tr("No record matches “{search}”.", search=search)

    def none_fits(self) -> str:
        """Say that nothing fits the conditions."""
        return tr("No record fits the conditions")

    def show_first_use(self) -> None:
        """Say how the first record comes in."""
        title = self._own.title(current_language())
        actions: list[QPushButton] = []
        if self._own.may_add:
            new = tr("New: {title}", title=title)
            actions.append(self.action(new, self.new_requested.emit, primary=True))
        text = tr("What is kept here stands on the customer's page too.")
        if "customer" not in self._own.links:
            text = tr("What is kept here belongs to the office, not to a customer.")
        none = tr("{title}: none yet", title=title)
        self.state.show_empty(self._own.icon, none, text, actions)
