"""Message templates: a list at the left, the text with field chips and a preview at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.services import customer_list
from loancrm_desktop.services.customer_list import CustomerPage
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.messages import templates
from loancrm_desktop.services.messages.templates import FieldChip, Preview, TemplateRow
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.panel_parts import SettingsPanel
from loancrm_desktop.ui.settings import message_words
from loancrm_desktop.ui.widgets.calm_combo import CalmCombo
from loancrm_desktop.ui.widgets.field import Field
from loancrm_desktop.ui.widgets.flow_layout import FlowLayout
from loancrm_desktop.ui.widgets.parts import button, column, label, row
from loancrm_desktop.ui.widgets.relay import relay

_LIST_WIDTH = 200
_PAUSE_MS = 250
_CHIPS = 14


class MessageTemplatesPanel(SettingsPanel):
    """The office's texts; nothing holds before it is saved."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Message templates"),
            tr("Texts for rules and for messages by hand. A field in braces is filled in."),
            parent,
        )
        self._bridge = bridge
        self.rows: tuple[TemplateRow, ...] = ()
        self._found: TemplateRow | None = None
        self._sample: int | None = None
        self.list = QListWidget()
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setAccessibleName(tr("Message templates"))
        self.list.currentItemChanged.connect(self._on_chosen)
        self.new = button(tr("New template"), icon="plus")
        self.new.clicked.connect(self.begin_new)
        self.title_zh, self.title_en, self.subject, self.code = (
            QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        )  # fmt: skip
        self.channel = CalmCombo()
        for key, name in message_words.ways().items():
            if key != "webhook":
                self.channel.addItem(name, key)
        self.channel.currentIndexChanged.connect(self._on_channel_changed)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._on_text_changed)
        self.preview = label(role="secondary", wrap=True)
        self.fields = {
            "title": Field(tr("Name in Chinese"), self.title_zh),
            "title_en": Field(tr("Name in English"), self.title_en),
            "channel": Field(tr("By"), self.channel),
            "subject": Field(tr("Subject"), self.subject),
            "provider_code": Field(tr("Number of the approved template"), self.code),
            "text": Field(tr("Text"), self.text),
        }
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self.save = button(tr("Save"), kind="primary", icon="check")
        self.save.clicked.connect(self.save_template)
        self.remove = button(tr("Remove"), kind="ghost")
        self.remove.clicked.connect(self.remove_template)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask_preview)
        self._place()
        self._on_channel_changed()

    def _place(self) -> None:
        left = column(self.list, self.new, spacing=8)
        right = column(spacing=10)
        right.addLayout(row(self.fields["title"], self.fields["title_en"], spacing=12))
        right.addLayout(row(self.fields["channel"], self.fields["provider_code"], spacing=12))
        right.addWidget(self.fields["subject"])
        right.addWidget(self.fields["text"])
        right.addWidget(self._chips)
        right.addWidget(Field(tr("As the customer reads it"), self.preview))
        right.addLayout(row(self.save, self.remove, None))
        right.addStretch(1)
        both = row(spacing=18)
        both.addLayout(left)
        both.addLayout(right, 1)
        self.body.addLayout(both, 1)
        self.lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        """Read when first looked at."""
        super().showEvent(event)
        if not self.rows:
            self.reload()

    def reload(self) -> None:
        """Read the templates, the fields, and somebody to preview with."""
        language = current_language()
        ask, failed = self._bridge.ask, self._on_problem
        ask(templates.list_templates, language=language, then=self._on_rows, failed=failed)
        ask(templates.chips, kind="customer", language=language, then=self._on_chips,
            failed=failed)  # fmt: skip
        ask(customer_list.page, query=ListQuery(limit=1), then=self._on_sample, failed=failed)

    def begin_new(self) -> None:
        """Begin an empty template."""
        self._found = None
        self.list.setCurrentRow(-1)
        for edit in (self.title_zh, self.title_en, self.subject, self.code):
            edit.clear()
        self.text.clear()
        self.title_zh.setFocus()

    def save_template(self) -> None:
        """Save what is shown as the next version."""
        for field in self.fields.values():
            field.clear_message()
        body: dict[str, Any] = {
            "key": self._found.key if self._found is not None else self._free_key(),
            "title": {"zh": self.title_zh.text(), "en": self.title_en.text()},
            "channel": self.channel.currentData(),
            "subject": self.subject.text() if self.channel.currentData() == "email" else "",
            "text": self.text.toPlainText(),
            "provider_code": self.code.text(),
        }
        if self._found is not None:
            body["kind"] = self._found.kind
        self._bridge.do(
            templates.save_template,
            body=body,
            expected_version=0 if self._found is None else self._found.version,
            then=self._on_saved,
            refused=self._on_problem,
        )

    def remove_template(self) -> None:
        """Take the template shown out of the list."""
        if self._found is not None:
            self._bridge.do(
                templates.remove_template,
                key=self._found.key,
                then=self._on_removed,
                refused=self._on_problem,
            )

    def insert(self, key: str) -> None:
        """Put a field's place where the cursor stands."""
        self.text.insertPlainText(f"{{{key}}}")
        self.text.setFocus()

    def _free_key(self) -> str:
        taken = {each.key for each in self.rows}
        number = len(taken) + 1
        while f"template{number}" in taken:
            number += 1
        return f"template{number}"

    def _on_rows(self, rows: Sequence[TemplateRow]) -> None:
        self.rows = tuple(rows)
        known = None if self._found is None else self._found.key
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.list.clear()
        for each in self.rows:
            item = QListWidgetItem(each.title)
            item.setData(Qt.ItemDataRole.UserRole, each.key)
            self.list.addItem(item)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's own
        keys = [each.key for each in self.rows]
        if keys:
            self.list.setCurrentRow(keys.index(known) if known in keys else 0)

    def _on_chosen(self) -> None:
        item = self.list.currentItem()
        key = None if item is None else item.data(Qt.ItemDataRole.UserRole)  # pyright: ignore[reportUnnecessaryComparison] - Qt answers None
        found = next((each for each in self.rows if each.key == key), None)
        if found is None:
            return
        self._found = found
        title: dict[str, str] = found.body.get("title", {})
        self.title_zh.setText(title.get("zh", ""))
        self.title_en.setText(title.get("en", ""))
        self.channel.setCurrentIndex(self.channel.findData(found.channel))
        self.subject.setText(found.subject)
        self.code.setText(str(found.body.get("provider_code", "")))
        self.text.setPlainText(found.text)

    def _on_chips(self, chips: Sequence[FieldChip]) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:  # pyright: ignore[reportUnnecessaryComparison] - Qt answers None
                widget.deleteLater()
        for each in chips[:_CHIPS]:
            chip = button(each.label, kind="chip", tip=f"{{{each.key}}}")
            chip.clicked.connect(relay(chip, self.insert, each.key))
            self._flow.addWidget(chip)

    def _on_sample(self, page: CustomerPage) -> None:
        self._sample = page.rows[0].id if page.rows else None
        self._ask_preview()

    def _on_channel_changed(self) -> None:
        way = self.channel.currentData()
        self.fields["subject"].setVisible(way == "email")
        self.fields["provider_code"].setVisible(way == "sms")

    def _on_text_changed(self) -> None:
        self._pause.start()

    def _ask_preview(self) -> None:
        if self._sample is None:
            self.preview.setText(tr("There is no customer yet to show it with."))
            return
        self._bridge.ask(
            templates.preview,
            text=self.text.toPlainText(),
            record_id=self._sample,
            then=self._on_preview,
            failed=self._on_problem,
            key="preview",
        )

    def _on_preview(self, found: Preview) -> None:
        self.preview.setText(found.text)

    def _on_saved(self, version: int) -> None:
        self.notice.say(tr("Saved as version {version}.", version=version), "success")
        self.reload()

    def _on_removed(self, version: int) -> None:
        del version
        self.begin_new()
        self.reload()

    def _on_problem(self, problem: Problem) -> None:
        shown = False
        if isinstance(problem, Invalid):
            for each in problem.problems:
                field = self.fields.get(each.field.partition(".")[0])
                if field is not None:
                    field.show_message(each.text.read())
                    shown = True
        if not shown:
            self.notice.say(str(problem))
