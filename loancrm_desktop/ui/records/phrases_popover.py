"""Sentences the office often writes down, put into a follow-up with one press."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.widgets.popover import Popover

_WIDTH = 340
_ROW = 40


def phrases() -> tuple[str, ...]:
    """Answer the sentences every office starts with."""
    return (
        tr("No answer; will call again this afternoon."),
        tr("Bank statements promised; waiting for the photos."),
        tr("Asked about rate and fee; the offer will be sent by WeChat."),
        tr("Materials are complete; the visit to the bank is to be arranged."),
        tr("Needs to talk it over at home; will answer within the week."),
        tr("No need for now; ask again next month."),
    )


class PhrasesPopover(Popover):
    """Lists the phrases; arrow keys and Enter, or a click.

    Signals:
        chosen: a phrase was taken (its text).
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Phrases"), parent)
        self.list = _PhraseList()
        self.list.setAccessibleName(tr("Phrases"))
        self.list.setWordWrap(True)
        self.list.setSpacing(4)
        self.list.setFixedWidth(_WIDTH)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for phrase in phrases():
            self.list.addItem(phrase)
        self.list.setFixedHeight(_ROW * len(phrases()) + 4)
        self.list.setCurrentRow(0)
        self.list.itemClicked.connect(self._on_item_taken)
        self.list.itemActivated.connect(self._on_item_taken)
        self.body.addWidget(self.list)

    def _on_item_taken(self, item: QListWidgetItem) -> None:
        if self.isVisible():
            self.close()
            self.chosen.emit(item.text())


class _PhraseList(QListWidget):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem():
            self.itemActivated.emit(self.currentItem())
            return
        super().keyPressEvent(event)
