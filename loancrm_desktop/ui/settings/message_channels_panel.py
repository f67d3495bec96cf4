"""Settings of messages: the ways out of the office, a test of each, and what holds for all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.messages import channels, limits, writing
from loancrm_desktop.services.messages.channels import ChannelRow
from loancrm_desktop.services.messages.limits import MOST_A_DAY, MessageLimits
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.panel_parts import SettingsPanel
from loancrm_desktop.ui.settings import message_words
from loancrm_desktop.ui.settings.message_channel_dialog import ChannelDialog
from loancrm_desktop.ui.widgets.calm_spin import CalmSpin
from loancrm_desktop.ui.widgets.confirm_dialog import ConfirmDialog, Question
from loancrm_desktop.ui.widgets.field import Field
from loancrm_desktop.ui.widgets.parts import button, clear_layout, column, frame, label, line, row
from loancrm_desktop.ui.widgets.relay import relay

_TIME_WIDTH = 90


class MessageChannelsPanel(SettingsPanel):
    """The channels, each with what it lacks; secrets are kept and never shown."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Message channels"),
            tr(
                "How messages leave the office. Without any channel they wait in the outbox, to be "
                "sent by hand. Passwords and secrets are kept encrypted and never shown again."
            ),
            parent,
        )
        self._bridge = bridge
        self._kinds = message_words.kinds()
        self.rows: tuple[ChannelRow, ...] = ()
        self.dialog: ChannelDialog | None = None
        self.question: ConfirmDialog | None = None
        self._removed = ""
        self.add = button(tr("Add a channel …"), kind="primary", icon="plus")
        self.add.clicked.connect(self.add_channel)
        self._list = column(spacing=8)
        self.a_day = CalmSpin(tr("Messages a day at most"), (1, MOST_A_DAY))
        self.quiet_from, self.quiet_to = QLineEdit(), QLineEdit()
        for edit in (self.quiet_from, self.quiet_to):
            edit.setFixedWidth(_TIME_WIDTH)
        self.keep = button(tr("Save the limits"), icon="check")
        self.keep.clicked.connect(self.save_limits)
        self.body.addLayout(self._list)
        self.body.addLayout(row(self.add, None))
        self.body.addWidget(line())
        self.body.addWidget(label(tr("What holds for every customer"), font="bodyStrong"))
        self.body.addLayout(
            row(
                Field(tr("Messages a day at most"), self.a_day),
                Field(tr("No messages from"), self.quiet_from),
                Field(tr("until"), self.quiet_to),
                None,
                spacing=16,
            )
        )
        self.body.addLayout(row(self.keep, None))
        self.body.addStretch(1)
        self.lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Read when first looked at."""
        super().showEvent(event)
        self.reload()

    def reload(self) -> None:
        """Read the channels and the limits."""
        self._bridge.ask(
            channels.list_channels, then=self._on_rows, failed=self._on_problem, key="rows"
        )
        self._bridge.ask(limits.limits, then=self._on_limits, failed=self._on_problem, key="limits")

    def add_channel(self) -> None:
        """Ask for a new channel."""
        self._open(None)

    def change(self, key: str) -> None:
        """Show a channel to be changed."""
        self._open(next((each for each in self.rows if each.key == key), None))

    def _open(self, found: ChannelRow | None) -> None:
        taken = {each.key for each in self.rows}
        self.dialog = ChannelDialog(self._bridge, found, taken, self)
        self.dialog.saved.connect(self._on_saved)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def try_out(self, key: str) -> None:
        """Send a test message by a channel; its fate stands in the outbox."""
        found = next((each for each in self.rows if each.key == key), None)
        if found is None:
            return
        to = ""
        if found.way in {"sms", "email"}:
            to, is_given = QInputDialog.getText(
                self,
                tr("Test message"),
                tr("Phone number") if found.way == "sms" else tr("E-mail address"),
            )
            if not is_given:
                return
        self._bridge.do(
            writing.try_channel, key=key, to=to, then=self._on_tried, refused=self._on_problem
        )

    def ask_remove(self, key: str) -> None:
        """Ask before a channel goes, with its secrets."""
        self._removed = key
        question = Question(
            tr("Remove this channel?"),
            tr("Its secrets are deleted. Messages that wait for it stay in the outbox."),
            tr("Remove"),
        )
        self.question = ConfirmDialog(question, self)
        self.question.accepted.connect(self._on_remove_accepted)
        self.question.finished.connect(self.question.deleteLater)
        self.question.open()

    def save_limits(self) -> None:
        """Settle what holds for every customer."""
        told = MessageLimits(
            self.a_day.value(), self.quiet_from.text().strip(), self.quiet_to.text().strip()
        )
        self._bridge.do(
            limits.set_limits, told=told, then=self._on_limits_saved, refused=self._on_problem
        )

    def _on_rows(self, rows: Sequence[ChannelRow]) -> None:
        self.rows = tuple(rows)
        clear_layout(self._list)
        if not self.rows:
            self._list.addWidget(label(tr("There is no channel yet."), role="secondary"))
        for each in self.rows:
            self._list.addWidget(self._card(each))

    def _card(self, found: ChannelRow) -> QWidget:
        status = tr("In use") if found.is_on else tr("Not in use")
        if found.missing:
            status = tr("Its secret is missing")
        elif found.secrets_set:
            status = tr("{status}, secret kept", status=status)
        words = column(
            label(found.title, font="bodyStrong"),
            label(self._kinds[found.kind], role="caption"),
            label(status, role="warning" if found.missing else "caption"),
            spacing=2,
        )
        card = frame("card")
        inner = row(margins=(14, 10, 14, 10))
        inner.addLayout(words, 1)
        for text, act in (
            (tr("Test message …"), self.try_out),
            (tr("Change …"), self.change),
            (tr("Remove …"), self.ask_remove),
        ):
            pressed = button(text, kind="ghost")
            pressed.clicked.connect(relay(pressed, act, found.key))
            inner.addWidget(pressed)
        card.setLayout(inner)
        return card

    def _on_limits(self, told: MessageLimits) -> None:
        self.a_day.setValue(told.a_day)
        self.quiet_from.setText(told.quiet_from)
        self.quiet_to.setText(told.quiet_to)

    def _on_saved(self) -> None:
        self.notice.say(tr("The channel was saved."), "success")
        self.reload()

    def _on_tried(self, message_id: int) -> None:
        del message_id
        self.notice.say(
            tr("The test message lies in the outbox and leaves within a minute."), "success"
        )

    def _on_limits_saved(self) -> None:
        self.notice.say(tr("The limits were saved."), "success")

    def _on_remove_accepted(self) -> None:
        self._bridge.do(
            channels.remove_channel,
            key=self._removed,
            then=self._on_removed,
            refused=self._on_problem,
        )

    def _on_removed(self, version: int) -> None:
        del version
        self.reload()

    def _on_problem(self, problem: Problem) -> None:
        self.notice.say(str(problem))
