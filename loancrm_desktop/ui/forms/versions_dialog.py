"""The versions of a form and the drafts others keep of it: what differs, and the way to one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services.design_drafts import DesignDraft
from loancrm_desktop.services.forms import differences, drawing, form_drafts, publishing
from loancrm_desktop.services.forms.differences import FormDifference
from loancrm_desktop.services.forms.drawing import FormDrawing, FormVersion
from loancrm_desktop.services.forms.publishing import Published
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.forms.design_desk import DesignDesk
from loancrm_desktop.ui.forms.difference_view import DifferenceView
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.drawn_specs import words_in
from loancrm_desktop.ui.records.form_body import field_raw
from loancrm_desktop.ui.widgets.parts import (
    button,
    column,
    frame,
    label,
    line,
    row,
    scrolled,
    set_caption,
)

_WIDTH, _HEIGHT, _LIST, _ROW = 820, 540, 250, 44


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: a version, or a draft."""

    version: int = -1
    draft: DesignDraft | None = None


class VersionsDialog(QDialog):
    """Lists drafts and versions beside what differs.

    Signals:
        rolled_back: a version was put in force again (Published).
        draft_taken: a draft is to be put on the table (its JSON).
    """

    rolled_back = Signal(object)
    draft_taken = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        found: FormDrawing,
        desk: DesignDesk,
        words: OfficeWords,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._drawing, self._words = bridge, found, words
        self._desk = desk
        self._body: dict[str, Any] = {}
        self.setModal(True)
        self.setWindowTitle(tr("Versions of the form"))
        self.resize(_WIDTH, _HEIGHT)
        self.entries: list[Entry] = []
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Versions"))
        self.list.setSpacing(2)
        for draft in found.others:
            self._add(Entry(draft=draft), self._draft_title(draft))
        for each in found.versions:
            self._add(Entry(each.version), self._version_title(each))
        self._add(Entry(0), tr("v0  as shipped"))
        self.view = DifferenceView(words, found.kind)
        self.view.say(tr("Choose a version."))
        self.back_button = button(tr("Put this version in force"), kind="primary", icon="undo")
        self.back_button.setEnabled(False)
        self.back_button.clicked.connect(self._on_back_clicked)
        close = button(tr("Close"))
        close.clicked.connect(self.reject)
        foot = frame("footer")
        foot.setLayout(row(None, close, self.back_button, margins=(16, 10, 16, 10)))
        side = QWidget()
        side.setFixedWidth(_LIST)
        heading = label(tr("Versions of the form"), font="bodyStrong")
        side.setLayout(column(heading, self.list, margins=(14, 14, 8, 8)))
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(side)
        body.addWidget(line(vertical=True))
        body.addWidget(scrolled(self.view), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(body, 1)
        layout.addWidget(foot)
        self.list.currentRowChanged.connect(self._on_row_changed)
        self.list.setCurrentRow(0)

    def _add(self, entry: Entry, title: str) -> None:
        self.entries.append(entry)
        item = QListWidgetItem(title)
        hint = item.sizeHint()
        hint.setHeight(_ROW if "\n" in title else _ROW * 2 // 3)
        item.setSizeHint(hint)
        self.list.addItem(item)

    def _version_title(self, each: FormVersion) -> str:
        who = self._words.person_name(each.made_by)
        when = display.time_exact(each.made_at)
        if each.state == "published":
            return tr("v{number}  in force\n{when}  {who}", number=each.version, when=when, who=who)
        return tr("v{number}\n{when}  {who}", number=each.version, when=when, who=who)

    def _draft_title(self, draft: DesignDraft) -> str:
        when = display.time_exact(draft.kept_at)
        if draft.aside:
            return tr("Draft put aside\n{when}", when=when)
        who = self._words.person_name(draft.person_id)
        return tr("Draft of {who}\n{when}", who=who, when=when)

    def _on_row_changed(self, at: int) -> None:
        entry = self.entries[at]
        self.back_button.setEnabled(False)
        kind = self._drawing.kind
        if entry.draft is not None:
            set_caption(self.back_button, tr("Put this draft on the table"))
            self._bridge.ask(
                form_drafts.draft,
                kind=kind,
                draft_id=entry.draft.id,
                then=partial(self._on_draft, entry),
                failed=self._on_failed,
                key="difference",
            )
            return
        set_caption(self.back_button, tr("Put this version in force"))
        self.back_button.setEnabled(entry.version != self._drawing.published_version)
        self._bridge.ask(
            drawing.difference,
            kind=kind,
            a=self._drawing.published_version,
            b=entry.version,
            then=partial(self._on_difference, entry),
            failed=self._on_failed,
            key="difference",
        )

    def _on_difference(self, entry: Entry, found: FormDifference) -> None:
        title = tr("Against the version in force, v{number} has:", number=entry.version)
        self.view.show_difference(title, found, self._name)

    def _on_draft(self, entry: Entry, body: dict[str, Any]) -> None:
        if self.entries[self.list.currentRow()] is entry:
            self._body = body
            found = differences.between(self._desk.body, body)
            self.view.show_difference(tr("Against what is on the table:"), found, self._name)
            self.back_button.setEnabled(True)

    def _name(self, key: str) -> str:
        for body in (self._desk.body, self._body, self._drawing.published):
            title = words_in(field_raw(body, key).get("label"), current_language())
            if title:
                return title
        return self._words.field_label(self._drawing.kind, key)

    def _on_back_clicked(self) -> None:
        self.back_button.setEnabled(False)
        entry = self.entries[self.list.currentRow()]
        if entry.draft is not None:
            self.draft_taken.emit(self._body)
            self.accept()
            return
        self._bridge.do(
            publishing.roll_back,
            kind=self._drawing.kind,
            version=entry.version,
            then=self._on_rolled_back,
            refused=self._on_failed,
        )

    def _on_rolled_back(self, published: Published) -> None:
        self.rolled_back.emit(published)
        self.accept()

    def _on_failed(self, problem: Problem) -> None:
        self.view.say(str(problem), "error")
