"""The place of a document on a form: which kind belongs here, the files in it, one more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from loancrm_desktop import display
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import documents
from loancrm_desktop.services.document_files import Added, FileWish
from loancrm_desktop.services.documents import KIND, Paper
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.terms import name_of, terms_of
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.documents.document_acts import DocumentActs, ask_for_files
from loancrm_desktop.ui.documents.document_dialog import guessed_kind
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.field_editors import FieldEditor
from loancrm_desktop.ui.records.form_body import listed
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.parts import (
    button,
    clear_layout,
    frame,
    icon_button,
    label,
    row,
    set_role,
)
from loancrm_desktop.ui.widgets.relay import relay


class SlotEditor(FieldEditor):
    """Shows the documents kept in a slot; files are added at once and go with the record."""

    def __init__(
        self,
        spec: FieldSpec,
        document_kind: str = "",
        words: OfficeWords | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(spec, parent)
        self._documents: list[int] = []
        self._papers: dict[int, Paper] = {}
        self._kind = document_kind
        self._words = words
        self.acts = None if words is None else self._with_acts(words)
        said = name_of(KIND, document_kind) if document_kind else ""
        self.kind = label(said or spec.label(current_language()), role="badge")
        self.count = label(role="caption")
        self.choose_button = button(tr("Choose files …"), kind="ghost", icon="upload", size="small")
        self.choose_button.clicked.connect(self.choose)
        self.state = label(role="caption", wrap=True)
        self.state.hide()
        box = frame("sunken")
        whole = QVBoxLayout(box)
        whole.setContentsMargins(10, 6, 10, 6)
        whole.setSpacing(4)
        whole.addLayout(row(IconMark("attach"), self.kind, self.count, None, self.choose_button))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        whole.addLayout(self._lines)
        whole.addWidget(self.state)
        self._hold(box)
        self.setFocusProxy(self.choose_button)
        self.set_value(None)

    def _with_acts(self, words: OfficeWords) -> DocumentActs:
        acts = DocumentActs(words, self)
        acts.added.connect(self._on_acts_added)
        acts.progressed.connect(self._on_acts_progressed)
        acts.finished.connect(self._on_acts_finished)
        acts.failed.connect(self._on_acts_failed)
        acts.said.connect(self._say)
        return acts

    def value(self) -> Any:
        """Answer the documents' numbers, None for none."""
        return list(self._documents) or None

    def set_value(self, value: Any) -> None:
        """Show documents."""
        self._documents = [each for each in listed(value) if isinstance(each, int)]
        self._draw()
        self._ask_names()

    def choose(self) -> None:
        """Ask for files and add them."""
        if self.acts is not None and self.acts.may_add:
            self.take(ask_for_files(self))

    def take(self, paths: list[Path]) -> None:
        """Add files; they belong to the record once the form is saved."""
        if self.acts is None or not paths:
            return
        self.state.hide()
        known = {word.name for word in terms_of(KIND)}
        own = self._kind if self._kind in known else ""
        self.acts.add([(path, FileWish(own or guessed_kind(path.name))) for path in paths])

    def _ask_names(self) -> None:
        acts, unknown = self.acts, [each for each in self._documents if each not in self._papers]
        if acts is None or self._words is None or not unknown or not acts.may_see:
            return
        self._words.bridge.ask(
            documents.some,
            document_ids=unknown,
            then=self._on_papers,
            failed=self._on_acts_failed,
            key="papers",
        )

    def _on_papers(self, papers: tuple[Paper, ...]) -> None:
        self._papers.update({paper.id: paper for paper in papers})
        self._draw()

    def _draw(self) -> None:
        count = len(self._documents)
        said = tr("1 file") if count == 1 else tr("{count} files", count=count)
        self.count.setText(said if count else tr("no file yet"))
        may_add = self.acts is not None and self.acts.may_add
        self.choose_button.setVisible(may_add)
        clear_layout(self._lines)
        for number in self._documents:
            paper = self._papers.get(number)
            if paper is not None:
                self._add_line(paper)

    def _add_line(self, paper: Paper) -> None:
        size = label(display.file_size(paper.size_bytes), role="caption")
        look = icon_button("eye", tr("Open {name}", name=paper.name))
        look.clicked.connect(relay(look, self._open, paper, look))
        out = icon_button("x", tr("Take {name} out of this field", name=paper.name))
        out.clicked.connect(relay(out, self._take_out, paper))
        line = row(ElidedLabel(paper.name), size, look, out, spacing=6)
        line.setStretch(0, 1)
        self._lines.addLayout(line)

    def _open(self, paper: Paper, anchor: QWidget) -> None:
        if self.acts is not None:
            self.acts.open(paper, anchor)

    def _take_out(self, paper: Paper) -> None:
        self._documents = [each for each in self._documents if each != paper.id]
        self._draw()
        self.edited.emit()
        self.left.emit()

    def _on_acts_added(self, added: Added) -> None:
        self._documents.append(added.id)
        self._draw()
        self._ask_names()
        self.edited.emit()

    def _on_acts_progressed(self, done: int, total: int) -> None:
        self._say(tr("Encrypting file {number} of {total} …", number=done + 1, total=total))

    def _on_acts_finished(self) -> None:
        if self.state.property("role") != "error":
            self.state.hide()
        self.left.emit()

    def _on_acts_failed(self, problem: Problem) -> None:
        set_role(self.state, "error")
        self.state.setText(str(problem))
        self.state.show()

    def _say(self, text: str) -> None:
        set_role(self.state, "caption")
        self.state.setText(text)
        self.state.show()
