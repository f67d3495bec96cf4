"""The documents of a customer beside the timeline: added by button or drop, opened, filed, removed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import documents
from loancrm_desktop.services.document_files import FileWish
from loancrm_desktop.services.documents import KIND, Paper
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.documents.document_acts import DocumentActs, ask_for_files
from loancrm_desktop.ui.documents.document_dialog import DocumentDialog, Filing, guessed_kind
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    column,
    icon_button,
    label,
    line,
    row,
    set_role,
    set_state,
)
from loancrm_desktop.ui.widgets.relay import relay

SOON = timedelta(days=30)
SHOWN_AT_FIRST = 8
_ICONS = {
    "id_card": "idcard",
    "photo": "image",
    "contract": "contract",
    "agreement": "contract",
    "authorisation": "shield-check",
    "bank_statement": "bank",
    "title_certificate": "home",
}


class DocumentsCard(QFrame):
    """A customer's documents.

    Signals:
        said: a sentence for the window to show.
    """

    said = Signal(str)

    def __init__(self, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "drop area")
        self.setAcceptDrops(True)
        self._words = words
        self._customer_id = 0
        self._papers: tuple[Paper, ...] = ()
        self._all = False
        self._trash = False
        self.acts = acts = DocumentActs(words, self)
        acts.progressed.connect(self._on_acts_progressed)
        acts.finished.connect(self._on_acts_finished)
        acts.failed.connect(self.show_problem)
        acts.said.connect(self.said)
        acts.changed.connect(self.reload)
        self._build()
        words.bridge.changed.connect(self._on_bridge_changed)

    def _build(self) -> None:
        self.count = label(role="caption")
        self.trash = icon_button("trash", tr("Documents in the trash"))
        self.trash.setCheckable(True)
        self.trash.toggled.connect(self._on_trash_toggled)
        self.upload = icon_button("upload", tr("Add documents"))
        self.upload.clicked.connect(self.choose)
        self.notice = Notice()
        self.state = label(role="caption", wrap=True)
        self.state.hide()
        head = row(label(tr("Documents"), font="bodyStrong"), self.count, None)
        head.addWidget(self.trash)
        head.addWidget(self.upload)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 0, 14, 10)
        whole.setSpacing(8)
        for part in (line(), head, self.notice, self.state, self._lines):
            if isinstance(part, QWidget):
                whole.addWidget(part)
            else:
                whole.addLayout(part)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """What is shown."""
        return self._papers

    def show_customer(self, customer_id: int) -> None:
        """Show a customer's documents."""
        if customer_id != self._customer_id:
            self._customer_id = customer_id
            self._papers, self._all = (), False
            self.notice.hide()
            self.trash.setChecked(False)
            clear_layout(self._lines)
        self.setVisible(self.acts.may_see)
        self.upload.setVisible(self.acts.may_add)
        self.reload()

    def reload(self) -> None:
        """Read them again."""
        if not self._customer_id or not self.acts.may_see:
            return
        self._words.bridge.ask(
            documents.of,
            kind="customer",
            record_id=self._customer_id,
            trash=self._trash,
            then=self._on_papers,
            failed=self.show_problem,
            key="documents",
        )

    def choose(self) -> None:
        """Ask for files, then how they are filed."""
        if self.acts.may_add:
            self.take(ask_for_files(self))

    def take(self, paths: list[Path]) -> None:
        """Ask how files are filed, and add them."""
        if not paths or not self._customer_id:
            return
        dialog = DocumentDialog([path.name for path in paths], None, self)
        dialog.setProperty("paths", paths)
        dialog.setProperty("customer_id", self._customer_id)
        dialog.filed.connect(self._on_filed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_filed(self, filing: Filing) -> None:
        dialog = self.sender()
        self.notice.hide()
        customer_id: int = dialog.property("customer_id")
        paths: list[Path] = dialog.property("paths")
        until = filing.valid_until
        kinds = [filing.kind or guessed_kind(path.name) for path in paths]
        self.acts.add(
            [
                (path, FileWish(kind, customer_id, valid_until=until))
                for path, kind in zip(paths, kinds, strict=True)
            ]
        )

    def _on_papers(self, papers: tuple[Paper, ...]) -> None:
        self._papers = papers
        self.count.setText(str(len(papers)) if papers else "")
        self._draw()

    def _draw(self) -> None:
        clear_layout(self._lines)
        shown = self._papers if self._all else self._papers[:SHOWN_AT_FIRST]
        for paper in shown:
            self._lines.addLayout(self._line(paper))
        if len(self._papers) > len(shown):
            rest = button(tr("All {count} documents", count=len(self._papers)), kind="link")
            rest.clicked.connect(self._on_rest_clicked)
            self._lines.addWidget(rest)
        if not self._papers:
            nothing = tr("The trash is empty.") if self._trash else _nothing(self.acts)
            self._lines.addWidget(label(nothing, role="caption", wrap=True))

    def _line(self, paper: Paper) -> QVBoxLayout:
        mark = IconMark(_ICONS.get(paper.kind, "doc"), "textTertiary", 16)
        name = ElidedLabel(paper.name)
        more = icon_button("more", tr("What to do with {name}", name=paper.name))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setMenu(self._menu(paper, more))
        head = row(mark, name, spacing=6)
        head.setStretch(1, 1)
        if not self._trash:
            look = icon_button("eye", tr("Open {name}", name=paper.name))
            look.clicked.connect(relay(look, self._open, paper, look))
            head.addWidget(look)
        head.addWidget(more)
        facts = ElidedLabel(_facts(paper), role="caption")
        below = row(facts, spacing=6, margins=(22, 0, 0, 0))
        below.setStretch(0, 1)
        told = _validity(paper, system_clock().date())
        if told:
            mark_of = label(told[0], font="caption")
            set_role(mark_of, "badge")
            set_state(mark_of, told[1])
            below.addWidget(mark_of)
        both = column(spacing=0)
        both.addLayout(head)
        both.addLayout(below)
        return both

    def _menu(self, paper: Paper, anchor: QToolButton) -> QMenu:
        menu = QMenu(anchor)
        acts = self.acts
        if self._trash:
            offers = [(tr("Take out of the trash"), self._restore, "documents.remove")]
        else:
            offers = [
                (tr("Open"), self._open, ""),
                (tr("Save a copy …"), self._save_copy, ""),
                (tr("Name, kind and day …"), self._file_anew, "documents.edit"),
                (tr("Who looked …"), self._show_log, ""),
                (tr("Move to the trash"), self._remove, "documents.remove"),
            ]
        for text, act, right in offers:
            if not right or acts.may_change(paper, right):
                action = menu.addAction(text)
                action.triggered.connect(relay(action, act, paper, anchor))
        return menu

    def _open(self, paper: Paper, anchor: QWidget) -> None:
        self.acts.open(paper, anchor)

    def _save_copy(self, paper: Paper, anchor: QWidget) -> None:
        self.acts.save_copy(paper, anchor)

    def _file_anew(self, paper: Paper, anchor: QWidget) -> None:
        del anchor
        self.acts.file_anew(paper)

    def _show_log(self, paper: Paper, anchor: QWidget) -> None:
        del anchor
        self.acts.show_log(paper)

    def _remove(self, paper: Paper, anchor: QWidget) -> None:
        del anchor
        self.acts.remove(paper)

    def _restore(self, paper: Paper, anchor: QWidget) -> None:
        del anchor
        self.acts.restore(paper)

    def show_problem(self, problem: Problem) -> None:
        """Say what was not done."""
        self.notice.say(str(problem))

    def _on_rest_clicked(self) -> None:
        self._all = True
        self._draw()

    def _on_trash_toggled(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal carries it
        self._trash = on
        self.reload()

    def _on_acts_progressed(self, done: int, total: int) -> None:
        self.state.setText(
            tr("Encrypting file {number} of {total} …", number=done + 1, total=total)
        )
        self.state.show()

    def _on_acts_finished(self) -> None:
        self.state.hide()
        self.reload()

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches("document") and self._customer_id and self.isVisible():
            self.reload()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files in, and say how many."""
        paths = _dropped(event)
        if paths and self.acts.may_add:
            event.acceptProposedAction()
            set_state(self, "drop")
            self.state.setText(tr("Let go to add {count} files", count=len(paths)))
            self.state.show()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Light no longer."""
        super().dragLeaveEvent(event)
        self._rest()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask how the files are filed."""
        paths = _dropped(event)
        self._rest()
        if paths:
            event.acceptProposedAction()
            self.take(paths)

    def _rest(self) -> None:
        set_state(self, "")
        if not self.acts.running:
            self.state.hide()


def _dropped(event: QDropEvent) -> list[Path]:
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


def _nothing(acts: DocumentActs) -> str:
    if acts.may_add:
        return tr("No document yet. Drop files here, or press the arrow.")
    return tr("No document yet.")


def _facts(paper: Paper) -> str:
    return " · ".join((name_of(KIND, paper.kind), display.file_size(paper.size_bytes)))


def _validity(paper: Paper, today: date) -> tuple[str, str] | None:
    """Answer what is said of the last day, and how urgent it is."""
    if paper.valid_until is None:
        return None
    day = display.date_short(paper.valid_until, today)
    if paper.valid_until < today:
        return tr("ran out {day}", day=day), "danger"
    if paper.valid_until - today <= SOON:
        return tr("until {day}", day=day), "warning"
    return tr("until {day}", day=day), "success"
