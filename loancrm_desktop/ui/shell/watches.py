"""What goes on beside the pages while an office is open: what time asks for, and what is new."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from loancrm_desktop.services import document_files
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.frame.places import TODAY
from loancrm_desktop.ui.messages.outbox_watch import OutboxWatch
from loancrm_desktop.ui.minute_clock import MinuteClock, limits_duty
from loancrm_desktop.ui.navigation import Navigation
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.ownership.return_watch import ReturnWatch
from loancrm_desktop.ui.rules.paper_watch import PaperWatch
from loancrm_desktop.ui.rules.rules_duty import rules_duty
from loancrm_desktop.ui.shell.approval_count import ApprovalCount
from loancrm_desktop.ui.shell.notice_bell import NoticeBell
from loancrm_desktop.ui.shell.page_shelf import PageShelf
from loancrm_desktop.ui.shell.seams import HasNews
from loancrm_desktop.ui.widgets.notices import ToastHost


class Watches(QObject):
    """Begins them all, and lets them rest before the office is closed.

    Signals:
        said: a sentence for the window to show, and the journal number that undoes it or 0.
    """

    said = Signal(str, int)

    def __init__(
        self,
        bridge: Bridge,
        words: OfficeWords,
        navigation: Navigation,
        toasts: ToastHost,
        pages: PageShelf,
    ) -> None:
        super().__init__(navigation)
        self._bridge, self._pages = bridge, pages
        self.returns = ReturnWatch(bridge, self)
        self.returns.said.connect(self.said)
        self.outbox = OutboxWatch(bridge, self)
        self.papers = PaperWatch(bridge, self)
        self.clock = MinuteClock(bridge, self)
        self.clock.said.connect(self.said)
        for duty in (limits_duty(), rules_duty()):
            self.clock.add(duty)
        self.approvals = ApprovalCount(bridge, navigation)
        self.bell = NoticeBell(bridge, words, navigation.bell, toasts)
        self.bell.read.connect(self._on_bell_read)
        navigation.bell_requested.connect(self.bell.open)

    def begin(self) -> None:
        """Go on from now."""
        self.returns.begin()
        self.outbox.begin()
        self.papers.begin()
        # What a kill between a file and its row left behind goes after a day.
        bridge = self._bridge
        bridge.outside(document_files.sweep, office=bridge.office, actor=bridge.actor)
        self.clock.begin()
        self.approvals.count()
        self.bell.begin()

    def rest(self) -> None:
        """Ask nothing more."""
        for each in (self.returns, self.outbox, self.papers, self.clock, self.bell):
            each.rest()

    def _on_bell_read(self) -> None:
        page = self._pages.built(TODAY)
        if isinstance(page, HasNews):
            page.reload_news()
