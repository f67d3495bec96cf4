"""Adds or changes a way out of the office; secrets go in here and are never shown again."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.services.messages import channels
from loancrm_desktop.services.messages.channels import ChannelRow
from loancrm_desktop.services.messages.design import SECRETS
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.settings import message_words
from loancrm_desktop.ui.settings.message_words import FIELDS_OF
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.field import Field
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, frame, row, scrolled
from loancrm_desktop.ui.widgets.wrapped_check import WrappedCheck

_SIZE = (520, 620)
_USUAL_PORT = "465"


class ChannelDialog(QDialog):
    """One channel.

    Signals:
        saved: its key.
    """

    saved = Signal(str)

    def __init__(
        self, bridge: Bridge, found: ChannelRow | None, taken: set[str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Message channel"))
        self.resize(*_SIZE)
        self._bridge, self._found, self._taken = bridge, found, taken
        self._names = message_words.fields()
        self.notice = Notice()
        self.kind = CalmCombo()
        for key, name in message_words.kinds().items():
            self.kind.addItem(name, key)
        self.kind.currentIndexChanged.connect(self._on_kind_changed)
        self.edits: dict[str, QLineEdit] = {}
        self.fields: dict[str, Field] = {}
        for key, name in self._names.items():
            if key == "to":
                continue
            edit = QLineEdit()
            edit.setMaxLength(2000 if key in {"password", "secret", "url"} else 200)
            self.edits[key], self.fields[key] = edit, Field(name, edit)
        for key in ("password", "secret", "url"):
            self.edits[key].setEchoMode(QLineEdit.EchoMode.Password)
        self.tls = CalmCombo()
        self.tls.addItem(tr("Encrypted from the first byte (TLS)"), "tls")
        self.tls.addItem(tr("Encrypted after STARTTLS"), "starttls")
        self.tls_field = Field(tr("Encryption"), self.tls)
        self.inside = WrappedCheck(tr("The server stands in the office's own network"))
        self.dedupes = WrappedCheck(tr("The gateway sends once for each idempotency key"))
        self.is_on = WrappedCheck(tr("In use"))
        self.is_on.setChecked(True)
        self.authority = QPlainTextEdit()
        self.authority.setTabChangesFocus(True)
        self.authority_field = Field(
            tr("Certificate to trust (PEM), for a server of one's own"), self.authority
        )
        self.leave = button(tr("Cancel"), kind="ghost")
        self.leave.clicked.connect(self.reject)
        self.save = button(tr("Save"), kind="primary", icon="check")
        self.save.clicked.connect(self.save_channel)
        self._lay_out()
        self._fill()
        self._on_kind_changed()

    def _lay_out(self) -> None:
        inside = QWidget()
        body = QVBoxLayout(inside)
        body.setContentsMargins(20, 4, 20, 4)
        body.setSpacing(12)
        body.addWidget(Field(tr("Kind"), self.kind))
        for part in (*self.fields.values(), self.tls_field, self.inside, self.dedupes):
            body.addWidget(part)
        for part in (self.authority_field, self.is_on):
            body.addWidget(part)
        body.addStretch(1)
        foot = frame("footer")
        foot.setLayout(row(None, self.leave, self.save, margins=(20, 10, 20, 10)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.notice)
        layout.addWidget(scrolled(inside), 1)
        layout.addWidget(foot)

    def _fill(self) -> None:
        body: dict[str, Any] = {} if self._found is None else dict(self._found.body)
        if self._found is not None:
            self.kind.setCurrentIndex(self.kind.findData(self._found.kind))
            self.kind.setEnabled(False)
            for key in self._found.secrets_set:
                self.edits[key].setPlaceholderText(tr("Kept. Type a new one to replace it."))
        for key, edit in self.edits.items():
            if key in body:
                edit.setText(str(body[key]))
        if "port" not in body:
            self.edits["port"].setText(_USUAL_PORT)
        self.tls.setCurrentIndex(max(0, self.tls.findData(body.get("tls", "tls"))))
        self.inside.setChecked(bool(body.get("inside")))
        self.dedupes.setChecked(bool(body.get("dedupes")))
        self.is_on.setChecked(bool(body.get("is_on", True)))
        self.authority.setPlainText(str(body.get("authority", "")))

    def _on_kind_changed(self) -> None:
        kind = str(self.kind.currentData())
        shown = {"title", *FIELDS_OF[kind], *SECRETS[kind]}
        for key, field in self.fields.items():
            field.setVisible(key in shown)
        self.tls_field.setVisible(kind == "smtp")
        is_own = kind in {"gateway", "webhook"}
        self.inside.setVisible(is_own)
        self.dedupes.setVisible(kind == "gateway")
        self.authority_field.setVisible(is_own or kind == "smtp")

    def save_channel(self) -> None:
        """Save it; what is typed stays where it cannot be."""
        kind = str(self.kind.currentData())
        for field in self.fields.values():
            field.clear_message()
        key = self._found.key if self._found is not None else self._free_key(kind)
        body: dict[str, Any] = {
            "key": key,
            "kind": kind,
            "title": self.edits["title"].text().strip(),
            "is_on": self.is_on.isChecked(),
            "tls": self.tls.currentData(),
            "inside": self.inside.isChecked() and not self.inside.isHidden(),
            "dedupes": self.dedupes.isChecked() and not self.dedupes.isHidden(),
            "authority": self.authority.toPlainText().strip(),
        }
        for name in FIELDS_OF[kind]:
            typed = self.edits[name].text().strip()
            body[name] = (int(typed) if typed.isdigit() else 0) if name == "port" else typed
        secrets = {
            name: self.edits[name].text() for name in SECRETS[kind] if self.edits[name].text()
        }
        self.save.setEnabled(False)
        self._bridge.do(
            channels.save_channel,
            body=body,
            secrets=secrets,
            expected_version=0 if self._found is None else self._found.version,
            then=self._on_saved,
            refused=self._on_problem,
        )

    def _free_key(self, kind: str) -> str:
        number = 1
        while f"{kind}{number}" in self._taken:
            number += 1
        return f"{kind}{number}"

    def _on_saved(self, version: int) -> None:
        del version
        for name in ("password", "secret", "url"):
            self.edits[name].clear()
        self.saved.emit("" if self._found is None else self._found.key)
        self.accept()

    def _on_problem(self, problem: Problem) -> None:
        self.save.setEnabled(True)
        shown = False
        if isinstance(problem, Invalid):
            for each in problem.problems:
                field = self.fields.get(each.field)
                if field is not None:
                    field.show_message(each.text.read())
                    shown = True
        if not shown:
            self.notice.say(str(problem))
