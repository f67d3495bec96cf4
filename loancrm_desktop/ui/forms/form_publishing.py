"""From the drawn form to the one in force: what becomes of values, versions, drafts of others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services.forms import effects, form_drafts, publishing
from loancrm_desktop.services.forms.drawing import FormDrawing
from loancrm_desktop.services.forms.effects import FormEffects
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.drafting.draft_desk import DraftCalls
from loancrm_desktop.ui.drafting.draft_keeper import DraftKeeper
from loancrm_desktop.ui.drafting.draft_publishing import DraftPublishing
from loancrm_desktop.ui.forms.design_desk import DesignDesk
from loancrm_desktop.ui.forms.publish_form_dialog import (
    PublishFormDialog,
    conversion_text,
    removal_text,
)
from loancrm_desktop.ui.forms.versions_dialog import VersionsDialog
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.form_body import mapping

CALLS = DraftCalls(
    form_drafts.save_draft, form_drafts.discard_draft, effects.effects, publishing.publish
)


class FormPublishing(DraftPublishing):
    """Publishes a form, goes back to a version, lets a draft go.

    Signals:
        told: what becomes of the values of a field that got another type; empty for nothing.
    """

    told = Signal(str)

    def __init__(
        self, bridge: Bridge, desk: DesignDesk, keeper: DraftKeeper, window: QWidget
    ) -> None:
        super().__init__(bridge, desk, keeper, window)
        self._desk = desk
        self.drawing: FormDrawing | None = None
        self._types: dict[str, str] = {}

    def drawn(self) -> FormDrawing | None:
        """Answer the form as its service told it."""
        return self.drawing

    def dialog_for(self, found: FormEffects) -> PublishFormDialog | None:
        """Answer the question that names the effects; None when faults stand in the way."""
        if found.problems:
            problems: Sequence[tuple[str, str]] = [
                (each.place, each.text) for each in found.problems
            ]
            self.faulty.emit(problems)
            return None
        return PublishFormDialog(found, self.next_version, self._window)

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

    def _on_types(self, found: FormEffects) -> None:
        told = [*map(conversion_text, found.changed), *map(removal_text, found.removed)]
        if told:
            self.told.emit("\n".join(told))

    def _on_draft_taken(self, body: dict[str, Any]) -> None:
        self._desk.change(body, tr("Put another draft on the table"))
