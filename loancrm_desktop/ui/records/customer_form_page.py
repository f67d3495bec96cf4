"""Makes or changes a customer: the form, what is wrong with it, and who looks alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from loancrm_desktop.errors import Conflict, Invalid, Problem
from loancrm_desktop.services import customers, look_alikes
from loancrm_desktop.services.lists import Saved
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conflict_dialog import ConflictDialog
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.form_view import FormView, customer_sections
from loancrm_desktop.ui.records.look_alike_panel import LookAlikePanel
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import (
    PageHeader,
    button,
    frame,
    icon_button,
    label,
    row,
    scrolled,
)

LOOK_ALIKE_PAUSE_MS = 250
_LOOKED_AT = ("name", "phone", "id_number")
_LEFT_OUT = frozenset({"last_contact_at", "created_at", "deal_amount"})


class CustomerFormPage(QWidget):
    """The form of one customer.

    Signals:
        saved: the customer was saved (id).
        left: the person goes back without saving.
        customer_opened: a look-alike is to be opened (id).
    """

    saved = Signal(int)
    left = Signal()
    customer_opened = Signal(int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge = bridge
        self._words = words
        self._customer_id: int | None = None
        self._revision: int | None = None
        self._original: dict[str, Any] = {}
        self._wanted: dict[str, Any] = {}
        self._conflict: ConflictDialog | None = None
        left_out = words.read_only("customer") | _LEFT_OUT
        self._sections = customer_sections(words.fields("customer"), left_out)
        self.form = FormView(self._sections, words)
        self.form.edited.connect(self._on_form_edited)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(LOOK_ALIKE_PAUSE_MS)
        self._pause.timeout.connect(self._look_for_alikes)
        self._build()

    def _build(self) -> None:
        self._header = PageHeader(tr("New customer"))
        back = icon_button("x", tr("Back without saving (Esc)"))
        back.clicked.connect(self.left)
        self._header.add_before(back)
        self.notice = Notice()
        self.notice.action_requested.connect(self._on_notice_action)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(24, 14, 24, 24)
        inner.setSpacing(14)
        inner.addWidget(self.notice)
        inner.addWidget(self.form, 1)
        self.alikes = LookAlikePanel()
        self.alikes.opened.connect(self.customer_opened)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self._build_index())
        middle.addWidget(scrolled(content), 1)
        middle.addWidget(self.alikes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addLayout(middle, 1)
        layout.addWidget(self._build_footer())
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(self.save)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.left)
        QShortcut(QKeySequence("F8"), self).activated.connect(self._on_next_problem_activated)

    def _build_index(self) -> QWidget:
        holder = QFrame()
        holder.setFixedWidth(176)
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(8, 12, 8, 12)
        layout.setSpacing(2)
        for section in self._sections:
            go = button(section.title, kind="nav")
            go.setObjectName(section.title)
            go.clicked.connect(self._on_section_clicked)
            layout.addWidget(go)
        layout.addStretch(1)
        return holder

    def _build_footer(self) -> QWidget:
        bar = frame("footer")
        self._another = QCheckBox(tr("Then add another one"))
        cancel = button(tr("Cancel"), kind="ghost")
        cancel.clicked.connect(self.left)
        self._save = button(tr("Save customer"), kind="primary", icon="check", tip="Ctrl+S")
        self._save.clicked.connect(self.save)
        self._hint = label(tr("Fields with * are needed"), role="caption")
        bar.setLayout(
            row(self._another, self._hint, None, cancel, self._save, margins=(24, 10, 24, 10))
        )
        return bar

    def start_new(self) -> None:
        """Show an empty form for a new customer."""
        self._customer_id = self._revision = None
        self._original = {}
        self._header.set_title(tr("New customer"))
        self._another.show()
        self.notice.hide()
        self.alikes.show_alikes(())
        defaults = {"status": "prospect", "owner": self._bridge.actor.user_id}
        self.form.show_values(defaults, self._words.read_only("customer"))
        if "name" in self.form.keys:
            self.form.editor("name").setFocus()

    def start_edit(self, customer_id: int) -> None:
        """Show the form of a customer."""
        self._customer_id = customer_id
        self._header.set_title(tr("Edit customer"))
        self._another.hide()
        self.notice.hide()
        self.alikes.show_alikes(())
        self._bridge.ask(
            customers.values,
            customer_id=customer_id,
            then=self._on_values,
            failed=self._on_refused,
            key="values",
        )

    def save(self) -> None:
        """Save what was typed."""
        self._save.setEnabled(False)
        if self._customer_id is None:
            self._add("refuse")
            return
        self._wanted = self.form.changed_values()
        if not self._wanted:
            self.saved.emit(self._customer_id)
            return
        self._edit(self._revision, self._original)

    def _add(self, duplicates: str) -> None:
        self._bridge.do(
            customers.add,
            values=self.form.values(),
            duplicates=duplicates,
            then=self._on_added,
            refused=self._on_refused,
        )

    def _edit(self, revision: int | None, original: dict[str, Any] | None) -> None:
        self._bridge.do(
            customers.edit,
            customer_id=self._customer_id,
            values=self._wanted,
            expected_revision=revision,
            original=original,
            then=self._on_edited,
            refused=self._on_refused,
        )

    def _on_values(self, record: customers.RecordValues) -> None:
        self._revision = record.revision
        self._original = dict(record.values)
        name = str(record.values.get("name") or "")
        self._header.set_title(tr("Edit {name}", name=name))
        self.form.show_values(record.values, (*record.read_only, *record.masked))
        self._save.setEnabled(True)

    def _on_added(self, added: customers.Added) -> None:
        self._save.setEnabled(True)
        if self._another.isChecked():
            self.start_new()
            self.notice.say(tr("Saved. Here is the next one."), "success")
            return
        self.saved.emit(added.id)

    def _on_edited(self, saved: Saved) -> None:
        self._save.setEnabled(True)
        self.saved.emit(saved.id)

    def _on_refused(self, problem: Problem) -> None:
        self._save.setEnabled(True)
        if isinstance(problem, Invalid) and problem.problems:
            self._show_invalid(problem)
        elif isinstance(problem, Conflict):
            self._ask_conflict(problem)
        else:
            action = tr("Add as another person") if self._can_add_anyway(problem) else ""
            self.notice.say(str(problem), action=action)

    def _show_invalid(self, problem: Invalid) -> None:
        elsewhere = self.form.show_problems(problem.problems)
        count = len(problem.problems)
        lines = [tr("To mend before saving: {count}", count=count)]
        lines += [str(each.text) for each in elsewhere]
        self.notice.say("\n".join(lines), action=tr("Next (F8)"))

    def _can_add_anyway(self, problem: Problem) -> bool:
        forbidden = getattr(problem, "forbidden", True)
        return self._customer_id is None and not forbidden and self.alikes.shown > 0

    def _ask_conflict(self, problem: Conflict) -> None:
        dialog = ConflictDialog(problem, self._words, (), self)
        dialog.decided.connect(self._on_conflict_decided)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._conflict = dialog
        dialog.open()

    def _on_conflict_decided(self, values: dict[str, Any], revision: int) -> None:
        self._wanted.update(values)
        self._edit(revision, None)

    def _on_notice_action(self) -> None:
        if any(self.form.problem(key) for key in self.form.keys):
            self.form.go_to_problem()
        else:
            self._add("allow")

    def _on_next_problem_activated(self) -> None:
        self.form.go_to_problem()

    def _on_section_clicked(self) -> None:
        heading = self.form.heading(self.sender().objectName())
        if heading is not None:
            self.form.bring_into_view(heading)

    def _on_form_edited(self, key: str) -> None:
        if key in _LOOKED_AT:
            self._pause.start()

    def _look_for_alikes(self) -> None:
        keys = [key for key in _LOOKED_AT if key in self.form.keys]
        values = {key: self.form.editor(key).value() for key in keys}
        if not any(values.values()):
            self.alikes.show_alikes(())
            return
        self._bridge.ask(
            look_alikes.look_alikes,
            **values,
            except_id=self._customer_id,
            then=self._on_alikes,
            key="alikes",
        )

    def _on_alikes(self, alikes: Sequence[look_alikes.LookAlike]) -> None:
        self.alikes.show_alikes(alikes)
