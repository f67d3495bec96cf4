"""The office in figures, and the two questions one may ask it: is all well, is the history whole."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import checking, journal, office_facts
from loancrm_desktop.services.checking import CheckReport
from loancrm_desktop.services.journal import Verdict
from loancrm_desktop.services.office_facts import OfficeInfo
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.panel_parts import SettingsPanel
from loancrm_desktop.ui.settings.office_facts_form import OfficeFactsForm
from loancrm_desktop.ui.settings.opened_keys import OpenedKeys
from loancrm_desktop.ui.widgets.parts import Tile, button, frame, label, row, set_state

TICK_MS = 1_000
GROUP_LETTERS = 8


class OfficePanel(SettingsPanel):
    """What the office is and whether it is well."""

    def __init__(self, bridge: Bridge, keys: OpenedKeys, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Office"), tr("Where it lies, what is in it, and whether it is well."), parent
        )
        self._bridge = bridge
        self._keys = keys
        self._seconds = 0
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._on_tick_timeout)
        self._build_tiles()
        self.told = OfficeFactsForm(bridge)
        self.told.said.connect(self.notice.say)
        self.body.addWidget(self.told)
        self._build_facts()
        self._build_checks()
        self.body.addStretch(1)
        self.lay_out()

    def _build_tiles(self) -> None:
        self.tiles = {
            "customers": Tile(tr("Customers")),
            "deals": Tile(tr("Deals")),
            "follow_ups": Tile(tr("Follow-ups")),
            "tasks": Tile(tr("Tasks")),
            "documents": Tile(tr("Documents")),
            "users": Tile(tr("People")),
        }
        set_state(self.tiles["users"], "last")
        card = frame("card")
        card.setLayout(row(*self.tiles.values(), spacing=0, margins=(1, 1, 1, 1)))
        self.body.addWidget(card)

    def _build_facts(self) -> None:
        titles = {
            "name": tr("Name"),
            "mode": tr("Kind"),
            "folder": tr("Folder"),
            "size": tr("Size without backups"),
            "backup": tr("Newest backup"),
            "schema": tr("Version of the data"),
            "head": tr("Fingerprint of the history"),
        }
        self.facts: dict[str, QLabel] = {}
        card = frame("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(9)
        grid.setColumnStretch(1, 1)
        for line, (key, title) in enumerate(titles.items()):
            value = label("—", wrap=True)
            value.setAccessibleName(title)
            value.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            named = label(title, role="secondary")
            grid.addWidget(named, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, 1)
            self.facts[key] = value
        self.body.addWidget(card)

    def _build_checks(self) -> None:
        self.check = button(tr("Check the office now"), icon="shield-check")
        self.check.clicked.connect(self.check_now)
        self.verify = button(tr("Verify the history chain"), icon="link")
        self.verify.clicked.connect(self.verify_now)
        actions: QHBoxLayout = row(self.check, self.verify, None)
        self.problems = QPlainTextEdit()
        self.problems.setReadOnly(True)
        self.problems.setAccessibleName(tr("What the check found"))
        self.problems.setTabChangesFocus(True)
        self.problems.setMinimumHeight(160)
        self.problems.hide()
        self.body.addLayout(actions)
        self.body.addWidget(self.problems)

    def reload(self) -> None:
        """Read the figures and facts."""
        self.told.reload()
        self._bridge.ask(
            office_facts.info, then=self._on_facts, failed=self._on_problem, key="facts"
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Read again each time the panel is looked at."""
        super().showEvent(event)
        self.reload()

    def check_now(self) -> None:
        """Check the whole office without changing anything."""
        self._begin()
        self._seconds = 0
        self._on_tick_timeout()
        self._tick.start()
        opened = self._keys.opened
        self._bridge.outside(
            checking.check,
            office=opened.office,
            actor=opened.actor,
            then=self._on_checked,
            failed=self._on_failed,
            key="check",
        )

    def verify_now(self) -> None:
        """Recompute the chain of the history."""
        self._begin()
        self.notice.say(tr("Reading the whole history …"), "info")
        self._bridge.ask(
            journal.verify, then=self._on_verified, failed=self._on_failed, key="verify"
        )

    def _begin(self) -> None:
        self.problems.hide()
        self.check.setEnabled(False)
        self.verify.setEnabled(False)

    def _end(self) -> None:
        self._tick.stop()
        self.check.setEnabled(True)
        self.verify.setEnabled(True)

    def _on_tick_timeout(self) -> None:
        self.notice.say(
            tr("Checking pages, links, history, search words and files … {seconds} s",
               seconds=self._seconds),
            "info",
        )  # fmt: skip
        self._seconds += TICK_MS // 1_000

    def _on_checked(self, report: CheckReport) -> None:
        self._end()
        if report.ok:
            self.notice.say(
                tr("All is well: pages, links, history, search words and files fit together."),
                "success",
            )
            return
        self.problems.setPlainText("\n".join(report.problems))
        self.problems.show()
        self.notice.say(
            tr("{count} problems were found, listed below. Nothing was changed.",
               count=len(report.problems))
        )  # fmt: skip

    def _on_verified(self, verdict: Verdict) -> None:
        self._end()
        if verdict.intact:
            text = tr("The history is whole: {count} entries, none altered.", count=verdict.events)
            self.notice.say(text, "success")
            return
        self.notice.say(
            tr("The history was altered: entry {seq} does not fit the one before.",
               seq=verdict.first_bad)
        )  # fmt: skip

    def _on_failed(self, problem: Problem) -> None:
        self._end()
        self.notice.say(str(problem))

    def _on_problem(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _on_facts(self, facts: OfficeInfo) -> None:
        for key, tile in self.tiles.items():
            tile.show_number(f"{facts.counts.get(key, 0):,}")
        head = facts.audit_head
        groups = [head[at : at + GROUP_LETTERS] for at in range(0, len(head), GROUP_LETTERS)]
        said = {
            "name": facts.name,
            "mode": _mode_words(facts.mode),
            "folder": str(self._keys.opened.office.place.folder),
            "size": display.file_size(facts.size_bytes),
            "backup": _backup_words(facts.last_backup),
            "schema": tr("step {number}, folder format {format}", number=facts.schema,
                         format=facts.format),
            "head": " ".join(groups),
        }  # fmt: skip
        for key, text in said.items():
            self.facts[key].setText(text)


def _mode_words(mode: str) -> str:
    if mode == "shared":
        return tr("Shared: several computers work in one folder")
    return tr("Local: one computer works in it")


def _backup_words(written: str | None) -> str:
    if written is None:
        return tr("None yet")
    return display.time_exact(datetime.fromisoformat(written))
