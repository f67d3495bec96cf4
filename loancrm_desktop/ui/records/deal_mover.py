"""Sends a deal to another stage; asks for what the way needs, and sends it again with that."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from loancrm_desktop.errors import Invalid, Need, Problem, Refused
from loancrm_desktop.services import deals
from loancrm_desktop.services.deals import DealCard
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.form_sections import Section
from loancrm_desktop.ui.records.form_view import FormView
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, frame, grow, label, row

WIDTH = 420
REASON = "reason"
_MARGIN = 8


class DealMover(QObject):
    """Moves deals for a page.

    Signals:
        moved: a deal was moved (DealMoved).
        returned: a deal stays where it was (DealCard, Problem or None when the person let it be);
            not yet while the form that asks is open.
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


class MissingFieldsDialog(QDialog):
    """Asks for just the fields a move needs.

    Signals:
        filled: the person goes on with these values (dict by field).
    """

    filled = Signal(dict)

    def __init__(self, refusal: Refused, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Before the deal moves on"))
        self.setMinimumWidth(WIDTH)
        specs = tuple(_spec_of(need, words) for need in refusal.needs)
        self.form = FormView([Section("", specs)], words, columns=1)
        self.notice = Notice()
        cancel = button(tr("Leave it there"), kind="ghost")
        cancel.clicked.connect(self.reject)
        self._go = button(tr("Move on"), kind="primary", icon="arrow-right")
        self._go.clicked.connect(self._on_go_clicked)
        self._go.setDefault(True)
        footer = frame("footer")
        footer.setLayout(row(None, cancel, self._go, margins=(20, 10, 20, 10)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 0)
        layout.setSpacing(12)
        inner = QVBoxLayout()
        inner.setContentsMargins(20, 0, 20, 0)
        inner.setSpacing(12)
        inner.addWidget(label(str(refusal), wrap=True))
        inner.addWidget(self.notice)
        inner.addWidget(self.form)
        layout.addLayout(inner)
        layout.addWidget(footer)
        if self.form.keys:
            self.form.editor(self.form.keys[0]).setFocus()

    def show_problem(self, problem: Problem) -> None:
        """Show what still stands in the way."""
        self._go.setEnabled(True)
        if isinstance(problem, Invalid):
            self.form.show_problems(problem.problems)
        self.notice.say(str(problem))
        QTimer.singleShot(0, self._grow)

    def _grow(self) -> None:
        grow(self)

    def _on_go_clicked(self) -> None:
        self.notice.hide()
        self._go.setEnabled(False)
        self.filled.emit(self.form.values())


def _spec_of(need: Need, words: OfficeWords) -> FieldSpec:
    found = words.fields("deal").get(need.field)
    if found is not None:
        return found
    return FieldSpec(
        key=need.field,
        type=FieldType.LONG_TEXT,
        label_zh=need.label.read("zh"),
        label_en=need.label.read("en"),
        required=True,
    )
