"""Above the rule: its name, whether it is in force, who saved it when, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu

from loancrm_desktop import display
from loancrm_desktop.services.rules.drawing import RuleRow
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.conditions.pick_token import PickToken
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.rules import rule_choices
from loancrm_desktop.ui.rules.rule_desk import RuleDesk
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.keycap import KeyedButton
from loancrm_desktop.ui.widgets.parts import button, column, icon_button, label, row, set_state


class RuleBar(QFrame):
    """Name, state, and the ways on.

    Signals:
        save_clicked, copy_clicked, versions_clicked: what they say.
    """

    save_clicked = Signal()
    copy_clicked = Signal()
    versions_clicked = Signal()

    def __init__(self, desk: RuleDesk, words: OfficeWords) -> None:
        super().__init__()
        self.setProperty("role", "toolbar")
        self._desk, self._words = desk, words
        self._saved = ""
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name of the rule"))
        self.name.setMinimumWidth(150)
        self.name.setMaxLength(200)
        self.name.textEdited.connect(self._on_name_edited)
        self.badge = label(role="badge")
        self.group = PickToken(tr("Group"), "plain")
        self.group.offer(rule_choices.groups())
        self.group.picked.connect(self._on_group_picked)
        self.status = ElidedLabel(role="caption", font="caption")
        self.copy = button(tr("Copy"), kind="ghost", icon="copy")
        self.copy.clicked.connect(self.copy_clicked)
        self.versions = button(tr("Versions"), kind="ghost", icon="history")
        self.versions.clicked.connect(self.versions_clicked)
        self.more = icon_button("more", tr("More"))
        self.save = KeyedButton(tr("Save"), "Ctrl+S", kind="primary", icon="check")
        self.save.clicked.connect(self.save_clicked)
        line = row(self.name, self.badge, self.group, self.status, self.copy, self.versions,
                   self.more, self.save)  # fmt: skip
        line.setStretchFactor(self.name, 2)
        line.setStretchFactor(self.status, 3)
        self._problem = label(role="error", font="caption", wrap=True)
        self._problem.hide()
        whole = column(spacing=2, margins=(18, 8, 18, 8))
        whole.addLayout(line)
        whole.addWidget(self._problem)
        self.setLayout(whole)
        desk.changed.connect(self._on_desk_changed)
        desk.complained.connect(self._on_desk_complained)

    def set_menu(self, menu: QMenu) -> None:
        """Offer more below the three dots."""
        self.more.setMenu(menu)
        self.more.setPopupMode(self.more.ToolButtonPopupMode.InstantPopup)

    def show_row(self, found: RuleRow | None) -> None:
        """Say who saved the rule and when."""
        self._saved = ""
        if found is not None:
            self._saved = tr(
                "{who} saved it {when} · v{version}",
                who=self._words.person_name(found.saved_by) or "—",
                when=display.time_exact(found.saved_at)[5:],
                version=found.version,
            )
        self._on_desk_changed()

    def _on_desk_changed(self) -> None:
        body = self._desk.body
        title = self._title()
        mine = str(title.get(current_language()) or title.get("zh") or title.get("en") or "")
        if self.name.text() != mine:
            self.name.setText(mine)
            self.name.setCursorPosition(0)
        self.group.pick([str(body.get("group") or "other")])
        is_on, trial = bool(body.get("on", True)), bool(body.get("trial"))
        words = tr("Trial") if is_on and trial else tr("In force") if is_on else tr("Off")
        self.badge.setText(words)
        set_state(self.badge, "warning" if is_on and trial else "success" if is_on else "")
        changed = self._desk.is_changed
        self.status.setText(tr("Not saved yet") if changed else self._saved)
        self.save.setEnabled(changed)

    def _on_desk_complained(self) -> None:
        said = self._desk.complaint("title") or self._desk.complaint("rule")
        self._problem.setText(said)
        self._problem.setVisible(bool(said))

    def _on_name_edited(self, name: str) -> None:
        title = {**self._title(), current_language(): name.strip()}
        self._desk.put(("title",), title, merge=True)

    def _title(self) -> dict[str, str]:
        title: dict[str, str] | None = self._desk.body.get("title")
        return dict(title or {})

    def _on_group_picked(self) -> None:
        self._desk.put(("group",), str(self.group.picks[0]))
