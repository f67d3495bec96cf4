"""On Today: pages that came with customers and wait to be read, and customers about to return."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.ownership import hand_over, returning
from loancrm_desktop.services.ownership.hand_over import Waiting
from loancrm_desktop.services.ownership.returning import ReturningRow
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.ownership import page_words
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.parts import button, clear_layout, label, row
from loancrm_desktop.ui.widgets.relay import relay

SHOWN = 2
_TABLES = ("owner_change", "customer", "follow_up")


class WaitingStrip(QFrame):
    """One line for each; it is there only while something waits.

    Signals:
        customer_opened: open this customer (id).
    """

    customer_opened = Signal(int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "toolbar")
        self.setAccessibleName(tr("Hand-over pages and customers about to return"))
        self._bridge, self._words = bridge, words
        self._pages: tuple[Waiting, ...] = ()
        self._returning: tuple[ReturningRow, ...] = ()
        self._all = False
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(16, 6, 16, 6)
        self._lines.setSpacing(4)
        self.hide()
        bridge.changed.connect(self._on_bridge_changed)

    @property
    def pages(self) -> tuple[Waiting, ...]:
        """The pages that wait."""
        return self._pages

    @property
    def returning(self) -> tuple[ReturningRow, ...]:
        """The customers that are about to return."""
        return self._returning

    def reload(self) -> None:
        """Read what waits."""
        ask = self._bridge.ask
        ask(hand_over.waiting, then=self._on_waiting, failed=self._on_unread, key="waiting")
        ask(returning.returning, then=self._on_returning, failed=self._on_unread, key="soon")

    def _on_waiting(self, pages: tuple[Waiting, ...]) -> None:
        self._pages = pages
        self._show()

    def _on_returning(self, rows: tuple[ReturningRow, ...]) -> None:
        self._returning = rows
        self._show()

    def _on_unread(self, problem: Problem) -> None:
        """The queue says what is wrong; this strip is a help beside it."""
        del problem

    def _show(self) -> None:
        clear_layout(self._lines)
        most = len(self._pages) + len(self._returning) if self._all else SHOWN
        for page in self._pages[:most]:
            self._add_page(page)
        for each in self._returning[:most]:
            self._add_returning(each)
        rest = max(0, len(self._pages) - most) + max(0, len(self._returning) - most)
        if rest:
            more = button(tr("{count} more", count=rest), kind="link", size="small")
            more.clicked.connect(self._on_more_clicked)
            self._lines.addLayout(row(more, None))
        self.setVisible(bool(self._pages or self._returning))

    def _add_page(self, page: Waiting) -> None:
        giver = self._words.person_name(page.from_owner_id)
        when = display.time_relative(page.at, system_clock())
        if giver:
            said = tr(
                "{giver} handed {name} over to you, {time}",
                giver=giver,
                name=page.customer_name,
                time=when,
            )
        else:
            cause = name_of("owner_cause", page.cause)
            said = tr("{name} came to you ({cause}), {time}", name=page.customer_name,
                      cause=cause, time=when)  # fmt: skip
        self._add("swap", "infoText", said, tr("Read the page"), page.customer_id)

    def _add_returning(self, each: ReturningRow) -> None:
        said = tr(
            "{name}: {countdown}", name=each.name, countdown=page_words.countdown_of(each.days_left)
        )
        self._add("hourglass", "warningText", said, tr("Open"), each.customer_id)

    def _add(self, icon: str, role: str, said: str, verb: str, customer_id: int) -> None:
        opened = button(verb, kind="link", size="small")
        opened.setObjectName(f"customer {customer_id}")
        opened.setAccessibleName(f"{verb}: {said}")
        opened.clicked.connect(relay(opened, self._open, customer_id))
        words = ElidedLabel(said)
        words.setToolTip(said)
        line = row(IconMark(icon, role), words, label(""), opened)
        line.setStretch(1, 1)
        self._lines.addLayout(line)

    def _open(self, customer_id: int) -> None:
        self.customer_opened.emit(customer_id)

    def _on_more_clicked(self) -> None:
        self._all = True
        self._show()

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        parent = self.parentWidget()
        if changes.touches(*_TABLES) and parent is not None and parent.isVisible():
            self.reload()
