"""How the person here is told: which kinds aloud, when not, the summary of the day, autostart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import notice_wishes
from loancrm_desktop.services.notice_wishes import NoticeWishes
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.frame import autostart
from loancrm_desktop.ui.panel_parts import SettingsPanel
from loancrm_desktop.ui.widgets.clock_edit import ClockEdit
from loancrm_desktop.ui.widgets.parts import button, column, frame, label, row
from loancrm_desktop.ui.widgets.relay import relay
from loancrm_desktop.ui.widgets.switch import Switch

_USUAL = {"quiet_from": "21:00", "quiet_to": "08:00", "summary_at": "09:00"}


class NoticesPanel(SettingsPanel):
    """Shows and changes the wishes; each change is kept at once."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Notices"),
            tr("How you are told, at every computer. What is silent still stands below the bell."),
            parent,
        )
        self._bridge = bridge
        self.wishes = NoticeWishes()
        self.kinds: dict[str, Switch] = {}
        self.times: dict[str, ClockEdit] = {}
        for kind, (title, text) in _kinds().items():
            self.kinds[kind] = switch = Switch(title)
            switch.clicked.connect(self._on_kinds_clicked)
            self._add(title, text, switch)
        self._build_rest()
        self._build_hours()
        self._build_summary()
        self._build_start()
        self.body.addStretch(1)
        self.lay_out()

    def _add(self, title: str, text: str, *controls: QWidget) -> None:
        card = frame("card")
        inner = column(spacing=6, margins=(16, 12, 16, 12))
        words = label(title, font="bodyStrong", wrap=True)
        top = row(words, *controls, spacing=12)
        top.setStretchFactor(words, 1)
        inner.addLayout(top)
        inner.addWidget(label(text, role="secondary", wrap=True))
        card.setLayout(inner)
        self.body.addWidget(card)

    def _build_rest(self) -> None:
        self.rest = button(tr("For an hour"), size="small")
        self.rest_today = button(tr("Until tomorrow 9:00"), size="small")
        self.rest_ends = button(tr("Be told again"), kind="ghost", size="small")
        self.rest.clicked.connect(self.rest_an_hour)
        self.rest_today.clicked.connect(self.rest_till_tomorrow)
        self.rest_ends.clicked.connect(self.rest_no_more)
        self.rest_state = label(role="secondary", wrap=True)
        self._add(
            tr("Do not disturb now"),
            tr("Nothing is said aloud meanwhile; it is said afterwards."),
            self.rest,
            self.rest_today,
            self.rest_ends,
        )
        self.body.addWidget(self.rest_state)

    def _build_hours(self) -> None:
        title = tr("Do not disturb at these hours")
        self.hours = Switch(title)
        self.hours.clicked.connect(self._on_hours_clicked)
        begins = self._time("quiet_from", tr("Quiet from"))
        ends = self._time("quiet_to", tr("Quiet until"))
        text = tr("Every day, by the office's clock.")
        self._add(title, text, begins, ends, self.hours)

    def _build_summary(self) -> None:
        title = tr("Summary of the day")
        self.summary = Switch(title)
        self.summary.clicked.connect(self._on_summary_clicked)
        text = tr("Once a day: what is overdue, due, and over its time limit.")
        self._add(title, text, self._time("summary_at", tr("Time of the summary")), self.summary)

    def _build_start(self) -> None:
        title = tr("Start with the computer")
        self.start = Switch(title)
        self.start.setChecked(autostart.is_on())
        self.start.clicked.connect(self._on_start_clicked)
        text = tr("The program opens when you sign in, and asks for the password as always.")
        self._add(title, text, self.start)

    def _time(self, part: str, name: str) -> ClockEdit:
        edit = ClockEdit(name, _USUAL[part])
        edit.editingFinished.connect(relay(edit, self._on_time_edited, part))
        self.times[part] = edit
        return edit

    def showEvent(self, event: QShowEvent) -> None:
        """Look again each time the panel is looked at."""
        super().showEvent(event)
        self.reload()

    def reload(self) -> None:
        """Read the wishes."""
        self._bridge.ask(
            notice_wishes.wishes, then=self._show, failed=self._on_failed, key="wishes"
        )

    def _show(self, wished: NoticeWishes) -> None:
        self.wishes = wished
        for kind, switch in self.kinds.items():
            switch.setChecked(kind not in wished.silent)
        for part, edit in self.times.items():
            edit.show_clock(getattr(wished, part) or _USUAL[part])
        self.hours.setChecked(bool(wished.quiet_from))
        self.summary.setChecked(bool(wished.summary_at))
        for part, is_on in (
            ("quiet_from", bool(wished.quiet_from)),
            ("quiet_to", bool(wished.quiet_from)),
            ("summary_at", bool(wished.summary_at)),
        ):
            self.times[part].setEnabled(is_on)
        until = wished.rest_until
        is_resting = until is not None and until > self._now()
        self.rest_ends.setVisible(is_resting)
        self.rest_state.setVisible(is_resting)
        if until is not None:
            moment = display.time_exact(until)
            self.rest_state.setText(tr("Nothing is said aloud until {moment}.", moment=moment))

    def _wish(self, **changed: Any) -> None:
        self.wishes = replace(self.wishes, **changed)
        self.notice.hide()
        values = {name: getattr(self.wishes, name) for name in NoticeWishes.__slots__}
        self._bridge.do(notice_wishes.wish, **values, then=self._show, refused=self._on_failed)

    def _on_failed(self, problem: Problem) -> None:
        self.notice.say(str(problem))

    def _on_kinds_clicked(self) -> None:
        self._wish(silent=tuple(key for key, each in self.kinds.items() if not each.isChecked()))

    def rest_an_hour(self) -> None:
        """Be told nothing for an hour."""
        self._wish(rest_until=self._now() + timedelta(hours=1))

    def rest_till_tomorrow(self) -> None:
        """Be told nothing until tomorrow morning, by the office's clock."""
        here = self._now().astimezone(display.OFFICE_ZONE)
        morning = here.replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
        self._wish(rest_until=morning.astimezone(UTC))

    def rest_no_more(self) -> None:
        """Be told again from now on."""
        self._wish(rest_until=None)

    def _now(self) -> datetime:
        return self._bridge.office.clock()

    def _on_hours_clicked(self) -> None:
        is_on = self.hours.isChecked()
        self._wish(**{part: self._at(part) if is_on else "" for part in ("quiet_from", "quiet_to")})

    def _on_summary_clicked(self) -> None:
        self._wish(summary_at=self._at("summary_at") if self.summary.isChecked() else "")

    def _on_time_edited(self, part: str) -> None:
        if getattr(self.wishes, part) not in ("", self._at(part)):
            self._wish(**{part: self._at(part)})

    def _at(self, part: str) -> str:
        return self.times[part].clock()

    def _on_start_clicked(self) -> None:
        try:
            autostart.switch(on=self.start.isChecked())
        except Problem as problem:
            self.notice.say(str(problem))
        self.start.setChecked(autostart.is_on())


def _kinds() -> Mapping[str, tuple[str, str]]:
    return {
        "rule": (tr("Reminders of rules"), tr("What the automation rules tell you.")),
        "limit": (tr("Time limits"), tr("Deals whose time limit is near or has passed.")),
        "summary": (tr("Say the summary of the day aloud"), tr("Silent, it waits below the bell.")),
    }
