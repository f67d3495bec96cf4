"""The rule on the table: when, if, then; below it the trial, the log and where it is used."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.rules import saying
from loancrm_desktop.services.rules.saying import SaidRule
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.rules.if_card import IfCard
from loancrm_desktop.ui.rules.log_panel import LogPanel
from loancrm_desktop.ui.rules.message_choices import MessageChoices
from loancrm_desktop.ui.rules.rule_bar import RuleBar
from loancrm_desktop.ui.rules.rule_desk import RuleDesk
from loancrm_desktop.ui.rules.then_card import ThenCard
from loancrm_desktop.ui.rules.trial_panel import TrialPanel
from loancrm_desktop.ui.rules.uses_panel import UsesPanel
from loancrm_desktop.ui.rules.when_card import WhenCard
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import scrolled

_PAUSE_MS = 300
TRIAL, LOG, USES = range(3)


class RuleEditor(QWidget):
    """Edits the desk's rule; says it anew after each change.

    Signals:
        said: what can be said of it now (SaidRule).
    """

    said = Signal(object)

    def __init__(
        self, bridge: Bridge, words: OfficeWords, desk: RuleDesk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._desk = bridge, desk
        self._tried = ""
        self.bar = RuleBar(desk, words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        # From the outside in: what is moved with its insides is dressed once more.
        content = QWidget()
        layout.addWidget(scrolled(content), 1)
        inside = QVBoxLayout(content)
        inside.setContentsMargins(18, 14, 18, 14)
        inside.setSpacing(10)
        self.notice = Notice()
        self.when = WhenCard(desk, words)
        self.condition = IfCard(desk, bridge, words)
        self.letters = MessageChoices(bridge, self)
        self.then = ThenCard(desk, words, self.letters)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(tr("Trial, log and uses"))
        for title in (tr("Trial run"), tr("Run log"), tr("Where used")):
            self.tabs.addTab(title)
        self._stack = QStackedWidget()
        for part in (self.notice, self.when, self.condition, self.then, self.tabs, self._stack):
            inside.addWidget(part)
        inside.addStretch(1)
        self.trial = TrialPanel(bridge, words, desk)
        self.log = LogPanel(bridge, words)
        self.log.counted.connect(self._on_log_counted)
        self.uses = UsesPanel(words, desk)
        for part in (self.trial, self.log, self.uses):
            self._stack.addWidget(part)
        self.tabs.currentChanged.connect(self._on_tabs_current_changed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.ask)
        desk.changed.connect(self._pause.start)
        desk.loaded.connect(self._on_desk_loaded)

    def allow(self, *, may_edit: bool) -> None:
        """Let the rule be changed, or only be read."""
        for part in (self.when, self.condition, self.then, self.bar.name, self.bar.group):
            part.setEnabled(may_edit)
        self.bar.save.setVisible(may_edit)
        self.bar.copy.setVisible(may_edit)
        self.letters.load()

    def ask(self) -> None:
        """Ask what can be said of the rule as it stands."""
        if self._desk.body:
            self._bridge.ask(
                saying.say_rule,
                body=self._desk.body,
                language=current_language(),
                then=self._on_said,
                failed=self._on_failed,
                key="said",
            )

    def _on_said(self, said: SaidRule) -> None:
        self._desk.complain(said.problems)
        self.said.emit(said)
        key = self._desk.key
        if key != self._tried and not said.problems:
            self._tried = key
            self.trial.run()

    def _on_failed(self, problem: Problem) -> None:
        self.notice.say(str(problem), "danger")

    def _on_desk_loaded(self) -> None:
        if self._desk.key != self._tried:
            self._tried = ""
            self.notice.hide()
            self.log.show_rule(self._desk.key if self._desk.version else "")
        self._on_tabs_current_changed(self.tabs.currentIndex())

    def _on_log_counted(self, count: int) -> None:
        self.tabs.setTabText(LOG, tr("Run log {count}", count=count) if count else tr("Run log"))

    def _on_tabs_current_changed(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        if at == USES:
            self.uses.reload()
