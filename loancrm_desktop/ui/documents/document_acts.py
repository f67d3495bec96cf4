"""What is done with documents: files added one after another, opened, copied out, filed, removed."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services import document_files, documents
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.document_files import Added, FileWish, Look
from loancrm_desktop.services.documents import SENSITIVE, Act, Paper
from loancrm_desktop.services.file_names import written_name
from loancrm_desktop.services.office import Office
from loancrm_desktop.services.opened_files import opened
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.documents.access_dialog import AccessDialog
from loancrm_desktop.ui.documents.document_dialog import DocumentDialog, Filing
from loancrm_desktop.ui.documents.purpose_popover import PurposePopover
from loancrm_desktop.ui.office_words import OfficeWords


class DocumentActs(QObject):
    """Acts on documents for a widget; the window goes on meanwhile.

    Signals:
        added: one file is a document now (Added).
        progressed: how many of how many files are done.
        finished: no file is under way any more.
        said: a sentence for the person.
        failed: what was not done and why (Problem).
        changed: something of the documents is not as it was.
    """

    added = Signal(object)
    progressed = Signal(int, int)
    finished = Signal()
    said = Signal(str)
    failed = Signal(object)
    changed = Signal()

    def __init__(self, words: OfficeWords, window: QWidget) -> None:
        super().__init__(window)
        self._words = words
        self._bridge = words.bridge
        self._window = window
        self._waiting: deque[tuple[Path, FileWish]] = deque()
        self._done = self._total = 0
        self._running = False

    @property
    def may_see(self) -> bool:
        """Whether this person sees documents at all."""
        return self._bridge.is_open and self._bridge.actor.rights.allows("documents.see")

    @property
    def may_add(self) -> bool:
        """Whether this person adds documents."""
        return self._bridge.is_open and self._bridge.actor.rights.allows("documents.add")

    def may_change(self, paper: Paper, act: str) -> bool:
        """Say whether this person may do something with a document."""
        actor = self._bridge.actor
        own = paper.added_by == actor.user_id and actor.rights.allows("documents.add")
        return own or actor.rights.allows(act)

    @property
    def running(self) -> bool:
        """Whether files are under way."""
        return self._running

    def add(self, wishes: Sequence[tuple[Path, FileWish]]) -> None:
        """Keep files, one after another."""
        self._waiting.extend(wishes)
        self._total += len(wishes)
        if not self._running:
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._running = False
            self._done = self._total = 0
            self.finished.emit()
            return
        self._running = True
        self.progressed.emit(self._done, self._total)
        path, wish = self._waiting.popleft()
        self._bridge.outside(
            document_files.add,
            office=self._bridge.office,
            actor=self._bridge.actor,
            path=path,
            wish=wish,
            then=self._on_added,
            failed=self._on_add_failed,
        )

    def _on_added(self, added: Added) -> None:
        self._done += 1
        self.added.emit(added)
        self.changed.emit()
        self._next()

    def _on_add_failed(self, problem: Problem) -> None:
        self._done += 1
        self.failed.emit(problem)
        self._next()

    def open(self, paper: Paper, anchor: QWidget) -> None:
        """Show a document in the program the system has for it."""
        self._with_purpose(paper, anchor, "viewed")

    def save_copy(self, paper: Paper, anchor: QWidget) -> None:
        """Write a copy to a place the person chooses."""
        self._with_purpose(paper, anchor, "copied")

    def _with_purpose(self, paper: Paper, anchor: QWidget, act: Act) -> None:
        if paper.kind not in SENSITIVE:
            self._look(paper, act, "")
            return
        asked = PurposePopover(paper.name, self._window)
        # Held by the popover, which goes when it is shut.
        asked.setProperty("paper", paper)
        asked.setProperty("act", act)
        asked.given.connect(self._on_purpose_given)
        asked.closed.connect(asked.deleteLater)
        asked.open_at(anchor)

    def _on_purpose_given(self, purpose: str) -> None:
        asked = self.sender()
        self._look(asked.property("paper"), asked.property("act"), purpose)

    def _look(self, paper: Paper, act: Act, purpose: str) -> None:
        look = Look(paper.id, act, purpose or None)
        if act == "copied":
            chosen, _ = QFileDialog.getSaveFileName(
                self._window, tr("Save a copy"), str(Path.home() / written_name(paper.name))
            )
            if not chosen:
                return
            self._bridge.outside(
                document_files.save_copy,
                office=self._bridge.office,
                actor=self._bridge.actor,
                look=look,
                out=Path(chosen),
                then=self._on_copied,
                failed=self._on_failed,
            )
            return
        self._bridge.outside(
            put_in_private_folder,
            office=self._bridge.office,
            actor=self._bridge.actor,
            look=look,
            since=opened.round,
            then=self._on_opened,
            failed=self._on_failed,
        )

    def _on_copied(self, out: Path) -> None:
        self.said.emit(tr("A copy was written: {file}", file=out.name))

    def _on_opened(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.said.emit(
                tr("This computer has no program for {name}. Save a copy instead.", name=path.name)
            )
            return
        self.said.emit(
            tr(
                "Opened for reading. The copy goes when the office is locked; what the other "
                "program keeps of it stays."
            )
        )

    def _on_failed(self, problem: Problem) -> None:
        self.failed.emit(problem)

    def file_anew(self, paper: Paper) -> None:
        """Ask for another name, kind or day."""
        dialog = DocumentDialog((), paper, self._window)
        dialog.setProperty("document_id", paper.id)
        dialog.filed.connect(self._on_filed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_filed(self, filing: Filing) -> None:
        self._bridge.do(
            documents.edit,
            document_id=self.sender().property("document_id"),
            name=filing.name,
            kind=filing.kind,
            valid_until=filing.valid_until,
            then=self._on_changed,
            refused=self._on_failed,
        )

    def show_log(self, paper: Paper) -> None:
        """Show who looked."""
        dialog = AccessDialog(self._words, paper, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def remove(self, paper: Paper) -> None:
        """Put a document into the trash."""
        self._bridge.do(
            documents.remove,
            document_id=paper.id,
            then=partial(self._on_removed, paper.name),
            refused=self._on_failed,
        )

    def restore(self, paper: Paper) -> None:
        """Take a document out of the trash."""
        self._bridge.do(
            documents.restore,
            document_id=paper.id,
            then=self._on_changed,
            refused=self._on_failed,
        )

    def _on_removed(self, name: str, document_id: int) -> None:
        del document_id
        self.said.emit(tr("{name} is in the trash.", name=name))
        self.changed.emit()

    def _on_changed(self, document_id: int) -> None:
        del document_id
        self.changed.emit()


def put_in_private_folder(office: Office, actor: Actor, look: Look, since: int) -> Path:
    """Decrypt a document into the private folder, once the look is written down.

    Runs: outside lane.

    Raises:
        Problem: as `document_files.content`, or the office was locked meanwhile.
    """
    handed, found = document_files.content(office, actor, look)
    return opened.put(handed.name, found, since)


def ask_for_files(window: QWidget) -> list[Path]:
    """Ask which files are to be added."""
    chosen, _ = QFileDialog.getOpenFileNames(window, tr("Files to add"))
    return [Path(each) for each in chosen]
