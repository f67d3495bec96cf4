"""From the drawn form to the one in force: what it would do, the question, the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.forms import effects, form_drafts, publishing
from loancrm_desktop.services.forms.drawing import FormDrawing
from loancrm_desktop.services.forms.effects import FormEffects
from loancrm_desktop.services.forms.publishing import Published
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.forms.design_desk import DesignDesk
from loancrm_desktop.ui.forms.design_keeper import DesignKeeper
from loancrm_desktop.ui.forms.publish_dialog import PublishDialog, conversion_text, removal_text
from loancrm_desktop.ui.forms.versions_dialog import VersionsDialog
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.form_body import mapping


class FormPublishing(QObject):
    """Publishes, goes back to a version, lets a draft go.

    Signals:
        published: a version is in force (its number).
        faulty: the form holds not: places and sentences.
        discarded: the draft is gone.
        failed: it did not work (Problem).
        told: what becomes of the values of a field that got another type; empty for nothing.
    """

    published = Signal(int)
    faulty = Signal(object)
    discarded = Signal()
    failed = Signal(object)
    told = Signal(str)

    def __init__(
        self, bridge: Bridge, desk: DesignDesk, keeper: DesignKeeper, window: QWidget
    ) -> None:
        super().__init__(window)
        self._bridge, self._desk, self._keeper = bridge, desk, keeper
        self._window = window
        self.drawing: FormDrawing | None = None
        self.dialog: PublishDialog | None = None
        self._types: dict[str, str] = {}

    @property
    def next_version(self) -> int:
        """The number the next version gets."""
        found = self.drawing
        return 1 if found is None else max((each.version for each in found.versions), default=0) + 1

    @property
    def is_behind(self) -> bool:
        """Whether a version came into force after the draft was begun."""
        found = self.drawing
        return found is not None and self._keeper.based_on != found.published_version

    def ask(self) -> None:
        """Ask what publishing would do; a dialog says it."""
        self._keeper.keep_now()
        self._bridge.ask(
            effects.effects,
            kind=self._desk.kind,
            body=self._desk.body,
            then=self._on_effects,
            failed=self._on_failed,
            key="effects",
        )

    def tell_types(self) -> None:
        """Say at once how many values convert where a field in force got another type."""
        fields = mapping(self._desk.body.get("fields"))
        shipped = {key: spec for key, spec in self._desk.shipped.items() if not spec.built_in}
        types = {
            key: str(fields[key].get("type")) if key in fields else ""
            for key, spec in shipped.items()
            if key not in fields or fields[key].get("type") != spec.type.value
        }
        if types == self._types:
            return
        self._types = types
        if not types:
            self.told.emit("")
            return
        self._bridge.ask(
            effects.effects,
            kind=self._desk.kind,
            body=self._desk.body,
            then=self._on_types,
            failed=self._on_failed,
            key="types",
        )

    def discard(self) -> None:
        """Let the draft go."""
        self._keeper.begin()
        self._bridge.do(
            form_drafts.discard_draft,
            kind=self._desk.kind,
            then=self._on_discarded,
            refused=self._on_failed,
        )

    def show_versions(self, words: OfficeWords) -> VersionsDialog | None:
        """Show versions and drafts, what differs, and the way to one."""
        if self.drawing is None:
            return None
        self._keeper.keep_now()
        dialog = VersionsDialog(self._bridge, self.drawing, self._desk, words, self._window)
        dialog.rolled_back.connect(self._on_published)
        dialog.draft_taken.connect(self._on_draft_taken)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def warning(self) -> str:
        """Say that a version came meanwhile, empty when none did."""
        if not self.is_behind or self.drawing is None:
            return ""
        return tr(
            "Version {number} came into force after this draft was begun. Publishing the draft "
            "takes its changes back.",
            number=self.drawing.published_version,
        )

    def _on_types(self, found: FormEffects) -> None:
        told = [*map(conversion_text, found.changed), *map(removal_text, found.removed)]
        if told:
            self.told.emit("\n".join(told))

    def _on_effects(self, found: FormEffects) -> None:
        if found.problems:
            problems: Sequence[tuple[str, str]] = [
                (each.place, each.text) for each in found.problems
            ]
            self.faulty.emit(problems)
            return
        self.dialog = PublishDialog(found, self.next_version, self._window)
        warning = self.warning()
        if warning:
            self.dialog.notice.say(warning, "warning")
        self.dialog.publish_requested.connect(self._on_publish_requested)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def _on_publish_requested(self) -> None:
        self._keeper.begin()
        expected = 0 if self.drawing is None else self.drawing.published_version
        self._bridge.do(
            publishing.publish,
            kind=self._desk.kind,
            body=self._desk.body,
            expected_version=expected,
            then=self._on_published,
            refused=self._on_publish_refused,
        )

    def _on_published(self, done: Published) -> None:
        if self.dialog is not None:
            self.dialog.accept()
            self.dialog = None
        self.published.emit(done.version)

    def _on_publish_refused(self, problem: Problem) -> None:
        if self.dialog is not None:
            self.dialog.show_refused(str(problem))

    def _on_draft_taken(self, body: dict[str, Any]) -> None:
        self._desk.change(body, tr("Put another draft on the table"))

    def _on_discarded(self, had_one: bool) -> None:  # noqa: FBT001 - the operation's answer
        del had_one
        self.discarded.emit()

    def _on_failed(self, problem: Problem) -> None:
        self.failed.emit(problem)
