"""One's own password: the old one, a new one, and the new one once more."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.services import membership
from loancrm_desktop.services.opening import Opened
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import vault_calls
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.panel_parts import SettingsPanel
from loancrm_desktop.ui.settings.opened_keys import OpenedKeys
from loancrm_desktop.ui.widgets.entry_parts import LabelledInput, PasswordEdit, StrengthMeter
from loancrm_desktop.ui.widgets.parts import button, frame, label, row, set_caption

FIELD_WIDTH = 360
WRONG = ("wrong_password", "waiting")


class PasswordPanel(SettingsPanel):
    """Changes the acting person's password."""

    def __init__(self, bridge: Bridge, keys: OpenedKeys, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("My password"), tr("Opens this office for you and encrypts your key to it."), parent
        )
        self._bridge = bridge
        self._keys = keys
        old, new, again = tr("Old password"), tr("New password"), tr("New password once more")
        self.old = LabelledInput(old, PasswordEdit(old))
        self.new = LabelledInput(new, PasswordEdit(new))
        self.again = LabelledInput(again, PasswordEdit(again))
        self.meter = StrengthMeter()
        self.go = button(tr("Change the password"), kind="primary", icon="key")
        self.go.clicked.connect(self.change)
        self.new.edit.textEdited.connect(self._on_new_edited)
        for each in self._inputs():
            each.setFixedWidth(FIELD_WIDTH)
            each.edit.returnPressed.connect(self.change)
        self.meter.setFixedWidth(FIELD_WIDTH)
        self.advice = label(role="caption", wrap=True)
        self.advice.setFixedWidth(FIELD_WIDTH)
        self.advice.hide()
        for part in (self.old, self.new, self.meter, self.advice, self.again):
            self.body.addWidget(part)
        self.body.addLayout(row(self.go, None))
        told = frame("sunken")
        sentence = tr(
            "Computers that remember you forget you with this; switch it on again afterwards. "
            "The recovery key stays as it is."
        )
        told.setLayout(row(label(sentence, role="secondary", wrap=True), margins=(14, 10, 14, 10)))
        self.body.addWidget(told)
        self.body.addStretch(1)
        self.lay_out()

    def change(self) -> None:
        """Change the password to what was typed."""
        if not self.go.isEnabled() or not self._filled():
            return
        self.notice.hide()
        self._set_busy(busy=True)
        self._bridge.outside(
            membership.change_password,
            opened=self._keys.opened,
            old=self.old.text,
            new=self.new.text,
            then=self._on_changed,
            failed=self._on_failed,
            key="change",
        )

    def _inputs(self) -> tuple[LabelledInput, ...]:
        return self.old, self.new, self.again

    def _filled(self) -> bool:
        problems = {each: "" if each.text else tr("Please fill this in") for each in self._inputs()}
        if self.again.text and self.again.text != self.new.text:
            problems[self.again] = tr("The two passwords differ")
        for each, problem in problems.items():
            each.show_problem(problem)
        first = next((each for each, problem in problems.items() if problem), None)
        if first is not None:
            first.edit.setFocus()
        return first is None

    def _set_busy(self, *, busy: bool) -> None:
        for part in (*self._inputs(), self.go):
            part.setEnabled(not busy)
        set_caption(self.go, tr("Changing …") if busy else tr("Change the password"))

    def _on_changed(self, opened: Opened) -> None:
        self._set_busy(busy=False)
        for each in self._inputs():
            each.edit.clear()
        self.meter.clear()
        self._keys.replace(opened)
        self.notice.say(tr("Your password was changed."), "success")

    def _on_failed(self, problem: Problem) -> None:
        self._set_busy(busy=False)
        place = None
        if getattr(problem, "reason", "") in WRONG:
            place = self.old
        elif isinstance(problem, Invalid) and problem.problems:
            place = self.new
        if place is None:
            self.notice.say(str(problem))
            return
        place.show_problem(str(problem))
        place.edit.selectAll()
        place.edit.setFocus()

    def _on_new_edited(self, typed: str) -> None:
        actor = self._keys.opened.actor
        self._bridge.outside(
            vault_calls.judge_password,
            password=typed,
            own_words=(actor.login, actor.name),
            then=self._on_judgement,
            key="judge",
        )

    def _on_judgement(self, found: vault_calls.Judgement) -> None:
        typed = bool(self.new.text)
        self.advice.setText(found.advice)
        self.advice.setVisible(typed and bool(found.advice))
        if typed:
            self.meter.show_score(found.score)
        else:
            self.meter.clear()
