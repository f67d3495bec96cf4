"""Sends a card to another stage; asks for what the way needs in a small form at that place."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.errors import Problem, Refused
from loancrm_desktop.services import deals
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.deal_mover import REASON, MissingFieldsDialog

_MARGIN = 8


class CardMover(QObject):
    """Moves deals for the board; while its form is open the card stays where it was dropped.

    Signals:
        moved: a deal was moved (DealMoved).
        returned: a deal goes back (DealCard, Problem or None when the person let it be).
    """

    moved = Signal(object)
    returned = Signal(object, object)

    def __init__(self, bridge: Bridge, words: OfficeWords, window: QWidget) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._words = words
        self._window = window
        self._place: QPoint | None = None
        self.asking: MissingFieldsDialog | None = None
        self._asked: tuple[DealCard, str] | None = None

    def move(self, card: DealCard, to_stage: str, place: QPoint | None = None) -> None:
        """Send a deal to a stage.

        Args:
            card: the deal as it was before.
            to_stage: the stage's key.
            place: where on the screen a form is to open, when one is needed.
        """
        self._place = place
        self._send(card, to_stage, None, None)

    def _send(
        self, card: DealCard, to_stage: str, reason: str | None, values: dict[str, Any] | None
    ) -> None:
        self._bridge.do(
            deals.move,
            deal_id=card.id,
            to_stage=to_stage,
            expected_revision=card.revision,
            reason=reason,
            values=values,
            then=self._on_moved,
            refused=partial(self._on_refused, card, to_stage),
        )

    def _on_moved(self, moved: deals.DealMoved) -> None:
        asked = self._asked
        if self.asking is not None and asked is not None and asked[0].id == moved.id:
            dialog, self.asking, self._asked = self.asking, None, None
            dialog.accept()
        self.moved.emit(moved)

    def _on_refused(self, card: DealCard, to_stage: str, problem: Problem) -> None:
        if self.asking is not None and self._asked is not None and self._asked[0].id == card.id:
            self.asking.show_problem(problem)
        elif self.asking is None and isinstance(problem, Refused) and problem.needs:
            self._ask(card, to_stage, problem)
        else:
            self.returned.emit(card, problem)

    def _ask(self, card: DealCard, to_stage: str, problem: Refused) -> None:
        dialog = MissingFieldsDialog(problem, self._words, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filled.connect(self._on_dialog_filled)
        dialog.rejected.connect(self._on_dialog_rejected)
        self._asked = (card, to_stage)
        self.asking = dialog
        if self._place is not None:
            dialog.adjustSize()
            dialog.move(self._fitting(dialog, self._place))
        dialog.open()

    def _fitting(self, dialog: QWidget, place: QPoint) -> QPoint:
        """Answer a place near the one given where the form lies wholly in the window."""
        window = self._window.window()
        room = QRect(window.mapToGlobal(QPoint(0, 0)), window.size())
        room.adjust(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        left = max(room.left(), min(place.x(), room.right() - dialog.width()))
        top = max(room.top(), min(place.y(), room.bottom() - dialog.height()))
        return QPoint(left, top)

    def _on_dialog_filled(self, values: dict[str, Any]) -> None:
        if self._asked is not None:
            reason = values.pop(REASON, None)
            self._send(*self._asked, reason, values or None)

    def _on_dialog_rejected(self) -> None:
        self.asking = None
        asked, self._asked = self._asked, None
        if asked is not None:
            self.returned.emit(asked[0], None)
