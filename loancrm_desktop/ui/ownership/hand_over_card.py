"""The page that came with a customer, at the top of the customer's page until it is acknowledged."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.ownership.hand_over import HandOver
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.ownership import page_words
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.parts import button, clear_layout, label, row

_MOST_CONTACTS = 5
_TALL = 760
"""How high the window must be for the page to be unfolded at once."""


class HandOverCard(QFrame):
    """One page; it can be folded to its first line.

    Signals:
        acknowledged: the person has read it (number of the change of owner).
    """

    acknowledged = Signal(int)

    def __init__(self, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._words = words
        self._page: HandOver | None = None
        self.title = label(font="bodyStrong", wrap=True)
        self.fold = button(tr("Show the page"), kind="link", size="small")
        self.fold.clicked.connect(self._on_fold_clicked)
        self.read = button(tr("I have read it"), kind="primary", icon="check", size="small")
        self.read.clicked.connect(self._on_read_clicked)
        head = row(IconMark("swap", "infoText"), self.title, self.fold, self.read)
        head.setStretch(1, 1)
        self.body = QWidget()
        both = QHBoxLayout(self.body)
        both.setContentsMargins(24, 0, 0, 0)
        both.setSpacing(24)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for half in (self._left, self._right):
            half.setSpacing(2)
            both.addLayout(half, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 10)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.body)
        self.hide()

    @property
    def page(self) -> HandOver | None:
        """What is shown."""
        return self._page

    def show_page(self, page: HandOver | None, *, mine: bool) -> None:
        """Show a page that waits for its reader; any other is not shown here."""
        waits = page is not None and mine and page.acknowledged_at is None
        self.setVisible(waits)
        before, self._page = self._page, page
        if page is None or not waits:
            return
        giver = self._words.person_name(page.from_owner_id)
        at = display.time_relative(page.at, system_clock())
        if giver:
            said = tr("{name} handed this customer over to you {time}", name=giver, time=at)
        else:
            said = tr("This customer came to you {time}", time=at)
        self.title.setText(said)
        self._fill(page)
        if before is None or before.id != page.id:
            tall = self.window().height() >= _TALL * theme.current().text_scale
            self._unfold(shown=tall)

    def _fill(self, page: HandOver) -> None:
        clear_layout(self._left)
        clear_layout(self._right)
        contacts = page_words.contacts_of(page, system_clock())[:_MOST_CONTACTS]
        said = [f"{text}  ({when})" for text, when in contacts]
        papers = page_words.SEPARATOR.join(each.name for each in page.documents)
        left = (
            (tr("Why"), page.reason or ""),
            (tr("What is needed"), page_words.need_of(page, self._words)),
            (tr("What was promised"), page_words.promises_of(page)),
            (tr("Next step"), page_words.next_of(page)),
        )
        right = ((tr("Last contacts"), "\n".join(said)), (tr("Papers"), papers))
        for half, parts in ((self._left, left), (self._right, right)):
            for title, text in parts:
                if text:
                    half.addWidget(label(title, role="caption"))
                    shown = label(text, wrap=True)
                    shown.setAccessibleName(title)
                    half.addWidget(shown)
            half.addStretch(1)

    def _unfold(self, *, shown: bool) -> None:
        self.body.setVisible(shown)
        self.fold.setText(tr("Fold") if shown else tr("Show the page"))

    def _on_fold_clicked(self) -> None:
        self._unfold(shown=self.body.isHidden())

    def _on_read_clicked(self) -> None:
        if self._page is not None:
            self.read.setEnabled(False)
            self.acknowledged.emit(self._page.id)

    def release(self) -> None:
        """Let the page be acknowledged again, for it could not be."""
        self.read.setEnabled(True)
