"""The places of the office's own record types: in the navigation, the palette, with their forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.errors import Problem
from loancrm_desktop.services import record_types
from loancrm_desktop.services.record_types import TypeRow
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_global
from loancrm_desktop.ui.frame.places import Place, is_own_place, own_places, places_for
from loancrm_desktop.ui.records.record_dialog import RecordDialog
from loancrm_desktop.ui.shell.workspace_commands import GO

if TYPE_CHECKING:
    from loancrm_desktop.ui.workspace import Workspace

_PAUSE_MS = 400
_COUNTED = ("own_record", "customer")


class OwnPlaces(QObject):
    """Keeps the navigation in step with the record types, and opens their records' forms."""

    def __init__(self, bridge: Bridge, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._bridge, self._workspace = bridge, workspace
        self._places: Sequence[Place] = ()
        self._actions: list[QAction] = []
        self.dialog: RecordDialog | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_PAUSE_MS)
        self._again.timeout.connect(self._count)
        bridge.changed.connect(self._on_bridge_changed)

    def refresh(self) -> None:
        """List the record types there are now."""
        space = self._workspace
        wanted = own_places(space.words.record_types)
        if wanted:
            self._again.start()
        if wanted == self._places:
            return
        self._places = wanted
        space.allowed = (*places_for(self._bridge.actor.rights), *wanted)
        space.navigation.show_own(wanted)
        for action in self._actions:
            space.removeAction(action)
            space.general.remove(action)
            action.deleteLater()
        self._actions = [
            add_global(
                space,
                Command(
                    GO + place.key, tr("Go to {place}", place=place.title), "", place.icon, "go"
                ),
                space.go_where_asked,
            )
            for place in wanted
        ]
        space.general += self._actions
        self._leave_retired()
        here = space.history.current
        if here is not None:
            space.navigation.show_place(here.place)

    def _leave_retired(self) -> None:
        """Go away from the list of a type that is no longer in use."""
        here = self._workspace.history.current
        if here is not None and is_own_place(here.place):
            keys = {place.key for place in self._places}
            if here.place not in keys:
                self._workspace.go_to(self._workspace.allowed[0].key)

    def open_record(
        self, kind: str, record_id: int = 0, begun: Mapping[str, Any] | None = None
    ) -> RecordDialog:
        """Open a record's form, or an empty one, over the page that asks for it."""
        asks = self.sender()
        shown = isinstance(asks, QWidget) and asks.isVisible() and not asks.isWindow()
        parent = asks if isinstance(asks, QWidget) and shown else self._workspace
        bridge, words = self._bridge, self._workspace.words
        dialog = RecordDialog(bridge, words, kind, self._title(kind, record_id), parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.said.connect(self._workspace.show_toast)
        dialog.finished.connect(self._on_dialog_finished)
        self.dialog = dialog
        if record_id:
            dialog.show_record(record_id)
        else:
            dialog.show_new(begun or {})
        dialog.open()
        return dialog

    def _title(self, kind: str, record_id: int) -> str:
        shipped = {"deal": tr("Deal"), "task": tr("Task"), "follow_up": tr("Follow-up")}
        own = self._workspace.words.record_type(kind)
        name = shipped.get(kind, kind) if own is None else own.title(current_language())
        return name if record_id else tr("New: {title}", title=name)

    def _on_dialog_finished(self) -> None:
        self.dialog = None

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if self._places and changes.touches(*_COUNTED):
            self._again.start()

    def _count(self) -> None:
        self._bridge.ask(
            record_types.page,
            counted=True,
            then=self._on_counted,
            failed=self._on_not_counted,
            key="own counts",
        )

    def _on_counted(self, types: Sequence[TypeRow]) -> None:
        for own in types:
            self._workspace.navigation.show_count(own.kind, own.records or 0)

    def _on_not_counted(self, problem: Problem) -> None:
        """Show no numbers; the lists themselves say what is wrong."""
        del problem
