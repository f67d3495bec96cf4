"""Shows masked values in full for those who may: asks the reason, has the look written down."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import sight_log
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.widgets.masked_field import MaskedValue


class Revealing(QObject):
    """Connects masked values of one record to the log of looks; one is shown at a time."""

    def __init__(
        self, bridge: Bridge, parent: QObject | None = None, kind: str = "customer"
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._bridge = bridge
        self._customer_id = 0
        self._values: dict[str, MaskedValue] = {}

    def attach(self, field: str, value: MaskedValue) -> None:
        """Answer the wishes of a masked value."""
        value.setProperty("field", field)
        value.asking.connect(self._on_value_asking)
        value.reveal_requested.connect(self._on_value_reveal_requested)
        self._values[field] = value

    def show_customer(self, customer_id: int) -> None:
        """Look at another customer, or another record of the kind."""
        self._customer_id = customer_id
        self.cover()

    def cover(self) -> None:
        """Mask everything again: another customer comes, or the office is locked."""
        for value in self._values.values():
            if value.is_revealed:
                value.cover()

    def _on_value_asking(self) -> None:
        field = str(self.sender().property("field"))
        self._bridge.ask(
            sight_log.looks_today, then=partial(self._on_looks, field), key=("looks", field)
        )

    def _on_looks(self, field: str, looks: sight_log.Looks) -> None:
        self._values[field].show_looks(looks.count, looks.limit)

    def _on_value_reveal_requested(self, reason: str) -> None:
        field = str(self.sender().property("field"))
        self._bridge.do(
            sight_log.reveal,
            kind=self._kind,
            record_id=self._customer_id,
            field=field,
            reason=reason,
            then=partial(self._on_revealed, field, self._customer_id),
            refused=partial(self._on_refused, field),
        )

    def _on_revealed(self, field: str, customer_id: int, revealed: sight_log.Revealed) -> None:
        value = self._values[field]
        if customer_id != self._customer_id or not value.isVisible():
            return  # one went on: to somebody else, or away from the page
        self.cover()
        value.show_looks(revealed.looked_today, revealed.limit)
        value.reveal(revealed.value)

    def _on_refused(self, field: str, problem: Problem) -> None:
        self._values[field].show_problem(str(problem))
