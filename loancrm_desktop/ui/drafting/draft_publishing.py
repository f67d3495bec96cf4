"""From what is drawn to what is in force: its effects, the question, the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.errors import Conflict, Problem
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.drafting import meanwhile_dialog
from loancrm_desktop.ui.drafting.draft_desk import DraftDesk
from loancrm_desktop.ui.drafting.draft_keeper import DraftKeeper
from loancrm_desktop.ui.drafting.meanwhile_dialog import MeanwhileDialog
from loancrm_desktop.ui.drafting.publish_dialog import PublishDialog


class Version(Protocol):
    """One version of a design."""

    @property
    def version(self) -> int:
        """Its number."""
        ...


class Drawn(Protocol):
    """A design as its service answers it."""

    @property
    def published_version(self) -> int:
        """The version in force."""
        ...

    @property
    def versions(self) -> Sequence[Version]:
        """All that were ever in force."""
        ...


class DraftPublishing(QObject):
    """Publishes and lets drafts go; a kind of design says its effects in `dialog_for`.

    Signals:
        published: a version is in force (its number).
        faulty: it holds not (faults).
        discarded: the draft is gone.
        failed: it did not work (Problem).
        compare_wanted: somebody published meanwhile; what differs is to be seen.
    """

    published = Signal(int)
    faulty = Signal(object)
    discarded = Signal()
    failed = Signal(object)
    compare_wanted = Signal()

    def __init__(
        self, bridge: Bridge, desk: DraftDesk, keeper: DraftKeeper, window: QWidget
    ) -> None:
        super().__init__(window)
        self._bridge, self._draft_desk, self._keeper, self._window = bridge, desk, keeper, window
        self._in_force = 0
        self.dialog: PublishDialog | None = None
        self.meanwhile: MeanwhileDialog | None = None

    def drawn(self) -> Drawn | None:
        """Answer what is on the table as its service told it."""
        raise NotImplementedError

    def dialog_for(self, found: Any) -> PublishDialog | None:
        """Answer the question that names the effects; None when faults stand in the way."""
        raise NotImplementedError

    @property
    def next_version(self) -> int:
        """The number the next version gets."""
        found = self.drawn()
        return 1 if found is None else max((each.version for each in found.versions), default=0) + 1

    @property
    def version_meanwhile(self) -> int | None:
        """The version that came into force after the draft was begun; None when none did."""
        found = self.drawn()
        if found is None or found.published_version == self._keeper.based_on:
            return None
        return found.published_version

    def ask(self) -> None:
        """Ask what publishing would do; a dialog says it. What came meanwhile is asked first."""
        number = self.version_meanwhile
        if number is not None:
            self._ask_meanwhile(
                tr(
                    "Version {number} came into force after this draft was begun. Publishing the "
                    "draft takes its changes back.",
                    number=number,
                ),
                number,
            )
            return
        self._keeper.keep_now()
        self._ask_effects()

    def discard(self) -> None:
        """Let the draft go."""
        self._keeper.begin()
        self._bridge.do(
            self._keeper.calls.discard,
            **self._draft_desk.address,
            then=self._on_discarded,
            refused=self._on_failed,
        )

    def _ask_meanwhile(self, text: str, in_force: int) -> None:
        self._in_force = in_force
        self.meanwhile = MeanwhileDialog(text, self._window)
        self.meanwhile.answered.connect(self._on_meanwhile_answered)
        self.meanwhile.finished.connect(self.meanwhile.deleteLater)
        self.meanwhile.open()

    def _on_meanwhile_answered(self, answer: str) -> None:
        self.meanwhile = None
        if answer == meanwhile_dialog.COMPARE:
            self.compare_wanted.emit()
        elif answer == meanwhile_dialog.GIVE_UP:
            self.discard()
        else:
            self._keeper.rebase(self._in_force)
            self._ask_effects()

    def _ask_effects(self) -> None:
        self._bridge.ask(
            self._keeper.calls.effects,
            **self._draft_desk.address,
            body=self._draft_desk.body,
            then=self._on_effects,
            failed=self._on_failed,
            key="effects",
        )

    def _on_effects(self, found: object) -> None:
        dialog = self.dialog_for(found)
        if dialog is None:
            return
        self.dialog = dialog
        dialog.publish_requested.connect(self._on_publish_requested)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_publish_requested(self) -> None:
        self._keeper.begin()
        self._bridge.do(
            self._keeper.calls.publish,
            **self._draft_desk.address,
            body=self._draft_desk.body,
            expected_version=self._keeper.based_on,
            then=self._on_published,
            refused=self._on_publish_refused,
        )

    def _on_published(self, done: Any) -> None:
        if self.dialog is not None:
            self.dialog.accept()
            self.dialog = None
        self.published.emit(done.version)

    def _on_publish_refused(self, problem: Problem) -> None:
        if self.dialog is None:
            return
        if isinstance(problem, Conflict):
            self.dialog.reject()
            self.dialog = None
            self._ask_meanwhile(str(problem), problem.stored_revision)
        else:
            self.dialog.show_refused(str(problem))

    def _on_discarded(self, had_one: bool) -> None:  # noqa: FBT001 - the operation's answer
        del had_one
        self.discarded.emit()

    def _on_failed(self, problem: Problem) -> None:
        self.failed.emit(problem)
